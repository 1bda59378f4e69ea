"""Which office a text gives a person: by title, apposition or predicate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilat.coding.clauses import passive, subject
from bilat.coding.names import Name
from bilat.coding.nouns import office_of
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FORMER = words("former")
_INTERIM = frozenset({"interim", "acting", "caretaker", "provisional", "transitional"})
_NEW = frozenset({"new", "newly", "appointed", "incoming", "named", "designate"})
_PLAIN = words("plain")
_NO_OFFICES = words("no_offices")
_REALMS = frozenset({"country", "nation", "kingdom", "republic", "party", "state"})
_WON = frozenset({"win", "secure", "claim"})
_ELECTIONS = frozenset({"election", "vote", "runoff", "poll", "presidency"})
_WITHIN = frozenset({"of", "for", "to", "on", "in", "at"})


@dataclass(frozen=True, slots=True)
class OfficeFact:
    """An office that a block gives a person: tokens of the person's name and of the phrase, the words, its state."""

    person: Name
    first: int
    last: int
    office: str
    status: str  # holds, appointed, interim, former, elected, deceased
    country: str | None
    org: str | None
    kind: str
    sector: str | None
    phrase: str  # the words as they stand, with state and former
    owner: Name | None  # whose office it is, where a name says so ("Putin's representative")


def office_facts(doc: Doc, names: Sequence[Name]) -> Iterator[OfficeFact]:
    """Every office that the block gives to a named person."""
    by_token = {i: n for n in names for i in range(n.first, n.last + 1)}
    shared: dict[int, OfficeFact] = {}
    held: dict[int, OfficeFact] = {}
    for name in names:
        if name.kind != "person":
            continue
        seen: set[tuple[int, int]] = set()
        own: list[OfficeFact] = []
        for first, last, forced in _phrases(doc, name, by_token):
            if (first, last) in seen or last < first:
                continue
            seen.add((first, last))
            fact = _fact(doc, name, first, last, by_token, forced)
            if fact is not None:
                own.append(fact)
                yield fact
                if doc[last].tag_ in ("NNS", "NNPS") and last < name.first:
                    shared[doc[name.first : name.last + 1].root.i] = fact
        if own:
            held[doc[name.first : name.last + 1].root.i] = own[0]
        else:
            yield from _handed_on(doc, name, by_token, held)
        yield from _won(doc, name, by_token)
        if not seen:
            head = doc[name.first : name.last + 1].root
            while head.dep_ == "conj" and head.i not in shared and head.head.i not in shared:
                head = head.head
            if head.dep_ == "conj" and head.head.i in shared:
                # "Senators A and B": the plural title is each one's.
                yield replace(shared[head.head.i], person=name)


