"""Goods that one side gives, sells or sends another: who, to whom, what and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.belonging import at_home
from bilat.coding.clauses import agent, objects_of, passive, patient, subject
from bilat.coding.counterparts import counterpart
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.status import Reality, reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_GIVES = words("gives")
_BUYS = words("buys")
_PLEDGES = words("pledges")
_ARMS = words("arms_with")
_LEANS = frozenset({"rely", "depend"})
_NOUNS = words("trade_nouns")
_BOUGHT = frozenset({"import", "purchase"})
_NO_GOODS = words("no_goods")
_GOODS = words("goods")
_MONEY = re.compile(r"[$€£¥]|\b(?:dollar|euro|pound|yuan|ruble|rouble|yen|rupee)s?\b", re.I)
_FORCE = frozenset({"MIL", "REB", "GOV", "LEG", "JUD", "OPP", "MED"})
_SHIPS = frozenset({"export", "ship", "donate", "sell", "airlift", "buy", "purchase", "import"})
_STOPS = words("stops")
_CARRIES = frozenset({"fly", "bring", "ship", "truck"})
_MEASURES = words("measures")
_ARRIVES = frozenset({"reach", "arrive", "dock", "land", "berth"})
_VESSELS = frozenset(
    {"plane", "aircraft", "jet", "helicopter", "ship", "boat", "vessel", "tanker", "truck", "train", "convoy", "tank"}
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One kind of goods on its way from giver to receiver."""

    sentence: Sentence
    token: Token
    giver: tuple[Actor, ...]
    receiver: tuple[Actor, ...]
    goods: str
    quantity: str | None
    reality: Reality
    rule: str
    confidence: float


def transfers(scene: Scene, sent: Sentence) -> Iterator[Transfer]:
    """The transfers of a sentence, one for each kind of goods."""
    for token in sent.span:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB":
            if lemma in _GIVES | _BUYS | _ARMS | _LEANS | _PLEDGES:
                yield from _by_verb(scene, sent, token, lemma)
            elif lemma in _ARRIVES and not passive(token):
                yield from _by_arrival(scene, sent, token, lemma)
        elif token.pos_ == "NOUN" and lemma in _NOUNS:
            yield from _by_noun(scene, sent, token, lemma)


def _by_verb(scene: Scene, sent: Sentence, verb: Token, lemma: str) -> Iterator[Transfer]:
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _STOPS:
        return
    real = reality(verb)
    if lemma in _PLEDGES and real.status in ("occurred", "ongoing"):
        real = Reality("planned", "future")
    who, thing = agent(verb), patient(verb)
    receiver: tuple[Actor, ...]
    if passive(verb) and not any(c.dep_ == "agent" for c in verb.children):
        who = None
    if thing is None and passive(verb):
        thing = _fronted(verb)
    if thing is not None and thing.dep_ == "nsubjpass":
        thing = next((c for c in verb.children if c.dep_ == "nsubjpass"), thing)
    heads: list[Token] = [thing] if thing is not None else []
    giver = scene.side(sent, who) if who is not None else ()
    if lemma in _LEANS:
        receiver, heads = giver, list(objects_of(verb, ("on", "upon")))
        giver = ()
        real = Reality("ongoing" if real.status == "occurred" else real.status, real.tense)
    elif lemma in _BUYS:
        receiver = giver
        giver = _sides(scene, sent, objects_of(verb, ("from",)))
        if not giver and thing is not None:
            giver = _sides(scene, sent, objects_of(thing, ("from",)))
    else:
        receiver = _receiver(scene, sent, verb, thing, giver)
        origin = _sides(scene, sent, objects_of(verb, ("from",)))
        with_ = list(objects_of(verb, ("with",)))
        if lemma in _ARMS and with_ and thing is not None:
            to = scene.side(sent, thing)
            if to:
                receiver, heads = to, with_
        if thing is None and lemma in _CARRIES:
            heads = [o for o in objects_of(verb, ("in",)) if o.lemma_.lower() in _GOODS]  # "flew in beef"
        giver = giver or origin
    for head in [*heads, *_besides(verb)]:
        for one in (head,) if lemma in _LEANS else _kinds(head):  # to rely on drones and fuel is one habit
            goods = _goods(scene, sent, one, lemma in _SHIPS)
            if goods is None:
                continue
            from_ = giver
            if not from_ and lemma in _LEANS | _BUYS:
                owner = scene.owner(sent, head)
                from_ = (owner,) if owner is not None and owner.code else ()
            yield from _out(scene, sent, verb, from_, receiver, goods, real, lemma)


