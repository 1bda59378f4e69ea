"""The record as rows for other programs: mentions, happenings, texts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from bilat.actors import Place, place_of
from bilat.dates import Interval, interval, to_iso
from bilat.model import Actor, Document, Happening, Mention, to_row

Row = dict[str, Any]
Names = Mapping[str, Sequence[str]]

_ACTOR_PARTS = ("name", "code", "sector", "office")
_NESTED = frozenset({list, dict})
_PLAIN = frozenset({int, float, bool, type(None)})
_TEXTS = frozenset({str, type(None)})
_AT_ONCE = 1_000  # rows
# What a spreadsheet would take for a formula, full-width signs too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def mention_rows(mentions: Iterable[Mention], documents: Mapping[str, Document], names: Names) -> Iterator[Row]:
    """Mentions in the annotation guide's format, one row for each name of the document.

    `documents` and `names` are by document id. An event whose place is known has coordinates, with what they are of.
    """
    for m in mentions:
        when, published = m.when, documents[m.doc].published
        row: Row = {"start": m.start, "end": m.end, "quote": m.quote, "kind": m.kind, "voice": m.voice}
        if when:
            row["date"] = when.iso
        row |= to_row(m.fields)
        if m.kind == "event":
            row |= _coordinates(m.fields.get("place"))
        row |= {"id": m.id, "coder": m.coder, "why": m.why, "confidence": m.confidence}
        if published:
            row["published"] = published.iso
        if when:
            row |= {"date_words": when.words, "date_basis": when.basis}
        row["background"] = m.background
        for name in names[m.doc]:
            yield {"doc": name, **row}


def happening_rows(
    happenings: Iterable[Happening], mentions: Mapping[str, Mention], documents: Mapping[str, Document], names: Names
) -> Iterator[Row]:
    """A row for each happening: its fields, dates, three counts, and the best sentence with its document and offsets.

    `mentions` are by their ids and hold at least those of the happenings. Actors have name, code, sector and office.
    """
    for h in happenings:
        best = mentions[h.mentions[0]]
        row: Row = {"id": h.id, "kind": h.kind}
        row |= {name: _plain(value) for name, value in h.fields.items()}
        if h.kind == "event":
            row |= _coordinates(h.fields.get("place"))
        row |= {
            "date": iso_of(h),
            "first": h.first,
            "last": h.last,
            "date_words": h.date_words,
            "voice": best.voice,
            "reports": h.reports,
            "origins": h.origins,
            "documents": h.documents,
            "confidence": h.confidence,
            "sentence": best.quote,
            "doc": names[best.doc][0],
            "start": best.start,
            "end": best.end,
            "published": _published(documents[best.doc]),
            "mentions": list(h.mentions),
            "notes": list(h.notes),
        }
        yield {name: value for name, value in row.items() if value is not None}


def text_rows(documents: Iterable[Document], names: Names) -> Iterator[Row]:
    """The texts that offsets count in, one row for each name of the document."""
    for d in documents:
        for name in names[d.id]:
            row = {"doc": name, "title": d.title, "published": _published(d), "text": d.text}
            yield {key: value for key, value in row.items() if value is not None}


def iso_of(h: Happening) -> str | None:
    """When a happening was, as an ISO date or range; None where it has no date."""
    return None if h.first is None and h.last is None else _iso(h.first, h.last)


@lru_cache(maxsize=1 << 14)
def _iso(first: str | None, last: str | None) -> str:
    ends = [interval(day).low if day else None for day in (first, last)]
    return to_iso(Interval(*ends))


def _published(document: Document) -> str | None:
    return document.published.iso if document.published else None


@lru_cache(maxsize=1 << 14)
def _place(name: str) -> Place | None:
    return place_of(name)


def _coordinates(name: str | None) -> Row:
    found = _place(name) if name else None
    if found is None:
        return {}
    return {"latitude": found.latitude, "longitude": found.longitude, "place_precision": found.kind}


def _plain(value: Any) -> Any:
    if isinstance(value, Actor):
        parts = {"name": value.name, "code": value.code, "sector": value.sector, "office": value.office, "id": value.id}
        return {key: part for key, part in parts.items() if part is not None}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


# ---- how rows are written


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Each row as a line of JSON, with its line break."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def csv_table(rows: Sequence[Row]) -> Iterator[str]:
    """Rows of any columns as CSV, some lines at a time, below a header of all columns in their order of appearance.

    Several values of a cell are joined by `; `; what is neither text nor number is written as JSON. No cell runs as a
    formula.
    """
    found = [flat(row) for row in rows]
    columns = list(dict.fromkeys(chain.from_iterable(found)))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    for begin in range(0, len(found), _AT_ONCE):
        some = found[begin : begin + _AT_ONCE]
        writer.writerows(zip(*[_cells([row.get(column) for row in some]) for column in columns], strict=True))
        yield lines.getvalue()
        lines.seek(0)
        lines.truncate()
    yield lines.getvalue()


def _cells(values: Sequence[Any]) -> Sequence[Any]:
    """A column's values as they are written; what stands in it often is looked at once."""
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        return values
    if kinds <= _TEXTS:
        told = {value: _cell(value) for value in set(values)}
        return [told[value] for value in values]
    return list(map(_cell, values))


def _cell(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, str):
        return inert(value)
    return inert("; ".join(value) if isinstance(value, list) else json.dumps(value, ensure_ascii=False))


def inert(value: str) -> str:
    """A cell that no spreadsheet runs: a text that it would take for a formula is preceded by an apostrophe."""
    return f"'{value}" if value[:1] in _FORMULA else value


def flat(row: Row) -> Row:
    """A row without nesting: an actor's parts in columns of their own, lists of texts for several."""
    if _NESTED.isdisjoint(map(type, row.values())):
        return row
    out: Row = {}
    for name, value in row.items():
        if type(value) not in _NESTED:
            out[name] = value
            continue
        several = value if isinstance(value, list) else [value]
        if several and all(isinstance(v, dict) and "name" in v for v in several):
            for part in _ACTOR_PARTS:
                parts = [_part(actor, part) for actor in several]
                out[f"{name}_{part}"] = parts if isinstance(value, list) else parts[0]
        elif isinstance(value, list):
            out[name] = [v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in value]
        else:
            out[name] = value
    return out


def _part(actor: Row, part: str) -> str:
    if part == "code":
        return str(actor.get("code") or actor.get("country") or actor.get("org") or "")
    return str(actor.get(part, ""))
