"""Who is meant without a name: pronouns, `both countries`, `the Iranian president`, `his counterpart`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.actors import Entry, actor_name, offices, state_of_title, twins
from bilat.coding.clauses import direct_object, objects_of
from bilat.coding.clauses import subject as subject_of
from bilat.coding.naming import entry_actor
from bilat.coding.nouns import noun_sectors, office_of
from bilat.coding.parsed import Sentence
from bilat.coding.people import Person
from bilat.coding.phrases import definite, joined, np_bounds
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bilat.coding.scene import Scene

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_HE = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_WE = frozenset({"i", "we", "us", "our", "ours", "me", "my", "mine"})
_BOTH = frozenset({"both", "two", "these"})
_PAIRED = words("paired")
_OPPOSED = frozenset({"side", "neighbor", "neighbour", "rival", "foe", "adversary", "party"})
_OF_STATES = frozenset({"GOV", "MIL", "LEG"})
_COUPLE = frozenset({"pair", "duo"})
# What a definite noun may stand for: the kinds of entry, of which the last named is meant.
_STANDS_FOR = {
    **dict.fromkeys(("country", "nation", "kingdom"), ("state", "capital", "demonym")),
    **dict.fromkeys(("group", "movement", "militia", "faction"), ("group",)),
    **dict.fromkeys(("bloc", "alliance"), ("body",)),
}
_MEETS = frozenset({"meet", "visit", "host", "receive", "talk", "join"})
_TALKS = frozenset({"meet", "speak", "talk", "confer", "agree", "negotiate", "sign", "discuss"})
_LEADERS = frozenset({"leader", "president", "minister", "man", "premier", "diplomat", "official"})


def pronoun(scene: Scene, sent: Sentence, token: Token) -> tuple[Actor, ...]:
    low = token.lower_
    start, end = sent.parsed.at(token.i, token.i)
    told = _told_subject(scene, sent, token)
    if told:
        return tuple(replace(a, start=start, end=end) for a in told)
    if low in ("who", "which", "that", "whom", "whose", "where"):
        verb = token.head
        while (
            verb.dep_ not in ("relcl", "ROOT") and verb.head.i != verb.i and verb.pos_ in ("VERB", "AUX", "ADP", "NOUN")
        ):
            verb = verb.head
        return scene.one(sent, verb.head) if verb.dep_ == "relcl" and verb.head.i != token.i else ()
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
        person = _last_person(scene, sent, token)
        return (scene.person_actor(person, start, end),) if person else ()
    if low in _IT:
        entry = _last_body(scene, sent, token)
        if entry is None:
            return tuple(replace(a, start=start, end=end) for a in _last_subject(scene, sent))
        return (entry_actor(entry, start, end, None),)
    if low in _THEY:
        return tuple(replace(a, start=start, end=end) for a in _last_group(scene, sent, token))
    return ()


def _told_subject(scene: Scene, sent: Sentence, token: Token) -> tuple[Actor, ...]:
    """`The army said it killed`: the pronoun is who says so."""
    verb = token.head
    if token.lower_ not in ("it", "he", "she", "they") or token.dep_ != "nsubj" or verb.dep_ != "ccomp":
        return ()
    who = next((c for c in verb.head.children if c.dep_ == "nsubj" and c.pos_ != "PRON" and c.i < token.i), None)
    if who is None:
        return ()
    found = scene.side(sent, who)
    person = any(a.id and ":" in a.id for a in found)
    return found if person == (token.lower_ in ("he", "she")) or token.lower_ == "they" else ()


def back(scene: Scene, sent: Sentence, far: int = 3) -> Iterator[Sentence]:
    at = scene.index.get((id(sent.parsed), sent.span.start))
    if at is None:
        return
    for n in range(at - 1, max(-1, at - 1 - far), -1):
        yield scene.sentences[n]


def _last_person(scene: Scene, sent: Sentence, token: Token) -> Person | None:
    inside = _quoted(sent, token.i)
    doer = _doer(scene, sent, token)
    before = [(i, p, s) for i, p, s in sent.persons if i < token.i and _quoted(sent, i) == inside and p is not doer]
    for _, person, subject in before:
        if subject:
            return person
    if before and token.lower_ in ("his", "her", "him", "himself", "herself"):
        return before[-1][1]
    if sent.speaker is not None and before:
        return before[-1][1]
    for other in back(scene, sent):
        subjects = [p for _, p, s in other.persons if s and p is not doer]
        if subjects:
            return subjects[-1]
        others = [p for _, p, _ in other.persons if p is not doer]
        if others:
            return others[-1]
    return before[-1][1] if before else None


def _doer(scene: Scene, sent: Sentence, token: Token) -> Person | None:
    """Who does what a clause tells, where the pronoun is its object: `him` of "X invited him" is not X."""
    if token.dep_ not in ("dobj", "dative"):
        return None
    doer = subject_of(token.head)
    if doer is None:
        return None
    named = (sent.parsed.by_token.get(t.i) for t in (doer, *(c for c in doer.children if c.dep_ == "appos")))
    return next((scene.person_of(n) for n in named if n is not None and n.kind == "person"), None)


def _quoted(sent: Sentence, at: int) -> bool:
    """Whether a token stands in quotation marks."""
    return sum(token.text == '"' for token in sent.parsed.doc[:at]) % 2 == 1


def _last_body(scene: Scene, sent: Sentence, token: Token) -> Entry | None:
    before = [(i, b, s) for i, b, s in sent.bodies if i < token.i]
    fronted = _fronted(token)
    for i, body, subject in before:
        if subject and i not in fronted:
            return body
    near = [b for i, b, _ in before if i not in fronted]
    if near:
        return near[-1]
    for other in back(scene, sent, 2):
        subjects = [b for _, b, s in other.bodies if s]
        if subjects:
            return subjects[0]
    return before[-1][1] if before else None


def _fronted(token: Token) -> set[int]:
    """What stands in a phrase before the subject of its own clause: "at China's request it did", and not China."""
    if token.dep_ not in _SUBJECTS:
        return set()
    phrases = (c for c in token.head.children if c.dep_ == "prep" and c.i < token.i)
    return {t.i for c in phrases for t in c.subtree}


def _last_subject(scene: Scene, sent: Sentence) -> tuple[Actor, ...]:
    """The body of a state that the sentence before told of first: `the Thai army`; "its spokesman"."""
    for other in back(scene, sent, 1):
        doer = subject_of(other.span.root)
        found = scene.side(other, doer) if doer is not None and doer.pos_ != "PRON" and doer.tag_ == "NN" else ()
        if len(found) == 1 and found[0].code and ":" not in (found[0].id or ""):
            return found
    return ()


def _last_group(scene: Scene, sent: Sentence, token: Token) -> tuple[Actor, ...]:
    doc = sent.parsed.doc
    spans = [(sent, token.i)] + [(s, s.span.end) for s in back(scene, sent, 2)]
    for other, limit in spans:
        parsed = other.parsed
        for word in parsed.doc[other.span.start : limit]:
            if word.dep_ in _SUBJECTS and word.pos_ != "PRON" and not (other is sent and word.is_ancestor(token)):
                heads = list(joined(word))
                if len(heads) > 1 or word.tag_ in ("NNS", "NNPS"):
                    actors = scene.side(other, word)
                    if actors:
                        return actors
    for other in back(scene, sent, 1):
        met = [v for v in other.span if v.lemma_ in _MEETS and v.pos_ == "VERB"]
        for verb in met[:1]:
            beside = [subject_of(verb), direct_object(verb), next(objects_of(verb, ("with",)), None)]
            actors = tuple(a for h in beside if h is not None and h.pos_ != "PRON" for a in scene.side(other, h))
            if len({a.code for a in actors}) > 1:
                return actors
    if token.head.lemma_ in _TALKS and token.dep_ == "nsubj":
        met_last = _two_last(scene, sent, token)
        if met_last:
            return met_last
    if doc is not None:
        entry = _last_body(scene, sent, token)
        if entry is not None:
            return (entry_actor(entry, None, None, None),)
    return ()


def _two_last(scene: Scene, sent: Sentence, token: Token) -> tuple[Actor, ...]:
    """The two of two states that were named last, persons before states: who "spoke again"."""
    rows = [[(i, a) for i, a in _mentioned(scene, sent) if i < token.i]]
    rows += [_mentioned(scene, s) for s in back(scene, sent, 2)]
    for row in rows:
        of: dict[str, Actor] = {}
        for at, actor in sorted(row, key=lambda r: (r[1].id is None or ":" not in r[1].id, -r[0])):
            where = sent.parsed.doc[at - 1].lower_ in ("in", "at") if at and row is rows[0] else False
            if actor.country and len(of) < 2 and not where:
                of.setdefault(actor.country, actor)
        if len(of) == 2:
            return tuple(reversed(of.values()))
    return ()


def pair(scene: Scene, sent: Sentence, token: Token, lemma: str) -> tuple[Actor, ...]:
    """`both countries`, `the two leaders`: the two that were named last; `the two Koreas` by their name."""
    if token.text in twins():
        span = sent.parsed.at(*np_bounds(token))
        return tuple(Actor(actor_name(code), code, None, "GOV", *span, id=code) for code in twins()[token.text])
    if token.tag_ not in ("NNS", "NNPS", "CD", "DT") and lemma not in ("both", *_COUPLE):
        return ()
    marks = {c.lower_ for c in token.children}
    if lemma in _COUPLE and not ("the" in marks and _alone(token)):
        return ()
    if "their" in marks and token.tag_ == "NNS":
        return _of_each(scene, sent, token, lemma)
    named = (marks & _BOTH and lemma in _PAIRED) or ("the" in marks and lemma in _OPPOSED and _alone(token))
    if not (named or lemma in _COUPLE or (lemma == "both" and token.dep_ in _SUBJECTS)):
        return ()
    if any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children):
        return ()
    start, end = sent.parsed.at(*np_bounds(token))
    wanted: list[Actor] = []
    own = _doers(scene, sent, token)
    here = [(i, a) for i, a in _mentioned(scene, sent) if i < token.i]
    rows = [here, *([(i, a) for i, a in _mentioned(scene, s)] for s in back(scene, sent, 8))]
    theirs = set(scene.dyad())
    if theirs and not theirs & own and theirs <= {a.country for row in rows for _, a in row}:
        rows = [[(i, a) for i, a in row if a.country in theirs] for row in rows]
    for row in rows:
        for _, actor in sorted(row, key=lambda r: -r[0]):
            person = actor.id is not None and ":" in actor.id
            if lemma in _LEADERS and not person and len(wanted) < 2 and lemma != "leader":
                continue
            if not actor.country or actor.country in own or any(actor.country == w.country for w in wanted):
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


def _of_each(scene: Scene, sent: Sentence, token: Token, lemma: str) -> tuple[Actor, ...]:
    """`their armies`, `their foreign ministers`: those of each of the states that "they" are."""
    sector = noun_sectors().get(lemma)
    if sector not in _OF_STATES:
        return ()
    theirs = next(c for c in token.children if c.lower_ == "their")
    codes = list(dict.fromkeys(a.country for a in pronoun(scene, sent, theirs) if a.country))
    if len(codes) < 2:
        return ()
    start, end = sent.parsed.at(*np_bounds(token))
    return tuple(Actor(actor_name(code), code, None, sector, start, end, code) for code in codes)


def stand_in(scene: Scene, sent: Sentence, token: Token, lemma: str) -> Actor | None:
    """`the country`, `the group`, `the bloc`: the one of its kind named last that is not the clause's subject."""
    kinds = _STANDS_FOR.get(lemma)
    if kinds is None or token.tag_ != "NN" or not definite(token) or not _alone(token):
        return None
    own = _doers(scene, sent, token)
    for other in (sent, *back(scene, sent)):
        names = [n for n in other.parsed.names if other.span.start <= n.first < other.span.end and n.entry is not None]
        for name in reversed([n for n in names if other is not sent or n.first < token.i]):
            entry = name.entry
            if entry is not None and name.kind in kinds and (entry.country or entry.org) not in own:
                return entry_actor(entry, *sent.parsed.at(*np_bounds(token)), None)
    return None


