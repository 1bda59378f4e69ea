"""Did a dyad's events change on a day, and did they stay changed? A test that is right by construction.

The statistic is learnt: on placebo dates of the donor dyads, half of them with the weeks after multiplied, a penalised
logistic regression with boosted trees learns to tell changed from unchanged. The p-value is the rank of the case's
score among the scores of untouched placebo dates of other dyads, each scored by a model that never saw its dyad
(cross-conformal prediction, Vovk 2015; placebo tests as Abadie, Diamond and Hainmueller 2010). So size holds however
wrong the regression may be; the regression only gives power.

The interval holds the multiples that the same test does not reject: the weeks after are divided by each, and what is
left is to look like a placebo. So interval and p cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bilat.measures.evidence import (
    Expecting,
    Scorer,
    Weeks,
    expecting,
    fared,
    features,
    fit,
    history,
    known_before,
    moved,
    multiplied,
    surprise,
)
from bilat.measures.panel import Bools, Floats, Ints, Panel, blocks, running

LEAST_RATE = 3.0  # events a week, over the weeks compared
LEAST_DONORS = 40
WANTED_DONORS = 100  # quieter dyads, of one event a week at least, fill up the number
MOST_DONORS = 400
MOST_CASES = 3500
WINDOWS = (4, 6, 8, 10, 12, 16)
LEAST_BEFORE, LEAST_AFTER = 6, 4
SPARE_WEEKS = 3  # for placebo dates, beyond the two windows
RISES, FALLS = (1.5, 2.0, 3.0, 5.0), (1 / 1.5, 1 / 2, 1 / 3, 1 / 5)
MOST_EFFECT = 1000.0  # the interval's ends are not looked for beyond this multiple and its inverse
MULTIPLES = (1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0, 20.0)
_FOLDS = 8
_PARTS = 4  # of the other folds, for expectations
_STEP = 3  # days from one placebo date to the next
_ALPHA, _POWER = 0.05, 0.8
_TRIED = np.exp(np.linspace(-np.log(MOST_EFFECT), np.log(MOST_EFFECT), 281))  # 5 % apart; the middle one is 1


@dataclass(frozen=True, slots=True)
class Effect:
    """What the test found.

    `effect` is the multiple by which the weeks after must be divided to look like a placebo, `interval` its 95 %
    interval: without 1 just where `p` is at most 0.05. An end of 1000 or 1/1000 stands for none.

    `p` is two-sided, against all placebos; `p_time` against the same dyad's placebo dates, `p_space` against
    the other dyads on the same day. `detectable` is the least multiple that would be found at 5 % in 80 % of the
    dyad's placebo dates, absent where none up to 20 would.
    """

    effect: float
    interval: tuple[float, float]
    p: float
    p_time: float
    p_space: float
    before: int  # weeks
    after: int  # weeks
    donors: int
    placebos: int
    detectable: float | None
    expected: float  # events a week
    weekly: tuple[float, ...]  # events of the weeks compared, the oldest first
    ratios: tuple[float, ...]  # of the mean week after to the mean week before in each other dyad on that day, sorted


def windows(column: int, days: int) -> tuple[int, int] | None:
    """Weeks before and after a day to compare: as many as there are, up to 16; None where there are too few.

    Two windows leave some weeks over, else no other date could be a placebo.
    """
    before = max((k for k in WINDOWS if 7 * k <= column), default=0)
    after = max((k for k in WINDOWS if 7 * k <= days - column), default=0)
    while before and after and 7 * (before + after + SPARE_WEEKS) > days:
        if before >= after:
            before = max((k for k in WINDOWS if k < before), default=0)
        else:
            after = max((k for k in WINDOWS if k < after), default=0)
    return (before, after) if before >= LEAST_BEFORE and after >= LEAST_AFTER else None


def donors_of(panel: Panel) -> Ints:
    """The rows of the panel with enough events: what placebos are made of."""
    rate = panel.counts.mean(1) * 7
    enough = max(1.0, min(LEAST_RATE, float(np.sort(rate)[-min(len(rate), WANTED_DONORS)])))
    found = np.flatnonzero(rate >= enough)
    return np.asarray(found[np.argsort(-rate[found], kind="stable")][:MOST_DONORS])


class Design:
    """The placebos of a panel for one pair of windows, and the scorers learnt on them: made once, for any dyad and day.

    Cases are every third day of every donor for which both windows are whole.
    """

    def __init__(self, panel: Panel, before: int, after: int, donors: Ints, seed: int = 0) -> None:
        self.panel, self.before, self.after = panel, before, after
        self._sums = running(panel.counts)
        self._sides = running(panel.sides)
        days = np.arange(7 * before, panel.days - 7 * after + 1, _STEP)
        days = days[:: max(1, int(np.ceil(len(days) * len(donors) / MOST_CASES)))]
        self.rows = np.repeat(donors, len(days))
        self.days = np.tile(days, len(donors))
        self.weeks = self.weeks_of(self.rows, self.days)
        chance = np.random.default_rng(seed)
        fold = np.zeros(len(panel.pairs), dtype=int)
        fold[donors] = chance.permutation(np.arange(len(donors)) % _FOLDS)
        self._fold = fold
        self._rise: list[Scorer] = []
        self._fall: list[Scorer] = []
        self._expect: list[Expecting] = []
        expected = self._expectations()
        plain = features(self.weeks)
        for scorers, multiples in ((self._rise, RISES), (self._fall, FALLS)):
            injected = [self.injected(multiple, chance) for multiple in multiples]
            changed = [features(one) for one in injected]
            for k, due in enumerate(expected):
                learnt = fold[self.rows] != k
                same = np.hstack([plain, surprise(self.weeks, due)])[learnt]
                other = [np.hstack([c, surprise(w, due)])[learnt] for c, w in zip(changed, injected, strict=True)]
                scorers.append(fit(same, np.concatenate(other)))
        self._scores = self._both(self.rows, self.weeks)

    def _expectations(self) -> list[Floats]:
        """Of each fold what is expected of every case: of its own by what the others teach, of the others by parts.

        So no scorer learns from an expectation that has seen the case, and none sees a case of the dyad it scores.
        """
        known, move, fold = known_before(self.weeks), moved(self.weeks), self._fold[self.rows]
        found = []
        for k in range(_FOLDS):
            others = np.array([f for f in range(_FOLDS) if f != k])
            due = np.zeros_like(move)
            for part in np.array_split(others, _PARTS):
                told = np.isin(fold, part)
                learnt = ~told & (fold != k)
                due[told] = expecting(known[learnt], move[learnt])(known[told])
            self._expect.append(expecting(known[fold != k], move[fold != k]))
            due[fold == k] = self._expect[k](known[fold == k])
            found.append(due)
        return found

    def weeks_of(self, rows: Ints, days: Ints) -> Weeks:
        """The weeks around each case."""
        pre, post = blocks(self._sums, rows, days, self.before, self.after)
        sides = [blocks(side, rows, days, self.before, self.after) for side in self._sides]
        begun = days - 7 * self.before
        earlier = [
            -np.diff(self._sums[row, day - 7 * np.arange(day // 7 + 1)]) for row, day in zip(rows, begun, strict=True)
        ]
        return Weeks(pre, post, np.concatenate([fared(pre, sides), history(pre, earlier)]))

    def injected(self, multiple: float, chance: np.random.Generator) -> Weeks:
        """The placebos with the weeks after so many times as busy."""
        return Weeks(self.weeks.pre, multiplied(self.weeks.post, multiple, chance), self.weeks.beside)

    def _both(self, rows: Ints, weeks: Weeks) -> Floats:
        """The scores for a rise and for a fall, (2, cases), each by the scorer that did not learn from its dyad."""
        found = np.zeros((2, len(rows)))
        cases, known = features(weeks), known_before(weeks)
        for k in np.unique(self._fold[rows]):
            mine = self._fold[rows] == k
            own = Weeks(weeks.pre[mine], weeks.post[mine], weeks.beside[:, mine])
            seen = np.hstack([cases[mine], surprise(own, self._expect[k](known[mine]))])
            for at, scorers in enumerate((self._rise, self._fall)):
                found[at, mine] = scorers[k].score(seen)
        return found

    def ranks(self, rows: Ints, weeks: Weeks, against: Bools, number: float | None = None) -> Floats:
        """One-sided p-values for a rise and for a fall against the chosen placebos, (2, cases).

        The case counts as one more placebo. No p-value is below what the placebos that are told apart allow: a dyad has
        as many as its days hold of the weeks after, for dates that share these are no others. So one of 1/1000 needs
        a thousand placebos and not a hundred told ten times over. `number` is how many there are, if not by that rule.
        """
        reference = np.sort(self._scores[:, against], axis=1)
        held = reference.shape[1]
        dyads = len(np.unique(self.rows[against]))
        each = max(1.0, self.panel.days / (7 * self.after))
        apart = number or min(held, dyads * each)
        found = self._both(rows, weeks)
        above = [held - np.searchsorted(reference[at], found[at], side="left") for at in (0, 1)]
        return np.asarray(np.maximum((np.stack(above) + 1) / (held + 1), 1 / (apart + 1)))

    def p_values(self, rows: Ints, weeks: Weeks, against: Bools) -> Floats:
        """Two-sided p-values of cases against the chosen placebos: twice the smaller rank, at most 1."""
        return two_sided(self.ranks(rows, weeks, against))

    def inverted(self, row: int, weeks: Weeks, against: Bools) -> tuple[float, tuple[float, float], float]:
        """The effect on one case with its 95 % interval and its p, all from one test.

        The weeks after are divided by multiples. The effect is the multiple that leaves as little evidence of a rise as
        of a fall; the interval ends where, going from 1, the first multiple is rejected, or no longer rejected.
        """
        number = len(_TRIED)
        post = weeks.post / _TRIED[:, None]
        tried = Weeks(np.repeat(weeks.pre, number, axis=0), post, np.repeat(weeks.beside, number, axis=1))
        rise, fall = self.ranks(np.full(number, row), tried, against)
        one = number // 2
        low, high = _end(rise, one), number - 1 - _end(fall[::-1], one)
        if low > high:  # evidence of both: the stronger counts
            low, high = (low, number - 1) if rise[one] < fall[one] else (0, high)
        balanced = np.abs(np.log(rise) - np.log(fall))[low : high + 1]
        best = np.flatnonzero(balanced <= balanced.min() + 1e-9)
        effect = float(np.exp(np.log(_TRIED[low + best]).mean()))
        p = float(two_sided(np.stack([rise, fall])[:, one : one + 1])[0])
        return effect, (float(_TRIED[low]), float(_TRIED[high])), p

    def effect(self, row: int, day: int) -> Effect:
        """The test of one dyad on one day."""
        rows, days = np.array([row]), np.array([day])
        weeks = self.weeks_of(rows, days)
        others, own = self.rows != row, self.rows == row
        found, interval, p = self.inverted(row, weeks, others)
        near = np.abs(self.days - day) < _STEP * 0.5 + 1
        # a dyad's own placebo dates near the day share its weeks: they would hide what they are to be compared with
        apart = own & (np.abs(self.days - day) >= 7)
        return Effect(
            effect=found,
            interval=interval,
            p=p,
            p_time=float(two_sided(self.ranks(rows, weeks, apart, apart.sum()))[0]) if apart.any() else 1.0,
            p_space=float(self.p_values(rows, weeks, others & near)[0]),
            before=self.before,
            after=self.after,
            donors=len(np.unique(self.rows[others])),
            placebos=int(others.sum()),
            detectable=self._detectable(row, own, others),
            expected=float(weeks.post.mean()) / found,
            weekly=(*weeks.pre[0][::-1].tolist(), *weeks.post[0].tolist()),
            ratios=self._ratios(row, day),
        )

    def _ratios(self, row: int, day: int) -> tuple[float, ...]:
        rows = np.setdiff1d(self.rows, [row])
        weeks = self.weeks_of(rows, np.full(len(rows), day))
        return tuple(np.sort((weeks.post.mean(1) + 0.5) / (weeks.pre.mean(1) + 0.5)).tolist())

    def _detectable(self, row: int, own: Bools, others: Bools) -> float | None:
        chance = np.random.default_rng(0)
        for multiple in MULTIPLES:
            post = np.concatenate([multiplied(self.weeks.post[own], multiple, chance) for _ in range(5)])
            pre = np.tile(self.weeks.pre[own], (5, 1))
            weeks = Weeks(pre, post, np.tile(self.weeks.beside[:, own], (1, 5)))
            p = self.p_values(np.full(len(pre), row), weeks, others)
            if (p <= _ALPHA).mean() >= _POWER:
                return multiple
        return None


def two_sided(ranks: Floats) -> Floats:
    """Two-sided p-values of one-sided ones, (2, cases) to (cases,)."""
    return np.asarray(np.minimum(1.0, 2 * ranks.min(axis=0)))


def _end(ranks: Floats, one: int) -> int:
    """Where an interval begins: the least multiple, going from the one at `one`, that is not rejected.

    `ranks` are the one-sided p-values of multiples in rising order, small where the multiple is too low.
    """
    kept = 2 * ranks > _ALPHA
    if kept[one]:
        rejected = np.flatnonzero(~kept[:one])
        return int(rejected[-1]) + 1 if len(rejected) else 0
    later = np.flatnonzero(kept[one:])
    return one + int(later[0]) if len(later) else len(ranks) - 1
