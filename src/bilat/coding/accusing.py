"""Accusations that lie in telling: `Ankara maintains that Athens trained them`, `villagers say the army beat them`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.clauses import subject
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.sides import Act, act_of
from bilat.coding.status import Reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_ASSERTS = words("asserts")
_DEEDS = frozenset({"ASSAULT", "COERCE"})
_HELD_AGAINST = _DEEDS | {"AID", "MOBILIZE"}


def accusations(scene: Scene, sent: Sentence, found: Sequence[Act]) -> Iterator[Act]:
    """The acts of a sentence, with what one state says that another did to it: that is alleged, and an accusation."""
    told: set[tuple[str | None, ...]] = set()
    for act in found:
        verb = act.reality.teller
        teller = _teller(scene, sent, act, verb)
        if teller is None or not _holds_against(act, verb, teller):
            yield act
            continue
        if act.reality.status == "occurred":
            act = replace(act, reality=replace(act.reality, status="alleged"))
        yield act
        key = (teller.code, *(a.code for a in act.source))
        if verb is not None and key not in told and not any(a.type == "ACCUSE" for a in found):
            told.add(key)
            real = Reality("occurred", "past")
            yield act_of(
                sent, verb, "ACCUSE", (teller,), act.source, real, mode="allege", words=f"{verb.text} … {act.words}",
                rule="told against", confidence=act.confidence,
            )  # fmt: skip


def _teller(scene: Scene, sent: Sentence, act: Act, verb: Token | None) -> Actor | None:
    """Who says so: another state than the one that is said to have done it."""
    who = subject(verb) if verb is not None else None
    actors = scene.side(sent, who) if who is not None else ()
    codes = {a.code for a in act.source}
    if len(actors) != 1 or not actors[0].code or not all(codes) or actors[0].code in codes:
        return None
    return actors[0]


def _holds_against(act: Act, verb: Token | None, teller: Actor) -> bool:
    if verb is None or not act.source or act.reality.status not in ("occurred", "alleged", "ongoing"):
        return False
    if verb.lemma_ in _ASSERTS:
        return act.type in _HELD_AGAINST
    return act.type in _DEEDS and teller.code in {a.code for a in act.target}
