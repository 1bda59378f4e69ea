"""Changes and shock tests of a dyad: the record's daily counts given to the measures."""

from __future__ import annotations

import dataclasses
import importlib.util
from datetime import date
from typing import Any

import numpy as np

from bilat import actors, measures
from bilat.ledgers import View
from bilat.measures import TEXT, Change, Coverage
from bilat.model import BilatError
from bilat.workspace.carrying import carriers
from bilat.workspace.counting import day_counts, day_volumes, directions
from bilat.workspace.measuring import dyad_coverage

Row = dict[str, Any]
CLASSES = ("cooperation", "conflict")
_ASSUMPTION = (
    "Without the shock, the weeks after would have stood to the weeks before as they do at ordinary dates of this and "
    "of other dyads: nothing else befell this dyad alone at that time, and the shock changed nothing before its day "
    "or in how the news was gathered."
)


def dyad_changes(view: View, a: str, b: str, only: str | None, since: str | None, until: str | None) -> Row:
    """Steps and pulses by the origin that tells most of the dyad, each with what carried it.

    Without `only`, steps are those of all events and those that cooperation or conflict alone shows.
    """
    covered = _best(dyad_coverage(view, a, b, "week", since, until))
    if covered is None or not covered.covered:
        return {**_refusal(a, b, covered), "steps": [], "pulses": []}
    first = date.fromisoformat(covered.first)
    number = (date.fromisoformat(covered.last) - first).days + 1
    counts, volume = np.zeros(number), np.zeros(number)
    classes = {} if only else {name: np.zeros(number) for name in CLASSES}
    for one in day_counts(view, a, b, covered.first, covered.last):
        if one.origin == covered.origin and (only is None or one.quad.endswith(only)):
            at = (date.fromisoformat(one.day) - first).days
            counts[at] += one.events
            for name, some in classes.items():
                some[at] += one.events * one.quad.endswith(name)
    for origin, day, read in day_volumes(view, covered.first, covered.last):
        if origin == covered.origin:
            volume[(date.fromisoformat(day) - first).days] += read
    found = measures.joint_steps(counts, classes, volume, first), measures.pulses(counts, volume, first)
    head = {"status": "covered", "a": a, "b": b, "origin": covered.origin, "first": covered.first, "last": covered.last}
    steps, pulses = (
        [_row(one, carriers(view, a, b, covered.origin, only or one.of, one, lasts)) for one in some]
        for some, lasts in zip(found, (True, False), strict=True)
    )
    return {**head, "steps": steps, "pulses": pulses}


def _row(change: Change, carried_by: list[Row]) -> Row:
    return {
        "date": change.date.isoformat(), "until": change.until.isoformat(), "size": round(change.size, 3),
        "interval": [round(bound, 3) for bound in change.interval], "before": round(change.before, 2),
        "after": round(change.after, 2), "of": change.of, "carried_by": carried_by,
    }  # fmt: skip


def dyad_shock(view: View, a: str, b: str, day: str) -> Row:
    """The shock test by the origin that tells most of the dyad; refused with its reason where it cannot be made."""
    covered = _best([one for one in dyad_coverage(view, a, b, "week") if one.first <= day <= one.last])
    if covered is None or not covered.covered:
        return _refusal(a, b, covered)
    missing = [name for name in ("lightgbm",) if importlib.util.find_spec(name) is None]
    if missing:
        raise BilatError(f'the shock test needs {missing[0]}, which is not installed: pip install "bilat[analysis]"')
    panel = measures.panel(panel_rows(view, covered.origin, covered.first, covered.last))
    pair = (min(a, b), max(a, b))
    at = panel.column(date.fromisoformat(day))
    widths = measures.windows(at, panel.days)
    if widths is None:
        return _refused(
            a, b, covered.origin, f"too few weeks before or after {day}: 6 and 4 are needed, and 3 to spare"
        )
    donors = measures.donors_of(panel)
    if len(donors) <= measures.LEAST_DONORS or pair not in panel.pairs:
        return _refused(a, b, covered.origin, f"{len(donors)} dyads with an event a week, too few to compare with")
    row = panel.pairs.index(pair)
    effect = measures.Design(panel, *widths, donors).effect(row, at)
    head = {"status": "estimated", "a": a, "b": b, "on": day, "origin": covered.origin}
    lists = {"interval": list(effect.interval), "weekly": list(effect.weekly), "ratios": list(effect.ratios)}
    return {**head, **dataclasses.asdict(effect), **lists, "assumption": _ASSUMPTION}


def panel_rows(view: View, origin: str, first: str, last: str, only: str = "") -> list[tuple[str, str, int, int]]:
    """Events between two states by one origin, as `measures.panel` takes them; `only` `cooperation` or `conflict`."""
    begin, end = (date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal() for day in (first, last))
    states = actors.states()
    if origin != TEXT:
        rows = view.record.imported_panel(origin, only)
        return [one for one in rows if begin <= one[2] <= end and one[0] in states and one[1] in states]
    found = []
    for one in view.happenings("event", None, None, first, last):
        known = one.first and one.first == one.last and one.fields.get("status") == "occurred"
        if known and one.fields["quad"].endswith(only):
            sides = {who.code for side in ("source", "target") for who in one.fields.get(side) or ()} & set(states)
            number = date.fromisoformat(one.first or "").toordinal() - date(1970, 1, 1).toordinal()
            pairs = [(x, y) for x in sides for y in sides if x < y and directions(one, x, y)]
            found += [(x, y, number, 1) for x, y in pairs]
    return found


def _best(coverages: list[Coverage]) -> Coverage | None:
    return max(coverages, key=lambda one: (one.covered, one.events), default=None)


def _refusal(a: str, b: str, covered: Coverage | None) -> Row:
    if covered is None:
        return _refused(a, b, "", "nothing was read or imported of that time")
    return _refused(a, b, covered.origin, covered.reason)


def _refused(a: str, b: str, origin: str, reason: str) -> Row:
    return {"status": "not_covered", "a": a, "b": b, "origin": origin, "reason": reason, "effect": None,
            "interval": None, "p": None}  # fmt: skip
