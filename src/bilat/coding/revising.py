"""What the statistical layer makes of the rules' reading: acts added, dropped and retyped, their sides filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.belonging import at_home
from bilat.coding.clauses import patient
from bilat.coding.learnt import grounds, is_candidate, linked, trusted, type_of
from bilat.coding.lexicon import lexicon
from bilat.coding.naming import same_actor
from bilat.coding.parsed import Sentence
from bilat.coding.paths import side_of
from bilat.coding.scene import Scene
from bilat.coding.sides import Act, act_of, anybody
from bilat.coding.status import reality
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

MODEL = "model"
# Chosen by cross-validation over the labelled items (measure/train_acts.py).
_LIKELY = 0.35  # a word from this probability of an act on is looked at
_ADD = 0.35  # an act that the rules do not read is added where it is right, sides and all, from this probability on
_ADD_LEAD = 0.25  # where nothing else is read in the first sentence, which is written to tell what happened
_ADD_ALONE = 0.01  # and in the one sentence of a text
_DROP = 0.005  # an act that the rules read is dropped below it
_RETYPE = 0.95  # another type is taken from this probability on
_FILL = 0.3  # the likeliest actor is a side that is empty from this probability on
_FILL_ALONE = 0.2  # in the one sentence of a text, where nothing else can tell
_JOIN = 0.25  # and one joined to it
_LINK = 0.75  # another from this on
_IN_NOUN = frozenset({"light verb", "undergone"})
_WITHIN = frozenset({"compound", "amod", "nmod", "poss"})
_ENDING = frozenset({"RETREAT", "REJECT", "CONCEDE"})
_EITHER_WAY = frozenset({"CONSULT", "COOPERATE"})


def revised(scene: Scene, sent: Sentence, read: Sequence[Act]) -> Iterator[Act]:
    """The acts of a sentence by the rules and the statistical layer together, each with a calibrated confidence."""
    kept = [row for row in (_revision(scene, sent, act) for act in read) if row is not None]
    taken = {token.i for act in read for token in (*_carriers(act), *_ended(act))}
    likely = [
        (token, *type_of(sent, token)) for token in sent.span if token.i not in taken and is_candidate(sent, token)
    ]
    ruled = [_trusted(scene, act, chance) for act, chance in kept]
    alone = _is_alone(scene) and not ruled
    likely = [row for row in likely if row[3] >= _LIKELY]
    added = [(_added(scene, sent, token, type_), chance) for token, type_, chance, _ in likely]
    more = [_trusted(scene, act, chance) for act, chance in added if act is not None]
    sure = [act for act in more if act.confidence >= _ADD]
    if not ruled and not sure and sent is scene.sentences[0]:
        best = max(more, key=lambda act: act.confidence, default=None)
        sure = [best] if best is not None and best.confidence >= (_ADD_ALONE if alone else _ADD_LEAD) else []
    yield from (*ruled, *sure)


def _is_alone(scene: Scene) -> bool:
    """Whether a text is one sentence, as headlines and coded corpora have them."""
    return len(scene.sentences) == 1 and not scene.item


def _trusted(scene: Scene, act: Act, chance: float) -> Act:
    found = grounds(chance, act.rule != MODEL, act.source, act.target, scene.inferred)
    return replace(act, confidence=trusted(found))


def _revision(scene: Scene, sent: Sentence, act: Act) -> tuple[Act, float] | None:
    """What becomes of an act that the rules read, and the probability of its type."""
    told = [type_of(sent, token, act.type, act.rule) for token in _carriers(act)]
    type_, chance, some = max(told, key=lambda one: one[2])
    if some < _DROP:
        return None
    if type_ != act.type and chance > _RETYPE:
        source, target = _sides(scene, sent, act.token, type_, act)
        if source or target:
            again = replace(act, type=type_, mode=None, source=source, target=target, joint=False)
            return replace(again, rule=f"{act.rule}, {MODEL}"), chance
    if type_ != act.type:
        chance = some - chance
    if act.source and act.target:
        return act, chance
    source, target = _sides(scene, sent, act.token, act.type, act)
    if not act.source:
        act = replace(act, source=_others(source, act.target))
    if not act.target:
        act = replace(act, target=_others(target, act.source))
    return act, chance


def _carriers(act: Act) -> tuple[Token, ...]:
    """The words that carry an act: its verb, and the noun too where the verb is a light one ("held talks")."""
    return (act.token, act.thing) if act.rule in _IN_NOUN and act.thing is not None else (act.token,)


def _ended(act: Act) -> Iterator[Token]:
    """What an act ends, calls off or lifts is none: "stopped the shelling", "called off a visit"."""
    head = patient(act.token) if act.type in _ENDING else None
    if head is not None and head.pos_ == "NOUN":
        yield head


def _others(actors: Sequence[Actor], known: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors that are none of the known ones: a state's police and its people are two."""
    return tuple(a for a in actors if not any(same_actor(a, b) for b in known))


