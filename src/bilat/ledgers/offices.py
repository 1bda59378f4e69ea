"""Offices: who held what before and after, with gaps and clashes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bilat import actors
from bilat.ledgers.remarks import Remark, day
from bilat.ledgers.view import View
from bilat.model import Happening

# Offices that one person holds at a time.
_SINGLE = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "supreme_leader"})
_GAP = 60  # days without any holder that are worth a word
_PLACE = re.compile(r"\bof (?:the )?([A-Z]\w+)")
_HELD = frozenset({"holds", "appointed", "interim", "elected", "deceased"})


def office_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row of an office that one person holds at a time: `before`, `after`, `gap_days` and `clashes`."""
    wanted = {row.id for row in rows}
    held: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for row in view.happenings("role"):
        kind = actors.office_of(row.fields["office"])
        if kind and kind.kind in _SINGLE and row.fields["status"] in _HELD and _seen(row) and _of_state(row):
            held[(row.fields.get("country") or "", kind.kind)].append(row)
    out = {}
    for several in held.values():
        several.sort(key=lambda row: (_seen(row), row.id))
        for place, row in enumerate(several):
            if row.id in wanted:
                out[row.id] = _remark(row, several, place)
    return out


def _of_state(row: Happening) -> bool:
    """False for the president of a region, whom the country's own neither precedes nor follows."""
    place = _PLACE.search(row.fields["office"])
    if place is None:
        return True
    return any(entry.id == row.fields.get("country") for entry in actors.lexicon().get(place[1], ()))


def _seen(row: Happening) -> str:
    return str(row.fields.get("first_seen") or "")


def _remark(row: Happening, several: Sequence[Happening], place: int) -> Remark:
    fields: dict[str, Any] = {}
    told: list[tuple[str, str]] = []
    others = [(n, one) for n, one in enumerate(several) if not _same(one, row)]
    before = [one for n, one in others if n < place]
    after = [one for n, one in others if n > place]
    if before:
        fields["before"] = _name(before[-1])
        told.append(("Before", f"{_name(before[-1])}, last seen {before[-1].fields.get('last_seen')}"))
        ended, began = day(before[-1].fields.get("last_seen")), day(_seen(row))
        if ended and began and (began - ended).days > _GAP:
            fields["gap_days"] = (began - ended).days
            told.append(("Gap", f"{(began - ended).days} days for which no document names a holder"))
    if after:
        fields["after"] = _name(after[0])
        told.append(("After", f"{_name(after[0])}, first seen {_seen(after[0])}"))
    clashes = [one for _, one in others if _overlap(row, one)]
    if clashes:
        fields["clashes"] = sorted({_name(one) for one in clashes})
        told.append(("Clash", f"in the same days also {', '.join(fields['clashes'])}"))
    return Remark(fields, tuple(told))


def _overlap(row: Happening, other: Happening) -> bool:
    if "deceased" in (row.fields["status"], other.fields["status"]):
        return False
    return _seen(row) < str(other.fields.get("last_seen") or "") and _seen(other) < str(
        row.fields.get("last_seen") or ""
    )


def _same(one: Happening, other: Happening) -> bool:
    return actors.same_person(one.fields["person"].name, other.fields["person"].name)


def _name(row: Happening) -> str:
    return str(row.fields["person"].name)
