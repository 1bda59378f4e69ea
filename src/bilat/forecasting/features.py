"""Who may answer a question, and what speaks for each: candidates and their features."""

from __future__ import annotations

import numpy as np
from numba import prange
from numpy.typing import NDArray

from bilat.forecasting.compiled import compiled
from bilat.forecasting.past import HALF_LIVES, Past, broad_count, known_traits
from bilat.forecasting.quads import Floats, Ints

FEATURES = (
    "triple_4", "triple_30", "triple_all", "triple_gap", "pair_4", "pair_30", "pair_all", "pair_gap", "same_way_15",
    "follows_5", "follows_40", "follows_most", "object_7", "object_30", "object_all", "object_gap", "object_share",
    "entity_3", "entity_30", "entity_all", "entity_gap", "object_of_entity", "triple_share", "pair_share",
    "same_country", "country_object", "country_country", "sector_sector", "country_sector", "subject_country",
    "subject_sector", "any_country", "any_sector", "sector_object", "two_steps", "vector", "vector_rank",
    "vector_chance", "subject_relation_30", "subject_30", "relation_30", "repeats", "acquainted", "inverse",
    "triples", "pairs", "triple_rank", "pair_rank", "triple_days", "country_relation_30",
    "vector_spread", "attention",
)  # fmt: skip
_FROM_SUBJECT, FROM_VECTORS, _FROM_RELATION, _FROM_STEPS = 90, 80, 30, 30
MOST = _FROM_SUBJECT + FROM_VECTORS + _FROM_RELATION + _FROM_STEPS
_LATEST = 3000  # events of a subject that are looked at
_NEIGHBOURS, _OF_NEIGHBOUR = 25, 80
_NEVER = 9999.0


def build(
    past: Past, subjects: Ints, relations: Ints, day: int, seen: int, scores: Floats, tops: NDArray[np.int64],
    spread: Floats, looked_at: Ints, weights: Floats,
) -> tuple[Ints, Ints, Floats]:  # fmt: skip
    """Candidates (Q, MOST), how many there are (Q), and their features (Q, MOST, features) for questions of a day.

    `seen` is how many entities are known.
    `scores` (Q, seen) are those of the vectors, `tops` (Q, at most FROM_VECTORS) the best by them, best first;
    `spread` (Q, seen) tells how far the sets of vectors are apart; `looked_at` (Q, any) are objects of past events that
    have the attention of the vectors, each with its part of it in `weights`.
    """
    by_relation = _leaders(past.objects, past.object_last, day)
    chance = past.follows / np.maximum(past.follows.sum(axis=1, keepdims=True), 1.0)
    lists = past.by_subject
    return _build(  # type: ignore[no-any-return]
        lists.starts, lists.object, lists.relation, lists.day, subjects, relations, np.int32(day), scores, tops,
        spread, looked_at, weights, by_relation, chance.astype(np.float32), past.objects, past.object_last,
        past.entity, past.entity_last, past.broad, *known_traits(past, seen), past.repeats,
    )  # fmt: skip


@compiled()
def _best(values, members, count, most):  # type: ignore[no-untyped-def]
    """The members with the greatest values, best first."""
    keys = np.empty(count, np.float32)
    for i in range(count):
        keys[i] = -values[members[i]]
    return members[np.argsort(keys, kind="mergesort")[:most]]


@compiled(parallel=True)
def _leaders(objects, object_last, day):  # type: ignore[no-untyped-def]
    """The most frequent objects of each relation of late (2R, _FROM_RELATION), best first."""
    relations, entities = object_last.shape
    out = np.empty((relations, _FROM_RELATION), np.int32)
    for r in prange(relations):
        now = np.empty(entities, np.float32)
        members = np.empty(entities, np.int64)
        n = 0
        for o in range(entities):
            if objects[r, o, 1] > 0:
                now[o] = objects[r, o, 1] * 2.0 ** ((object_last[r, o] - day) / HALF_LIVES[1])
                members[n] = o
                n += 1
        best = _best(now, members, n, _FROM_RELATION)
        out[r, : len(best)] = best
        out[r, len(best) :] = -1
    return out


