"""Questions about documents themselves: when one was written, and from what that is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bilat import actors, dates
from bilat.ledgers import View
from bilat.model import Document
from bilat.record import split, stems
from bilat.reports import days_in_words, when_in_words

_ASKED = re.compile(
    r"\bwhen\b.*\b(?:documents?|articles?|texts?|pieces?|files?)\b.*\b(?:written|published|from|dated|printed|made)\b"
    r"|\b(?:dates?|dated)\b.*\b(?:documents?|articles?|texts?|files?)\b",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"[\w][\w./-]*\w")
_EACH = 5  # sentences that speak for one document's date
_TURN = 2  # of them first, then as many that show before when it was written
_STANDS = frozenset({"holds", "interim"})
_AHEAD = frozenset({"elected", "appointed"})
_YET = re.compile(
    r"-(?:elect|designate)\b|\bincoming\b|\b(?:will|would|is to|is due to) (?:\w+ )?"
    r"(?:enter|assume|take (?:up|over|office)|be (?:sworn|inaugurated)|succeed|"
    r"become (?:president|prime minister|chancellor|king|queen))\b",
    re.IGNORECASE,
)

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
        before = _before(view, document)
        lines.append(f"{names[document.id]}: {_told(document, before)}")
        dated = [*_evidence(document)]
        shown = {piece[1] for piece in dated[:_TURN]}
        late = [piece for piece in before if piece[1] not in shown]
        several.append([*dated[:_TURN], *late[:_TURN], *dated[_TURN:], *late[_TURN:]])
    turns = max(map(len, several))
    return lines, [pieces[turn] for turn in range(turns) for pieces in several if turn < len(pieces)]


def _told(document: Document, before: list[Piece]) -> str:
    """When a document was written, and what that is known from."""
    if document.published is None:
        return "not known"
    day = when_in_words(document.published)
    if document.published.basis == "document":
        return f"{day} (from its own date)"
    if not before:
        return f"{day} (from its text)"
    return f"{day}, {before[0][4]} (from its text and from terms of office)"


def _names(word: str, name: str) -> bool:
    """Whether a word of a question is a document's name, or the beginning of it up to a break."""
    return re.match(rf"{re.escape(word)}(?![^\W_])", name, re.IGNORECASE) is not None


def _before(view: View, document: Document) -> list[Piece]:
    """The sentences that show before when it was written, the earliest such day first.

    Somebody holds an office in them who is known to have left it later, or is yet to take one that he later took.
    """
    since = dates.interval(document.published.iso).low if document.published else None
    if since is None or (document.published and document.published.basis == "document"):
        return []
    sentences = list(split(document.text))
    found: set[tuple[str, int, int]] = set()
    for role in view.mentions("role", document.id):
        person, status = role.fields["person"], role.fields["status"]
        if status not in _STANDS and status not in _AHEAD:
            continue
        said = set(stems(role.fields["office"]))
        for office in actors.offices_of(person.name):
            day = office.first if status in _AHEAD else office.last
            if office.country != person.code or not said & set(stems(office.office)) or not day:
                continue
            if day < since.isoformat():
                continue
            span = next(((a, b) for a, b in sentences if a <= role.start < b), (role.start, role.end))
            found.add((day, *span))
            if status in _AHEAD:
                found |= {(day, a, b) for a, b in sentences if _awaits(document.text[a:b], person.name)}
    first: dict[tuple[int, int], str] = {}
    for day, start, end in sorted(found):
        first.setdefault((start, end), day)
    return [
        (document.id, start, end, document.text[start:end], f"before {days_in_words(day, day)}")
        for (start, end), day in first.items()
    ]


def _awaits(sentence: str, person: str) -> bool:
    """Whether a sentence has somebody's office still before them: "Ms Doe will enter the presidency"."""
    return person.split()[-1] in sentence and _YET.search(sentence) is not None


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
