"""Sentences, sources and claims as the tools give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bilat.model import Actor, Document, Happening
from bilat.record import stems
from bilat.reports import Told, place_in, safe_url, source_in_words, when_in_words

_LONGEST = 700  # characters of a sentence; the document has the rest
_SIDES = 4  # sentences of each side of a claim
# No terminal, and no reader of one, gets to see these: controls, and signs that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


def clean(text: str) -> str:
    """A text on one line without control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def cited(document: Document, start: int, end: int) -> dict[str, Any]:
    """A stretch of a document as evidence; offsets count code points."""
    sentence = clean(document.text[start:end])
    row = {
        "sentence": sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rpartition(" ")[0] + " …",
        "source": clean(source_in_words(document, document.name)),
        "place": place_in(document, start, end),
        "doc": clean(document.name),
        "document": document.id,
        "start": start,
        "end": end,
        "published": document.published.iso if document.published else None,
        "url": safe_url(document.url),
    }
    row["short"] = f"({row['source']}, {row['place']})"
    return row


def entry(document: Document) -> dict[str, Any]:
    """A document for a bibliography."""
    return {
        "id": document.id,
        "title": clean(document.title or document.name),
        "authors": [clean(name) for name in document.authors],
        "outlet": clean(document.outlet or "") or None,
        "first_reported_by": clean(document.origin or "") or None,
        "published": document.published.iso if document.published else None,
        "date": when_in_words(document.published),
        "url": safe_url(document.url),
    }


def about(claims: Sequence[Happening], words: str) -> list[Happening]:
    """Those whose proposition holds most of the words, the most first; all where none is given."""
    wanted = set(stems(words))
    if not wanted:
        return list(claims)
    held = [(len(wanted & set(stems(one.fields["proposition"]))), one) for one in claims]
    most = max((count for count, _ in held), default=0)
    return [one for count, one in sorted(held, key=lambda pair: -pair[0]) if most and count == most]


def sides(one: Told) -> dict[str, Any]:
    """A claim with each side and its sentences; narrators tell of it and take no side."""
    fields = one.happening.fields
    row: dict[str, Any] = {
        "id": one.happening.id,
        "proposition": clean(fields["proposition"]),
        "claim_status": fields["status"],
        "reports": one.happening.reports,
        "origins": one.happening.origins,
    }
    for side in ("asserted_by", "denied_by"):
        told = [m for m in one.mentions if m.fields.get(side)][:_SIDES]
        row[side] = {
            "who": [_named(actor) for actor in fields[side]],
            "sentences": [cited(one.documents[m.doc], m.start, m.end) for m in told],
        }
    neither = [m for m in one.mentions if not (m.fields.get("asserted_by") or m.fields.get("denied_by"))][:_SIDES]
    row["narrated"] = [cited(one.documents[m.doc], m.start, m.end) for m in neither]
    return row


def _named(actor: Actor) -> dict[str, Any]:
    return {"name": clean(actor.name), "code": actor.code, "office": clean(actor.office or "") or None}
