"""The record as an SQLite file of plain tables with keys between them, for Datasette and for SQL."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Whole
from bilat.exports.tables import of_fields
from bilat.model import Actor, Mention
from bilat.ontology import KINDS
from bilat.reports import Told, in_words

_SQL = {"int": "INTEGER", "number": "REAL", "bool": "INTEGER"}
_ACTOR = ("actor", "actors")
# table -> column -> its declaration
TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "id": "TEXT PRIMARY KEY", "name": "TEXT", "title": "TEXT", "published": "TEXT", "outlet": "TEXT",
        "origin": "TEXT", "authors": "TEXT", "url": "TEXT", "language": "TEXT", "text": "TEXT",
    },
    "happenings": {
        "id": "TEXT PRIMARY KEY", "kind": "TEXT", "date": "TEXT", "what": "TEXT", "marks": "TEXT", "first": "TEXT",
        "last": "TEXT", "date_words": "TEXT", "reports": "INTEGER", "origins": "INTEGER", "documents": "INTEGER",
        "confidence": "REAL", "sentence": "TEXT", "document": "TEXT REFERENCES documents(id)",
    },
    "mentions": {
        "id": "TEXT PRIMARY KEY", "happening": "TEXT REFERENCES happenings(id)",
        "document": "TEXT REFERENCES documents(id)", "start": "INTEGER", "end": "INTEGER", "quote": "TEXT",
        "kind": "TEXT", "voice": "TEXT", "date": "TEXT", "date_words": "TEXT", "background": "INTEGER",
        "confidence": "REAL", "why": "TEXT", "coder": "TEXT", "fields": "TEXT",
    },
    "actors": {
        "number": "INTEGER PRIMARY KEY", "happening": "TEXT REFERENCES happenings(id)", "field": "TEXT",
        "name": "TEXT", "code": "TEXT", "person": "TEXT", "sector": "TEXT", "office": "TEXT",
    },
}  # fmt: skip
for _kind in KINDS.values():
    _own = [f for f in _kind.fields.values() if f.what not in _ACTOR]
    TABLES[_kind.plural] = {
        "happening": "TEXT PRIMARY KEY REFERENCES happenings(id)",
        **{column.name: _SQL.get(column.what, "TEXT") for column in of_fields(_own)},
    }
_INDEXES = ("actors(happening)", "actors(code)", "mentions(happening)", "mentions(document)", "happenings(kind, first)")


def rows(scope: Scope) -> Iterator[Row]:
    """Rows, each with its `table`: documents before what stands in them."""
    seen: set[str] = set()
    for one in told(scope):
        for key, document in one.documents.items():
            if key not in seen:
                seen.add(key)
                yield {
                    "table": "documents", "id": key, "name": one.names[key][0], "title": document.title,
                    "published": document.published.iso if document.published else None, "outlet": document.outlet,
                    "origin": document.origin, "authors": "; ".join(document.authors) or None,
                    "url": safe.url(document.url), "language": document.language, "text": document.text,
                }  # fmt: skip
        yield _happening(one, scope)
        yield _of_kind(one)
        yield from _actors(one)
        for m in one.mentions:
            yield _mention(m, one.happening.id)


def _happening(one: Told, scope: Scope) -> Row:
    line, found = in_words(one, scope.view, (scope.a, scope.b)), one.happening
    return {
        "table": "happenings", "id": found.id, "kind": found.kind, "date": line.date, "what": line.text,
        "marks": "; ".join(line.marks) or None, "first": found.first, "last": found.last,
        "date_words": found.date_words or None, "reports": found.reports, "origins": found.origins,
        "documents": found.documents, "confidence": found.confidence, "sentence": one.best.quote,
        "document": one.best.doc,
    }  # fmt: skip


def _of_kind(one: Told) -> Row:
    kind = KINDS[one.happening.kind]
    held = {name: value for name, value in one.happening.fields.items() if name in TABLES[kind.plural]}
    return {"table": kind.plural, "happening": one.happening.id, **{name: _cell(v) for name, v in held.items()}}


def _actors(one: Told) -> Iterator[Row]:
    for field, value in one.happening.fields.items():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Actor):
                yield {
                    "table": "actors", "happening": one.happening.id, "field": field, "name": item.name,
                    "code": item.code, "person": item.id if item.id != item.code else None, "sector": item.sector,
                    "office": item.office,
                }  # fmt: skip


def _mention(m: Mention, happening: str) -> Row:
    when = m.when
    return {
        "table": "mentions", "id": m.id, "happening": happening, "document": m.doc, "start": m.start, "end": m.end,
        "quote": m.quote, "kind": m.kind, "voice": m.voice, "date": when.iso if when else None,
        "date_words": when.words if when else None, "background": m.background, "confidence": m.confidence,
        "why": m.why, "coder": m.coder, "fields": json.dumps({k: _plain(v) for k, v in m.fields.items()}),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Actor):
        return {"name": value.name, "code": value.code}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or None
    return value if isinstance(value, int | float | str) or value is None else json.dumps(value)


def save(rows: Iterable[Row], path: Path) -> None:
    """Write the tables, their indexes, and a search index of the sentences."""
    path.unlink(missing_ok=True)
    try:
        _save(rows, path)
    except sqlite3.OperationalError as error:
        # as every other file that cannot be written says it: no such folder, no room
        raise OSError(errno.EIO, str(error), str(path)) from None


def _save(rows: Iterable[Row], path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = OFF")  # a file that fails is thrown away
        made.execute("BEGIN")
        for table, columns in TABLES.items():
            made.execute(f"CREATE TABLE {table} ({', '.join(f'{_quoted(c)} {how}' for c, how in columns.items())})")
        inserts = {table: _insert(table, columns) for table, columns in TABLES.items()}
        for row in rows:
            made.execute(inserts[row["table"]], [_storable(row.get(c)) for c in TABLES[row["table"]]])
        for index in _INDEXES:
            made.execute(f"CREATE INDEX {index.translate(str.maketrans('(,', '__', ') '))} ON {index}")
        made.execute("CREATE VIRTUAL TABLE mentions_fts USING fts5 (quote, content='mentions', tokenize='porter')")
        made.execute("INSERT INTO mentions_fts (mentions_fts) VALUES ('rebuild')")
        made.execute("COMMIT")


def _insert(table: str, columns: Mapping[str, str]) -> str:
    # a mention that is of two happenings stands with the first
    return f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' for _ in columns)})"


def _quoted(column: str) -> str:
    return f'"{column}"'


def _storable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


MAKER = Whole(
    rows,
    save,
    tuple((f"`{table}`", ", ".join(f"`{column}`" for column in columns)) for table, columns in TABLES.items()),
)
