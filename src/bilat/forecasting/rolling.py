"""How often will it happen: counts of the next week, month or quarter as distributions, learnt over many series.

Each series mixes rates of several memories by how well each has forecast so far, its own past weighed against that of
the same kind, and of all series, in the pool (Bayesian model averaging with forgetting, Raftery et al. 2010). How far
counts scatter about that rate is learnt in the same way, apart: how they clump, and how far the level drifts until the
horizon is over. What became of past questions corrects the log odds of new ones (Platt 1999), and how far from the
middle outcomes fell tells how wide an interval has to be (conformal prediction, Vovk et al. 2005). Whatever is learnt
comes from forecasts whose last day has passed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting.counts import Mixture, levels, log_odds, tails
from bilat.forecasting.rates import MEMORIES, Doubles, filtered

# Chosen on two years; see docs/forecasting.md.
_CLUMPING, _BURSTS, _DRIFT = (
    part.reshape(-1, 1)
    for part in np.meshgrid([0.03, 0.1, 0.3, 0.7, 1.4], [0.2, 0.6, 1.5], [0.2, 0.4, 0.65, 0.95], indexing="ij")
)
_USUAL_AT = np.log([7, 30, 91])  # horizons for which it is known how counts mostly scatter
_USUAL = {"clumping": [0.75, 0.4, 0.2], "bursts": [0.7, 0.7, 0.9], "drift": [0.6, 0.7, 0.78]}
_USUAL_WITHIN = 1.2  # how far from that, as a deviation of logarithms; drift half as far
_PLAIN = 0.8  # clumping and bursts by which rates are compared
_FIRST_WEEKS = 4  # forecasts made with fewer weeks than that are not learnt from
_RATES_WORTH, _SCATTER_WORTH = 20.0, 0.5  # how many forecasts of its own the pool's experience is worth to a series
_ALL_WORTH = 5.0  # how many series of a kind the experience of all kinds is worth
_FORGET = 0.5 ** (1 / 26)  # how a forecast's score fades in a week
_OVERLAP = 1.5  # forecasts a week apart of a longer stretch tell much the same: each counts less by its weeks to this
_SAID = np.array([0.0, 0.9])  # shift and slope of log odds before any question has closed
_SAID_WORTH = np.diag([50.0, 500.0])  # and what these count for beside the questions that have
_BINS = np.arange(-14, 14.25, 0.25)  # of log odds
_INSIDE = 0.9  # what part of the outcomes an interval should hold
_WIDTHS = np.linspace(0, 1, 401)  # central parts of a distribution
_WIDTHS_FORGET = 0.5 ** (1 / 4)  # how a distance from the middle fades in a week
_SHARED = 2.0  # all outcomes of a time share its fortune: each counts less by its weeks to this
_EVEN_WORTH = 200.0  # how many outcomes it is worth that every distance from the middle is as likely as any other
_KINDS_WORTH = 10.0  # how many outcomes of a kind those of all kinds are worth


class _Experience:
    """Scores of forecasts by component and series, and in the pool by kind."""

    def __init__(self, components: int, kinds: NDArray[np.intp], pool_worth: float) -> None:
        self.kinds, self.pool_worth = kinds, pool_worth
        self.per_kind = np.bincount(kinds)
        self.own = np.zeros((components, len(kinds)))
        self.pool = np.zeros((components, len(self.per_kind)))

    def add(self, scores: Doubles) -> None:
        """Take in the log probability that each component gave to what came (components, series)."""
        alike = np.array([np.bincount(self.kinds, row) for row in scores])
        overall = _ALL_WORTH * (alike / self.per_kind).mean(axis=1, keepdims=True)
        self.own = self.own * _FORGET + scores
        self.pool = self.pool * _FORGET + (alike + overall) / (self.per_kind + _ALL_WORTH)

    def weights(self, before: Doubles | float = 0.0) -> Doubles:
        """What each component weighs for each series (components, series); `before` is what was held of them."""
        logs = self.own + self.pool_worth * self.pool[:, self.kinds] + before
        found = np.exp(logs - logs.max(axis=0))
        found /= found.sum(axis=0)
        return np.asarray(found)


class _Answered:
    """Past questions by the log odds that they were given, and how often it came."""

    def __init__(self) -> None:
        self.asked, self.came, self.odds = (np.zeros(len(_BINS) + 1) for _ in range(3))

    def add(self, odds: Doubles, came: NDArray[np.bool_], weight: float) -> None:
        """Take in questions whose last day has passed."""
        at = np.digitize(odds, _BINS)
        for total, values in ((self.asked, None), (self.came, came), (self.odds, odds)):
            total += weight * np.bincount(at, values, len(total))

    def fade(self) -> None:
        """A week has passed."""
        for total in (self.asked, self.came, self.odds):
            total *= _FORGET

    def correction(self) -> tuple[float, float]:
        """Shift and slope of the log odds: logistic regression, drawn to what was usual, by Newton's steps."""
        some = self.asked > 0
        asked, came, odds = self.asked[some], self.came[some], self.odds[some] / self.asked[some]
        design = np.column_stack([np.ones_like(odds), odds])
        found = _SAID
        for _ in range(20):
            said = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
            slope = design.T @ (came - asked * said) - _SAID_WORTH @ (found - _SAID)
            curve = (design * (asked * said * (1 - said))[:, None]).T @ design + _SAID_WORTH
            step = np.linalg.solve(curve, slope)
            found = found + step / max(1.0, 2 * float(np.abs(step).max()))  # a whole step may leap over the best
        return float(found[0]), float(max(found[1], 0.1))


