"""What each feed answered when it was fetched last."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import apsw

from bilat.record.connection import transaction


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's address, its marks of the last answer (to be sent back), failures in a row, and when it is due."""

    address: str
    etag: str = ""
    modified: str = ""
    failures: int = 0
    due: float = 0.0


def get(connection: apsw.Connection, address: str) -> Feed:
    row = connection.execute(
        "SELECT address, etag, modified, failures, due FROM feed WHERE address = ?", (address,)
    ).fetchone()
    return Feed(*row) if row else Feed(address)


def put(connection: apsw.Connection, feed: Feed) -> None:
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO feed VALUES (?, ?, ?, ?, ?)", astuple(feed))
