"""The two sides of an act: whom a noun phrase, a modifier or a place stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bilat.actors import place_of
from bilat.coding.clauses import agent, complement, objects_of, subject, within
from bilat.coding.lexicon import lexicon
from bilat.coding.names import Name
from bilat.coding.naming import entry_actor
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.status import Reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTING = words("acting")
_AMOUNTS = words("amounts")
_TOWNS = words("towns")
_PLACING = frozenset({"in", "at", "near", "outside", "across", "inside", "through", "around"})
_ANYWHERE = frozenset({"BUS", "MED"})
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD"})
FORCE = frozenset({"MIL", "REB"})


@dataclass(frozen=True, slots=True)
class Act:
    """An act as a sentence tells it; `words` are what carried the type, `rule` what read it."""

    sentence: Sentence
    token: Token
    type: str
    source: tuple[Actor, ...]
    target: tuple[Actor, ...]
    reality: Reality
    mode: str | None = None
    joint: bool = False
    words: str = ""
    rule: str = ""
    confidence: float = 0.5
    thing: Token | None = field(default=None, compare=False)  # the goods, the agreement, the meeting
    teller: Actor | None = None


def act_of(
    sent: Sentence,
    token: Token,
    type_: str,
    source: Sequence[Actor],
    target: Sequence[Actor],
    real: Reality,
    *,
    mode: str | None = None,
    joint: bool = False,
    words: str = "",
    rule: str = "",
    confidence: float = 0.5,
    thing: Token | None = None,
) -> Act:
    return Act(
        sent, token, type_, tuple(source), tuple(target), real, mode, joint, words, rule, min(confidence, 0.95), thing
    )


def actors_behind(scene: Scene, sent: Sentence, head: Token) -> tuple[Actor, ...]:
    """The actors of a noun phrase; an act's noun as subject stands for who is behind it."""
    if (
        lexicon().nouns.get(head.lemma_.lower()) is not None
        and head.i not in sent.parsed.by_token
        and noun_sectors().get(head.lemma_.lower()) is None
    ):
        return behind(scene, sent, head)
    return scene.side(sent, head)


def behind(scene: Scene, sent: Sentence, noun: Token) -> tuple[Actor, ...]:
    """Who stands behind an act that a noun names: its owner, `by`, or the subject of the verb that it belongs to."""
    for one in objects_of(noun, ("by", "from")):
        actors = scene.side(sent, one)
        if actors:
            return actors
    if noun.pos_ in ("VERB", "AUX"):
        who = agent(noun)
        if who is None and noun.i > 0 and noun.nbor(-1).i in sent.parsed.by_token:
            return scene.one(sent, noun.nbor(-1))  # "died in Turkish shelling", the noun taken for a verb
        return actors_behind(scene, sent, who) if who is not None else ()
    owner = modifier(scene, sent, noun)
    return (owner,) if owner is not None else ()


def modifier(scene: Scene, sent: Sentence, noun: Token) -> Actor | None:
    """The actor that stands before a noun as its modifier or owner."""
    parsed = sent.parsed
    for child in noun.children:
        if child.i < noun.i and child.dep_ in ("amod", "compound", "poss", "nmod", "npadvmod"):
            name = parsed.by_token.get(child.i)
            if name is not None:
                if name.kind == "person":
                    return scene.person_actor(scene.person_of(name), *parsed.at(name.first, name.last))
                if name.entry is not None and name.entry.kind != "place":
                    return entry_actor(name.entry, *parsed.at(name.first, name.last), name.text)
            if child.dep_ == "poss":
                side = scene.side(sent, child)
                if side:
                    return side[0]
            if child.dep_ == "compound" and noun_sectors().get(child.lemma_.lower()) in ACTING:
                side = scene.side(sent, child)
                if side and (side[0].code or noun_sectors()[child.lemma_.lower()] != "MIL"):
                    return side[0]
            deeper = modifier(scene, sent, child)
            if deeper is not None:
                return deeper
    return None


def or_thing(scene: Scene, sent: Sentence, head: Token) -> tuple[Actor, ...]:
    """An actor, else a thing that may be struck, seized or helped."""
    actors = scene.side(sent, head)
    if actors or noun_sectors().get(head.lemma_.lower()) != "OBJECT":
        return actors
    first = min(
        (c.i for c in head.children if c.i < head.i and c.dep_ in ("amod", "compound", "det", "poss")), default=head.i
    )
    start, end = sent.parsed.at(first, head.i)
    return (Actor(sent.parsed.doc[first : head.i + 1].text, None, None, None, start, end),)


