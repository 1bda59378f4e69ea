"""A few rows at a time, straight from an index: what a page can show of a record of any size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import apsw

from bilat.model import Document, Happening, Mention
from bilat.ontology import KINDS
from bilat.record import codec

_OPEN = "9999-12-31"
_LAST = "9999-12-30"  # the last day of a span, before what is not dated
UNKNOWN = "unknown"  # the month of what no month is known of
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
        where += " AND (day <= ? OR NOT begins)"  # what has a last day only may have been on any before it
        given.append(until)
    if since or until:
        where += f" AND day < '{_OPEN}'"
    return where, given


def _of_month(month: str | None) -> tuple[str, list[str]]:
    """A condition on what is known to be of a month, or of some month of a year; `unknown`: of none, as `months`."""
    known = f"(substr(day, 1, 7) = substr(last, 1, 7) AND begins AND day < '{_OPEN}')"
    if month is None:
        return "", []
    if month == UNKNOWN:
        return f" AND NOT {known}", []
    return f" AND {known} AND day BETWEEN ? AND ?", [month, f"{month}~"]


def _in_turn(
    connection: apsw.Connection, query: str, day: str, number: str, given: list[str], after: str | None, limit: int
) -> list[Happening]:
    """Happenings, the last in time first, those without a date after all that have one; those after one's id.

    `query` has a place where its condition goes on; `day` and `number` are what it orders by.
    """
    halves: list[tuple[str, tuple[Any, ...]]] = [(f"{day} < '{_OPEN}'", ()), (f"{day} = '{_OPEN}'", ())]
    if after:
        row: Any = connection.execute(
            f"SELECT coalesce(first, last, '{_OPEN}'), number FROM happening WHERE id = ?", (after,)
        ).fetchone()
        if row is None:
            return []
        half = int(row[0] == _OPEN)
        halves[half] = (f"{halves[half][0]} AND ({day}, {number}) < (?, ?)", row)
        halves = halves[half:]
    found: list[Happening] = []
    for where, more in halves:
        if len(found) < limit:
            rows = connection.execute(query.format(where), [*given, *more, limit - len(found)])
            found += [codec.happening_from(*row) for row in rows]
    return found


def _pair(a: str, b: str) -> list[str]:
    codes = sorted({code for code in (a, b) if code})
    return codes if len(codes) == 2 else ["", *codes]


def counted(connection: apsw.Connection, a: str, b: str, since: str | None, until: str | None) -> dict[str, int]:
    if not (since or until):
        sums: Any = connection.execute(
            "SELECT kinds.kind, sum(happenings) FROM (SELECT value AS kind FROM json_each(?)) AS kinds"
            " CROSS JOIN course ON course.kind = kinds.kind AND a = ? AND b = ? GROUP BY 1",
            [codec.dumps(list(KINDS)), *_pair(a, b)],
        )
        return dict(sums)
    where, given = _span(since, until)
    rows: Any = connection.execute(
        "SELECT kinds.kind, count(*) FROM (SELECT value AS kind FROM json_each(?)) AS kinds"
        f" CROSS JOIN happening_time ON happening_time.kind = kinds.kind AND a = ? AND b = ?{where} GROUP BY 1",
        [codec.dumps(list(KINDS)), *_pair(a, b), *given],
    )
    return dict(rows)


def page(
    connection: apsw.Connection, kind: str, a: str, b: str, since: str | None, until: str | None, after: str | None,
    limit: int, quad: str | None, status: str | None, month: str | None, exact: bool,
) -> list[Happening]:  # fmt: skip
    where, given = _span(since, until)
    of_month, span = _of_month(month)
    where, given = where + of_month + (" AND day = last AND begins" if exact else ""), given + span
    for column, value in (("quad", quad), ("status", status)):
        if value:
            where += f" AND {column} = ?"
            given.append(value)
    query = (
        f"{_HAPPENING} FROM (SELECT day, happening FROM happening_time WHERE kind = ? AND a = ? AND b = ?{where}"
        " AND {} ORDER BY day DESC, happening DESC LIMIT ?) AS found"
        " CROSS JOIN happening ON happening.number = found.happening ORDER BY found.day DESC, found.happening DESC"
    )
    return _in_turn(connection, query, "day", "happening", [kind, *_pair(a, b), *given], after, limit)


def placed(
    connection: apsw.Connection, a: str, b: str, since: str | None, until: str | None, limit: int
) -> list[Happening]:
    where, given = _span(since, until)
    rows = connection.execute(
        f"{_HAPPENING} FROM (SELECT day, happening FROM happening_time WHERE kind = 'event' AND a = ? AND b = ?{where}"
        f" ORDER BY day = '{_OPEN}', day DESC, happening DESC LIMIT ?) AS found"
        " CROSS JOIN happening ON happening.number = found.happening WHERE body ->> '$.fields.place' IS NOT NULL",
        [*_pair(a, b), *given, limit],
    )
    return [codec.happening_from(*row) for row in rows]


def page_of_kind(connection: apsw.Connection, kind: str, after: str | None, limit: int) -> list[Happening]:
    day = f"coalesce(first, last, '{_OPEN}')"  # as the index has it
    query = (
        f"SELECT id, kind, first, last, body FROM happening WHERE kind = ? AND {{}} ORDER BY {day} DESC, number DESC"
        " LIMIT ?"
    )
    return _in_turn(connection, query, day, "number", [kind], after, limit)


def mentions_of_kind(connection: apsw.Connection, kind: str, after: str | None, limit: int) -> list[str]:
    place = "(document, start, end, id)"
    where, given = "", [kind]
    if after:
        where = f" AND {place} < (SELECT document, start, end, id FROM mention WHERE id = ?)"
        given.append(after)
    rows = connection.execute(
        f"SELECT id FROM mention WHERE kind = ?{where} ORDER BY document DESC, start DESC, end DESC, id DESC LIMIT ?",
        [*given, limit],
    )
    return [identity for (identity,) in rows]


def docs(connection: apsw.Connection, after: str | None, limit: int, month: str | None) -> list[str]:
    where, given = "", []
    if month:
        where += " AND first = last AND first BETWEEN ? AND ?"
        given += [month, f"{month}~"]
    if after:
        where += " AND number < (SELECT number FROM document WHERE id = ?)"
        given.append(after)
    rows = connection.execute(
        f"SELECT id FROM document WHERE true{where} ORDER BY number DESC LIMIT ?", [*given, limit]
    )
    return [identity for (identity,) in rows]


def months(connection: apsw.Connection, a: str, b: str) -> list[MonthCount]:
    rows: Any = connection.execute(
        "SELECT month, quad, status, happenings FROM course WHERE kind = 'event' AND a = ? AND b = ? ORDER BY 1, 2, 3",
        _pair(a, b),
    )
    return list(map(MonthCount._make, rows))


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


_OCCURRED = "kind = 'event' AND status = 'occurred' AND a <> ''"


def ties(connection: apsw.Connection, since: str | None, until: str | None, limit: int) -> list[Tie]:
    if since or until:
        # each part by an index of its own: `last >= since` alone would read all that came after, too
        source = (
            f"SELECT a, b, quad, count(*) AS happenings FROM happening_time INDEXED BY happening_time_day"
            f" WHERE {_OCCURRED}"
            " AND day BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3"
            f" UNION ALL SELECT a, b, quad, count(*) FROM happening_time INDEXED BY happening_time_long"
            f" WHERE {_OCCURRED} AND day < last AND last >= ?1 AND day < ?1 GROUP BY 1, 2, 3"
            f" UNION ALL SELECT a, b, quad, count(*) FROM happening_time INDEXED BY happening_time_open"
            f" WHERE {_OCCURRED} AND NOT begins AND last > max(?1, ?2) GROUP BY 1, 2, 3"
        )
    else:
        source = f"SELECT a, b, quad, happenings FROM course WHERE {_OCCURRED} AND ?1 <= ?2"
    rows: Any = connection.execute(
        f"SELECT a, b, quad, sum(happenings) FROM ({source}) GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ?3",
        (since or "", min(until or _LAST, _LAST), limit),
    )
    return [Tie(*row) for row in rows]


def headers(connection: apsw.Connection, ids: Iterable[str]) -> dict[str, Document]:
    rows: Any = connection.execute(
        "SELECT id, (SELECT min(name) FROM name WHERE document = number), details, dated FROM document"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (codec.dumps(list(ids)),),
    )
    return {identity: codec.document_dated(name, "", details, dated) for identity, name, details, dated in rows}


def happenings_of(connection: apsw.Connection, mentions: Iterable[str]) -> dict[str, str]:
    rows: Any = connection.execute(
        "SELECT mention, happening.id FROM happening_mention CROSS JOIN happening ON number = happening"
        " WHERE mention IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
        (codec.dumps(list(mentions)),),
    )
    return dict(rows)


_MENTION = (
    "SELECT mention.id, document.id, start, end, kind, mention.coder, body"
    " FROM mention CROSS JOIN document ON document.number = mention.document"
)


def mentions_named(connection: apsw.Connection, ids: Iterable[str]) -> dict[str, Mention]:
    rows: Any = connection.execute(
        f"{_MENTION} WHERE mention.id IN (SELECT value FROM json_each(?))", (codec.dumps(list(ids)),)
    )
    return {identity: codec.mention_from(*row) for identity, *row in rows}


def mentions_in(connection: apsw.Connection, doc: str) -> dict[str, Mention]:
    rows: Any = connection.execute(
        f"{_MENTION} WHERE mention.document = (SELECT number FROM document WHERE id = ?)"
        " ORDER BY start, end, kind, mention.id",
        (doc,),
    )
    return {identity: codec.mention_from(*row) for identity, *row in rows}


def mentions_by(connection: apsw.Connection, actor: str, limit: int, after: str | None) -> list[str]:
    column = "actor" if ":" in actor else "code"
    where, given = "", [actor]
    if after:
        where = " AND mention < (SELECT number FROM mention WHERE id = ?)"
        given.append(after)
    rows = connection.execute(
        f"SELECT id FROM (SELECT DISTINCT mention AS found FROM mention_actor WHERE {column} = ?{where}"
        " ORDER BY mention DESC LIMIT ?) CROSS JOIN mention ON mention.number = found ORDER BY found DESC",
        [*given, limit],
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


def reporters_of(connection: apsw.Connection, docs: Iterable[str]) -> dict[str, str]:
    rows: Any = connection.execute(
        "SELECT document, reporter FROM fingerprint WHERE document IN (SELECT value FROM json_each(?)) ORDER BY 1",
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
