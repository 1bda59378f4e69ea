"""Events that others coded, into the record: batch by batch, each with how far its file is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import apsw

from bilat.model import Act, Fault, ImportedEvent
from bilat.ontology import QUADS
from bilat.record import codec
from bilat.record.connection import told, transaction

MOST_FAULTS = 1000  # malformed lines of one file that are kept by line; all are counted


FILE_COLUMNS = "number, source, hash, format, lines, done, events, duplicates, malformed"
_QUADS = {quad: number for number, quad in enumerate(("", *QUADS))}


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of events: how far it is read (`lines`), whether to its end, and what came of its lines."""

    number: int
    source: str
    hash: str
    format: str
    lines: int
    done: bool
    events: int
    duplicates: int
    malformed: int


def begin(connection: apsw.Connection, source: str, content: str, form: str) -> ImportedFile:
    """The file with this content (a hash), as far as it was read before; a new one is entered."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    source = codec.storable(source)
    with transaction(connection):
        found = _file(connection, "hash = ? AND format = ?", (content, form))
        if found is None:
            connection.execute(
                "INSERT INTO imported_file (source, hash, format, lines, done, events, duplicates, malformed, at)"
                " VALUES (?, ?, ?, 0, 0, 0, 0, 0, ?)",
                (source, content, form, at),
            )
            found = _file(connection, "number = ?", (connection.last_insert_rowid(),))
            _note(connection, source, content, "truncated", "import", "it was not read to its end", at)
        elif source != found.source and found.done:
            _note(connection, source, content, "duplicate", "import", f"the same as {found.source}", at)
    assert found is not None
    return found


def refuse(connection: apsw.Connection, source: str, reason: str, detail: str) -> None:
    """A ledger row for a file that is not what it was said to be; nothing is kept of it that gave nothing."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = (source, f"rejected: {reason}", "rejected", reason, detail, source, at)
    with transaction(connection):
        connection.execute("DELETE FROM imported_file WHERE source = ? AND lines = 0", (codec.storable(source),))
        connection.execute("DELETE FROM ledger WHERE source = ? AND status = 'truncated'", (codec.storable(source),))
        connection.execute(
            "INSERT OR REPLACE INTO ledger (source, outcome, status, reason, detail, name, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            tuple(map(codec.storable, row)),
        )


def finish(connection: apsw.Connection, number: int) -> ImportedFile:
    """Mark a file as read to its end."""
    with transaction(connection):
        connection.execute("UPDATE imported_file SET done = 1 WHERE number = ?", (number,))
        content, at = connection.execute("SELECT hash, at FROM imported_file WHERE number = ?", (number,)).fetchone()  # type: ignore[misc]
        file = _file(connection, "number = ?", (number,))
        assert file is not None
        _note(connection, file.source, content, "ok", "malformed lines" if file.malformed else "", _told(file), at)
    return file


def _told(file: ImportedFile) -> str:
    told = f"{file.events} events"
    told += f", {file.duplicates} known before" if file.duplicates else ""
    return told + (f", {file.malformed} malformed lines" if file.malformed else "")


def _note(
    connection: apsw.Connection, source: str, content: str, status: str, reason: str, detail: str, at: str
) -> None:
    connection.execute("DELETE FROM ledger WHERE source = ? AND status = 'rejected'", (source,))
    connection.execute(
        "INSERT OR REPLACE INTO ledger (source, outcome, status, reason, detail, name, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (source, f"import: {content}", status, reason, detail, source, at),
    )


def _file(connection: apsw.Connection, where: str, given: tuple[Any, ...]) -> ImportedFile | None:
    row: Any = connection.execute(
        f"SELECT {FILE_COLUMNS} FROM imported_file WHERE {where}",
        given,
    ).fetchone()
    return None if row is None else from_row(row)


def from_row(row: Sequence[Any]) -> ImportedFile:
    """A file from a row of its table."""
    number, source, content, form, lines, done, events, duplicates, malformed = row
    return ImportedFile(number, source, content, form, lines, bool(done), events, duplicates, malformed)


@lru_cache(maxsize=65536)
def _year_of(day: int) -> int:
    return (date(1970, 1, 1) + timedelta(days=day)).year


