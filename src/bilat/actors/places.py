"""Where places are: cities, capitals and regions, by the names that news writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bilat.actors.surface import surface, without_accents
from bilat.actors.tables import names_in, table

_KIND_OF_PLACE = re.compile(
    r"(?i)^(?:north|south|east|west|northern|southern|eastern|western|upper|lower) |"
    r"^(?:(?:the )?(?:city|town|village|port city|province|region|governorate|district) of )|"
    r" (?:oblast|province|governorate|region|district|county|prefecture|krai|city|state|airport|area|refugee camp)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `country` is ISO 3166-1 alpha-3, the coordinates are decimal degrees, of its centre.

    `kind` is `city`, `capital` or `region`. A region without a city of note has no coordinates.
    """

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    kind: str


@cache
def _places() -> Mapping[str, Place]:
    found: dict[str, Place] = {}
    for row in table("places.tsv"):  # the largest first, regions last
        where = [float(row[key]) if row[key] else None for key in ("latitude", "longitude")]
        place = Place(row["name"], row["country"], where[0], where[1], row["kind"])
        for name in [row["name"], *names_in(row["names"])]:
            found.setdefault(name, place)
            found.setdefault(without_accents(name), place)
    return MappingProxyType(found)


def place_of(name: str) -> Place | None:
    """The place of that name (case counts), the largest of those that bear it; None where none is known.

    Names that are common words or states' names (`Nice`, `Reading`, `Jordan`) are no places here.
    """
    asked = surface(name)
    for form in (asked, asked.removeprefix("the ").removeprefix("The "), _KIND_OF_PLACE.sub("", asked)):
        found = _places().get(form) or _places().get(without_accents(form))
        if found:
            return found
    return None
