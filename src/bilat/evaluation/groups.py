"""What mentions can be broken down by: the regions and kinds of their actors, the type of the event."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bilat.evaluation.agreeing import actors

Row = Mapping[str, Any]
_SIDES = (
    "source",
    "target",
    "speaker",
    "asserted_by",
    "participants",
    "parties",
    "member",
    "person",
    "giver",
    "receiver",
    "holder",
)
BODIES, NOWHERE, UNSAID = "international and cross-border bodies", "no state or body", "not said"


@cache
def _regions() -> dict[str, str]:
    table = tomllib.loads(files("bilat.evaluation").joinpath("regions.toml").read_text(encoding="utf-8"))
    return {code: region for region, codes in table.items() for code in codes.split()}


def region_of(code: str) -> str | None:
    """The world region of a state, by its ISO 3166-1 alpha-3 code."""
    return _regions().get(code)


def _those_in(row: Row) -> list[Row]:
    return [actor for side in _SIDES if side in row for actor in actors(row[side])]


def _region(row: Row) -> set[str]:
    found = {
        _regions().get(actor.get("country") or "") or (BODIES if actor.get("org") else "") for actor in _those_in(row)
    }
    found |= {_regions().get(code, "") for code in row.get("about", [])}
    return (found - {""}) or {NOWHERE}


def _sector(row: Row) -> set[str]:
    return {actor.get("sector") or UNSAID for actor in _those_in(row)} or {UNSAID}


def _type(row: Row) -> set[str]:
    return {row["type"]} if row["kind"] == "event" and row.get("type") else set()


# a mention counts in each group that it falls into
GROUPS: Mapping[str, Callable[[Row], set[str]]] = {"region": _region, "sector": _sector, "type": _type}
