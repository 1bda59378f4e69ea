"""What matching changes in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from bilat.record import codec
from bilat.record.connection import transaction
from bilat.record.growth import Growth, Row

SUM = "sum:"  # before the seal of happenings that come and go one by one
_KEPT = ("fingerprint", "compared", "node", "spot", "stretch", "link", "ruled")
_UNDONE = -1  # no revision: changed documents wait to be matched
_COLUMNS = "number, id, kind, first, last, body"


def write(connection: apsw.Connection, growth: Growth, revision: int, matchings: int) -> bool:
    """Change what is kept, in one transaction; False, and nothing changed, where another did meanwhile.

    `revision` and `matchings` are those of the reading that the growth was made from.
    """
    with transaction(connection):
        if connection.execute("SELECT matchings FROM state").get != matchings:
            return False
        if growth.whole:
            forget(connection)
        numbers = {
            number
            for (number,) in _each(connection, "SELECT happening FROM happening_mention WHERE mention", growth.rebuilt)
        }
        seal = 0 if growth.whole else _unsealed(connection)
        seal -= sum_of(_each(connection, f"SELECT {_COLUMNS} FROM happening WHERE number", numbers))
        seal += sum_of(growth.happenings)
        _drop(connection, "happening_pair WHERE happening", numbers)
        _drop(connection, "happening WHERE number", numbers)
        put(connection, growth.happenings, growth.pairs)
        _keep(connection, growth)
        connection.executemany(
            "INSERT OR REPLACE INTO origin SELECT number, ? FROM document WHERE id = ?",
            ((origin, doc) for doc, *_, origin, _ in growth.documents),
        )
        settle(connection, _UNDONE if growth.waiting else revision, seal)
        connection.execute("UPDATE state SET persons = ?", (growth.persons,))
    return True


def put(connection: apsw.Connection, rows: Iterable[Row], pairs: Iterable[tuple[str, str, str, int]]) -> None:
    """Insert what `rows_of` gives."""
    connection.executemany("INSERT INTO happening VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO happening_pair VALUES (?, ?, ?, ?)", pairs)


def settle(connection: apsw.Connection, revision: int | None, seal: int) -> None:
    """Enter the outcome of a matching into the record's state."""
    connection.execute(
        "UPDATE state SET matched = coalesce(?, revision), seal = ?, matchings = matchings + 1,"
        " happenings = (SELECT count(*) FROM happening)",
        (revision, f"{SUM}{seal % (1 << 64):016x}"),
    )


def forget(connection: apsw.Connection) -> None:
    """Empty all that matching made."""
    for table in ("happening_pair", "happening", "origin", *_KEPT):
        connection.execute(f"DELETE FROM {table}")


def sealed(connection: apsw.Connection) -> str:
    """The seal that the happenings ought to have: of a matching whole, or of one that has gone on."""
    rows: Any = connection.execute(f"SELECT {_COLUMNS} FROM happening ORDER BY id")
    if str(connection.execute("SELECT seal FROM state").get).startswith(SUM):
        return f"{SUM}{sum_of(rows) % (1 << 64):016x}"
    return codec.seal(*rows)


def sum_of(rows: Iterable[Sequence[Any]]) -> int:
    """The sum of the rows' seals: it can be carried on as rows come and go."""
    return sum(int(codec.seal(row), 16) for row in rows)


def _unsealed(connection: apsw.Connection) -> int:
    seal = str(connection.execute("SELECT seal FROM state").get)
    return int(seal.removeprefix(SUM), 16)


def _each(connection: apsw.Connection, query: str, ids: Iterable[Any]) -> list[Any]:
    return connection.execute(f"{query} IN (SELECT value FROM json_each(?))", (codec.dumps(list(ids)),)).fetchall()


def _drop(connection: apsw.Connection, where: str, ids: Iterable[Any]) -> None:
    connection.execute(f"DELETE FROM {where} IN (SELECT value FROM json_each(?))", (codec.dumps(list(ids)),))


def _keep(connection: apsw.Connection, growth: Growth) -> None:
    _drop(connection, "fingerprint WHERE document", growth.gone)
    for end in ("a", "b"):
        _drop(connection, f"compared WHERE {end}", growth.stale)
        _drop(connection, f"link WHERE {end}", growth.unlinked)
    _drop(connection, "link WHERE a", growth.unseeing)
    _drop(connection, "node WHERE mention", growth.unmatched)
    _drop(connection, "spot WHERE mention", growth.unplaced)
    _drop(connection, "stretch WHERE mention", growth.unplaced)
    connection.executemany("INSERT OR REPLACE INTO fingerprint VALUES (?, ?, ?, ?, ?, ?, ?, ?)", growth.documents)
    connection.executemany("INSERT INTO compared VALUES (?, ?, ?)", growth.compared)
    connection.executemany("INSERT INTO node VALUES (?, ?, ?)", growth.nodes)
    connection.executemany("INSERT INTO spot VALUES (?, ?, ?, ?)", growth.spots)
    connection.executemany("INSERT INTO stretch VALUES (?, ?, ?, ?, ?)", growth.stretches)
    connection.executemany("INSERT OR REPLACE INTO link VALUES (?, ?, ?)", growth.links)
    connection.execute("DELETE FROM ruled")
    connection.executemany("INSERT INTO ruled VALUES (?, ?)", sorted(growth.ruled.items()))
