"""What an entity's name tells: `Police (Australia)` is a police, and Australian."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bilat.forecasting.quads import Ints

_BRACKETED = re.compile(r"^(.*\S)\s*\(([^()]+)\)\s*$")
_STATE = 1  # the sector of an entity whose whole name is a country


def traits(entities: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """For each entity the numbers of its country and of its sector, and which entity's name tells that.

    A country is what stands in brackets behind a name, and an entity whose whole name that is; a sector is what
    stands before the brackets. Where no name tells, the third number is beyond all entities. Numbers go by the order
    of the entities, so that later ones change nothing in what earlier ones tell.
    """
    places: dict[str, int] = {}
    sectors: dict[str, int] = {}
    first: dict[int, int] = {}
    country = np.zeros(len(entities), np.int32)
    sector = np.full(len(entities), _STATE, np.int32)
    told_by = np.arange(len(entities), dtype=np.int32)
    named: list[int] = []
    for number, name in enumerate(entities):
        match = _BRACKETED.match(name)
        country[number] = places.setdefault(match[2] if match else name, len(places) + 1)
        if match:
            sector[number] = sectors.setdefault(match[1], len(sectors) + 2)
            first.setdefault(int(country[number]), number)
        else:
            named.append(number)
    for number in named:
        told_by[number] = first.get(int(country[number]), len(entities))
    return country, sector, told_by
