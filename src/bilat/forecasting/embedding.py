"""Vectors for actors and relations, learnt from the past and updated as days pass.

A question (s, r, ?) becomes the vector u_s * a_r + b_r + g_r * h_sr + k_r * h_s + m_r * h_at. h_sr and h_s are the
means of the vectors of those to whom s last did r, and last did anything; h_at is a mean over the latest events of s,
weighed by attention (Bahdanau et al. 2015): an event of relation r' that lies d days back weighs
exp(S[r, r'] + T[r, d]), so that it is learnt after what a relation comes, and how soon. A candidate o scores the
product of the question's vector with v_o, plus a bias. Trained by sampled softmax (Jean et al. 2015: half of the others
drawn evenly, half as often as they occur, corrected for that) with dropout (Srivastava et al. 2014) and Adagrad (Duchi
et al. 2011), one event after the other, so that the same events give the same bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import prange

from bilat.forecasting.compiled import compiled
from bilat.forecasting.quads import Floats

SIZE = 64
OTHERS = 96
LATEST = 24  # events in the two means
LOOKED_AT = 32  # events under attention: half of them the latest, the rest of the relation asked for
_BACK = 200  # events of the subject in which these are looked for
_LAPSES = 12  # how long ago, in steps that grow by 1.7 from a day
_DROPPED = np.float32(0.2)
LEAST = np.float32(1e-3)
SOFT = np.float32(0.1)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Parameters (first) and the sums of their squared gradients (second), each with a row an entity or a relation.

    `entity` (2, 2, N, SIZE): as subject, as candidate; `relation` (2, 5, 2R, SIZE): a, b, g, k, m; `after` (2, 2R, 2R):
    S; `lapse` (2, 2R, lapses): T; `bias` (2, N).
    """

    entity: Floats
    relation: Floats
    after: Floats
    lapse: Floats
    bias: Floats


def new_vectors(entities: int, relations: int, seed: int) -> Vectors:
    """Vectors before any event; those of an entity do not depend on how many there are."""
    draw = np.random.Generator(np.random.PCG64(seed))
    relation = np.zeros((2, 5, relations, SIZE), np.float32)
    relation[0, :4] = draw.normal(0, 0.1, (4, 1, SIZE))
    relation[0, 0] += 1.0
    relation[0, 2:4] += 0.5
    relation[0, 2:4] /= 2
    relation[0, 4] = 0.5
    entity = np.zeros((2, 2, entities, SIZE), np.float32)
    entity[0] = draw.normal(0, 0.1, (entities, 2, SIZE)).transpose(1, 0, 2)
    after = np.zeros((2, relations, relations), np.float32)
    np.fill_diagonal(after[0], 2.0)
    lapse = np.zeros((2, relations, _LAPSES), np.float32)
    lapse[0] = -0.2 * np.arange(_LAPSES)
    return Vectors(entity, relation, after, lapse, np.zeros((2, entities), np.float32))


@compiled(fast=True)
def _lapse_of(days):  # type: ignore[no-untyped-def]
    step = 0
    while days > 1 and step < _LAPSES - 1:
        days /= 1.7
        step += 1
    return step


