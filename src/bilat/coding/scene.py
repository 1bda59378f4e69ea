"""Who is meant: names, descriptions and pronouns of one unit of reference (an article, an item) as actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bilat.actors import Entry, actor_name, offices, place_of
from bilat.coding.blocks import Block
from bilat.coding.names import Name, names
from bilat.coding.nouns import noun_sectors, office_of
from bilat.coding.offices import OfficeFact, office_facts
from bilat.coding.people import People, Person
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_MODIFIES = frozenset({"amod", "compound", "poss", "nmod", "npadvmod", "case", "det", "punct"})
_HE = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_WE = frozenset({"i", "we", "us", "our", "ours", "me", "my", "mine"})
_BOTH = frozenset({"both", "two", "these"})
_PAIRED = words("paired")
_LEADERS = frozenset({"leader", "president", "minister", "man", "premier", "diplomat", "official"})
_HUMAN = words("human")
_WHOSE = frozenset({"of", "from"})
_WHERE = frozenset({"in", "of", "from", "at", "near", "on"})
_CROWDS = frozenset({"thousand", "hundred", "dozen", "ten", "million", "crowd", "score"})
_CONTAINERS = words("containers")


@dataclass(slots=True)
class Parsed:
    """A parsed block with its names; offsets of a token are `base + token.idx`."""

    block: Block
    doc: Doc
    names: list[Name]
    by_token: dict[int, Name]
    facts: list[OfficeFact]

    def at(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the document of tokens `first` to `last`, both included."""
        end = self.doc[last]
        return self.block.start + self.doc[first].idx, self.block.start + end.idx + len(end.text)


@dataclass(slots=True)
class Sentence:
    """A sentence with who stands in it: token, actor or person, and whether as a subject."""

    parsed: Parsed
    span: Span
    persons: list[tuple[int, Person, bool]] = field(default_factory=list)
    bodies: list[tuple[int, Entry, bool]] = field(default_factory=list)
    speaker: Actor | None = None  # whose words these are, where the whole sentence is quoted


def parse_block(block: Block, doc: Doc) -> Parsed:
    """Names and offices of a parsed block."""
    found = names(doc)
    by_token = {i: n for n in found for i in range(n.first, n.last + 1)}
    return Parsed(block, doc, found, by_token, list(office_facts(doc, found)))


