"""Who of a text has died, and to whom it gives an office by description alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bilat.coding.clauses import objects_of, subject
from bilat.coding.nouns import office_of
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSTS = ("chairmanship", "presidency", "leadership", "premiership", "chair", "post", "command")
_HEADS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "dative", "conj"})
_NOT_NOW = words("former") | {"a", "an", "new", "next", "any", "every", "each"}
_DIES = frozenset({"die", "kill", "assassinate", "perish", "bury", "mourn"})
_DEATHS = frozenset({"death", "passing", "funeral", "assassination", "killing", "burial", "successor"})


def dead_persons(scene: Scene) -> set[str]:
    """The persons of whom the unit says that they died."""
    found: set[str] = set()
    for sent in scene.sentences:
        for name in sent.parsed.names:
            if name.kind != "person" or not sent.span.start <= name.first < sent.span.end:
                continue
            head = sent.parsed.doc[name.first : name.last + 1].root
            top = head
            while (
                top.dep_ in ("conj", "appos", "pobj", "prep", "nmod")
                and top.head.i != top.i
                and top.head.lemma_ not in _DEATHS
            ):
                top = top.head
            up = top.head
            before = sent.parsed.doc[max(sent.span.start, name.first - 1)].lower_
            died = up.lemma_ in _DIES and (
                top.dep_ == "nsubjpass"
                or (top.dep_ == "nsubj" and up.lemma_ in ("die", "perish"))
                or (top.dep_ == "dobj" and up.lemma_ in ("bury", "mourn"))
            )
            if died and any(c.dep_ == "neg" for c in up.children):
                died = False
            if (
                died
                or (up.lemma_ in _DEATHS and up.lemma_ != "successor" and top.dep_ in ("poss", "pobj", "prep", "nmod"))
                or before == "late"
            ):
                found.add(scene.person_of(name).id)
    return found


def described(scene: Scene, sent: Sentence) -> Iterator[tuple[Actor, str, str, str]]:
    """`the Gambian president`, said of somebody whom the text names: who, the office, its kind and status.

    So are "he has been foreign minister", "she took over as chair of the party from X", "serves as an adviser".
    """
    yield from _taken_up(scene, sent)
    for token in sent.span:
        if token.pos_ != "NOUN" or token.tag_ != "NN" or token.i in sent.parsed.by_token or token.dep_ not in _HEADS:
            continue
        first = office_of(token.lemma_)
        nation = next((c for c in token.children if c.dep_ == "amod" and c.i in sent.parsed.by_token), None)
        if first is None or nation is None or nation.i > token.i:
            continue
        office = f"{sent.parsed.doc[nation.i + 1 : token.i].text} {token.lemma_}".strip()
        kind = office_of(office)
        if kind is None or kind.kind == "other" or any(c.lower_ in _NOT_NOW for c in token.children):
            continue
        holder = next(iter(scene.side(sent, token)), None)
        if holder is not None and holder.country and any(p.id == holder.id for p in scene.people):
            yield holder, office, kind.kind, "holds"


def _taken_up(scene: Scene, sent: Sentence) -> Iterator[tuple[Actor, str, str, str]]:
    for verb in sent.span:
        noun = _office_of(verb)
        who = subject(verb) if noun is not None else None
        if noun is None or who is None or any(c.dep_ == "neg" for c in verb.children):
            continue
        office = _worded(noun)
        kind = office_of(office) or office_of(noun.lemma_.removesuffix("ship"))
        holder = next((a for a in scene.side(sent, who) if a.id and ":" in a.id and a.country), None)
        if kind is None or holder is None:
            continue
        yield holder, office, kind.kind, "holds"
        before = next((o for t in (verb, noun) for o in objects_of(t, ("from",))), None)
        prior = scene.side(sent, before) if before is not None else ()
        if prior and prior[0].id and ":" in prior[0].id and prior[0].country:
            yield prior[0], office, kind.kind, "former"


def _office_of(verb: Token) -> Token | None:
    """The noun of the office that a verb says somebody takes up or has."""
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    particle = any(c.dep_ == "prt" and c.lower_ == "over" for c in verb.children)
    if verb.lemma_ == "take" and particle:
        held = next(objects_of(verb, ("as",)), None)
        post = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.endswith(_POSTS)), None)
        return held or post
    if verb.lemma_ == "serve" and verb.tag_ in ("VBZ", "VBP", "VBG"):
        return next(objects_of(verb, ("as",)), None)
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" and c.tag_ in ("VBZ", "VBP") for c in verb.children)
    if verb.lemma_ == "be" and perfect:
        noun = next((c for c in verb.children if c.dep_ == "attr" and c.tag_ == "NN"), None)
        bare = noun is not None and not any(c.dep_ == "det" for c in noun.children)
        return noun if bare else None
    return None


def _worded(noun: Token) -> str:
    """An office without its article and its owner: `minister of state for trade`."""
    doc = noun.doc
    first = next((i for i in range(noun.left_edge.i, noun.i) if doc[i].dep_ in ("amod", "compound")), noun.i)
    of = next((c for c in noun.children if c.i == noun.i + 1 and c.lower_ in ("of", "for")), None)
    last = of.right_edge.i if of is not None and not any(t.pos_ == "VERB" for t in of.subtree) else noun.i
    return str(doc[first : last + 1].text)
