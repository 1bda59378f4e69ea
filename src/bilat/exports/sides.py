"""Who did it to whom, one pair at a time; and the numbers that states have in other data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import permutations, product

from bilat.actors import actor_name, lexicon, states
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


def alpha2(code: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code of a state, in small letters as FollowTheMoney has it."""
    found = states().get(code or "")
    return found.iso2.lower() if found else None


@cache
def _organs() -> frozenset[str]:
    return frozenset(entry.id for entries in lexicon().values() for entry in entries if entry.kind == "organ")


def is_organ(actor: Actor) -> bool:
    """Whether it is a ministry, parliament or agency of a state or body, that we know."""
    return actor.id in _organs()


def parties(happening: Happening) -> list[Actor]:
    """Everybody in a happening's fields, and the states and bodies that it is about."""
    found: list[Actor] = []
    for value in happening.fields.values():
        found += [item for item in (value if isinstance(value, tuple) else (value,)) if isinstance(item, Actor)]
    found += [of_code(code) for code in happening.fields.get("about", ())]
    return found


def of_code(code: str) -> Actor:
    """A state or body by its code."""
    state = code in states()
    sector = "GOV" if state else "IGO"
    return Actor(actor_name(code), code if state else None, None if state else code, sector, id=code)
