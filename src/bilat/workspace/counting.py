"""Events by day, whoever coded them: what was imported, and what bilat read itself, each by its origin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from bilat.ledgers import View
from bilat.measures import TEXT
from bilat.model import Actor, DayCount, DayTotal, Happening
from bilat.ontology import QUADS, TYPES


def day_counts(view: View, a: str, b: str, since: str | None = None, until: str | None = None) -> list[DayCount]:
    """Events between two states or bodies by origin, day, direction and act, in that order.

    Of what bilat read, those that occurred and are dated to a day: a happening counts once, however many told of it.
    `since` and `until` are ISO days. An imported event is known from its own day on.
    """
    found = view.record.imported_daily(a, b, since, view.by(until))
    return sorted([*found, *text_counts(view, a, b, since, until)], key=lambda one: (one.origin, *one[1:5]))


def day_totals(view: View, code: str, since: str | None = None, until: str | None = None) -> list[DayTotal]:
    """How many events each origin has of a state or body by day and role, as `DayTotal` says."""
    return [*view.record.imported_totals(code, since, view.by(until)), *text_totals(view, code, since, until)]


def day_volumes(view: View, since: str | None = None, until: str | None = None) -> list[tuple[str, str, int]]:
    """What was read, by origin and day: events of a data set, documents of `text`."""
    end = view.by(until)
    documents = view.record.documents_by_day(since, end)
    return [*view.record.imported_read(since, end), *((TEXT, day, count) for day, count in documents)]


def text_counts(view: View, a: str, b: str, since: str | None = None, until: str | None = None) -> Iterator[DayCount]:
    """Those of `day_counts` that bilat read itself."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for one in dated(view.happenings("event", a, b, since, view.by(until))):
        fields = one.fields
        kind, mode = fields["type"], fields.get("mode") or ""
        for source, target, joint in directions(one, a, b):
            counts[one.first, source, target, kind, mode, fields["quad"], fields["intensity"], joint] += 1
    for (day, source, target, kind, mode, quad, intensity, joint), count in counts.items():
        code = f"{kind}/{mode}" if mode else kind
        yield DayCount(TEXT, day, source, target, code, kind, mode, quad, None, intensity, count, joint)


def directions(one: Happening, a: str, b: str) -> list[tuple[str, str, bool]]:
    """In which directions between two an event went: (source, target, whether both did it together).

    Empty where both only suffer what a third does, or act together on somebody else.
    """
    sources, targets = _codes(one.fields.get("source")), _codes(one.fields.get("target"))
    if {a, b} <= sources and not targets - {a, b}:
        cooperative = TYPES[one.fields["type"]].quad in QUADS[:2]
        return [(min(a, b), max(a, b), True)] if cooperative else []
    return [(x, y, False) for x, y in ((a, b), (b, a)) if x in sources and y in targets]


def text_totals(view: View, code: str, since: str | None = None, until: str | None = None) -> Iterator[DayTotal]:
    """Those of `day_totals` that bilat read itself."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in dated(view.happenings("event", code, None, since, view.by(until))):
        for role in _roles(one, code):
            counts = found.setdefault((one.first or "", role), [0, 0, 0, 0, 0])
            counts[0] += 1
            counts[1 + QUADS.index(one.fields["quad"])] += 1
    for (day, role), (count, *quads) in sorted(found.items()):
        yield DayTotal(TEXT, day, code, role, count, (quads[0], quads[1], quads[2], quads[3]))


def _roles(one: Happening, code: str) -> list[str]:
    sources, targets = _codes(one.fields.get("source")), _codes(one.fields.get("target"))
    others = (sources | targets) - {code}
    if not others:
        return ["home"]
    if code in sources and (targets - {code} or not targets):
        return ["source"]
    return ["target"] if code in targets and sources - {code} else ["home"]


def dated(happenings: Iterable[Happening]) -> Iterator[Happening]:
    """Those that occurred, on a day that is known."""
    return (one for one in happenings if one.first and one.first == one.last and one.fields.get("status") == "occurred")


def _codes(actors: Any) -> set[str]:
    return {actor.code for actor in actors or () if isinstance(actor, Actor) and actor.code}
