"""What a ledger adds to a row: fields for programs, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bilat import dates
from bilat.ledgers.view import View
from bilat.model import Actor, Document, Happening, Mention


@dataclass(frozen=True, slots=True)
class Remark:
    """What other rows and documents add to one row: `fields` by name, and `told` as (label, words)."""

    fields: Mapping[str, Any]
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Mentions and documents that ledgers quote from, by id, with the documents' names."""

    mentions: Mapping[str, Mention]
    documents: Mapping[str, Document]
    names: Mapping[str, str]

    def cite(self, identity: str) -> dict[str, Any]:
        """A mention as evidence: its sentence, where it stands, and when that was said."""
        mention = self.mentions[identity]
        published = self.documents[mention.doc].published
        return {
            "sentence": mention.quote,
            "doc": self.names[mention.doc],
            "start": mention.start,
            "end": mention.end,
            "told": published.iso if published else None,
        }

    def told(self, identity: str) -> date | None:
        """The first day that the document of a mention may be of."""
        published = self.documents[self.mentions[identity].doc].published
        return dates.interval(published.iso).low if published else None


def shelf(view: View, happenings: Iterable[Happening]) -> Shelf:
    """The mentions of these happenings and their documents."""
    mentions = {m.id: m for m in view.mentions(ids=[identity for one in happenings for identity in one.mentions])}
    documents = {d.id: d for d in view.documents({m.doc for m in mentions.values()})}
    return Shelf(mentions, documents, {doc: view.record.names(doc)[0] for doc in documents})


def codes(actors: Iterable[Actor]) -> frozenset[str]:
    """The codes of actors."""
    return frozenset(actor.code for actor in actors if actor.code)


def day(iso: str | None) -> date | None:
    """An ISO day as a date."""
    return date.fromisoformat(iso) if iso else None
