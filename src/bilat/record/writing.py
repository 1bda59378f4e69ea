"""What goes into the record, each call in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import apsw

from bilat.model import Coded, Document, Happening, Mention, Refusal
from bilat.record import codec, matched
from bilat.record.connection import transaction
from bilat.record.growth import rows_of
from bilat.record.merging import merge
from bilat.record.sentences import split


@dataclass(frozen=True, slots=True)
class _Mention:
    """A mention's rows, made before the record is locked."""

    row: tuple[str, str, int, int, str | None, str | None, str, str]
    actors: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class _Head:
    """What the store has of a document save its text; columns in this order."""

    id: str
    essence: str
    coded_as: str | None
    coder: str
    first: str | None
    last: str | None
    dated: str | None
    details: str
    mentions: str

    def row(self) -> tuple[str | None, ...]:
        return astuple(self)


def write(connection: apsw.Connection, batch: Sequence[Coded]) -> tuple[str, ...]:
    """Store a batch; returns the end of each item: `ok`, `duplicate`, `known`, or the status of its refusal."""
    prepared = [(coded, _rows(coded)) for coded in batch]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with transaction(connection):
        return tuple(_enter(connection, coded, rows, at) for coded, rows in prepared)


def replace_happenings(
    connection: apsw.Connection, happenings: Iterable[Happening], origins: Mapping[str, str], revision: int | None
) -> None:
    rows, pairs = rows_of(happenings)
    with transaction(connection):
        matched.forget(connection)
        matched.put(connection, rows, pairs)
        connection.executemany(
            "INSERT INTO origin SELECT number, ? FROM document WHERE id = ?",
            [(origin, doc) for doc, origin in origins.items()],
        )
        matched.settle(connection, revision, matched.sum_of(rows))


def _rows(coded: Coded) -> list[_Mention]:
    """A mention's rows, each id once: twins differ in nothing that counts."""
    found: dict[str, _Mention] = {}
    for mention in coded.mentions:
        row = _mention_row(mention)
        found.setdefault(row[0], _Mention(row, frozenset(codec.actors_in(mention.fields))))
    return list(found.values())


def _mention_row(mention: Mention) -> tuple[str, str, int, int, str | None, str | None, str, str]:
    first, last = codec.days(mention.when)
    body = codec.mention_to_json(mention)
    return mention.id, mention.kind, mention.start, mention.end, first, last, mention.coder, body


def _enter(connection: apsw.Connection, coded: Coded, mentions: list[_Mention], at: str) -> str:
    outcome, source = coded.reading.outcome, codec.storable(coded.reading.source)
    if isinstance(outcome, Refusal):
        row = (source, f"{outcome.status}: {outcome.reason}", outcome.status, outcome.reason, outcome.detail)
        _log(connection, (*map(codec.storable, row), codec.storable(outcome.name), at))
        if coded.ended:
            connection.execute(
                "INSERT INTO attempt VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1, reason = ?",
                (coded.ended, coded.coder, outcome.reason, outcome.reason),
            )
        return outcome.status
    return _enter_document(connection, coded, outcome, mentions, source, at)


def _enter_document(
    connection: apsw.Connection, coded: Coded, document: Document, mentions: list[_Mention], source: str, at: str
) -> str:
    given = merge(document, document)
    number, stored = _stored(connection, document.id)
    known = given if stored is None else merge(codec.document_from(given.name, given.text, stored.details), given)
    head = _head(known, stored)
    fresh = stored is None or (stored.coder, stored.coded_as) != (coded.coder, head.essence)
    coding = bool(coded.coder) and fresh and codec.essence_of(given) == head.essence
    if coding:
        dated = coded.published or known.published
        first, last = codec.days(dated)
        head = replace(
            head,
            coded_as=head.essence,
            coder=coded.coder,
            first=first,
            last=last,
            dated=codec.when_to_json(dated),
            mentions=_seal(mentions),
        )
    if number is None:
        number = _add(connection, head, document.text)
    elif head != stored:
        _update(connection, number, head)
    if coding:
        connection.execute("DELETE FROM attempt WHERE item = ?", (head.id,))
        _replace_mentions(connection, number, mentions)
    name = codec.storable(document.name)
    connection.execute("INSERT OR IGNORE INTO name VALUES (?, ?)", (number, name))
    if coding or head != stored or connection.changes() > 0:
        connection.execute("UPDATE state SET revision = revision + 1")
    new = _log(connection, (source, head.id, "ok" if stored is None else "duplicate", "", "", name, at))
    _forget_refusals(connection, source)
    if coding or stored is None:
        return "ok"
    return "duplicate" if new else "known"


