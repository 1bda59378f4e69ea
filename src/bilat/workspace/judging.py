"""Rulings by persons: what an id that they give means, and the log as rows."""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from typing import Any

from bilat.model import ENDINGS, VERDICTS, Anchor, BilatError, Mention, Ruling
from bilat.record import Record
from bilat.workspace.matching import match_again, rulings_in

Row = dict[str, Any]
_OF_ONE = frozenset({"wrong", *ENDINGS})


class RulingError(BilatError):
    """A ruling that cannot be made: an id that there is not, or two that cannot be compared."""


def judge(record: Record, verdict: str, ids: Sequence[str], by: str | None) -> Row:
    """Enter a ruling and match again; returns its row of the log."""
    if verdict not in {**VERDICTS, **ENDINGS}:
        raise RulingError(f"there is no verdict called {verdict!r}; there are: {', '.join((*VERDICTS, *ENDINGS))}")
    needed = 1 if verdict in _OF_ONE else 2
    if len(ids) != needed or len(set(ids)) != needed:
        raise RulingError(
            f"`{verdict}` takes {'one id' if needed == 1 else 'two ids'}, of mentions, happenings or persons"
        )
    sides = [_anchors(record, one) for one in ids]
    kinds = sorted({anchor.kind for side in sides for anchor in side})
    if len(kinds) > 1:
        raise RulingError(
            f"one is of kind {kinds[0]}, the other {kinds[1]}: only two of one kind can be the same or not"
        )
    if verdict in ENDINGS and kinds != ["expectation"]:
        raise RulingError(f"`{verdict}` is for expectations, and this is a {kinds[0]}; `bilat expectations` lists them")
    if verdict == "wrong" and kinds == ["person"]:
        raise RulingError("a person is not wrong: give the id of the mention that names the wrong one")
    left, right = sides[0], sides[1] if needed == 2 else ()
    shared = {anchor.id for anchor in left} & {anchor.id for anchor in right}
    if verdict == "different" and shared:
        raise RulingError(
            f"both are one happening now; give the ids of two of its mentions instead: {', '.join(sorted(shared))}"
        )
    return _entered(record, record.rule(verdict, _who(by), left, right))


def undo(record: Record, number: int, by: str | None) -> Row:
    """Take a ruling back, by a new row; returns that row."""
    if number not in {ruling.number for ruling in record.rulings()}:
        raise RulingError(f"there is no ruling {number}; `bilat judge log` lists them")
    if (state := rulings_in(record).states.get(number, "")).startswith("undone"):
        raise RulingError(f"ruling {number} is {state} already")
    return _entered(record, record.rule("undo", _who(by), (), (), number))


def log(record: Record) -> list[Row]:
    """The log as rows, the oldest first, each with its state."""
    states = rulings_in(record).states
    return [_row(ruling, states) for ruling in record.rulings()]


def _entered(record: Record, ruling: Ruling) -> Row:
    match_again(record)
    return _row(ruling, rulings_in(record).states)


def _row(ruling: Ruling, states: Mapping[int, str]) -> Row:
    row: Row = {"ruling": ruling.number, "verdict": ruling.verdict, "by": ruling.by, "at": ruling.at}
    if ruling.undoes is not None:
        row["undoes"] = ruling.undoes
    else:
        row |= {side: [_side(a) for a in getattr(ruling, side)] for side in ("left", "right")}
    return {**row, "state": states[ruling.number]}


def _side(anchor: Anchor) -> Row:
    if not anchor.doc:
        return {"kind": anchor.kind, "id": anchor.id}
    place = {"doc": anchor.doc, "start": anchor.start, "end": anchor.end}
    return {"kind": anchor.kind, "id": anchor.id, **place, "said": list(anchor.said)}


def _anchors(record: Record, given: str) -> tuple[Anchor, ...]:
    """What an id stands for: a mention, all mentions of a happening, or a person."""
    from bilat import matching

    if ":" in given:
        return (_person(record, given),)
    found: list[Mention] = list(record.mentions(ids=[given]))
    if not found:
        found = [m for one in record.happenings_named([given]) for m in record.mentions(ids=one.mentions)]
    if not found:
        raise RulingError(
            f"there is no mention, happening or person {given}; lists with --json show the ids of happenings and of "
            "their mentions, and persons as CODE:name"
        )
    return tuple(map(matching.anchor, found))


def _person(record: Record, given: str) -> Anchor:
    """A person by id, or by one spelling of the name in that form."""
    from bilat import matching

    code, _, name = given.partition(":")
    identity = f"{code.upper()}:{' '.join(name.casefold().split())}"
    if record.names_actor(identity):
        return Anchor(matching.PERSON, identity)
    for mention in record.mentions(code="" if code == "?" else code.upper()):
        if any(matching.spelling(actor) == identity for actor in mention.actors()):
            return Anchor(matching.PERSON, identity)
    raise RulingError(f"the record names nobody {given}; `bilat roles {code.upper()} --json` shows its persons' ids")


def _who(by: str | None) -> str:
    if by:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise RulingError("who rules? say so with --by NAME") from None
