"""Vectors for actors and relations, learnt from the past and updated as days pass.

A question (s, r, ?) becomes the vector u_s * a_r + b_r + g_r * h_sr + k_r * h_s, where h_sr and h_s are the means of
the vectors of those to whom s last did r, and last did anything. A candidate o scores its product with v_o, plus a
bias. Trained by sampled softmax (Jean et al. 2015: half of the others drawn evenly, half as often as they occur,
corrected for that) with Adagrad (Duchi et al. 2011), one event after the other, so that the same events give the same
bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import prange

from bilat.forecasting.compiled import compiled
from bilat.forecasting.quads import Floats

SIZE = 64
OTHERS = 96
LATEST = 24
LEAST = np.float32(1e-3)
SOFT = np.float32(0.1)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Parameters (first) and the sums of their squared gradients (second), each with a row an entity or a relation.

    `entity` (2, 2, N, SIZE): as subject, as candidate; `relation` (2, 4, 2R, SIZE): a, b, g, k; `bias` (2, N).
    """

    entity: Floats
    relation: Floats
    bias: Floats


def new_vectors(entities: int, relations: int, seed: int) -> Vectors:
    """Vectors before any event; those of an entity do not depend on how many there are."""
    draw = np.random.Generator(np.random.PCG64(seed))
    relation = np.zeros((2, 4, relations, SIZE), np.float32)
    relation[0] = draw.normal(0, 0.1, (4, 1, SIZE))
    relation[0, 0] += 1.0
    relation[0, 2:] += 0.5
    entity = np.zeros((2, 2, entities, SIZE), np.float32)
    entity[0] = draw.normal(0, 0.1, (entities, 2, SIZE)).transpose(1, 0, 2)
    return Vectors(entity, relation, np.zeros((2, entities), np.float32))


@compiled(fast=True)
def history(v, starts, objects, relations, days, subject, relation, day, h_sr, h_s):  # type: ignore[no-untyped-def]
    """Fill h_sr and h_s with the means of the subject's latest objects before the day; returns where they end."""
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
    n_sr, n_s = 0, 0
    i = stop - 1
    while i >= starts[subject] and stop - i < 300 and (n_sr < LATEST or n_s < LATEST):
        if n_s < LATEST:
            n_s += 1
            row = v[objects[i]]
            for d in range(SIZE):
                h_s[d] += row[d]
        if relations[i] == relation and n_sr < LATEST:
            n_sr += 1
            row = v[objects[i]]
            for d in range(SIZE):
                h_sr[d] += row[d]
        i -= 1
    for d in range(SIZE):
        h_sr[d] /= max(n_sr, 1)
        h_s[d] /= max(n_s, 1)
    return stop


@compiled(fast=True)
def learn(  # type: ignore[no-untyped-def]
    entity, relation, bias, starts, by_objects, by_relations, by_days, subjects, relations, objects, days, order,
    shares, pool, alive, rate, seed
):  # fmt: skip
    """One step of Adagrad for each event of `order`; `pool` are objects to draw others from, `shares` how often each
    occurs in it; entities from `alive` on are not drawn."""
    np.random.seed(seed)
    u, v = entity[0, 0], entity[0, 1]
    uu, vv = entity[1, 0], entity[1, 1]
    par, sq = relation[0], relation[1]
    h_sr, h_s = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    q, dq = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    picked = np.empty(OTHERS + 1, np.int64)
    score = np.empty(OTHERS + 1, np.float32)
    total = 0.0
    half = np.float32(0.5)
    for index in order:
        s, r, o, day = subjects[index], relations[index], objects[index], days[index]
        history(v, starts, by_objects, by_relations, by_days, s, r, day, h_sr, h_s)
        for d in range(SIZE):
            q[d] = u[s, d] * par[0, r, d] + par[1, r, d] + par[2, r, d] * h_sr[d] + par[3, r, d] * h_s[d]
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
        row, sums = u[s], uu[s]
        for d in range(SIZE):
            gu = dq[d] * par[0, r, d]
            g0 = dq[d] * row[d]
            sums[d] += gu * gu
            row[d] -= rate * gu / (np.sqrt(sums[d]) + SOFT)
            h_sr[d] *= dq[d]
            h_s[d] *= dq[d]
            q[d] = g0
        step(par[0, r], sq[0, r], q, rate)
        step(par[1, r], sq[1, r], dq, rate)
        step(par[2, r], sq[2, r], h_sr, rate)
        step(par[3, r], sq[3, r], h_s, rate)
    return total / max(1, len(order))


@compiled(fast=True)
def step(row, sums, slopes, rate):  # type: ignore[no-untyped-def]
    for d in range(SIZE):
        sums[d] += slopes[d] * slopes[d]
        row[d] -= rate * slopes[d] / (np.sqrt(sums[d]) + SOFT)


@compiled(fast=True)
def question_vectors(  # type: ignore[no-untyped-def]
    entity, relation, starts, by_objects, by_relations, by_days, subjects, relations, day
):
    """The vectors of questions on a day (questions, SIZE)."""
    u, v, par = entity[0, 0], entity[0, 1], relation[0]
    out = np.empty((len(subjects), SIZE), np.float32)
    h_sr, h_s = np.empty(SIZE, np.float32), np.empty(SIZE, np.float32)
    for i in range(len(subjects)):
        s, r = subjects[i], relations[i]
        history(v, starts, by_objects, by_relations, by_days, s, r, day, h_sr, h_s)
        for d in range(SIZE):
            out[i, d] = u[s, d] * par[0, r, d] + par[1, r, d] + par[2, r, d] * h_sr[d] + par[3, r, d] * h_s[d]
    return out


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
