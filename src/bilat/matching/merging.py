"""Mentions that tell of one thing made into one row."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bilat.actors import same_person
from bilat.matching.traits import Traits, identity
from bilat.matching.words import codes_in
from bilat.model import Actor, Happening
from bilat.ontology import KINDS, VALUES, intensity_of

_CERTAIN = 0.99  # no count of reports makes a thing certain
# Of several statuses the one that says most; a denial counts as one only where nobody asserts.
_STATUS = ("occurred", "ongoing", "alleged", "planned", "denied", "negated")
_AGAINST = frozenset({"denied", "negated"})


def merge(members: Sequence[Traits], notes: tuple[str, ...]) -> Happening:
    """One row of the ledger of its kind: fields merged, three counts, a confidence over origins."""
    ranked = sorted(members, key=_rank) if len(members) > 1 else members
    kind = ranked[0].mention.kind
    fields = {name: value for name, value in _fields(kind, ranked).items() if value is not None}
    if kind in _LEDGERS:
        fields.update(_LEDGERS[kind](ranked, fields))
    against = [t for t in ranked if t.mention.fields.get("status") in _AGAINST]
    if len(against) == len(ranked):
        against = []
    if against:
        fields["contested"] = True
        notes = (*notes, f"contested: {len(against)} of {len(ranked)} reports deny it")
    dated = _dated(ranked, fields)
    docs = {t.mention.doc for t in ranked}
    return Happening(
        id=hashlib.sha256(f"{kind}\x1f{min(t.id for t in members)}".encode()).hexdigest()[:16],
        kind=kind,
        fields=fields,
        mentions=tuple(t.id for t in ranked),
        first=_day(dated.low) if dated else None,
        last=_day(dated.high) if dated else None,
        date_words=dated.mention.when.words if dated and dated.mention.when else "",
        reports=len(ranked),
        origins=len({t.origin for t in ranked}),
        documents=len(docs),
        confidence=_confidence(ranked, against),
        notes=notes,
    )


def _rank(t: Traits) -> tuple[object, ...]:
    """The best sentence first: surest, reported rather than recalled, most exactly dated."""
    m = t.mention
    return (-m.confidence, m.background, t.precision, t.published or 0, t.id)


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _dated(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> Traits | None:
    """The mention with the shortest date; of an agreement one that tells of the stage reached."""
    dated = [t for t in ranked if t.mention.when]
    if "rungs" in fields:
        dated = [t for t in dated if t.mention.fields["stage"] == fields["stage"] and not _hope(t)]

    def width(t: Traits) -> tuple[int, int]:
        if t.low is None or t.high is None:
            return (10**7, 0)
        return (t.high - t.low, t.low)

    return min(dated, key=width, default=None)


def _confidence(ranked: Sequence[Traits], against: Sequence[Traits]) -> float:
    """One minus the chance that every origin errs; denials take their share away."""
    denied = {t.id for t in against}
    held = _believed(t for t in ranked if t.id not in denied)
    return round(min(_CERTAIN, held * (1 - _believed(against))), 4)


def _believed(side: Iterable[Traits]) -> float:
    best: dict[str, float] = {}
    for t in side:
        best[t.origin] = max(best.get(t.origin, 0.0), t.mention.confidence)
    return 1 - math.prod(1 - sure for sure in sorted(best.values()))


# ---- fields, by what they are


def _fields(kind: str, ranked: Sequence[Traits]) -> dict[str, Any]:
    if len(ranked) == 1:  # most rows: nothing to merge, only the places in the text to leave out
        return {name: _placeless(value) for name, value in ranked[0].mention.fields.items()}
    out: dict[str, Any] = {}
    for name, spec in KINDS[kind].fields.items():
        values = [v for t in ranked if (v := t.mention.fields.get(name)) is not None]
        if values and spec.what == "actors":
            out[name] = join_actors(values, ranked[0].strangers)
        elif values:
            out[name] = _MERGERS.get(spec.what, _commonest)(values)
    return out


def _placeless(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_placeless, value))
    if isinstance(value, Actor):
        return Actor(value.name, value.country, value.org, value.sector, None, None, value.id, value.office)
    return value


def _commonest(values: Sequence[Any]) -> Any:
    """The value that most reports give; of equals the one of the better report."""
    counts = Counter(map(str, values))
    return max(values, key=lambda v: counts[str(v)])


def _union(values: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted({v for value in values for v in value}))


def _one_actor(values: Sequence[Actor]) -> Actor:
    """One actor out of its spellings: a person by the longest, and with whatever else any of them tells."""
    first = values[0]
    best = max(values, key=lambda a: (len(a.name.split()), len(a.name), a.name)) if identity(first) else first
    return replace(
        best,
        country=first.country or best.country,
        org=first.org or best.org,
        sector=_first(a.sector for a in values),
        office=_first(a.office for a in values),
        id=first.id or best.id,
        start=None,
        end=None,
    )


def _first(values: Iterable[str | None]) -> str | None:
    return next((v for v in values if v), None)


def join_actors(
    sides: Sequence[Sequence[Actor]], strangers: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Actor, ...]:
    """The actors of several tellings of one side, each once; `strangers` are ids of two persons each.

    A bare state gives way where another telling names who acted for it; a telling that names both keeps both.
    """
    groups: list[list[Actor]] = []
    for telling in sides:
        for actor in telling:
            group = next((g for g in groups if _same(g[0], actor, strangers)), None)
            if group is None:
                groups.append([actor])
            else:
                group.append(actor)
    persons = {a.code for g in groups for a in g if identity(a)}
    both = {
        a.code
        for telling in sides
        for a in telling
        if not identity(a) and any(b.code == a.code and identity(b) for b in telling)
    }
    return tuple(_one_actor(g) for g in groups if identity(g[0]) or g[0].code not in persons or g[0].code in both)


def _same(a: Actor, b: Actor, strangers: frozenset[tuple[str, str]]) -> bool:
    if a.code != b.code or (a.id, b.id) in strangers:
        return False
    mine, yours = identity(a), identity(b)
    if mine == yours:
        return True
    return bool(mine and yours) and same_person(a.name, b.name)


_MERGERS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "actor": _one_actor,
    "codes": _union,
    "bool": any,
}


# ---- what a ledger adds to the fields of its kind


def _status(ranked: Sequence[Traits]) -> str:
    return min((str(t.mention.fields["status"]) for t in ranked), key=_STATUS.index)


def _event(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": _status(ranked), "intensity": intensity_of(fields["type"], fields.get("mode"))}


def _transfer(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": _status(ranked)}


def _hope(t: Traits) -> bool:
    """True for a stage that lies after the day on which it was told: hoped for, not reached."""
    return t.low is not None and t.published is not None and t.low > t.published


def _agreement(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The ladder: each stage at each date once, and the highest stage that was reached."""
    order = VALUES["stages"].index
    rungs: dict[tuple[str, str], dict[str, str]] = {}
    hopes: list[dict[str, str]] = []
    for t in ranked:
        stage, when = t.mention.fields["stage"], t.mention.when
        rung = {"stage": stage, "date": when.iso if when else "", "mention": t.id}
        if _hope(t):
            hopes.append(rung)
        else:
            rungs.setdefault((stage, rung["date"]), rung)
    # an undated rung adds nothing beside a dated one of the same stage
    dated = {stage for stage, day in rungs if day}
    kept = [r for (stage, day), r in rungs.items() if day or stage not in dated]
    kept.sort(key=lambda r: (order(r["stage"]), r["date"]))
    title = max((t.mention.fields["title"] for t in ranked), key=lambda s: (len(s), s))
    extra: dict[str, Any] = {"title": title, "rungs": tuple(kept)}
    extra["stage"] = kept[-1]["stage"] if kept else "proposed"
    return extra | ({"hopes": tuple(hopes)} if hopes else {})