def anybody(sent: Sentence, head: Token) -> Actor:
    """Whoever a noun stands for that is killed, arrested or sentenced."""
    first = min(
        (
            c.left_edge.i
            for c in head.children
            if c.i < head.i and c.dep_ in ("amod", "compound", "det", "poss", "nummod")
        ),
        default=head.i,
    )
    start, end = sent.parsed.at(first, head.i)
    return Actor(sent.parsed.doc[first : head.i + 1].text, None, None, "CVL", start, end)


def any_lemma(head: Token, words: frozenset[str]) -> bool:
    """Whether a noun, one joined to it, or the first of its `of` or compound is one of the words."""
    lemma = head.lemma_.lower()
    if lemma in words or head.lower_ in words:
        return True
    for child in head.children:
        if child.dep_ in ("nummod", "quantmod", "compound") and child.lemma_.lower() in words:
            return True
        if child.dep_ == "conj" and (child.lemma_.lower() in words or child.lower_ in words):
            return True
        if child.dep_ == "prep" and child.lower_ == "of" and (head.pos_ == "NUM" or lemma in _AMOUNTS):
            return any(any_lemma(o, words) for o in child.children if o.dep_ == "pobj")
    return False


def deeper(scene: Scene, sent: Sentence, clause: Token, source: Sequence[Actor]) -> tuple[Actor, ...]:
    """The first actor in a clause, other than the source: whom the promise or refusal is about."""
    codes = {a.code or a.name for a in source}
    spare: tuple[Actor, ...] = ()
    let = complement(clause)
    whom = [subject(let)] if let is not None else []
    for token in sorted((*within(clause), *(t for t in whom if t is not None)), key=lambda t: t.i):
        if token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "by", "during", "after"):
            continue
        if token.dep_ in ("dobj", "pobj", "dative", "nsubj", "nsubjpass"):
            actors = tuple(a for a in scene.side(sent, token) if (a.code or a.name) not in codes)
            if any(a.code for a in actors):
                return actors
            spare = spare or tuple(a for a in actors if a.sector in ACTING and a.sector not in FORCE)
    return spare


def is_force(actor: Actor) -> bool:
    return actor.sector in FORCE or bool({noun_sectors().get(w) for w in actor.name.lower().split()} & FORCE)


def at_home(scene: Scene, sent: Sentence, actors: Sequence[Actor], others: Sequence[Actor] = ()) -> tuple[Actor, ...]:
    """The actors, those without a state with the one where the sentence plays.

    A person whom nothing places gets it in an item of a digest only, which has one place; an article has many.
    """
    if all(a.code for a in actors):
        return tuple(actors)
    home = home_of(scene, sent)
    if home is None:
        return tuple(actors)
    # "Rights groups slam Egypt": the one state that is named is whom they slam, not where they are.
    abroad = home in {a.code for a in others} and home not in _whereabouts(sent)[0]

    def placed(actor: Actor) -> Actor:
        person = actor.id is not None and ":" in actor.id
        domestic = (
            scene.item
            if person
            else actor.sector in ACTING or noun_sectors().get(actor.name.lower().split()[-1]) == "OBJECT"
        )
        if actor.code or not domestic or (abroad and not person and actor.sector not in _OFFICIAL):
            return actor
        return replace(actor, country=home, id=actor.id.replace("?", home, 1) if person and actor.id else home)

    return tuple(placed(a) for a in actors)


def home_of(scene: Scene, sent: Sentence) -> str | None:
    """The state where a sentence plays: of its place, of whose people or things it names, or of its item."""
    places, states = _whereabouts(sent)
    if places:
        return places[0]
    if len(set(states)) == 1:
        return states[0]
    if not scene.item:
        return None
    told = [_whereabouts(s) for s in scene.sentences]
    everywhere = [p for places, _ in told for p in places]
    belongings = [p for _, states in told for p in states]
    named = [code for s in scene.sentences for code in scene.countries(s) if code]
    for found in (everywhere, belongings, named):
        if len(set(found)) == 1:
            return found[0]
    return None


def _whereabouts(sent: Sentence) -> tuple[list[str], list[str]]:
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
        where = _is_place(sent, name)
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


def _is_place(sent: Sentence, name: Name) -> bool:
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
