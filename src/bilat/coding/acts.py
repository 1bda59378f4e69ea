"""Who did what to whom in one sentence: the acts of its verbs and nouns, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.accusing import accusations
from bilat.coding.belonging import at_home
from bilat.coding.clauses import passive, subject
from bilat.coding.naming import key_of
from bilat.coding.noun_acts import noun_acts
from bilat.coding.parsed import Sentence
from bilat.coding.revising import revised
from bilat.coding.scene import Scene
from bilat.coding.sides import Act
from bilat.coding.verb_acts import verb_acts
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONSEQUENCES = words("consequences")


def acts(scene: Scene, sent: Sentence) -> list[Act]:
    """The acts of a sentence, each once: what the rules read, as the statistical layer sees it."""
    read = [
        replace(a, teller=a.teller or _teller(scene, sent, a)) for a in revised(scene, sent, read_acts(scene, sent))
    ]
    return _distinct(list(accusations(scene, sent, read)))


def read_acts(scene: Scene, sent: Sentence) -> list[Act]:
    """The acts of a sentence as the rules read them, each once."""
    if sent.span.text.rstrip("\"' ").endswith("?"):
        return []  # a question tells of nothing
    found: list[Act] = []
    used: set[int] = set()
    tokens = list(sent.span)
    for token in tokens:
        if _is_verb(token):
            found.extend(verb_acts(scene, sent, token, used))
    for token in tokens:
        if token.pos_ in ("NOUN", "PROPN") and token.i not in used:
            found.extend(noun_acts(scene, sent, token))
    return _distinct(
        [
            replace(
                a,
                teller=_teller(scene, sent, a),
                source=at_home(scene, sent, a.source, a.target),
                target=at_home(scene, sent, a.target),
            )
            for a in found
        ]
    )


def _is_verb(token: Token) -> bool:
    """A verb, or what the tagger took for a noun although it has a subject and an object ("India summons envoy")."""
    if token.pos_ in ("VERB", "AUX"):
        return True
    found = {c.dep_ for c in token.children}
    return token.pos_ == "NOUN" and "nsubj" in found and "dobj" in found


def _teller(scene: Scene, sent: Sentence, act: Act) -> Actor | None:
    """Who reports the act, where that is not one of its own sides."""
    verb = act.reality.teller
    who = subject(verb) if verb is not None and not passive(verb) else None
    told = scene.side(sent, who) if who is not None else ()
    return told[0] if told and not any(key_of(told[0]) == key_of(a) for a in act.source) else None


def _distinct(found: list[Act]) -> list[Act]:
    """Without the weaker of two acts of one type and the same sides, and `wounded` after `killed`."""
    kept: list[Act] = []
    sentenced = {_keys(a.source) for a in found if a.type == "SANCTION" and a.mode == "convict"}
    found = [a for a in found if not (a.words == "find" and _keys(a.source) in sentenced)]
    joined = {a.token.i for a in found for b in found if _goes_on(a, b)}
    for act in sorted((a for a in found if a.token.i not in joined), key=lambda a: (-a.confidence, a.token.i)):
        if not any(_holds(other, act) for other in kept):
            kept.append(act)
    return sorted(kept, key=lambda a: a.token.i)


def _goes_on(act: Act, first: Act) -> bool:
    """Whether a verb of force is joined to one before it with the same source."""
    joined = act.token.dep_ == "conj" and act.token.head.i == first.token.i
    outcome = bool({act.token.lemma_, first.token.lemma_} & _CONSEQUENCES)
    under = outcome and act.token.dep_ in ("advcl", "pcomp", "xcomp") and first.token.is_ancestor(act.token)
    return (joined or under) and act.type == first.type == "ASSAULT" and _keys(act.source) == _keys(first.source)


def _holds(other: Act, act: Act) -> bool:
    """Whether an act of the same type has all the sides of another."""
    if other.type != act.type:
        return False
    if _apart(other.token, act.token):
        return False
    source, target = _keys(act.source), _keys(act.target)
    nested = source <= _keys(other.source) and target <= _keys(other.target)
    if act.type == "CONSULT" and act.mode == "visit" and _codes(act) <= _codes(other):
        return True
    either_way = act.type in ("CONSULT", "COOPERATE")
    return nested or (either_way and source | target <= _keys(other.source) | _keys(other.target))


def _apart(one: Token, other: Token) -> bool:
    """Whether two verbs stand in sentences of their own, which only a semicolon joins."""
    first, last = sorted((one.i, other.i))
    both_verbs = one.pos_ == other.pos_ == "VERB"
    return both_verbs and any(t.text == ";" for t in one.doc[first:last])


def _codes(act: Act) -> frozenset[str | None]:
    return frozenset(a.code for a in (*act.source, *act.target))


def _keys(actors: tuple[Actor, ...]) -> frozenset[str]:
    return frozenset(key_of(a) for a in actors)
