"""What changed in a record between two dates: what is new, corrected, newly contested, or was ruled on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bilat import dates
from bilat.ledgers import View, chosen
from bilat.model import Actor, Document, Happening, Mention, to_row
from bilat.ontology import KINDS
from bilat.record import Record
from bilat.workspace.matching import rulings_in

if TYPE_CHECKING:
    from bilat.matching import Docket

Row = dict[str, Any]
NEWS = ("new", "contested", "corrected", "ruled")
CLOCKS = ("read", "published")
# What a later report can correct in a row; lists of the merged row (rungs, sayers) grow and are told by these.
_TOLD = ("status", "stage", "form", "count", "place", "quantity", "direction", "horizon", "office", "org")
_MOST = 3  # sentences of a row


def news(
    record: Record, codes: tuple[str, str], since: str, as_of: str | None, clock: str
) -> list[tuple[Row, Happening]]:
    """What the record holds of two states that it did not hold before `since`, each with its happening.

    `clock` says which date of a document counts: when it was `read`, or `published`. With `as_of`, nothing told later
    counts. A row has `news`, `changes` (field to before and after) and `because` (the sentences that brought it).
    """
    documents = {document.id: document for document in record.documents()}
    at = _read(record) if clock == "read" else _published(documents.values())
    mentions = _of(record, codes)
    held = {key: m for key, m in mentions.items() if as_of is None or at.get(m.doc, "~")[: len(as_of)] <= as_of}
    before = {key: m for key, m in held.items() if at.get(m.doc, "~") < since}
    rulings = rulings_in(record)
    old = {key: row for row in _matched(before, documents, record, rulings) for key in row.mentions}
    ruled = {f"(ruling {ruling.number})" for ruling in record.rulings() if ruling.at >= since}
    out = []
    for row in _matched(held, documents, record, rulings):
        fresh = [held[key] for key in row.mentions if key not in before]
        was = next((old[key] for key in row.mentions if key in old), None)
        told = _told(row, was, fresh, ruled)
        if told is not None:
            what, changes = told
            because = [_sentence(record, m, at) for m in fresh[:_MOST]]
            out.append(({"news": what, "changes": changes, "because": because}, row))
    order = NEWS.index
    return sorted(out, key=lambda pair: (order(pair[0]["news"]), pair[1].first or "9999", pair[1].id))


def _told(
    row: Happening, was: Happening | None, fresh: list[Mention], ruled: set[str]
) -> tuple[str, dict[str, list[Any]]] | None:
    """What is news of a happening, and what changed in it; None where nothing did."""
    if was is None:
        return ("new", {}) if fresh else None
    changes = {name: [a, b] for name, (a, b) in _values(was, row).items() if a != b}
    if fresh and _contested(row) and not _contested(was):
        return "contested", changes
    if fresh and changes:
        return "corrected", changes
    if any(note.endswith(mark) for note in row.notes for mark in ruled):
        return "ruled", changes
    return None


def _values(was: Happening, now: Happening) -> dict[str, tuple[Any, Any]]:
    pairs = {name: (was.fields.get(name), now.fields.get(name)) for name in _TOLD}
    pairs["date"] = (_date(was), _date(now))
    for name, spec in KINDS[now.kind].fields.items():
        if spec.what in ("actor", "actors"):
            pairs[name] = (_names(was.fields.get(name)), _names(now.fields.get(name)))
    return {name: (to_row(a), to_row(b)) for name, (a, b) in pairs.items()}


def _names(value: object) -> list[str]:
    actors = value if isinstance(value, tuple) else (value,)
    return sorted(a.id or a.name for a in actors if isinstance(a, Actor))


def _date(row: Happening) -> str | None:
    return None if row.first is None and row.last is None else f"{row.first or ''}/{row.last or ''}"


def _contested(row: Happening) -> bool:
    return bool(row.fields.get("contested") or row.fields.get("status") == "contested" or row.fields.get("denied_by"))


def _of(record: Record, codes: tuple[str, str]) -> dict[str, Mention]:
    """Every mention of what concerns both."""
    view = View(record)
    ids = {key for kind in KINDS for row in chosen(view, kind, codes) for key in row.mentions}
    return {m.id: m for m in record.mentions(ids=ids)}


def _matched(
    mentions: Mapping[str, Mention], documents: Mapping[str, Document], record: Record, rulings: Docket
) -> list[Happening]:
    from bilat import matching

    return list(matching.match(mentions.values(), documents, record.origins(), rulings))


def _read(record: Record) -> dict[str, str]:
    """When each text was first read, ISO, UTC."""
    found: dict[str, str] = {}
    for row in record.ledger():
        if row.doc is not None:
            found[row.doc] = min(row.at, found.get(row.doc, row.at))
    return found


def _published(documents: Iterable[Document]) -> dict[str, str]:
    """The last day on which each text may have been published."""
    spans = {d.id: dates.interval(d.published.iso) for d in documents if d.published}
    return {key: span.high.isoformat() for key, span in spans.items() if span.high}


def _sentence(record: Record, m: Mention, at: Mapping[str, str]) -> Row:
    names = record.names(m.doc)
    return {"doc": names[0], "start": m.start, "end": m.end, "sentence": m.quote, "at": at.get(m.doc), "voice": m.voice}
