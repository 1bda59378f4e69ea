"""A row for each dyad and month: zeros told from missing."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from typing import TypeVar

from bilat.exports.scope import told
from bilat.exports.shapes import Column, Row, Scope, Table
from bilat.exports.sides import country, cow, gleditsch_ward, pairs
from bilat.measures import TEXT, days_read
from bilat.ontology import QUADS

_QUADS = tuple(quad.replace(" ", "_") for quad in QUADS)
COLUMNS = (
    Column("origin", "text", "whose events: text is what bilat read, the others are the formats of imported data"),
    Column("month", "text", "YYYY-MM"),
    Column("year", "int", ""),
    Column("source", "text", "who acts: a state, body or group, by its code"),
    Column("source_iso3", "text", "the state's ISO 3166-1 alpha-3 code; empty for bodies and groups"),
    Column("source_cow", "int", "its Correlates of War number"),
    Column("source_gw", "int", "its Gleditsch-Ward number"),
    Column("target", "text", "towards whom"),
    Column("target_iso3", "text", ""),
    Column("target_cow", "int", ""),
    Column("target_gw", "int", ""),
    Column("days", "int", "days of the month"),
    Column("days_read", "int", "days of it of which something was read"),
    Column("read", "int", "documents (text) or events of all dyads (imported) that were read of the month"),
    Column("events", "int", "happenings; empty where nothing was read of the month, 0 where none was found"),
    *(Column(name, "int", f"{quad}, of the events") for name, quad in zip(_QUADS, QUADS, strict=True)),
    Column("statements", "int", "of the events, mere statements and appeals, which have no quad class"),
    Column("joint", "int", "of the events, those that both did together; each stands in both directions"),
    Column("reports", "int", "reports of the events"),
    Column("origins", "int", "independent origins of each event, added up; empty for imported data"),
    Column("intensity", "number", "mean PLOVER intensity of the events that have one"),
    Column("goldstein", "number", "mean Goldstein value of those that have one (imported CAMEO)"),
)
_NAMES = [column.name for column in COLUMNS]
_COUNTED = _NAMES[_NAMES.index("events") :]  # what is empty of a month that was not read


@dataclass(slots=True)
class Cell:
    """What was counted of a dyad in a month."""

    events: int = 0
    quads: list[int] = field(default_factory=lambda: [0] * len(QUADS))
    joint: int = 0
    reports: int = 0
    origins: int = 0
    intensities: tuple[float, int] = (0.0, 0)
    goldsteins: tuple[float, int] = (0.0, 0)

    def add(
        self, quad: str, intensity: float | None, goldstein: float | None, events: int, reports: int, origins: int
    ) -> None:
        self.events += events
        if quad:
            self.quads[QUADS.index(quad)] += events
        self.reports += reports
        self.origins += origins
        self.intensities = _added(self.intensities, intensity, events)
        self.goldsteins = _added(self.goldsteins, goldstein, events)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a month: documents or events, and on how many days."""

    read: int
    days: int


_Dyad = tuple[str, str, str]  # source, target, origin
_Months = dict[str, Cell]
_Value = TypeVar("_Value")


def rows(scope: Scope) -> Iterator[Row]:
    """Dyads in the order of their codes, each from the first month that was read to the last."""
    if scope.b:
        asked = {scope.a, scope.b}
        kept = ((dyad, months) for dyad, months in _dyads(scope) if set(dyad[:2]) == asked)
    else:
        kept = ((dyad, months) for dyad, months in _dyads(scope) if scope.a is None or scope.a in dyad[:2])
    read = {origin: _bounded(months, scope) for origin, months in _read(scope).items()}
    for (source, target, origin), cells in kept:
        about = _about(source, target)
        counted = read.get(origin, {})
        for month in sorted({*_span(counted), *_bounded(cells, scope)}):
            yield (
                {"origin": origin, "month": month, "year": int(month[:4])}
                | about
                | _row(cells.get(month), counted.get(month), month, origin)
            )


def _dyads(scope: Scope) -> Iterator[tuple[_Dyad, _Months]]:
    return merge(_of_text(scope), _imported(scope), key=lambda one: one[0])