def _claim(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Both sides' lists over all reports; contested as soon as one report shows another side."""
    contested = bool(fields["denied_by"]) or any(t.mention.fields["status"] == "contested" for t in ranked)
    codes = {c for t in ranked for c in codes_in(t.mention.fields["proposition"])}
    codes |= {a.code for side in ("asserted_by", "denied_by") for a in fields[side] if a.code}
    return {"status": "contested" if contested else "alleged", "about": tuple(sorted(codes))}


def _quote(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    content = max((t.mention.fields["content"] for t in ranked), key=lambda s: (len(s), s))
    codes = codes_in(ranked[0].mention.quote) | {a.code for t in ranked for a in t.mention.actors() if a.code}
    return {"content": content, "about": tuple(sorted(codes))}


def _seen(ranked: Sequence[Traits]) -> dict[str, Any]:
    days = [t.published for t in ranked if t.published is not None]
    return {"first_seen": _day(min(days)), "last_seen": _day(max(days))} if days else {}


def _latest(ranked: Sequence[Traits]) -> str:
    """The status that the latest document gives."""
    return str(max(ranked, key=lambda t: (t.published or 0, -ranked.index(t))).mention.fields["status"])


def _standing(ranked: Sequence[Traits], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"status": _latest(ranked), **_seen(ranked)}


_LEDGERS: Mapping[str, Callable[[Sequence[Traits], Mapping[str, Any]], dict[str, Any]]] = {
    "event": _event,
    "transfer": _transfer,
    "agreement": _agreement,
    "claim": _claim,
    "quote": _quote,
    "role": _standing,
    "membership": _standing,
}
