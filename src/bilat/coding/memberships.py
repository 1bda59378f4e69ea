"""Who belongs to which body: joined, left, applied, observes, or is a member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.actors import actor_name
from bilat.coding.clauses import direct_object, objects_of, passive, patient, subject
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_JOINS = {
    "join": "joined",
    "enter": "joined",
    "accede": "joined",
    "leave": "left",
    "quit": "left",
    "exit": "left",
    "withdraw": "left",
    "rejoin": "joined",
    "apply": "applied",
    "belong": "member",
    "sit": "member",
}
_OUT = frozenset({"walk", "pull", "drop"})  # of a body
_ASKS = frozenset({"apply", "seek", "ask", "want", "request"})
_SHORT = {"Union": ("EU", "AU"), "Alliance": ("NATO",), "Commonwealth": ("COMMONWEALTH", "CIS")}  # "the Union"
_EVERY = frozenset({"both", "all", "two"})


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
        if token.pos_ == "VERB" and (lemma in _JOINS or _goes_out(token)):
            heads = [direct_object(token), *objects_of(token, ("to", "from", "for", "in")), *_out_of(token)]
            org = next((o for h in heads if h is not None for o in (_bodies(scene, sent, h) or _meant(sent, h))), None)
            who = subject(token)
            if org and who is not None and not any(c.dep_ == "neg" for c in token.children):
                status = _JOINS.get(lemma, "left")
                if status == "left" and not _done(token):
                    continue
                if token.dep_ == "pcomp":
                    continue
                if status == "joined" and (
                    token.dep_ == "xcomp"
                    or (token.tag_ == "VB" and token.dep_ in ("ccomp", "acl"))
                    or (token.dep_ == "advcl" and token.head.lemma_ in _ASKS)
                    or any(c.lower_ in ("will", "may", "could", "would") for c in token.children)
                ):
                    if token.head.lemma_ not in _ASKS:
                        continue
                    status = "applied"
                members = _members(scene, sent, who)
                members += [a for o in _beside(token) for a in scene.side(sent, o)]
                yield from out(token, members, org, status, lemma)
        elif lemma in ("member", "observer", "membership", "signatory"):
            yield from _nominal(scene, sent, token, lemma, out)


def _beside(verb: Token) -> Iterator[Token]:
    """Who joins or leaves `along with`, `together with` or `alongside` the subject."""
    yield from objects_of(verb, ("alongside", "along", "together", "like"))
    for prep in verb.subtree:
        if prep.lower_ == "with" and prep.i > 0 and prep.nbor(-1).lower_ in ("together", "along"):
            yield from (o for o in prep.children if o.dep_ == "pobj")


def _goes_out(verb: Token) -> bool:
    return verb.lemma_.lower() in _OUT and any(c.lower_ == "out" for c in verb.children)


def _out_of(verb: Token) -> list[Token]:
    """What somebody walks or pulls out of."""
    outs = [c for c in verb.children if c.lower_ == "out"] if _goes_out(verb) else []
    return [o for host in (verb, *outs) for o in objects_of(host, ("of",))] if outs else []


def _members(scene: Scene, sent: Sentence, who: Token) -> list[Actor]:
    """Who a subject names; `both` and `all the parties` are those that the text is about."""
    found = list(scene.side(sent, who))
    if not found and (who.lower_ in _EVERY or any(c.lower_ in _EVERY for c in who.children)):
        two = sorted(scene.dyad() or scene.main_states())
        found = [Actor(actor_name(code), code, None, "GOV", id=code) for code in two]
    return found


def _done(verb: Token) -> bool:
    """Whether a leaving is told as done, not as planned or imagined."""
    low = {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark")}
    return not low & {"to", "will", "may", "might", "could", "would", "should", "if", "'ll"} and verb.dep_ != "pcomp"


def _bodies(scene: Scene, sent: Sentence, head: Token) -> list[str]:
    name = sent.parsed.by_token.get(head.i)
    if name is not None and name.kind == "organ":
        return []  # of the European Parliament somebody is a member, but no state
    found = [a.org for a in scene.side(sent, head) if a.org and a.org not in ("WEST",)]
    short = head.text in _SHORT and head.pos_ == "PROPN" and not found
    return [org for org in _named_bodies(scene) if org.endswith(_SHORT[head.text])][:1] if short else found


def _named_bodies(scene: Scene) -> list[str]:
    names = (n for s in scene.sentences for n in s.parsed.names if n.entry is not None and n.kind == "body")
    return list(dict.fromkeys(n.entry.org for n in names if n.entry is not None and n.entry.org))


def _meant(sent: Sentence, head: Token) -> list[str]:
    """The body of `to which the two belong`, and of an application `for membership`: the one named last before it."""
    return _last_org(sent, head) if head.lower_ in ("which", "membership") else []


def _nominal(scene: Scene, sent: Sentence, noun: Token, lemma: str, out: object) -> Iterator[Belonging]:
    """`a member of X`, `X, whose members include A and B`, `as an observer`."""
    hung = (noun, noun.head) if noun.dep_ == "attr" else (noun,)  # "of which both are members"
    orgs = [o for host in hung for one in objects_of(host, ("of", "in", "to")) for o in _bodies(scene, sent, one)]
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
    one = noun.head.head  # "suspended Fiji, one of its founding members"
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and one.lower_ == "one" and one.dep_ in ("appos", "attr"):
        noun = one
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
            while host.dep_ == "conj":
                host = host.head
        elif noun.dep_ == "pobj":
            up = noun.head.head
            while up.pos_ not in ("VERB", "AUX") and up.dep_ != "ROOT":
                up = up.head
            host = subject(up) if up.pos_ in ("VERB", "AUX") else None
            if up.lemma_ in ("join", "admit", "accept", "welcome"):
                status = "joined" if status == "member" else status
                host = patient(up) if passive(up) else host
        if host is not None:
            members += _members(scene, sent, host)
        if verb.lemma_ == "become":
            status = "joined" if status == "member" else status
    if not members and noun.tag_ == "NNS" and _the_two(noun) and not scene.countries(sent) - {None, *scene.dyad()}:
        members += [Actor(actor_name(code), code, None, "GOV", id=code) for code in scene.dyad()]
    if verb.lemma_ == "include" and "other" in {c.lower_ for c in noun.children} and not members:
        return
    yield from out(noun, members, orgs[0], status, lemma)  # type: ignore[operator]


def _the_two(noun: Token) -> bool:
    """Whether a noun means the two that the text is about: `the two members`, `both members`, not any two."""
    marks = {child.lower_ for child in noun.children}
    return "both" in marks or {"the", "two"} <= marks


def _last_org(sent: Sentence, noun: Token) -> list[str]:
    rows = [
        n
        for n in sent.parsed.names
        if sent.span.start <= n.first < noun.i and n.entry is not None and n.entry.org and n.kind == "body"
    ]
    return [rows[-1].entry.org] if rows and rows[-1].entry is not None and rows[-1].entry.org else []
