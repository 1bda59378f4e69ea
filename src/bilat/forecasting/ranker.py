"""The learnt ranker: trees that weigh the features of candidates (LambdaMART, Burges 2010, by LightGBM).

It learns from the questions of the last days before those that are asked, and is then asked day by day.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting.embedding import Vectors
from bilat.forecasting.features import FEATURES
from bilat.forecasting.quads import Floats, Quads
from bilat.forecasting.walking import Asked, after_all, walk

# Chosen on the valid splits of two years; see docs/forecasting.md.
_TREES = 120
_QUESTIONS = 24_000  # at most so many to learn from
_DAYS = 75  # at most so many days to learn from
_KEPT, _LIKELY = 80, 15  # candidates of a question to learn from; of them the likely ones by each of two ranks
_ENOUGH = 500  # questions from which leaves are drawn to new days
_KEPT_OF_LEAVES = 0.9
_SETTINGS: dict[str, Any] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 20,
    "num_leaves": 31,
    "learning_rate": 0.1,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One day's questions with the score of each candidate (Q, MOST); beyond `counts` it means nothing.

    `model` are the trees that gave it, none where there was nothing to learn from.
    """

    asked: Asked
    scores: NDArray[np.float64]
    model: Any = None


def forecasts(quads: Quads, seed: int, first: int | None = None, stop: int | None = None) -> Iterator[Scored]:
    """The questions of each day from `first` (else the first of test) up to `stop` (else the last), with scores.

    The scores of a day rest on the days before it and on nothing else.
    """
    first = quads.days_of("test")[0] if first is None else first
    stop = int(quads.day[-1]) + 1 if stop is None else stop
    start, share = _window(quads, first)
    days = walk(quads, start, stop, seed, share, first)
    drawn = np.random.Generator(np.random.PCG64(seed))
    sample = []
    asked = None
    for asked in days:
        if asked.day >= first:
            break
        sample.append(_sampled(asked, drawn))
    model = _fitted(sample, seed)
    sample.clear()
    while asked is not None and asked.day >= first:
        yield Scored(asked, _scores(model, asked), model)
        asked = next(days, None)


def learn_trees(quads: Quads, seed: int, models: list[Vectors]) -> Any:
    """Trees learnt from the last days of all, after which `models`, new ones, know every day."""
    stop = int(quads.day[-1]) + 1
    start, share = _window(quads, stop)
    return _fitted(_all_sampled(walk(quads, start, stop, seed, share, stop, models), seed), seed)


def refit_trees(trees: Any, quads: Quads, first: int, seed: int, models: list[Vectors]) -> Any:
    """The same trees, with what their leaves say drawn to the days from `first` on; `models` learn these days."""
    stop = int(quads.day[-1]) + 1
    sample = _all_sampled(walk(quads, first, stop, seed, 1.0, stop, models, epochs=0), seed)
    sizes = [size for _, _, part in sample for size in part]
    if trees is None or len(sizes) < _ENOUGH:
        return trees
    rows, labels = (np.concatenate([part[i] for part in sample]) for i in (0, 1))
    return trees.refit(rows, labels.astype(np.int32), decay_rate=_KEPT_OF_LEAVES, group=sizes)


def _all_sampled(days: Iterator[Asked], seed: int) -> list[tuple[Floats, NDArray[np.bool_], list[int]]]:
    draw = np.random.Generator(np.random.PCG64(seed))
    return [_sampled(asked, draw) for asked in days]


def scored_after_all(quads: Quads, models: list[Vectors], trees: Any, subject: int, relation: int) -> Scored:
    """The candidates for one question of the day after the last."""
    asked = after_all(quads, models, subject, relation)
    return Scored(asked, _scores(trees, asked), trees)


