"""Which office a text gives a person: by title, apposition or predicate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilat.coding.clauses import passive, subject
from bilat.coding.names import Name
from bilat.coding.nouns import office_of
from bilat.coding.office_phrases import FORMER, INTERIM, NEW, PLAIN, head_of, phrases
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_OFFICES = words("no_offices")
_REALMS = frozenset({"country", "nation", "kingdom", "republic", "party", "state"})
_WON = frozenset({"win", "secure", "claim"})
_REPLACES = frozenset({"replace", "succeed"})
_LED = frozenset({"lead", "head", "chair"})
_BEGUN = frozenset({"appointed", "elected", "interim"})
_ELECTIONS = frozenset({"election", "vote", "runoff", "poll", "presidency"})
_AMERICAN = frozenset({"governor", "senator", "representative", "congressman", "congresswoman"})


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
        for first, last, forced in phrases(doc, name, by_token):
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
            held[doc[name.first : name.last + 1].root.i] = next((f for f in own if f.status in _BEGUN), own[0])
        else:
            yield from _replaced(doc, name, held)
        yield from _leads(doc, name, by_token)
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


def _replaced(doc: Doc, name: Name, held: dict[int, OfficeFact]) -> Iterator[OfficeFact]:
    """`President X is replaced by Y`: Y has X's office. `X is named minister. He replaces Y`: Y had it before."""
    head = doc[name.first : name.last + 1].root
    verb = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "by" else head.head
    before = subject(verb)
    if verb.lemma_ not in _REPLACES or before is None:
        return
    if head.dep_ == "pobj" and passive(verb):
        prior = next((held[t.i] for t in before.subtree if t.i in held), None)
        if prior is not None:
            yield replace(prior, person=name, status="appointed")
    elif head.dep_ == "dobj" and not passive(verb):
        new = [held[t.i] for t in before.subtree if t.i in held]
        own = any(c.dep_ == "nsubj" for c in verb.children)
        if before.lower_ in ("he", "she") or not own:  # "appoints X as minister, succeeding Y"
            before = before if own else verb
            new = [f for i, f in held.items() if i < before.i and f.status in _BEGUN][-1:]
        if new:
            yield replace(new[0], person=name, status="former", owner=new[0].owner or new[0].person)


def _leads(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[OfficeFact]:
    """`Labour, led by X`: X is its leader, whatever else X is."""
    head = doc[name.first : name.last + 1].root
    if head.dep_ != "pobj" or head.head.lower_ != "by":
        return
    verb = head.head.head
    whose = verb.head if verb.dep_ in ("acl", "relcl") else subject(verb)
    if whose is None or verb.lemma_ not in _LED:
        return
    led = by_token.get(whose.i) or (by_token.get(whose.i - 1) if whose.lemma_.lower() == "party" else None)
    if led is not None and led.kind in ("org", "body", "group", "organ", "party"):
        entry = led.entry
        office = f"leader of {led.text}" if verb.lemma_ == "lead" else f"{verb.lemma_} of {led.text}"
        kind = office_of("leader")
        country, org = (entry.country, entry.org) if entry is not None else (None, None)
        if kind is not None:
            yield OfficeFact(
                name, led.first, led.last, office, "holds", country, org, kind.kind, kind.sector, office, led
            )


def _status_of(word: str, status: str) -> str:
    """The state that an adjective gives to an office that had `status`."""
    if word in FORMER or word in INTERIM:
        return "former" if word in FORMER else "interim"
    return "appointed" if word in NEW and status == "holds" else status


def _fact(
    doc: Doc, person: Name, first: int, last: int, by_token: dict[int, Name], forced: str | None
) -> OfficeFact | None:
    status = forced or "holds"
    first0 = first
    while first <= last:
        token = doc[first]
        low = token.lower_
        if low in FORMER:
            status = "former"
        elif low in INTERIM:
            status = "interim"
        elif low in NEW and (token.text == low or (token.is_sent_start and doc[first + 1].text.islower())):
            status = "appointed"
        elif ((low not in PLAIN and token.pos_ != "NUM") or low == "de") and not token.is_punct and token.pos_ != "ADV":
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
            while start <= last and (doc[start].lower_ in PLAIN | FORMER | INTERIM | NEW):
                status = _status_of(doc[start].lower_, status)
                start += 1
    elif doc[first].tag_ == "PRP$" or (doc[first].lower_ in _REALMS and doc[first + 1].text == "'s"):
        start = first + 1 + (doc[first].tag_ != "PRP$")
        while start < last and doc[start].lower_ in PLAIN | NEW | FORMER | INTERIM:
            status = _status_of(doc[start].lower_, status)
            start += 1
    words = doc[start : last + 1].text.strip(" ,;:–—-").removeprefix("'s ")
    head = doc[head_of(doc, start, last)]
    if head.tag_ in ("NNS", "NNPS") and head.text.endswith("s"):
        words = words.replace(head.text, head.text[:-1], 1)
    if (
        head.lemma_.lower() in _NO_OFFICES
        or doc[last].pos_ in ("ADP", "PART")
        or (head.tag_ == "VBN" and head.text.islower())
    ):
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
    if country == "GEO" and _AMERICAN & set(words.lower().split()):
        country = "USA"  # the state, whose governor and senators the news tells of
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
