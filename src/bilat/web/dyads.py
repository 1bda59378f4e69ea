"""A dyad, its ledgers, two dyads side by side, what changed, and who deals with whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from bilat.measures import TEXT
from bilat.ontology import KINDS, QUADS
from bilat.record import UNKNOWN, MonthCount, Record
from bilat.web.asking import Asked, pair
from bilat.web.counting import documents_read, months, ties
from bilat.web.downloads import offered
from bilat.web.errors import Problem
from bilat.web.holding import Holding
from bilat.web.library import load
from bilat.web.rows import ledger, reports_kinds, totals
from bilat.web.showing import Page, actor_name

# Rows of each kind on the page of a dyad; the ledger has the rest.
_SHOWN = {"event": 12, "claim": 6, "meeting": 8, "agreement": 6, "quote": 6}
_SHOWN_ELSE = 6


def dyad(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Two states or bodies: the last rows of every ledger."""
    a, b = pair(params)
    counts = totals(holding, record, a, b, asked)
    ledgers = []
    rows: list[dict[str, Any]] = []
    for kind in reports_kinds():
        if not counts.get(kind):
            continue
        found, _ = ledger(holding, record, kind, a, b, asked, _SHOWN.get(kind, _SHOWN_ELSE))
        ledgers.append({"kind": kind, "title": KINDS[kind].plural, "happenings": counts[kind], "rows": found})
        rows += found
    title = f"{actor_name(a)} and {actor_name(b)}"
    data = {"a": a, "b": b, "name": title, "counts": counts, "ledgers": ledgers, "offered": offered(),
            "imported": bool(record.imported_files())}  # fmt: skip
    return Page("dyad.html", title, data, [plain(row) for row in rows])


