"""Questions about documents themselves: when one was written, and from what that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bilat import actors, dates
from bilat.ledgers import View
from bilat.model import Document
from bilat.record import split
from bilat.reports import when_in_words

_ASKED = re.compile(
    r"\bwhen\b.*\b(?:documents?|articles?|texts?|pieces?|files?)\b.*\b(?:written|published|from|dated|printed|made)\b"
    r"|\b(?:dates?|dated)\b.*\b(?:documents?|articles?|texts?|files?)\b",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"[\w][\w./-]*\w")
_EACH = 5  # sentences that speak for one document's date

Piece = tuple[str, int, int, str, str]


def dated_documents(text: str, view: View, names: Mapping[str, str]) -> tuple[list[str], list[Piece]] | None:
    """Lines and evidence on when the documents that a question names were written; None where it asks no such thing."""
    if not _ASKED.search(text):
        return None
    words = [word for word in _NAME.findall(text) if any(map(str.isdigit, word)) or "." in word]
    chosen = [doc for doc, name in names.items() if any(_names(word, name) for word in words)]
    documents = sorted(view.documents(chosen), key=lambda document: names[document.id])
    if not documents:
        return None
    lines, several = [], []
    for document in documents:
        day = when_in_words(document.published) if document.published else "not known"
        basis = "its own date" if document.published and document.published.basis == "document" else "its text"
        lines.append(f"{names[document.id]}: {day}" + (f" (from {basis})" if document.published else ""))
        several.append([*_evidence(document)][:2] + [*_in_office(view, document)][:2] + [*_evidence(document)][2:])
    turns = max(map(len, several))
    return lines, [pieces[turn] for turn in range(turns) for pieces in several if turn < len(pieces)]


def _names(word: str, name: str) -> bool:
    """Whether a word of a question is a document's name, or the beginning of it up to a break."""
    return re.match(rf"{re.escape(word)}(?![^\W_])", name, re.IGNORECASE) is not None


def _in_office(view: View, document: Document) -> Iterator[Piece]:
    """The sentences that give an office to somebody who is known to have left it later: it was written before."""
    since = dates.interval(document.published.iso).low if document.published else None
    if since is None or (document.published and document.published.basis == "document"):
        return
    found = []
    for role in view.mentions("role", document.id):
        person = role.fields["person"]
        for office in actors.offices_of(person.name):
            if office.country == person.code and office.last and office.last >= since.isoformat():
                found.append((office.last, role.start, role.end))
    for last, start, end in sorted(set(found)):
        span = next(((a, b) for a, b in split(document.text) if a <= start < b), (start, end))
        yield document.id, *span, document.text[slice(*span)], f"before {last}"


def _evidence(document: Document) -> Iterator[Piece]:
    """The sentences with full dates, the latest that the document may know of first."""
    found: list[tuple[str, int, int]] = []
    anchor = dates.interval(document.published.iso) if document.published else None
    for start, end in split(document.text):
        days = [
            iso
            for expression in dates.find(document.text[start:end])
            if expression.rule != "loose" and (iso := dates.resolve(expression, anchor, "past"))
        ]
        if days:
            found.append((max(days), start, end))
    found.sort(key=lambda piece: (piece[0], -piece[1]), reverse=True)
    for iso, start, end in found[:_EACH]:
        yield document.id, start, end, document.text[start:end], iso
