"""Who news is about: states, bodies, groups, leaders, offices and places, as tables with one door.

The tables are read at first use, not at import.
"""

from bilat.actors.leaders import Office, offices, offices_of
from bilat.actors.lexicon import Entry, State, UnknownActor, actor_name, codes, find_actor, lexicon, states
from bilat.actors.names import mixed_script, person_key, same_person
from bilat.actors.places import Place, place_of
from bilat.actors.surface import surface
from bilat.actors.titles import OfficeKind, office_of

__all__ = [
    "Entry",
    "Office",
    "OfficeKind",
    "Place",
    "State",
    "UnknownActor",
    "actor_name",
    "codes",
    "find_actor",
    "lexicon",
    "mixed_script",
    "office_of",
    "offices",
    "offices_of",
    "person_key",
    "place_of",
    "same_person",
    "states",
    "surface",
]