class Importer:
    """Writes the events of one file, batch by batch, by way of a table in memory: SQLite counts faster than Python."""

    def __init__(self, path: Path, connection: apsw.Connection, file: ImportedFile) -> None:
        """For `Record.importer`."""
        self._path = path
        self._connection = connection
        self._file = file
        self._acts: dict[str, int] = {}
        with told(path):
            connection.pragma("temp_store", "memory")
            connection.execute(_BATCH)

    def write(self, events: Sequence[ImportedEvent], faults: Sequence[Fault], lines: int) -> tuple[int, int]:
        """Store the events and faults of the lines up to `lines` in one transaction.

        Returns how many events were new, and how many the record held already.
        """
        given = {"file": self._file.number, "format": self._file.format}
        with told(self._path), transaction(self._connection):
            self._number_acts(events)
            self._fill(events)
            self._connection.execute(_FORGET_KNOWN, given)
            fresh = int(self._connection.execute("SELECT count(*) FROM temp.batch").get)
            for statement in _COUNTING:
                self._connection.execute(statement, given)
            self._insert_faults(faults)
            known = len(events) - fresh
            self._connection.execute(
                "UPDATE imported_file SET lines = ?, events = events + ?, duplicates = duplicates + ?,"
                " malformed = malformed + ? WHERE number = ?",
                (lines, fresh, known, len(faults), self._file.number),
            )
        return fresh, known

    def _number_acts(self, events: Sequence[ImportedEvent]) -> None:
        new: dict[str, Act] = {event.act.code: event.act for event in events if event.act.code not in self._acts}
        for code, act in sorted(new.items()):
            self._connection.execute(
                "INSERT OR IGNORE INTO imported_act (format, code, name, type, mode, quad, goldstein, intensity)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (self._file.format, code, act.name, act.type, act.mode, act.quad, act.goldstein, act.intensity),
            )
            self._acts[code] = self._connection.execute(
                "SELECT number FROM imported_act WHERE format = ? AND code = ?", (self._file.format, code)
            ).get

    def _fill(self, events: Sequence[ImportedEvent]) -> None:
        """Put the events into the table in memory, those of one key once."""
        acts, seen = self._acts, set[str]()
        rows = []
        for e in events:
            if e.key:
                if e.key in seen:
                    continue
                seen.add(e.key)
            rows.append(
                (e.source, e.target, e.day, acts[e.act.code], e.line, e.source_name, e.target_name, e.source_way,
                 e.target_way, e.reports, e.key, _QUADS[e.act.quad], _year_of(e.day))
            )  # fmt: skip
        self._connection.execute("DELETE FROM temp.batch")
        self._connection.executemany("INSERT INTO temp.batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _insert_faults(self, faults: Sequence[Fault]) -> None:
        number = self._file.number
        kept = self._connection.execute("SELECT count(*) FROM imported_fault WHERE file = ?", (number,)).get
        self._connection.executemany(
            "INSERT OR IGNORE INTO imported_fault VALUES (?, ?, ?)",
            [(number, line, codec.storable(reason)) for line, reason in faults[: max(0, MOST_FAULTS - kept)]],
        )


_BATCH = """
    DROP TABLE IF EXISTS temp.batch;
    CREATE TABLE temp.batch (
        source TEXT, target TEXT, day INTEGER, act INTEGER, line INTEGER, source_name TEXT, target_name TEXT,
        source_way TEXT, target_way TEXT, reports INTEGER, key TEXT, quad INTEGER, year INTEGER
    );
"""
_BETWEEN = "source <> '' AND target <> '' AND source <> target"
_FORGET_KNOWN = """
    DELETE FROM temp.batch WHERE key <> '' AND EXISTS (
        SELECT 1 FROM imported_key WHERE imported_key.format = :format AND imported_key.key = batch.key
    )
"""
_COUNTING = (
    "INSERT INTO imported_key SELECT :format, key FROM temp.batch WHERE key <> '' ORDER BY key",
    "INSERT OR IGNORE INTO imported_name (name) SELECT source_name FROM temp.batch UNION SELECT target_name"
    " FROM temp.batch ORDER BY 1",
    # in the order of the table, neighbours share a page
    """
    INSERT INTO imported_event
    SELECT source, target, day, act, :file, line, one.number, other.number, reports FROM temp.batch
    CROSS JOIN imported_name AS one ON one.name = source_name
    CROSS JOIN imported_name AS other ON other.name = target_name
    ORDER BY source, target, day, act, line
    """,
    f"""
    INSERT INTO imported_total
    SELECT side, :format, day, role, count(*), sum(quad = 1), sum(quad = 2), sum(quad = 3), sum(quad = 4)
    FROM (
        SELECT '' AS side, day, 'read' AS role, quad FROM temp.batch
        UNION ALL SELECT '', day, 'known', quad FROM temp.batch WHERE {_BETWEEN}
        UNION ALL SELECT source, day, 'source', quad FROM temp.batch WHERE {_BETWEEN}
        UNION ALL SELECT target, day, 'target', quad FROM temp.batch WHERE {_BETWEEN}
        UNION ALL SELECT max(source, target), day, 'home', quad FROM temp.batch
        WHERE NOT ({_BETWEEN}) AND max(source, target) <> ''
    )
    WHERE true
    GROUP BY side, day, role
    ON CONFLICT DO UPDATE SET
        events = events + excluded.events,
        verbal_cooperation = verbal_cooperation + excluded.verbal_cooperation,
        material_cooperation = material_cooperation + excluded.material_cooperation,
        verbal_conflict = verbal_conflict + excluded.verbal_conflict,
        material_conflict = material_conflict + excluded.material_conflict
    """,
    """
    INSERT INTO imported_naming
    SELECT code, number, :format, way, year, sum(events)
    FROM (
        SELECT source AS code, source_name AS named, source_way AS way, year, count(*) AS events FROM temp.batch
        WHERE source <> '' GROUP BY 1, 2, 3, 4
        UNION ALL SELECT target, target_name, target_way, year, count(*) FROM temp.batch
        WHERE target <> '' GROUP BY 1, 2, 3, 4
    )
    CROSS JOIN imported_name ON name = named
    GROUP BY 1, 2, 4, 5
    ON CONFLICT DO UPDATE SET events = events + excluded.events
    """,
)
