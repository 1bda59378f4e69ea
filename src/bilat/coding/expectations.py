"""Who expects what of states: forecasts, hopes and possibilities, with their direction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.clauses import objects_of, subject
from bilat.coding.cues import cue, horizon
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_MODAL = frozenset({"will", "may", "could", "might", "'ll", "wo"})
_HEDGES = words("hedges")
_BELIEF = words("belief")
_FORESEES = frozenset({"foresee", "anticipate", "predict", "forecast"})
_STAYS = frozenset({"be", "remain", "stay", "continue", "persist", "last", "outlive", "endure"})
_APART = 20  # characters between a cue of growth and one of going on, from which the first one leads
_DISCLAIMED = frozenset({"suggest", "mean", "imply"})
_HOPES = frozenset({"hope", "hopes", "hopefully", "confidence", "expectation", "optimism"})


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation: where it stands, what and which way; who holds it is for the coder to say."""

    sentence: Sentence
    token: Token
    first: int
    last: int
    about: tuple[str, ...]
    proposition: str
    direction: str
    horizon: str | None
    hoped: bool
    rule: str
    confidence: float
    believer: Actor | None = None  # who expects it, where the verb says so: `X expects that`


def expectations(scene: Scene, title: bool = False) -> Iterator[Expected]:
    """The expectations of a unit about at least two states or bodies."""
    last: tuple[Sentence, Expected | None] | None = None
    for sent in scene.sentences:
        held = [verb for verb in sent.span if _is_belief(verb) and _believer(scene, sent, verb) is not None]
        rows = [(_content(sent, verb), (verb, verb.lower_)) for verb in held]
        rows = rows or [(part, best) for part in _parts(sent) if (best := _foretelling(part)) is not None]
        whole = [_expected(scene, sent, title, last, *row) for row in rows]
        found = [one for one in whole if one is not None]
        last = (sent, found[-1] if found else None)
        yield from found


def _before(scene: Scene, last: tuple[Sentence, Expected | None] | None) -> tuple[str, ...]:
    """What the sentence before was about: `it` and `that trend` carry it on."""
    if last is None:
        return ()
    sent, found = last
    return found.about if found is not None else _about(scene, sent, sent.span) if len(sent.span) < 60 else ()


def _is_belief(token: Token) -> bool:
    """Whether a verb tells what somebody expects: with a clause, or with what is to come as its object."""
    return (
        token.lemma_ in _BELIEF
        and token.pos_ == "VERB"
        and any(
            (c.dep_ in ("ccomp", "xcomp") and not _past(c))
            or (c.dep_ == "dobj" and (token.lemma_ in _FORESEES or _to_do(c)))
            for c in token.children
        )
    )


def _was_able(modal: Token) -> bool:
    """Whether a modal tells of what was or was not possible: `could have gone`, `could not be checked`."""
    beside = {c.lower_ for c in modal.head.children}
    return modal.lower_ in ("could", "might") and bool(
        beside & {"have"} or (modal.lower_ == "could" and beside & {"not", "n't"})
    )


def _to_do(noun: Token) -> bool:
    """`expects the bridge to be finished`, where the parser hangs the infinitive on the noun."""
    return any(c.dep_ in ("acl", "relcl") and any(t.tag_ == "TO" for t in c.children) for c in noun.children)


def _parts(sent: Sentence) -> Iterator[Span]:
    """The main clauses of a sentence that stand side by side, each with a subject of its own."""
    doc, first = sent.parsed.doc, sent.span.start
    for token in sent.span:
        clause = token.dep_ == "conj" and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children)
        begins = token.left_edge.i
        while begins > first and doc[begins - 1].dep_ == "cc":
            begins -= 1
        if token.text == ";" or (clause and begins > first and doc[begins - 1].text == ","):
            last = token.i if token.text == ";" else begins
            if last > first:
                yield doc[first:last]
                first = last
    yield doc[first : sent.span.end]


