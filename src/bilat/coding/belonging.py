"""Whose they are whom no word places: what is learnt of who belongs where, and in whole articles a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bilat.actors import place_of, states
from bilat.coding.homes import home_of, is_place, whereabouts
from bilat.coding.learnt import learnt
from bilat.coding.names import Name
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.phrases import is_subject
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

ACTING = words("acting")
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD"})
_ARTICLE = 4  # sentences from which on a text is one, which plays in many places
_LIKELY = 0.35  # from this probability on somebody is taken for one of a state
_LIKELY_NAMED = 0.5  # and a person by name, whom a wrong state wrongs
_OWNING = frozenset({"poss", "compound", "amod", "nmod"})
_TOLD = frozenset({"dobj", "pobj", "poss", "appos"})


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a unit names a state or body, itself or by a person, a place or a people of it."""

    code: str
    place: int  # of its sentence in the unit
    head: Token
    how: str


def at_home(scene: Scene, sent: Sentence, actors: Sequence[Actor], others: Sequence[Actor] = ()) -> tuple[Actor, ...]:
    """The actors, those without a state or body with the one that they likely are of; `others` are on the other side.

    A person whom nothing places gets it in an item of a digest only, which has one place; an article has many.
    """
    if all(a.code for a in actors):
        return tuple(actors)
    home = home_of(scene, sent)
    short = scene.item or len(scene.sentences) < _ARTICLE
    return tuple(
        actor
        if actor.code or (short and not scene.item and _is_person(actor))
        else _learnt(scene, sent, actor, others)
        if short
        else _placed(sent, actor, others, home, False)
        for actor in actors
    )


def _placed(sent: Sentence, actor: Actor, others: Sequence[Actor], home: str | None, item: bool) -> Actor:
    """The actor with the state where the sentence plays, where it is one that acts at home."""
    if home is None:
        return actor
    # "Rights groups slam Egypt": the one state that is named is whom they slam, not where they are.
    abroad = home in {a.code for a in others} and home not in whereabouts(sent)[0]
    person = _is_person(actor)
    domestic = (
        item if person else actor.sector in ACTING or noun_sectors().get(actor.name.lower().split()[-1]) == "OBJECT"
    )
    if not domestic or (abroad and not person and actor.sector not in _OFFICIAL):
        return actor
    return _of(actor, home)


def _learnt(scene: Scene, sent: Sentence, actor: Actor, others: Sequence[Actor]) -> Actor:
    """The actor with the likeliest of the states and bodies that the unit names."""
    chances = {code: float(learnt().homes(traits)[1]) for code, traits in belongings(scene, sent, actor, others)}
    best = max(chances, key=lambda code: chances[code], default=None)
    least = _LIKELY_NAMED if _is_person(actor) else _LIKELY
    if best is None or chances[best] < least:
        return actor
    if actor.start is not None and actor.end is not None:
        scene.inferred[actor.start, actor.end] = chances[best]
    return _of(actor, best)


def _of(actor: Actor, code: str) -> Actor:
    made = actor.id.replace("?", code, 1) if actor.id is not None and _is_person(actor) else code
    return replace(actor, country=code, id=made) if code in states() else replace(actor, org=code, id=made)


def _is_person(actor: Actor) -> bool:
    return actor.id is not None and ":" in actor.id


def head_of(sent: Sentence, actor: Actor) -> Token | None:
    """The word that heads an actor's noun phrase."""
    if actor.start is None or actor.end is None:
        return None
    base = sent.parsed.block.start
    own = [t for t in sent.span if actor.start <= base + t.idx < actor.end]
    return sent.parsed.doc[own[0].i : own[-1].i + 1].root if own else None


@lru_cache(maxsize=1)
def _namings(scene: Scene) -> tuple[Naming, ...]:
    found = []
    for place, sent in enumerate(scene.sentences):
        for name in sent.parsed.names:
            if sent.span.start <= name.first < sent.span.end:
                head = sent.parsed.doc[name.first : name.last + 1].root
                found += [Naming(code, place, head, how) for code, how in _codes(scene, sent, name, head)]
    return tuple(found)