class Scene:
    """One unit of reference, sentence by sentence."""

    def __init__(
        self, blocks: Sequence[Parsed], day: str | None, states: tuple[str, ...] = (), item: bool = False
    ) -> None:
        self.day = day
        self.item = item  # of a digest: short, and plays in one place
        self._states = states
        self.people = People(day)
        self.sentences: list[Sentence] = []
        self._of_name: dict[int, Person] = {}
        _vote(blocks)
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
            for span in parsed.doc.sents:
                self.sentences.append(self._sentence(parsed, span))
        self._index = {(id(s.parsed), s.span.start): n for n, s in enumerate(self.sentences)}

    def _counterpart(self, parsed: Parsed, fact: OfficeFact) -> OfficeFact:
        """`his Iranian counterpart, X`: X holds the office of the person named before."""
        if not fact.office.lower().endswith("counterpart"):
            return fact
        before = [f for f in parsed.facts if f.person.last < fact.first and "counterpart" not in f.office.lower()]
        if not before:
            return fact
        return replace(fact, office=before[-1].office, kind=before[-1].kind, sector=before[-1].sector)

    def _sentence(self, parsed: Parsed, span: Span) -> Sentence:
        sent = Sentence(parsed, span)
        for name in parsed.names:
            if span.start <= name.first < span.end:
                head = parsed.doc[name.first : name.last + 1].root
                subject = _is_subject(head)
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

    def person_of(self, name: Name) -> Person:
        """The person whom a name names."""
        return self._of_name[id(name)]

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
        heads = [h for first in _split_subject(head) for h in _joined(first)]
        for token in [*heads, *_joined(head)]:
            for actor in self._one(sent, token):
                if not any(_same(actor, other) for other in found):
                    found.append(actor)
        return tuple(found)

    def _one(self, sent: Sentence, token: Token, depth: int = 0) -> tuple[Actor, ...]:
        parsed = sent.parsed
        name = parsed.by_token.get(token.i)
        if name is not None:
            return (self._named(sent, name),)
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$", "WP", "WDT"):
            return self._pronoun(sent, token)
        if depth > 3:
            return ()
        for fact in parsed.facts:
            if (
                fact.first <= token.i <= fact.last
                and token.dep_ not in ("compound", "amod", "poss", "nmod")
                and not any(parsed.doc[i].dep_ == "pobj" and i == token.i for i in (token.i,))
            ):
                return (self._named(sent, fact.person),)
        appositions = [
            parsed.by_token[c.i] for c in token.children
            if c.dep_ == "appos" and c.i in parsed.by_token and parsed.by_token[c.i].kind == "person"
        ]  # fmt: skip
        if appositions:
            return tuple(self._named(sent, n) for n in appositions)
        if token.dep_ == "appos" and parsed.by_token.get(token.head.i) is not None:
            return (self._named(sent, parsed.by_token[token.head.i]),)
        lemma = token.lemma_.lower()
        if lemma in _CROWDS and token.tag_ in ("NNS", "CD") and not any(c.dep_ == "prep" for c in token.children):
            return (Actor(token.text, None, None, "CVL", *parsed.at(token.i, token.i)),)
        pair = self._pair(sent, token, lemma)
        if pair:
            return pair
        office = self._office_holder(sent, token)
        if office is not None:
            return (office,)
        owner = self.owner(sent, token)
        sector = noun_sectors().get(lemma)
        first, last = _np_bounds(token)
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
                deep = self._one(sent, inner[0], depth + 1)
                if deep:
                    return deep
        if owner is not None and token.tag_ == "NNS":
            several = self._several(sent, token, text, sector)
            if several:
                return several
        if owner is not None:
            if sector is None and not (owner.id and ":" in owner.id):
                return (owner,)
            real = sector if sector in _HUMAN else None
            return (
                Actor(text, owner.country, owner.org, real or owner.sector, start, end, id=owner.country or owner.org),
            )
        if sector in _HUMAN:
            return (Actor(text, None, None, sector, start, end),)
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "in", "on", "against", "by", "between", "over"):
                for obj in prep.children:
                    if obj.dep_ == "pobj":
                        deep = self._one(sent, obj, depth + 1)
                        if deep and any(a.code for a in deep):
                            return deep
        if token.pos_ == "PROPN" and token.text[0].isupper():
            return (Actor(text, None, None, None, start, end),)
        return ()

    def _several(self, sent: Sentence, token: Token, text: str, sector: str | None) -> tuple[Actor, ...]:
        """`the foreign ministers of Serbia and Kosovo`: one of each."""
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                for obj in prep.children:
                    heads = list(_joined(obj)) if obj.dep_ == "pobj" else []
                    named = [sent.parsed.by_token[h.i] for h in heads if h.i in sent.parsed.by_token]
                    of = [self._named(sent, n) for n in named if n.entry is not None]
                    if len(of) > 1 and sector in _HUMAN:
                        return tuple(replace(a, name=f"{text} of {a.name}", sector=sector) for a in of)
        return ()

    def _named(self, sent: Sentence, name: Name) -> Actor:
        start, end = sent.parsed.at(name.first, name.last)
        if name.kind == "person":
            return self.person_actor(self.person_of(name), start, end)
        if name.entry is not None:
            return entry_actor(name.entry, start, end, name.text)
        doc = sent.parsed.doc
        head = doc[name.first : name.last + 1].root
        owner = self.owner(sent, head)
        known = _place_code(name)
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
                    return self._named(sent, parsed.by_token[child.i])
        for child in head.children:
            if child.dep_ in ("amod", "compound", "poss", "nmod", "npadvmod", "appos", "nummod") or (
                child.dep_ == "conj" and child.i < head.i
            ):
                name = parsed.by_token.get(child.i)
                if name is not None and name is parsed.by_token.get(head.i):
                    continue
                if name is not None and (name.entry is not None or name.kind in ("person", "place")):
                    actor = self._named(sent, name)
                    if actor.code and (child.dep_ != "appos" or name.kind != "person"):
                        return actor
                if child.dep_ == "poss" and child.tag_ == "PRP$":
                    who = self._pronoun(sent, child)
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
                        if name is not None and name is parsed.by_token.get(head.i):
                            continue
                        if name is not None and (name.entry is not None or name.kind == "place"):
                            actor = self._named(sent, name)
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
                start, end = parsed.at(*_np_bounds(child))
                text = parsed.block.text[start - parsed.block.start : end - parsed.block.start]
                return Actor(text, None, None, noun_sectors()[child.lemma_.lower()], start, end)
        return None

    # ------------------------------------------------------------------ reference

    def _pronoun(self, sent: Sentence, token: Token) -> tuple[Actor, ...]:
        low = token.lower_
        start, end = sent.parsed.at(token.i, token.i)
        told = self._told_subject(sent, token)
        if told:
            return tuple(replace(a, start=start, end=end) for a in told)
        if low in ("who", "which", "that", "whom", "whose", "where"):
            verb = token.head
            while (
                verb.dep_ not in ("relcl", "ROOT")
                and verb.head.i != verb.i
                and verb.pos_ in ("VERB", "AUX", "ADP", "NOUN")
            ):
                verb = verb.head
            return self._one(sent, verb.head) if verb.dep_ == "relcl" and verb.head.i != token.i else ()
        if low in _WE:
            if sent.speaker is None:
                return ()
            if low in ("i", "me", "my", "mine") or not sent.speaker.country:
                return (replace(sent.speaker, start=start, end=end),)
            return (
                Actor(
                    actor_name(sent.speaker.country),
                    sent.speaker.country,
                    None,
                    "GOV",
                    start,
                    end,
                    sent.speaker.country,
                ),
            )
        if low in _HE:
            person = self._last_person(sent, token)
            return (self.person_actor(person, start, end),) if person else ()
        if low in _IT:
            entry = self._last_body(sent, token)
            return (entry_actor(entry, start, end, None),) if entry else ()
        if low in _THEY:
            return tuple(replace(a, start=start, end=end) for a in self._last_group(sent, token))
        return ()

    def _told_subject(self, sent: Sentence, token: Token) -> tuple[Actor, ...]:
        """`The army said it killed`: the pronoun is who says so."""
        verb = token.head
        if token.lower_ not in ("it", "he", "she", "they") or token.dep_ != "nsubj" or verb.dep_ != "ccomp":
            return ()
        who = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.pos_ != "PRON" and c.i < token.i), None)
        if who is None:
            return ()
        found = self.side(sent, who)
        person = any(a.id and ":" in a.id for a in found)
        return found if person == (token.lower_ in ("he", "she")) or token.lower_ == "they" else ()

    def _back(self, sent: Sentence, far: int = 3) -> Iterator[Sentence]:
        at = self._index.get((id(sent.parsed), sent.span.start))
        if at is None:
            return
        for n in range(at - 1, max(-1, at - 1 - far), -1):
            yield self.sentences[n]

    def _last_person(self, sent: Sentence, token: Token) -> Person | None:
        before = [(i, p, s) for i, p, s in sent.persons if i < token.i]
        for _, person, subject in before:
            if subject:
                return person
        if before and token.lower_ in ("his", "her", "him", "himself", "herself"):
            return before[-1][1]
        if sent.speaker is not None and before:
            return before[-1][1]
        for other in self._back(sent):
            subjects = [p for _, p, s in other.persons if s]
            if subjects:
                return subjects[-1]
            if other.persons:
                return other.persons[-1][1]
        return before[-1][1] if before else None

    def _last_body(self, sent: Sentence, token: Token) -> Entry | None:
        before = [(i, b, s) for i, b, s in sent.bodies if i < token.i]
        for _, body, subject in before:
            if subject:
                return body
        if before:
            return before[-1][1]
        for other in self._back(sent, 2):
            subjects = [b for _, b, s in other.bodies if s]
            if subjects:
                return subjects[0]
        return None

    def _last_group(self, sent: Sentence, token: Token) -> tuple[Actor, ...]:
        doc = sent.parsed.doc
        spans = [(sent, token.i)] + [(s, s.span.end) for s in self._back(sent, 2)]
        for other, limit in spans:
            parsed = other.parsed
            for word in parsed.doc[other.span.start : limit]:
                if word.dep_ in _SUBJECTS and word.pos_ != "PRON" and word.i != token.i:
                    heads = list(_joined(word))
                    if len(heads) > 1 or word.tag_ in ("NNS", "NNPS"):
                        actors = self.side(other, word)
                        if actors:
                            return actors
        if doc is not None:
            entry = self._last_body(sent, token)
            if entry is not None:
                return (entry_actor(entry, None, None, None),)
        return ()

    def _pair(self, sent: Sentence, token: Token, lemma: str) -> tuple[Actor, ...]:
        """`both countries`, `the two leaders`: the two that were named last."""
        if token.tag_ not in ("NNS", "NNPS", "CD", "DT") and lemma != "both":
            return ()
        marks = {c.lower_ for c in token.children}
        if not ((marks & _BOTH and lemma in _PAIRED) or (lemma == "both" and token.dep_ in _SUBJECTS)):
            return ()
        if any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
            return ()
        start, end = sent.parsed.at(*_np_bounds(token))
        wanted: list[Actor] = []
        here = [(i, a) for i, a in self._mentioned(sent) if i < token.i]
        rows = [here, *([(i, a) for i, a in self._mentioned(s)] for s in self._back(sent, 8))]
        for row in rows:
            for _, actor in sorted(row, key=lambda r: -r[0]):
                person = actor.id is not None and ":" in actor.id
                if lemma in _LEADERS and not person and len(wanted) < 2 and lemma != "leader":
                    continue
                if not actor.country or any(actor.country == w.country for w in wanted):
                    continue
                wanted.append(actor)
                if len(wanted) == 2:
                    break
            if len(wanted) == 2:
                break
        if len(wanted) < 2:
            return ()
        if lemma not in _LEADERS:
            wanted = [Actor(actor_name(w.country or ""), w.country, None, "GOV", id=w.country) for w in wanted]
        return tuple(replace(w, start=start, end=end) for w in reversed(wanted))

    def _mentioned(self, sent: Sentence) -> list[tuple[int, Actor]]:
        found = [(i, self.person_actor(p, None, None)) for i, p, _ in sent.persons]
        for name in sent.parsed.names:
            if (
                sent.span.start <= name.first < sent.span.end
                and name.entry is not None
                and name.entry.kind in ("state", "capital", "seat", "demonym")
            ):
                found.append((name.first, entry_actor(name.entry, None, None, None)))
        return found

    def _office_holder(self, sent: Sentence, token: Token) -> Actor | None:
        """`the Iranian president`, `his Iranian counterpart`, `the ambassador`: who held that office on the day."""
        parsed = sent.parsed
        first, last = _np_bounds(token)
        words = parsed.doc[first : last + 1].text
        lemma = token.lemma_.lower()
        if token.tag_ in ("NNS", "NNPS"):
            return None
        start, end = parsed.at(first, last)
        if lemma == "counterpart":
            owner = next((c for c in token.children if c.dep_ == "poss"), None)
            base = self._one(sent, owner) if owner is not None else ()
            kinds = set()
            for person in self.people:
                if base and person.id == base[0].id:
                    kinds = {f.kind for f in person.facts} or {o.kind for o in person.table[-1:]}
            nation = next(
                (
                    self._named(sent, parsed.by_token[c.i])
                    for c in token.children
                    if c.dep_ in ("amod", "compound") and c.i in parsed.by_token
                ),
                None,
            )
            if nation is None:
                return None
            for held_kind in sorted(kinds):
                held = self._holder(sent, token, held_kind, nation.country)
                if held is not None:
                    return replace(held, start=start, end=end)
            return Actor(words, nation.country, nation.org, "GOV", start, end, nation.country)
        kind = office_of(words)
        if kind is None or not _definite(token):
            return None
        nation = self.owner(sent, token)
        if nation is not None and nation.id is not None and nation.id.startswith("place:"):
            return None
        code = nation.country if nation else None
        held = self._holder(sent, token, kind.kind, code) if kind.kind != "other" else None
        if held is None and lemma == "leader" and nation is not None:
            for other in ("head_of_state", "supreme_leader", "head_of_government"):
                held = self._met(sent, token, other, code)
                if held is not None:
                    break
        if held is None and nation is None and kind.kind == "other":
            for person in reversed(list(self.people)):
                if any(
                    f.kind == kind.kind and f.office.split()[-1:] == words.lower().split()[-1:] for f in person.facts
                ):
                    held = self.person_actor(person, None, None)
                    break
        return replace(held, start=start, end=end) if held is not None else None

    def _met(self, sent: Sentence, token: Token, kind: str, country: str | None) -> Actor | None:
        """The person of that office named last before the token, else the first one named at all."""
        rows = [
            [p for i, p, _ in sent.persons if i < token.i],
            *([p for _, p, _ in s.persons] for s in self._back(sent, 60)),
        ]
        for row in rows:
            for person in reversed(row):
                if kind in person.kinds() and (country is None or person.country == country):
                    return self.person_actor(person, None, None)
        for person in self.people:
            if country is not None and kind in person.kinds() and person.country == country:
                return self.person_actor(person, None, None)
        return None

    def _holder(self, sent: Sentence, token: Token, kind: str, country: str | None) -> Actor | None:
        met = self._met(sent, token, kind, country)
        if met is not None or country is None or self.day is None or kind == "other":
            return met
        rows = offices(country, kind, self.day)
        if not rows:
            return None
        row = rows[0]
        person = Person(row.person, table=rows)
        return self.person_actor(person, None, None)


