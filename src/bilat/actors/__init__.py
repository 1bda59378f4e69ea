"""Who news is about: states, bodies, groups, leaders, offices and places, as tables with one door."""

from bilat.actors.lexicon import Entry, State, UnknownActor, actor_name, codes, find_actor, lexicon, states
from bilat.actors.surface import surface

__all__ = ["Entry", "State", "UnknownActor", "actor_name", "codes", "find_actor", "lexicon", "states", "surface"]
