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


# ---------------------------------------------------------------------- memberships

_JOINS = {
    "join": "joined",
    "enter": "joined",
    "accede": "joined",
    "leave": "left",
    "quit": "left",
    "exit": "left",
    "withdraw": "left",
    "apply": "applied",
}


@dataclass(frozen=True, slots=True)
class Belonging:
    """Who belongs to which body, and how."""

    sentence: Sentence
    token: Token
    member: Actor
    org: str
    status: str
    rule: str


def memberships(scene: Scene, sent: Sentence) -> Iterator[Belonging]:
    """The memberships that a sentence tells, one a member."""
    seen: set[tuple[str, str]] = set()

    def out(token: Token, members: Sequence[Actor], org: str | None, status: str, rule: str) -> Iterator[Belonging]:
        for member in members:
            key = (member.code or member.name, org or "")
            if org and member.country and key not in seen:
                seen.add(key)
                yield Belonging(sent, token, member, org, status, rule)

    for token in sent.span:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" and lemma in _JOINS:
            heads = [direct_object(token), *objects_of(token, ("to", "from", "for"))]
            org = next((o for h in heads if h is not None for o in _bodies(scene, sent, h)), None)
            who = subject(token)
            if org and who is not None and not any(c.dep_ == "neg" for c in token.children):
                status = _JOINS[lemma]
                if status == "joined" and (
                    token.dep_ == "xcomp" or any(c.lower_ in ("will", "may", "could", "would") for c in token.children)
                ):
                    if token.head.lemma_ not in ("apply", "seek", "ask", "want", "request"):
                        continue
                    status = "applied"
                members = list(scene.side(sent, who))
                for prep in token.children:
                    if prep.dep_ in ("prep", "cc", "advmod") and prep.lower_ in (
                        "along",
                        "alongside",
                        "together",
                        "with",
                    ):
                        members += [
                            a
                            for o in objects_of(token, ("alongside", "along", "together"))
                            for a in scene.side(sent, o)
                        ]
                yield from out(token, members, org, status, lemma)
        elif lemma in ("member", "observer", "membership", "signatory"):
            yield from _nominal(scene, sent, token, lemma, out)


def _bodies(scene: Scene, sent: Sentence, head: Token) -> list[str]:
    return [a.org for a in scene.side(sent, head) if a.org and a.org not in ("WEST",)]


def _nominal(scene: Scene, sent: Sentence, noun: Token, lemma: str, out: object) -> Iterator[Belonging]:
    """`a member of X`, `X, whose members include A and B`, `as an observer`."""
    orgs = [o for one in objects_of(noun, ("of", "in", "to")) for o in _bodies(scene, sent, one)]
    for child in noun.children:
        if child.dep_ in ("compound", "poss", "nmod", "amod"):
            if child.lower_ == "whose":
                orgs += _last_org(sent, noun)
            else:
                orgs += _bodies(scene, sent, child)
    if lemma == "observer" and not orgs:
        orgs = _last_org(sent, noun)
    if not orgs:
        return
    status = "observer" if lemma == "observer" or any(c.lower_ == "observer" for c in noun.children) else "member"
    verb = noun.head
    members: list[Actor] = []
    if noun.dep_ in ("nsubj", "nsubjpass") and verb.lemma_ in ("include", "be", "comprise", "number"):
        for child in verb.children:
            if child.dep_ in ("dobj", "attr"):
                members += scene.side(sent, child)
    elif noun.dep_ in ("attr", "appos") or (noun.dep_ == "pobj" and noun.head.lower_ == "as"):
        host = subject(verb) if noun.dep_ == "attr" else None
        if noun.dep_ == "appos":
            host = noun.head
        elif noun.dep_ == "pobj":
            up = noun.head.head
            while up.pos_ not in ("VERB", "AUX") and up.dep_ != "ROOT":
                up = up.head
            host = subject(up) if up.pos_ in ("VERB", "AUX") else None
            if up.lemma_ in ("join", "admit", "accept", "welcome"):
                status = "joined" if status == "member" else status
                host = patient(up) if passive(up) else host
        if host is not None:
            members += scene.side(sent, host)
        if verb.lemma_ == "become":
            status = "joined" if status == "member" else status
    if verb.lemma_ == "include" and "other" in {c.lower_ for c in noun.children} and not members:
        return
    yield from out(noun, members, orgs[0], status, lemma)  # type: ignore[operator]


def _last_org(sent: Sentence, noun: Token) -> list[str]:
    rows = [
        n
        for n in sent.parsed.names
        if sent.span.start <= n.first < noun.i and n.entry is not None and n.entry.org and n.kind == "body"
    ]
    return [rows[-1].entry.org] if rows and rows[-1].entry is not None and rows[-1].entry.org else []


