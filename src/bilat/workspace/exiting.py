"""Leader exits: the tables' exits, the record's daily counts, and the average change by manner."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from bilat import actors, measures
from bilat.actors import MANNERS, Exit
from bilat.ledgers import View
from bilat.measures import TEXT, Moves
from bilat.workspace.counting import day_volumes
from bilat.workspace.shocking import panel_rows

Row = dict[str, Any]
_NEAR = 31  # days between an exit and the rows that tell of it
_GONE, _IN_OFFICE = ("deceased", "former"), ("holds", "appointed", "elected")
_ASSUMPTION = (
    "Without the exits, these relations would have moved as those of like states do at dates without one: nothing else "
    "happened at the exits as a rule, and the exits did not come because relations were changing. A death in office "
    "comes nearest to that; a coup, a lost election or a resignation may be an answer to what changed before."
)


def exit_effects(view: View, manner: str | None, only: str) -> Row:
    """The average change by manner over the origin of which most was read, and the exits that went into it."""
    span = _busiest(view)
    if span is None:
        return _refused("nothing was read or imported", [], [])
    origin, first, last = span
    known = [one for one in actors.exits() if view.until is None or one.day <= view.until]
    given = [one for one in known if first <= one.day <= last and manner in (None, one.manner)]
    roles, dead = _told(view, given)
    problems = actors.impossible(actors.all_offices(), actors.exits()) + dead

    def listed(used: Sequence[Exit] = ()) -> list[Row]:
        return [{**dataclasses.asdict(one), "used": one in used, "roles": roles.get(one, [])} for one in given]

    rows = panel_rows(view, origin, first, last, only)
    if not rows:
        return _refused(f"no {only or 'event'} between two states", problems, listed(), origin)
    panel = measures.panel(rows)
    dyads = measures.donors_of(panel)
    if len(dyads) <= measures.LEAST_DONORS:
        return _refused(f"{len(dyads)} dyads with an event a week, too few to compare with", problems, listed(), origin)
    try:
        moves = Moves(panel, dyads)
    except ValueError as error:
        return _refused(str(error), problems, listed(), origin)
    real = [place for one in known if (place := _place(moves, panel, one))]
    found, used = [], []
    for name in MANNERS if manner is None else (manner,):
        some = [one for one in given if one.manner == name]
        placed = [(one, place) for one in some if (place := _place(moves, panel, one))]
        used += [one for one, _ in placed]
        row: Row = {"manner": name, "status": "not_covered", "known": len(some), "exits": len(placed)}
        if placed:
            told = measures.turnover(moves, [place for _, place in placed], real)
            row |= {"status": "estimated", **dataclasses.asdict(told), "interval": list(told.interval)}
        else:
            row["reason"] = "none known in these days" if not some else "none with eight weeks of events on either side"
        found.append(row)
    return {"status": "estimated" if used else "not_covered", "origin": origin, "first": first, "last": last,
            "manners": found, "exits": listed(used), "problems": problems, "assumption": _ASSUMPTION}  # fmt: skip


def _place(moves: Moves, panel: measures.Panel, one: Exit) -> tuple[int, int] | None:
    return moves.place(one.country, panel.column(date.fromisoformat(one.day)))


def _busiest(view: View) -> tuple[str, str, str] | None:
    volumes: dict[str, Counter[str]] = {}
    for origin, day, read in day_volumes(view):
        volumes.setdefault(origin, Counter())[day] += read
    spans = {origin: measures.days_read(days) for origin, days in volumes.items()}
    if not any(spans.values()):
        return None
    best = max(spans, key=lambda origin: (origin != TEXT, volumes[origin].total()))
    return best, spans[best][0], spans[best][-1]


def _told(view: View, given: Sequence[Exit]) -> tuple[dict[Exit, list[str]], list[str]]:
    """What the record's own offices say of the exits: the rows that tell of one, and those that cannot be true."""
    of_state: dict[str, list[Exit]] = {}
    for one in given:
        of_state.setdefault(one.country, []).append(one)
    roles: dict[Exit, list[str]] = {}
    impossible = []
    for row in view.happenings("role"):
        who, seen = row.fields["person"], str(row.fields.get("first_seen") or "")[:10]
        for one in of_state.get(row.fields.get("country") or "", ()) if len(seen) == 10 else ():
            later = (date.fromisoformat(seen) - date.fromisoformat(one.day)).days
            if not later >= -_NEAR or not actors.same_person(who.name, one.person):
                continue
            if row.fields["status"] in _GONE and later <= _NEAR:
                roles.setdefault(one, []).append(row.id)
            if row.fields["status"] in _IN_OFFICE and one.manner == "death" and later > 0:
                impossible.append(f"{who.name} holds {row.fields['office']} on {seen}: after the death on {one.day}")
    return roles, impossible


def _refused(reason: str, problems: list[str], exits: list[Row], origin: str = "") -> Row:
    return {"status": "not_covered", "origin": origin, "reason": reason, "manners": [], "exits": exits,
            "problems": problems, "assumption": _ASSUMPTION}  # fmt: skip