def _doers(scene: Scene, sent: Sentence, token: Token) -> set[str | None]:
    """The codes of who is named as the subject of the clause that a noun stands in, where that is not the noun."""
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), None)
    doer = subject_of(verb) if verb is not None else None
    if doer is None or doer.i == token.i or doer.pos_ == "PRON" or doer.i not in sent.parsed.by_token:
        return set()
    # Only names: what is joined to them may be the very noun whose meaning is asked ("Kenya and both countries").
    return {a.code for head in joined(doer) if head.i in sent.parsed.by_token for a in scene.one(sent, head)}


def _alone(token: Token) -> bool:
    """Whether nothing beside its article and a number tells which is meant."""
    return all(c.dep_ in ("det", "nummod", "punct", "case", "relcl", "cc", "conj") for c in token.children)


def _mentioned(scene: Scene, sent: Sentence) -> list[tuple[int, Actor]]:
    found = [(i, scene.person_actor(p, None, None)) for i, p, _ in sent.persons]
    for name in sent.parsed.names:
        if (
            sent.span.start <= name.first < sent.span.end
            and name.entry is not None
            and name.entry.kind in ("state", "capital", "seat", "demonym")
        ):
            found.append((name.first, entry_actor(name.entry, None, None, None)))
    return found


def office_holder(scene: Scene, sent: Sentence, token: Token) -> Actor | None:
    """`the Iranian president`, `his Iranian counterpart`, `the ambassador`: who held that office on the day."""
    parsed = sent.parsed
    first, last = np_bounds(token)
    words = parsed.doc[first : last + 1].text
    lemma = token.lemma_.lower()
    if token.tag_ in ("NNS", "NNPS"):
        return None
    start, end = parsed.at(first, last)
    if lemma == "counterpart":
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        base = scene.one(sent, owner) if owner is not None else ()
        kinds = set()
        for person in scene.people:
            if base and person.id == base[0].id:
                kinds = {f.kind for f in person.facts} or {o.kind for o in person.table[-1:]}
        nation = next(
            (
                scene.named(sent, parsed.by_token[c.i])
                for c in token.children
                if c.dep_ in ("amod", "compound") and c.i in parsed.by_token
            ),
            None,
        )
        if nation is None:
            return None
        for held_kind in sorted(kinds):
            held = _holder(scene, sent, token, held_kind, nation.country)
            if held is not None:
                return replace(held, start=start, end=end)
        return Actor(words, nation.country, nation.org, "GOV", start, end, nation.country)
    kind = office_of(words)
    if kind is None or not definite(token):
        return None
    nation = scene.owner(sent, token)
    if nation is not None and nation.id is not None and nation.id.startswith("place:"):
        return None
    code = nation.country if nation else state_of_title(lemma)
    held = _holder(scene, sent, token, kind.kind, code) if kind.kind != "other" else None
    if held is None and lemma == "leader" and nation is not None:
        for other in ("head_of_state", "supreme_leader", "head_of_government"):
            held = _met(scene, sent, token, other, code)
            if held is not None:
                break
    if held is None and nation is None and kind.kind == "other":
        for person in reversed(list(scene.people)):
            if any(f.kind == kind.kind and f.office.split()[-1:] == words.lower().split()[-1:] for f in person.facts):
                held = scene.person_actor(person, None, None)
                break
    return replace(held, start=start, end=end) if held is not None else None


def _met(scene: Scene, sent: Sentence, token: Token, kind: str, country: str | None) -> Actor | None:
    """The person of that office named last before the token, else the first one named at all."""
    rows = [
        [p for i, p, _ in sent.persons if i < token.i],
        *([p for _, p, _ in s.persons] for s in back(scene, sent, 60)),
    ]
    for row in rows:
        for person in reversed(row):
            if kind in person.kinds() and (country is None or person.country == country):
                return scene.person_actor(person, None, None)
    for person in scene.people:
        if country is not None and kind in person.kinds() and person.country == country:
            return scene.person_actor(person, None, None)
    return None


def _holder(scene: Scene, sent: Sentence, token: Token, kind: str, country: str | None) -> Actor | None:
    met = _met(scene, sent, token, kind, country)
    if met is not None or country is None or scene.day is None or kind == "other":
        return met
    rows = offices(country, kind, scene.day)
    if not rows:
        return None
    row = rows[0]
    person = Person(row.person, table=rows)
    return scene.person_actor(person, None, None)
