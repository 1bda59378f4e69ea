"""Who is meant in one unit of reference (an article, an item): noun phrases as actors, whose things are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilat.actors import actor_name, twins
from bilat.coding.names import Name
from bilat.coding.naming import entry_actor, place_code, same_actor
from bilat.coding.nouns import noun_sectors
from bilat.coding.offices import OfficeFact
from bilat.coding.parsed import Parsed, Sentence, vote
from bilat.coding.people import People, Person
from bilat.coding.phrases import is_subject, joined, np_bounds, split_subject
from bilat.coding.reference import office_holder, pair, pronoun, stand_in
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_HUMAN = words("human")
_WHOSE = frozenset({"of", "from"})
_WHERE = frozenset({"in", "of", "from", "at", "near", "on"})
# Of whom it is said whose they are, but who are not they: "Kyiv's allies" is not Kyiv.
_OTHERS = words("others")
_CROWDS = frozenset({"thousand", "hundred", "dozen", "ten", "million", "crowd", "score"})
_CONTAINERS = words("containers")
_SITED = words("papers") | words("sited")
_PEERS = frozenset({"counterpart", "colleague"})
_OFTEN = 3  # mentions of the second of the two states that an article is about
_ASIDE = 0.6  # of them, what a third may have at most


class Scene:
    """One unit of reference, sentence by sentence."""

    def __init__(
        self,
        blocks: Sequence[Parsed],
        day: str | None,
        states: tuple[str, ...] = (),
        item: bool = False,
        home: str | None = None,
    ) -> None:
        self.day = day
        self.home = home  # the state that a dispatch is sent from
        self.item = item  # of a digest: short, and plays in one place
        self.inferred: dict[tuple[int, int], float] = {}  # stretches of whom no word places: how likely the state is
        self._states = states
        self._dyad: tuple[str, ...] | None = None
        self._frequent: set[str] | None = None
        named = (n.entry.country for p in blocks for n in p.names if n.entry is not None and n.entry.country)
        self.people = People(day, frozenset(named))
        self.sentences: list[Sentence] = []
        self._of_name: dict[int, Person] = {}
        vote(blocks)
        for parsed in blocks:
            for name in parsed.names:
                if name.kind == "person":
                    self._of_name[id(name)] = self.people.meet(name)
            for at, fact in enumerate(parsed.facts):
                fact = self._counterpart(parsed, fact)
                parsed.facts[at] = fact
                person = self._of_name[id(fact.person)]
                owner = fact.owner
                if owner is not None and owner.kind == "person" and fact.country is None:
                    fact = replace(fact, country=self._of_name[id(owner)].country)
                person.facts.append(fact)
                self.people.crown(person, fact.office)
            for name in parsed.names:
                if name.kind == "person":
                    person = self._of_name[id(name)]
                    person.nation = person.nation or _nation(parsed, name)
            for span in parsed.doc.sents:
                self.sentences.append(self._sentence(parsed, span))
        self.index = {(id(s.parsed), s.span.start): n for n, s in enumerate(self.sentences)}

    def _counterpart(self, parsed: Parsed, fact: OfficeFact) -> OfficeFact:
        """`his Iranian counterpart, X`: X holds the office of the person named before."""
        if not _is_peer(fact):
            return fact
        before = [f for f in parsed.facts if f.person.last < fact.first and not _is_peer(f)]
        before = before or [f for p in self.people for f in p.facts if not _is_peer(f)]
        if not before:
            return fact
        return replace(fact, office=before[-1].office, kind=before[-1].kind, sector=before[-1].sector)

    def _sentence(self, parsed: Parsed, span: Span) -> Sentence:
        sent = Sentence(parsed, span)
        for name in parsed.names:
            if span.start <= name.first < span.end:
                head = parsed.doc[name.first : name.last + 1].root
                subject = is_subject(head)
                if name.kind == "person":
                    sent.persons.append((name.first, self._of_name[id(name)], subject))
                elif name.entry is not None and name.entry.kind in (
                    "state",
                    "capital",
                    "seat",
                    "body",
                    "group",
                    "organ",
                ):
                    sent.bodies.append((name.first, name.entry, subject))
        return sent

    def place(self, sent: Sentence) -> int:
        """How many sentences of the unit stand before this one."""
        return self.index[(id(sent.parsed), sent.span.start)]

    def countries(self, sent: Sentence) -> set[str | None]:
        """The states that a sentence names, by name or by a person of theirs."""
        return {p.country for _, p, _ in sent.persons} | {b.country for _, b, _ in sent.bodies}

    def person_of(self, name: Name) -> Person:
        """The person whom a name names."""
        return self._of_name[id(name)]

    def dyad(self) -> tuple[str, ...]:
        """The two states that an article is about; none where it is about one, or about several alike."""
        if self._dyad is None:
            counts = self._counted()
            (first, _), (second, much), (_, little) = [*counts.most_common(3), ("", 0), ("", 0), ("", 0)][:3]
            clear = not self.item and much >= _OFTEN and little <= _ASIDE * much
            self._dyad = (first, second) if clear else ()
        return self._dyad

    def frequent(self) -> set[str]:
        """The states that an article names often, where it is about three or more."""
        if self._frequent is None:
            self._frequent = {code for code, much in self._counted().items() if much >= _OFTEN}
        return self._frequent

    def _counted(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name in {id(n): n for sent in self.sentences for n in sent.parsed.names}.values():
            code = name.entry.country if name.entry is not None else None
            code = self._of_name[id(name)].country if name.kind == "person" else code
            counts.update([code] if code else [])
        return counts

    def main_states(self) -> tuple[str, ...]:
        """The two states that the unit names most, the first named first among equals."""
        if not self._states:
            counts: dict[str, int] = {}
            for sent in self.sentences:
                codes = [p.country for _, p, _ in sent.persons] + [b.country for _, b, _ in sent.bodies]
                for code in codes:
                    if code:
                        counts[code] = counts.get(code, 0) + 1
            self._states = tuple(sorted(counts, key=lambda c: -counts[c])[:2])
        return self._states

    # ------------------------------------------------------------------ actors

    def side(self, sent: Sentence, head: Token) -> tuple[Actor, ...]:
        """Every actor that a noun phrase and what is joined to it stand for."""
        found: list[Actor] = []
        heads = [h for first in split_subject(head) for h in joined(first)]
        for token in [*heads, *joined(head)]:
            for actor in self.one(sent, token):
                if not any(same_actor(actor, other) for other in found):
                    found.append(actor)
        return tuple(found)

    def one(self, sent: Sentence, token: Token, depth: int = 0) -> tuple[Actor, ...]:
        parsed = sent.parsed
        name = parsed.by_token.get(token.i)
        if name is not None and (name.entry is not None or token.text not in twins()):
            return (self.named(sent, name),)
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return pronoun(self, sent, token)
        if depth > 3 or token.ent_type_ in ("DATE", "TIME", "PERCENT", "ORDINAL"):
            return ()
        for fact in parsed.facts:
            if (
                fact.first <= token.i <= fact.last
                and token.dep_ not in ("compound", "amod", "poss", "nmod")
                and not any(parsed.doc[i].dep_ == "pobj" and i == token.i for i in (token.i,))
            ):
                return (self.named(sent, fact.person),)
        appositions = [
            parsed.by_token[c.i] for c in token.children
            if c.dep_ == "appos" and c.i in parsed.by_token and parsed.by_token[c.i].kind == "person"
        ]  # fmt: skip
        if appositions:
            return tuple(self.named(sent, n) for n in appositions)
        if token.dep_ == "appos" and parsed.by_token.get(token.head.i) is not None:
            return (self.named(sent, parsed.by_token[token.head.i]),)
        lemma = token.lemma_.lower()
        called = next(
            (parsed.by_token[c.i] for c in token.children if c.dep_ == "appos" and c.i in parsed.by_token), None
        )
        if called is not None and lemma in _OTHERS and called.entry is not None:
            return (self.named(sent, called),)  # "its ally Kenya"
        if lemma in _CROWDS and token.tag_ in ("NNS", "CD") and not any(c.dep_ == "prep" for c in token.children):
            return (Actor(token.text, None, None, "CVL", *parsed.at(token.i, token.i)),)
        both = pair(self, sent, token, lemma)
        if both:
            return both
        office = office_holder(self, sent, token)
        if office is not None:
            return (office,)
        meant = stand_in(self, sent, token, lemma)
        if meant is not None:
            return (meant,)
        if lemma in _OTHERS and len(self.dyad()) == 2:
            theirs = self.owner(sent, token)
            if theirs is not None and theirs.code in self.dyad() and any(c.dep_ == "poss" for c in token.children):
                code = next(c for c in self.dyad() if c != theirs.code)
                return (Actor(actor_name(code), code, None, "GOV", *parsed.at(*np_bounds(token)), id=code),)
        if lemma in _OTHERS:
            start, end = parsed.at(*np_bounds(token))
            text = parsed.block.text[start - parsed.block.start : end - parsed.block.start]
            return (Actor(text, None, None, None, start, end),)
        owner = self.owner(sent, token)
        sector = noun_sectors().get(lemma)
        first, last = np_bounds(token)
        start, end = parsed.at(first, last)
        text = parsed.doc.text[start - parsed.block.start : end - parsed.block.start]
        if lemma in _CONTAINERS and token.pos_ in ("NOUN", "NUM", "PRON", "ADJ"):
            inner = [
                o
                for p in token.children
                if p.dep_ == "prep" and p.lower_ in ("of", "from")
                for o in p.children
                if o.dep_ == "pobj"
            ]
            if inner:
                deep = self.one(sent, inner[0], depth + 1)
                if deep:
                    return deep
        if owner is not None and token.tag_ == "NNS":
            several = self._several(sent, token, text, sector)
            if several:
                return several
        if owner is not None:
            if sector is None:
                return (owner,)
            real = sector if sector in _HUMAN else None
            return (
                Actor(text, owner.country, owner.org, real or owner.sector, start, end, id=owner.country or owner.org),
            )
        if sector in _HUMAN:
            return self._of_both(sent, token, depth) or (Actor(text, None, None, sector, start, end),)
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "on", "against", "by", "between", "over"):
                for obj in prep.children:
                    if obj.dep_ == "pobj":
                        heads = joined(obj) if prep.lower_ == "between" else (obj,)
                        deep = tuple(a for h in heads for a in self.one(sent, h, depth + 1))
                        if any(a.code for a in deep):
                            return deep
        if token.pos_ == "PROPN" and token.text[0].isupper():
            return (Actor(text, None, None, None, start, end),)
        return ()

    def _of_both(self, sent: Sentence, token: Token, depth: int) -> tuple[Actor, ...]:
        """`envoys of the two governments`: one of each."""
        of = [o for p in token.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]
        two = self.one(sent, of[0], depth + 1) if of and token.tag_ == "NNS" else ()
        return two if len({a.country for a in two if a.country}) > 1 else ()

    def _several(self, sent: Sentence, token: Token, text: str, sector: str | None) -> tuple[Actor, ...]:
        """`the foreign ministers of Serbia and Kosovo`: one of each."""
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                for obj in prep.children:
                    heads = list(joined(obj)) if obj.dep_ == "pobj" else []
                    named = [sent.parsed.by_token[h.i] for h in heads if h.i in sent.parsed.by_token]
                    of = [self.named(sent, n) for n in named if n.entry is not None]
                    if len(of) > 1 and sector in _HUMAN:
                        return tuple(replace(a, name=f"{text} of {a.name}", sector=sector) for a in of)
        first, _ = np_bounds(token)
        before = {id(n): n for n in map(sent.parsed.by_token.get, range(first, token.i)) if n is not None}
        people = [n for n in before.values() if n.entry is not None and n.kind in ("demonym", "state")]
        if len(people) > 1 and any(_are_listed(sent, one, two) for one, two in pairwise(people)):
            return tuple(
                replace(self.named(sent, n), name=f"{n.text} {token.text}", sector=sector or "CVL") for n in people
            )
        return ()

    def named(self, sent: Sentence, name: Name) -> Actor:
        start, end = sent.parsed.at(name.first, name.last)
        if name.kind == "person":
            return self.person_actor(self.person_of(name), start, end)
        if name.entry is not None and name.kind == "demonym" and sent.parsed.doc[name.last].tag_ in ("NNS", "NNPS"):
            first, last = np_bounds(sent.parsed.doc[name.last])
            return Actor(
                sent.parsed.doc[first : last + 1].text,
                name.entry.country,
                name.entry.org,
                "CVL",
                start,
                end,
                name.entry.country,
            )
        if name.entry is not None:
            return entry_actor(name.entry, start, end, name.text)
        doc = sent.parsed.doc
        head = doc[name.first : name.last + 1].root
        owner = self.owner(sent, head)
        known = place_code(name)
        sector = next(
            (noun_sectors().get(w) for w in reversed(name.text.lower().split()) if noun_sectors().get(w) in _HUMAN),
            None,
        )
        if owner is not None and (name.kind == "org" or not known):
            return Actor(
                name.text, owner.country, owner.org, sector or owner.sector, start, end, id=owner.country or owner.org
            )
        return Actor(name.text, known, None, sector, start, end, id=known)

    def person_actor(self, person: Person, start: int | None, end: int | None) -> Actor:
        """A person as an actor of the unit's day."""
        return Actor(
            person.name, person.country, person.org, person.sector, start, end, person.id, person.office(self.day)
        )

    def owner(self, sent: Sentence, head: Token) -> Actor | None:
        """Whose a thing or a body of people is: `Syrian army`, `Iran's envoy`, `the government of Sudan`."""
        parsed = sent.parsed
        if head.dep_ == "compound" and head.head.pos_ == "VERB" and head.head.i == head.i + 1:
            # A headline's subject that the parser took for a modifier of its verb: so are its own modifiers.
            for child in head.head.children:
                if child.i < head.i and child.i in parsed.by_token and parsed.by_token[child.i].entry is not None:
                    return self.named(sent, parsed.by_token[child.i])
        for child in head.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod", "npadvmod", "appos", "nummod") or (
                child.dep_ == "conj" and child.i < head.i
            ):
                name = parsed.by_token.get(child.i)
                if name is not None and name is parsed.by_token.get(head.i):
                    continue
                if name is not None and (_is_above(parsed, name, head) or _is_site(child, name, head)):
                    continue
                if name is not None and (name.entry is not None or name.kind in ("person", "place")):
                    actor = self.named(sent, name)
                    if actor.code and (child.dep_ != "appos" or name.kind != "person"):
                        return actor
                if child.dep_ == "poss" and child.tag_ == "PRP$" and not _of_nation(parsed, head):
                    who = pronoun(self, sent, child)
                    if who and who[0].code:
                        return who[0]
                if child.dep_ in ("compound", "poss", "amod", "nmod"):
                    deeper = self.owner(sent, child)
                    if deeper is not None:
                        return deeper
        for prep in head.children:
            if prep.dep_ == "prep" and prep.lower_ in _WHERE:
                for obj in prep.children:
                    if obj.dep_ == "pobj":
                        name = parsed.by_token.get(obj.i)
                        if name is not None and (name is parsed.by_token.get(head.i) or _is_above(parsed, name, head)):
                            continue
                        if name is not None and (name.entry is not None or name.kind == "place"):
                            actor = self.named(sent, name)
                            if actor.country or (actor.org and prep.lower_ in _WHOSE):
                                return actor
                        elif prep.lower_ in _WHERE and name is None:
                            deeper = self.owner(sent, obj)
                            if deeper is not None and deeper.country:
                                return deeper
        for child in head.children:
            if (
                child.dep_ == "poss"
                and noun_sectors().get(child.lemma_.lower()) in _HUMAN
                and child.i not in parsed.by_token
            ):
                start, end = parsed.at(*np_bounds(child))
                text = parsed.block.text[start - parsed.block.start : end - parsed.block.start]
                return Actor(text, None, None, noun_sectors()[child.lemma_.lower()], start, end)
        return None


