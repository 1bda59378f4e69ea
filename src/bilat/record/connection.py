"""Opening a record, bringing it up to date, and errors that say what to do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import apsw

from bilat.model import BilatError
from bilat.record import acknowledging

APPLICATION = 0x62696C61  # "bila": marks the file as a record
_MIGRATIONS = tuple(
    sorted(
        (item for item in resources.files(__package__).joinpath("migrations").iterdir() if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )
)
SCHEMA = len(_MIGRATIONS)
_WAL_BYTES = 64_000_000
_CACHE_KIB = 64_000
_AGAIN = 0.01  # seconds


class RecordError(BilatError):
    """A record that cannot be opened, read or written; the message says what to do."""


def connect(path: Path, create: bool, patience: float) -> apsw.Connection:
    """A connection that reads and writes, its schema brought up to date."""
    if not create and not path.exists():
        raise _missing(path)
    if not path.parent.is_dir():
        raise RecordError(f"{path}: there is no folder {path.parent}; make it first")
    if not path.exists():
        acknowledging.forget(path)
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with told(path):
        connection = apsw.Connection(str(path), flags=flags)
        try:
            _settle(connection, patience)
            connection.pragma("foreign_keys", True)
            connection.pragma("synchronous", "FULL")
            connection.pragma("journal_size_limit", _WAL_BYTES)
            # known before the file is read: another process may be making and writing it just now
            held = acknowledging.acknowledged(path)
            version = _version(connection, path)
            if version == 0 and held:
                raise acknowledging.emptied(path, held)
            _write_ahead(connection, patience)
            while version < SCHEMA:
                version = _migrate(connection, path)
            if acknowledging.lost(connection, path):
                with _locked(connection):
                    acknowledging.own_up(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_read_only(path: Path, patience: float) -> apsw.Connection:
    """A connection that only reads, beside whatever writes; needs no right to write in the folder."""
    if not path.exists():
        raise _missing(path)
    with told(path):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            try:
                _settle(connection, patience)
                version = _version(connection, path)
            except (apsw.CantOpenError, apsw.ReadOnlyError):
                if path.with_name(path.name + "-wal").exists():
                    raise
                # nobody writes, and in a read-only folder SQLite could not make the files that writers share
                connection.close()
                connection = apsw.Connection(
                    f"{path.as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
                )
                _settle(connection, patience)
                version = _version(connection, path)
            if version == 0:
                raise _missing(path)
            if version < SCHEMA:
                raise RecordError(
                    f"{path}: an older bilat made this record (schema {version}, now {SCHEMA}); "
                    "any `bilat read` into it brings it up to date"
                )
            connection.pragma("query_only", True)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into messages that say what to do."""
    try:
        yield
    except apsw.NotADBError as error:
        raise _foreign(path) from error
    except (apsw.BusyError, apsw.LockedError) as error:
        raise RecordError(f"{path}: another process is writing to it; run the same command when it is done") from error
    except apsw.FullError as error:
        raise RecordError(
            f"{path}: the disk is full; what was stored before is kept: make room and run the same command again"
        ) from error
    except (apsw.ReadOnlyError, apsw.PermissionsError) as error:
        raise RecordError(f"{path}: may not be written here; name a record in a folder that is yours") from error
    except apsw.CantOpenError as error:
        raise RecordError(
            f"{path}: cannot be opened; see that it is a file, and that you may read and write it and its folder"
        ) from error
    except apsw.CorruptError as error:
        raise RecordError(
            f"{path}: the file is damaged ({error}); `bilat doctor` says where, and a backup "
            "or a new `bilat read` of the articles mends it"
        ) from error
    except apsw.IOError as error:
        raise RecordError(
            f"{path}: reading or writing failed ({error}); the disk may be full or broken. What was stored before is "
            "kept: see to the disk and run the same command again"
        ) from error


@contextmanager
def transaction(connection: apsw.Connection) -> Iterator[None]:
    """One write, locked from its start: all of it is stored, and acknowledged as such, or nothing."""
    with _locked(connection):
        yield
        commits = connection.execute("UPDATE state SET commits = commits + 1 RETURNING commits").get
    acknowledging.acknowledge(Path(connection.filename), commits)


@contextmanager
def reading(connection: apsw.Connection) -> Iterator[None]:
    """All that is read in here is as of one moment, though others write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _locked(connection: apsw.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself has ended it where the disk is full
            connection.execute("ROLLBACK")
        raise


def _settle(connection: apsw.Connection, patience: float) -> None:
    connection.set_busy_timeout(int(patience * 1000))
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.pragma("trusted_schema", False)
    connection.pragma("cell_size_check", True)
    connection.pragma("cache_size", -_CACHE_KIB)


def _write_ahead(connection: apsw.Connection, patience: float) -> None:
    """Set the journal to WAL, which all of a file's connections share from then on."""
    end = time.monotonic() + patience
    while connection.pragma("journal_mode") != "wal":
        try:
            connection.pragma("journal_mode", "wal")
        except apsw.BusyError:
            # SQLite does not wait where two would change it at once, each holding what the other needs
            if time.monotonic() > end:
                raise
            time.sleep(_AGAIN)


def _version(connection: apsw.Connection, path: Path) -> int:
    """The file's schema, 0 for a new one."""
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) "
        "FROM pragma_application_id, pragma_user_version"
    ).get
    if application != APPLICATION and (application or version or tables):
        raise _foreign(path)
    if version > SCHEMA:
        raise RecordError(
            f"{path}: a newer bilat made this record (schema {version}, this one knows {SCHEMA}); update bilat"
        )
    return int(version)


def _migrate(connection: apsw.Connection, path: Path) -> int:
    """Take the schema one step on; returns what it is then, by whoever took the step."""
    with _locked(connection):
        version = _version(connection, path)
        if version < SCHEMA:
            connection.execute(_MIGRATIONS[version].read_text(encoding="utf-8"))
            version += 1
            connection.pragma("application_id", APPLICATION)
            connection.pragma("user_version", version)
    return version


def _missing(path: Path) -> RecordError:
    return RecordError(f"{path}: there is no record here; `bilat read ARTICLES --record {path}` makes one")


def _foreign(path: Path) -> RecordError:
    return RecordError(f"{path}: is no record of bilat; name another file, which `bilat read` will make")
