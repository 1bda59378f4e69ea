"""Agreements between states or bodies, with the stage that a sentence tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.actors import actor_name
from bilat.coding.belonging import at_home
from bilat.coding.clauses import agent, direct_object, objects_of, passive, subject
from bilat.coding.cues import pacts, stage_of
from bilat.coding.parsed import Sentence
from bilat.coding.phrases import subject_matter
from bilat.coding.scene import Scene
from bilat.coding.sides import Act
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_PAPERS = words("papers")
_PACTS = words("pacts")
_YEAR = re.compile(r"^(?:the )?(?:19|20)\d\d\b")
_FORCES = frozenset({"force", "effect"})
_LATER = frozenset({"will", "would", "may", "could", "might", "'ll", "shall", "should", "can"})
_WISHES = words("wishes")
_AT_HOME = words("domestic_papers")
_WITHIN = ("between", "among", "with")
_PARTS = words("paper_parts")
_BYSTANDERS = frozenset({"witness", "guarantor", "observer"})
_SIGNED_WITH = frozenset({"name", "signature", "pen", "initial"})
_TALKED = frozenset({"under", "negotiation"})
_STAYS = frozenset({"remain", "be", "stay", "lie"})
_IDLE = frozenset({"suspended", "frozen", "dormant", "idle", "shelved"})
_LAPSED = frozenset({"suspended", "ended"})
_VOID = frozenset({"void", "dead", "null", "over", "finished"})
_SITES = frozenset({"capital", "seat", "place"})
_FOLLOWS = frozenset({"signed", "ratified", "in_force"})
_FORGES = frozenset({"forge", "sign", "conclude", "negotiate"})
_WRITTEN = frozenset({"signed", "final", "ratified", "in_force", "suspended", "ended"})


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

    @property
    def key(self) -> str:
        """What tells it apart in a text: a known pact by whom it binds, else its title; and the stage."""
        known = next((" ".join(codes) for pact, codes in pacts() if pact in self.title), None)
        return f"{known or self.title.lower()}|{self.stage}"


def agreements(scene: Scene, sent: Sentence, acts: Iterable[Act]) -> Iterator[Paper]:
    """The agreements of a sentence whose parties and stage it tells."""
    seen: set[str] = set()
    for token in sent.span:
        head = _paper(token)
        if head is None:
            continue
        named = token.pos_ == "PROPN" and token.text[0].isupper()
        stage, verb = _stage(sent, head)
        if stage is None:
            continue
        later = _climb(head)[0]
        lapsed = later if later in _LAPSED and later != stage else None  # "the deal signed in 2013 remains suspended"
        parties = _parties(scene, sent, head, verb, acts, stage)
        count = len({p.code for p in parties})
        alone = count == 1 and (named or stage == "negotiating" or (verb is not None and stage in _WRITTEN))
        if count < 2 and not alone:
            continue
        if (
            count == 1
            and stage != "negotiating"
            and token.lower_ in _AT_HOME
            and not named
            and not any(objects_of(head, _WITHIN))
        ):
            continue
        title = _title(sent, head)
        if title in seen:
            continue
        seen.add(title)
        for one in (stage, lapsed) if lapsed is not None else (stage,):
            yield Paper(sent, head, parties, title, one, f"{token.lemma_} {one}", 0.55 if count > 1 else 0.45)


def carried_on(sent: Sentence, before: Sequence[Paper]) -> Iterator[Paper]:
    """The next stage of the paper that a sentence before told of: "the two parliaments ratified it"."""
    for token in sent.span:
        if token.pos_ != "VERB" or not before:
            continue
        stage = _of_verb(token)
        thing = subject(token) if passive(token) else direct_object(token)
        if stage in _FOLLOWS and thing is not None and thing.lower_ in ("it", "them") and before[-1].stage != stage:
            paper = before[-1]
            yield Paper(sent, token, paper.parties, paper.title, stage, f"{token.lemma_} it {stage}", 0.45)


def _paper(token: Token) -> Token | None:
    """The noun of an agreement; as a modifier it counts before `talks` alone ("peace deal talks")."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    if token.text in _PACTS:
        return None if token.dep_ == "appos" else token
    if token.lemma_.lower() == "plan" and token.pos_ == "PROPN":
        after = [o.text for o in objects_of(token, ("of",))]
        return token if after[:1] == ["Action"] else None
    lemma = token.lemma_.lower()
    if lemma == "map" and any(c.lower_ == "road" for c in token.children):
        return token
    if lemma == "partnership" and token.dep_ == "dobj" and token.head.lemma_ in _FORGES:
        return token
    if lemma not in _PAPERS or (lemma == "convention" and not any(objects_of(token, ("on", "against", "for")))):
        return None
    if token.dep_ == "compound" and token.head.lemma_.lower() not in ("talk", "negotiation", "proposal"):
        return None
    return token


