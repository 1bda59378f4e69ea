"""Intervals of days, and how they are written."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bilat.model import BilatError


class DateError(BilatError):
    """A date that is not one: it says what was given and what is expected."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from `low` to `high`, both included; None is an open end. At least one end is a day."""

    low: date | None
    high: date | None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise DateError("an interval needs at least one end")
        if self.low and self.high and self.low > self.high:
            raise DateError(f"{self.low} is later than {self.high}: put the earlier day first")


_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _span(part: str, iso: str) -> tuple[date, date]:
    found = _PART.fullmatch(part)
    if not found:
        raise DateError(f"{iso!r} is not a date: write 2024-05-19, 2024-05, 2024, or a range such as 2015/2024")
    year, month, day = (int(g) if g else 0 for g in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if found[2]:
            return date(year, month, 1), month_end(year, month)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, IndexError):
        raise DateError(f"{iso!r} is not a date: there is no day {part}") from None


def interval(iso: str) -> Interval:
    """The days of an ISO date (`2024-05-19`, `2024-05`, `2024`) or range (`2015/2024`, `2015/..`, `../2015`).

    Raises `DateError` where it is neither.
    """
    first, slash, last = iso.partition("/")
    if not slash:
        return Interval(*_span(first, iso))
    if first == last == "..":
        raise DateError(f"{iso!r} is open at both ends: give at least one day")
    low = None if first == ".." else _span(first, iso)[0]
    high = None if last == ".." else _span(last, iso)[1]
    return Interval(low, high)


def _starts(day: date) -> str:
    """The coarsest unit that starts on a day: `year`, `month` or `day`."""
    if day.day > 1:
        return "day"
    return "year" if day.month == 1 else "month"


def _ends(day: date) -> str:
    if day != month_end(day.year, day.month):
        return "day"
    return "year" if day.month == 12 else "month"


_DIGITS = {"year": 4, "month": 7, "day": 10}


def to_iso(span: Interval) -> str:
    """The shortest way to write an interval: both ends at the coarsest precision that loses nothing."""
    low, high = span.low, span.high
    digits = max(_DIGITS[_starts(low)] if low else 4, _DIGITS[_ends(high)] if high else 4)
    first = low.isoformat()[:digits] if low else ".."
    last = high.isoformat()[:digits] if high else ".."
    return first if first == last else f"{first}/{last}"
