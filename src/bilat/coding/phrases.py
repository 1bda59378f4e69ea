"""Noun phrases of the parse: their core, what is joined to them, whether they are subjects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


def is_subject(token: Token) -> bool:
    while token.dep_ in ("conj", "appos", "compound"):
        token = token.head
    return token.dep_ in _SUBJECTS


def joined(head: Token) -> Iterator[Token]:
    """A noun and the nouns joined to it by `and`, `as well as`, `along with`."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            yield from joined(child)
        elif (
            child.dep_ == "appos"
            and child.pos_ == "PROPN"
            and head.pos_ == "PROPN"
            and any(c.dep_ == "conj" for c in child.children)
        ):
            # "Brazil, Argentina and Chile": the parser takes the second state for another name of the first
            both_states = head.ent_type_ == child.ent_type_ == "GPE"
            yield from list(joined(child))[0 if both_states else 1 :]


def split_subject(head: Token) -> list[Token]:
    """The first half of a subject that the parser cut in two: `X and his counterpart, Y, met`.

    So too where it hangs the first on a place before it ("In Luanda, X and President Y meet") or on the second
    ("Croatia's X and Slovenia's Y met").
    """
    if head.dep_ != "nsubj":
        return []
    before = [c for c in head.head.children if c.dep_ == "nsubj" and c.i < head.i]
    cut = [c for c in before if any(g.dep_ == "cc" for g in c.children)]
    if cut or head.ent_type_ != "PERSON":
        return cut
    beside = [c for c in head.children if c.dep_ == "nmod" and c.ent_type_ == "PERSON" and c.i < head.i]
    first = head.left_edge
    ended = first.i > 1 and first.nbor(-1).dep_ == "cc" and first.nbor(-2).ent_type_ == "PERSON"
    adrift = [first.nbor(-2)] if ended and first.nbor(-2).dep_ == "conj" else []
    return [*(c for c in beside if any(g.dep_ == "cc" for g in c.subtree)), *adrift]


def definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "some", "any", "no") for c in token.children
    ) or any(c.dep_ in ("amod", "compound") for c in token.children)


def np_bounds(head: Token) -> tuple[int, int]:
    """First and last token of a noun phrase's core: modifiers before the head, none after."""
    first = head.i
    for child in head.children:
        if child.i < head.i and child.dep_ in (
            "amod",
            "compound",
            "poss",
            "nmod",
            "nummod",
            "det",
            "quantmod",
            "npadvmod",
        ):
            first = min(first, child.left_edge.i)
    return first, head.i


def subject_matter(paper: Token) -> Token | None:
    """What a paper is on: `partnership` of "ratified the treaty on partnership", wherever the parser hangs the `on`."""
    if paper.i + 1 >= paper.sent.end:
        return None
    after = paper.nbor()
    if after.lower_ not in ("on", "for", "about") or after.dep_ != "prep":
        return None
    return next((c for c in after.children if c.dep_ == "pobj"), None)
