"""Coverage and series of a dyad: what the record has of it, given to the measures, each origin apart."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bilat import measures
from bilat.ledgers import View
from bilat.measures import TEXT, Agreement, Binned, Coverage, Named, Series, Side
from bilat.workspace.counting import day_volumes, text_counts, text_totals


@dataclass(frozen=True, slots=True)
class Measured:
    """A dyad's series, one for each origin that the record has, with how they agree; `notes` say what is left out."""

    a: str
    b: str
    step: str
    series: tuple[Series, ...]
    agreements: tuple[Agreement, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Material:
    """All that the record has of a dyad in a span, by origin."""

    counts: dict[str, Binned]
    volumes: dict[str, dict[str, int]]
    totals_a: dict[str, dict[str, int]]
    totals_b: dict[str, dict[str, int]]


def dyad_series(view: View, a: str, b: str, step: str, since: str | None = None, until: str | None = None) -> Measured:
    """The series of two states or bodies by every origin; `since` and `until` are ISO days."""
    material = _material(view, a, b, step, since, until)
    found = []
    levels = importlib.util.find_spec("scipy") is not None
    for origin, covered in _coverages(view, a, b, step, material, since, until).items():
        one = measures.series(
            a, b, origin, step, covered, material.counts[origin], material.volumes[origin],
            material.totals_a.get(origin, {}), material.totals_b.get(origin, {}),
        )  # fmt: skip
        found.append(measures.with_levels(one) if levels else one)
    agreements = [measures.agreement(x, y) for x, y in combinations([one for one in found if one.points], 2)]
    notes = () if levels else ('latent levels are left out; they need `pip install "bilat[analysis]"`',)
    return Measured(a, b, step, tuple(found), tuple(agreements), notes)


def dyad_coverage(
    view: View, a: str, b: str, step: str, since: str | None = None, until: str | None = None
) -> list[Coverage]:
    """How much each origin tells of two states or bodies, with the names that stood for them."""
    material = _material(view, a, b, step, since, until)
    return list(_coverages(view, a, b, step, material, since, until, named=_names(view, a, b, since, until)).values())


def _material(view: View, a: str, b: str, step: str, since: str | None, until: str | None) -> _Material:
    volumes: dict[str, dict[str, int]] = {}
    for origin, day, read in day_volumes(view, since, until):
        volumes.setdefault(origin, {})[day] = read
    edges = {}
    for origin, given in volumes.items():
        days = measures.days_read(given)
        edges[origin] = measures.edges(days[0], days[-1], step)
    counts: dict[str, Binned] = {}
    imported = {origin: given for origin, given in edges.items() if origin != TEXT}
    if imported:
        for origin, (kinds, ways) in view.record.imported_binned(a, b, imported).items():
            both = np.concatenate([ways, np.zeros_like(ways[:1])]).transpose(1, 0, 2)
            counts[origin] = Binned(tuple(imported[origin][:-1]), tuple(kinds), both)
    if TEXT in edges:
        counts[TEXT] = measures.binned(list(text_counts(view, a, b, since, until)), a, edges[TEXT])
    totals_a, totals_b = (_abroad(view, code, imported, since, until) for code in (a, b))
    return _Material(counts, volumes, totals_a, totals_b)


def _abroad(
    view: View, code: str, edges: Mapping[str, Sequence[str]], since: str | None, until: str | None
) -> dict[str, dict[str, int]]:
    """By origin and day, or the first day of a period, the events that a state or body has with others."""
    found: dict[str, dict[str, int]] = {}
    for origin, day, events in view.record.imported_abroad(code, edges):
        found.setdefault(origin, {})[day] = events
    for one in text_totals(view, code, since, until):
        if one.role != "home":
            days = found.setdefault(TEXT, {})
            days[one.day] = days.get(one.day, 0) + one.events
    return found


def _coverages(
    view: View, a: str, b: str, step: str, material: _Material, since: str | None, until: str | None,
    named: dict[tuple[str, str], Sequence[Named]] | None = None,
) -> dict[str, Coverage]:  # fmt: skip
    ways = {code: view.record.imported_ways(code, view.until) for code in (a, b)}
    found = {}
    for origin, volumes in sorted(material.volumes.items()):
        events = material.counts[origin].events() if origin in material.counts else {}
        years = {int(day[:4]) for day in measures.days_read(volumes)}
        sides = [
            Side(
                code,
                sum(totals.get(origin, {}).values()),
                measures.own_share(_of_years(ways[code], origin, years)),
                tuple((named or {}).get((origin, code), ())),
            )
            for code, totals in ((a, material.totals_a), (b, material.totals_b))
        ]
        found[origin] = measures.coverage(origin, volumes, events, (sides[0], sides[1]), step, since, until)
    return found


def _of_years(ways: dict[tuple[str, int], dict[str, int]], origin: str, years: set[int]) -> Counter[str]:
    found = Counter[str]()
    for (form, year), counts in ways.items():
        if form == origin and year in years:
            found.update(counts)
    return found


def _names(view: View, a: str, b: str, since: str | None, until: str | None) -> dict[tuple[str, str], Sequence[Named]]:
    found: dict[tuple[str, str], list[Named]] = {}
    for code, other in ((a, b), (b, a)):
        for one in view.record.imported_dyad_namings(code, other, since, view.by(until)):
            found.setdefault((one.origin, code), []).append(Named(one.name, one.way, one.events))
    return {key: names for key, names in found.items()}
