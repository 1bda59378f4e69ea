"""The recurrency baseline of Gastinger et al., "History repeats itself", IJCAI 2024: what happened happens again.

For a question (s, r, ?) on day t, each candidate o scores

    alpha * psi + (1 - alpha) * xi

where psi sums 2^(lambda (k - t)) over the days k < t of earlier (s, r, o), over the same sum for an event on each day,
and xi is o's share of all earlier objects of r. Lambda, then alpha, are chosen for each relation on the valid split,
from the authors' own grids. This is an independent implementation.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numba import prange
from numpy.typing import NDArray

from bilat.forecasting.compiled import compiled
from bilat.forecasting.quads import Quads, Queries, directed, queries_of

_LAMBDAS = np.array([0, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 0.9, 1.0001])
_ALPHAS = np.array([0, 0.00001, 0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1])
_DEFAULT_LAMBDA, _DEFAULT_ALPHA = len(_LAMBDAS) - 1, len(_ALPHAS) - 2  # of a relation that valid does not have


@dataclass(frozen=True, slots=True)
class _ByRelation:
    """Questions or events sorted by relation, then day; `starts[r]:starts[r + 1]` are those of relation r."""

    starts: NDArray[np.int64]
    subject: NDArray[np.int32]
    object: NDArray[np.int32]
    day: NDArray[np.int32]
    order: NDArray[np.int64]


def recurrency_ranks(quads: Quads) -> NDArray[np.float64]:
    """The rank of the right answer to each question of the test split, in the order of `queries_of`."""
    count = 2 * len(quads.relations)
    past = _by_relation(directed(quads), count)
    valid = _by_relation(queries_of(quads, "valid"), count)
    test = _by_relation(queries_of(quads, "test"), count)
    entities = len(quads.entities)
    none = np.full(count, -1, np.int64)
    by_lambda = _ranks(*_arguments(past, valid), none, none, 0, entities, _LAMBDAS, _ALPHAS)
    chosen = _best(by_lambda, valid.starts, _DEFAULT_LAMBDA)
    by_alpha = _ranks(*_arguments(past, valid), chosen, none, 1, entities, _LAMBDAS, _ALPHAS)
    blend = _best(by_alpha, valid.starts, _DEFAULT_ALPHA)
    sorted_ranks = _ranks(*_arguments(past, test), chosen, blend, 2, entities, _LAMBDAS, _ALPHAS)[:, 0]
    ranks = np.empty(len(sorted_ranks))
    ranks[test.order] = sorted_ranks
    return ranks


def _arguments(past: _ByRelation, asked: _ByRelation) -> tuple[NDArray[np.int64] | NDArray[np.int32], ...]:
    return past.starts, past.subject, past.object, past.day, asked.starts, asked.subject, asked.object, asked.day


def _by_relation(queries: Queries, count: int) -> _ByRelation:
    order = np.lexsort((queries.subject, queries.day, queries.relation))
    starts = np.searchsorted(queries.relation[order], np.arange(count + 1)).astype(np.int64)
    return _ByRelation(starts, queries.subject[order], queries.answer[order], queries.day[order], order)


def _best(ranks: NDArray[np.float64], starts: NDArray[np.int64], default: int) -> NDArray[np.int64]:
    """For each relation the column of the best mean reciprocal rank; the first of equals."""
    chosen = np.full(len(starts) - 1, default, np.int64)
    for relation, (start, stop) in enumerate(itertools.pairwise(starts)):
        if stop > start:
            chosen[relation] = int(np.argmax((1 / ranks[start:stop]).mean(axis=0)))
    return chosen


@compiled(parallel=True)
def _ranks(  # type: ignore[no-untyped-def]
    starts, subjects, objects, days, q_starts, q_subjects, q_objects, q_days, lam, alf, step, entities, lambdas, alphas
):
    """Ranks (questions by columns): of each lambda with psi alone (step 0), of each alpha with the lambda chosen
    (step 1), or of what was chosen (step 2)."""
    columns = len(lambdas) if step == 0 else (len(alphas) if step == 1 else 1)
    out = np.empty((len(q_subjects), columns))
    first_day = days[0]
    for start in starts[:-1]:
        if start < len(days):
            first_day = min(first_day, days[start])
    for relation in prange(len(starts) - 1):
        counts = np.zeros(entities, np.int64)
        known = np.empty(entities, np.int32)
        n_known = 0
        psi = np.zeros(entities)
        other = np.zeros(entities, np.bool_)
        upto = starts[relation]
        q = q_starts[relation]
        while q < q_starts[relation + 1]:
            day, subject = q_days[q], q_subjects[q]
            stop = q
            while stop < q_starts[relation + 1] and q_days[stop] == day and q_subjects[stop] == subject:
                stop += 1
            while upto < starts[relation + 1] and days[upto] < day:
                if counts[objects[upto]] == 0:
                    known[n_known] = objects[upto]
                    n_known += 1
                counts[objects[upto]] += 1
                upto += 1
            total = max(1, upto - starts[relation])
            for j in range(q, stop):
                other[q_objects[j]] = True
            for column in range(columns):
                if step == 0:
                    rate, weight = lambdas[column], 1.0
                elif step == 1:
                    rate, weight = lambdas[lam[relation]], alphas[column]
                else:
                    rate, weight = lambdas[lam[relation]], alphas[alf[relation]]
                if step != 1 or column == 0:
                    every = 0.0
                    for k in range(first_day, day - 1):
                        every += 2.0 ** (rate * (k - day))
                    every = max(every, 1e-15)
                    for i in range(n_known):
                        psi[known[i]] = 0.0
                    for i in range(starts[relation], upto):
                        if subjects[i] == subject:
                            psi[objects[i]] += 2.0 ** (rate * (days[i] - day)) / every
                for j in range(q, stop):
                    gold = q_objects[j]
                    mine = weight * psi[gold] + (1 - weight) * counts[gold] / total
                    above, level, seen_others = 0, 1, 0
                    for i in range(n_known):
                        entity = known[i]
                        if other[entity]:
                            seen_others += 1
                            continue
                        score = weight * psi[entity] + (1 - weight) * counts[entity] / total
                        if score > mine:
                            above += 1
                        elif score == mine:
                            level += 1
                    if mine == 0.0:
                        others = 0
                        for k in range(q, stop):
                            if other[q_objects[k]]:
                                others += 1
                                other[q_objects[k]] = False
                        for k in range(q, stop):
                            other[q_objects[k]] = True
                        level += entities - n_known - (others - seen_others)
                    out[j, column] = above + (level + 1) / 2
            for j in range(q, stop):
                other[q_objects[j]] = False
            q = stop
    return out
