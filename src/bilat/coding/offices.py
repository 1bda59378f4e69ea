"""Which office a text gives a person: by title, apposition or predicate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilat.actors import institution_country
from bilat.coding.clauses import passive, subject
from bilat.coding.names import Name
from bilat.coding.naming import place_code
from bilat.coding.nouns import office_of
from bilat.coding.office_phrases import FORMER, INTERIM, NEW, PLAIN, head_of, phrases
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_OFFICES = words("no_offices")
_BODIES = frozenset({"bloc", "alliance", "group", "party", "organisation", "organization", "movement"})
_RANKS = words("ranks")
_STYLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "lord"})
_SENT = frozenset({"envoy", "ambassador", "representative", "delegate"})
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
    each = list(_each(doc, by_token))
    yield from each
    taken = {i for fact in each for i in range(fact.first, fact.last + 1)}
    of_each = {id(fact.person) for fact in each}
    shared: dict[int, OfficeFact] = {}
    held: dict[int, OfficeFact] = {}
    for name in names:
        if name.kind != "person" or id(name) in of_each:
            continue
        seen: set[tuple[int, int]] = set()
        own: list[OfficeFact] = []
        for first, last, forced in phrases(doc, name, by_token):
            if (first, last) in seen or last < first:
                continue
            seen.add((first, last))
            fact = _fact(doc, name, first, last, by_token, forced)
            if fact is not None and not taken & set(range(fact.first, fact.last + 1)):
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


def _each(doc: Doc, by_token: dict[int, Name]) -> Iterator[OfficeFact]:
    """`the presidents of Kenya and Uganda, X and Y`: X is the one's, Y the other's."""
    for noun in doc:
        of = next((c for c in noun.children if c.lower_ == "of" and c.i == noun.i + 1), None)
        if noun.tag_ not in ("NNS", "NNPS") or of is None or noun.i in by_token or office_of(noun.lemma_) is None:
            continue
        states, at = _listed(doc, by_token, of.i + 1)
        persons, _ = _listed(doc, by_token, at + 1) if at < len(doc) and doc[at].text == "," else ([], at)
        if len(states) != len(persons) or len(states) < 2 or any(n.kind != "person" for n in persons):
            continue
        first = noun.i
        while first > noun.sent.start and doc[first - 1].dep_ in ("amod", "compound") and first - 1 not in by_token:
            first -= 1
        office = f"{doc[first : noun.i].text} {noun.lemma_}".strip()
        kind = office_of(office)
        for state, person in zip(states, persons, strict=True):
            if kind is not None and state.entry is not None:
                yield OfficeFact(
                    person, first, noun.i, office, "holds", state.entry.country, state.entry.org, kind.kind,
                    kind.sector, office, state,
                )  # fmt: skip


def _listed(doc: Doc, by_token: dict[int, Name], at: int) -> tuple[list[Name], int]:
    """The names that stand one after the other from a token on, with commas and `and` between, and what follows."""
    found: list[Name] = []
    while at < len(doc):
        name = by_token.get(at)
        if name is not None and name.first == at:
            found.append(name)
            at = name.last + 1
        elif at + 1 in by_token and _links(doc, by_token, at, found):
            at += 1
        else:
            break
    return found, at


def _links(doc: Doc, by_token: dict[int, Name], at: int, before: Sequence[Name]) -> bool:
    """Whether a word stands between two names of one list: `and`, `the`, a comma before one more of the kind."""
    word = doc[at].lower_
    alike = bool(before) and (by_token[at + 1].kind == "person") == (before[-1].kind == "person")
    return word == "the" or (word == "and" and bool(before)) or (word == "," and alike)


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


def _rankless(words: str) -> str:
    """An office without the rank after it: the "Colonel" of "army spokesman Colonel X"."""
    before, _, last = words.rpartition(" ")
    return before if last.lower() in _RANKS and before.islower() and office_of(before) is not None else words


def _of_whom(doc: Doc, first: int, last: int, by_token: dict[int, Name]) -> tuple[str | None, str | None]:
    """The state or body of whom a phrase says that it is an office: `of Kenya`, `for the Council`, `in Yaounde`."""
    for i in range(first, last + 1):
        name = by_token.get(i)
        if name is None or name.first != i:
            continue
        link = doc[i - 1 - (doc[i - 1].lower_ == "the")].lower_
        sent_to = {t.lower_ for t in doc[first:i]} & {"to", "at"} if doc[first].lemma_.lower() in _SENT else set()
        if name.entry is None:
            if name.kind == "place" and link == "of":
                return place_code(name), None
            continue
        of = (doc[i - 1].lower_ in ("of", "for", "the") or doc[i - 1].lemma_ in _BODIES) and "to" not in {
            t.lower_ for t in doc[first:i]
        }
        within = name.kind == "capital" and link == "in"
        if name.entry.kind != "collective" and (of or within) and not sent_to:
            return name.entry.country, name.entry.org
    return None, None


def _antecedent(doc: Doc, whose: int, by_token: dict[int, Name]) -> Name | None:
    """The name that `whose` stands for: `Washington, whose ambassador in Zagreb, X, offered advice`."""
    return by_token.get(whose - 2) if doc[whose - 1].text == "," else None


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
    named = by_token.get(first + 1)
    if named is not None and named.kind == "person" and named.last < last:
        first += doc[first].lower_.rstrip(".") in _STYLES  # "Mr Yunus's press secretary"
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
    elif doc[first].lower_ == "whose" and first < last:
        owner, start = _antecedent(doc, first, by_token), first + 1
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
    words = _rankless(words)
    kind = office_of(words)
    if kind is None or not words:
        return None
    if owner is not None and owner.entry is not None:
        country, org = owner.entry.country, owner.entry.org
    else:
        country, org = _of_whom(doc, first, last, by_token)
    if not country and not org:
        country = institution_country(words)
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