def _are_listed(sent: Sentence, one: Name, two: Name) -> bool:
    """Whether only `and` or a comma stands between two names: `Turkish and Romanian divers`."""
    between = [sent.parsed.doc[i] for i in range(one.last + 1, two.first)]
    return bool(between) and all(t.dep_ == "cc" or t.is_punct for t in between)


def _is_peer(fact: OfficeFact) -> bool:
    """Whether somebody is told of as another's like: `counterpart`, `colleague in Lima`, `opposite number`."""
    return bool(_PEERS & set(fact.office.lower().replace("opposite number", "counterpart").split()[:2]))


def _of_nation(parsed: Parsed, head: Token) -> bool:
    """Whether a demonym tells whose somebody is, whoever's counterpart he is: `their Somali counterparts`."""
    beside = (parsed.by_token.get(c.i) for c in head.children if c.dep_ in ("amod", "compound"))
    return any(name is not None and name.kind == "demonym" for name in beside)


def _is_site(token: Token, name: Name, head: Token) -> bool:
    """Whether a town stands before a paper or talks for where these were: `the Minsk agreement`, `Geneva talks`."""
    return token.dep_ == "compound" and name.kind in ("capital", "place") and head.lemma_.lower() in _SITED


def _is_above(parsed: Parsed, name: Name, head: Token) -> bool:
    """Whether a name that nothing is known of holds a word that governs `head`: it would ask `head` whose it is."""
    return name.entry is None and parsed.doc[name.first : name.last + 1].root.is_ancestor(head)