def _stored(connection: apsw.Connection, doc: str) -> tuple[int | None, _Head | None]:
    row: Any = connection.execute(
        "SELECT number, id, essence, coded_as, coder, first, last, dated, details, mentions FROM document WHERE id = ?",
        (doc,),
    ).fetchone()
    return (None, None) if row is None else (row[0], _Head(*row[1:]))


def _head(known: Document, stored: _Head | None) -> _Head:
    """A document's head by what is known of it now; what its coding gave stays."""
    essence, details = codec.essence_of(known), codec.details_of(known)
    if stored is not None and stored.essence == essence:
        return replace(stored, details=details)
    first, last = codec.days(known.published)
    dated = codec.when_to_json(known.published)
    if stored is None:
        return _Head(known.id, essence, None, "", first, last, dated, details, _seal([]))
    return replace(stored, essence=essence, first=first, last=last, dated=dated, details=details)


def _add(connection: apsw.Connection, head: _Head, text: str) -> int:
    """Store a new text and its sentences for search; returns its number."""
    connection.execute(
        "INSERT INTO document (id, essence, coded_as, coder, first, last, dated, details, mentions, seal, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*head.row(), codec.seal(head.row()), text),
    )
    number = connection.last_insert_rowid()
    spans = split(text)
    begin = _next(connection, "sentence")
    connection.executemany(
        "INSERT INTO sentence VALUES (?, ?, ?, ?)",
        ((begin + i, number, start, end) for i, (start, end) in enumerate(spans)),
    )
    connection.executemany(
        "INSERT INTO search (rowid, words) VALUES (?, ?)",
        ((begin + i, text[start:end]) for i, (start, end) in enumerate(spans)),
    )
    return number


def _update(connection: apsw.Connection, number: int, head: _Head) -> None:
    connection.execute(
        "UPDATE document SET id = ?, essence = ?, coded_as = ?, coder = ?, first = ?, last = ?, dated = ?,"
        " details = ?, mentions = ?, seal = ? WHERE number = ?",
        (*head.row(), codec.seal(head.row()), number),
    )


def _replace_mentions(connection: apsw.Connection, number: int, mentions: list[_Mention]) -> None:
    connection.execute("DELETE FROM mention WHERE document = ?", (number,))
    begin = _next(connection, "mention")
    connection.executemany(
        "INSERT INTO mention (number, document, id, kind, start, end, first, last, coder, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((begin + i, number, *mention.row) for i, mention in enumerate(mentions)),
    )
    connection.executemany("INSERT INTO mention_actor VALUES (?, ?, ?, ?)", _actor_rows(begin, mentions))


def _seal(mentions: list[_Mention]) -> str:
    return codec.seal(*sorted(mention.row for mention in mentions))


def _actor_rows(begin: int, mentions: list[_Mention]) -> Iterator[tuple[int, str, str, str]]:
    for i, mention in enumerate(mentions):
        for code, actor, field in sorted(mention.actors):
            yield begin + i, code, codec.storable(actor), field


def _log(connection: apsw.Connection, row: tuple[str, ...]) -> bool:
    """A row in the ledger; returns whether it is new."""
    connection.execute(
        "INSERT OR IGNORE INTO ledger (source, outcome, status, reason, detail, name, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    return connection.changes() > 0


def _forget_refusals(connection: apsw.Connection, source: str) -> None:
    """An input that can be read now is no longer one that could not."""
    connection.execute("DELETE FROM ledger WHERE source = ? AND status IN ('rejected', 'failed')", (source,))


def _next(connection: apsw.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").get)
