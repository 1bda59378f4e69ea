"""Who will do what to whom: forecasts, why, and how good they were."""

from bilat.forecasting.door import evaluate

__all__ = ["evaluate"]