def rows_of(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """One ledger of a dyad, or of one state or body, page by page."""
    a, b = pair(params)
    kind = params["kind"]
    if kind not in KINDS:
        raise Problem(404, f"there is no ledger of {kind[:40]!r}; there are: {', '.join(KINDS)}")
    found, more = ledger(holding, record, kind, a, b, asked, asked.limit)
    counts = totals(holding, record, a, b, asked)
    name = f"{actor_name(a)} and {actor_name(b)}"
    data = {
        "a": a, "b": b, "name": name, "kind": kind, "heading": KINDS[kind].plural, "about": KINDS[kind].about,
        "happenings": counts.get(kind, 0), "rows": found,
    }  # fmt: skip
    return Page(
        "ledger.html", f"{name}: {KINDS[kind].plural}", data, [plain(row) for row in found],
        {"after": more} if more else {},
    )  # fmt: skip


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it goes into a table: its line, its counts, its sentence; lists and actors flattened by the writer."""
    told = {"id": row["id"], "kind": row["kind"], "line": row["words"]["text"], "marks": row["words"]["marks"]}
    return told | {name: value for name, value in row.items() if name not in ("words", "id", "kind", "best", "remarks")}


def months_of(holding: Holding, record: Record, a: str, b: str, asked: Asked) -> list[dict[str, Any]]:
    """Events by month, quad class and status, with what was read in the month."""
    read = dict(documents_read(holding, record, asked))
    return [
        {"month": one.month or None, "quad": one.quad, "status": one.status, "happenings": one.happenings,
         "documents": read.get(one.month)}
        for one in months(holding, record, a, b, asked)
    ]  # fmt: skip


def course(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Happenings by month and quad class, with the documents read; what no month is known of apart."""
    a, b = pair(params)
    rows = months_of(holding, record, a, b, asked)
    name = f"{actor_name(a)} and {actor_name(b)}"
    data = {"a": a, "b": b, "name": name, "rows": rows, "unknown": UNKNOWN}
    return Page("course.html", f"{name}: events by month", data, rows)


def series(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """The measured series: counts, intensities, and latent levels with 95 % intervals, each origin apart."""
    a, b = pair(params)
    found = measured(holding, record, a, b, asked)
    rows = []
    for one in found.series:
        for point in one.points:
            row = {
                "origin": one.origin, "period": point.period, "first_day": point.start, "last_day": point.end,
                "documents_or_events_read": point.read,
            }  # fmt: skip
            if point.both:
                row |= {"events": point.both.events, "net": point.both.net, "gross": point.both.gross}
                row |= dict(point.both.quads)
            for name in ("cooperation", "conflict"):
                if level := getattr(point, name):
                    row |= {f"{name}_level": level.level, f"{name}_low": level.low, f"{name}_high": level.high}
            rows.append(row)
    covered = [{"origin": one.origin, **dataclasses.asdict(one.coverage)} for one in found.series]
    name = f"{actor_name(a)} and {actor_name(b)}"
    data = {"a": a, "b": b, "name": name, "by": found.step, "coverage": covered, "rows": rows,
            "notes": list(found.notes), "text": TEXT, "classes": QUADS}  # fmt: skip
    return Page("series.html", f"{name}: the measured course", data, rows)


def measured(holding: Holding, record: Record, a: str, b: str, asked: Asked) -> Any:
    """`Workspace.series` of a dyad, kept until the record changes."""
    by, since, until = asked.get("by") or "month", asked.get("since"), asked.get("until")
    as_of = asked.get("as_of")
    if as_of:
        holding.view(record, asked.as_of)  # refuses what would take too long
    load()
    key = ("series", a, b, by, since, until, as_of)
    return holding.kept(record, key, lambda: holding.desk.series(a, b, by, since, until, as_of))


def changes(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """What the record holds of a dyad that it did not before a day: new, contested, corrected, ruled on."""
    a, b = pair(params)
    since = asked.get("since")
    clock = asked.get("clock") or "published"
    rows: list[dict[str, Any]] = []
    if since:
        if sum(record.counted(a, b).values()) > _MOST_NEWS:
            raise Problem(503, "too many rows to match anew for a page: `bilat news A B --since D` does it")
        key = ("news", a, b, since, asked.get("as_of"), clock)
        rows = holding.kept(record, key, lambda: holding.desk.news(a, b, since, asked.get("as_of"), clock))
    name = f"{actor_name(a)} and {actor_name(b)}"
    data = {"a": a, "b": b, "name": name, "since": since, "clock": clock, "rows": rows[: asked.limit],
            "total": len(rows)}  # fmt: skip
    return Page("changes.html", f"{name}: what changed", data, rows)


_MOST_NEWS = 5_000


def compare(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Two dyads side by side: happenings of each kind, and events by quad class."""
    first = pair(params)
    second = pair({"a": params["c"], "b": params["d"]})
    sides: list[dict[str, Any]] = []
    for a, b in (first, second):
        quads: dict[str, int] = {}
        for one in in_span(months(holding, record, a, b, asked), asked):
            if one.status == "occurred":
                quads[one.quad] = quads.get(one.quad, 0) + one.happenings
        sides.append(
            {"a": a, "b": b, "name": f"{actor_name(a)} and {actor_name(b)}",
             "counts": totals(holding, record, a, b, asked), "quads": quads}
        )  # fmt: skip
    rows = [{"dyad": side["name"], **side["counts"], **side["quads"]} for side in sides]
    return Page("compare.html", f"{sides[0]['name']}, {sides[1]['name']}", {"sides": sides}, rows)


def in_span(counts: Iterable[MonthCount], asked: Asked) -> list[MonthCount]:
    """The counts of months of the span; what no month is known of is only where no span is asked for."""
    if not (asked.since or asked.until):
        return list(counts)
    since, until = (asked.since or "")[:7], (asked.until or "9999")[:7]
    return [one for one in counts if one.month and since <= one.month <= until]


def network(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Who deals with whom in a period: events that occurred, by pair and quad class."""
    quad = asked.get("quad")
    chosen = [one for one in ties(holding, record, asked, 400) if quad is None or one.quad == quad][: asked.limit]
    rows = [
        {"a": one.a, "b": one.b, "name": f"{actor_name(one.a)} and {actor_name(one.b)}", "quad": one.quad,
         "happenings": one.happenings}
        for one in chosen
    ]  # fmt: skip
    return Page("network.html", "Who deals with whom", {"rows": rows, "quad": quad}, rows)
