"""Daily counts of many dyads side by side: what shocks are tested against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """Events of undirected dyads by day.

    `counts` is (dyads, days), the first column that of `first`; `pairs` names the rows, the smaller code first.
    `sides` is (2, dyads, days): what each side of a dyad did with all other states.
    """

    first: date
    pairs: tuple[Pair, ...]
    counts: Floats
    sides: Floats

    @property
    def days(self) -> int:
        return int(self.counts.shape[1])

    def day(self, column: int) -> date:
        return self.first + timedelta(days=column)

    def column(self, day: date) -> int:
        return (day - self.first).days


def panel(rows: Iterable[tuple[str, str, int, int]]) -> Panel:
    """The panel of rows (code, code, day counted from 1970-01-01, events); a code with itself is no dyad.

    Raises ValueError where there are no rows.
    """
    kept = [(min(a, b), max(a, b), day, count) for a, b, day, count in rows if a != b]
    if not kept:
        raise ValueError("no events between two states")
    pairs = sorted({(a, b) for a, b, _, _ in kept})
    number = {pair: k for k, pair in enumerate(pairs)}
    at = np.array([number[a, b] for a, b, _, _ in kept])
    days = np.array([day for _, _, day, _ in kept])
    counts = np.zeros((len(pairs), int(days.max() - days.min()) + 1))
    np.add.at(counts, (at, days - days.min()), np.array([count for *_, count in kept], dtype=float))
    return Panel(date(1970, 1, 1) + timedelta(days=int(days.min())), tuple(pairs), counts, _sides(pairs, counts))


def _sides(pairs: list[Pair], counts: Floats) -> Floats:
    codes = sorted({code for pair in pairs for code in pair})
    number = {code: k for k, code in enumerate(codes)}
    members = np.array([[number[a], number[b]] for a, b in pairs])
    totals = np.zeros((len(codes), counts.shape[1]))
    for side in (0, 1):
        np.add.at(totals, members[:, side], counts)
    return np.stack([totals[members[:, side]] - counts for side in (0, 1)])


def blocks(cumulative: Floats, rows: Ints, days: Ints, before: int, after: int) -> tuple[Floats, Floats]:
    """Weekly sums before and from a day on, each of (cases, weeks), the week next to the day first.

    `cumulative` is (series, days + 1) running sums with a leading zero; `rows` and `days` are the cases.
    """
    edges = days[:, None] + 7 * np.arange(-before, after + 1)[None, :]
    weeks = np.diff(cumulative[rows[:, None], edges], axis=1)
    return weeks[:, :before][:, ::-1], weeks[:, before:]


def running(counts: Floats) -> Floats:
    """Running sums over days with a leading zero: (series, days) to (series, days + 1)."""
    return np.concatenate([np.zeros((*counts.shape[:-1], 1)), counts.cumsum(axis=-1)], axis=-1)
