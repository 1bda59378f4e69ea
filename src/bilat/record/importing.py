"""Events that others coded, into the record: batch by batch, each with how far its file is read."""

from __future__ import annotations

from collections import Counter
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
_MOST_NAMES = 300_000  # kept in memory
_EPOCH = date(1970, 1, 1)
_COLUMN = {quad: number for number, quad in enumerate(QUADS, 1)}
_Total = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of events: how far it is read (`lines`), whether to its end, and what came of its lines."""

    number: int
    source: str
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
        f"SELECT number, source, format, lines, done, events, duplicates, malformed FROM imported_file WHERE {where}",
        given,
    ).fetchone()
    return None if row is None else ImportedFile(row[0], row[1], row[2], row[3], bool(row[4]), *row[5:])


class Importer:
    """Writes the events of one file; it remembers the numbers of names and acts between batches."""

    def __init__(self, path: Path, connection: apsw.Connection, file: ImportedFile) -> None:
        """For `Record.importer`."""
        self._path = path
        self._connection = connection
        self._file = file
        self._names: dict[str, int] = {}
        self._acts: dict[str, int] = {}

    def write(self, events: Sequence[ImportedEvent], faults: Sequence[Fault], lines: int) -> tuple[int, int]:
        """Store the events and faults of the lines up to `lines` in one transaction.

        Returns how many events were new, and how many the record held already.
        """
        with told(self._path), transaction(self._connection):
            fresh = self._fresh(events)
            self._number_names(fresh)
            self._number_acts(fresh)
            self._insert(fresh)
            self._count(fresh)
            self._insert_faults(faults)
            known = len(events) - len(fresh)
            self._connection.execute(
                "UPDATE imported_file SET lines = ?, events = events + ?, duplicates = duplicates + ?,"
                " malformed = malformed + ? WHERE number = ?",
                (lines, len(fresh), known, len(faults), self._file.number),
            )
        return len(fresh), known

    def _fresh(self, events: Sequence[ImportedEvent]) -> Sequence[ImportedEvent]:
        """Those whose key the record does not hold, each key once."""
        keyed = {event.key: event for event in reversed(events) if event.key}
        if not keyed:
            return events
        known = {
            key
            for (key,) in self._connection.execute(
                "SELECT key FROM json_each(?) CROSS JOIN imported_key ON key = value AND format = ?",
                (codec.dumps(list(keyed)), self._file.format),
            )
        }
        fresh = [event for event in events if not event.key or (event.key not in known and keyed[event.key] is event)]
        self._connection.executemany(
            "INSERT INTO imported_key VALUES (?, ?)",
            [(self._file.format, key) for key in sorted(event.key for event in fresh if event.key)],
        )
        return fresh

    def _number_names(self, events: Sequence[ImportedEvent]) -> None:
        if len(self._names) > _MOST_NAMES:
            self._names.clear()
        new = {event.source_name for event in events} | {event.target_name for event in events}
        new.difference_update(self._names)
        given = codec.dumps(sorted(new))
        self._connection.execute("INSERT OR IGNORE INTO imported_name (name) SELECT value FROM json_each(?)", (given,))
        rows: Any = self._connection.execute(
            "SELECT name, number FROM json_each(?) CROSS JOIN imported_name ON name = value", (given,)
        )
        self._names.update(rows)

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

    def _insert(self, events: Sequence[ImportedEvent]) -> None:
        names, acts, file = self._names, self._acts, self._file.number
        rows = [
            (e.source, e.target, e.day, acts[e.act.code], file, e.line, names[e.source_name], names[e.target_name],
             e.reports)
            for e in events
        ]  # fmt: skip
        rows.sort()  # in the order of the table, neighbours share a page
        self._connection.executemany("INSERT INTO imported_event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _count(self, events: Sequence[ImportedEvent]) -> None:
        """Add to the totals by day and to the namings."""
        totals: dict[_Total, list[int]] = {}
        namings: Counter[tuple[str, str, str, int]] = Counter()
        for event in events:
            for key in _roles(event):
                counts = totals.setdefault(key, [0, 0, 0, 0, 0])
                counts[0] += 1
                if event.act.quad:
                    counts[_COLUMN[event.act.quad]] += 1
            year = year_of(event.day)
            namings[event.source, event.source_name, event.source_way, year] += 1
            namings[event.target, event.target_name, event.target_way, year] += 1
        form, names = self._file.format, self._names
        self._connection.executemany(
            "INSERT INTO imported_total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " events = events + excluded.events,"
            " verbal_cooperation = verbal_cooperation + excluded.verbal_cooperation,"
            " material_cooperation = material_cooperation + excluded.material_cooperation,"
            " verbal_conflict = verbal_conflict + excluded.verbal_conflict,"
            " material_conflict = material_conflict + excluded.material_conflict",
            [(code, form, day, role, *counts) for (code, day, role), counts in sorted(totals.items())],
        )
        self._connection.executemany(
            "INSERT INTO imported_naming VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET events = events + excluded.events",
            sorted((code, names[name], form, way, year, n) for (code, name, way, year), n in namings.items() if code),
        )

    def _insert_faults(self, faults: Sequence[Fault]) -> None:
        number = self._file.number
        kept = self._connection.execute("SELECT count(*) FROM imported_fault WHERE file = ?", (number,)).get
        self._connection.executemany(
            "INSERT OR IGNORE INTO imported_fault VALUES (?, ?, ?)",
            [(number, line, codec.storable(reason)) for line, reason in faults[: max(0, MOST_FAULTS - kept)]],
        )


@lru_cache(maxsize=65536)
def year_of(day: int) -> int:
    """The year of a day that is counted from 1970-01-01."""
    return (_EPOCH + timedelta(days=day)).year


def _roles(event: ImportedEvent) -> list[_Total]:
    """The totals that an event counts in."""
    source, target, day = event.source, event.target, event.day
    keys = [("", day, "read")]
    if source and target and source != target:
        keys += [("", day, "known"), (source, day, "source"), (target, day, "target")]
    elif code := source or target:
        keys.append((code, day, "home"))
    return keys
