"""What was asked for, read and checked: two states, days, a period."""

from __future__ import annotations

from bilat import actors, dates
from bilat.model import BilatError


class UsageError(BilatError):
    """Something was asked for that there is not: an unknown coder or format, a date that is none."""


def dyad(a: str, b: str, by: str) -> tuple[str, str]:
    """The codes of two that are not the same, after a look at the period."""
    from bilat.measures import STEPS

    if by not in STEPS:
        raise UsageError(f"there is no period called {by!r}; there are: {', '.join(STEPS)}")
    return two(a, b)


def two(a: str, b: str) -> tuple[str, str]:
    """The codes of two that are not the same."""
    one, other = actors.find_actor(a), actors.find_actor(b)
    if one == other:
        raise UsageError(f"{a} and {b} are the same: a dyad has two")
    return one, other


def chosen_by(
    a: str | None, b: str | None, since: str | None, until: str | None
) -> tuple[list[str], str | None, str | None]:
    """The codes of one, two or nobody, and the first and last day that are asked for."""
    codes = [actors.find_actor(who) for who in (a, b) if who]
    if len(codes) == 2 and codes[0] == codes[1]:
        raise UsageError(f"{a} and {b} are the same: name one, or two that differ")
    first, last = first_day(since), last_day(until)
    if first and last and first > last:
        raise UsageError(f"nothing is both since {since} and until {until}: put the earlier day first")
    return codes, first, last


def first_day(when: str | None) -> str | None:
    low = interval(when).low if when else None
    return low.isoformat() if low else None


def last_day(when: str | None) -> str | None:
    high = interval(when).high if when else None
    return high.isoformat() if high else None


def interval(when: str) -> dates.Interval:
    try:
        return dates.interval(when)
    except dates.DateError:
        raise UsageError(f"{when!r} is no date; write 2024-05-19, 2024-05 or 2024") from None