def _parties(
    scene: Scene, sent: Sentence, noun: Token, verb: Token | None, acts: Iterable[Act], stage: str
) -> tuple[Actor, ...]:
    found: list[Actor] = []

    def add(actors: Iterable[Actor]) -> None:
        found.extend(a for a in actors if a.code and a.org != "WEST" and not any(a.code == b.code for b in found))

    matter = subject_matter(noun)
    for one in [*objects_of(noun, _WITHIN), *(objects_of(matter, _WITHIN) if matter is not None else ())]:
        add(scene.side(sent, one))
    for child in noun.subtree:
        if child.i < noun.i and child.i in sent.parsed.by_token:
            name = sent.parsed.by_token[child.i]
            site = noun.pos_ == "PROPN" and name.kind in ("capital", "seat")  # "the Algiers Agreement"
            if name.entry is not None and name.kind != "place" and not site and not _brokered(sent, child):
                add(scene.side(sent, child))
    for act in acts:
        if (
            len(found) < 2
            and act.thing is not None
            and act.thing.i == noun.i
            and act.type in ("SUPPORT", "AGREE", "CONSULT", "COOPERATE")
        ):
            add(at_home(scene, sent, act.source))
            add(at_home(scene, sent, act.target))
    if verb is not None and len(found) < 2 and verb.pos_ in ("VERB", "AUX"):
        who = agent(verb)
        if who is not None and not any(t.i == noun.i for t in who.subtree):
            add(a for a in at_home(scene, sent, scene.side(sent, who)) if a.code)
        for one in objects_of(verb, _WITHIN):
            add(scene.side(sent, one))
    elif verb is not None and len(found) < 2:
        for one in objects_of(verb, _WITHIN):
            add(scene.side(sent, one))
        for child in verb.children:
            if child.i < verb.i and child.i in sent.parsed.by_token:
                add(scene.side(sent, child))
        up = verb.head.head if verb.dep_ == "pobj" else verb.head  # "presided over the signing"
        if verb.dep_ in ("dobj", "pobj") and up.pos_ == "VERB":
            who = subject(up)
            add(scene.side(sent, who) if who is not None else ())
    if len(found) < 2:
        for one in objects_of(noun, ("in", "on", "over", "of")):
            if one.head.lower_ == "in" and _is_site(sent, one):
                continue
            if stage in ("negotiating", "proposed") or not found:
                side = scene.side(sent, one)
                add(a for a in side if a.code and (one.i in sent.parsed.by_token or a.country))
    main = scene.main_states()
    pending = noun.lemma_.lower() == "partnership" or any(
        c.lemma_.lower() in ("partnership", "draft", "bilateral") for c in noun.children
    )
    if not found and pending and not scene.item and len(main) == 2:
        # "the strategic partnership agreement would be signed": in a text about two states it is theirs.
        add(Actor(actor_name(c), c, None, "GOV", id=c) for c in main)
    dated = any(_YEAR.search(o.text) for o in objects_of(noun, ("of",)))
    if not found and stage in _WRITTEN and (noun.pos_ == "PROPN" or dated):
        add(Actor(actor_name(c), c, None, "GOV", id=c) for c in scene.dyad())
    if not found:
        title = _title(sent, noun)
        add(Actor(actor_name(c), c, None, "GOV", id=c) for pact, codes in pacts() if pact in title for c in codes)
    sites = {sent.parsed.by_token[c.i].text for c in noun.children if c.dep_ == "compound" and _is_site(sent, c)}
    return tuple(a for a in found if len(found) < 3 or a.name not in sites)


def _is_site(sent: Sentence, token: Token) -> bool:
    """Whether a name tells where a paper was made, and not of whom it is: `the agreement in Brussels`."""
    name = sent.parsed.by_token.get(token.i)
    return name is not None and name.kind in _SITES


def _brokered(sent: Sentence, token: Token) -> bool:
    """Whether a name is of who brings it about: `Oman-brokered`."""
    doc = sent.parsed.doc
    return token.i + 2 < len(doc) and doc[token.i + 1].text == "-" and doc[token.i + 2].text.endswith("ed")


def _stage(sent: Sentence, noun: Token) -> tuple[str | None, Token | None]:
    """The stage of the agreement and the verb or noun that tells it, going up from its noun."""
    if _YEAR.search(sent.parsed.doc[noun.left_edge.i : noun.i + 1].text) and noun.dep_ in ("nsubj", "pobj", "dobj"):
        up = _climb(noun)
        if up[0] in ("ended", "suspended", "in_force", "ratified"):
            return up
        told = noun.head.pos_ == "VERB" and stage_of("verb", noun.head.lemma_.lower()) is not None
        return ("signed", None) if not told or up[0] is not None else (None, None)
    if any(o.lower_ == "force" for o in objects_of(noun, ("in",))):
        return "in_force", None  # "the treaty, in force since 1996"
    if any(_YEAR.search(o.text) for o in objects_of(noun, ("of",))):
        return "signed", None  # "since the border accord of 1975"
    for child in noun.children:
        low = child.lemma_.lower()
        if child.dep_ in ("amod", "compound", "nmod") and stage_of("modifier", low):
            return stage_of("modifier", low), child
        if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB":
            stage = _of_verb(child)
            if stage is not None:
                return stage, child
    if any(c.dep_ == "det" and c.lower_ == "any" for c in noun.children):
        return "negotiating", None
    return _climb(noun)


