"""Agreements with their stage, memberships, transfers and contested claims, from acts and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.clauses import complement, direct_object, objects_of, passive, patient, subject
from bilat.coding.cues import stages
from bilat.coding.scene import Scene, Sentence
from bilat.coding.sides import Act
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_PAPERS = words("papers")
_YEAR = re.compile(r"^(?:the )?(?:19|20)\d\d ")
_TRADES = frozenset({"buy", "purchase", "import", "export", "sell", "order", "trade"})
_TRADE_NOUNS = words("trade_nouns")
_NO_GOODS = words("no_goods")


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement as one sentence tells of it."""

    sentence: Sentence
    token: Token
    parties: tuple[Actor, ...]
    title: str
    stage: str
    rule: str
    confidence: float


def agreements(scene: Scene, sent: Sentence, acts: Sequence[Act]) -> Iterator[Paper]:
    """The agreements of a sentence whose parties and stage it tells."""
    seen: set[str] = set()
    for token in sent.span:
        if token.lemma_.lower() not in _PAPERS or token.pos_ not in ("NOUN", "PROPN"):
            continue
        if token.dep_ == "compound":
            continue
        parties = _parties(scene, sent, token, acts)
        named = token.pos_ == "PROPN" and token.text[0].isupper()
        if len({p.code or p.name for p in parties}) < (1 if named else 2):
            continue
        stage = _stage(sent, token)
        title = _title(sent, token)
        if stage is None or title in seen:
            continue
        seen.add(title)
        yield Paper(sent, token, parties, title, stage, f"{token.lemma_} {stage}", 0.55)


def _parties(scene: Scene, sent: Sentence, noun: Token, acts: Sequence[Act]) -> tuple[Actor, ...]:
    found: list[Actor] = []

    def add(actors: Sequence[Actor]) -> None:
        found.extend(a for a in actors if a.code and not any(a.code == b.code for b in found))

    for one in objects_of(noun, ("between", "among", "with")):
        add(scene.side(sent, one))
    for child in noun.subtree:
        if child.i < noun.i and child.i in sent.parsed.by_token:
            name = sent.parsed.by_token[child.i]
            if name.entry is not None and name.kind != "place":
                add(scene.side(sent, child))
    for act in acts:
        if (act.thing is not None and act.thing.i == noun.i) or (
            act.token in noun.ancestors and act.type in ("SUPPORT", "AGREE", "CONSULT", "COOPERATE", "SANCTION")
        ):
            add(act.source)
            add(act.target)
    if len(found) < 2:
        verb = noun.head
        while verb.pos_ not in ("VERB", "AUX") and verb.dep_ != "ROOT":
            verb = verb.head
        who = subject(verb) if verb.pos_ in ("VERB", "AUX") and not passive(verb) else None
        if who is not None and verb.lemma_ in (
            "sign",
            "reach",
            "negotiate",
            "conclude",
            "strike",
            "ratify",
            "agree",
            "withdraw",
            "finalize",
            "ink",
            "seal",
            "draft",
            "discuss",
            "suspend",
            "approve",
        ):
            add(scene.side(sent, who))
        for one in objects_of(verb, ("with", "between")):
            add(scene.side(sent, one))
    return tuple(found)


def _stage(sent: Sentence, noun: Token) -> str | None:
    if _YEAR.search(sent.parsed.doc[noun.left_edge.i : noun.i + 1].text):
        return "signed"
    verb = noun
    while verb.pos_ not in ("VERB", "AUX") and verb.dep_ != "ROOT":
        verb = verb.head
    low, high = min(verb.left_edge.i, noun.left_edge.i), max(verb.right_edge.i, noun.right_edge.i)
    text = sent.parsed.doc[low : high + 1].text
    future = any(
        t.lower_ in ("will", "would", "hope", "hopes", "plan", "plans", "may", "could", "expected")
        for t in verb.children
    ) or (verb.dep_ == "xcomp" and verb.head.lemma_ in ("hope", "plan", "seek", "want", "expect", "aim"))
    for stage, pattern in stages():
        if pattern.search(text):
            return "proposed" if future and stage in ("signed", "ratified", "in_force") else stage
    return None


def _title(sent: Sentence, noun: Token) -> str:
    first = noun.i
    for child in noun.children:
        if child.i < noun.i and child.dep_ in ("amod", "compound", "nmod", "nummod", "poss"):
            first = min(first, child.left_edge.i)
    last = noun.i
    for child in noun.children:
        if (
            child.i > noun.i
            and child.dep_ == "prep"
            and child.lower_ in ("on", "for", "of", "in")
            and child.right_edge.i - noun.i < 12
        ):
            last = max(last, child.right_edge.i)
            break
    return sent.parsed.doc[first : last + 1].text
