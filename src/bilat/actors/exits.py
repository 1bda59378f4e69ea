"""How heads left office, and what cannot be true of a table of offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from bilat.actors.leaders import Office, all_offices
from bilat.actors.names import person_key
from bilat.actors.tables import table

HEADS = ("head_of_state", "head_of_government", "supreme_leader")
# `coup` is any loss by force: a coup, a revolt, an invasion. `death` includes incapacity, `resignation` abdication.
# `removal` is by vote, court or party against the holder's will. `regular` is all the rest: an election, the end of a
# term, a change that the table has no irregular manner for.
MANNERS = ("death", "coup", "resignation", "removal", "regular")
_SHARED = frozenset({"Member of the Presidency", "Captain Regent"})  # offices of several at once


@dataclass(frozen=True, slots=True)
class Exit:
    """The end of a head's time in office, on a `day` (ISO), in one of `MANNERS`; `source` says where that is from."""

    country: str
    person: str
    office: str
    kind: str
    day: str
    manner: str
    source: str


@cache
def exits() -> tuple[Exit, ...]:
    """Every exit of a head that the tables date to a day, the earliest first.

    A new office of the same person within a month is no exit: a president who becomes supreme leader, a second term.
    """
    manners = {(row["country"], row["person"], row["office"], row["last"]): row for row in table("exits.tsv")}
    found = []
    heads: dict[tuple[str | None, str], list[Office]] = {}
    for one in all_offices():
        if one.kind in HEADS and one.country:
            heads.setdefault((one.country, person_key(one.person)), []).append(one)
    for one in (one for several in heads.values() for one in several):
        own = heads[one.country, person_key(one.person)]
        if one.last and len(one.last) == 10 and not _went_on(one, own):
            row = manners.get((one.country or "", one.person, one.office, one.last))
            manner, source = (row["manner"], row["source"]) if row else ("regular", one.source)
            found.append(Exit(one.country or "", one.person, one.office, one.kind, one.last, manner, source))
    return tuple(sorted(found, key=lambda one: (one.day, one.country, one.person)))


def _went_on(one: Office, own: Sequence[Office]) -> bool:
    month = (one.last or "")[:7]
    others = (other for other in own if other is not one)
    return any(other.first[:7] <= month and (other.last is None or other.last[:7] > month) for other in others)


def impossible(offices: Iterable[Office], deaths: Iterable[Exit]) -> list[str]:
    """What cannot be true of a table, a line each: two persons in one office at once, a death before a later office.

    Also an end before its beginning. Offices of several holders at once, and the rivals of `rivals.tsv`, may overlap;
    dates are compared at the coarser one's precision, and the day of a handover belongs to both.
    """
    given = list(offices)
    found = [f"{_told(one)}: it ends before it begins" for one in given if one.last and _before(one.last, one.first)]
    posts: dict[tuple[str, str], list[Office]] = {}
    for one in given:
        if one.kind in HEADS and one.office not in _SHARED:
            posts.setdefault((one.country or one.org or "", one.office), []).append(one)
    rivals = {(row["country"], row["office"], frozenset({row["person"], row["other"]})) for row in table("rivals.tsv")}
    for (country, office), holders in posts.items():
        for one, other in combinations(sorted(holders, key=lambda held: held.first), 2):
            at_once = one.last is None or _before(other.first, one.last)
            same = person_key(one.person) == person_key(other.person)
            if at_once and not same and (country, office, frozenset({one.person, other.person})) not in rivals:
                found.append(f"{_told(one)} and {_told(other)}: two in one office")
    died = {(one.country, person_key(one.person)): one.day for one in deaths if one.manner == "death"}
    for one in given:
        day = died.get((one.country or "", person_key(one.person)))
        if day and (one.last is None or _before(day, one.last)):
            found.append(f"{_told(one)}: after the death on {day}")
    return found


def _before(one: str, other: str) -> bool:
    width = min(len(one), len(other))
    return one[:width] < other[:width]


def _told(one: Office) -> str:
    return f"{one.country or one.org} {one.office} {one.person}, {one.first or '?'} to {one.last or 'now'}"
