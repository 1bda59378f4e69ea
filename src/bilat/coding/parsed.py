"""A parsed block with its names and offices, and its sentences with who stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilat.actors import Entry
from bilat.coding.blocks import Block
from bilat.coding.names import Name, names
from bilat.coding.offices import OfficeFact, office_facts
from bilat.coding.people import Person
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


@dataclass(slots=True)
class Parsed:
    """A parsed block with its names; offsets of a token are `base + token.idx`."""

    block: Block
    doc: Doc
    names: list[Name]
    by_token: dict[int, Name]
    facts: list[OfficeFact]

    def at(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the document of tokens `first` to `last`, both included."""
        end = self.doc[last]
        return self.block.start + self.doc[first].idx, self.block.start + end.idx + len(end.text)


@dataclass(slots=True)
class Sentence:
    """A sentence with who stands in it: token, actor or person, and whether as a subject."""

    parsed: Parsed
    span: Span
    persons: list[tuple[int, Person, bool]] = field(default_factory=list)
    bodies: list[tuple[int, Entry, bool]] = field(default_factory=list)
    speaker: Actor | None = None  # whose words these are, where the whole sentence is quoted


def parse_block(block: Block, doc: Doc) -> Parsed:
    """Names and offices of a parsed block."""
    found = names(doc)
    by_token = {i: n for n in found for i in range(n.first, n.last + 1)}
    facts = [fact for fact in office_facts(doc, found) if fact.office.lower() != "member" and not _half(doc, fact)]
    return Parsed(block, doc, found, by_token, facts)


def _half(doc: Doc, fact: OfficeFact) -> bool:
    """Whether an office is half of a hyphened one: the "general" of "secretary-general"."""
    before, after = (
        doc[fact.first - 1] if fact.first else None,
        doc[fact.last + 1] if fact.last + 1 < len(doc) else None,
    )
    return any(token is not None and token.text == "-" and not token.whitespace_ for token in (before, after))


def vote(blocks: Sequence[Parsed]) -> None:
    """A bare surname that the parser took for something else is the person whose full name stands in the text."""
    surnames: set[str] = set()
    for parsed in blocks:
        for name in parsed.names:
            words = name.text.split()
            if name.kind == "person" and len(words) > 1:
                surnames.add(words[-1])
                if len(words) == 2:
                    surnames.add(words[0])
    if not surnames:
        return
    for parsed in blocks:
        doc = parsed.doc
        for token in doc:
            if token.text not in surnames or not token.text[0].isupper():
                continue
            old = parsed.by_token.get(token.i)
            if old is not None and (old.entry is not None or old.kind == "person"):
                continue
            if old is not None:
                parsed.names.remove(old)
                for i in range(old.first, old.last + 1):
                    parsed.by_token.pop(i, None)
            fresh = Name(token.i, token.i, token.text, "person")
            parsed.names.append(fresh)
            parsed.by_token[token.i] = fresh
        parsed.names.sort(key=lambda n: n.first)
