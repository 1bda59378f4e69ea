"""A dyad's series: counts, intensities, shares and levels by period, for one origin."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bilat.measures.coverage import Coverage, days_read
from bilat.measures.levels import Level, latent_level
from bilat.measures.periods import days_between, label, next_period, period_of, periods
from bilat.model import DayCount
from bilat.ontology import QUADS

Kind = tuple[str, str, float | None, float | None]  # type, quad class, Goldstein value, intensity
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


@dataclass(frozen=True, slots=True)
class Binned:
    """Events of a dyad in periods: `counts` is (periods, 3, kinds), of `a` towards `b`, of `b` towards `a`, together.

    `starts` are the periods' first days, the first one cut to the first day of all. A kind is a type, a quad class, a
    Goldstein value and an intensity, as `DayCount` has them.
    """

    starts: tuple[str, ...]
    kinds: tuple[Kind, ...]
    counts: NDArray[np.int64]

    def events(self) -> dict[str, int]:
        """Events of each period, by its first day."""
        return dict(zip(self.starts, self.counts.sum((1, 2)).tolist(), strict=True))


def binned(counts: Sequence[DayCount], a: str, edges: Sequence[str]) -> Binned:
    """Counts by day in periods: `edges` are their first days, and the day after the last."""
    places = [bisect_right(edges, one.day) - 1 for one in counts]
    kinds: dict[Kind, int] = {}
    found = [kinds.setdefault((x.type, x.quad, x.goldstein, x.intensity), len(kinds)) for x in counts]
    cells = np.zeros((len(edges) - 1, 3, len(kinds)), dtype=np.int64)
    for one, place, kind in zip(counts, places, found, strict=True):
        if 0 <= place < len(cells):
            cells[place, 2 if one.joint else int(one.source != a), kind] += one.events
    return Binned(tuple(edges[:-1]), tuple(kinds), cells)


def _tallies(kinds: Sequence[Kind], counts: NDArray[np.int64]) -> list[Tally]:
    """The tally of each period, of counts (periods, kinds)."""
    types = sorted({kind for kind, quad, *_ in kinds if quad})
    of_type = np.array([[quad != "" and kind == name for name in types] for kind, quad, *_ in kinds], dtype=np.int64)
    of_quad = np.array([[quad == name for name in ("", *QUADS)] for _, quad, *_ in kinds], dtype=np.int64)
    intensities, goldsteins = (np.array([kind[at] or 0.0 for kind in kinds]) for at in (3, 2))
    scales = (intensities, abs(intensities), goldsteins, abs(goldsteins))
    rows = zip(
        counts.sum(1).tolist(), (counts @ of_quad).tolist(), (counts @ of_type).tolist(),
        *(np.round(counts @ scale, 2).tolist() for scale in scales),
        (counts @ np.array([goldstein is not None for _, _, goldstein, _ in kinds])).tolist(),
        strict=True,
    )  # fmt: skip
    return [
        Tally(
            events, quads[0], dict(zip(QUADS, quads[1:], strict=True)),
            {name: number for name, number in zip(types, by_type, strict=True) if number},
            net, gross, goldstein_net if scaled else None, goldstein_gross if scaled else None,
        )
        for events, quads, by_type, net, gross, goldstein_net, goldstein_gross, scaled in rows
    ]  # fmt: skip


def series(
    a: str, b: str, origin: str, step: str, coverage: Coverage, given: Binned,
    volumes: Mapping[str, int], totals_a: Mapping[str, int], totals_b: Mapping[str, int],
) -> Series:  # fmt: skip
    """The series of `a` and `b` by one origin over the days of its coverage, without levels.

    `given` are the dyad's events, `volumes` what was read by ISO day, `totals_a` and `totals_b` each side's events
    abroad by ISO day or by the first day of a period.
    """
    if not coverage.covered:
        return Series(a, b, origin, step, coverage, ())
    read = _by_period({day: n for day, n in volumes.items() if coverage.first <= day <= coverage.last}, step)
    days_read_in = Counter(period_of(day, step) for day in days_read(volumes))
    whole_a, whole_b = _by_period(totals_a, step), _by_period(totals_b, step)
    forth, back, joint = (given.counts[:, way] for way in range(3))
    tallies = [_tallies(given.kinds, counts) for counts in (forth + back + joint, forth + joint, back + joint)]
    points = []
    for at, start in enumerate(periods(coverage.first, coverage.last, step)):
        first = max(start, coverage.first)
        last = min(_before(next_period(start, step)), coverage.last)
        point = Point(label(start, step), first, last, days_between(first, last), days_read_in[start], read[start])
        if point.read:
            both = tallies[0][at]
            shares = [both.events / whole[start] if whole[start] else None for whole in (whole_a, whole_b)]
            point = replace(
                point, both=both, forth=tallies[1][at], back=tallies[2][at], share_a=shares[0], share_b=shares[1]
            )
        points.append(point)
    return Series(a, b, origin, step, coverage, tuple(points))


def _by_period(totals: Mapping[str, int], step: str) -> Counter[str]:
    found = dict.fromkeys({period_of(day, step) for day in totals}, 0)
    for day, number in totals.items():
        found[period_of(day, step)] += number
    return Counter(found)


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


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
