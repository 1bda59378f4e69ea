"""How often will it happen: counts of the next week, month or quarter as distributions, learnt over many series.

A discounted gamma-Poisson filter (Harvey and Fernandes 1989; West and Harrison 1997, ch. 10) keeps a rate that forgets
by a constant factor a week, drawn a little towards the series' own long level. Filters of several memories times
several dispersions give negative binomials; each series mixes them by how well each has forecast so far, its own past
weighed against that of all series in the pool (Bayesian model averaging with forgetting, Raftery et al. 2010).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
HORIZONS = {"week": 7, "month": 30, "quarter": 91}

_MEMORIES = np.array([0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])  # what a week's count weighs after one more week
_SIZES = np.array([0.7, 1.5, 3, 6, 12, 30, 100])  # of the negative binomial: variance m + m^2 / size
_LONG = 0.99  # the memory of the long level
_PULL = 0.5  # how many weeks the long level is worth in a filter, and the pool's level in the long one
_FIRST_WEEKS = 4  # forecasts made with fewer weeks than that are not learnt from
_POOL_WORTH = 15.0  # how many forecasts of its own the pool's experience is worth to a series
_FORGET = 0.5 ** (1 / 26)  # how a forecast's score fades in a week
_MEANS, _DISPERSIONS = np.repeat(np.arange(len(_MEMORIES)), len(_SIZES)), np.tile(_SIZES, len(_MEMORIES))


@dataclass(frozen=True, slots=True)
class Mixture:
    """Negative binomials by mean and size, with their weights; `memory` is the average memory, in weeks."""

    means: Doubles
    sizes: Doubles
    weights: Doubles
    memory: float

    @property
    def mean(self) -> float:
        """The expected count."""
        return float(self.weights @ self.means)

    def chances(self) -> Doubles:
        """The probability of each count from 0 on, up to where less than a millionth is left."""
        from scipy.stats import nbinom

        likely = self.weights > 1e-4
        p = self.sizes / (self.sizes + self.means)
        top = int(nbinom.ppf(1 - 1e-7, self.sizes[likely], p[likely]).max()) + 2
        each = nbinom.pmf(np.arange(top)[:, None], self.sizes[likely], p[likely])
        total: Doubles = each @ self.weights[likely]
        total /= total.sum()
        return total

    def at_least(self, count: int) -> float:
        """The probability of so many or more."""
        return float(max(0.0, 1 - self.chances()[:count].sum()))


def mixtures(counts: NDArray[np.integer], read: NDArray[np.bool_], horizon: int) -> list[Mixture]:
    """The count of the next `horizon` days for each series, as it stands at the end of the last day.

    `counts` (series, days); `read` (days) says on which days there was anything to count from: the others are unknown,
    not zero. At least one day must have been read.
    """
    days = counts.shape[1]
    weeks = days // 7
    first = days - 7 * weeks
    known = np.where(read, counts, 0).astype(float)
    by_week = known[:, first:].reshape(len(counts), weeks, 7).sum(axis=2)
    exposed = read[first:].reshape(weeks, 7).sum(axis=1) / 7
    rates = _rates(by_week, exposed)
    summed = np.concatenate([np.zeros((len(counts), 1)), known.cumsum(axis=1)], axis=1)
    readable = np.concatenate([[0], read.cumsum()])
    own = np.zeros((len(_MEANS), len(counts)))
    pool = np.zeros(len(_MEANS))
    for week in range(_FIRST_WEEKS, weeks + 1):
        day = first + 7 * week
        if day + horizon > days:
            break
        share = (readable[day + horizon] - readable[day]) / 7
        if share == 0:
            continue
        scores = _log_chance(summed[:, day + horizon] - summed[:, day], rates[week][_MEANS] * share)
        scores /= np.sqrt(horizon / 7)  # forecasts a week apart of a longer stretch tell much the same
        own = own * _FORGET + scores
        pool = pool * _FORGET + scores.mean(axis=1)
    logs = own + _POOL_WORTH * pool[:, None]
    weights = np.exp(logs - logs.max(axis=0))
    weights /= weights.sum(axis=0)
    memory = weights.T @ (1 / (1 - _MEMORIES[_MEANS]))
    means = rates[weeks][_MEANS] * (horizon / 7) + 1e-3
    return [Mixture(means[:, i], _DISPERSIONS, weights[:, i], float(memory[i])) for i in range(len(counts))]


def interval(chances: Doubles, level: float = 0.9) -> tuple[int, int]:
    """The central interval whose probability comes nearest to the level.

    Counts come in steps: an interval that always held at least the level would mostly hold far more.
    """
    up_to = chances.cumsum()
    low, high = (int(np.searchsorted(up_to, edge)) for edge in ((1 - level) / 2, (1 + level) / 2))
    near = [
        (abs(up_to[b] - (up_to[a - 1] if a else 0.0) - level), a, b)
        for a in range(max(0, low - 1), low + 2)
        for b in range(max(a, high - 1), min(high + 2, len(chances)))
    ]
    _, a, b = min(near)
    return a, b


def crps(chances: Doubles, outcome: int) -> float:
    """The continuous ranked probability score of a distribution of counts: the sum of squares of how far its
    distribution function is from that of the outcome (Gneiting and Raftery 2007)."""
    top = max(len(chances), outcome)
    up_to = np.ones(top)
    up_to[: len(chances)] = chances.cumsum()
    return float(((up_to - (np.arange(top) >= outcome)) ** 2).sum())


def _rates(by_week: Doubles, exposed: Doubles) -> Doubles:
    """The rate a week of each memory and series, before each week and after the last (weeks + 1, memories, series)."""
    series, weeks = by_week.shape
    out = np.empty((weeks + 1, len(_MEMORIES), series))
    events, seen = np.zeros((len(_MEMORIES), series)), np.zeros((len(_MEMORIES), 1))
    long_events, long_seen, all_events, all_seen = np.zeros(series), 0.0, 0.0, 0.0
    keep = _MEMORIES[:, None]
    for week in range(weeks + 1):
        everyone = all_events / (all_seen * series) if all_seen else 1.0
        usual = (long_events + _PULL * everyone) / (long_seen + _PULL)
        out[week] = (events + _PULL * usual) / (seen + _PULL)
        if week < weeks:
            events, seen = events * keep + by_week[:, week], seen * keep + exposed[week]
            long_events, long_seen = long_events * _LONG + by_week[:, week], long_seen * _LONG + exposed[week]
            all_events, all_seen = all_events + by_week[:, week].sum(), all_seen + exposed[week]
    return out


def _log_chance(outcomes: Doubles, means: Doubles) -> Doubles:
    """The log probability of outcomes (series) by each component (components, series)."""
    from scipy.special import gammaln

    m, k, y = means + 1e-3, _DISPERSIONS[:, None], outcomes[None]
    found: Doubles = gammaln(y + k) - gammaln(k) - gammaln(y + 1) + k * np.log(k / (k + m)) + y * np.log(m / (k + m))
    return found
