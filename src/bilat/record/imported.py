"""Imported events out of the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import apsw

from bilat.model import DayCount, DayTotal, Fault
from bilat.record.importing import FILE_COLUMNS, ImportedFile, from_row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = tuple[str, str, float | None, float | None]  # type, quad class, Goldstein value, intensity
_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = -(1 << 40), 1 << 40


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """An imported event as it is shown: with its actors' names, and the file and line where it stands."""

    origin: str
    day: str
    source: str
    target: str
    source_name: str
    target_name: str
    code: str
    name: str
    type: str
    mode: str
    quad: str
    goldstein: float | None
    intensity: float | None
    reports: int
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Naming:
    """How many events of an origin a name was given to a state or body in; `way` is of `bilat.actors.WAYS`."""

    origin: str
    code: str
    name: str
    way: str
    events: int


class ImportedDay(NamedTuple):
    """What a source did to a target on a day by one act, in one origin: how many events, told by how many reports."""

    source: str
    target: str
    origin: str
    day: str
    quad: str
    goldstein: float | None
    intensity: float | None
    events: int
    reports: int


@lru_cache(maxsize=65536)
def iso(day: int) -> str:
    """A day's number as ISO 8601."""
    return (_EPOCH + timedelta(days=day)).isoformat()


def _number(day: str | None, otherwise: int) -> int:
    return otherwise if day is None else (date.fromisoformat(day) - _EPOCH).days


def _acts(connection: apsw.Connection) -> dict[int, tuple[Any, ...]]:
    rows: Any = connection.execute(
        "SELECT number, format, code, type, mode, quad, goldstein, intensity, name FROM imported_act"
    )
    return {row[0]: row[1:] for row in rows}


def daily(connection: apsw.Connection, a: str, b: str, since: str | None, until: str | None) -> list[DayCount]:
    acts = _acts(connection)
    span = _number(since, _FIRST), _number(until, _LAST)
    found = []
    for source, target in ((a, b), (b, a)) if a != b else ((a, a),):
        rows: Any = connection.execute(
            "SELECT day, act, count(*) FROM imported_event WHERE source = ? AND target = ? AND day BETWEEN ? AND ?"
            " GROUP BY day, act",
            (source, target, *span),
        )
        for day, act, count in rows:
            form, code, kind, mode, quad, goldstein, intensity, _ = acts[act]
            found.append(DayCount(form, iso(day), source, target, code, kind, mode, quad, goldstein, intensity, count))
    return found


def binned(
    connection: apsw.Connection, a: str, b: str, edges: Mapping[str, Sequence[str]]
) -> dict[str, tuple[list[Kind], NDArray[np.int64]]]:
    import numpy as np  # here, because commands that need no measures should not wait for it

    acts = _acts(connection)
    bounds = {form: [_number(edge, 0) for edge in given] for form, given in edges.items()}
    kinds: dict[str, dict[Kind, int]] = {form: {} for form in edges}
    kind_of = {form: np.full(max(acts, default=0) + 1, -1) for form in edges}
    for number, (form, _, kind, _, quad, goldstein, intensity, _) in acts.items():
        if form in kinds:
            one = (kind, quad, goldstein, intensity)
            kind_of[form][number] = kinds[form].setdefault(one, len(kinds[form]))
    shapes = {form: (2, len(bounds[form]) - 1, len(kinds[form])) for form in edges}
    found = {form: np.zeros(shape, dtype=np.int64) for form, shape in shapes.items()}
    span = min(given[0] for given in bounds.values()), max(given[-1] for given in bounds.values())
    for way, (source, target) in enumerate(((a, b), (b, a))):
        # a row a day, and the acts of all days as one array: an object an act would take three times as long
        rows: Any = connection.execute(
            "SELECT day, group_concat(act) FROM imported_event"
            " WHERE source = ? AND target = ? AND day BETWEEN ? AND ? GROUP BY day",
            (source, target, *span),
        ).fetchall()
        if not rows:
            continue
        told = np.fromstring(",".join(of_day for _, of_day in rows), dtype=np.int64, sep=",")
        sizes = [of_day.count(",") + 1 for _, of_day in rows]
        days = [day for day, _ in rows]
        for form, (_, periods, number) in shapes.items():
            places = np.repeat(np.searchsorted(bounds[form], days, side="right") - 1, sizes)
            of = kind_of[form][told]
            kept = (of >= 0) & (places >= 0) & (places < periods)
            cells = np.bincount(places[kept] * number + of[kept], minlength=periods * number)
            found[form][way] = cells.reshape(periods, number)
    return {form: (list(kinds[form]), counts) for form, counts in found.items()}


