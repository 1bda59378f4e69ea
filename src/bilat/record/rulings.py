"""The log of rulings: rows are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import apsw

from bilat.model import Anchor, Ruling
from bilat.record import codec
from bilat.record.connection import transaction


def add(
    connection: apsw.Connection,
    verdict: str,
    by: str,
    left: Sequence[Anchor],
    right: Sequence[Anchor],
    undoes: int | None,
) -> Ruling:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = (verdict, codec.anchors_to_json(left), codec.anchors_to_json(right), undoes, codec.storable(by), at)
    with transaction(connection):
        connection.execute("INSERT INTO ruling (verdict, left, right, undoes, by, at) VALUES (?, ?, ?, ?, ?, ?)", row)
        number = connection.last_insert_rowid()
        connection.execute("UPDATE state SET revision = revision + 1")
    return Ruling(number, verdict, row[4], at, tuple(left), tuple(right), undoes)


def all_of(connection: apsw.Connection) -> list[Ruling]:
    rows = connection.execute("SELECT number, verdict, by, at, left, right, undoes FROM ruling ORDER BY number")
    return [
        Ruling(number, verdict, by, at, codec.anchors_from_json(left), codec.anchors_from_json(right), undoes)
        for number, verdict, by, at, left, right, undoes in rows
    ]
