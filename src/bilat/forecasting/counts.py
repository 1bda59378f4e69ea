"""How often will it happen: counts of the next week, month or quarter as distributions, learnt over many series.

A discounted gamma-Poisson filter (Harvey and Fernandes 1989; West and Harrison 1997, ch. 10) keeps a rate that forgets
by a constant factor a day, drawn towards the series' own long level, and that towards the level of all acts of the
dyad times the part that acts of the kind have in the pool. Filters of several memories times several dispersions give
negative binomials; each series mixes them by how well each has forecast so far, its own past weighed against that of
the same kind, and of all series, in the pool (Bayesian model averaging with forgetting, Raftery et al. 2010).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
HORIZONS = {"week": 7, "month": 30, "quarter": 91}

# Chosen on every other dyad of two years; see docs/forecasting.md.
_MEMORIES = np.array([0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])  # what a count weighs after one more week
_SIZES = np.array([0.7, 1.5, 3, 6, 12, 30, 100])  # of the negative binomial: variance m + m^2 / size
_LONG = 0.99  # the memory of the long level
_PULL = 1.0  # how many weeks the long level is worth in a filter, and the dyad's and kind's level in the long one
_FIRST_WEEKS = 4  # forecasts made with fewer weeks than that are not learnt from
_POOL_WORTH = 8.0  # how many forecasts of its own the pool's experience is worth to a series
_ALL_WORTH = 5.0  # how many series of a kind the experience of all kinds is worth
_FORGET = 0.5 ** (1 / 26)  # how a forecast's score fades in a week
_OVERLAP = 2.0  # forecasts a week apart of a longer stretch tell much the same: each counts less by its weeks to this
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


def mixtures(
    counts: NDArray[np.integer], read: NDArray[np.bool_], horizon: int, of: Sequence[tuple[Hashable, Hashable]]
) -> list[Mixture]:
    """The count of the next `horizon` days for each series, as it stands at the end of the last day.

    `counts` (series, days); `read` (days) says on which days there was anything to count from: the others are unknown,
    not zero. At least one day must have been read. `of` names the dyad and the kind of each series; a dyad's largest
    series is taken for all of its acts.
    """
    *_, (_, last) = rolling(counts, read, horizon, of)
    return last


def rolling(
    counts: NDArray[np.integer], read: NDArray[np.bool_], horizon: int, of: Sequence[tuple[Hashable, Hashable]]
) -> Iterator[tuple[int, list[Mixture]]]:
    """As `mixtures`, a week apart up to the last day: how many days were known, and what they gave."""
    days = counts.shape[1]
    weeks = days // 7
    first = days - 7 * weeks
    known = np.where(read, counts, 0).astype(float)
    dyads, kinds = _numbered([dyad for dyad, _ in of]), _numbered([kind for _, kind in of])
    rates = _rates(known[:, first:].reshape(len(counts), weeks, 7), read[first:].reshape(weeks, 7), dyads, kinds)
    summed = np.concatenate([np.zeros((len(counts), 1)), known.cumsum(axis=1)], axis=1)
    readable = np.concatenate([[0], read.cumsum()])
    per_kind = np.bincount(kinds)
    own = np.zeros((len(_MEANS), len(counts)))
    pool = np.zeros((len(_MEANS), len(per_kind)))
    made = _FIRST_WEEKS
    for week in range(weeks + 1):
        while first + 7 * made + horizon <= first + 7 * week:
            day = first + 7 * made
            share = (readable[day + horizon] - readable[day]) / 7
            if share:
                scores = _log_chance(summed[:, day + horizon] - summed[:, day], rates[made][_MEANS] * share)
                scores /= (horizon / 7) ** _OVERLAP
                own = own * _FORGET + scores
                alike = np.array([np.bincount(kinds, row) for row in scores])
                overall = _ALL_WORTH * (alike / per_kind).mean(axis=1, keepdims=True)
                pool = pool * _FORGET + (alike + overall) / (per_kind + _ALL_WORTH)
            made += 1
        logs = own + _POOL_WORTH * pool[:, kinds]
        weights = np.exp(logs - logs.max(axis=0))
        weights /= weights.sum(axis=0)
        memory = weights.T @ (1 / (1 - _MEMORIES[_MEANS]))
        means = rates[week][_MEANS] * (horizon / 7) + 1e-3
        found = [Mixture(means[:, i], _DISPERSIONS, weights[:, i], float(memory[i])) for i in range(len(counts))]
        yield first + 7 * week, found


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


def _numbered(names: Sequence[Hashable]) -> NDArray[np.intp]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])


def _rates(by_day: Doubles, read: NDArray[np.bool_], dyads: NDArray[np.intp], kinds: NDArray[np.intp]) -> Doubles:
    """The rate a week of each memory and series, before each week and after the last (weeks + 1, memories, series).

    `by_day` (series, weeks, 7), `read` (weeks, 7).
    """
    series, weeks = by_day.shape[:2]
    out = np.empty((weeks + 1, len(_MEMORIES), series))
    keep = _MEMORIES[:, None]
    fade = keep ** ((6 - np.arange(7)) / 7)
    events, seen = np.zeros((len(_MEMORIES), series)), np.zeros((len(_MEMORIES), 1))
    long_events, long_seen = np.zeros(series), 0.0
    for week in range(weeks + 1):
        of_dyad = np.zeros(dyads.max() + 1)
        np.maximum.at(of_dyad, dyads, long_events)
        everyone = (of_dyad.sum() + 1) / (len(of_dyad) * (long_seen + 1))
        share = (np.bincount(kinds, long_events) + 0.5) / (of_dyad.sum() + 5)
        expected = ((of_dyad + everyone) / (long_seen + 1))[dyads] * share[kinds]
        usual = (long_events + _PULL * expected) / (long_seen + _PULL)
        out[week] = (events + _PULL * usual) / (seen + _PULL)
        if week < weeks:
            events = events * keep + fade @ by_day[:, week].T
            seen = seen * keep + (fade @ read[week] / 7)[:, None]
            long_events = long_events * _LONG + by_day[:, week].sum(axis=1)
            long_seen = long_seen * _LONG + read[week].mean()
    return out


def _log_chance(outcomes: Doubles, means: Doubles) -> Doubles:
    """The log probability of outcomes (series) by each component (components, series)."""
    from scipy.special import gammaln

    m, k, y = means + 1e-3, _DISPERSIONS[:, None], outcomes[None]
    found: Doubles = gammaln(y + k) - gammaln(k) - gammaln(y + 1) + k * np.log(k / (k + m)) + y * np.log(m / (k + m))
    return found
