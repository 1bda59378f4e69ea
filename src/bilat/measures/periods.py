"""Days into weeks, months and quarters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

STEPS = ("day", "week", "month", "quarter")


@lru_cache(maxsize=65536)
def period_of(day: str, step: str) -> str:
    """The first day of the period that an ISO day is in; a week begins on Monday."""
    if step == "day":
        return day
    if step == "week":
        given = date.fromisoformat(day)
        return (given - timedelta(days=given.weekday())).isoformat()
    if step == "month":
        return f"{day[:7]}-01"
    return f"{day[:5]}{(int(day[5:7]) - 1) // 3 * 3 + 1:02}-01"


def next_period(start: str, step: str) -> str:
    """The first day of the period after the one that begins on `start`."""
    given = date.fromisoformat(start)
    if step in ("day", "week"):
        return (given + timedelta(days=1 if step == "day" else 7)).isoformat()
    months = given.year * 12 + given.month - 1 + (1 if step == "month" else 3)
    return date(months // 12, months % 12 + 1, 1).isoformat()


def periods(first: str, last: str, step: str) -> Iterator[str]:
    """The first days of all periods from the one with `first` to the one with `last`."""
    start = period_of(first, step)
    while start <= last:
        yield start
        start = next_period(start, step)


def edges(first: str, last: str, step: str) -> list[str]:
    """The first days of the periods from `first` to `last`, the first one cut to `first`, and the day after `last`."""
    return [first, *(start for start in periods(first, last, step) if start > first), next_period(last, "day")]


def label(start: str, step: str) -> str:
    """A period's name: `2018-03-05`, `2018-W10`, `2018-03`, `2018-Q1`."""
    given = date.fromisoformat(start)
    if step == "week":
        year, week, _ = given.isocalendar()
        return f"{year}-W{week:02}"
    return {"day": start, "month": start[:7], "quarter": f"{start[:4]}-Q{(given.month + 2) // 3}"}[step]


def days_between(first: str, last: str) -> int:
    """How many days from `first` to `last`, both counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
