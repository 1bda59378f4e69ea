"""The past as the features of forecasts need it: fading counts that grow day by day, and lists of events by subject.

A fading count with a half-life of h days adds one for each event and halves every h days. `advance` adds the events of
one day; whatever is asked of a `Past` before that knows nothing of the day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting.compiled import compiled
from bilat.forecasting.quads import Floats, Ints, Quads, Queries
from bilat.forecasting.traits import traits

HALF_LIVES = (7.0, 30.0, 1e6)  # of the counts of a relation's objects; the last does not fade
BROAD_HALF_LIFE = 60.0
BUCKETS = 1 << 22  # the broad counts are kept by hash; a collision adds two counts, no more
WITHIN = 90  # days after an event in which the next event of the same two counts as following it


@dataclass(frozen=True, slots=True)
class Lists:
    """Events both ways sorted by a key, then day; `starts[k]:starts[k + 1]` are those of key k."""

    starts: NDArray[np.int64]
    object: Ints
    relation: Ints
    day: Ints


@dataclass(frozen=True, slots=True)
class Past:
    """All counts up to a day.

    `objects` (2R, N, 3): how often an entity was object of a relation, at each half-life; `object_last` (2R, N) the
    last day of that. `entity` (N, 3) and `entity_last` (N): the same over all relations. `broad` (BUCKETS, 2): counts
    by country and sector, with the day they were last touched. `follows` (2R, 2R): how often a relation followed
    another between the same two. `repeats` (2R, 4): of a relation's events, how many repeated the very triple, how
    many were of two who had met, how many were of neither, how many there were.
    """

    by_subject: Lists
    by_pair: Lists
    events: Queries
    country: Ints
    sector: Ints
    told_by: Ints
    objects: Floats
    object_last: Ints
    entity: Floats
    entity_last: Ints
    broad: Floats
    follows: Floats
    repeats: Floats


def new_past(quads: Quads, events: Queries) -> Past:
    """A past without events; the lists hold all, and are only ever read up to a day."""
    entities, relations = len(quads.entities), 2 * len(quads.relations)
    country, sector, told_by = traits(quads.entities)
    return Past(
        by_subject=_lists(events, events.subject.astype(np.int64), entities),
        by_pair=_lists(events, events.subject.astype(np.int64) * entities + events.answer, 0),
        events=events,
        country=country,
        sector=sector,
        told_by=told_by,
        objects=np.zeros((relations, entities, 3), np.float32),
        object_last=np.full((relations, entities), -9999, np.int32),
        entity=np.zeros((entities, 3), np.float32),
        entity_last=np.full(entities, -9999, np.int32),
        broad=np.zeros((BUCKETS, 2), np.float32),
        follows=np.zeros((relations, relations), np.float32),
        repeats=np.zeros((relations, 4), np.float32),
    )


def _lists(events: Queries, key: NDArray[np.int64], keys: int) -> Lists:
    order = np.lexsort((events.relation, events.day, key))
    ranked = key[order]
    starts = np.searchsorted(ranked, np.arange(keys + 1)) if keys else np.flatnonzero(np.diff(ranked, prepend=-1))
    return Lists(
        np.append(starts, len(ranked)).astype(np.int64) if not keys else starts.astype(np.int64),
        events.answer[order],
        events.relation[order],
        events.day[order],
    )


def pair_positions(events: Queries, entities: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each event its place in `by_pair` and the place where its pair begins there."""
    key = events.subject.astype(np.int64) * entities + events.answer
    order = np.lexsort((events.relation, events.day, key))
    place = np.empty(len(key), np.int64)
    place[order] = np.arange(len(key))
    return place, np.searchsorted(key[order], key)


def advance(past: Past, places: tuple[NDArray[np.int64], NDArray[np.int64]], start: int, stop: int) -> None:
    """Add the events from `start` to `stop`, which are those of one day."""
    x = past.events
    _follow(places[0], places[1], past.by_pair.relation, past.by_pair.day, x.relation, start, stop, past.follows,
            past.repeats)  # fmt: skip
    _count(x.subject, x.relation, x.answer, x.day, start, stop, past.objects, past.object_last, past.entity,
           past.entity_last, past.broad, *known_traits(past, seen_by(past, stop)))  # fmt: skip


