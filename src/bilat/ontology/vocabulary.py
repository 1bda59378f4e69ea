"""`ontology.toml` as frozen records."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from bilat.model import Actor, Mention

_DATA = tomllib.loads(resources.files(__package__).joinpath("ontology.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's sixteen types; `modes` maps its modes to their intensity."""

    name: str
    label: str
    quad: str
    intensity: float
    cameo: str
    symmetric: bool = False
    modes: Mapping[str, float] = field(default_factory=dict)
    mode_cameo: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a mention: `what` is text, code, int, number, bool, date, actor, actors or codes."""

    name: str
    what: str
    label: str
    optional: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the nine kinds of mention and the fields that are its own."""

    name: str
    label: str
    plural: str
    about: str
    fields: Mapping[str, Field]


QUADS: tuple[str, ...] = tuple(_DATA["quads"])
STATUSES: Mapping[str, str] = _DATA["statuses"]
SECTORS: Mapping[str, str] = _DATA["sectors"]
CONTEXTS: tuple[str, ...] = tuple(_DATA["contexts"])
TYPES: Mapping[str, EventType] = {
    name: EventType(name=name, **{**row, "quad": QUADS[row["quad"]]}) for name, row in _DATA["types"].items()
}
VALUES: Mapping[str, tuple[str, ...]] = {
    **{name: tuple(values) for name, values in _DATA["values"].items()},
    "types": tuple(TYPES),
    "statuses": tuple(STATUSES),
}


def _fields(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Field]:
    return {
        name: Field(name, row["what"], row["label"], row.get("optional", False), VALUES.get(row.get("values", ""), ()))
        for name, row in rows.items()
    }


COMMON: Mapping[str, Field] = _fields(_DATA["common"])
KINDS: Mapping[str, Kind] = {
    name: Kind(name, row["label"], row["plural"], row["about"], _fields(row["fields"]))
    for name, row in _DATA["kinds"].items()
}


def intensity_of(event_type: str, mode: str | None = None) -> float:
    """PLOVER's intensity of a type, or of its mode where that has its own, from -10 to 10."""
    row = TYPES[event_type]
    return float(row.modes.get(mode, row.intensity) if mode else row.intensity)


def problems(mention: Mention) -> list[str]:
    """What in a mention breaks the vocabulary, a line each; empty where nothing does."""
    kind = KINDS.get(mention.kind)
    if kind is None:
        return [f"kind {mention.kind!r} is none of {', '.join(KINDS)}"]
    found = [f"{name}: no such field of {kind.name}" for name in mention.fields if name not in kind.fields]
    for name, spec in kind.fields.items():
        value = mention.fields.get(name)
        if value is None:
            if not spec.optional:
                found.append(f"{name}: missing")
        elif spec.values and value not in spec.values:
            found.append(f"{name}: {value!r} is none of {', '.join(spec.values)}")
        elif spec.what == "actors" and not all(isinstance(a, Actor) for a in value):
            found.append(f"{name}: holds something that is no actor")
        elif spec.what == "actor" and not isinstance(value, Actor):
            found.append(f"{name}: is no actor")
    return found
