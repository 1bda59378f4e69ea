"""Through the days in order: what each is asked, who may answer and what speaks for each, before the day is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting import embedding, features
from bilat.forecasting.past import Past, advance, new_past, pair_positions, seen_by
from bilat.forecasting.quads import Floats, Ints, Quads, Queries, directed

_EPOCHS = 2  # over all that is before the first day; more of them learn by heart
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


def walk(quads: Quads, first: int, stop: int, seed: int, share: float = 1.0, whole_from: int = 0) -> Iterator[Asked]:
    """The questions of the days from `first` up to `stop`; before day `whole_from`, a random share of them."""
    events = directed(quads)
    entities, relations = len(quads.entities), 2 * len(quads.relations)
    past, places = new_past(quads, events), pair_positions(events, entities)
    vectors = embedding.new_vectors(entities, relations, seed)
    draw = np.random.Generator(np.random.PCG64(seed))
    bounds = np.searchsorted(events.day, np.arange(stop + 1))
    for day in range(first):
        advance(past, places, bounds[day], bounds[day + 1])
    for epoch in range(_EPOCHS):
        _learn(vectors, past, draw.permutation(bounds[first]), int(bounds[first]), epoch)
    for day in range(first, stop):
        start, end = int(bounds[day]), int(bounds[day + 1])
        if start == end:
            continue
        asked = _questions(events, start, end, relations)
        if day < whole_from:
            asked = [one for one, kept in zip(asked, draw.random(len(asked)) < share, strict=True) if kept]
        if asked:
            yield _prepared(past, vectors, asked, day, start)
        advance(past, places, start, end)
        again = draw.integers(max(0, end - _AGAIN * (end - start)), end, end - start)
        day_twice = np.concatenate([np.arange(start, end), np.arange(start, end), again])
        _learn(vectors, past, day_twice, end, _EPOCHS + day)


def _questions(events: Queries, start: int, end: int, relations: int) -> list[tuple[int, int, Ints]]:
    key = events.subject[start:end].astype(np.int64) * relations + events.relation[start:end]
    order = np.argsort(key, kind="stable")
    keys, firsts = np.unique(key[order], return_index=True)
    answers = np.split(events.answer[start:end][order], firsts[1:])
    return [(int(k // relations), int(k % relations), a) for k, a in zip(keys, answers, strict=True)]


def _prepared(past: Past, vectors: embedding.Vectors, asked: list[tuple[int, int, Ints]], day: int, upto: int) -> Asked:
    subject = np.array([one[0] for one in asked], np.int32)
    relation = np.array([one[1] for one in asked], np.int32)
    lists, seen = past.by_subject, seen_by(past, upto)
    questions = embedding.question_vectors(
        vectors.entity, vectors.relation, lists.starts, lists.object, lists.relation, lists.day, subject, relation, day
    )
    scores = embedding.scores(vectors.entity[0, 1], vectors.bias[0], questions, seen)
    most = min(features.FROM_VECTORS, seen)
    tops = np.argpartition(-scores, most - 1, axis=1)[:, :most]
    best = np.argsort(-np.take_along_axis(scores, tops, 1), axis=1, kind="stable")
    tops = np.take_along_axis(tops, best, 1)
    candidates, counts, found = features.build(past, subject, relation, day, seen, scores, tops)
    return Asked(day, subject, relation, tuple(a for _, _, a in asked), candidates, counts, found, scores)


def _learn(vectors: embedding.Vectors, past: Past, order: NDArray[np.int64], upto: int, seed: int) -> None:
    lists, events = past.by_subject, past.events
    pool = events.answer[:upto]
    seen = seen_by(past, upto)
    shares = (np.bincount(pool, minlength=seen) / len(pool)).astype(np.float32)
    embedding.learn(
        vectors.entity, vectors.relation, vectors.bias, lists.starts, lists.object, lists.relation, lists.day,
        events.subject, events.relation, events.answer, events.day, order, shares, pool, seen, _RATE, seed,
    )  # fmt: skip
