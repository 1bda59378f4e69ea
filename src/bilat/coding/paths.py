"""How an actor stands to the word that carries an act: the way between them through the sentence's grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.clauses import agent, complement, passive, patient, subject
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.phrases import joined
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_HUMAN = words("human")
_LONGEST = 6
_ONTO = frozenset({"of", "against", "on", "by", "with", "from", "to"})
_NOMINAL = frozenset({"dobj", "pobj", "prep", "nsubj", "nsubjpass", "conj", "appos", "pcomp", "compound", "dative"})
_INNER = frozenset({"compound", "amod", "poss", "nmod", "conj", "appos"})
_FEW = 3  # words between, which are told one by one
_OWN = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})


def standing(sent: Sentence, trigger: Token) -> Iterator[Token]:
    """The heads of what may be a side of an act: names, people by what they are, pronouns, what the word governs."""
    by_token = sent.parsed.by_token
    for token in sent.span:
        if token.i == trigger.i:
            continue
        name = by_token.get(token.i)
        if name is not None:
            if token.i == sent.parsed.doc[name.first : name.last + 1].root.i:
                yield token
        elif (
            (token.pos_ == "NOUN" and noun_sectors().get(token.lemma_.lower()) in _HUMAN)
            or token.tag_ == "PRP"
            or (token.pos_ == "NOUN" and _governed(trigger, token))
        ):
            yield token


def _governed(trigger: Token, token: Token) -> bool:
    if token.dep_ == "pobj":
        return token.head.head.i == trigger.i and token.head.lower_ in _ONTO
    return token.head.i == trigger.i and token.dep_ in _OWN


def path(trigger: Token, actor: Token) -> str | None:
    """The dependencies from the one up to what joins them and down to the other; None where they are far apart."""
    up: list[Token] = [trigger]
    while up[-1].head.i != up[-1].i:
        up.append(up[-1].head)
    at = {t.i: n for n, t in enumerate(up)}
    down: list[Token] = []
    here = actor
    while here.i not in at:
        if here.head.i == here.i:
            return None
        down.append(here)
        here = here.head
    steps = [f"^{_step(t)}" for t in up[: at[here.i]]] + [_step(t) for t in reversed(down)]
    return ">".join(steps) if len(steps) <= _LONGEST else None


def _step(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent", "dative", "mark") else token.dep_


def roles(trigger: Token) -> dict[int, str]:
    """What the words around a trigger are to it, through passives, relatives, infinitives and joined nouns."""
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else _governor(trigger)
    own = "" if verb is trigger else "g"
    found: dict[int, str] = {}
    if verb is None:
        return found
    inner = complement(verb)
    for role, head in (
        ("agent", agent(verb)),
        ("patient", patient(verb)),
        ("inner", subject(inner) if inner is not None else None),
        ("innermost", patient(inner) if inner is not None else None),
    ):
        for token in joined(head) if head is not None else ():
            found.setdefault(token.i, own + role)
    return found


def _governor(noun: Token) -> Token | None:
    """The verb that a noun hangs on."""
    token = noun
    while token.head.i != token.i and token.dep_ in _NOMINAL:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a trigger: who may be its sides, in order, what they are to it, and the words above it."""

    heads: tuple[Token, ...]
    roles: dict[int, str]
    above: dict[int, int]  # by token, how many steps up from the trigger
    turned: str


def around(sent: Sentence, trigger: Token) -> Around:
    """What the traits of each actor of a trigger are told by."""
    up = [trigger]
    while up[-1].head.i != up[-1].i:
        up.append(up[-1].head)
    turned = "passive" if trigger.pos_ == "VERB" and passive(trigger) else trigger.pos_
    above = {t.i: n for n, t in enumerate(up)}
    return Around(tuple(standing(sent, trigger)), roles(trigger), above, turned)


def link_traits(sent: Sentence, trigger: Token, actor: Token, type_: str, read: str, near: Around) -> Iterator[str]:
    """What tells whether an actor is a side of an act of that type, as `name=value`.

    `read` is the side on which the rules put it: `S`, `G`, `0` for neither, `-` where they read no act; `near` is
    what `around` tells.
    """
    way = path(trigger, actor) or "far"
    turned = near.turned
    name = sent.parsed.by_token.get(actor.i)
    kind = name.kind if name is not None else "PRP" if actor.tag_ == "PRP" else _sector(actor)
    side = "before" if actor.i < trigger.i else "after"
    lemma = trigger.lemma_.lower()
    yield f"p={way}"
    yield f"pt={way}|{turned}"
    yield f"py={way}|{turned}|{type_}"
    yield f"pl={way}|{lemma}"
    yield f"k={kind}|{side}"
    yield f"ky={type_}|{kind}|{side}"
    yield f"e={way.rsplit('>', 1)[-1]}|{side}|{turned}"
    yield f"b={way.split('>', 1)[0]}|{side}|{turned}"
    yield f"n={way.count('>')}|{side}|{turned}"
    yield f"y={type_}|{side}|{turned}"
    role = near.roles.get(actor.i, "-")
    yield f"o={role}"
    yield f"oy={role}|{type_}"
    yield f"ok={role}|{kind}|{type_}"
    yield f"ol={role}|{lemma}"
    yield f"r={read}|{type_}"
    yield f"rk={read}|{kind}"
    yield f"rp={read}|{way}"
    if name is None:
        yield f"a={actor.lemma_.lower()}|{side}"
        yield f"d={actor.dep_}|{kind}|{type_}"
    yield f"lk={lemma}|{kind}|{side}"
    yield f"td={trigger.dep_}|{role}|{side}|{turned}"
    if name is not None and name.entry is not None:
        yield f"ke={name.entry.kind}|{name.entry.sector}|{type_}|{side}"
        yield f"kr={name.entry.kind}|{role}|{type_}"
    yield from _rank(trigger, actor, type_, side, role, near)
    yield from _hung(trigger, actor, type_, side, near)
    yield from _between(trigger, actor, type_, side, turned)


