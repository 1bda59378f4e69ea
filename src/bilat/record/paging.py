"""A few rows at a time, straight from an index: what a page can show of a record of any size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import apsw

from bilat.model import Happening
from bilat.ontology import KINDS
from bilat.record import codec

_OPEN = "9999-12-31"
_HAPPENING = "SELECT happening.id, happening.kind, happening.first, happening.last, happening.body"


class Activity(NamedTuple):
    """Two codes, the smaller first, and how many happenings of any kind both take part in."""

    a: str
    b: str
    happenings: int


class MonthCount(NamedTuple):
    """Events of a month (`2024-05`) by quad class and status; `month` is empty where the text gives none."""

    month: str
    quad: str
    status: str
    happenings: int


class Tie(NamedTuple):
    """Two codes and how many events of one quad class both take part in."""

    a: str
    b: str
    quad: str
    happenings: int


def _span(since: str | None, until: str | None) -> tuple[str, list[str]]:
    """A condition on what may have been between two ISO days; only what is dated, where one is given."""
    where, given = "", []
    if since:
        where += " AND last >= ?"
        given.append(since)
    if until:
        where += " AND day <= ?"
        given.append(until)
    if since or until:
        where += f" AND NOT (day = '{_OPEN}' AND last = '{_OPEN}')"
    return where, given


def _pair(a: str, b: str) -> list[str]:
    codes = sorted({code for code in (a, b) if code})
    return codes if len(codes) == 2 else ["", *codes]


def counted(connection: apsw.Connection, a: str, b: str, since: str | None, until: str | None) -> dict[str, int]:
    where, given = _span(since, until)
    rows: Any = connection.execute(
        "SELECT kinds.kind, count(*) FROM (SELECT value AS kind FROM json_each(?)) AS kinds"
        f" CROSS JOIN happening_time ON happening_time.kind = kinds.kind AND a = ? AND b = ?{where} GROUP BY 1",
        [codec.dumps(list(KINDS)), *_pair(a, b), *given],
    )
    return dict(rows)


def page(
    connection: apsw.Connection, kind: str, a: str, b: str, since: str | None, until: str | None, after: str | None,
    limit: int,
) -> list[Happening]:  # fmt: skip
    where, given = _span(since, until)
    if after:
        where += (
            " AND (day, happening_time.happening) < (SELECT coalesce(first, last, ?), number FROM happening"
            " WHERE id = ?)"
        )
        given += [_OPEN, after]
    rows = connection.execute(
        f"{_HAPPENING} FROM (SELECT day, happening FROM happening_time WHERE kind = ? AND a = ? AND b = ?{where}"
        " ORDER BY day DESC, happening DESC LIMIT ?) AS found"
        " CROSS JOIN happening ON happening.number = found.happening ORDER BY found.day DESC, found.happening DESC",
        [kind, *_pair(a, b), *given, limit],
    )
    return [codec.happening_from(*row) for row in rows]


def months(connection: apsw.Connection, a: str, b: str) -> list[MonthCount]:
    rows: Any = connection.execute(
        "SELECT CASE WHEN substr(day, 1, 7) = substr(last, 1, 7) AND day < ? THEN substr(day, 1, 7) ELSE '' END,"
        " quad, status, count(*) FROM happening_time WHERE kind = 'event' AND a = ? AND b = ?"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        (_OPEN, *_pair(a, b)),
    )
    return [MonthCount(*row) for row in rows]


def documents_by_month(connection: apsw.Connection) -> list[tuple[str, int]]:
    rows: Any = connection.execute(
        "SELECT substr(first, 1, 7), count(*) FROM document WHERE first = last GROUP BY 1 ORDER BY 1"
    )
    return [tuple(row) for row in rows]


def dyads(connection: apsw.Connection, code: str, limit: int) -> list[Activity]:
    where, given = ("WHERE a = ?1 OR b = ?1", [code]) if code else ("", [])
    rows: Any = connection.execute(
        f"SELECT a, b, happenings FROM dyad {where} ORDER BY happenings DESC, a, b LIMIT {int(limit)}", given
    )
    return [Activity(*row) for row in rows]


def ties(connection: apsw.Connection, since: str | None, until: str | None, limit: int) -> list[Tie]:
    where, given = _span(since, until)
    rows: Any = connection.execute(
        "SELECT a, b, quad, count(*) FROM happening_time"
        f" WHERE kind = 'event' AND a <> '' AND status = 'occurred'{where}"
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ?",
        [*given, limit],
    )
    return [Tie(*row) for row in rows]


def happenings_of(connection: apsw.Connection, mentions: Iterable[str]) -> dict[str, str]:
    rows: Any = connection.execute(
        "SELECT mention, happening.id FROM happening_mention CROSS JOIN happening ON number = happening"
        " WHERE mention IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
        (codec.dumps(list(mentions)),),
    )
    return dict(rows)


def mentions_by(connection: apsw.Connection, actor: str, limit: int) -> list[str]:
    column = "actor" if ":" in actor else "code"
    rows = connection.execute(
        f"SELECT id FROM (SELECT DISTINCT mention AS found FROM mention_actor WHERE {column} = ?"
        " ORDER BY mention DESC LIMIT ?) CROSS JOIN mention ON mention.number = found ORDER BY found DESC",
        (actor, limit),
    )
    return [identity for (identity,) in rows]


def persons_of(connection: apsw.Connection, code: str, limit: int) -> list[tuple[str, int]]:
    rows: Any = connection.execute(
        "SELECT actor, count(DISTINCT mention) FROM mention_actor WHERE actor >= ? AND actor < ?"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        (f"{code}:", f"{code};", limit),
    )
    return [tuple(row) for row in rows]


def doc_named(connection: apsw.Connection, name: str) -> str | None:
    row: Any = connection.execute(
        "SELECT document.id FROM name CROSS JOIN document ON number = document WHERE name = ? ORDER BY 1 LIMIT 1",
        (codec.storable(name),),
    ).fetchone()
    return str(row[0]) if row else None


def origins_of(connection: apsw.Connection, docs: Iterable[str]) -> dict[str, str]:
    rows: Any = connection.execute(
        "SELECT id, origin FROM document CROSS JOIN origin ON document = number"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (codec.dumps(list(docs)),),
    )
    return dict(rows)


def happenings_upto(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT happenings FROM state").get)


def stamp(connection: apsw.Connection) -> tuple[Any, ...]:
    row: Any = connection.execute(
        "SELECT revision, matched, seal, (SELECT max(number) FROM ruling), (SELECT sum(lines) FROM imported_file),"
        " (SELECT max(number) FROM forecast), (SELECT count(*) FROM forecast_end) FROM state"
    ).fetchone()
    return tuple(row)