# ---------------------------------------------------------------------- transfers


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods that an act moves: offsets of the words in the block and how much."""

    text: str
    quantity: str | None


def goods(act: Act) -> list[Goods]:
    """The goods of an act of aid or trade, one for each kind."""
    verb = act.token
    head = act.thing
    if act.rule == "noun":
        traded = objects_of(verb, ("of",)) if verb.lemma_.lower() in _TRADE_NOUNS else ()
        return [Goods(_span_text(act, o.left_edge.i, o.i), None) for o in traded]
    if verb.pos_ != "VERB" or (act.type == "COOPERATE" and verb.lemma_ not in _TRADES):
        return []
    heads: list[Token] = []
    if verb.lemma_ in ("rely", "depend"):
        heads = list(objects_of(verb, ("on", "upon")))
    elif "with" in {c.lower_ for c in verb.children} and verb.lemma_ in (
        "supply",
        "provide",
        "arm",
        "equip",
        "furnish",
    ):
        heads = list(objects_of(verb, ("with",)))
    elif head is not None and not any(
        head.idx + act.sentence.parsed.block.start == a.start or head.i in act.sentence.parsed.by_token
        for a in (*act.source, *act.target)
    ):
        heads = [head]
    found: list[Goods] = []
    for one in heads:
        if one.pos_ not in ("NOUN", "PROPN", "NUM") or one.lemma_.lower() in _NO_GOODS:
            continue
        doc = act.sentence.parsed.doc
        first = one.left_edge.i
        last = one.i
        for child in one.children:
            if (child.i > one.i and child.dep_ in ("prep",) and child.lower_ in ("of",)) or (
                child.dep_ in ("conj", "cc") and child.i > one.i
            ):
                last = max(last, child.right_edge.i if child.dep_ == "prep" else child.i)
            if child.dep_ == "conj" and child.i > one.i:
                last = max(last, child.i)
        amount = next((c for c in one.children if c.dep_ == "nummod"), None)
        quantity = doc[amount.left_edge.i : one.i + 1].text if amount is not None else None
        found.append(Goods(doc[first : last + 1].text, quantity))
    return found


def _span_text(act: Act, first: int, last: int) -> str:
    return act.sentence.parsed.doc[first : last + 1].text


# ---------------------------------------------------------------------- claims

_DENIES = frozenset({"deny", "reject", "dismiss", "refute", "dispute", "rebut", "disavow", "disclaim"})
_CHARGES = frozenset({"accuse", "allege", "claim", "blame", "charge", "suspect", "contend"})
_CHARGE_NOUNS = words("charge_nouns")


@dataclass(frozen=True, slots=True)
class Contested:
    """A claim of a sentence with who asserts and who denies it."""

    sentence: Sentence
    token: Token
    proposition: str
    asserted_by: tuple[Actor, ...]
    denied_by: tuple[Actor, ...]
    status: str
    rule: str


def claims(scene: Scene, sent: Sentence) -> Iterator[Contested]:
    """The contested or hedged claims of a sentence."""
    asserted: tuple[Actor, ...] = ()
    denied: list[Actor] = []
    proposition = ""
    main: Token | None = None
    for token in sent.span:
        if token.pos_ != "VERB":
            if (
                token.lemma_.lower() in ("allegation", "accusation", "claim", "report")
                and token.pos_ == "NOUN"
                and main is None
                and any(c.dep_ in ("acl", "relcl") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children)
            ):
                main, proposition = token, _words(sent, token, True)
            continue
        if token.lemma_ in _CHARGES and (
            complement(token) is not None or any(c.dep_ == "prep" and c.lower_ in ("of", "for") for c in token.children)
        ):
            who = None if passive(token) else subject(token)
            actors = scene.side(sent, who) if who is not None else ()
            if passive(token):
                actors = tuple(a for o in objects_of(token, ("by",)) for a in scene.side(sent, o))
            if actors:
                asserted, main, proposition = actors, token, _words(sent, token, False)
        elif token.lemma_ in _DENIES:
            who = subject(token)
            thing = direct_object(token)
            inner = complement(token)
            charge = inner is not None or (
                thing is not None
                and (thing.lemma_.lower() in _CHARGE_NOUNS or thing.pos_ == "PRON" or thing.tag_ == "VBG")
            )
            if token.lemma_ != "deny" and (thing is None or thing.lemma_.lower() not in _CHARGE_NOUNS):
                charge = False
            if who is not None and charge:
                denied.extend(scene.side(sent, who))
                if main is None:
                    main, proposition = token, _words(sent, inner or thing or token, True)
    if main is None or not (asserted or denied):
        return
    if not denied and main.lemma_ not in ("accuse", "allege", "claim", "allegation", "accusation"):
        return
    codes = {a.code or a.name for a in asserted}
    denied = [d for d in denied if (d.code or d.name) not in codes]
    yield Contested(sent, main, proposition, asserted, tuple(denied), "contested" if denied else "alleged", main.lemma_)


def _words(sent: Sentence, head: Token, whole: bool) -> str:
    if not whole:
        inner = complement(head)
        what = inner or next((c for c in head.children if c.dep_ == "prep" and c.lower_ in ("of", "for")), None)
        target = patient(head)
        parts = [
            sent.parsed.doc[target.left_edge.i : target.i + 1].text if target is not None and inner is None else ""
        ]
        if what is not None:
            first = what.left_edge.i + (what.left_edge.lower_ in ("that", "of", "for"))
            parts.append(sent.parsed.doc[first : what.right_edge.i + 1].text)
        text = " ".join(p for p in parts if p)
    else:
        text = sent.parsed.doc[head.left_edge.i : head.right_edge.i + 1].text
    text = re.sub(r"\s+", " ", text).strip(" ,—–-")
    return text[:1].upper() + text[1:]