def seen_by(past: Past, upto: int) -> int:
    """How many entities the first `upto` events name: numbers go by first appearance, so these are the lowest."""
    return int(past.events.subject[:upto].max(initial=-1)) + 1  # both ways, so every one is a subject


def known_traits(past: Past, seen: int) -> tuple[Ints, Ints]:
    """Country and sector of each entity as the names of the first `seen` entities tell them."""
    known = past.told_by < seen
    return np.where(known, past.country, 0).astype(np.int32), np.where(known, past.sector, 0).astype(np.int32)


@compiled()
def bucket(kind, a, b, c):  # type: ignore[no-untyped-def]
    """Where the broad count of a kind for three numbers is kept (a multiplicative hash)."""
    mixed = np.uint64(kind) * np.uint64(0x9E3779B97F4A7C15)
    for part in (np.uint64(a), np.uint64(b), np.uint64(c)):
        mixed = (mixed ^ part) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(31)
    return np.int64(mixed & np.uint64(BUCKETS - 1))


@compiled()
def broad_count(broad, kind, a, b, c, day):  # type: ignore[no-untyped-def]
    """A broad count as it stands on a day."""
    k = bucket(kind, a, b, c)
    return broad[k, 0] * 2.0 ** ((broad[k, 1] - day) / BROAD_HALF_LIFE)


@compiled()
def _broaden(broad, kind, a, b, c, day):  # type: ignore[no-untyped-def]
    k = bucket(kind, a, b, c)
    broad[k, 0] = broad[k, 0] * 2.0 ** ((broad[k, 1] - day) / BROAD_HALF_LIFE) + 1.0
    broad[k, 1] = day


@compiled()
def fade(row, last, day):  # type: ignore[no-untyped-def]
    """Bring a row of three fading counts from its last day to a later one."""
    for k in range(3):
        row[k] *= 2.0 ** ((last - day) / HALF_LIVES[k])


@compiled()
def _count(  # type: ignore[no-untyped-def]
    subjects, relations, answers, days, start, stop, objects, object_last, entity, entity_last, broad, country, sector
):
    for i in range(start, stop):
        s, r, o, day = subjects[i], relations[i], answers[i], days[i]
        fade(objects[r, o], object_last[r, o], day)
        objects[r, o] += 1.0
        object_last[r, o] = day
        fade(entity[o], entity_last[o], day)
        entity[o] += 1.0
        entity_last[o] = day
        cs, co, ss, so = country[s], country[o], sector[s], sector[o]
        if cs:
            _broaden(broad, 1, cs, r, o, day)
            _broaden(broad, 0, cs, r, 0, day)
        if cs and co:
            _broaden(broad, 2, cs, r, co, day)
        if ss and so:
            _broaden(broad, 3, ss, r, so, day)
            _broaden(broad, 9, ss, r, 0, day)
        if cs and so:
            _broaden(broad, 4, cs, r, so, day)
        if co:
            _broaden(broad, 5, s, r, co, day)
            _broaden(broad, 7, s, 0, co, day)
        if so:
            _broaden(broad, 6, s, r, so, day)
            _broaden(broad, 8, s, 0, so, day)
        if ss:
            _broaden(broad, 10, ss, r, o, day)


@compiled()
def _follow(places, firsts, pair_relations, pair_days, relations, start, stop, follows, repeats):  # type: ignore[no-untyped-def]
    for i in range(start, stop):
        r = relations[i]
        place = places[i]
        day = pair_days[place]
        met, same = False, False
        steps = 0
        j = place - 1
        while j >= firsts[i] and steps < 200:
            if pair_days[j] < day:
                steps += 1
                met = True
                if pair_relations[j] == r:
                    same = True
                gap = day - pair_days[j]
                if gap <= WITHIN:
                    follows[pair_relations[j], r] += 2.0 ** (-gap / 20.0)
            j -= 1
        for k in range(4):
            repeats[r, k] *= 0.999
        repeats[r, 0 if same else (1 if met else 2)] += 1.0
        repeats[r, 3] += 1.0
