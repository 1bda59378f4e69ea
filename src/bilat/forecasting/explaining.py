"""Why a candidate stands where it stands: the past events that speak for it, and the features that moved it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from bilat.forecasting.features import FEATURES
from bilat.forecasting.quads import Quads
from bilat.forecasting.ranker import Scored

_CANDIDATES, _EVENTS, _FEATURES = 3, 3, 3
Days = dict[tuple[int, int], list[int]]


def pairs(quads: Quads) -> Days:
    """The events between each two, by number, in order of time; the smaller entity first."""
    found: Days = defaultdict(list)
    for number, (s, o) in enumerate(zip(quads.source.tolist(), quads.target.tolist(), strict=True)):
        found[min(s, o), max(s, o)].append(number)
    return found


def explained(quads: Quads, between: Days, scored: Scored) -> Iterator[dict[str, Any]]:
    """A row for each question of a day: the best candidates, each with its latest events and what moved it.

    `rests_on` are the latest events between the two before the day; `moved_by` the features with the greatest part in
    the score (Lundberg et al. 2018, by LightGBM), with their values: positive parts raised it.
    """
    asked = scored.asked
    for q, (subject, relation) in enumerate(zip(asked.subject.tolist(), asked.relation.tolist(), strict=True)):
        scores = scored.scores[q, : asked.counts[q]]
        best = np.argsort(-scores, kind="stable")[:_CANDIDATES]
        parts = _parts(scored, q, best)
        yield {
            "date": _iso(quads, asked.day),
            "source": None if relation % 2 else quads.entities[subject],
            "relation": quads.relations[relation // 2],
            "target": quads.entities[subject] if relation % 2 else None,
            "forecast": [
                {
                    "name": quads.entities[int(asked.candidates[q, place])],
                    "score": round(float(scores[place]), 4),
                    "moved_by": moved,
                    "rests_on": _events(quads, between, subject, int(asked.candidates[q, place]), asked.day),
                }
                for place, moved in zip(best.tolist(), parts, strict=True)
            ],
        }


def _parts(scored: Scored, q: int, best: Any) -> list[list[dict[str, Any]]]:
    if scored.model is None or not len(best):
        return [[] for _ in best]
    rows = scored.asked.features[q, best]
    found = []
    for row, parts in zip(rows, scored.model.predict(rows, pred_contrib=True)[:, :-1], strict=True):
        most = np.argsort(-np.abs(parts), kind="stable")[:_FEATURES]
        told = [(FEATURES[i], round(float(row[i]), 4), round(float(parts[i]), 4)) for i in most]
        found.append([{"feature": name, "told": words()[name], "value": value, "part": part}
                      for name, value, part in told])  # fmt: skip
    return found


@cache
def words() -> dict[str, str]:
    """What each feature says, in plain words."""
    lines = resources.files(__package__).joinpath("features.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


def _events(quads: Quads, between: Days, subject: int, candidate: int, day: int) -> list[str]:
    """The latest events between two before a day, the latest first, as sentences."""
    numbers = between.get((min(subject, candidate), max(subject, candidate)), [])
    known = numbers[: bisect_left(numbers, day, key=lambda number: int(quads.day[number]))]
    return [
        f"{_iso(quads, int(quads.day[n]))}: {quads.entities[quads.source[n]]}: {quads.relations[quads.relation[n]]}: "
        f"{quads.entities[quads.target[n]]}"
        for n in reversed(known[-_EVENTS:])
    ]


def _iso(quads: Quads, day: int) -> str:
    return (quads.start + dt.timedelta(days=day)).isoformat()
