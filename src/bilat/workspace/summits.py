"""Which imported events are of two heads, as far as the names of their actors tell."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilat import actors
from bilat.record import Record

_HEADS = frozenset({"head_of_state", "head_of_government", "supreme_leader"})
_BRACKETED = re.compile(r"^(?P<who>.*\S)\s*\([^()]+\)$")


def heads_meet(record: Record, origin: str, a: str, b: str, first: dt.date, days: int) -> NDArray[np.int64] | None:
    """How often each day the heads of two states consulted face to face; None where no name tells a head of either.

    A head is a person by the offices held that day, or an actor that is named by the office: `Head of Government
    (France)`. Consultations by telephone do not count.
    """
    counts = np.zeros(days, np.int64)
    told: set[str] = set()
    until = (first + dt.timedelta(days=days - 1)).isoformat()
    for one in record.imported_events(a, b, first.isoformat(), until):
        if one.origin != origin:
            continue
        heads = {code for code, name in ((one.source, one.source_name), (one.target, one.target_name))
                 if is_head(name, one.day)}  # fmt: skip
        told |= heads
        if len(heads) == 2 and one.type == "CONSULT" and one.mode != "phone":
            counts[(dt.date.fromisoformat(one.day) - first).days] += 1
    return counts if len(told) == 2 else None


@lru_cache(maxsize=65536)
def is_head(name: str, day: str) -> bool:
    """Whether an actor of event data is the head of a state or its government on an ISO day, by its name."""
    if bracketed := _BRACKETED.match(name):
        who = bracketed["who"].lower()
        office = actors.office_of(who)
        return who == "head of state" or (office is not None and office.kind in _HEADS and "party" not in who)
    return any(held.kind in _HEADS and held.first <= day <= (held.last or "9999") for held in actors.offices_of(name))


@lru_cache(maxsize=65536)
def is_person(name: str, person: str) -> bool:
    """Whether an actor of event data, or who took part in a meeting, is a person, by full name."""
    return actors.same_person(name, person)
