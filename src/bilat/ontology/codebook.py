"""Codebook and JSON Schema, made from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bilat.ontology.vocabulary import COMMON, CONTEXTS, KINDS, SECTORS, STATUSES, TYPES, Field

_ACTOR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "country": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "org": {"type": "string"},
        "sector": {"enum": list(SECTORS)},
        "start": {"type": "integer", "minimum": 0},
        "end": {"type": "integer", "minimum": 0},
        "id": {"type": "string"},
        "office": {"type": "string"},
    },
}
_SIMPLE = {
    "text": {"type": "string"},
    "code": {"type": "string"},
    "int": {"type": "integer"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "pattern": r"^(\d{4}(-\d\d){0,2}|\.\.)(/(\d{4}(-\d\d){0,2}|\.\.))?$"},
    "codes": {"type": "array", "items": {"type": "string"}},
    "actor": {"$ref": "#/$defs/actor"},
    "actors": {"type": "array", "items": {"$ref": "#/$defs/actor"}},
}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line of `export --format mentions`."""

    def spec(fields: Mapping[str, Field]) -> dict[str, Any]:
        return {n: {"enum": list(f.values)} if f.values else _SIMPLE[f.what] for n, f in fields.items()}

    def needed(fields: Mapping[str, Field]) -> list[str]:
        return [n for n, f in fields.items() if not f.optional]

    kinds = [
        {
            "properties": {**spec(COMMON), **spec(kind.fields), "kind": {"const": kind.name}},
            "required": needed(COMMON) + needed(kind.fields),
            "additionalProperties": False,
        }
        for kind in KINDS.values()
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bilat mention",
        "type": "object",
        "oneOf": kinds,
        "$defs": {"actor": _ACTOR_SCHEMA},
    }


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"| {' | '.join('---' for _ in head)} |",
        *(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows),
        "",
    ]


def _field_rows(fields: Mapping[str, Field]) -> list[tuple[str, ...]]:
    return [
        (f"`{f.name}`", f.what, f.label + (" (optional)" if f.optional else ""), ", ".join(f"`{v}`" for v in f.values))
        for f in fields.values()
    ]


def codebook() -> str:
    """The codebook as Markdown: kinds, fields, types, modes, statuses, sectors, contexts."""
    head = ("field", "what", "meaning", "values")
    out = ["# Codebook", "", "Made from `src/bilat/ontology/ontology.toml` by `make docs`; do not edit.", ""]
    out += ["## Fields of every mention", "", *_table(head, _field_rows(COMMON))]
    for kind in KINDS.values():
        out += [f"## {kind.label}: {kind.about}", "", *_table(head, _field_rows(kind.fields))]
    out += ["## PLOVER types", ""]
    types = [
        (t.name, t.label, t.quad, f"{t.intensity:g}", t.cameo, ", ".join(f"{m} {i:g}" for m, i in t.modes.items()))
        for t in TYPES.values()
    ]
    out += _table(("type", "meaning", "quad class", "intensity", "CAMEO", "modes with their intensity"), types)
    out += ["## Status", "", *_table(("status", "meaning"), [(f"`{n}`", s) for n, s in STATUSES.items()])]
    out += ["## Sectors", "", *_table(("sector", "meaning"), [(f"`{n}`", s) for n, s in SECTORS.items()])]
    out += ["## Contexts", "", ", ".join(f"`{c}`" for c in CONTEXTS), ""]
    return "\n".join(out)