def read_by_day(connection: apsw.Connection, since: str | None, until: str | None) -> list[tuple[str, str, int]]:
    rows: Any = connection.execute(
        "SELECT format, day, events FROM imported_total WHERE code = '' AND role = 'read' AND day BETWEEN ? AND ?",
        (_number(since, _FIRST), _number(until, _LAST)),
    )
    return [(form, iso(day), events) for form, day, events in rows]


def abroad_binned(
    connection: apsw.Connection, code: str, edges: Mapping[str, Sequence[str]]
) -> list[tuple[str, str, int]]:
    found = []
    for form, given in edges.items():
        numbers = [_number(edge, 0) for edge in given]
        # one range of the table's key a period: SQLite adds up in a millisecond what Python would in twenty
        rows: Any = connection.execute(
            "SELECT key, (SELECT sum(events) FROM imported_total WHERE code = ?1 AND format = ?2 AND role <> 'home'"
            " AND day >= value ->> 0 AND day < value ->> 1) FROM json_each(?3)",
            (code, form, json.dumps(list(pairwise(numbers)))),
        )
        found += [(form, given[place], events) for place, events in rows if events]
    return found


def totals(connection: apsw.Connection, code: str, since: str | None, until: str | None) -> list[DayTotal]:
    rows: Any = connection.execute(
        "SELECT format, day, role, events, verbal_cooperation, material_cooperation, verbal_conflict,"
        " material_conflict FROM imported_total WHERE code = ? AND day BETWEEN ? AND ? ORDER BY format, day, role",
        (code, _number(since, _FIRST), _number(until, _LAST)),
    )
    return [DayTotal(form, iso(day), code, role, count, tuple(quads)) for form, day, role, count, *quads in rows]


def dyads(connection: apsw.Connection, least: int, until: str | None) -> list[tuple[str, str, int]]:
    rows: Any = connection.execute(
        "SELECT min(source, target), max(source, target), sum(n) FROM"
        " (SELECT source, target, count(*) AS n FROM imported_event WHERE source <> '' AND target <> ''"
        "  AND source <> target AND day <= ? GROUP BY source, target)"
        " GROUP BY 1, 2 HAVING sum(n) >= ? ORDER BY 3 DESC, 1, 2",
        (_number(until, _LAST), least),
    )
    return [tuple(row) for row in rows]


def panel(connection: apsw.Connection, origin: str, only: str) -> list[tuple[str, str, int, int]]:
    rows: Any = connection.execute(
        "SELECT source, target, day, count(*) FROM imported_event JOIN imported_act ON imported_act.number = act"
        " WHERE format = ? AND source <> '' AND target <> '' AND source <> target AND quad LIKE ? GROUP BY 1, 2, 3",
        (origin, f"%{only}"),
    )
    return [tuple(row) for row in rows]


def by_dyad(connection: apsw.Connection, code: str | None, until: str | None) -> Iterator[ImportedDay]:
    acts = _acts(connection)
    of_one = " AND ?2 IN (source, target)" if code else ""
    # in the order of the table's key, so that nothing is sorted or kept
    rows: Any = connection.execute(
        "SELECT source, target, day, act, count(*), sum(reports) FROM imported_event"
        f" WHERE source <> '' AND target <> '' AND source <> target AND day <= ?1{of_one}"
        " GROUP BY source, target, day, act",
        (_number(until, _LAST), code) if code else (_number(until, _LAST),),
    )
    for source, target, day, act, count, reports in rows:
        form, _, _, _, quad, goldstein, intensity, _ = acts[act]
        yield ImportedDay(source, target, form, iso(day), quad, goldstein, intensity, count, reports)


def events(connection: apsw.Connection, a: str, b: str, since: str | None, until: str | None) -> Iterator[ImportedRow]:
    acts = _acts(connection)
    files: dict[int, str] = dict(connection.execute("SELECT number, source FROM imported_file").fetchall())  # type: ignore[arg-type]
    rows: Any = connection.execute(
        "SELECT day, source, target, act, s.name, t.name, reports, file, line FROM imported_event"
        " CROSS JOIN imported_name AS s ON s.number = source_name"
        " CROSS JOIN imported_name AS t ON t.number = target_name"
        " WHERE (source, target) IN (VALUES (?1, ?2), (?2, ?1)) AND day BETWEEN ?3 AND ?4"
        " ORDER BY day, file, line",
        (a, b, _number(since, _FIRST), _number(until, _LAST)),
    )
    for day, source, target, act, source_name, target_name, reports, file, line in rows:
        form, code, kind, mode, quad, goldstein, intensity, name = acts[act]
        yield ImportedRow(form, iso(day), source, target, source_name, target_name, code, name, kind, mode, quad,
                          goldstein, intensity, reports, files[file], line)  # fmt: skip