@compiled()
def _before(days, low, high, day):  # type: ignore[no-untyped-def]
    while low < high:
        middle = (low + high) // 2
        if days[middle] < day:
            low = middle + 1
        else:
            high = middle
    return low


@compiled(parallel=True)
def _build(  # type: ignore[no-untyped-def]
    starts, objects_of, relations_of, days_of, subjects, relations, day, scores, tops, spread, looked_at, weights,
    by_relation, chance, objects, object_last, entity, entity_last, broad, country, sector, repeats,
):  # fmt: skip
    questions, entities = len(subjects), len(entity)
    chosen = np.empty((questions, MOST), np.int32)
    counts = np.zeros(questions, np.int32)
    out = np.zeros((questions, MOST, len(FEATURES)), np.float32)
    chunks = min(8, questions)
    for chunk in prange(chunks):
        acc = np.zeros((entities, 14), np.float32)
        rank = np.empty(entities, np.float32)
        seen = np.full(entities, -1, np.int64)
        touched = np.empty(entities, np.int64)
        steps = np.zeros(entities, np.float32)
        stepped = np.empty(entities, np.int64)
        for q in range(chunk * questions // chunks, (chunk + 1) * questions // chunks):
            s, r = subjects[q], relations[q]
            n = 0
            stop = _before(days_of, starts[s], starts[s + 1], day)
            for i in range(max(starts[s], stop - _LATEST), stop):
                o, way, gap = objects_of[i], relations_of[i], day - days_of[i]
                a = acc[o]
                if a[6] == 0:
                    touched[n] = o
                    n += 1
                a[6] += 1.0
                a[4] += 2.0 ** (-gap / 4.0)
                late = 2.0 ** (-gap / 30.0)
                a[5] += late
                a[7] = gap
                if (way & 1) == (r & 1):
                    a[8] += 2.0 ** (-gap / 15.0)
                likely = chance[way, r]
                a[9] += likely * 2.0 ** (-gap / 5.0)
                a[10] += likely * 2.0 ** (-gap / 40.0)
                a[11] = max(a[11], likely * late)
                if way == r:
                    a[0] += 2.0 ** (-gap / 4.0)
                    a[1] += late
                    a[2] += 1.0
                    if a[2] == 1.0 or gap != a[3]:
                        a[12] += 1.0
                    a[3] = gap
            for place in range(looked_at.shape[1]):
                if looked_at[q, place] >= 0:
                    acc[looked_at[q, place], 13] += weights[q, place]
            # two steps: those whom the subject's latest partners have dealt with of late
            n_steps = 0
            partners = touched[:0]
            for i in range(n):
                rank[touched[i]] = acc[touched[i], 5]
            partners = _best(rank, touched, n, _NEIGHBOURS)
            for x in partners:
                end = _before(days_of, starts[x], starts[x + 1], day)
                weight = acc[x, 5] / (1.0 + np.sqrt(entity[x, 2]))
                for i in range(max(starts[x], end - _OF_NEIGHBOUR), end):
                    o = objects_of[i]
                    if steps[o] == 0:
                        stepped[n_steps] = o
                        n_steps += 1
                    steps[o] += weight * 2.0 ** ((days_of[i] - day) / 30.0) + 1e-9
            # the candidates, from each source its best
            k = 0
            n_triples = 0
            for i in range(n):
                a = acc[touched[i]]
                rank[touched[i]] = a[1] + a[10] + 0.1 * a[5] + 0.02 * a[2] + 1e-4 * a[6]
                n_triples += a[2] > 0
            for o in _best(rank, touched, n, _FROM_SUBJECT):
                seen[o] = q
                chosen[q, k] = o
                k += 1
            for place in range(tops.shape[1]):
                o = tops[q, place]
                if seen[o] != q:
                    seen[o] = q
                    chosen[q, k] = o
                    k += 1
            for o in by_relation[r]:
                if o >= 0 and seen[o] != q:
                    seen[o] = q
                    chosen[q, k] = o
                    k += 1
            for o in _best(steps, stepped, n_steps, _FROM_STEPS):
                if seen[o] != q:
                    seen[o] = q
                    chosen[q, k] = o
                    k += 1
            counts[q] = k
            # the features of the question
            sr = objects[r ^ 1, s, 1]
            sr *= 2.0 ** ((object_last[r ^ 1, s] - day) / HALF_LIVES[1])
            s30 = entity[s, 1] * 2.0 ** ((entity_last[s] - day) / HALF_LIVES[1])
            r30 = repeats[r, 3]
            top = scores[q, tops[q, 0]]
            mass = np.float32(0.0)
            for place in range(tops.shape[1]):
                mass += np.exp(scores[q, tops[q, place]] - top)
            cs, ss = country[s], sector[s]
            of_country = broad_count(broad, 0, cs, r, 0, day) if cs else 0.0
            of_sector = broad_count(broad, 9, ss, r, 0, day) if ss else 0.0
            for c in range(k):
                o = chosen[q, c]
                a, f = acc[o], out[q, c]
                for j in range(12):
                    f[j] = a[j]
                f[48] = a[12]
                if a[2] == 0:
                    f[3] = _NEVER
                if a[6] == 0:
                    f[7] = _NEVER
                since = object_last[r, o] - day
                f[12] = objects[r, o, 0] * 2.0 ** (since / HALF_LIVES[0])
                f[13] = objects[r, o, 1] * 2.0 ** (since / HALF_LIVES[1])
                f[14] = objects[r, o, 2]
                f[15] = -since
                f[16] = f[13] / (r30 + 1.0)
                since = entity_last[o] - day
                f[17] = entity[o, 0] * 2.0 ** (since / HALF_LIVES[0])
                f[18] = entity[o, 1] * 2.0 ** (since / HALF_LIVES[1])
                f[19] = entity[o, 2]
                f[20] = -since
                f[21] = f[13] / (f[18] + 1.0)
                f[22] = a[1] / (sr + 0.1)
                f[23] = a[5] / (s30 + 0.1)
                co, so = country[o], sector[o]
                f[24] = -1.0 if not cs or not co else (1.0 if cs == co else 0.0)
                if cs:
                    f[25] = broad_count(broad, 1, cs, r, o, day) / (of_country + 1.0)
                    f[26] = broad_count(broad, 2, cs, r, co, day) / (of_country + 1.0) if co else -1.0
                    f[28] = broad_count(broad, 4, cs, r, so, day) / (of_country + 1.0) if so else -1.0
                if ss:
                    f[27] = broad_count(broad, 3, ss, r, so, day) / (of_sector + 1.0) if so else -1.0
                    f[33] = broad_count(broad, 10, ss, r, o, day) / (of_sector + 1.0)
                f[29] = broad_count(broad, 5, s, r, co, day) if co else -1.0
                f[30] = broad_count(broad, 6, s, r, so, day) if so else -1.0
                f[31] = broad_count(broad, 7, s, 0, co, day) if co else -1.0
                f[32] = broad_count(broad, 8, s, 0, so, day) if so else -1.0
                f[34] = steps[o]
                f[35] = scores[q, o]
                f[37] = np.exp(scores[q, o] - top) / mass
                f[38], f[39], f[40] = sr, s30, r30
                f[41] = repeats[r, 0] / (r30 + 1.0)
                f[42] = repeats[r, 1] / (r30 + 1.0)
                f[43] = r & 1
                f[44], f[45] = n_triples, n
                f[49] = of_country
                f[50] = spread[q, o]
                f[51] = a[13]
            for column, where in ((35, 36), (1, 46), (10, 47)):
                values = -out[q, :k, column]
                places = np.argsort(values, kind="mergesort")
                for place in range(k):
                    out[q, places[place], where] = place
            for i in range(n):
                acc[touched[i]] = 0.0
            for i in range(n_steps):
                steps[stepped[i]] = 0.0
    return chosen, counts, out