def _won(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[OfficeFact]:
    """`X wins the Colombian presidential election`, `X's victory in the presidential election`: X is elected."""
    head = doc[name.first : name.last + 1].root
    verb = head.head
    prize = None
    if head.dep_ == "nsubj" and verb.lemma_ in _WON:
        prize = next((c for c in verb.children if c.dep_ == "dobj"), None)
    elif head.dep_ == "poss" and verb.lemma_ in ("victory", "win", "election"):
        prize = next(
            (o for c in verb.children if c.lower_ in ("in", "at") for o in c.children if o.dep_ == "pobj"), None
        )
    if prize is None or prize.lemma_ not in _ELECTIONS or any(c.dep_ == "neg" for c in verb.children):
        return
    if prize.lemma_ != "presidency" and not any(c.lower_ == "presidential" for c in prize.children):
        return
    nation = next((by_token[t.i] for t in prize.subtree if t.i in by_token and by_token[t.i].entry is not None), None)
    kind = office_of("President")
    if kind is not None:
        country = nation.entry.country if nation is not None and nation.entry is not None else None
        first = prize.left_edge.i
        yield OfficeFact(
            name, first, prize.i, "President", "elected", country, None, kind.kind, kind.sector, "President", nation
        )


def _handed_on(doc: Doc, name: Name, by_token: dict[int, Name], held: dict[int, OfficeFact]) -> Iterator[OfficeFact]:
    """`President X is replaced by Y`: Y has X's office. `Labour, led by X`: X is its leader."""
    head = doc[name.first : name.last + 1].root
    if head.dep_ != "pobj" or head.head.lower_ != "by":
        return
    verb = head.head.head
    before = subject(verb)
    if verb.lemma_ in _REPLACES and before is not None:
        prior = next((held[t.i] for t in before.subtree if t.i in held), None)
        if prior is not None and passive(verb):
            yield replace(prior, person=name, status="appointed")
        return
    whose = verb.head if verb.dep_ in ("acl", "relcl") else before
    led = by_token.get(whose.i) if whose is not None and verb.lemma_ in _LED else None
    if led is not None and led.kind in ("org", "body", "group", "organ"):
        entry = led.entry
        office = f"leader of {led.text}" if verb.lemma_ == "lead" else f"{verb.lemma_} of {led.text}"
        kind = office_of("leader")
        country, org = (entry.country, entry.org) if entry is not None else (None, None)
        if kind is not None:
            yield OfficeFact(
                name, led.first, led.last, office, "holds", country, org, kind.kind, kind.sector, office, led
            )


def _phrases(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[tuple[int, int, str | None]]:
    left = _left_title(doc, name.first - 1, by_token)
    if left is not None:
        yield left, name.first - 1, None
    elif name.first > 1 and doc[name.first - 1].text == "," and name.first - 1 > doc[name.first].sent.start:
        # "Iran's envoy to Russia, Kazem Jalali": the parser hangs the name on Russia.
        left = _left_title(doc, name.first - 2, by_token)
        if left is not None and (doc[left].dep_ in ("det", "poss") or doc[left].tag_ == "PRP$"):
            yield left, name.first - 2, None
    head = doc[name.first : name.last + 1].root
    noun = head.head
    if head.dep_ == "appos" and noun.pos_ in ("NOUN", "PROPN") and noun.i < name.first and noun.i not in by_token:
        yield noun.left_edge.i, _np_end(noun, name.first - 1), None
    for child in head.children:
        if child.dep_ == "appos" and child.i > name.last and not _is_person(child, by_token):
            yield from _split(doc, child)
        elif child.dep_ == "relcl":
            yield from _relative(child)
    yield from _after_mark(doc, name, by_token)
    verb = head.head
    if head.dep_ in ("nsubj", "nsubjpass") and verb.pos_ in ("VERB", "AUX"):
        yield from _predicate(verb, head.dep_ == "nsubjpass")
    yield from _joins(doc, name, head)
    reelected = name.first > 2 and doc[name.first - 1].lower_ == "elect" and doc[name.first - 2].text == "-"
    status = "elected" if reelected else _makes(verb) if head.dep_ == "dobj" else None
    if status is not None:
        for prep in head.children:
            # "elect X as president": the parser may hang `as` on the name.
            for obj in prep.children if prep.dep_ == "prep" and prep.lower_ == "as" else ():
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status
    if status is not None and head.dep_ == "dobj":
        for child in verb.children:
            if child.dep_ in ("oprd", "attr") and child.i > name.last:
                yield child.left_edge.i, _np_end(child), status
            elif child.dep_ in ("xcomp", "ccomp") and child.lemma_ == "be":
                for obj in child.children:
                    if obj.dep_ == "attr":
                        yield obj.left_edge.i, _np_end(obj), status
            elif child.dep_ == "prep" and child.lower_ == "as":
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        yield obj.left_edge.i, _np_end(obj), status


_MAKES = {
    "appoint": "appointed", "name": "appointed", "nominate": "appointed", "make": "appointed", "designate": "appointed",
    "elect": "elected", "reelect": "elected", "recognize": "holds", "recognise": "holds", "choose": "appointed",
    "oust": "former", "dismiss": "former", "remove": "former", "replace": "former",
}  # fmt: skip


_REPLACES = frozenset({"replace", "succeed"})
_LED = frozenset({"lead", "head", "chair"})


def _makes(verb: Token) -> str | None:
    """The state that a verb gives to the office of its object; `re-elect` falls apart in the parser's hands."""
    if verb.lemma_.lower() in ("re", "re-elect") and any(c.lower_ == "elect" for c in verb.subtree):
        return "elected"
    return _MAKES.get(verb.lemma_)


def _joins(doc: Doc, name: Name, head: Token) -> Iterator[tuple[int, int, str | None]]:
    """`in his capacity as X`, `then as Y`, `to be the new X`: an office that a verb or noun hands to a person."""
    verb = head.head
    if head.dep_ == "dobj" and _makes(verb) is not None:
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp", "advcl") and child.lemma_ == "be":
                for obj in child.children:
                    if obj.dep_ == "attr":
                        yield obj.left_edge.i, _np_end(obj), _makes(verb)
    owner = head.dep_ == "poss" and verb.dep_ in ("nsubj", "nsubjpass")
    if owner:
        verb = verb.head
    if (owner or head.dep_ in ("nsubj", "nsubjpass")) and verb.pos_ in ("VERB", "AUX"):
        for noun in verb.subtree:
            if noun.lemma_ not in ("capacity", "role", "position", "tenure", "stint", "job", "term"):
                continue
            if not any(c.dep_ == "poss" and c.lower_ in ("his", "her") for c in noun.children):
                continue
            for prep in noun.children:
                for obj in prep.children if prep.dep_ == "prep" and prep.lower_ == "as" else ():
                    if obj.dep_ == "pobj":
                        yield obj.left_edge.i, _np_end(obj), None


def _is_person(token: Token, by_token: dict[int, Name]) -> bool:
    return token.i in by_token and by_token[token.i].kind == "person"


def _left_title(doc: Doc, at: int, by_token: dict[int, Name]) -> int | None:
    """Where the title before a name starts, or None where there is none."""
    sent_start = doc[at + 1].sent.start
    best = None
    i = at
    while i >= sent_start and at - i < 12:
        token = doc[i]
        if i in by_token and by_token[i].kind == "person" and (i + 1 > at or doc[i + 1].text not in ("'s", "'")):
            break
        if token.pos_ in ("AUX", "SCONJ", "PRON") and token.tag_ != "PRP$":
            break
        if (token.pos_ == "VERB" and token.tag_ != "VBN") or token.ent_type_ in ("DATE", "TIME"):
            break
        if token.is_punct and token.text not in ("-", "–", "'", "."):
            break
        if token.pos_ == "CCONJ" and not (best is not None and i + 1 == best):
            break
        if token.pos_ == "CCONJ":
            break
        if token.pos_ == "ADP" and token.lower_ not in _WITHIN:
            break
        if token.pos_ == "ADP" and best is not None:
            break
        if token.pos_ not in ("ADP", "CCONJ", "PART") or token.text in ("'s", "'"):
            phrase = doc[i : at + 1].text
            if best is not None or office_of(phrase) is not None:
                best = i
        if token.pos_ == "DET" or token.tag_ == "PRP$":
            break
        i -= 1
    return best


def _np_end(head: Token, limit: int | None = None) -> int:
    """The last token of a noun phrase, less relative clauses and appositions."""
    last = head.i
    for child in head.rights:
        if child.dep_ not in ("prep", "case", "compound", "nmod"):
            break
        last = max(last, child.right_edge.i)
    return last if limit is None else min(last, limit)


def _split(doc: Doc, head: Token) -> Iterator[tuple[int, int, str | None]]:
    """An apposition and what is joined to it by `and`."""
    last = _np_end(head)
    inner = [c for t in doc[head.i : last + 1] for c in t.children if c.dep_ == "conj" and head.i < c.i <= last]
    cut = [c for c in inner if office_of(doc[c.left_edge.i : _np_end(c) + 1].text) is not None]
    if cut:
        yield head.left_edge.i, cut[0].left_edge.i - 2, None
        for c in cut:
            yield c.left_edge.i, _np_end(c), None
    else:
        yield head.left_edge.i, last, None
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"):
            yield child.left_edge.i, _np_end(child), None


def _relative(verb: Token) -> Iterator[tuple[int, int, str | None]]:
    """`whom X has ousted as minister`, `who was president`, `who served as envoy`."""
    status = None
    if verb.lemma_ in ("oust", "dismiss", "fire", "sack", "remove", "depose", "replace", "serve"):
        status = "former"
    elif verb.lemma_ in ("appoint", "name", "elect", "nominate"):
        status = "elected" if verb.lemma_ == "elect" else "appointed"
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status
        elif child.dep_ == "attr":
            yield child.left_edge.i, _np_end(child), "former" if verb.tag_ == "VBD" else None


def _predicate(verb: Token, passive: bool) -> Iterator[tuple[int, int, str | None]]:
    status = {
        "appoint": "appointed", "name": "appointed", "elect": "elected", "reelect": "elected", "re-elect": "elected",
        "become": "appointed", "swear": "appointed", "inaugurate": "appointed", "install": "appointed",
        "resign": "former", "oust": "former", "dismiss": "former", "sack": "former", "remove": "former",
        "be": None, "serve": None, "remain": None,
    }  # fmt: skip
    if verb.lemma_ not in status or any(c.dep_ == "neg" for c in verb.children):
        return
    if not passive and verb.lemma_ in _MAKES:
        return
    if verb.lemma_ == "resign":
        for one in (o for c in verb.children if c.dep_ == "prep" and c.lower_ == "from" for o in c.children):
            if one.dep_ == "pobj":
                yield one.left_edge.i, _np_end(one), "former"
    for child in verb.children:
        if child.dep_ in ("attr", "oprd"):
            yield child.left_edge.i, _np_end(child), status[verb.lemma_]
        elif child.dep_ == "prep" and child.lower_ == "as":
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status[verb.lemma_]


def _after_mark(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[tuple[int, int, str | None]]:
    """`X, title of Y,` and `— X, Senior Fellow` where the parse does not show the apposition."""
    at = name.last + 1
    if at >= len(doc) - 1 or doc[at].text not in (",", "–", "—", "("):
        return
    first = at + 1
    last = first
    while last < len(doc) and not (
        doc[last].text in (",", ";", "–", "—", ")", ".", ":")
        or (doc[last].pos_ in ("VERB", "AUX") and doc[last].tag_ != "VBN")
    ):
        last += 1
    if any(
        _is_person(doc[i], by_token) and doc[i + 1].text not in ("'s", "'")
        for i in range(first, last)
        if i + 1 < len(doc)
    ):
        return
    closed = last >= len(doc) or doc[last].text in (",", ";", "–", "—", ")", ".", ":")
    if (
        closed
        and 0 < last - first <= 14
        and doc[first].pos_ not in ("PRON", "SCONJ", "ADP", "CCONJ", "VERB", "AUX")
        and not _is_person(doc[first], by_token)
    ):
        yield first, last - 1, None


def _head_of(doc: Doc, first: int, last: int) -> int:
    """The noun that a phrase turns on: the last one before its first preposition."""
    for i in range(first, last + 1):
        if doc[i].pos_ == "ADP" and i > first:
            return i - 1
    return last


def _fact(
    doc: Doc, person: Name, first: int, last: int, by_token: dict[int, Name], forced: str | None
) -> OfficeFact | None:
    status = forced or "holds"
    first0 = first
    while first <= last:
        token = doc[first]
        low = token.lower_
        if low in _FORMER:
            status = "former"
        elif low in _INTERIM:
            status = "interim"
        elif low in _NEW and (token.text == low or (token.is_sent_start and doc[first + 1].text.islower())):
            status = "appointed"
        elif (
            ((low not in _PLAIN and token.pos_ != "NUM") or low == "de") and not token.is_punct and token.pos_ != "ADV"
        ):
            break
        if low == "late":
            status = "deceased"
        first += 1
    if first > last:
        return None
    country = org = None
    owner = None
    start = first
    lead = by_token.get(first)
    if lead is not None and lead.last < last:
        after = doc[lead.last + 1]
        if after.text in ("'s", "'"):
            owner, start = lead, lead.last + 2
        elif lead.entry is not None and lead.kind in ("demonym", "state", "capital", "body"):
            owner, start = lead, lead.last + 1
        if owner is not None:
            if owner.kind == "person" or owner.kind == "org":
                start = first
            while start <= last and (doc[start].lower_ in _PLAIN | _FORMER | _INTERIM | _NEW):
                status = (
                    "interim" if doc[start].lower_ in _INTERIM else "former" if doc[start].lower_ in _FORMER else status
                )
                start += 1
    elif doc[first].tag_ == "PRP$" or (doc[first].lower_ in _REALMS and doc[first + 1].text == "'s"):
        start = first + 1 + (doc[first].tag_ != "PRP$")
        while start < last and doc[start].lower_ in _PLAIN | _NEW:
            status = "appointed" if doc[start].lower_ in _NEW and status == "holds" else status
            start += 1
    words = doc[start : last + 1].text.strip(" ,;:–—-").removeprefix("'s ")
    head = doc[_head_of(doc, start, last)]
    if head.tag_ in ("NNS", "NNPS") and head.text.endswith("s"):
        words = words.replace(head.text, head.text[:-1], 1)
    if head.lemma_.lower() in _NO_OFFICES or doc[last].pos_ == "ADP":
        return None
    kind = office_of(words)
    if kind is None or not words:
        return None
    if owner is not None and owner.entry is not None:
        country, org = owner.entry.country, owner.entry.org
    else:
        for i in range(first, last + 1):
            other = by_token.get(i)
            if (
                other is not None
                and other.entry is not None
                and doc[other.first - 1].lower_ in ("of", "for", "the")
                and "to" not in [t.lower_ for t in doc[first : other.first]]
            ):
                country, org = other.entry.country, other.entry.org
                break
    if words.lower().endswith("-elect") or "elect" in words.lower().split("-"):
        status = "elected"
    return OfficeFact(
        person,
        first,
        last,
        re.sub(r"\s+", " ", words),
        status,
        country,
        org,
        kind.kind,
        kind.sector,
        doc[first0 : last + 1].text,
        owner,
    )
