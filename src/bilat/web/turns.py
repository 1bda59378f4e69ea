"""When the course of a dyad turned, named by what happened then; and the events that were imported, to look them up."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from itertools import islice
from typing import Any

from bilat.record import ImportedRow, Record
from bilat.web.asking import Asked, pair
from bilat.web.holding import Holding
from bilat.web.library import load
from bilat.web.rows import rows
from bilat.web.showing import Page, actor_name

Row = dict[str, Any]


def turns(holding: Holding, record: Record, asked: Asked, params: Row) -> Page:
    """Steps and pulses of two, each with what carried it, which leads to the happening or to file and line."""
    a, b = pair(params)
    since, until, as_of = asked.get("since"), asked.get("until"), asked.get("as_of")

    def make() -> Row:
        if as_of:
            holding.view(record, asked.as_of)  # refuses what would take too long
        return holding.desk.changes(a, b, None, since, until, as_of)

    load()
    found = holding.kept(record, ("turns", a, b, since, until, as_of), make)
    told = [{"turn": name, **one} for name in ("step", "pulse") for one in found[f"{name}s"]]
    told.sort(key=lambda one: (one["date"], one["turn"]))
    ids = [row["happening"] for one in told for act in one["carried_by"] for row in act["rows"] if "happening" in row]
    words = {row["id"]: row for row in rows(record, record.happenings_named(dict.fromkeys(ids)), (a, b))}
    shown = [{**one, "carried_by": [_carrier(act, words) for act in one["carried_by"]]} for one in told]
    name = f"{actor_name(a)} and {actor_name(b)}"
    head = {key: found.get(key) for key in ("status", "origin", "reason", "first", "last")}
    flat = [
        {**{key: value for key, value in one.items() if key not in ("carried_by", "interval")},
         "low": one["interval"][0], "high": one["interval"][1],
         "carried_by": "; ".join(act["text"] for act in one["carried_by"])}
        for one in shown
    ]  # fmt: skip
    return Page("turns.html", f"{name}: steps and pulses", {"a": a, "b": b, "name": name, **head, "rows": shown}, flat)


def _carrier(one: Row, words: dict[str, Row]) -> Row:
    """An act with the rows that it is counted from, each in words and with what opens it."""
    told = [{**row, **_worded(words.get(row.get("happening", "")), row)} for row in one["rows"]]
    sides = f"{actor_name(one['from'])} to {actor_name(one['to'])}"
    return {"act": one["what"], "sides": sides, "events": one["events"], "events_before": one["events_before"],
            "text": f"{sides}: {one['what']}", "rows": told}  # fmt: skip


def _worded(row: Row | None, otherwise: Row) -> Row:
    if row is None:
        return {"text": f"{otherwise['source']} to {otherwise['target']}"}
    return {"text": row["words"]["text"], **{key: row[key] for key in ("reports", "origins", "sentence")}}


def imported(holding: Holding, record: Record, asked: Asked, params: Row) -> Page:
    """Events of the two that others coded, in order of time, each with the file and the line where it stands."""
    a, b = pair(params)
    until = min(filter(None, (asked.until, asked.as_of)), default=None)
    origin, quad = asked.get("origin"), asked.get("quad")
    found = (
        {"id": _key(one), **asdict(one)}
        for one in record.imported_events(a, b, asked.since, until)
        if origin in (None, one.origin) and quad in (None, one.quad)
    )
    if after := asked.get("after"):
        for one in found:
            if one["id"] == after:
                break
    shown = list(islice(found, asked.limit + 1))
    more = {"after": shown[asked.limit - 1]["id"]} if len(shown) > asked.limit else {}
    shown = shown[: asked.limit]
    name = f"{actor_name(a)} and {actor_name(b)}"
    return Page("imported.html", f"{name}: imported events", {"a": a, "b": b, "name": name, "rows": shown}, shown, more)


def _key(one: ImportedRow) -> str:
    return hashlib.blake2b(f"{one.file}\n{one.line}\n{one.source}\n{one.target}".encode(), digest_size=8).hexdigest()
