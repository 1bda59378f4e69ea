"""The scoreboard: how good the tool's forecasts were, beside what named holders expected."""

from __future__ import annotations

from typing import Any

from bilat.record import Record
from bilat.web.asking import Asked
from bilat.web.holding import Holding
from bilat.web.showing import Page

_MOST_SHOWN = 200  # of each table in HTML; JSON and CSV have all


def scoreboard(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Every forecast that was stored, the last end first, with what came of it; and the expectations of holders.

    `state` and `holder` select what the two tables show; the scores above them are of all.
    """
    as_of = asked.as_of
    board = holding.kept(record, ("scoreboard", as_of), lambda: holding.desk.forecast_scoreboard_as_it_stands(as_of))
    forecasts = sorted(board["forecasts"], key=lambda row: (row["end"], row["forecast"]), reverse=True)
    state, holder = asked.get("state"), asked.get("holder")
    forecasts = [row for row in forecasts if state in (None, row["state"])]
    expectations = [
        row
        for row in board["expectations"]
        if holder in (None, row["holder"] or "unnamed") and state in (None, row["state"])
    ]
    data = {
        "tool": board["tool"],
        "holders": board["holders"],
        "forecasts": forecasts,
        "expectations": expectations,
        "shown": _MOST_SHOWN,
    }
    return Page("scoreboard.html", "Forecasts and how good they were", data, forecasts)
