"""Whence a dispatch is: the town that its dateline names ("QUITO, Ecuador, Feb. 9 (Agency)")."""

from __future__ import annotations

import re

from bilat.actors import lexicon, place_of
from bilat.model import Document

_TOWN = re.compile(
    r"(?P<town>[A-Z][A-Z'. -]+[A-Z])(?:, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)*))?(?=[,(\s\u2013\u2014-]|$)"
)


def home_of_dispatch(document: Document) -> str | None:
    """The state (ISO 3166-1 alpha-3) of the town in capitals that opens a dateline; None where there is none."""
    for part in document.parts:
        found = _TOWN.match(document.text[part.start : part.end]) if part.role == "dateline" else None
        if found is not None:
            return _state(found["land"] or "") or _state(found["town"].title())
    return None


def _state(name: str) -> str | None:
    place = place_of(name)
    if place is not None:
        return place.country
    return next((entry.country for entry in lexicon().get(name, ())), None)
