"""One spelling for each person throughout a brief."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bilat.model import Actor, Happening
from bilat.reports.choosing import Material, people


def spellings(rows: Iterable[Happening], material: Material) -> dict[str, list[str]]:
    """The full spellings of each actor's name by its id, the one that the articles use most first."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for m in {m.id: m for h in rows for m in material.of(h)}.values():
        for actor in m.actors():
            # "Russia" and "Russian troops" are one code, and no two spellings
            if actor.id is not None and actor.id != actor.code:
                counts[actor.id][actor.name] += 1
    found = {}
    for key, names in counts.items():
        longest = max(len(name.split()) for name in names)
        full = [name for name in names if len(name.split()) == longest]
        found[key] = sorted(full, key=lambda name: (-names[name], name))
    return found


def spelt(h: Happening, names: Mapping[str, Sequence[str]]) -> Happening:
    """A happening with every actor under the first of its spellings."""

    def one(value: Any) -> Any:
        if isinstance(value, Actor) and value.id is not None and value.id in names:
            return replace(value, name=names[value.id][0])
        return tuple(map(one, value)) if isinstance(value, tuple) else value

    return replace(h, fields={name: one(value) for name, value in h.fields.items()}) if people(h) else h
