"""What was acknowledged, kept outside the database: SQLite drops damaged ends of its log without a word.

Beside a record `R` stands `R-acked` with the number of the last write that was stored. A record that has seen fewer
has lost some. Where that file is missing, nothing is known, and nothing is claimed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import apsw

from bilat.model import BilatError


def beside(path: Path) -> Path:
    """The file of acknowledgements."""
    return path.with_name(path.name + "-acked")


def acknowledge(path: Path, commits: int) -> None:
    """Keep that so many writes are stored; a disk too full for it is told by the next write."""
    with suppress(OSError):
        beside(path).write_text(f"{commits}\n", encoding="ascii")


def acknowledged(path: Path) -> int:
    """How many writes were acknowledged, 0 where that is not known."""
    try:
        return int(beside(path).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def forget(path: Path) -> None:
    """Begin anew: the record that was counted is gone."""
    beside(path).unlink(missing_ok=True)


def lost(connection: apsw.Connection, path: Path) -> int:
    """How many acknowledged writes are not in the record."""
    held = acknowledged(path)  # before the record is asked: others may write between the two
    commits = connection.execute("SELECT commits FROM state").get
    return max(0, held - int(commits))


def emptied(path: Path, held: int) -> BilatError:
    """The error for a file that is empty and held so many writes."""
    return BilatError(
        f"{path}: the record is empty, and once held {held:,} writes; put a backup in its place with "
        f"`bilat restore`, or delete {beside(path).name} to begin anew"
    )


def own_up(connection: apsw.Connection, path: Path) -> None:
    """Put what was lost into the ledger, and count on from what was acknowledged; in a transaction of the caller."""
    missing = lost(connection, path)
    if missing:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        detail = f"{missing:,} writes that were stored are gone; {ADVICE}"
        connection.execute(
            "INSERT INTO ledger (source, outcome, status, reason, detail, name, at)"
            " VALUES (?, 'failed: lost ' || ?, 'failed', 'lost', ?, ?, ?)",
            (path.name, at, detail, path.name, at),
        )
        connection.execute("UPDATE state SET commits = ?", (acknowledged(path),))


ADVICE = "its log was damaged or deleted, or an older copy put in its place: read the latest inputs once more"