class _Distances:
    """How far from the middle of what was said outcomes fell, by kind."""

    def __init__(self, kinds: NDArray[np.intp]) -> None:
        self.kinds = kinds
        self.fell = np.zeros((int(kinds.max()) + 1, len(_WIDTHS)))

    def add(self, distances: Doubles, told: NDArray[np.bool_], weight: float) -> None:
        """Take in outcomes of the series that were told of: 0 in the middle, 1 beyond either end."""
        at = np.searchsorted(_WIDTHS, distances[told] - 1e-12)
        np.add.at(self.fell, (self.kinds[told], at), weight)

    def fade(self) -> None:
        """A week has passed."""
        self.fell *= _WIDTHS_FORGET

    def levels(self) -> Doubles:
        """For each kind the central part of a distribution that nine of ten outcomes fell in; at least its half."""
        every = self.fell.sum(axis=0) + _EVEN_WORTH / len(_WIDTHS)
        held = (self.fell + _KINDS_WORTH * every / every.sum()).cumsum(axis=1)
        return np.array([max(0.5, float(np.interp(_INSIDE, row / row[-1], _WIDTHS))) for row in held])


class _Learnt:
    """What closed forecasts taught, and what was said in each week: rate and the three parts of the scatter."""

    def __init__(self, kinds: NDArray[np.intp], horizon: int) -> None:
        self.by_rate = _Experience(len(MEMORIES), kinds, _RATES_WORTH)
        # many series differ in more than that they overlap: what the pool tells of the scatter counts in full
        self.by_scatter = _Experience(len(_DRIFT), kinds, _SCATTER_WORTH * (horizon / 7) ** _OVERLAP)
        self.answered = _Answered()
        self.distances = _Distances(kinds)
        self.said: list[tuple[Doubles, Doubles, Doubles, Doubles]] = []

    def close(
        self, made: int, rates: Doubles, came: Doubles, share: float, often: NDArray[np.int64], horizon: int
    ) -> None:
        """Learn from the forecasts of the week `made`: `came` in `share` weeks that were read; `often` was usual.

        `often` is 0 where there had been nothing yet, of which nothing is told.
        """
        overlap = (horizon / 7) ** _OVERLAP
        rate, *scatter = self.said[made]
        self.by_rate.add(_plain_scores(came, rates * share) / overlap)
        self.by_scatter.add(_scatter_scores(came, rate * share) / overlap)
        for least, asked in ((np.ones_like(often), often > 0), (often, often > 1)):
            odds = log_odds(tails(least, rate * share, *scatter))
            self.answered.add(odds[asked], (came >= least)[asked], 7 / horizon)
        distances = _from_middle(came.astype(np.int64), rate * share, *scatter)
        self.distances.add(distances, often > 0, (7 / horizon) ** _SHARED)


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
    rates = filtered(known[:, first:].reshape(len(counts), weeks, 7), read[first:].reshape(weeks, 7), dyads, kinds)
    summed = np.concatenate([np.zeros((len(counts), 1)), known.cumsum(axis=1)], axis=1)
    readable = np.concatenate([[0], read.cumsum()])
    usual = _usual(horizon)
    learnt = _Learnt(kinds, horizon)
    made = _FIRST_WEEKS
    for week in range(weeks + 1):
        learnt.answered.fade()
        learnt.distances.fade()
        while first + 7 * made + horizon <= first + 7 * week:
            day = first + 7 * made
            share = (readable[day + horizon] - readable[day]) / 7
            if share:
                often = np.ceil(summed[:, day] * 7 * share / max(1, readable[day])).astype(np.int64)
                learnt.close(made, rates[made], summed[:, day + horizon] - summed[:, day], share, often, horizon)
            made += 1
        weights = learnt.by_rate.weights()
        scattered = learnt.by_scatter.weights(usual)
        rate = (weights * rates[week]).sum(axis=0) + 1e-4
        clumping, bursts, drift = (
            np.exp((scattered * np.log(part)).sum(axis=0)) for part in (_CLUMPING, _BURSTS, _DRIFT)
        )
        learnt.said.append((rate, clumping, bursts, drift))
        correction = learnt.answered.correction()
        mean, memory, level = rate * horizon / 7, weights.T @ MEMORIES, learnt.distances.levels()[kinds]
        parts = zip(*(part.tolist() for part in (mean, clumping, bursts, drift, memory, level)), strict=True)
        yield first + 7 * week, [Mixture(m, c, b, d, back, held, *correction) for m, c, b, d, back, held in parts]