def namings(connection: apsw.Connection, code: str) -> list[Naming]:
    rows: Any = connection.execute(
        "SELECT format, code, imported_name.name, way, sum(events) FROM imported_naming"
        " JOIN imported_name ON imported_name.number = imported_naming.name WHERE code = ?"
        " GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 3",
        (code,),
    )
    return [Naming(*row) for row in rows]


def ways(connection: apsw.Connection, code: str, until: str | None) -> dict[tuple[str, int], dict[str, int]]:
    found: dict[tuple[str, int], dict[str, int]] = {}
    rows: Any = connection.execute(
        "SELECT format, year, way, sum(events) FROM imported_naming WHERE code = ? AND year < ? GROUP BY 1, 2, 3"
        if until
        else "SELECT format, year, way, sum(events) FROM imported_naming WHERE code = ? GROUP BY 1, 2, 3",
        (code, int(until[:4])) if until else (code,),
    )
    for form, year, way, events in rows:
        found.setdefault((form, year), {})[way] = events
    if until:
        for form, way, events in _ways_of_year(connection, code, until):
            found.setdefault((form, int(until[:4])), {})[way] = events
    return found


def _ways_of_year(connection: apsw.Connection, code: str, until: str) -> list[tuple[str, str, int]]:
    """By format and way, the names of a code from New Year's Day to a day: the table of namings has whole years."""
    rows: Any = connection.execute(
        # by every code that there is, for then both halves are ranges of the table's key
        "WITH everybody (code) AS (SELECT '' UNION SELECT code FROM imported_naming),"
        " named (format, name, events) AS ("
        "SELECT format, source_name, count(*) FROM imported_event JOIN imported_file ON number = file"
        " WHERE imported_event.source = ?1 AND target IN everybody AND day BETWEEN ?2 AND ?3 GROUP BY 1, 2"
        " UNION ALL SELECT format, target_name, count(*) FROM imported_event JOIN imported_file ON number = file"
        " WHERE imported_event.source IN everybody AND target = ?1 AND day BETWEEN ?2 AND ?3 GROUP BY 1, 2),"
        " ways (format, name, way) AS ("
        "SELECT format, name, min(way) FROM imported_naming WHERE code = ?1 AND year = ?4 GROUP BY 1, 2)"
        " SELECT format, way, sum(events) FROM named JOIN ways USING (format, name) GROUP BY 1, 2",
        (code, _number(f"{until[:4]}-01-01", 0), _number(until, 0), int(until[:4])),
    )
    return [tuple(row) for row in rows]


def dyad_namings(
    connection: apsw.Connection, code: str, other: str, since: str | None, until: str | None
) -> list[Naming]:
    found: dict[tuple[str, int], int] = {}
    for ours, source, target in (("source_name", code, other), ("target_name", other, code)):
        rows: Any = connection.execute(
            f"SELECT format, {ours}, count(*) FROM imported_event JOIN imported_file ON number = file"
            " WHERE imported_event.source = ? AND target = ? AND day BETWEEN ? AND ? GROUP BY 1, 2",
            (source, target, _number(since, _FIRST), _number(until, _LAST)),
        )
        for form, name, count in rows:
            found[form, name] = found.get((form, name), 0) + count
    named: Any = connection.execute(
        "SELECT DISTINCT format, imported_naming.name, imported_name.name, way FROM imported_naming"
        " JOIN imported_name ON imported_name.number = imported_naming.name WHERE code = ?",
        (code,),
    )
    known = {(form, number): (name, way) for form, number, name, way in named}
    rows = [Naming(form, code, *known[form, number], count) for (form, number), count in found.items()]
    return sorted(rows, key=lambda one: (-one.events, one.name))


def files(connection: apsw.Connection) -> list[ImportedFile]:
    rows: Any = connection.execute(f"SELECT {FILE_COLUMNS} FROM imported_file ORDER BY number")
    return [from_row(row) for row in rows]


def faults(connection: apsw.Connection, number: int) -> list[Fault]:
    rows: Any = connection.execute("SELECT line, reason FROM imported_fault WHERE file = ? ORDER BY line", (number,))
    return [Fault(*row) for row in rows]
