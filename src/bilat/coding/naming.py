"""Entries of the tables as actors, and what tells actors apart."""

from __future__ import annotations

from bilat.actors import Entry, place_of
from bilat.coding.names import Name
from bilat.model import Actor


def key_of(actor: Actor) -> str:
    """What tells actors of one sentence apart: a person by name, else by state, body or words."""
    return actor.id if actor.id and ":" in actor.id else actor.code or actor.name


def entry_actor(entry: Entry, start: int | None, end: int | None, text: str | None) -> Actor:
    """A state, body, group or place of the lexicon as an actor; `text` is how it is named here."""
    sector = entry.sector or ("GOV" if entry.kind in ("state", "demonym", "capital", "seat") else None)
    if entry.kind == "collective" and entry.org != "WEST":
        # A people or a region acts for no state or body: where it lives is for the sentence to say.
        return Actor(text or entry.name, None, None, entry.sector, start, end)
    code = entry.country or entry.org
    name = entry.name if text is None or entry.kind == "demonym" else text
    return Actor(name, entry.country, entry.org, sector, start, end, id=code)


def place_code(name: Name) -> str | None:
    place = place_of(name.text) if name.kind == "place" else None
    return place.country if place else None


def same_actor(a: Actor, b: Actor) -> bool:
    if a.id and b.id and ":" in a.id and ":" in b.id:
        return a.id == b.id
    return a.name == b.name and a.code == b.code
