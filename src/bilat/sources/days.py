"""The days written in full in a line, as the layout's rules need them."""

from __future__ import annotations

from dataclasses import dataclass

from bilat.dates import header_dates, resolve


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a run of days that `line[start:end]` writes in full."""

    start: int
    end: int
    iso: str


def days(line: str) -> list[Day]:
    """The days of a line in order; none that "since" or "until" leaves open."""
    if not any(c.isdigit() for c in line):
        return []
    found = ((e, resolve(e, None, None)) for e in header_dates(line))
    return [Day(e.core, e.end, iso) for e, iso in found if iso and ".." not in iso]
