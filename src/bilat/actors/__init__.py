"""Who news is about: states, bodies, groups, leaders, offices and places, as tables with one door.

The tables are read at first use, not at import.
"""

from bilat.actors.exits import HEADS, MANNERS, Exit, exits, impossible
from bilat.actors.institutions import institution_country
from bilat.actors.leaders import Office, all_offices, is_given_name, offices, offices_of, reigning, state_of_title
from bilat.actors.lexicon import Entry, State, UnknownActor, actor_name, codes, find_actor, lexicon, states, twins
from bilat.actors.names import mixed_script, person_key, same_person
from bilat.actors.parties import WAYS, Party, country_code, party, party_by_code
from bilat.actors.places import Place, place_of
from bilat.actors.surface import surface
from bilat.actors.titles import OfficeKind, office_of

__all__ = [
    "HEADS",
    "MANNERS",
    "WAYS",
    "Entry",
    "Exit",
    "Office",
    "OfficeKind",
    "Party",
    "Place",
    "State",
    "UnknownActor",
    "actor_name",
    "all_offices",
    "codes",
    "country_code",
    "exits",
    "find_actor",
    "impossible",
    "institution_country",
    "is_given_name",
    "lexicon",
    "mixed_script",
    "office_of",
    "offices",
    "offices_of",
    "party",
    "party_by_code",
    "person_key",
    "place_of",
    "reigning",
    "same_person",
    "state_of_title",
    "states",
    "surface",
    "twins",
]