def _by_arrival(scene: Scene, sent: Sentence, verb: Token, lemma: str) -> Iterator[Transfer]:
    """`medicines reached Khartoum from Cairo`, `a freighter from Karachi docked at Chittagong with sugar`."""
    what = subject(verb)
    if what is None:
        return
    there = [c for c in verb.children if c.dep_ == "dobj"] if lemma == "reach" else []
    receiver = _sides(scene, sent, iter([*there, *objects_of(verb, ("in", "at", "to"))]))
    giver = _sides(scene, sent, iter([*objects_of(verb, ("from",)), *objects_of(what, ("from",))]))
    cargo = [what, *objects_of(what, ("of",)), *objects_of(verb, ("with", "carrying"))]
    if not giver or not receiver:
        return
    for head in (one for heads in cargo for one in _kinds(heads) if one.lemma_.lower() in _GOODS - _VESSELS):
        goods = _goods(scene, sent, head, False)
        if goods is not None:
            yield from _out(scene, sent, verb, giver, receiver, goods, reality(verb), lemma)


def _receiver(
    scene: Scene, sent: Sentence, verb: Token, thing: Token | None, giver: Sequence[Actor]
) -> tuple[Actor, ...]:
    """Whom a verb of giving names as its receiver: a state or body, else people of whom the text says no more."""
    shared = [c for c in verb.children if c.dep_ == "conj" and c.lemma_.lower() in _GIVES]
    goals = [*_goals(verb), *(o for c in shared for o in _goals(c))]
    dative = next((c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"), None)
    dative = dative or (_given_to(sent, thing) if thing is not None else None)
    if dative is not None:
        goals.insert(0, dative)
    people = (a for o in goals for a in scene.side(sent, o) if a.sector is not None and a.code is None)
    return _sides(scene, sent, iter(goals), giver) or tuple(people)


def _by_noun(scene: Scene, sent: Sentence, noun: Token, lemma: str) -> Iterator[Transfer]:
    """`Chinese imports of Iranian oil`, `deliveries of grain from Ukraine to Egypt`, `oil exports to India`."""
    if noun.dep_ == "compound" and noun.head.lemma_.lower() in _GOODS and noun.head.i == noun.i + 1:
        # A headline, "Egypt imports wheat": the parser takes the verb for a noun.
        yield from _headline(scene, sent, noun, lemma)
        return
    heads = [k for o in objects_of(noun, ("of",)) for k in _kinds(o)]
    heads = heads or [c for c in noun.children if c.dep_ == "compound" and c.lemma_.lower() in _GOODS]
    if not heads:
        return
    owner = next(
        (
            c
            for c in noun.children
            if c.dep_ in ("poss", "amod", "nmod", "compound") and (c.i in sent.parsed.by_token or c.dep_ == "poss")
        ),
        None,
    )
    mine = scene.side(sent, owner) if owner is not None else ()
    mine = mine or _sides(scene, sent, objects_of(noun, ("by",)))
    away = _sides(scene, sent, objects_of(noun, ("to",)))
    home = _sides(scene, sent, objects_of(noun, ("from",)))
    verb = noun.head
    if not mine and noun.dep_ == "dobj" and verb.pos_ == "VERB":
        who = subject(verb) if not passive(verb) else None
        mine = scene.side(sent, who) if who is not None else ()
        away = away or _sides(scene, sent, objects_of(verb, ("to",)))
        home = home or _sides(scene, sent, objects_of(verb, ("from",)))
    real = reality(noun)
    if verb.lemma_ in _STOPS or (verb.dep_ == "conj" and verb.head.lemma_ in _STOPS):
        return
    for head in heads:
        goods = _goods(scene, sent, head, False)
        if goods is None:
            continue
        giver, receiver = (home or mine, away) if lemma not in _BOUGHT else (home, away or mine)
        if lemma in _BOUGHT and not giver:
            made = next((c for c in head.children if c.dep_ in ("amod", "poss", "nmod", "compound")), None)
            giver = scene.side(sent, made) if made is not None and made.i in sent.parsed.by_token else ()
        yield from _out(scene, sent, noun, giver, receiver, goods, real, lemma)


def _headline(scene: Scene, sent: Sentence, noun: Token, lemma: str) -> Iterator[Transfer]:
    head = noun.head
    who = next((c for c in head.children if c.dep_ == "compound" and c.i == noun.i - 1), None)
    if who is None or who.i not in sent.parsed.by_token:
        return
    mine = scene.side(sent, who)
    other = _sides(scene, sent, objects_of(head, ("from",) if lemma in _BOUGHT else ("to",)))
    giver, receiver = (other, mine) if lemma in _BOUGHT else (mine, other)
    real = Reality("occurred", "present")
    yield from _out(scene, sent, noun, giver, receiver, (head.text, None), real, lemma)


def _out(
    scene: Scene,
    sent: Sentence,
    token: Token,
    giver: Sequence[Actor],
    receiver: Sequence[Actor],
    goods: tuple[str, str | None],
    real: Reality,
    rule: str,
) -> Iterator[Transfer]:
    giver, receiver = at_home(scene, sent, giver), at_home(scene, sent, receiver)
    if not (giver and receiver):
        giver = giver or counterpart(scene, sent, token, tuple(receiver))
        receiver = receiver or counterpart(scene, sent, token, tuple(giver))
        rule = f"{rule}, counterpart"
    codes = {a.code for a in giver}
    if not any(codes) or not any(a.code for a in receiver) or codes & {a.code for a in receiver}:
        return
    if real.blocked and real.status is None:
        real = Reality("planned", "future")  # "agreed to sell": it is to happen
    if real.status in (None, "negated"):
        return
    yield Transfer(sent, token, giver, receiver, goods[0], goods[1], real, rule, 0.6)


def _sides(scene: Scene, sent: Sentence, heads: Iterator[Token], beside: Sequence[Actor] = ()) -> tuple[Actor, ...]:
    """The first of those nouns that stands for a state or body other than those `beside` it."""
    known = {a.code for a in beside}
    for head in heads:
        actors = tuple(a for a in scene.side(sent, head) if a.code)
        if actors and not {a.code for a in actors} & known:
            return actors
    return ()


def _goals(verb: Token) -> Iterator[Token]:
    """What goods go to, wherever below their verb the parser hangs it: `rice worth $9 million to Nepal`."""
    for prep in verb.subtree:
        if prep.i > verb.i and prep.dep_ in ("prep", "dative") and prep.lower_ in ("to", "for"):
            nearest = next((t for t in prep.ancestors if t.pos_ in ("VERB", "AUX")), None)
            if nearest is not None and nearest.i == verb.i:
                yield from (o for o in prep.children if o.dep_ == "pobj")


def _given_to(sent: Sentence, thing: Token) -> Token | None:
    """The state before the goods, which the parser takes for a part of their name: `sent Nepal two hospitals`."""
    first = thing.left_edge
    name = sent.parsed.by_token.get(first.i)
    whose = first.head.i == thing.i and first.dep_ in ("compound", "nmod") and first.i < thing.i
    to = next(_goals(thing.head), None) if thing.head.pos_ == "VERB" else None
    return first if whose and to is None and name is not None and name.kind == "state" else None


def _fronted(verb: Token) -> Token | None:
    """The noun before `were sent`, where the parser hangs it on something else."""
    aux = next((c for c in verb.children if c.dep_ == "auxpass"), None)
    noun = aux.nbor(-1) if aux is not None and aux.i > aux.sent.start else None
    while noun is not None and noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        noun = noun.head
    return noun if noun is not None and noun.pos_ == "NOUN" else None


def _besides(verb: Token) -> Iterator[Token]:
    """The goods after an `as well as` that the parser hangs elsewhere."""
    doc = verb.doc
    last = verb.right_edge.i
    for i in range(verb.i + 2, last - 1):
        if doc[i].lower_ == "well" and doc[i - 1].lower_ == "as" and doc[i + 1].lower_ == "as":
            noun = next((doc[k] for k in range(i + 2, min(i + 8, last + 1)) if doc[k].pos_ == "NOUN"), None)
            while noun is not None and noun.dep_ == "compound" and noun.head.i > noun.i:
                noun = noun.head
            if noun is not None and noun.lemma_.lower() in _GOODS and (noun.dep_ != "conj" or noun.head.pos_ == "VERB"):
                yield noun


def _kinds(head: Token) -> Iterator[Token]:
    """The goods of one phrase, each noun that is joined to another of a kind of its own."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN") and child.i > head.i:
            yield from _kinds(child)


def _goods(scene: Scene, sent: Sentence, head: Token, sure: bool) -> tuple[str, str | None] | None:
    """The words of the goods and their quantity, or None where a phrase names none.

    What is measured out is the goods, and how much of it the quantity: `1,200 units of blood`, `$9 million in aid`.
    """
    doc, lemma = sent.parsed.doc, head.lemma_.lower()
    if head.pos_ not in ("NOUN", "PROPN", "NUM", "SYM") or lemma in _NO_GOODS:
        return None
    name = sent.parsed.by_token.get(head.i)
    if name is not None and name.kind == "person":
        return None
    told_in = objects_of(head.head, ("in",)) if head.pos_ in ("NUM", "SYM") and head.head.pos_ == "VERB" else ()
    inner = next(
        (o for o in (*objects_of(head, ("of", "in")), *told_in) if o.lemma_.lower() in _GOODS and o.i > head.i), None
    )
    measured = inner is not None and (lemma in _MEASURES or head.pos_ in ("NUM", "SYM"))
    first, last = _least(sent, head), head.i
    if measured and inner is not None:
        begun = _least(sent, inner)
        return _plain(doc[begun : inner.i + 1].text), _plain(doc[first : head.i + 1].text)
    if inner is not None:
        last = inner.i
    known = lemma in _GOODS or inner is not None
    known = known or any(c.dep_ == "compound" and c.lemma_.lower() in _GOODS for c in head.children)
    joined = min((c.i for c in head.children if c.dep_ == "conj" and c.i > head.i), default=len(doc))
    of = next((o for o in objects_of(head, ("of",)) if o.i > head.i), None)
    if of is not None and inner is None:
        last = of.i
    last = last if last < joined else head.i  # "fruit, nuts and parts of machines": the parser hangs it on the fruit
    if not known and _MONEY.search(doc[first : last + 1].text) is None:
        if not sure or noun_sectors().get(lemma) in _FORCE | {"CVL", "PARTY"}:
            return None
        if name is not None and name.entry is not None:
            return None
    number = next((c for c in head.children if c.dep_ == "nummod" and c.i < head.i), None)
    quantity = doc[number.left_edge.i : head.i + 1].text if number is not None else None
    return _plain(doc[first : last + 1].text), quantity


def _least(sent: Sentence, head: Token) -> int:
    """Where the words of goods begin: without an article, and without the state to which they are given."""
    doc, first = sent.parsed.doc, head.left_edge.i
    given = _given_to(sent, head)
    first = given.i + 1 if given is not None else first
    while first < head.i and (doc[first].dep_ in ("det", "predet", "poss", "case") or doc[first].is_punct):
        first += 1
    return first


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
