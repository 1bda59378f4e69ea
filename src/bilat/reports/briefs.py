"""A brief on two states, made of the happenings that both take part in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bilat.actors import actor_name
from bilat.dates import interval
from bilat.model import Document, Happening, Mention
from bilat.reports.choosing import Material, choose
from bilat.reports.lines import lines
from bilat.reports.making import Maker, by_document
from bilat.reports.notes import Notes
from bilat.reports.shapes import Brief, Detail, Line, Section
from bilat.reports.spelling import spellings, spelt
from bilat.reports.standing import bibliography, contested, single
from bilat.reports.wording import days_in_words, excerpt, plural

# kind, title, hint; in the order of the brief
_SECTIONS = (
    ("event", "What happened", "Meetings, transfers and agreements have sections of their own."),
    ("meeting", "Meetings", ""),
    ("agreement", "Agreements", "With the highest stage reached and those before it."),
    ("claim", "Contested claims", "What is asserted is not thereby so: each side is given."),
    ("transfer", "Transfers", ""),
    ("role", "Offices", "As the articles give them."),
    ("membership", "Memberships", ""),
    ("expectation", "Who expects what", "Forecasts and hopes, not facts."),
    ("quote", "Quotes", ""),
)
# What is said has the date of its document where it has none of its own.
_LAST = "9999"
_DETAIL = 300  # characters
_STAGES = "Stages"  # as the ledger of agreements tells them, for programs and lists
_ISO = re.compile(r"(?<![\w/.-])\d{4}-\d{2}-\d{2}(?![\w/.-]\w|-)")


def brief(
    a: str,
    b: str,
    happenings: Iterable[Happening],
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    names: Mapping[str, str],
    origins: Mapping[str, str],
    as_of: str | None = None,
) -> Brief:
    """The brief on two states or bodies, given by their codes.

    `happenings` may be all of the record's: those of the pair are chosen. `mentions` are by their ids; `documents`,
    `names` and `origins` by document id. `documents` are all that were read, for the cut-off line says how many;
    `as_of` is the day after which nothing is known, for that line too.
    """
    material = Material(mentions, documents, names)
    chosen = choose(a, b, (h for h in happenings if material.of(h)), material)
    rows = {kind: sorted(chosen[kind], key=lambda h: _order(h, material)) for kind, _, _ in _SECTIONS}
    names_of = spellings((h for found in chosen.values() for h in found), material)
    rows = {kind: [spelt(h, names_of) for h in found] for kind, found in rows.items()}
    told = [*chosen["event"], *chosen["told"]]
    make = Maker(
        pair=(a, b),
        material=material,
        origins=origins,
        notes=Notes((m for found in rows.values() for h in found for m in material.of(h)), material),
        claims=by_document(rows["claim"], material),
        consults={
            doc: [m for m, h in found if h.fields["type"] == "CONSULT"]
            for doc, found in by_document(told, material).items()
        },
        meetings=rows["meeting"],
        spellings=names_of,
    )
    sections = [Section(kind, title, hint, tuple(lines(kind, rows[kind], make))) for kind, title, hint in _SECTIONS]
    notes = make.notes.all()
    sections = [*sections, contested(sections), single(sections, notes, origins)]
    return Brief(
        title=f"{actor_name(a)} and {actor_name(b)}",
        cutoff=_cutoff(documents.values(), as_of),
        sections=tuple(s for s in sections if s.lines),
        notes=notes,
        sources=tuple(bibliography(notes, documents, names)),
    )


def rows_in_words(
    pair: tuple[str, str],
    kind: str,
    happenings: Iterable[Happening],
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    names: Mapping[str, str],
    origins: Mapping[str, str],
) -> dict[str, Line]:
    """Happenings of one kind as lines of a brief, by their ids, each on its own; their notes are not numbered."""
    material = Material(mentions, documents, names)
    make = Maker(pair, material, origins, _NoNotes((), material), {}, {}, (), {})
    return {h.id: lines(kind, [h], make)[0] for h in happenings}


class _NoNotes(Notes):
    """For lines that stand by themselves."""

    def of(self, mentions: Iterable[Mention]) -> tuple[int, ...]:
        return ()


def _order(h: Happening, material: Material) -> tuple[str, ...]:
    """By date, or by that of the telling where no text gives one; what has neither last."""
    best = material.of(h)[0]
    published = material.documents[best.doc].published
    told = _first_day(published.iso) if published else _LAST
    fallback = told
    if h.kind in ("role", "membership") and not h.first:
        fallback = h.fields.get("last_seen") or _LAST
    day = h.first or h.last or fallback
    return day, h.last or day, told, f"{best.start:09}", h.id


def _first_day(iso: str) -> str:
    span = interval(iso)
    return str(span.low or span.high)


def _cutoff(documents: Iterable[Document], as_of: str | None) -> str:
    """`Sources read: 5 documents, 6 July 2021 to 21 May 2024`, with the count of those without a date.

    With `as_of` it begins `As of 19 May 2024.`
    """
    given = list(documents)
    days = sorted(_first_day(d.published.iso) for d in given if d.published)
    undated = len(given) - len(days)
    out = f"As of {days_in_words(as_of, as_of)}. " if as_of else ""
    out += f"Sources read: {plural(len(given), 'document')}"
    if days:
        first, last = (days_in_words(day, day) for day in (days[0], days[-1]))
        out += f", {first}" if first == last else f", {first} to {last}"
    return out + (f"; {undated} undated" if undated else "")


def with_details(made: Brief, more: Mapping[str, Iterable[tuple[str, str]]]) -> Brief:
    """A brief with lines below its lines: (label, words) by happening. What a line says already is left out."""
    sections = tuple(
        replace(section, lines=tuple(_detailed(row, more.get(row.happening, ())) for row in section.lines))
        for section in made.sections
    )
    return replace(made, sections=sections)


def _days_told(words: str) -> str:
    """The same with ISO days in words, save where they are of a file's name."""
    return _ISO.sub(lambda found: days_in_words(found[0], found[0]), words)


def beside(labels: Iterable[str], more: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Of (label, words), what a line with details of these labels does not say: stages it names one by one."""
    known = {*labels, _STAGES}
    return tuple((label, words) for label, words in more if label not in known)


def _detailed(row: Line, more: Iterable[tuple[str, str]]) -> Line:
    labels = [detail.label for detail in row.details]
    added = tuple(Detail(label, excerpt(_days_told(words), _DETAIL)) for label, words in beside(labels, more))
    return replace(row, details=(*row.details, *added))
