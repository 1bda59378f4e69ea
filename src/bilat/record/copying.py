"""Backups of a record and their way back, by SQLite's own backup: whole, though others write meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from bilat.record import acknowledging
from bilat.record.connection import RecordError, connect_read_only, told

_PAGES = 4_000  # copied at once


def backup(connection: apsw.Connection, path: Path, target: Path) -> None:
    """Copy the record as it is now to a file that is there whole or not at all."""
    if target.is_dir() or not target.parent.is_dir():
        raise RecordError(f"{target}: is no file in a folder that is there; name another")
    if target.exists() and target.samefile(path):
        raise RecordError(f"{target}: is the record itself; name another file for the backup")
    _copy(connection, target)


def restore(source: Path, path: Path) -> Path | None:
    """Put a backup in a record's place. What was there before is kept under the name that is returned.

    Raises RecordError, before anything is changed, where the backup is no sound record.
    """
    connection = connect_read_only(source, 30.0)
    try:
        with told(source):
            faults = [line for (line,) in connection.execute("PRAGMA integrity_check(1)") if line != "ok"]
            if faults:
                raise RecordError(f"{source}: this backup is damaged ({faults[0]}); take an older one")
            commits = int(connection.execute("SELECT commits FROM state").get)
        if path.exists() and path.samefile(source):
            raise RecordError(f"{source}: is the record itself; name the backup")
        ready = path.with_name(path.name + ".restored")
        _copy(connection, ready)
    finally:
        connection.close()
    kept = _put_aside(path)
    ready.replace(path)
    acknowledging.acknowledge(path, commits)
    return kept


def _copy(connection: apsw.Connection, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with told(target):
            copy = apsw.Connection(str(part))
            try:
                copy.pragma("synchronous", "FULL")
                with copy.backup("main", connection, "main") as step:
                    while not step.done:
                        step.step(_PAGES)
                copy.pragma("journal_mode", "delete")  # one file, that can be carried away
            finally:
                copy.close()
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        why = (error.strerror or "cannot be written").lower()
        raise RecordError(f"{target}: {why}; name a file in a folder that is yours, with room for it") from None
    finally:
        part.unlink(missing_ok=True)


def _put_aside(path: Path) -> Path | None:
    """Rename a record and what SQLite keeps beside it; its new name."""
    if not path.exists():
        return None
    number = 1
    while (kept := path.with_name(f"{path.name}.before-{number}")).exists():
        number += 1
    for end in ("-wal", "-shm", "-acked", ""):
        if (part := path.with_name(path.name + end)).exists():
            part.replace(kept.with_name(kept.name + end))
    return kept