def _foretelling(part: Span) -> tuple[Token, str] | None:
    """The word that makes a clause an expectation: a hope or belief, else the first modal or hedge."""
    best: tuple[Token, str] | None = None
    for token in part:
        low = token.lower_
        if token.dep_ == "aux" and low in _MODAL and token.head.pos_ in ("VERB", "AUX") and not _was_able(token):
            best = best or (token.head, f"modal {low}")
        elif low in _HEDGES and (token.pos_ in ("ADJ", "ADV") or token.tag_ == "VBN"):
            if low in ("set", "bound") and not any(c.dep_ == "xcomp" for c in token.children):
                continue
            verb = next((c for c in token.children if c.dep_ in ("xcomp", "ccomp")), None) or token.head
            best = best or (verb, low)
        elif _is_belief(token) or (low in _HOPES and token.pos_ in ("NOUN", "ADV")):
            best = (token, low)
    return best


def _expected(
    scene: Scene,
    sent: Sentence,
    title: bool,
    last: tuple[Sentence, Expected | None] | None,
    told: Span,
    best: tuple[Token, str],
) -> Expected | None:
    verb, rule = best
    if sent.span.text.rstrip(' "').endswith("?"):
        return None
    believer = _believer(scene, sent, verb)
    text = told.text
    if verb.lemma_ not in _BELIEF and any(c.dep_ == "nsubj" and c.lower_ == "i" for c in verb.children):
        return None
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children):
        return None
    head = subject(verb)
    about = _about(scene, sent, told)
    ties = cue("ties").search(text) is not None
    if (
        len(about) < 2
        and head is not None
        and any(t.lower_ in ("this", "that", "it", "they", "these") for t in head.subtree)
    ):
        about = _before(scene, last)
        ties = ties or (last is not None and cue("ties").search(last[0].span.text) is not None)
    believed = believer is not None
    foretold = believed or rule not in ("modal will", "modal 'll") or verb.lemma_ in _STAYS
    if len(about) < 2 and foretold and scene.dyad() and set(about) <= set(scene.dyad()):
        about = scene.dyad()  # in an article about two states, what is to come is theirs
        ties = True
    if believed and len(about) < 2 and not scene.item:
        about = tuple(dict.fromkeys((*about, *scene.main_states())))[:2]
    if len(about) < 2 and not (ties and len(about) == 1 and title):
        return None
    ties = ties or (believed and bool(scene.dyad()))
    concrete = head is not None and any(a.code for a in scene.side(sent, head))
    if not ties and (not concrete or rule in ("modal will", "modal 'll")):
        return None
    if scene.item and rule in ("modal will", "modal 'll"):
        return None  # a digest's "will" announces what is to be done
    if any(
        t.lemma_ in _DISCLAIMED and any(c.dep_ == "neg" or c.lower_ == "not" for c in (*t.children, *t.head.children))
        for t in verb.ancestors
    ):
        return None
    first, end = sent.span.start_char, sent.span.end_char
    until = horizon().search(text)
    return Expected(
        sent, verb, first, end, about, _proposition(text),
        _direction(text, max(0, verb.idx - told.start_char) if believer is None else 0),
        until.group() if until else None, rule in _HOPES or verb.lemma_ == "hope", rule, 0.6 if ties else 0.4,
        believer,
    )  # fmt: skip


def _content(sent: Sentence, verb: Token) -> Span:
    """What a verb of belief says: its clause or object, without what is joined to the verb itself."""
    inner = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "dobj") and c.i > verb.i]
    if not inner:
        return sent.span
    first, last = inner[0].left_edge, inner[-1].right_edge
    if first.lower_ == "that" and first.i < last.i:
        first = first.nbor()
    return sent.parsed.doc[first.i : last.i + 1]


def _past(clause: Token) -> bool:
    """Whether a clause tells of what has been or is: `believed to have fled`, `thought to be rich`."""
    is_so = clause.lemma_ == "be" and clause.dep_ == "xcomp" and clause.head.tag_ == "VBN"
    return is_so or any(c.dep_ == "aux" and c.lemma_ == "have" for c in clause.children)