def _of_text(scope: Scope) -> Iterator[tuple[_Dyad, _Months]]:
    """What bilat read: events that occurred, and that are dated to a month."""
    found: dict[_Dyad, _Months] = {}
    for one in told(Scope(scope.view, scope.a, scope.b), ("event",)):
        event = one.happening
        month = (event.first or "")[:7]
        if not month or month != (event.last or "")[:7] or event.fields["status"] != "occurred":
            continue
        sides = {(s.code, t.code, joint) for s, t, joint in pairs(event) if s and t and s.code and t.code}
        for source, target, joint in sides:
            if source and target and source != target:
                cell = found.setdefault((source, target, TEXT), {}).setdefault(month, Cell())
                cell.add(event.fields["quad"], event.fields.get("intensity"), None, 1, event.reports, event.origins)
                cell.joint += joint
    return ((dyad, found[dyad]) for dyad in sorted(found))


def _imported(scope: Scope) -> Iterator[tuple[_Dyad, _Months]]:
    """What was imported, a dyad at a time."""
    given = scope.view.record.imported_by_dyad(scope.a, scope.view.until)
    for (source, target), days in groupby(given, key=lambda one: (one.source, one.target)):
        found: dict[str, _Months] = {}
        for one in days:
            cell = found.setdefault(one.origin, {}).setdefault(one.day[:7], Cell())
            cell.add(one.quad, one.intensity, one.goldstein, one.events, one.reports, 0)
        for origin in sorted(found):
            yield (source, target, origin), found[origin]


def _read(scope: Scope) -> dict[str, dict[str, Read]]:
    """By origin and month, what was read."""
    record, until = scope.view.record, scope.view.until
    found = {TEXT: {month: Read(read, days) for month, read, days in record.documents_read(until)}}
    volumes: dict[str, dict[str, int]] = {}
    for origin, day, events in record.imported_read(None, until):
        volumes.setdefault(origin, {})[day] = events
    for origin, by_day in volumes.items():
        months = found.setdefault(origin, {})
        for day in days_read(by_day):
            before = months.get(day[:7], Read(0, 0))
            months[day[:7]] = Read(before.read + by_day[day], before.days + 1)
    return found


def _bounded(months: Mapping[str, _Value], scope: Scope) -> dict[str, _Value]:
    first, last = (scope.since or "")[:7], (scope.until or "9999")[:7]
    return {month: value for month, value in months.items() if first <= month <= last}


def _span(months: Iterable[str]) -> Iterator[str]:
    """Every month from the first to the last."""
    known = sorted(months)
    if not known:
        return
    year, month = map(int, known[0].split("-"))
    while (name := f"{year:04}-{month:02}") <= known[-1]:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _row(cell: Cell | None, read: Read | None, month: str, origin: str) -> Row:
    days = monthrange(*map(int, month.split("-")))[1]
    known: Row = {"days": days, "days_read": read.days if read else 0, "read": read.read if read else 0}
    if cell is None and read is None:
        return known | dict.fromkeys(_COUNTED)
    cell = cell or Cell()
    return known | {
        "events": cell.events,
        **dict(zip(_QUADS, cell.quads, strict=True)),
        "statements": cell.events - sum(cell.quads),
        "joint": cell.joint,
        "reports": cell.reports,
        "origins": cell.origins if origin == TEXT else None,
        "intensity": _mean(cell.intensities),
        "goldstein": _mean(cell.goldsteins),
    }


def _about(source: str, target: str) -> Row:
    return {
        "source": source,
        "source_iso3": country(source),
        "source_cow": cow(source),
        "source_gw": gleditsch_ward(source),
        "target": target,
        "target_iso3": country(target),
        "target_cow": cow(target),
        "target_gw": gleditsch_ward(target),
    }


def _added(before: tuple[float, int], value: float | None, events: int) -> tuple[float, int]:
    return before if value is None else (before[0] + value * events, before[1] + events)


def _mean(given: tuple[float, int]) -> float | None:
    return round(given[0] / given[1], 4) if given[1] else None


MAKER = Table(COLUMNS, rows)
