"""What carried a step or a pulse: the acts, with the rows or happenings where they stand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from bilat.ledgers import View
from bilat.measures import TEXT, Change
from bilat.model import Happening
from bilat.workspace.counting import dated, directions

Row = dict[str, Any]
_MOST = 3  # acts of a change
_ROWS = 10  # of an act, that are named by file and line
_LEVEL_DAYS = 14  # of a new level, held against as many before it


def carriers(view: View, a: str, b: str, origin: str, only: str, change: Change, lasts: bool) -> list[Row]:
    """The acts between the two that made a change, those that did most first.

    Of a pulse, the acts of its days. Of a step (`lasts`), those of which there is most more in the first fortnight of
    the new level than in the one before it; after a fall, those of which there is most less. `events` and
    `events_before` count both. Each has the rows that it is counted from, of the time before where it fell: file and
    line of what was imported, `happening` of what bilat read. `only` is a class of acts, or empty.
    """
    end = min(change.until, change.date + timedelta(days=_LEVEL_DAYS - 1)) if lasts else change.until
    width = (end - change.date).days + 1
    found = _acts(view, a, b, origin, only, change.date, end)
    before = _acts(view, a, b, origin, only, change.date - timedelta(days=width), change.date - timedelta(days=1))
    falls = lasts and change.size < 1
    told, other = (before, found) if falls else (found, before)
    weights = Counter({act: len(rows) - lasts * len(other.get(act, ())) for act, rows in told.items()})
    reports = {act: sum(row.pop("reports") for row in rows) for acts in (found, before) for act, rows in acts.items()}
    ranked = sorted((act for act in told if weights[act] > 0), key=lambda act: (-weights[act], -reports[act], act))
    return [
        {
            "what": act[1], "from": act[0], "to": act[2], "events": len(found.get(act, ())),
            "events_before": len(before.get(act, ())), **told[act][0], "rows": told[act][:_ROWS],
        }
        for act in ranked[:_MOST]
    ]  # fmt: skip


def _acts(
    view: View, a: str, b: str, origin: str, only: str, first: date, last: date
) -> dict[tuple[str, str, str], list[Row]]:
    """By whose side did what to whose, the rows of some days, with who it was."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    if origin == TEXT:
        for one in dated(view.happenings("event", a, b, first.isoformat(), last.isoformat())):
            if one.fields["quad"].endswith(only):
                row = {"day": one.first, "happening": one.id, "reports": one.reports}
                names = {side: _names(one, side) for side in ("source", "target")}
                for source, target, _ in directions(one, a, b)[:1]:
                    found.setdefault((source, one.fields["type"], target), []).append(names | row)
        return found
    for event in view.record.imported_events(a, b, first.isoformat(), last.isoformat()):
        if event.origin == origin and event.quad.endswith(only):
            names = {"source": event.source_name, "target": event.target_name}
            row = {"day": event.day, "file": event.file, "line": event.line, "reports": event.reports}
            found.setdefault((event.source, event.name, event.target), []).append(names | row)
    return found


def _names(one: Happening, side: str) -> str:
    return " and ".join(sorted({who.name for who in one.fields.get(side) or ()}))