def _believer(scene: Scene, sent: Sentence, verb: Token) -> Actor | None:
    who = subject(verb) if verb.lemma_ in _BELIEF else None
    believers = scene.side(sent, who) if who is not None else ()
    return next((a for a in believers if a.id is not None), None)


def _about(scene: Scene, sent: Sentence, told: Span) -> tuple[str, ...]:
    """The states that a sentence is about; where it names one only, the unit's other main state joins it.

    `told` is what is expected, without who expects it.
    """
    tied = _tied(scene, sent)
    if len(tied) > 1:
        return tied
    codes: list[str] = []
    for name in sent.parsed.names:
        if told.start <= name.first < told.end:
            if name.kind != "person" and _only_place(sent, name.first):
                continue
            code = (
                scene.person_of(name).country
                if name.kind == "person"
                else name.entry.country
                if name.entry is not None and name.kind not in ("place",)
                else None
            )
            if code and code not in codes:
                codes.append(code)
    for token in told:
        if (
            token.pos_ in ("PRON", "NOUN")
            and len(codes) < 2
            and (
                token.lower_ in ("they", "their", "it", "its")
                or (token.tag_ == "NNS" and any(c.lower_ in ("two", "both") for c in token.children))
            )
        ):
            for actor in scene.side(sent, token):
                if actor.country and actor.country not in codes:
                    codes.append(actor.country)
    main = scene.main_states()
    if len(main) == 2 and set(main) < set(codes):
        return tuple(c for c in codes if c in main)
    if len(codes) <= 1 and cue("ties").search(sent.span.text):
        for code in scene.main_states():
            if code not in codes and len(codes) < 2:
                codes.append(code)
    return tuple(codes)


def _tied(scene: Scene, sent: Sentence) -> tuple[str, ...]:
    """The two sides of the ties that the sentence names: `China's ties with Iran`, `Russia-Iran relations`."""
    for token in sent.span:
        if token.pos_ == "NOUN" and cue("ties").fullmatch(token.text):
            codes: list[str] = []
            heads = [c for c in token.subtree if c.i < token.i and c.i in sent.parsed.by_token]
            heads += list(objects_of(token, ("with", "between", "to")))
            for head in heads:
                for actor in scene.side(sent, head):
                    if actor.country and actor.country not in codes:
                        codes.append(actor.country)
            if len(codes) > 1:
                return tuple(codes)
    return ()


def _only_place(sent: Sentence, first: int) -> bool:
    """Whether a name stands for where something is: `in Vienna`, `on Afghanistan`, or in a list of regions."""
    token = sent.parsed.doc[first]
    while token.dep_ in ("compound", "conj", "amod", "nmod"):
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "on", "across", "at", "over", "from")


def _direction(text: str, at: int) -> str:
    """Which way, by the cues from the verb on first; `at` is where the verb stands."""
    negative = cue("not").search(text) is not None or re.search(r"n['’]t\b", text) is not None
    if cue("limited").search(text):
        return "limited"
    if negative and (cue("decline").search(text) or re.search(r"\b(alter|chang|affect|shift)", text, re.I)):
        return "continue"
    if cue("decline").search(text):
        return "decline"
    grows, goes_on = cue("grow").search(text, at), cue("continue").search(text, at)
    if grows and (not goes_on or goes_on.start() - grows.start() > _APART):
        return "decline" if negative else "grow"
    if goes_on or cue("continue").search(text):
        return "continue"
    if cue("grow").search(text):
        return "decline" if negative else "grow"
    return "event"


def _proposition(text: str) -> str:
    """The sentence in plain words: without quotation marks, on one line."""
    plain = re.sub(r"\s+", " ", text.replace('"', "")).strip(" —–-';,")
    return plain[:1].upper() + plain[1:]
