"""Who will do what to whom: forecasts, why, and how good they were."""

from bilat.forecasting.counts import HORIZONS, Mixture, crps, interval
from bilat.forecasting.door import MissingExtra, evaluate, learn, needed, who
from bilat.forecasting.rolling import mixtures, rolling

__all__ = [
    "HORIZONS",
    "MissingExtra",
    "Mixture",
    "crps",
    "evaluate",
    "interval",
    "learn",
    "mixtures",
    "needed",
    "rolling",
    "who",
]
