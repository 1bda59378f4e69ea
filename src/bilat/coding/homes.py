"""Where a sentence plays, as its places and the people and things it names tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilat.actors import place_of
from bilat.coding.names import Name
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOWNS = words("towns")
_PLACING = frozenset({"in", "at", "near", "outside", "across", "inside", "through", "around"})
_ANYWHERE = frozenset({"BUS", "MED"})


def home_of(scene: Scene, sent: Sentence) -> str | None:
    """The state where a sentence plays: of its place, of whose people or things it names, or of its item."""
    places, states = whereabouts(sent)
    if places:
        return places[0]
    if len(set(states)) == 1:
        return states[0]
    if not scene.item:
        return None
    told = [whereabouts(s) for s in scene.sentences]
    everywhere = [p for places, _ in told for p in places]
    belongings = [p for _, states in told for p in states]
    named = [code for s in scene.sentences for code in scene.countries(s) if code]
    for found in (everywhere, belongings, named):
        if len(set(found)) == 1:
            return found[0]
    return None


def whereabouts(sent: Sentence) -> tuple[list[str], list[str]]:
    """The states of the places that a sentence names, and the states whose people or things it names."""
    parsed = sent.parsed
    places: list[str] = []
    aside: list[str] = []  # where one of the nouns is, not what the clause tells
    states: list[str] = []
    doc = parsed.doc
    for name in parsed.names:
        if not sent.span.start <= name.first < sent.span.end or name.kind == "person" or name.entry is None:
            continue
        if name.entry.sector in _ANYWHERE:
            continue  # a firm or an outlet works in many states
        where = is_place(sent, name)
        code = name.entry.country
        if where and not code and name.kind == "seat":
            place = place_of(name.text)  # "in Brussels" is in Belgium, whatever Brussels decides
            code = place.country if place is not None else None
        if not code:
            continue
        if where:
            (places if _of_clause(doc[name.last]) else aside).append(code)
        # A bare state that acts or is acted on says nothing of where the others are at home.
        if name.kind == "demonym" or doc[name.last].dep_ in ("poss", "compound", "amod", "nmod"):
            states.append(code)
    return [*places, *reversed(aside)], states


def _of_clause(place: Token) -> bool:
    """Whether a place says where what a verb tells goes on, not where one of its nouns is."""
    while place.dep_ in ("pobj", "appos", "compound", "nmod", "conj") or (
        place.dep_ == "prep" and place.lower_ in ("of", "near") and place.head.dep_ in ("pobj", "appos")
    ):
        place = place.head
    return place.dep_ == "prep" and place.head.pos_ in ("VERB", "AUX")


def is_place(sent: Sentence, name: Name) -> bool:
    """Whether a name says where something is: `in Gaza`, `in the Israeli city of Tel Aviv`."""
    doc = sent.parsed.doc
    head = doc[name.last]
    if name.kind == "demonym":
        return head.dep_ == "amod" and head.head.dep_ == "pobj" and head.head.head.lower_ in _PLACING
    if name.kind == "place":
        return True
    prior = name.first - 1
    while prior > sent.span.start and (
        (doc[prior].pos_ in ("DET", "ADJ", "PROPN", "PUNCT", "NOUN") and doc[prior].lower_ not in _PLACING)
        or (doc[prior].lower_ == "of" and doc[prior - 1].lemma_ in _TOWNS)
    ):
        prior -= 1
    return prior >= sent.span.start and doc[prior].lower_ in _PLACING
