"""Forecasts as they were made and what came of them: rows are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import apsw

from bilat.model import Forecast, ForecastEnd
from bilat.record.connection import transaction


def add(connection: apsw.Connection, made: Iterable[Forecast]) -> int:
    """How many were new: what was forecast for the same days before stays as it was said first."""
    at = _now()
    rows = [
        (at, one.origin, one.a, one.b, one.what, one.direction, one.start, one.end,
         json.dumps([one.expected, one.low, one.high, one.chances]))
        for one in made
    ]  # fmt: skip
    with transaction(connection):
        before = int(connection.total_changes())
        connection.executemany(
            "INSERT OR IGNORE INTO forecast (made, origin, a, b, what, direction, start, end, known)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        return int(connection.total_changes()) - before


def close(connection: apsw.Connection, ends: Mapping[int, ForecastEnd]) -> None:
    at = _now()
    with transaction(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO forecast_end VALUES (?, ?, ?, ?, ?)",
            [(number, at, end.outcome, end.crps, end.brier) for number, end in ends.items()],
        )


def all_of(connection: apsw.Connection) -> list[tuple[int, Forecast, ForecastEnd | None]]:
    rows: Any = connection.execute(
        "SELECT number, made, origin, a, b, what, direction, start, end, known, closed, outcome, crps, brier"
        " FROM forecast LEFT JOIN forecast_end ON forecast = number ORDER BY number"
    )
    found = []
    for number, made, origin, a, b, what, direction, start, end, known, closed, outcome, crps, brier in rows:
        expected, low, high, chances = json.loads(known)
        one = Forecast(origin, a, b, what, direction, start, end, expected, low, high, tuple(chances), made)
        found.append((number, one, ForecastEnd(outcome, crps, brier, closed) if closed else None))
    return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
