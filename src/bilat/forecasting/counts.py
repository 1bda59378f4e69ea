"""Counts to come as distributions: what they are, their intervals, and how good they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
HORIZONS = {"week": 7, "month": 30, "quarter": 91}
# the log-normal by Gauss and Hermite's quadrature
_AT, _WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_SURE = 1e-6  # no probability is nearer to 0 or 1 before its log odds are taken


@dataclass(frozen=True, slots=True)
class Mixture:
    """Negative binomials whose mean is drawn from a log-normal distribution: counts at a level that drifts.

    `mean` is the expected count m. At a given level the variance is m + `clumping` m^2 + `bursts` m; `drift` is the
    standard deviation of the logarithm of the level. `memory` is how far back the level looks, in weeks. `level` is
    the central part of such distributions that held nine of ten outcomes of late; `shift` and `slope` are what past
    questions teach of the log odds of a new one (Platt 1999).
    """

    mean: float
    clumping: float
    bursts: float
    drift: float
    memory: float
    level: float = 0.9
    shift: float = 0.0
    slope: float = 1.0

    def chances(self) -> Doubles:
        """The probability of each count from 0 on, up to where less than a millionth is left."""
        from scipy.stats import nbinom

        means, weights = levels(np.array(self.mean), np.array(self.drift))
        size = 1 / (self.clumping + self.bursts / self.mean)
        p = size / (size + means)
        # the last node has a weight of half a thousandth
        top = max(int(nbinom.ppf(1 - 1e-7, size, p[-2])), int(nbinom.ppf(1 - 1e-3, size, p[-1]))) + 2
        total: Doubles = weights @ nbinom.pmf(np.arange(top), size, p[:, None])
        total /= total.sum()
        return total

    def at_least(self, count: int) -> float:
        """The probability of so many or more, as past questions of the kind had to be corrected."""
        if count < 1:
            return 1.0
        parts = (np.array([part]) for part in (self.mean, self.clumping, self.bursts, self.drift))
        odds = log_odds(tails(np.array([count]), *parts))
        return float(1 / (1 + np.exp(-(self.shift + self.slope * odds[0]))))


def levels(mean: Doubles, drift: Doubles) -> tuple[Doubles, Doubles]:
    """The levels (7, ...) that stand for a log-normal of a mean and a deviation of the logarithm; and their weights."""
    at = _AT.reshape(-1, *(1 for _ in mean.shape))
    means = np.exp(drift * at)
    return mean * means / np.tensordot(_WEIGHTS, means, 1), _WEIGHTS


def tails(least: NDArray[np.int64], mean: Doubles, clumping: Doubles, bursts: Doubles, drift: Doubles) -> Doubles:
    """The probability of so many or more, for each of several distributions."""
    from scipy.special import betainc

    means, weights = levels(mean, drift)
    size = 1 / (clumping + bursts / mean)
    found: Doubles = weights @ betainc(least, size, means / (size + means))
    return found


def log_odds(chances: Doubles) -> Doubles:
    """The log odds of probabilities, those that are all but sure drawn in."""
    inside = np.clip(chances, _SURE, 1 - _SURE)
    return np.asarray(np.log(inside / (1 - inside)))


def interval(chances: Doubles, level: float = 0.9) -> tuple[int, int]:
    """The counts `low` to `high` whose middles lie in the central part `level` of a distribution, of half or more.

    The middle of a count is half of its own probability on from that of all below it (the mid-p-value, Lancaster
    1961): counts come in steps, so that an interval that always held at least the level would mostly hold far more.
    """
    up_to = chances.cumsum()
    inside = np.flatnonzero(np.abs(2 * up_to - chances - up_to[-1]) <= level)
    return int(inside[0]), int(inside[-1])


def crps(chances: Doubles, outcome: int) -> float:
    """The continuous ranked probability score of a distribution of counts: the sum of squares of how far its
    distribution function is from that of the outcome (Gneiting and Raftery 2007)."""
    top = max(len(chances), outcome)
    up_to = np.ones(top)
    up_to[: len(chances)] = chances.cumsum()
    return float(((up_to - (np.arange(top) >= outcome)) ** 2).sum())
