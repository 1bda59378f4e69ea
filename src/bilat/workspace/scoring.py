"""The scoreboard: forecasts closed when their days have passed, and scored beside what others expected."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import Any

import numpy as np

from bilat import forecasting
from bilat.ledgers import View
from bilat.model import Forecast, ForecastEnd, Happening
from bilat.ontology import QUADS
from bilat.record import Record
from bilat.workspace.forecasting import History, histories

Row = dict[str, Any]
_READ_ENOUGH = 0.9  # of a forecast's days, for its count to be known
_SPAN = 91  # days before and after an expectation that are compared
_LEAST = 4  # events in the two together; with fewer, nothing can be told
_SAME = 0.25  # what changes by less than this part has continued
_SCORED = ("grow", "decline", "continue")


def scoreboard(record: Record) -> dict[str, Any]:
    """Close what can be closed, then all forecasts with their ends, the tool's average scores, and the holders'."""
    board, ends = _scored(record)
    record.close_forecasts(ends)
    return board


def as_it_stands(record: Record, until: str | None = None) -> dict[str, Any]:
    """The scoreboard as `scoreboard` gives it; nothing is stored, so that a record that is only read will do.

    With `until`, an ISO day, it is that of this day: forecasts from what had happened by then, closed by the same,
    and what documents published by then expected.
    """
    return _scored(record, until)[0]


def _scored(record: Record, until: str | None = None) -> tuple[dict[str, Any], dict[int, ForecastEnd]]:
    """The scoreboard, and the ends of the forecasts that can be closed now."""
    forecasting.needed()
    seen = lru_cache(maxsize=None)(lambda a, b: {one.origin: one for one in histories(record, a, b, until)})
    rows: list[Row] = []
    ends: dict[int, ForecastEnd] = {}
    for number, one, kept in record.forecasts():
        if until and _eve(one.start) > until:
            continue
        state, end = ("closed", kept) if kept and not until else _ended(one, seen(one.a, one.b).get(one.origin))
        if end and not kept:
            ends[number] = end
        rows.append(_row(number, one, state, end))
    expected = [row for one in View(record, until).happenings("expectation") for row in _expectation(record, one, seen)]
    return {"tool": _summary(rows), "holders": _holders(expected), "forecasts": rows, "expectations": expected}, ends


def _eve(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()


def _ended(one: Forecast, history: History | None) -> tuple[str, ForecastEnd | None]:
    """Whether a forecast's days have passed and were read, and what came of it."""
    if history is None or history.last.isoformat() < one.end:
        return "open", None
    outcome, read = history.between((one.what, one.direction), one.start, one.end)
    if read < _READ_ENOUGH:
        return "unknown", None
    score = forecasting.crps(np.array(one.chances), outcome)
    return "closed", ForecastEnd(outcome, score, (1 - one.chances[0] - (outcome > 0)) ** 2)


def _row(number: int, one: Forecast, state: str, end: ForecastEnd | None) -> Row:
    row: Row = {"forecast": number, "state": state, "made": one.made, "origin": one.origin, "a": one.a, "b": one.b,
                "what": one.what, "direction": one.direction, "start": one.start, "end": one.end,
                "expected": one.expected, "low": one.low, "high": one.high,
                "any": round(1 - one.chances[0], 4)}  # fmt: skip
    if end:
        row |= {"outcome": end.outcome, "crps": round(end.crps, 3), "brier": round(end.brier, 4)}
    return row


def _summary(rows: list[Row]) -> Row:
    closed = [row for row in rows if row["state"] == "closed"]
    found: Row = {"made": len(rows), "closed": len(closed)}
    if closed:
        found["crps"] = round(float(np.mean([row["crps"] for row in closed])), 3)
        found["brier"] = round(float(np.mean([row["brier"] for row in closed])), 4)
        within = [row["low"] <= row["outcome"] <= row["high"] for row in closed]
        found["within_interval"] = round(100 * float(np.mean(within)), 1)
    return found


def _expectation(record: Record, one: Happening, seen: Any) -> list[Row]:
    """What somebody expected of two states, whether it came so, and what the tool would have said that day."""
    codes = tuple(one.fields.get("about") or ())
    said = one.first or one.last
    row: Row = {"id": one.id, "holder": one.fields.get("holder"), "about": list(codes), "said": said,
                "direction": one.fields.get("direction"), "proposition": one.fields.get("proposition")}  # fmt: skip
    if len(codes) != 2 or not said or row["direction"] not in _SCORED:
        return [row | {"state": "not scored"}]
    for history in seen(*codes).values():
        before, after, known = _around(history, said)
        if known and before + after >= _LEAST:
            right = _came(row["direction"], before, after)
            chance = _chance(history, said, row["direction"], before)
            return [row | {"state": "closed", "origin": history.origin, "before": before, "after": after,
                           "right": right, "brier": 0.0 if right else 1.0, "tool": round(chance, 4),
                           "tool_brier": round((chance - right) ** 2, 4)}]  # fmt: skip
    return [row | {"state": "not covered"}]


def _around(history: History, said: str) -> tuple[int, int, bool]:
    """Cooperative acts between the two in the days before and from an ISO day on, and whether both are known."""
    day = dt.date.fromisoformat(said)
    spans = ((day - dt.timedelta(days=_SPAN), day - dt.timedelta(days=1)), (day, day + dt.timedelta(days=_SPAN - 1)))
    counts, known = [], True
    for start, end in spans:
        found = [history.between((quad, "both"), start.isoformat(), end.isoformat()) for quad in QUADS[:2]]
        counts.append(sum(count for count, _ in found))
        known &= found[0][1] >= _READ_ENOUGH
    return counts[0], counts[1], known


def _came(direction: str, before: int, after: int) -> bool:
    if direction == "continue":
        return abs(after - before) <= _SAME * before
    return after > before if direction == "grow" else after < before


def _chance(history: History, said: str, direction: str, before: int) -> float:
    """The tool's probability, from the days before alone."""
    upto = (dt.date.fromisoformat(said) - history.first).days
    nothing = np.zeros(len(history.read), np.int64)
    series = sum((history.counts.get((quad, "both"), nothing) for quad in QUADS[:2]), nothing)
    rows = np.array([series, *history.counts.values()])[:, :upto]
    of = [("both", what) for what in ("cooperation", *history.counts)]
    chances = forecasting.mixtures(rows, history.read[:upto], _SPAN, of)[0].chances()
    came = [_came(direction, before, after) for after in range(len(chances))]
    return float(chances[came].sum())


def _holders(expected: list[Row]) -> list[Row]:
    """Each named holder with how many expectations were closed and their average scores, beside the tool's."""
    by_holder: dict[str, list[Row]] = defaultdict(list)
    for row in expected:
        by_holder[row["holder"] or "unnamed"].append(row)
    found = []
    for holder, rows in sorted(by_holder.items()):
        closed = [row for row in rows if row["state"] == "closed"]
        about: Row = {"holder": holder, "expectations": len(rows), "closed": len(closed)}
        if closed:
            about["brier"] = round(float(np.mean([row["brier"] for row in closed])), 4)
            about["tool_brier"] = round(float(np.mean([row["tool_brier"] for row in closed])), 4)
        found.append(about)
    return found