def _codes(scene: Scene, sent: Sentence, name: Name, head: Token) -> Iterator[tuple[str, str]]:
    """The states and bodies that a name tells of, and how it does."""
    stands = "subject" if is_subject(head) else head.dep_ if head.dep_ in _TOLD else "-"
    if name.kind == "person":
        country = scene.person_of(name).country
        if country is not None:
            yield country, f"person:{stands}"
    elif name.entry is not None:
        code = name.entry.country or name.entry.org
        if name.kind == "demonym" or head.dep_ in _OWNING:
            how = f"own:{name.kind}:{head.dep_}"
        else:
            how = f"in:{name.kind}" if is_place(sent, name) else f"{name.kind}:{stands}"
        if code is not None:
            yield code, how
        town = place_of(name.text) if name.kind == "seat" and not name.entry.country else None
        if town is not None:
            yield town.country, how


def belongings(
    scene: Scene, sent: Sentence, actor: Actor, others: Sequence[Actor]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each state or body that the unit names, with what tells whether the actor is of it, as `name=value`."""
    head = head_of(sent, actor)
    if head is not None:
        home = home_of(scene, sent)
        ruled = _placed(sent, actor, others, home, True).code
        yield from _traits(scene, sent, head, ruled, home, {a.code for a in others if a.code})


def _traits(
    scene: Scene, sent: Sentence, actor: Token, ruled: str | None, home: str | None, others: set[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same; `ruled` is what the rule says, `home` where the sentence plays, `others` the other side's codes."""
    here = scene.place(sent)
    named: dict[str, list[Naming]] = {}
    for naming in _namings(scene):
        named.setdefault(naming.code, []).append(naming)
    often = sorted(named, key=lambda code: -len(named[code]))
    name = sent.parsed.by_token.get(actor.i)
    word = actor.lemma_.lower() if name is None else name.kind
    kind = "PRP" if actor.tag_ == "PRP" else (noun_sectors().get(word) or "-") if name is None else f"name:{word}"
    many = min(len(named), 5)
    placed = {n.code for n in _namings(scene) if n.place == here and n.how.startswith("in:")}
    for at, (code, of) in enumerate(named.items()):
        plays = "H" if code == home else "O" if home else "-"
        other = "=" if code in others else "/" if others else "-"
        near = [n for n in of if n.place == here]
        hows = sorted({n.how for n in near})
        says = "R" if code == ruled else "O" if ruled else "-"
        found = [
            f"says={says}",
            f"kind={kind}",
            f"kind_many={kind}|{many}",
            f"body={code in states()}|{kind}",
            f"plays={plays}|{kind}",
            f"plays_many={plays}|{many}",
            f"other={other}|{plays}",
            f"other_kind={other}|{kind}",
            f"often={min(often.index(code), 3)}|{many}",
            f"first={at == 0}|{many}|{kind}",
            f"here={bool(near)}|{many}",
            f"in={code in placed}|{bool(placed - {code})}|{kind}",
            f"word={word}|{plays}|{other}",
            f"word_other={word}|{other}",
            f"hows={'+'.join(hows)}|{many}",
            *(f"how={how}" for how in hows),
            *(f"how_other={how}|{other}" for how in hows),
            *(f"far={'-' if n.place < here else '+'}{n.how}|{bool(near)}" for n in of if n.place != here),
            *_stands(actor, kind, near),
        ]
        if not near:
            found.append(f"away={min(min(abs(n.place - here) for n in of), 3)}|{kind}")
        yield code, tuple(found)


def _stands(actor: Token, kind: str, near: Sequence[Naming]) -> Iterator[str]:
    """How the nearest naming in the sentence stands to the actor."""
    if not near:
        return
    best = min(near, key=lambda n: abs(n.head.i - actor.i))
    side = "before" if best.head.i < actor.i else "after"
    yield f"off={side}|{min(abs(best.head.i - actor.i), 12) // 3}|{kind}"
    verbs = [next((t.i for t in token.ancestors if t.pos_ in ("VERB", "AUX")), -1) for token in (actor, best.head)]
    yield f"clause={verbs[0] == verbs[1] >= 0}|{side}|{best.how}|{kind}"
    yield f"above={best.head.is_ancestor(actor)}|{actor.is_ancestor(best.head)}|{best.how}"
