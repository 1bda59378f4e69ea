"""What a brief's lines stand on: what is contested, what rests on one source only, and the bibliography."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bilat.model import Document
from bilat.reports.page import safe_url
from bilat.reports.shapes import Line, Note, Section, Source
from bilat.reports.wording import clean, listed, plural, when_in_words

_MOST = 12  # sources of which single lines are told apart
_SINGLE = "single source"


def contested(sections: Sequence[Section]) -> Section:
    """Every line that somebody denies, in one place, with its notes; what both sides say stands where it is told."""
    lines = tuple(
        replace(row, happening="", words="", details=())
        for section in sections
        for row in section.lines
        if any(mark == "contested" or mark.startswith("denied") for mark in row.marks)
    )
    return Section(
        "contested", "What is contested", "All that somebody denies, in one place; both sides stand above.", lines
    )


def single(sections: Sequence[Section], notes: Sequence[Note], origins: Mapping[str, str]) -> Section:
    """How many lines rest on one source only, by source: a second, independent report of them was not read."""
    every = [row for section in sections for row in section.lines]
    alone = [row for row in every if row.notes and row.support.endswith(_SINGLE)]
    by_origin: dict[str, list[Line]] = defaultdict(list)
    for row in alone:
        doc = notes[row.notes[0] - 1].doc
        by_origin[origins.get(doc, doc)].append(row)
    found = sorted(by_origin.values(), key=lambda rows: (-len(rows), rows[0].notes))
    lines = list(_by_source(found[:_MOST], notes))
    if rest := found[_MOST:]:
        numbers = sorted({n for rows in rest for row in rows for n in row.notes})
        told = f"{plural(len(rest), 'other source')}: {plural(sum(map(len, rest)), 'line')}"
        lines.append(Line("", "", told, tuple(numbers)))
    it = "it" if len(alone) == 1 else "them"
    hint = f"{len(alone):,} of {plural(len(every), 'line')}: no second, independent report of {it} was read."
    return Section("single", "What rests on a single source", hint, tuple(lines))


def _by_source(found: Sequence[Sequence[Line]], notes: Sequence[Note]) -> Iterator[Line]:
    for rows in found:
        first = notes[rows[0].notes[0] - 1]
        numbers = sorted({n for row in rows for n in row.notes})
        yield Line("", "", f"{first.source}, {first.date}: {plural(len(rows), 'line')}", tuple(numbers))


def bibliography(notes: Sequence[Note], documents: Mapping[str, Document], names: Mapping[str, str]) -> list[Source]:
    """The documents that notes stand in, by their date, the undated last."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for note in notes:
        numbers[note.doc].append(note.number)
    order = sorted(numbers, key=lambda doc: (_day(documents[doc]), documents[doc].title or "", doc))
    return [_source(documents[doc], names.get(doc, ""), numbers[doc]) for doc in order]


def _day(document: Document) -> str:
    return document.published.iso.lstrip("./") if document.published else "9999"


def _source(document: Document, name: str, numbers: Sequence[int]) -> Source:
    return Source(
        doc=document.id,
        authors=clean(listed(document.authors)),
        title=clean(document.title or name or document.name),
        outlet=clean(document.outlet or ""),
        date=when_in_words(document.published),
        url=safe_url(document.url),
        origin=clean(document.origin or ""),
        notes=tuple(numbers),
    )