def _window(quads: Quads, first: int) -> tuple[int, float]:
    """The first day to learn from, and the share of the questions to draw."""
    start = max(int(quads.day[quads.day < first].min()) + 1, first - _DAYS, first - max(1, first // 4))
    while start < first - 1 and 2 * int(((quads.day >= start + 1) & (quads.day < first)).sum()) > 3 * _QUESTIONS:
        start += 1
    questions = 2 * int(((quads.day >= start) & (quads.day < first)).sum())
    return start, min(1.0, _QUESTIONS / max(1, questions))


def _sampled(asked: Asked, draw: np.random.Generator) -> tuple[Floats, NDArray[np.bool_], list[int]]:
    """Rows, labels and group sizes to learn from: right and likely candidates, and a few of the rest."""
    by_vectors, by_recurrence = FEATURES.index("vector_rank"), FEATURES.index("triple_rank")
    rows, labels, sizes = [], [], []
    for q, answers in enumerate(asked.answers):
        found = asked.features[q, : asked.counts[q]]
        right = np.isin(asked.candidates[q, : asked.counts[q]], answers)
        if not right.any():
            continue
        kept = right | (found[:, by_vectors] < _LIKELY) | (found[:, by_recurrence] < _LIKELY)
        rest = np.flatnonzero(~kept)
        kept[draw.permutation(rest)[: max(0, _KEPT - int(kept.sum()))]] = True
        rows.append(found[kept])
        labels.append(right[kept])
        sizes.append(int(kept.sum()))
    if not sizes:
        return np.empty((0, len(FEATURES)), np.float32), np.empty(0, np.bool_), []
    return np.concatenate(rows), np.concatenate(labels), sizes


def _fitted(sample: list[tuple[Floats, NDArray[np.bool_], list[int]]], seed: int) -> Any:
    """The trees; none where there was nothing to learn from."""
    import lightgbm

    sizes = [size for _, _, part in sample for size in part]
    if not sizes:
        return None
    data = lightgbm.Dataset(
        np.concatenate([part[0] for part in sample]),
        np.concatenate([part[1] for part in sample]).astype(np.int32),
        group=sizes,
        feature_name=list(FEATURES),
        params={"max_bin": _SETTINGS["max_bin"], "verbose": -1},
    )
    return lightgbm.train({**_SETTINGS, "seed": seed, "num_threads": os.cpu_count()}, data, _TREES)


def _scores(model: Any, asked: Asked) -> NDArray[np.float64]:
    if model is None:
        return asked.features[:, :, FEATURES.index("vector")].astype(np.float64)
    inside = np.arange(asked.features.shape[1]) < asked.counts[:, None]
    scores = np.zeros(inside.shape)
    scores[inside] = model.predict(asked.features[inside], num_threads=os.cpu_count())
    return scores


def ranks(scored: Scored, entities: int) -> NDArray[np.float64]:
    """The rank of the right answer of each event of the day, others' right answers taken out, ties at their mean."""
    asked = scored.asked
    found: list[float] = []
    for q, answers in enumerate(asked.answers):
        candidates = asked.candidates[q, : asked.counts[q]]
        scores = scored.scores[q, : asked.counts[q]]
        right = np.isin(candidates, answers)
        wrong = scores[~right]
        place = {int(c): float(s) for c, s in zip(candidates[right], scores[right], strict=True)}
        fallback = asked.fallback[q]
        outside = None
        unseen = entities - len(fallback) - len({int(a) for a in answers if a >= len(fallback)})
        for answer in answers.tolist():
            if answer in place:
                found.append(1 + (wrong > place[answer]).sum() + (wrong == place[answer]).sum() / 2)
                continue
            if outside is None:
                out = np.ones(len(fallback), np.bool_)
                out[candidates] = False
                out[answers[answers < len(fallback)]] = False
                outside = fallback[out]
            if answer < len(fallback):
                mine = fallback[answer]
                found.append(1 + len(wrong) + (outside > mine).sum() + (outside == mine).sum() / 2)
            else:
                found.append(1 + len(wrong) + len(outside) + unseen / 2)
    return np.array(found)