def key_of(actor: Actor) -> str:
    """What tells actors of one sentence apart: a person by name, else by state, body or words."""
    return actor.id if actor.id and ":" in actor.id else actor.code or actor.name


def _vote(blocks: Sequence[Parsed]) -> None:
    """A bare surname that the parser took for something else is the person whose full name stands in the text."""
    surnames: set[str] = set()
    for parsed in blocks:
        for name in parsed.names:
            words = name.text.split()
            if name.kind == "person" and len(words) > 1:
                surnames.add(words[-1])
                if len(words) == 2:
                    surnames.add(words[0])
    if not surnames:
        return
    for parsed in blocks:
        doc = parsed.doc
        for token in doc:
            if token.text not in surnames or not token.text[0].isupper():
                continue
            old = parsed.by_token.get(token.i)
            if old is not None and (old.entry is not None or old.kind == "person"):
                continue
            if old is not None:
                parsed.names.remove(old)
                for i in range(old.first, old.last + 1):
                    parsed.by_token.pop(i, None)
            fresh = Name(token.i, token.i, token.text, "person")
            parsed.names.append(fresh)
            parsed.by_token[token.i] = fresh
        parsed.names.sort(key=lambda n: n.first)


def entry_actor(entry: Entry, start: int | None, end: int | None, text: str | None) -> Actor:
    """A state, body, group or place of the lexicon as an actor; `text` is how it is named here."""
    sector = entry.sector or ("GOV" if entry.kind in ("state", "demonym", "capital", "seat") else None)
    if entry.kind == "collective" and entry.org != "WEST":
        # A people or a region acts for no state or body: where it lives is for the sentence to say.
        return Actor(text or entry.name, None, None, "CVL", start, end)
    code = entry.country or entry.org
    name = entry.name if text is None or entry.kind == "demonym" else text
    return Actor(name, entry.country, entry.org, sector, start, end, id=code)


