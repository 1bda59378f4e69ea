"""Happenings counted for a page: from indexes of the record as it is, or matched anew as of a day."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any, NamedTuple

from bilat.ledgers import codes_of, within
from bilat.model import Happening
from bilat.ontology import KINDS
from bilat.record import UNKNOWN, Activity, MonthCount, Record, Tie
from bilat.web.asking import Asked
from bilat.web.holding import Holding


class Known(NamedTuple):
    """What documents published by a day tell: happenings by kind, and who first reported what each prints."""

    happenings: dict[str, list[Happening]]
    reporters: dict[str, str]


def known(holding: Holding, record: Record, as_of: str) -> Known:
    """What was known by a day, matched anew."""

    def make() -> Known:
        from bilat import matching  # loads numerical libraries

        view = holding.view(record, as_of)
        printed = matching.houses({one.id: one for one in view.documents()}, view.origins)
        return Known({kind: view.happenings(kind) for kind in KINDS}, printed)

    return holding.kept(record, ("known", as_of), make)


def months(holding: Holding, record: Record, a: str, b: str, asked: Asked) -> list[MonthCount]:
    """Events of two by month, quad class and status; `month` is empty where the text gives none."""
    if not asked.as_of:
        # the course, its chart and a comparison ask for the same
        return holding.kept(record, ("months", a, b), lambda: record.months(a, b))
    counts = Counter(
        (_month(one), str(one.fields["quad"]), str(one.fields["status"]))
        for one in known(holding, record, asked.as_of).happenings["event"]
        if {a, b} <= codes_of(one)
    )
    return [MonthCount(*key, count) for key, count in sorted(counts.items())]


def _month(one: Happening) -> str:
    first, last = (one.first or "")[:7], (one.last or "")[:7]
    return first if first == last else ""


def is_of_month(one: Happening, month: str) -> bool:
    """Whether `months` counts it in this month (`2024-05`), in one of this year (`2024`), in none (`unknown`)."""
    known = _month(one)
    return not known if month == UNKNOWN else known.startswith(month) and bool(known)


def documents_read(holding: Holding, record: Record, asked: Asked) -> list[tuple[str, int]]:
    """Documents that are dated to a day, by month; as of a day those published by then."""
    if asked.as_of:
        counts = Counter(day[:7] for day, number in record.documents_by_day(None, asked.as_of) for _ in range(number))
        return sorted(counts.items())
    return holding.kept(record, "documents", record.documents_by_month)


def ties(holding: Holding, record: Record, asked: Asked, limit: int) -> list[Tie]:
    """Events that occurred in the span of the query, by pair and quad class, the most first."""
    since, until = asked.since, asked.until
    if not asked.as_of:
        return holding.kept(record, ("ties", since, until), lambda: record.ties(since, until, limit))
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in known(holding, record, asked.as_of).happenings["event"]:
        if one.fields["status"] == "occurred" and within(one, since, until):
            counts.update((a, b, str(one.fields["quad"])) for a, b in combinations(sorted(codes_of(one)), 2))
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Tie(*key, count) for key, count in found[:limit]]


def activity(holding: Holding, record: Record, asked: Asked, limit: int, code: str = "") -> list[Activity]:
    """Pairs, or those of one code, by the happenings of any kind in which both take part, the most first."""
    if not asked.as_of:
        return record.dyads(code, limit)
    counts: Counter[tuple[str, str]] = Counter()
    for found in known(holding, record, asked.as_of).happenings.values():
        for one in found:
            counts.update(pair for pair in combinations(sorted(codes_of(one)), 2) if not code or code in pair)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [Activity(*pair, count) for pair, count in ranked[:limit]]


def glance(holding: Holding, record: Record, asked: Asked) -> dict[str, Any]:
    """How many documents, reports and happenings by kind there are."""
    if not asked.as_of:
        counts = holding.kept(record, "counts", record.counts)
        return {"documents": counts.documents, "mentions": counts.mentions, "happenings": counts.happenings}
    found = {kind: some for kind, some in known(holding, record, asked.as_of).happenings.items() if some}
    return {
        "documents": len(record.docs_until(asked.as_of)),
        "mentions": {kind: sum(one.reports for one in some) for kind, some in found.items()},
        "happenings": {kind: len(some) for kind, some in found.items()},
    }
