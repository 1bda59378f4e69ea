"""What is wrong with a record, for `bilat doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw

from bilat.model import text_id
from bilat.record import acknowledging, codec, matched
from bilat.record.connection import SCHEMA

_MOST = 20  # problems of one kind that are told one by one


def check(connection: apsw.Connection, deep: bool) -> list[str]:
    """Problems, a line each; a deep check also reads every text and mention."""
    found: list[str] = []
    for test in (
        _file,
        _schema,
        _keys,
        _acknowledged,
        _ledger,
        _search,
        _matching,
        _imports,
        _tallies,
        *((_texts, _mentions, _happenings, _words) if deep else ()),
    ):
        try:
            found += test(connection)
        except (apsw.Error, ValueError, KeyError, TypeError) as error:
            found.append(f"the file is damaged: {error} (while checking{test.__name__.replace('_', ' ')})")
    return found


def _file(connection: apsw.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
        if line != "ok":
            yield f"the file is damaged: {line}"


def _schema(connection: apsw.Connection) -> Iterator[str]:
    version = connection.pragma("user_version")
    if version != SCHEMA:
        yield f"the schema is {version}, and should be {SCHEMA}"


def _keys(connection: apsw.Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchall()[:_MOST]:
        yield f"{table} {row}: its {parent} is missing"


def _acknowledged(connection: apsw.Connection) -> Iterator[str]:
    missing = acknowledging.lost(connection, Path(connection.filename))
    if missing:
        yield f"{missing:,} writes that were stored are gone: {acknowledging.ADVICE}"


def _ledger(connection: apsw.Connection) -> Iterator[str]:
    unsourced = connection.execute(
        "SELECT count(*) FROM document WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE outcome = document.id)"
    ).get
    gone = connection.execute(
        "SELECT count(*) FROM ledger WHERE status IN ('ok', 'duplicate') AND length(outcome) = 32"
        " AND reason = '' AND NOT EXISTS (SELECT 1 FROM document WHERE id = outcome)"
    ).get
    if unsourced or gone:
        yield f"the ledger is out of step: {unsourced} documents have no row, {gone} rows no document"


def _search(connection: apsw.Connection) -> Iterator[str]:
    missing = connection.execute(
        "SELECT count(*) FROM sentence WHERE number NOT IN (SELECT id FROM search_docsize)"
    ).get
    extra = connection.execute("SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT number FROM sentence)").get
    if missing or extra:
        yield f"search is out of step: {missing} sentences are missing, {extra} are too many"


def _matching(connection: apsw.Connection) -> Iterator[str]:
    stale = connection.execute("SELECT count(*) FROM document WHERE coded_as IS NOT essence").get
    if stale:
        yield f"{stale} documents are still to be coded: `bilat read` of anything does it"
    if not connection.execute("SELECT matched = revision FROM state").get:
        yield "happenings are older than the mentions: `bilat read` of anything matches again"


def _tallies(connection: apsw.Connection) -> Iterator[str]:
    """The counts that pages show, against the rows themselves."""
    for table, kind in (("sentence", "''"), ("mention", "kind"), ("happening", "kind")):
        wrong = connection.execute(
            f"SELECT count(*) FROM (SELECT {kind} AS kind, count(*) AS found FROM {table} GROUP BY 1) AS counted"
            " FULL JOIN (SELECT kind, number FROM tally WHERE what = ? AND number <> 0) AS kept USING (kind)"
            " WHERE found IS NOT number",
            (table,),
        ).get
        if wrong:
            yield f"the counts of {table}s that pages show are out of step: put a backup in its place"
    wrong = connection.execute(
        "SELECT (SELECT total(happenings) FROM course) - (SELECT count(*) FROM happening_time)"
    ).get
    if wrong:
        yield f"the counts by month that pages show are out of step by {wrong:,.0f}: put a backup in its place"


def _imports(connection: apsw.Connection) -> Iterator[str]:
    for source, lines in connection.execute("SELECT source, lines FROM imported_file WHERE NOT done ORDER BY source"):
        yield f"{source} was imported to line {lines:,} only: the same `bilat import` goes on from there"
    told: Any = connection.execute(
        "SELECT format, sum(events) - (SELECT total(events) FROM imported_total"
        " WHERE code = '' AND imported_total.format = imported_file.format AND role = 'read')"
        " FROM imported_file GROUP BY 1 ORDER BY 1"
    )
    for form, missing in told:
        if missing:
            yield f"imported events of {form}: the totals by day are out of step by {missing:,.0f}"


def _texts(connection: apsw.Connection) -> Iterator[str]:
    rows = connection.execute(
        "SELECT text, seal, id, essence, coded_as, coder, first, last, dated, details, mentions FROM document"
        " ORDER BY id"
    )
    for text, seal, *head in rows:
        if text_id(text) != head[0]:
            yield f"document {head[0]}: its text is not the one that was read"
        if codec.seal(head) != seal:
            yield f"document {head[0]}: what is kept of it is not what was written"


def _mentions(connection: apsw.Connection) -> Iterator[str]:
    documents: Any = connection.execute("SELECT number, id, text, mentions FROM document ORDER BY id")
    for number, doc, text, seal in documents:
        rows: list[Any] = connection.execute(
            "SELECT id, kind, start, end, first, last, coder, body FROM mention WHERE document = ? ORDER BY id",
            (number,),
        ).fetchall()
        if codec.seal(*rows) != seal:
            yield f"document {doc}: its mentions are not those that were written"
        for identity, kind, start, end, _, _, coder, body in rows:
            mention = codec.mention_from(doc, start, end, kind, coder, body)
            if text[start:end] != mention.quote:
                yield f"mention {identity} of document {doc}: its quote is not the text from {start} to {end}"


def _happenings(connection: apsw.Connection) -> Iterator[str]:
    if matched.sealed(connection) != connection.execute("SELECT seal FROM state").get:
        yield "the happenings are not those that were written: `bilat read` of anything new matches again"


def _words(connection: apsw.Connection) -> Iterator[str]:
    """The search index against itself; it can be asked only by a connection that may write."""
    if not connection.readonly("main"):
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    yield from ()
