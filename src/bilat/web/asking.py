"""What a request asks for, checked before anything is looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bilat import actors, dates
from bilat.exports import WAYS
from bilat.ontology import KINDS, QUADS, STATUSES
from bilat.record import UNKNOWN
from bilat.web.errors import Problem

MOST_ROWS = 200
_LONGEST = 400
_ID = re.compile(r"[0-9a-f]{16}\Z")
_KEY = re.compile(r"(?:[0-9a-f]{16}){1,2}\Z")  # of a row or of a document
STEPS = ("day", "week", "month", "quarter")
CLOCKS = ("read", "published")
# Everything that a query may name: what is not here is refused.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(KINDS),
    "quad": QUADS,
    "status": tuple(STATUSES),
    "by": STEPS,
    "clock": CLOCKS,
    "as": tuple(WAYS),
    "dated": ("day",),
    "state": ("open", "closed"),
}
_MONTH = re.compile(rf"[0-9]{{4}}(?:-[0-9]{{2}})?|{UNKNOWN}")
DATES = ("since", "until", "as_of")
TEXTS = ("origin", "q", "with", "question", "first", "second", "holder", "named")


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked query: days as they were given (`as_of`, `since`, `until` of any precision), closed choices, texts."""

    given: Mapping[str, str]
    limit: int

    def get(self, name: str) -> str | None:
        """What was given for a name, None where nothing was."""
        return self.given.get(name)

    @property
    def since(self) -> str | None:
        """The first day of the span as an ISO day."""
        return day(self.get("since"), 0)

    @property
    def until(self) -> str | None:
        """The last day of the span as an ISO day."""
        return day(self.get("until"), 1)

    @property
    def as_of(self) -> str | None:
        """The last day of publication as an ISO day."""
        return day(self.get("as_of"), 1)


def asked(query: list[tuple[str, str]], allowed: tuple[str, ...], limit: int) -> Asked:
    """The query of a request, all of it checked; raises `Problem` for anything that the page does not know."""
    given: dict[str, str] = {}
    for name, value in query:
        if name not in allowed:
            known = ", ".join(allowed) or "nothing"
            raise Problem(400, f"there is no {name[:40]!r} to be asked here; there is: {known}")
        if name in given:
            raise Problem(400, f"{name} is given twice")
        value = value.strip()
        if not value:
            continue
        if len(value) > _LONGEST or "\0" in value:
            raise Problem(400, f"{name} has at most {_LONGEST} characters, and none that is empty")
        if name in CHOICES and value not in CHOICES[name]:
            raise Problem(400, f"{name} is one of: {', '.join(CHOICES[name])}")
        if name in DATES:
            day(value, 0)
        if name in ("after", "same") and not (_KEY if name == "after" else _ID).match(value):
            raise Problem(400, f"{name} is an id of 16 hexadecimal digits, as the rows have it")
        if name == "month" and not _MONTH.fullmatch(value):
            raise Problem(400, f"month is a month such as 2024-05, a year, or {UNKNOWN}")
        if name == "limit":
            if not value.isascii() or not value.isdigit() or not 1 <= int(value[:9]) <= MOST_ROWS:
                raise Problem(400, f"limit is a number from 1 to {MOST_ROWS}")
            limit = int(value)
        given[name] = value
    found = Asked(given, limit)
    if found.since and found.until and found.since > found.until:
        raise Problem(400, "nothing is both since the later and until the earlier day: put the earlier one first")
    return found


def day(value: str | None, end: int) -> str | None:
    """The first (0) or last (1) ISO day of a date of any precision."""
    if value is None:
        return None
    try:
        span = dates.interval(value)
    except (dates.DateError, ValueError, OverflowError):
        raise Problem(400, f"{value[:40]!r} is no date; write 2024-05-19, 2024-05 or 2024") from None
    found = (span.low, span.high)[end] or span.low or span.high
    return found.isoformat() if found else None


def code(name: str) -> str:
    """The code of a state or body, given by code or name."""
    try:
        return actors.find_actor(name)
    except actors.UnknownActor as error:
        raise Problem(404, str(error)) from None


def pair(params: Mapping[str, Any]) -> tuple[str, str]:
    """The codes of a dyad that a path names."""
    a, b = code(params["a"]), code(params["b"])
    if a == b:
        raise Problem(400, "a dyad has two that differ")
    return a, b


def identity(value: str) -> str:
    """An id of a happening or a mention."""
    if not _ID.match(value):
        raise Problem(404, "no row has such an id: ids have 16 hexadecimal digits")
    return value
