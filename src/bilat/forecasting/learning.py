"""A model that is kept in a file and learns new events as they come, without learning the old ones again.

The file holds the events, the vectors and the trees, as plain arrays. Counts are made anew from the events, which
takes seconds; what takes minutes, vectors and trees, is kept.
"""

from __future__ import annotations

import datetime as dt
import json
import time
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from bilat.forecasting.embedding import Vectors
from bilat.forecasting.explaining import explained, pairs
from bilat.forecasting.quads import EventsError, Quads, extended
from bilat.forecasting.ranker import learn_trees, refit_trees, scored_after_all
from bilat.forecasting.walking import fresh

_FORM = 1
_EVENTS = ("source", "relation", "target", "day")
_LEAST = 200  # events, and
_LEAST_DAYS = 20  # days to begin with


@dataclass(frozen=True, slots=True)
class Model:
    """Events, sets of vectors that know all of them, the trees that rank, and the seed."""

    quads: Quads
    vectors: list[Vectors]
    trees: Any
    seed: int


def learn(events: Path, model: Path, seed: int) -> dict[str, Any]:
    """See `bilat.forecasting.learn`."""
    clock = time.perf_counter()
    old = _loaded(model) if model.exists() else None
    quads, known = extended(old.quads if old else None, events)
    before = len(old.quads.day) if old else 0
    if old is None:
        days = len(np.unique(quads.day))
        if len(quads.day) < _LEAST or days < _LEAST_DAYS:
            raise EventsError(f"{events}: a model begins with {_LEAST} events on {_LEAST_DAYS} days or more; "
                              f"these are {len(quads.day)} on {days}")  # fmt: skip
        vectors = fresh(len(quads.entities), len(quads.relations), seed)
        new = Model(quads, vectors, learn_trees(quads, seed, vectors), seed)
    elif len(quads.day) == before:
        new = old
    else:
        vectors = _grown(old, quads)
        trees = refit_trees(old.trees, quads, int(old.quads.day[-1]) + 1, old.seed, vectors)
        new = Model(quads, vectors, trees, old.seed)
    if new is not old:
        _save(new, model)
    last = quads.start + dt.timedelta(days=int(quads.day[-1]))
    return {"learnt": len(quads.day) - before, "known_already": known, "events": len(quads.day), "to": last.isoformat(),
            "entities": len(quads.entities), "began_anew": old is None,
            "seconds": round(time.perf_counter() - clock, 1)}  # fmt: skip


def who(model: Path, relation: str, source: str | None, target: str | None) -> dict[str, Any]:
    """See `bilat.forecasting.who`."""
    if not model.exists():
        raise EventsError(f"{model}: there is no such model; `bilat forecast learn EVENTS --model {model}` makes it")
    kept = _loaded(model)
    quads = kept.quads
    named = source or target or ""
    for word, words, what in ((named, quads.entities, "actor"), (relation, quads.relations, "relation")):
        if word not in words:
            near = [other for other in words if word.lower() in other.lower()][:5]
            hint = f"; there are: {', '.join(near)}" if near else ""
            raise EventsError(f"the events of {model} have no {what} called {word!r}{hint}")
    asked = 2 * quads.relations.index(relation) + (source is None)
    scored = scored_after_all(quads, kept.vectors, kept.trees, quads.entities.index(named), asked)
    (row,) = explained(quads, pairs(quads), scored)
    return row


def _grown(model: Model, quads: Quads) -> list[Vectors]:
    """The vectors with room for new names: what an entity begins with does not depend on how many there are."""
    found = fresh(len(quads.entities), len(quads.relations), model.seed)
    for new, old in zip(found, model.vectors, strict=True):
        entities, relations = old.bias.shape[1], old.relation.shape[2]
        new.entity[:, :, :entities] = old.entity
        new.relation[:, :, :relations] = old.relation
        new.after[:, :relations, :relations] = old.after
        new.lapse[:, :relations] = old.lapse
        new.bias[:, :entities] = old.bias
    return found


def _save(model: Model, path: Path) -> None:
    """Written beside and moved into its place, so that a stop leaves the old one."""
    quads = model.quads
    arrays = {name: getattr(quads, name) for name in _EVENTS}
    for number, vectors in enumerate(model.vectors):
        arrays |= {f"{part.name}{number}": getattr(vectors, part.name) for part in fields(Vectors)}
    told = {"form": _FORM, "seed": model.seed, "start": quads.start.isoformat(), "entities": quads.entities,
            "relations": quads.relations, "sets": len(model.vectors),
            "trees": model.trees.model_to_string() if model.trees else None}  # fmt: skip
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        np.savez_compressed(file, **arrays)
    beside.replace(path)


def _loaded(path: Path) -> Model:
    import lightgbm

    try:
        with np.load(path, allow_pickle=False) as held:
            told = json.loads(held["told"].tobytes())
            if told["form"] != _FORM:
                raise KeyError("form")
            events = [held[name] for name in _EVENTS]
            vectors = [Vectors(*(held[f"{part.name}{number}"] for part in fields(Vectors)))
                       for number in range(told["sets"])]  # fmt: skip
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EventsError(
            f"{path}: is no model that this version made ({error}); learn it anew in another file"
        ) from None
    source, relation, target, day = events
    quads = Quads(source, relation, target, day, np.zeros(len(day), np.int32), tuple(told["entities"]),
                  tuple(told["relations"]), dt.date.fromisoformat(told["start"]))  # fmt: skip
    trees = lightgbm.Booster(model_str=told["trees"]) if told["trees"] else None
    return Model(quads, vectors, trees, told["seed"])
