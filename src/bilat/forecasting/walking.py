"""Through the days in order: what each is asked, who may answer and what speaks for each, before the day is known."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting import embedding, features
from bilat.forecasting.past import Past, advance, new_past, pair_positions, seen_by
from bilat.forecasting.quads import Floats, Ints, Quads, Queries, directed

MODELS = 3  # sets of vectors, each from a seed of its own: their mean is surer than any
EPOCHS = 4  # over all that is before the first day
_RATE = np.float32(0.1)
_AGAIN = 8  # days' worth of late events from which as many as the day brought are learnt once more


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one day, each once, with what was known the evening before.

    `answers[q]` are the right answers, one for each event that asks q. `candidates` (Q, MOST) hold `counts[q]`
    entities, `features` (Q, MOST, F) what speaks for each. `fallback` (Q, seen) orders everybody else who was ever
    seen; entities that were not come last, all alike.
    """

    day: int
    subject: Ints
    relation: Ints
    answers: tuple[Ints, ...]
    candidates: Ints
    counts: Ints
    features: Floats
    fallback: Floats


def fresh(entities: int, relations: int, seed: int) -> list[embedding.Vectors]:
    """Sets of vectors that have learnt nothing."""
    return [embedding.new_vectors(entities, 2 * relations, MODELS * seed + n) for n in range(MODELS)]


def walk(
    quads: Quads, first: int, stop: int, seed: int, share: float = 1.0, whole_from: int = 0,
    models: list[embedding.Vectors] | None = None, epochs: int = EPOCHS,
) -> Iterator[Asked]:  # fmt: skip
    """The questions of the days from `first` up to `stop`; before day `whole_from`, a random share of them.

    `models` are sets of vectors, else new ones; they learn the days before `first` in so many epochs, then day by day,
    in place.
    """
    events = directed(quads)
    entities, relations = len(quads.entities), 2 * len(quads.relations)
    past, places = new_past(quads, events), pair_positions(events, entities)
    models = models or fresh(entities, len(quads.relations), seed)
    draw = np.random.Generator(np.random.PCG64(seed))
    bounds = np.searchsorted(events.day, np.arange(stop + 1))
    for day in range(first):
        advance(past, places, bounds[day], bounds[day + 1])
    for epoch in range(epochs):
        _learn(models, past, [draw.permutation(bounds[first]) for _ in models], int(bounds[first]), epoch)
    for day in range(first, stop):
        start, end = int(bounds[day]), int(bounds[day + 1])
        if start == end:
            continue
        asked = _questions(events, start, end, relations)
        if day < whole_from:
            asked = [one for one, kept in zip(asked, draw.random(len(asked)) < share, strict=True) if kept]
        if asked:
            yield _prepared(past, models, asked, day, start)
        advance(past, places, start, end)
        again = [draw.integers(max(0, end - _AGAIN * (end - start)), end, end - start) for _ in models]
        today = np.arange(start, end)
        _learn(models, past, [np.concatenate([today, today, late]) for late in again], end, EPOCHS + day)


def after_all(quads: Quads, models: list[embedding.Vectors], subject: int, relation: int) -> Asked:
    """One question of the day after the last, with all that is known."""
    events = directed(quads)
    past, places = new_past(quads, events), pair_positions(events, len(quads.entities))
    last = int(events.day[-1])
    bounds = np.searchsorted(events.day, np.arange(last + 2))
    for day in range(last + 1):
        advance(past, places, bounds[day], bounds[day + 1])
    return _prepared(past, models, [(subject, relation, np.empty(0, np.int32))], last + 1, len(events.day))


def _questions(events: Queries, start: int, end: int, relations: int) -> list[tuple[int, int, Ints]]:
    key = events.subject[start:end].astype(np.int64) * relations + events.relation[start:end]
    order = np.argsort(key, kind="stable")
    keys, firsts = np.unique(key[order], return_index=True)
    answers = np.split(events.answer[start:end][order], firsts[1:])
    return [(int(k // relations), int(k % relations), a) for k, a in zip(keys, answers, strict=True)]


def _prepared(
    past: Past, models: list[embedding.Vectors], asked: list[tuple[int, int, Ints]], day: int, upto: int
) -> Asked:
    subject = np.array([one[0] for one in asked], np.int32)
    relation = np.array([one[1] for one in asked], np.int32)
    lists, seen = past.by_subject, seen_by(past, upto)
    scores, low, high = (np.full((len(asked), seen), edge, np.float32) for edge in (0, np.inf, -np.inf))
    looked_at, weights = [], []
    for one in models:
        questions, objects, weighs = embedding.question_vectors(
            one.entity, one.relation, one.after, one.lapse, lists.starts, lists.object, lists.relation, lists.day,
            subject, relation, day,
        )  # fmt: skip
        found = embedding.scores(one.entity[0, 1], one.bias[0], questions, seen)
        scores += found
        np.minimum(low, found, out=low)
        np.maximum(high, found, out=high)
        looked_at.append(objects)
        weights.append(weighs / np.float32(len(models)))
    scores /= np.float32(len(models))
    high -= low
    candidates, counts, rows = features.build(
        past, subject, relation, day, seen, scores, _best(scores, min(features.FROM_VECTORS, seen)), high,
        np.concatenate(looked_at, axis=1), np.concatenate(weights, axis=1),
    )  # fmt: skip
    return Asked(day, subject, relation, tuple(a for _, _, a in asked), candidates, counts, rows, scores)


def _best(scores: Floats, most: int) -> NDArray[np.int64]:
    """The entities with the highest scores of each question, best first; a row at a time, which spares memory."""
    tops = np.empty((len(scores), most), np.int64)
    for top, row in zip(tops, scores, strict=True):
        top[:] = np.argpartition(-row, most - 1)[:most]
        top[:] = top[np.argsort(-row[top], kind="stable")]
    return tops


def _learn(models: list[embedding.Vectors], past: Past, orders: list[NDArray[np.int64]], upto: int, seed: int) -> None:
    """Each set of vectors from the events of its order, side by side."""
    lists, events = past.by_subject, past.events
    pool = events.answer[:upto]
    seen = seen_by(past, upto)
    shares = (np.bincount(pool, minlength=seen) / len(pool)).astype(np.float32)

    def learn(one: embedding.Vectors, order: NDArray[np.int64], seed: int) -> None:
        embedding.learn(
            one.entity, one.relation, one.after, one.lapse, one.bias, lists.starts, lists.object, lists.relation,
            lists.day, events.subject, events.relation, events.answer, events.day, order, shares, pool, seen, _RATE,
            seed,
        )  # fmt: skip

    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        list(side_by_side.map(learn, models, orders, range(MODELS * seed, MODELS * seed + len(models))))
