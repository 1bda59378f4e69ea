"""What the statistical layer sees of a verb or noun that may carry an act: its words and what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bilat.coding.clauses import agent, complement, passive, patient
from bilat.coding.parsed import Sentence
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_AUX = frozenset({"aux", "neg", "auxpass"})
_STATIVE = words("stative")
_CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
_NEAR = 12  # words
_BEFORE = frozenset({"amod", "compound", "nmod", "poss"})


def candidate(sent: Sentence, token: Token, carriers: frozenset[str]) -> bool:
    """Whether a token may carry an act: a verb with a meaning of its own, or a noun among `carriers`."""
    if token.i in sent.parsed.by_token:
        return False
    if token.pos_ == "VERB":
        return token.dep_ not in ("aux", "auxpass", "amod", "compound", "case") and token.lemma_ not in _STATIVE
    return token.lemma_.lower() in carriers and token.dep_ not in ("compound", "amod", "nmod")


def traits(sent: Sentence, token: Token) -> Iterator[str]:
    """Its traits as `name=value`, the value a lemma, a dependency or the kind of a name."""
    lemma = token.lemma_.lower()
    verb = token.pos_ in ("VERB", "AUX")
    yield f"w={lemma}"
    yield f"wp={lemma}|{token.pos_}"
    yield f"d={token.dep_}"
    yield f"t={token.tag_}"
    for child in token.children:
        if child.dep_ == "prt":
            yield f"wt={lemma}|{child.lemma_.lower()}"
        elif child.dep_ in _AUX:
            yield f"a={child.lower_}"
        elif child.dep_ in ("prep", "agent", "dative"):
            yield f"p={child.lower_}"
            yield f"wp={lemma}|{child.lower_}"
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp"):
                    yield f"po={_kind(sent, obj)}"
                    yield f"ppo={child.lower_}|{_kind(sent, obj)}"
        elif child.dep_ in _BEFORE:
            yield f"m={_kind(sent, child)}"
            yield f"wm={lemma}|{_kind(sent, child)}"
    if verb:
        if passive(token):
            yield "passive"
            yield f"wpass={lemma}"
        for name, found in (("s", agent(token)), ("o", patient(token))):
            if found is None:
                yield f"{name}=0"
                continue
            yield f"{name}={_kind(sent, found)}"
            yield f"w{name}={lemma}|{_kind(sent, found)}"
            if name == "o":
                for child in found.children:
                    if child.dep_ in _BEFORE:
                        yield f"om={_kind(sent, child)}"
                    elif child.dep_ == "prep":
                        for obj in child.children:
                            yield f"opo={child.lower_}|{_kind(sent, obj)}"
        inner = complement(token)
        if inner is not None:
            yield f"x={inner.lemma_.lower()}"
            yield f"wx={lemma}|{inner.dep_}"
            for child in inner.children:
                if child.dep_ in _AUX:
                    yield f"xa={child.lower_}"
    first, last = max(sent.span.start, token.i - _NEAR + 1), min(sent.span.end, token.i + _NEAR)
    for near in token.doc[first:last]:
        if near.i != token.i and near.pos_ in _CONTENT:
            yield f"b={near.lemma_.lower()}"
    head = token.head
    if head.i != token.i:
        yield f"h={head.lemma_.lower()}|{token.dep_}"
        yield f"h={head.lemma_.lower()}"
        if head.dep_ in ("prep", "agent") and head.head.i != head.i:
            yield f"hh={head.head.lemma_.lower()}|{head.lower_}"


def _kind(sent: Sentence, token: Token) -> str:
    """What stands for a noun: the kind of its name, or its lemma."""
    name = sent.parsed.by_token.get(token.i)
    if name is not None:
        return name.kind.upper()
    if token.pos_ == "PRON":
        return "PRON"
    if token.pos_ == "NUM":
        return "NUM"
    return token.lemma_.lower()
