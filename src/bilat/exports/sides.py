"""Who did it to whom, one pair at a time; and the numbers that states have in other data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

from bilat.actors import states
from bilat.model import Actor, Happening
from bilat.ontology import QUADS


def pairs(event: Happening) -> Iterator[tuple[Actor | None, Actor | None, bool]]:
    """Each source with each target of an event, None for one that is not named; and whether both did it together.

    What several did together (a meeting) goes from each to each other.
    """
    sources: tuple[Actor, ...] = event.fields.get("source") or ()
    targets: tuple[Actor, ...] = event.fields.get("target") or ()
    doers = {actor.code for actor in sources if actor.code}
    third = [actor for actor in targets if actor.code not in doers]
    if len(doers) > 1 and not third and event.fields["quad"] in QUADS[:2]:
        for one, other in permutations(sources, 2):
            yield one, other, True
        return
    for source, target in product(sources or (None,), targets or (None,)):
        if source is not None or target is not None:
            yield source, target, False


def country(code: str | None) -> str:
    """The ISO 3166-1 alpha-3 code of a state; empty for a body or group."""
    return code if code and code in states() else ""


def cow(code: str | None) -> int | None:
    """The Correlates of War number of a state."""
    found = states().get(code or "")
    return found.cow if found else None


def gleditsch_ward(code: str | None) -> int | None:
    """The number of a state with Gleditsch and Ward."""
    found = states().get(code or "")
    return found.gw if found else None
