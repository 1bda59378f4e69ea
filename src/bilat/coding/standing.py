"""Who of a text has died, and to whom it gives an office by description alone."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.coding.nouns import office_of
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

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


def described(scene: Scene, sent: Sentence) -> Iterator[tuple[Actor, str, str]]:
    """`the Gambian president`, said of somebody whom the text names: who, the office and its kind."""
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
            yield holder, office, kind.kind
