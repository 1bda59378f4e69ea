"""The two sides of an act: whom a noun phrase, a modifier or a place stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilat.coding.belonging import ACTING
from bilat.coding.clauses import agent, complement, objects_of, subject, within
from bilat.coding.lexicon import lexicon
from bilat.coding.naming import entry_actor
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.status import Reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_AMOUNTS = words("amounts")
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


def is_official(actor: Actor) -> bool:
    """Whether an actor is a person by name or somebody in office."""
    return ":" in (actor.id or "") or actor.office is not None


def is_force(actor: Actor) -> bool:
    return actor.sector in FORCE or bool({noun_sectors().get(w) for w in actor.name.lower().split()} & FORCE)
