"""Whether there is enough of a dyad to measure it by: asked before any number is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bilat.measures.periods import days_between

LEAST = 3.0  # events a period, on average; a day is too short for that, so it is held to the week's
_DAYS = {"day": 7.0, "week": 7.0, "month": 30.44, "quarter": 91.31}
_WORDS = {"day": "a week", "week": "a week", "month": "a month", "quarter": "a quarter"}
TEXT = "text"  # the origin of what bilat read itself
OWN = ("node", "body")  # the ways of names that are the state's or the body's own


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stood for a state or body in so many events; `way` is how (`bilat.actors.WAYS`)."""

    name: str
    way: str
    events: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of a dyad in what one origin tells.

    `events` are those that the origin has of it with any other state or body. `own` is the share of its names in the
    years of the span that are its own (its node), rather than of its ministries, persons or others; absent for `text`.
    `names` are those that stood for it in the dyad, most events first, where they were asked for.
    """

    code: str
    events: int
    own: float | None
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a dyad one origin tells between two days, and whether that is enough.

    `read` is what was read in all (events of a data set, documents of `text`) on `days_read` of `days`; `events` are
    those between the two; `reason` says why they do not cover the dyad, and what would.
    """

    origin: str
    first: str
    last: str
    days: int
    days_read: int
    read: int
    events: int
    sides: tuple[Side, Side]
    covered: bool
    reason: str

    @property
    def per_week(self) -> float:
        """Events between the two in a week of days that were read."""
        return 7 * self.events / self.days_read if self.days_read else 0.0


def own_share(ways: Mapping[str, int]) -> float | None:
    """The share of its own name in how often a state or body was named in each way (`bilat.actors.WAYS`)."""
    named = sum(ways.values())
    return round(sum(ways.get(way, 0) for way in OWN) / named, 4) if named else None


def days_read(volumes: Mapping[str, int]) -> list[str]:
    """The days on which an origin was really read, sorted: with at least a fiftieth of what the usual day has.

    Data sets date some events long before their own first day; such a trickle is no reading. The usual day is the
    median over what was read, not over days, so that a trickle over many days does not make itself the rule.
    """
    if not volumes:
        return []
    ordered = np.sort(np.fromiter(volumes.values(), dtype=np.int64))
    passed = ordered.cumsum()
    usual = int(ordered[np.searchsorted(passed, passed[-1] / 2)])
    return sorted(day for day, read in volumes.items() if read and read * 50 >= usual)


def coverage(
    origin: str, volumes: Mapping[str, int], events: Mapping[str, int], sides: tuple[Side, Side], step: str,
    since: str | None = None, until: str | None = None,
) -> Coverage:  # fmt: skip
    """Coverage of a dyad by one origin for a series by `step`.

    `volumes` is what was read by ISO day, `events` those between the two by ISO day. A dyad is covered with `LEAST`
    events a period on average. Where the origin has no name for either state itself (the usual copies of ICEWS14 have
    none for Russia or Turkey), what is seen is only what lesser actors do, so a longer period does not help: then it
    is `LEAST` a week, however long the period.
    """
    days = days_read(volumes)
    if not days:
        asked = f" between {since or 'the beginning'} and {until or 'the end'}" if since or until else ""
        return Coverage(origin, since or "", until or "", 0, 0, 0, 0, sides, False, f"nothing was read{asked}")
    first, last = days[0], days[-1]
    nodeless = origin != TEXT and not any(side.own for side in sides)
    span = "week" if nodeless else step
    count = sum(number for day, number in events.items() if first <= day <= last)
    rate = count * _DAYS[span] / len(days)
    reason = "" if rate >= LEAST else _shortage(count, len(days), rate, span, step, sides, nodeless)
    return Coverage(
        origin, first, last, days_between(first, last), len(days),
        sum(read for day, read in volumes.items() if first <= day <= last), count, sides, not reason, reason,
    )  # fmt: skip


def _shortage(
    count: int, days: int, rate: float, span: str, step: str, sides: tuple[Side, Side], nodeless: bool
) -> str:
    told = f"{count:,} events between the two in {days:,} days read, {rate:.2g} {_WORDS[span]} of the {LEAST:g} needed"
    if nodeless:
        one, other = (side.code for side in sides)
        return f"{told}; the data have no name for {one} or {other} themselves, so little of what they do is seen"
    longer = [name for name in ("month", "quarter") if _DAYS[name] > _DAYS[step]]
    enough = [name for name in longer if count * _DAYS[name] / days >= LEAST]
    return f"{told}; by {enough[0]} it is covered" if enough else told
