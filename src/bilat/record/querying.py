"""What comes out of the record, in an order that does not depend on how it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apsw

from bilat.model import Document, Happening, Mention, Reading
from bilat.record import codec
from bilat.record.connection import reading
from bilat.record.merging import merge

_MOST_WORDS = 64  # of a search; each costs a look-up of its own
_DOCUMENT = """
    SELECT (SELECT min(name) FROM name WHERE document = number), text, details, dated FROM document
"""
_MENTION = """
    SELECT document.id, mention.start, mention.end, mention.kind, mention.coder, mention.body
"""
_IN_ORDER = " ORDER BY document.id, mention.start, mention.end, mention.id"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """An input and its end: `ok`, `duplicate`, `rejected`, `failed` or `truncated`.

    `doc` is the text's id where one was read, `at` the time of the first reading (ISO, UTC).
    """

    source: str
    status: str
    reason: str
    detail: str
    name: str
    doc: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a search found, with its offsets in the text of the document `doc`."""

    doc: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the record holds; mentions and happenings by kind, imported events by format, ledger rows by status."""

    documents: int
    sentences: int
    mentions: dict[str, int]
    happenings: dict[str, int]
    imported: dict[str, int]
    ledger: dict[str, int]


def _row(connection: apsw.Connection, query: str, given: tuple[str, ...]) -> Any:
    return connection.execute(query, given).fetchone()


def _pairs(connection: apsw.Connection, query: str) -> list[Any]:
    return connection.execute(query).fetchall()


def known(connection: apsw.Connection, document: Document, coder: str) -> bool:
    row = _row(connection, "SELECT coder, coded_as, details FROM document WHERE id = ?", (document.id,))
    if row is None or row[0] != coder:
        return False
    merged = merge(codec.document_from(document.name, document.text, row[2]), document)
    return bool(row[1] == codec.essence_of(merged))


def effective(connection: apsw.Connection, document: Document) -> Document:
    row = _row(connection, "SELECT details FROM document WHERE id = ?", (document.id,))
    stored = document if row is None else codec.document_from(document.name, document.text, row[0])
    return merge(stored, document)


def stale(connection: apsw.Connection) -> list[Reading]:
    rows: Any = connection.execute(
        "SELECT (SELECT min(source) FROM ledger WHERE outcome = id),"
        " (SELECT min(name) FROM name WHERE document = number), text, details"
        " FROM document WHERE coded_as IS NOT essence ORDER BY id"
    )
    return [Reading(source, codec.document_from(*row)) for source, *row in rows]


def texts_named(connection: apsw.Connection, name: str) -> int:
    return int(_row(connection, "SELECT count(*) FROM name WHERE name = ?", (codec.storable(name),))[0])


def attempts(connection: apsw.Connection, doc: str, coder: str) -> tuple[int, str]:
    row = _row(connection, "SELECT times, reason FROM attempt WHERE item = ? AND coder = ?", (doc, coder))
    return row or (0, "")


def documents(connection: apsw.Connection, ids: Iterable[str] | None) -> Iterator[Document]:
    if ids is None:
        rows = connection.execute(_DOCUMENT + "ORDER BY id")
    else:
        rows = connection.execute(
            _DOCUMENT + "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (codec.dumps(list(ids)),)
        )
    for name, text, details, dated in rows:
        yield codec.document_dated(name, text, details, dated)


def documents_by_day(connection: apsw.Connection, since: str | None, until: str | None) -> list[tuple[str, int]]:
    rows: Any = connection.execute(
        "SELECT first, count(*) FROM document WHERE first = last AND first BETWEEN ? AND ? GROUP BY 1 ORDER BY 1",
        (since or "0000", until or "9999-12-31"),
    )
    return [tuple(row) for row in rows]


def documents_read(connection: apsw.Connection, until: str | None) -> list[tuple[str, int, int]]:
    rows: Any = connection.execute(
        "SELECT substr(first, 1, 7), count(*), count(DISTINCT CASE WHEN first = last THEN first END) FROM document"
        " WHERE substr(first, 1, 7) = substr(last, 1, 7) AND first <= ? GROUP BY 1 ORDER BY 1",
        (until or "9999-12-31",),
    )
    return [tuple(row) for row in rows]


def first_read(connection: apsw.Connection) -> dict[str, str]:
    rows: Any = connection.execute(
        "SELECT outcome, min(at) FROM ledger WHERE status IN ('ok', 'duplicate') GROUP BY outcome ORDER BY outcome"
    )
    return dict(rows.fetchall())


def names(connection: apsw.Connection, doc: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT name FROM name WHERE document = (SELECT number FROM document WHERE id = ?) ORDER BY name", (doc,)
    )
    return tuple(name for (name,) in rows)


def first_names(connection: apsw.Connection) -> dict[str, str]:
    query = "SELECT id, min(name) FROM document CROSS JOIN name ON document = number GROUP BY id ORDER BY id"
    return dict(_pairs(connection, query))


def mentions(
    connection: apsw.Connection, kind: str | None, doc: str | None, code: str | None, ids: Iterable[str] | None
) -> Iterator[Mention]:
    # the planner is held to the order that fits: from few mentions to their documents, or through all in order
    joined = "document CROSS JOIN mention ON mention.document = document.number"
    where, given = [], []
    if ids is not None or code is not None:
        joined = "mention CROSS JOIN document ON mention.document = document.number"
    if ids is not None:
        where.append("mention.id IN (SELECT value FROM json_each(?))")
        given.append(codec.dumps(list(ids)))
    if code is not None:
        where.append("mention.number IN (SELECT mention FROM mention_actor WHERE code = ?)")
        given.append(code)
    if kind is not None:
        where.append("mention.kind = ?")
        given.append(kind)
    if doc is not None:
        where.append("document.id = ?")
        given.append(doc)
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    for row in connection.execute(f"{_MENTION} FROM {joined}{condition}{_IN_ORDER}", given):
        yield codec.mention_from(*row)


def happenings(
    connection: apsw.Connection, kind: str, a: str | None, b: str | None, since: str | None, until: str | None
) -> Iterator[Happening]:
    where, given = ["happening.kind = ?"], [kind]
    joined = "happening"
    codes = sorted({code for code in (a, b) if code})
    if codes:
        joined = "happening_pair CROSS JOIN happening ON happening.number = happening_pair.happening"
        where = ["happening_pair.kind = ?", "happening_pair.a = ?", "happening_pair.b = ?"]
        given += codes if len(codes) == 2 else ["", *codes]
    if since or until:
        where.append("(first IS NOT NULL OR last IS NOT NULL)")
    if since:
        where.append("(last IS NULL OR last >= ?)")
        given.append(since)
    if until:
        where.append("(first IS NULL OR first <= ?)")
        given.append(until)
    rows = connection.execute(
        f"SELECT happening.id, happening.kind, first, last, body FROM {joined} WHERE {' AND '.join(where)}"
        " ORDER BY first IS NULL AND last IS NULL, coalesce(first, last), happening.id",
        given,
    )
    for row in rows:
        yield codec.happening_from(*row)


def happenings_named(connection: apsw.Connection, ids: Iterable[str]) -> list[Happening]:
    rows = connection.execute(
        "SELECT id, kind, first, last, body FROM happening WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (codec.dumps(list(ids)),),
    )
    return [codec.happening_from(*row) for row in rows]


def names_actor(connection: apsw.Connection, actor: str) -> bool:
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM mention_actor WHERE actor = ?)", (actor,)).get)


def origins(connection: apsw.Connection) -> dict[str, str]:
    return dict(_pairs(connection, "SELECT id, origin FROM origin JOIN document ON number = document ORDER BY id"))


def search(connection: apsw.Connection, words: str, limit: int) -> list[Hit]:
    terms = [term.replace('"', '""') for term in words.replace("\0", " ").split() if any(map(str.isalnum, term))]
    if not terms:
        return []
    query = " ".join(f'"{codec.storable(term)}"' for term in terms[:_MOST_WORDS])
    rows = connection.execute(
        """
        SELECT document.id, sentence.start, sentence.end, document.text
        FROM (SELECT rowid AS found, rank AS place FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?)
        CROSS JOIN sentence ON sentence.number = found
        CROSS JOIN document ON document.number = sentence.document
        ORDER BY place, document.id, sentence.start
        """,
        (query, limit),
    )
    return [Hit(doc, start, end, text[start:end]) for doc, start, end, text in rows]


def ranked(connection: apsw.Connection, choices: Iterable[Iterable[str]], limit: int, until: str | None) -> list[Hit]:
    query = _any_of(choices)
    if not query:
        return []
    early = (
        " AND rowid IN (SELECT sentence.number FROM sentence JOIN document ON document.number = sentence.document"
        " WHERE document.first <= ?)"
    )
    rows = connection.execute(
        f"""
        SELECT document.id, sentence.start, sentence.end, document.text
        FROM (SELECT rowid AS found, rank AS place FROM search WHERE search MATCH ?{early if until else ""}
              ORDER BY rank LIMIT ?)
        CROSS JOIN sentence ON sentence.number = found
        CROSS JOIN document ON document.number = sentence.document
        ORDER BY place, document.id, sentence.start
        """,
        (query, *([until] if until else []), limit),
    )
    return [Hit(doc, start, end, text[start:end]) for doc, start, end, text in rows]


def sentences_with(connection: apsw.Connection, choice: Iterable[str]) -> int:
    query = _any_of([choice])
    return int(connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (query,)).get) if query else 0


def count_sentences(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT coalesce(sum(number), 0) FROM tally WHERE what = 'sentence'").get)


def _any_of(choices: Iterable[Iterable[str]]) -> str:
    """A query for any of these phrases."""
    phrases = {phrase.replace('"', '""').replace("\0", " ") for choice in choices for phrase in choice}
    kept = sorted(phrase for phrase in phrases if any(map(str.isalnum, phrase)))
    return " OR ".join(f'"{codec.storable(phrase)}"' for phrase in kept)


def persons(connection: apsw.Connection) -> list[str]:
    rows = connection.execute("SELECT DISTINCT actor FROM mention_actor WHERE actor LIKE '%:%' ORDER BY actor")
    return [actor for (actor,) in rows]


def docs_until(connection: apsw.Connection, until: str) -> list[str]:
    return [doc for (doc,) in connection.execute("SELECT id FROM document WHERE first <= ? ORDER BY id", (until,))]


def ledger(connection: apsw.Connection, status: str | None) -> Iterator[LedgerRow]:
    rows = connection.execute(
        "SELECT source, status, reason, detail, name,"
        " CASE WHEN status IN ('ok', 'duplicate') AND outcome NOT LIKE 'import: %' THEN outcome END, at"
        " FROM ledger WHERE ?1 IS NULL OR status = ?1 ORDER BY source, outcome",
        (status,),
    )
    for row in rows:
        yield LedgerRow(*row)


def counts(connection: apsw.Connection) -> Counts:
    tally: dict[str, dict[str, int]] = {"sentence": {}, "mention": {}, "happening": {}}
    for what, kind, number in connection.execute("SELECT what, kind, number FROM tally WHERE number ORDER BY 1, 2"):
        tally[what][kind] = number
    return Counts(
        documents=connection.execute("SELECT count(*) FROM document").get,
        sentences=tally["sentence"].get("", 0),
        mentions=tally["mention"],
        happenings=tally["happening"],
        imported=dict(_pairs(connection, "SELECT format, sum(events) FROM imported_file GROUP BY 1 ORDER BY 1")),
        ledger=dict(_pairs(connection, "SELECT status, count(*) FROM ledger GROUP BY 1 ORDER BY 1")),
    )


def revision(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT revision FROM state").get)


def matchings(connection: apsw.Connection) -> tuple[int, int]:
    row: Any = connection.execute("SELECT revision, matchings FROM state").fetchone()
    return row[0], row[1]


def matched(connection: apsw.Connection) -> bool:
    return bool(connection.execute("SELECT matched = revision FROM state").get)


_CONTENT = (
    "SELECT id, coder, dated, details, origin.origin FROM document LEFT JOIN origin ON origin.document = number"
    " ORDER BY id",
    "SELECT id, name FROM document CROSS JOIN name ON document = number ORDER BY id, name",
    "SELECT id, start, end, kind, coder, body FROM mention ORDER BY id",
    "SELECT id, kind, first, last, body FROM happening ORDER BY id",
)


def content_hash(connection: apsw.Connection) -> str:
    found = hashlib.sha256()
    with reading(connection):  # so that all four see one state
        for query in _CONTENT:
            found.update(b"\x1e")
            for row in connection.execute(query):
                found.update(codec.dumps(row).encode() + b"\n")
    return found.hexdigest()
