"""What is contested or hedged: who asserts it, who denies it, in one sentence or in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilat.actors import actor_name
from bilat.coding.asserting import CHARGED, CHARGES, Assertion, Denial, plain, read, shared, text_of
from bilat.coding.belonging import at_home
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_RUMOURED = frozenset({"say", "report", "rumor", "rumour", "allege", "believe", "think"})
_REPORTS = Actor("unnamed reports", None, "REPORTS", id="REPORTS")  # as the annotation guide names them
_CALLED = re.compile(rf",? (?:an?|the) (?:{'|'.join(sorted(CHARGED))})$")
_BACK = 2  # sentences that a denial may look back


@dataclass(frozen=True, slots=True)
class Contested:
    """A claim with who asserts and who denies it; `until` is a later sentence that denies it."""

    sentence: Sentence
    token: Token
    proposition: str
    asserted_by: tuple[Actor, ...]
    denied_by: tuple[Actor, ...]
    status: str
    rule: str
    until: Sentence | None = None


_PART = frozenset({"involvement", "responsibility", "wrongdoing", "guilt", "complicity", "role", "knowledge", "part"})
_FAR = 6  # sentences


def claims(scene: Scene) -> Iterator[Contested]:
    """The contested or hedged claims of a unit, in order; a denial in the next sentence joins its claim."""
    found: list[Contested] = []
    said: list[tuple[Sentence, list[Assertion]]] = []
    for sent in scene.sentences:
        asserted, denied = read(scene, sent)
        before_it = list(said)
        said.append((sent, asserted))
        if not denied:
            found.extend(_claim(sent, a, ()) for a in asserted if not a.bare and a.by)
            continue
        for denial in denied:
            here = _answered(denial, asserted)
            if here is not None:
                asserted = [a for a in asserted if a is not here]
                here.proposition = _without(sent, here.proposition, denial.token)
                found.append(_claim(sent, here, denial.by))
                continue
            prior = next((n for n in range(len(found) - 1, -1, -1) if _may_answer(scene, found[n], denial, sent)), None)
            before = _said_before(scene, before_it, denial, sent)
            if prior is not None and (before is None or found[prior].sentence.parsed is sent.parsed):
                claim = found[prior]
                found[prior] = replace(
                    claim, denied_by=_joined(claim.denied_by, denial.by), status="contested", until=sent
                )
                continue
            if before is not None:
                told, one = before
                claim = _claim(told, one, at_home(scene, sent, denial.by))
                found.append(replace(claim, rule="denied next", until=sent))
                continue
            thing = denial.thing
            empty = thing is None or thing.pos_ == "PRON" or thing.lemma_.lower() in CHARGED
            if denial.of_before and not denial.charged_by and (empty or denial.token.lemma_ != "deny"):
                continue  # "Iran denied it": what it denies is not to be found
            head = denial.thing or denial.token
            text = plain(sent, head.head if head.dep_ == "amod" else head)
            if head.lemma_.lower() in _PART and not denial.charged_by:
                text = f"{denial.by[0].name} had {text.lower().removeprefix('any ')}"
            rule = denial.token.lemma_
            found.append(Contested(sent, denial.token, text, denial.charged_by, denial.by, "contested", rule))
        found.extend(_claim(sent, a, ()) for a in asserted if not a.bare and a.by)
    for claim in found:
        by = claim.asserted_by or _counter(scene, claim.denied_by)
        yield replace(claim, asserted_by=_codes(by), denied_by=_codes(claim.denied_by))


def _said_before(
    scene: Scene, said: Sequence[tuple[Sentence, list[Assertion]]], denial: Denial, sent: Sentence
) -> tuple[Sentence, Assertion] | None:
    """What was asserted before a denial: in its paragraph, or a charge some sentences back against who denies."""
    if not denial.of_before:
        return None
    near = [(s, a) for s, rows in said[-_BACK:] if s.parsed is sent.parsed for a in rows]
    one = _answered(denial, [a for _, a in near])
    if one is None:
        codes = {a.country for a in denial.by}
        near = [
            (s, a)
            for s, rows in said[-_FAR:]
            for a in rows
            if a.token.lemma_.lower() in CHARGES and codes & scene.countries(s) and not codes & {b.code for b in a.by}
        ]
        one = near[-1][1] if near and _charged_with(denial, near[-1][1]) else None
    return next(((s, a) for s, a in near if a is one), None)


def _counter(scene: Scene, denied: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who asserts what one of the two states of an article denies, where the text does not say: the other one."""
    dyad = scene.dyad()
    codes = {a.code for a in denied}
    if len(codes) != 1 or not codes & set(dyad):
        return ()
    (other,) = set(dyad) - codes
    return (Actor(actor_name(other), other, None, "GOV", id=other),)


def _without(sent: Sentence, proposition: str, denial: Token) -> str:
    """A proposition without the clause that denies it: `…, a charge that X denied`."""
    at = proposition.find(text_of(sent, denial.left_edge.i, denial.right_edge.i))
    return _CALLED.sub("", proposition[:at].rstrip(" ,;")) if at > 0 else proposition


def _may_answer(scene: Scene, claim: Contested, denial: Denial, sent: Sentence) -> bool:
    """Whether a denial answers a claim: in the same paragraph, or some sentences on if the claim names who denies."""
    near = claim.sentence.parsed is sent.parsed and 0 <= sent.span.start - claim.sentence.span.end < 60
    if not near and 0 < scene.place(sent) - scene.place(claim.sentence) <= _FAR:
        codes = {a.country for a in denial.by}
        near = bool(codes & scene.countries(claim.sentence)) and not codes & {a.country for a in claim.asserted_by}
    return near and denial.of_before and claim.sentence is not sent and not shared(claim.asserted_by, denial.by)


def _charged_with(denial: Denial, one: Assertion) -> bool:
    """Whether words of one's part in something ("involvement") may answer an assertion: only where that is a charge."""
    part = denial.thing is not None and denial.thing.lemma_.lower() in _PART
    return not part or one.token.lemma_.lower() in CHARGES | CHARGED | {"suspect"}


def _answered(denial: Denial, asserted: Sequence[Assertion]) -> Assertion | None:
    """The assertion that a denial answers: the nearest one of another side."""
    rows = [
        a for a in asserted if not shared(a.by, denial.by) and a.token.i != denial.token.i and _charged_with(denial, a)
    ]
    return min(rows, key=lambda a: abs(a.token.i - denial.token.i)) if rows else None


def _claim(sent: Sentence, one: Assertion, denied: tuple[Actor, ...]) -> Contested:
    status = "contested" if denied else "alleged"
    first, _, rest = one.proposition.partition(" ")
    own = first in ("It", "He", "She", "They") and len(one.by) == 1
    proposition = f"{one.by[0].name} {rest}" if own else one.proposition
    by = one.by or ((_REPORTS,) if denied and one.token.lemma_.lower() in _RUMOURED else ())
    return Contested(sent, one.token, proposition, by, denied, status, one.token.lemma_)


def _codes(actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """One actor a state or body; a person and the body that he or she speaks for are told once."""
    found: list[Actor] = []
    for actor in actors:
        if not any((actor.code or actor.name) == (other.code or other.name) for other in found):
            found.append(actor)
    return tuple(found)


def _joined(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return _codes((*first, *second))