def _rank(trigger: Token, actor: Token, type_: str, side: str, role: str, near: Around) -> Iterator[str]:
    """Where an actor stands among all who may be a side, and what the others are to the trigger."""
    ahead = [t.i for t in near.heads if (t.i < trigger.i) == (actor.i < trigger.i)]
    row = ahead[::-1] if actor.i < trigger.i else ahead
    rank = min(row.index(actor.i), 3)
    yield f"q={rank}|{min(len(row), 4)}|{side}|{near.turned}"
    yield f"qy={rank}|{side}|{type_}"
    first = min([t.i for t in near.heads].index(actor.i), 3)
    yield f"qf={first}|{min(len(near.heads), 5)}|{type_}"
    yield f"qd={_steps(abs(actor.i - trigger.i))}|{side}|{near.turned}"
    others = "+".join(sorted({near.roles[t.i] for t in near.heads if t.i in near.roles and t.i != actor.i}))
    yield f"ot={role}|{others}|{near.turned}"
    yield f"oty={role}|{others}|{type_}|{side}"


def _steps(many: int) -> int:
    return many if many < 4 else next(bound for bound in (12, 7, 4) if many >= bound)


def _hung(trigger: Token, actor: Token, type_: str, side: str, near: Around) -> Iterator[str]:
    """What an actor hangs on, and where the way up from it meets that from the trigger."""
    head, own = actor.head, actor.dep_
    if head.i != actor.i:
        word = _word(head, trigger)
        yield f"g={word}|{own}"
        yield f"gy={word}|{own}|{type_}"
        up = head.head
        if own in ("pobj", "pcomp") and up.i != head.i:
            yield f"gg={word}|{_word(up, trigger)}"
            yield f"gyy={word}|{'@' if up.i == trigger.i else up.pos_}|{type_}|{side}"
            own = f"{own}:{word}"
        elif own in _INNER and up.i != head.i:
            yield f"gc={own}|{head.dep_}|{_word(up, trigger)}"
            yield f"gcy={own}|{head.dep_}|{'@' if up.i == trigger.i else up.pos_}|{type_}|{side}"
    yield f"x={own}|{trigger.lemma_.lower()}|{side}"
    down, here = 0, actor
    while here.i not in near.above and here.head.i != here.i:
        here, down = here.head, down + 1
    if here.i in near.above:
        up_by = near.above[here.i]
        yield f"u={min(up_by, 5)}|{min(down, 5)}|{here.pos_}|{side}|{near.turned}"
        if up_by and down:
            yield f"v={here.lemma_.lower()}|{min(up_by, 3)}|{own}|{side}"


def _word(token: Token, trigger: Token) -> str:
    return "@" if token.i == trigger.i else token.lemma_.lower()


def _between(trigger: Token, actor: Token, type_: str, side: str, turned: str) -> Iterator[str]:
    """What stands between an actor and a trigger."""
    low, high = min(actor.i, trigger.i) + 1, max(actor.i, trigger.i)
    words = [trigger.doc[i] for i in range(low, high)]
    verbs = min(sum(w.pos_ == "VERB" for w in words), 3)
    comma, quote = any(w.text == "," for w in words), any(w.is_quote for w in words)
    yield f"z={verbs}|{comma:d}|{quote:d}|{side}|{turned}"
    yield f"zy={verbs}|{comma:d}|{side}|{type_}"
    if len(words) <= _FEW:
        yield f"zl={'_'.join(w.lower_ for w in words)}|{side}"
    else:
        near, far = (words[0], words[-1]) if side == "before" else (words[-1], words[0])
        yield f"zz={near.lower_}|{far.lower_}|{side}"


def _sector(noun: Token) -> str:
    return noun_sectors().get(noun.lemma_.lower()) or "thing"


def side_of(sent: Sentence, token: Token, source: Sequence[Actor], target: Sequence[Actor]) -> str:
    """On which side the rules put what a token heads: `S`, `G` or `0`."""
    base = sent.parsed.block.start
    start, end = base + token.idx, base + token.idx + len(token.text)
    for label, side in (("S", source), ("G", target)):
        if any(a.start is not None and a.end is not None and a.start < end and start < a.end for a in side):
            return label
    return "0"
