"""A dyad's series: counts, intensities, shares and levels by period, for one origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bilat.measures.coverage import Coverage, days_read
from bilat.measures.levels import Level, latent_level
from bilat.measures.periods import days_between, label, next_period, period_of, periods
from bilat.model import DayCount
from bilat.ontology import QUADS

COOPERATION, CONFLICT = QUADS[:2], QUADS[2:]


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of one direction, or of both, in one period.

    `quads` and `types` count them by PLOVER's classes; `statements` are those that PLOVER does not count as acts, and
    that are in `events` alone. `net` sums PLOVER's intensities, `gross` their sizes; the Goldstein ones do so with
    Goldstein's values, statements among them, and are absent where the data have none.
    """

    events: int
    statements: int
    quads: Mapping[str, int]
    types: Mapping[str, int]
    net: float
    gross: float
    goldstein_net: float | None
    goldstein_gross: float | None

    @property
    def cooperation(self) -> int:
        """Verbal and material cooperation."""
        return sum(self.quads[quad] for quad in COOPERATION)

    @property
    def conflict(self) -> int:
        """Verbal and material conflict."""
        return sum(self.quads[quad] for quad in CONFLICT)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A level with its 95 % credible interval, in events a period at the average volume read."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series.

    `read` is what was read in it, on `days_read` of its `days` within the series; where that is nothing, `both` and
    what follows are absent: unknown, not zero. `both` counts each event once, `forth` those of `a` towards `b`, `back`
    those of `b` towards `a`, each with what the two did together. `share_a` is the part that these events are of all
    that `a` has with anybody abroad, `share_b` of `b`'s.
    """

    period: str
    start: str
    end: str
    days: int
    days_read: int
    read: int
    both: Tally | None = None
    forth: Tally | None = None
    back: Tally | None = None
    share_a: float | None = None
    share_b: float | None = None
    cooperation: Estimate | None = None
    conflict: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A dyad by one origin. Without coverage there are no points."""

    a: str
    b: str
    origin: str
    step: str
    coverage: Coverage
    points: tuple[Point, ...]


def tally(counts: Iterable[DayCount]) -> Tally:
    """Counts and intensities of events."""
    quads, types = Counter(dict.fromkeys(QUADS, 0)), Counter[str]()
    events = statements = 0
    net = gross = goldstein_net = goldstein_gross = 0.0
    scaled = False
    for one in counts:
        events += one.events
        if one.quad:
            quads[one.quad] += one.events
            types[one.type] += one.events
        else:
            statements += one.events
        if one.intensity is not None:
            net += one.events * one.intensity
            gross += one.events * abs(one.intensity)
        if one.goldstein is not None:
            scaled = True
            goldstein_net += one.events * one.goldstein
            goldstein_gross += one.events * abs(one.goldstein)
    return Tally(
        events, statements, dict(quads), dict(sorted(types.items())), round(net, 2), round(gross, 2),
        round(goldstein_net, 2) if scaled else None, round(goldstein_gross, 2) if scaled else None,
    )  # fmt: skip


def series(
    a: str, b: str, origin: str, step: str, coverage: Coverage, counts: Sequence[DayCount],
    volumes: Mapping[str, int], totals_a: Mapping[str, int], totals_b: Mapping[str, int],
) -> Series:  # fmt: skip
    """The series of `a` and `b` by one origin over the days of its coverage, without levels.

    `counts` are the dyad's, `volumes` what was read by ISO day, `totals_a` and `totals_b` each side's events abroad
    by ISO day or by the first day of a period.
    """
    if not coverage.covered:
        return Series(a, b, origin, step, coverage, ())
    grouped: dict[str, list[DayCount]] = {}
    for one in counts:
        if not coverage.first <= one.day <= coverage.last:
            continue
        grouped.setdefault(period_of(one.day, step), []).append(one)
    read, days_read_in = Counter[str](), Counter[str]()
    for day, number in volumes.items():
        if coverage.first <= day <= coverage.last:
            read[period_of(day, step)] += number
    for day in days_read(volumes):
        days_read_in[period_of(day, step)] += 1
    whole_a, whole_b = _by_period(totals_a, step), _by_period(totals_b, step)
    points = []
    for start in periods(coverage.first, coverage.last, step):
        first = max(start, coverage.first)
        last = min(_before(next_period(start, step)), coverage.last)
        point = Point(label(start, step), first, last, days_between(first, last), days_read_in[start], read[start])
        points.append(_filled(point, a, b, grouped.get(start, []), whole_a[start], whole_b[start]))
    return Series(a, b, origin, step, coverage, tuple(points))


def _by_period(totals: Mapping[str, int], step: str) -> Counter[str]:
    found = Counter[str]()
    for day, number in totals.items():
        found[period_of(day, step)] += number
    return found


def _before(day: str) -> str:
    return str(np.datetime64(day) - 1)


def _filled(point: Point, a: str, b: str, counts: list[DayCount], whole_a: int, whole_b: int) -> Point:
    if not point.read:
        return point
    both = tally(counts)
    return replace(
        point,
        both=both,
        forth=tally(one for one in counts if one.joint or one.source == a),
        back=tally(one for one in counts if one.joint or one.source == b),
        share_a=both.events / whole_a if whole_a else None,
        share_b=both.events / whole_b if whole_b else None,
    )


def with_levels(given: Series) -> Series:
    """The series with the latent levels of cooperation and of conflict; what was read in a period is its exposure."""
    if not given.points:
        return given
    exposure = np.array([point.read for point in given.points], float)
    exposure /= exposure[exposure > 0].mean()
    together = [point.both.cooperation if point.both else 0 for point in given.points]
    against = [point.both.conflict if point.both else 0 for point in given.points]
    cooperation, conflict = (latent_level(numbers, exposure.tolist()) for numbers in (together, against))
    points = (
        replace(point, cooperation=_estimate(cooperation, at), conflict=_estimate(conflict, at))
        for at, point in enumerate(given.points)
    )
    return replace(given, points=tuple(points))


def _estimate(level: Level, at: int) -> Estimate:
    return Estimate(round(level.level[at], 3), round(level.low[at], 3), round(level.high[at], 3))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two origins agree on a dyad: Spearman's rank correlations over `periods` that both have read.

    Absent where a series does not move, or there are fewer than four periods.
    """

    one: str
    other: str
    periods: int
    events: float | None
    cooperation: float | None
    conflict: float | None


def agreement(one: Series, other: Series) -> Agreement:
    """The agreement of two series of one dyad and step."""
    here = {point.period: point.both for point in one.points if point.both}
    there = {point.period: point.both for point in other.points if point.both}
    common = sorted(here.keys() & there.keys())
    pairs = [(here[at], there[at]) for at in common]
    return Agreement(
        one.origin, other.origin, len(common),
        rank_correlation([x.events for x, _ in pairs], [y.events for _, y in pairs]),
        rank_correlation([x.cooperation for x, _ in pairs], [y.cooperation for _, y in pairs]),
        rank_correlation([x.conflict for x, _ in pairs], [y.conflict for _, y in pairs]),
    )  # fmt: skip


def rank_correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Spearman's rank correlation with ties at their mean rank; None below four pairs or where one side is constant."""
    if len(x) < 4 or len(set(x)) < 2 or len(set(y)) < 2:
        return None
    return round(float(np.corrcoef(_ranks(x), _ranks(y))[0, 1]), 4)


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    given = np.asarray(values, float)
    ordered = np.sort(given)
    low, high = np.searchsorted(ordered, given, "left"), np.searchsorted(ordered, given, "right")
    return np.asarray((low + high - 1) / 2)
