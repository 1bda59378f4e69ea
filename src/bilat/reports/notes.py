"""Numbered notes: the sentences that lines rest on, each once, numbered in the order of their first use."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from bilat.model import Document, Mention
from bilat.record import split
from bilat.reports.choosing import Material
from bilat.reports.shapes import Note
from bilat.reports.wording import clean, when_in_words

_PARTS = {"title": "headline", "heading": "heading", "caption": "caption", "dateline": "dateline", "topic": "topic"}
_MOST = 4  # notes of one line; the counts tell of the rest

Span = tuple[int, int]


class Notes:
    """The notes of one brief, made while its lines are written."""

    def __init__(self, mentions: Iterable[Mention], material: Material) -> None:
        """Take every mention that a line may rest on: those whose sentences touch share one note."""
        self._material = material
        self._sentences: dict[str, list[Span]] = {}
        self._spans: dict[str, list[Span]] = {}
        self._numbers: dict[tuple[str, Span], int] = {}
        self._notes: list[Note] = []
        by_document: dict[str, list[Mention]] = defaultdict(list)
        for m in mentions:
            by_document[m.doc].append(m)
        for doc, found in by_document.items():
            text = material.documents[doc].text
            sentences = self._sentences[doc] = split(text)
            self._spans[doc] = _joined(_trimmed(text, _around(m, sentences)) for m in found)

    def of(self, mentions: Iterable[Mention]) -> tuple[int, ...]:
        """The numbers of the notes of a line that rests on these, best first; one of each document before a second."""
        found = dict.fromkeys((m.doc, self._span(m)) for m in mentions)
        turn: dict[str, int] = defaultdict(int)
        order: list[tuple[int, tuple[str, Span]]] = []
        for key in found:
            order.append((turn[key[0]], key))
            turn[key[0]] += 1
        order.sort(key=lambda pair: pair[0])
        return tuple(sorted(self._number(doc, span) for _, (doc, span) in order[:_MOST]))

    def all(self) -> tuple[Note, ...]:
        """Every note that was used, by number."""
        return tuple(self._notes)

    def _span(self, mention: Mention) -> Span:
        spans = self._spans[mention.doc]
        start, _ = _trimmed(self._material.documents[mention.doc].text, (mention.start, mention.end))
        return spans[bisect_right(spans, start, key=lambda s: s[0]) - 1]

    def _number(self, doc: str, span: Span) -> int:
        known = self._numbers.get((doc, span))
        if known is not None:
            return known
        document = self._material.documents[doc]
        self._numbers[(doc, span)] = number = len(self._notes) + 1
        self._notes.append(
            Note(
                number=number,
                doc=doc,
                start=span[0],
                end=span[1],
                source=source_of(document, self._material.names.get(doc, "")),
                date=when_in_words(document.published),
                place=_place(document, span, self._sentences[doc]),
                sentence=clean(document.text[span[0] : span[1]]),
            )
        )
        return number


def source_of(document: Document, name: str) -> str:
    """What a document is called in a note: its outlet, else its title in quotation marks, else its name."""
    if document.outlet or not document.title:
        return clean(document.outlet or name or document.name)
    return f"“{clean(document.title)}”"


def place_in(document: Document, start: int, end: int) -> str:
    """Where in a document a span stands: `sentence 12`, `headline`."""
    return _place(document, (start, end), split(document.text))


def _around(mention: Mention, sentences: list[Span]) -> Span:
    """The whole sentences that a mention stands in."""
    first = bisect_right(sentences, mention.start, key=lambda s: s[1])
    last = bisect_left(sentences, mention.end, key=lambda s: s[0])
    if first >= last:
        return mention.start, mention.end
    return min(sentences[first][0], mention.start), max(sentences[last - 1][1], mention.end)


def _trimmed(text: str, span: Span) -> Span:
    """A span without the white space around it."""
    told = text[span[0] : span[1]]
    start = span[0] + len(told) - len(told.lstrip())
    return start, max(start, span[0] + len(told.rstrip()))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans with those that overlap made one, in order."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _place(document: Document, span: Span, sentences: list[Span]) -> str:
    """Where in a document a span stands: the part of the page, or its number among the sentences of the body."""
    off_body = [p for p in document.parts if p.role in _PARTS or p.role == "furniture"]
    for part in off_body:
        if part.start <= span[0] < part.end and part.role in _PARTS:
            return _PARTS[part.role]
    first = last = 0
    for start, end in sentences:
        if start >= span[1]:
            break
        if any(p.start <= start and end <= p.end for p in off_body):
            continue
        last += 1
        if end <= span[0]:
            first = last
    first += 1
    return f"sentence {first}" if last <= first else f"sentences {first}–{last}"