def _climb(noun: Token) -> tuple[str | None, Token | None]:
    node = noun
    for _ in range(8):
        head = node.head
        if head.i == node.i:
            return None, None
        if head.dep_ == "ccomp" and node.dep_ == "nsubj" and head.lemma_.lower() in _VOID:
            return "ended", head.head  # "declared the truce void"
        if head.pos_ in ("VERB", "AUX"):
            stage = _of_verb(head)
            doing = stage in ("signed", "final", "negotiating", "drafted") and head.pos_ == "VERB"
            if doing and node.dep_ == "nsubj":
                # A pact that "includes" or "reaches" something is not the one that is reached.
                return None, None
            return stage, head
        if head.pos_ in ("NOUN", "PROPN"):
            stage = stage_of("noun", head.lemma_.lower())
            if stage is not None:
                return stage, head
            if node.dep_ not in ("conj", "compound", "appos") and node.i != noun.i and node.dep_ != "prep":
                return None, None
            if node.dep_ == "prep" and head.lemma_.lower() not in _PARTS:
                return None, None
        node = head
    return None, None


def _of_verb(verb: Token) -> str | None:
    """The stage that a verb tells, weakened by its mood."""
    lemma = verb.lemma_.lower()
    stage = stage_of("verb", lemma)
    low = {c.lower_ for c in verb.children}
    if "must" in low:
        return None  # "the parliaments must ratify the treaty": nothing of it is told yet
    if any(c.dep_ == "neg" for c in verb.children) or "no" in {
        g.lower_ for c in verb.children if c.dep_ in ("dobj", "nsubjpass") for g in c.children
    }:
        return None
    done_as = {o.lemma_.lower() for t in verb.subtree if t.lower_ == "as" for o in t.children}
    if done_as & _BYSTANDERS:
        return None  # "signed the accord as witnesses"
    if lemma == "put" and any(c.dep_ == "dobj" and c.lemma_.lower() in _SIGNED_WITH for c in verb.children):
        stage = "signed"
    elif lemma in _STAYS and any(c.dep_ in ("acomp", "oprd") and c.lower_ in _IDLE for c in verb.children):
        stage = "suspended"
    elif lemma in ("enter", "come", "go", "take", "put", "remain", "be"):
        deep = {g.lower_ for c in verb.children if c.dep_ in ("prep", "dobj") for g in (c, *c.children)}
        stage = (
            "in_force"
            if deep & _FORCES
            else "negotiating"
            if deep >= _TALKED
            else "final"
            if lemma in ("enter", "come") and low & {"into", "to"}
            else None
        )
    elif lemma in ("withdraw", "pull", "back", "walk") and not low & {"from", "out", "away"}:
        stage = None
    elif lemma == "approve":
        who = agent(verb)
        stage = "ratified" if who is not None and _legislates(who) else "final"
    if stage is None:
        return None
    wished = verb.dep_ in ("xcomp", "ccomp", "acl", "advcl", "pcomp") and (
        verb.head.lemma_.lower() in _WISHES or (verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _WISHES)
    )
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if wished and verb.head.lemma_.lower() == "fail":
        return "negotiating"
    if stage in _WRITTEN and stage not in ("suspended", "ended"):
        if low & _LATER or wished or (infinitive and verb.dep_ in ("acl", "advcl", "xcomp")):
            return "proposed"
        told = verb.dep_ == "pcomp" and verb.head.lower_ in ("for", "after", "by", "since", "upon")
        if verb.tag_ == "VBG" and verb.dep_ in ("pcomp", "conj", "pobj") and not passive(verb) and not told:
            return "proposed" if stage != "in_force" else stage
    elif stage in ("suspended", "ended") and (low & _LATER or wished or infinitive):
        return None
    return stage


def _legislates(head: Token) -> bool:
    return any(
        t.lower_ in ("parliament", "senate", "congress", "duma", "knesset", "assembly", "lawmakers", "legislature")
        for t in head.subtree
    )


def _title(sent: Sentence, noun: Token) -> str:
    first = noun.i
    for child in noun.children:
        if child.i < noun.i and child.dep_ in ("amod", "compound", "nmod", "nummod", "poss"):
            first = min(first, child.left_edge.i)
    last = noun.i
    for child in noun.children:
        if (
            child.i > noun.i
            and not (child.lower_ == "in" and any(_is_site(sent, c) for c in child.children))
            and child.dep_ == "prep"
            and child.lower_ in ("on", "for", "of", "in")
            and child.right_edge.i - noun.i < 12
        ):
            last = max(last, child.right_edge.i)
            break
    matter = subject_matter(noun)
    if last == noun.i and matter is not None and matter.i - noun.i < 12:
        last = matter.i
    return sent.parsed.doc[first : last + 1].text
