"""A happening with all that tells it: its sentences, their documents, and the line that it would be in a brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bilat.ledgers import View
from bilat.model import Actor, Document, Happening, Mention
from bilat.reports.briefs import rows_in_words
from bilat.reports.notes import source_of
from bilat.reports.shapes import Line
from bilat.reports.wording import when_in_words


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with its mentions, the best first, and their documents and these documents' names, by id."""

    happening: Happening
    mentions: Sequence[Mention]
    documents: Mapping[str, Document]
    names: Mapping[str, Sequence[str]]

    @property
    def best(self) -> Mention:
        """The mention that tells it best."""
        return self.mentions[0]

    @property
    def document(self) -> Document:
        """The document of the best mention."""
        return self.documents[self.best.doc]

    @property
    def codes(self) -> list[str]:
        """The states and bodies that it is about, in the order of its fields."""
        found: list[str] = []
        for value in self.happening.fields.values():
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Actor) and item.code:
                    found.append(item.code)
        found += self.happening.fields.get("about", ())
        return list(dict.fromkeys(found))


def with_mentions(view: View, batch: Sequence[Happening]) -> Iterator[Told]:
    """Happenings with what tells them; one that nothing tells any more is passed over."""
    mentions = {m.id: m for m in view.mentions(ids=[key for one in batch for key in one.mentions])}
    documents = {d.id: d for d in view.documents({m.doc for m in mentions.values()})}
    names = {doc: view.record.names(doc) for doc in documents}
    for one in batch:
        found = [mentions[key] for key in one.mentions if key in mentions]
        if found:
            own = list(dict.fromkeys(m.doc for m in found))
            yield Told(one, found, {doc: documents[doc] for doc in own}, {doc: names[doc] for doc in own})


def in_words(one: Told, view: View, pair: Sequence[str | None] = ()) -> Line:
    """The line that a happening would be in a brief on two, or on the first two whom it is about."""
    origins = view.origins if view.until else view.record.origins_of({m.doc for m in one.mentions})
    names = {doc: given[0] for doc, given in one.names.items()}
    asked = [code for code in pair if code]
    first, other, *_ = [*asked, *(code for code in one.codes if code not in asked), "", ""]
    mentions = {m.id: m for m in one.mentions}
    told = rows_in_words((first, other), one.happening.kind, [one.happening], mentions, one.documents, names, origins)
    return told[one.happening.id]


def source_in_words(document: Document, name: str) -> str:
    """Who printed a document, and when: `Wire, 10 January 2024`."""
    return f"{source_of(document, name)}, {when_in_words(document.published)}"