def _place_code(name: Name) -> str | None:
    place = place_of(name.text) if name.kind == "place" else None
    return place.country if place else None


def _same(a: Actor, b: Actor) -> bool:
    if a.id and b.id and ":" in a.id and ":" in b.id:
        return a.id == b.id
    return a.name == b.name and a.code == b.code


def _is_subject(token: Token) -> bool:
    while token.dep_ in ("conj", "appos", "compound"):
        token = token.head
    return token.dep_ in _SUBJECTS


def _joined(head: Token) -> Iterator[Token]:
    """A noun and the nouns joined to it by `and`, `as well as`, `along with`."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            yield from _joined(child)
        elif (
            child.dep_ == "appos"
            and child.pos_ == "PROPN"
            and head.pos_ == "PROPN"
            and any(c.dep_ == "conj" for c in child.children)
        ):
            yield from list(_joined(child))[1:]


def _split_subject(head: Token) -> list[Token]:
    """The first half of a subject that the parser cut in two: `X and his counterpart, Y, met`."""
    if head.dep_ != "nsubj":
        return []
    before = [c for c in head.head.children if c.dep_ == "nsubj" and c.i < head.i]
    return [c for c in before if any(g.dep_ == "cc" for g in c.children)]


def _definite(token: Token) -> bool:
    return any(
        c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "some", "any", "no") for c in token.children
    ) or any(c.dep_ in ("amod", "compound") for c in token.children)


def _np_bounds(head: Token) -> tuple[int, int]:
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