@compiled(fast=True)
def history(  # type: ignore[no-untyped-def]
    v, after, lapse, starts, objects, relations, days, subject, relation, day, h_sr, h_s, h_at, at, weights
):
    """Fill h_sr, h_s and h_at from the subject's latest events before the day, `at` with the places of those under
    attention and `weights` with what each weighs; returns how many these are."""
    low, high = starts[subject], starts[subject + 1]
    while low < high:
        middle = (low + high) // 2
        if days[middle] < day:
            low = middle + 1
        else:
            high = middle
    stop = low
    h_sr[:] = 0
    h_s[:] = 0
    h_at[:] = 0
    n_sr, n_s, n = 0, 0, 0
    highest = np.float32(-1e30)
    i = stop - 1
    while i >= starts[subject] and stop - i < 300 and (n_sr < LATEST or n_s < LATEST):
        row = v[objects[i]]
        if n_s < LATEST:
            n_s += 1
            for d in range(SIZE):
                h_s[d] += row[d]
        if relations[i] == relation and n_sr < LATEST:
            n_sr += 1
            for d in range(SIZE):
                h_sr[d] += row[d]
        if n < LOOKED_AT and stop - i <= _BACK and (stop - i <= LOOKED_AT // 2 or relations[i] == relation):
            at[n] = i
            weights[n] = after[0, relation, relations[i]] + lapse[0, relation, _lapse_of(day - days[i])]
            highest = max(highest, weights[n])
            n += 1
        i -= 1
    mass = np.float32(0.0)
    for j in range(n):
        weights[j] = np.exp(weights[j] - highest)
        mass += weights[j]
    for j in range(n):
        weights[j] /= mass
        row = v[objects[at[j]]]
        for d in range(SIZE):
            h_at[d] += weights[j] * row[d]
    for d in range(SIZE):
        h_sr[d] /= max(n_sr, 1)
        h_s[d] /= max(n_s, 1)
    return n


@compiled(fast=True)
def learn(  # type: ignore[no-untyped-def]
    entity, relation, after, lapse, bias, starts, by_objects, by_relations, by_days, subjects, relations, objects, days,
    order, shares, pool, alive, rate, seed
):  # fmt: skip
    """One step of Adagrad for each event of `order`; `pool` are objects to draw others from, `shares` how often each
    occurs in it; entities from `alive` on are not drawn."""
    np.random.seed(seed)
    u, v = entity[0, 0], entity[0, 1]
    uu, vv = entity[1, 0], entity[1, 1]
    par, sq = relation[0], relation[1]
    h_sr, h_s, h_at = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    q, dq, kept = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    at = np.empty(LOOKED_AT, np.int64)
    weights, slopes = np.empty(LOOKED_AT, np.float32), np.empty(LOOKED_AT, np.float32)
    picked = np.empty(OTHERS + 1, np.int64)
    score = np.empty(OTHERS + 1, np.float32)
    total = 0.0
    half = np.float32(0.5)
    for index in order:
        s, r, o, day = subjects[index], relations[index], objects[index], days[index]
        n = history(v, after, lapse, starts, by_objects, by_relations, by_days, s, r, day, h_sr, h_s, h_at, at, weights)
        for d in range(SIZE):
            kept[d] = np.float32(0.0) if np.random.random() < _DROPPED else 1 / (1 - _DROPPED)
            q[d] = u[s, d] * par[0, r, d] + par[1, r, d] + par[2, r, d] * h_sr[d] + par[3, r, d] * h_s[d]
            q[d] = (q[d] + par[4, r, d] * h_at[d]) * kept[d]
        picked[0] = o
        for j in range(1, OTHERS + 1):
            picked[j] = np.random.randint(alive) if j % 2 else pool[np.random.randint(len(pool))]
        highest = np.float32(-1e30)
        for j in range(OTHERS + 1):
            e = picked[j]
            row = v[e]
            dot = np.float32(0.0)
            for d in range(SIZE):
                dot += q[d] * row[d]
            score[j] = dot + bias[0, e] - np.float32(np.log(half / alive + half * shares[e]))
            if j > 0 and e == o:
                score[j] = np.float32(-1e30)
            highest = max(highest, score[j])
        mass = np.float32(0.0)
        for j in range(OTHERS + 1):
            score[j] = np.exp(score[j] - highest)
            mass += score[j]
        total -= np.log(score[0] / mass + 1e-12)
        dq[:] = 0
        for j in range(OTHERS + 1):
            e = picked[j]
            slope = score[j] / mass
            if j == 0:
                slope -= np.float32(1.0)
            if abs(slope) < LEAST:
                continue
            row, sums = v[e], vv[e]
            for d in range(SIZE):
                dq[d] += slope * row[d]
            for d in range(SIZE):
                g = slope * q[d]
                sums[d] += g * g
                row[d] -= rate * g / (np.sqrt(sums[d]) + SOFT)
            bias[1, e] += slope * slope
            bias[0, e] -= rate * slope / (np.sqrt(bias[1, e]) + SOFT)
        for d in range(SIZE):
            dq[d] *= kept[d]
        _attend(v, par[4, r], after, lapse, by_objects, by_relations, by_days, r, day, dq, at, weights, slopes, n, rate)
        row, sums = u[s], uu[s]
        for d in range(SIZE):
            gu = dq[d] * par[0, r, d]
            g0 = dq[d] * row[d]
            sums[d] += gu * gu
            row[d] -= rate * gu / (np.sqrt(sums[d]) + SOFT)
            h_sr[d] *= dq[d]
            h_s[d] *= dq[d]
            h_at[d] *= dq[d]
            q[d] = g0
        step(par[0, r], sq[0, r], q, rate)
        step(par[1, r], sq[1, r], dq, rate)
        step(par[2, r], sq[2, r], h_sr, rate)
        step(par[3, r], sq[3, r], h_s, rate)
        step(par[4, r], sq[4, r], h_at, rate)
    return total / max(1, len(order))


@compiled(fast=True)
def _attend(  # type: ignore[no-untyped-def]
    v, m, after, lapse, by_objects, by_relations, by_days, r, day, dq, at, weights, slopes, n, rate
):
    """The step of S and T, by the slope of the softmax over the events under attention."""
    mean = np.float32(0.0)
    for j in range(n):
        row = v[by_objects[at[j]]]
        slopes[j] = 0
        for d in range(SIZE):
            slopes[j] += dq[d] * m[d] * row[d]
        mean += weights[j] * slopes[j]
    for j in range(n):
        g = weights[j] * (slopes[j] - mean)
        way, ago = by_relations[at[j]], _lapse_of(day - by_days[at[j]])
        after[1, r, way] += g * g
        after[0, r, way] -= rate * g / (np.sqrt(after[1, r, way]) + SOFT)
        lapse[1, r, ago] += g * g
        lapse[0, r, ago] -= rate * g / (np.sqrt(lapse[1, r, ago]) + SOFT)


@compiled(fast=True)
def step(row, sums, slopes, rate):  # type: ignore[no-untyped-def]
    for d in range(SIZE):
        sums[d] += slopes[d] * slopes[d]
        row[d] -= rate * slopes[d] / (np.sqrt(sums[d]) + SOFT)


@compiled(fast=True)
def question_vectors(  # type: ignore[no-untyped-def]
    entity, relation, after, lapse, starts, by_objects, by_relations, by_days, subjects, relations, day
):
    """The vectors of questions on a day (questions, SIZE); the objects of the events under attention and what each
    weighs (questions, LOOKED_AT both; object -1 where there are fewer)."""
    u, v, par = entity[0, 0], entity[0, 1], relation[0]
    out = np.empty((len(subjects), SIZE), np.float32)
    looked_at = np.full((len(subjects), LOOKED_AT), -1, np.int32)
    all_weights = np.zeros((len(subjects), LOOKED_AT), np.float32)
    h_sr, h_s, h_at = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    at = np.empty(LOOKED_AT, np.int64)
    for i in range(len(subjects)):
        s, r = subjects[i], relations[i]
        n = history(v, after, lapse, starts, by_objects, by_relations, by_days, s, r, day, h_sr, h_s, h_at, at,
                    all_weights[i])  # fmt: skip
        for j in range(n):
            looked_at[i, j] = by_objects[at[j]]
        for d in range(SIZE):
            out[i, d] = u[s, d] * par[0, r, d] + par[1, r, d] + par[2, r, d] * h_sr[d] + par[3, r, d] * h_s[d]
            out[i, d] += par[4, r, d] * h_at[d]
    return out, looked_at, all_weights


@compiled(parallel=True, fast=True)
def scores(v, bias, questions, seen):  # type: ignore[no-untyped-def]
    """The scores of the first `seen` entities for every question (questions, seen).

    Not a matrix product of a library: there, the last bits of a row may depend on how many rows there are.
    """
    out = np.empty((len(questions), seen), np.float32)
    for i in prange(len(questions)):
        q, row = questions[i], out[i]
        for e in range(seen):
            one = v[e]
            dot = np.float32(0.0)
            for d in range(SIZE):
                dot += q[d] * one[d]
            row[e] = dot + bias[e]
    return out