def _nation(parsed: Parsed, name: Name) -> str | None:
    """The state of a demonym that stands before a name as its modifier: `Italian activist X`."""
    root = parsed.doc[name.first : name.last + 1].root
    # "his Somali colleague, Abshir Omar": what he is called stands before his name
    called = (root.head,) if root.dep_ == "appos" and root.head.i not in parsed.by_token else ()
    for child in (c for near in (root, *root.children, *called) for c in (near, *near.children)):
        beside = parsed.by_token.get(child.i)
        before = child.i < name.first and child.dep_ in ("amod", "compound", "nmod")
        about = child.i > 0 and parsed.doc[child.i - 1].lower_ in ("on", "to", "for")  # "envoy on Mali"
        at_pro = (
            child.i > 1 and parsed.doc[child.i - 1].text == "-" and parsed.doc[child.i - 2].lower_ in ("pro", "anti")
        )
        owns = child.dep_ == "poss" and child.head.i == root.i and beside is not None and beside.kind == "state"
        if not (before or owns) or about or at_pro or beside is None or beside.entry is None:
            continue  # "Croatia's Ivo Maric" is of Croatia
        if beside.kind in ("demonym", "state"):
            return beside.entry.country
    # "Muhammad Yunus of Bangladesh"
    of = next((c for c in root.children if c.lower_ == "of" and c.i == name.last + 1), None)
    whose = (parsed.by_token.get(o.i) for o in of.children if o.dep_ == "pobj") if of is not None else ()
    return next((n.entry.country for n in whose if n is not None and n.kind == "state" and n.entry is not None), None)
