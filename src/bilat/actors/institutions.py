"""Where universities and research institutes are: of which state an expert is taken to be whom nothing else places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bilat.actors.places import place_of
from bilat.actors.surface import surface
from bilat.actors.tables import names_in, table

_MOST = 8  # words of the longest name
_TOWN = re.compile(
    r"\b(?:University|College|Institute|Academy|School|Polytechnic) (?:of|in|at) ((?:[A-Z][\w'-]+ ?){1,3})"
    r"|\b((?:[A-Z][\w'-]+ ){1,2}?)(?:State |National |Technical )?University\b"
)


@cache
def _countries() -> Mapping[str, str]:
    return {surface(name): row["country"] for row in table("institutions.tsv") for name in names_in(row["names"])}


def institution_country(phrase: str) -> str | None:
    """The state (ISO 3166-1 alpha-3) of the institution that a phrase names ("fellow at the Lowy Institute").

    An institution of the table comes first, the longest name of all; else the town in the name of a university
    ("University of Shizuoka"). None where neither is known.
    """
    words = surface(phrase).split()
    for many in range(min(_MOST, len(words)), 0, -1):
        for first in range(len(words) - many + 1):
            found = _countries().get(" ".join(words[first : first + many]).strip(",.;").removesuffix("'s"))
            if found is not None:
                return found
    town = _TOWN.search(surface(phrase))
    place = place_of((town[1] or town[2]).strip()) if town is not None else None
    return place.country if place is not None else None
