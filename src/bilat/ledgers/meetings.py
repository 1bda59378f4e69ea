"""Meetings: how many one source states beside those that the record has one by one; level, host, visitors, readouts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bilat import actors
from bilat.ledgers.remarks import Remark, Shelf, codes, day, shelf
from bilat.ledgers.view import View
from bilat.model import Actor, Happening

_HEADS = frozenset({"head_of_state", "head_of_government", "supreme_leader", "monarch"})


def meeting_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row: `level`, `host`, `visitors`, `readouts`, and of a stated number `stated`, `found` and `missing`."""
    every = view.happenings("meeting")
    known = shelf(view, rows)
    out = {}
    for row in rows:
        fields: dict[str, Any] = {}
        told: list[tuple[str, str]] = []
        level = _level(row)
        if level:
            fields["level"] = level
            told.append(("Level", level))
        _hosted(row, fields, told)
        _read_out(row, known, fields, told)
        if row.fields.get("count"):
            _counted(row, every, known, fields, told)
        out[row.id] = Remark(fields, tuple(told))
    return out


def _level(row: Happening) -> str:
    """`heads`, `ministers` or `officials`: the lowest level of those whose office is known on both sides."""
    found: dict[str, int] = {}
    for actor in row.fields["participants"]:
        kind = actors.office_of(actor.office) if actor.office else None
        rank = 2 if kind is None else 0 if kind.kind in _HEADS else 1 if kind.kind.endswith("minister") else 2
        if _heads(actor, row.first):
            rank, kind = 0, actors.office_of("president")
        if actor.code and kind:
            found[actor.code] = min(rank, found.get(actor.code, 2))
    return ("heads", "ministers", "officials")[max(found.values())] if len(found) > 1 else ""


def _heads(actor: Actor, on: str | None) -> bool:
    held = actors.offices_of(actor.name) if _person(actor) and on else ()
    return any(one.country == actor.code and one.kind in _HEADS and one.held_on(on or "") for one in held)


def _hosted(row: Happening, fields: dict[str, Any], told: list[tuple[str, str]]) -> None:
    place = actors.place_of(row.fields["place"]) if row.fields.get("place") else None
    sides = codes(row.fields["participants"])
    if place is None:
        return
    fields["host"] = place.country
    visitors = sorted(sides - {place.country})
    if place.country in sides and visitors:
        fields["visitors"] = visitors
        told.append(("Host", f"{actors.actor_name(place.country)}; {_names(visitors)} went there"))
    else:
        told.append(("Host", f"{actors.actor_name(place.country)}, which was not a side"))


def _names(found: Sequence[str]) -> str:
    return ", ".join(map(actors.actor_name, found))


def _read_out(row: Happening, known: Shelf, fields: dict[str, Any], told: list[tuple[str, str]]) -> None:
    """What each side's voice says of it, where two voices tell it."""
    voices: dict[str, str] = {}
    for identity in row.mentions:
        mention = known.mentions.get(identity)
        if mention is not None and mention.voice != "author":
            voices.setdefault(mention.voice, identity)
    if len(voices) > 1:
        fields["readouts"] = [{"voice": voice, **known.cite(identity)} for voice, identity in voices.items()]
        told += [(f"As {voice} tells it", known.mentions[identity].quote) for voice, identity in voices.items()]


def _counted(
    row: Happening, every: Sequence[Happening], known: Shelf, fields: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    """A number that a text gives, beside the meetings of the same two that the record has with a day of their own."""
    stated = int(row.fields["count"])
    said = [d for identity in row.mentions if identity in known.mentions and (d := known.told(identity))]
    until = max(said, default=date.max)
    first = day(row.first) or date.min
    itemised = [
        one
        for one in every
        if one.id != row.id
        and not one.fields.get("count")
        and one.first
        and one.fields.get("status") != "planned"
        and first <= (day(one.first) or first) <= until
        and _same_sides(row.fields["participants"], one.fields["participants"])
    ]
    missing = max(0, stated - len(itemised))
    fields |= {"stated": stated, "found": [one.id for one in itemised], "missing": missing}
    dates_found = ", ".join(one.first or "" for one in itemised)
    told.append(
        (
            "Count",
            f"{stated} stated, {len(itemised)} found, {missing} missing" + (f" ({dates_found})" if dates_found else ""),
        )
    )


def _same_sides(those: Sequence[Actor], these: Sequence[Actor]) -> bool:
    """Whether everybody counted takes part: the same persons, or their state where it names no other person."""
    return all(any(_stands_for(one, other, these) for other in these) for one in those)


def _stands_for(one: Actor, other: Actor, among: Sequence[Actor]) -> bool:
    if one.code != other.code:
        return False
    if _person(one) and _person(other):
        return actors.same_person(one.name, other.name)
    if not _person(one):
        return True
    # "the Russian leader" is whoever leads; "Russia's envoy" is not, nor is a state beside a person of its own
    office = actors.office_of(other.name)
    named = any(_person(actor) and actor.code == one.code for actor in among)
    return not named and (office is None or office.sector is None or office.kind in _HEADS)


def _person(actor: Actor) -> bool:
    return actor.id is not None and actor.id != actor.code