def _usual(horizon: int) -> Doubles:
    """The log weight of each way to scatter before anything was seen (components, 1)."""
    centre = {name: np.interp(np.log(horizon), _USUAL_AT, np.log(at)) for name, at in _USUAL.items()}
    far = (np.log(_CLUMPING) - centre["clumping"]) ** 2 + (np.log(_BURSTS) - centre["bursts"]) ** 2
    return np.asarray(-(far + 4 * (np.log(_DRIFT) - centre["drift"]) ** 2) / (2 * _USUAL_WITHIN**2))


def _plain_scores(came: Doubles, means: Doubles) -> Doubles:
    """The log probability of what came (series) by each rate (rates, series)."""
    from scipy.special import gammaln

    m = means + 1e-3
    k, y = 1 / (_PLAIN + _PLAIN / m), came[None]
    found: Doubles = gammaln(y + k) - gammaln(k) - gammaln(y + 1) + k * np.log(k / (k + m)) + y * np.log(m / (k + m))
    return found


def _scatter_scores(came: Doubles, mean: Doubles) -> Doubles:
    """The log probability of what came (series) by each way to scatter about the mean (components, series)."""
    from scipy.special import gammaln

    k, y = 1 / (_CLUMPING + _BURSTS / mean), came[None]
    alike = gammaln(y + k) - gammaln(k) - gammaln(y + 1)
    means, weights = levels(np.broadcast_to(mean, k.shape), np.broadcast_to(_DRIFT, k.shape))
    each = np.exp(alike + k * np.log(k / (k + means)) + y * np.log(means / (k + means)))
    return np.asarray(np.log(np.tensordot(weights, each, 1) + 1e-12))


def _from_middle(came: NDArray[np.int64], mean: Doubles, clumping: Doubles, bursts: Doubles, drift: Doubles) -> Doubles:
    """How far what came is from the middle of what was said: `counts.interval` of a level holds what is nearer."""
    more = tails(came + 1, mean, clumping, bursts, drift)
    as_many = np.where(came > 0, tails(np.maximum(came, 1), mean, clumping, bursts, drift), 1.0)
    return np.asarray(np.abs(1 - more - as_many))


def _numbered(names: Sequence[Hashable]) -> NDArray[np.intp]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])