def _added(scene: Scene, sent: Sentence, token: Token, type_: str) -> Act | None:
    """An act that the rules do not read; none without a state or body on either side."""
    real = reality(token)
    if real.status is None or real.blocked or real.negated or _said_otherwise(token, type_):
        return None
    if real.status == "planned" and _on_condition(token):
        return None
    source, target = _sides(scene, sent, token, type_, None)
    joint = False
    if not target and type_ in _EITHER_WAY and len(source) > 1:
        source, target, joint = source[:1], source[1:], True
    if not any(a.code for a in (*source, *target)):
        return None
    return act_of(sent, token, type_, source, target, real, joint=joint, words=token.text, rule=MODEL, thing=token)


def _on_condition(token: Token) -> bool:
    """Whether something is to come only if something else does: "if one attacks the other, the union will meet"."""
    clauses = (c for c in token.children if c.dep_ == "advcl")
    return any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for c in clauses for m in c.children)


def _said_otherwise(token: Token, type_: str) -> bool:
    """Whether a verb's object makes a turn of phrase of it, as its frame of that type knows: "struck a balance"."""
    head = patient(token)
    frames = lexicon().verbs.get(token.lemma_.lower(), ())
    return head is not None and any(f.type == type_ and head.lemma_.lower() in f.unless for f in frames)


def _sides(
    scene: Scene, sent: Sentence, token: Token, type_: str, read: Act | None
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Source and target of an act as the statistical layer links them, beside what the rules put there."""
    told = (read.source, read.target) if read is not None else None
    sources, targets = linked(sent, token, type_, told)
    if read is not None:
        targets = [(actor, chance) for actor, chance in targets if not _of_next(token, actor)]
    seen = [token for token, _ in (*sources, *targets)]
    source = (*_chosen(scene, sent, sources), *_unseen(sent, read.source if read else (), seen))
    target = (*_chosen(scene, sent, targets), *_unseen(sent, read.target if read else (), seen))
    target = _others(target, source)
    return at_home(scene, sent, source, target), at_home(scene, sent, target)


def _chosen(scene: Scene, sent: Sentence, likely: Sequence[tuple[Token, float]]) -> tuple[Actor, ...]:
    """The actors of the likeliest head, of those joined to it, and of whatever else is all but sure."""
    best = max(likely, key=lambda row: row[1], default=None)
    if best is None or best[1] < (_FILL_ALONE if _is_alone(scene) else _FILL):
        return ()
    sure = [best[0], *(token for token, chance in likely if chance >= _LINK and token.i != best[0].i)]
    for token, chance in sorted(likely, key=lambda row: row[0].i):
        if chance >= _JOIN and token not in sure and any(_are_joined(token, other) for other in sure):
            sure.append(token)
    heads = {token.i for token in sure}
    found: list[Actor] = []
    for token in sorted(sure, key=lambda token: token.i):
        if token.dep_ in _WITHIN and token.head.i in heads:
            continue  # "the victim's family": the family
        for actor in scene.one(sent, token) or (anybody(sent, token),):
            if not any(same_actor(actor, other) for other in found):
                found.append(actor)
    return tuple(found)


def _of_next(token: Token, actor: Token) -> bool:
    """Whether an actor is the object of a verb joined to this one: "condemned the attacks and received the envoy"."""
    verb = next((t for t in actor.ancestors if t.pos_ == "VERB"), None)
    return verb is not None and verb.dep_ == "conj" and verb.head.i == token.i and actor.i > verb.i


def _are_joined(one: Token, other: Token) -> bool:
    return (one.dep_ == "conj" and one.head.i == other.i) or (other.dep_ == "conj" and other.head.i == one.i)


def _unseen(sent: Sentence, actors: Sequence[Actor], seen: Sequence[Token]) -> tuple[Actor, ...]:
    """The actors of the rules that no word of the sentence heads which the statistical layer sees."""
    return tuple(a for a in actors if all(side_of(sent, token, (a,), ()) == "0" for token in seen))
