"""What an article about two states leaves unsaid: whose an official is, and against whom an act goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.actors import actor_name
from bilat.coding.clauses import subject, within
from bilat.coding.homes import home_of
from bilat.coding.lexicon import Frame
from bilat.coding.offices import OfficeFact
from bilat.coding.parsed import Sentence
from bilat.coding.reference import back, pronoun
from bilat.coding.scene import Scene
from bilat.coding.sides import Act
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_OF_STATE = words("of_state")
ONE_WAY = frozenset(
    {"AGREE", "REJECT", "REQUEST", "CONCEDE", "SANCTION", "THREATEN", "RETREAT", "ACCUSE", "AID", "MOBILIZE"}
)
TOWARDS = ONE_WAY | {"COOPERATE", "COERCE", "ASSAULT"}
TOGETHER = frozenset({"SUPPORT", "COOPERATE", "CONSULT"})
_OF_THINGS = frozenset({"REJECT", "ACCUSE"})
_AT_HOME = frozenset({"GOV", "MIL", "LEG", "JUD", "CVL", "OPP"})
_SUFFERED = frozenset({"ASSAULT", "SANCTION", "RETREAT", "REJECT", "ACCUSE", "THREATEN"})
_AT_PLACE = frozenset({"COERCE", "REJECT", "RETREAT", "SANCTION"})
_ARTICLE = 4  # sentences from which on a text is one; shorter ones are items and headlines
_DOUBT = 0.25  # about half of the F1 that is reached: below it, an act costs more than it brings
_TO_BOTH = frozenset({"AGREE", "REQUEST"})
_PEERS = frozenset({"counterpart", "colleague", "homologue"})
_LEAD = 3  # first sentences of an article, which tell of both states together
_NEAR = 2  # sentences back in which the counterpart was named last
_RECENT = 5  # sentences back in which one of the two states was named by itself
_BODIES = words("of_bodies")
_NAMES = frozenset({"name", "appoint", "nominate", "choose", "designate", "send"})


def settle(scene: Scene) -> None:
    """Give the officials of an article who have no state the one that the text implies."""
    if scene.item:
        return
    for sent in scene.sentences:
        for fact in sent.parsed.facts:
            if not sent.span.start <= fact.person.first < sent.span.end:
                continue
            person = scene.person_of(fact.person)
            if person.country is None and person.org is None and not fact.org:
                person.nation = _whose(scene, sent, fact)


def _whose(scene: Scene, sent: Sentence, fact: OfficeFact) -> str | None:
    """The state of an office: `his minister`, that of the place, or the one of the two that the article is about."""
    doc = sent.parsed.doc
    for token in doc[fact.first : fact.last + 1].root.children:
        if token.dep_ == "poss" and token.tag_ == "PRP$":
            owner = pronoun(scene, sent, token)
            code = owner[0].country if owner else None
            if code and _PEERS & set(fact.phrase.lower().split()):
                return _across(scene, code) if code in scene.dyad() else None  # "his counterpart" is of another state
            if code:
                return code
    place, named_by = _place_before(sent, fact), _named_by(scene, sent, fact)
    if place is not None or named_by is not None:
        return place or named_by
    if fact.sector not in _OF_STATE or set(fact.phrase.lower().replace("'s", "").split()) & _BODIES:
        return None
    if len(scene.dyad()) < 2:
        return home_of(scene, sent) or scene.home
    if scene.home in scene.dyad():
        return _abroad(scene, sent) or scene.home
    name = doc[fact.person.first : fact.person.last + 1].root
    for other in (sent, *back(scene, sent, _RECENT)):
        named = [code for code in scene.dyad() if code in _states(scene, other)]
        if len(named) == 1 and other is not sent:
            return named[0]
        if len(named) == 1 and _told_before(sent, name, named[0]):
            return named[0]
        if len(named) == 1 and _tells_of(sent, name, named[0]):
            return _across(scene, named[0])
        if named:
            return None
    return None


def _named_by(scene: Scene, sent: Sentence, fact: OfficeFact) -> str | None:
    """The state that gave somebody an office: "Kenya named X, a deputy speaker"."""
    name = sent.parsed.doc[fact.person.first : fact.person.last + 1].root
    who = subject(name.head) if name.dep_ == "dobj" and name.head.lemma_ in _NAMES else None
    return next((a.country for a in scene.side(sent, who) if a.country), None) if who is not None else None


def _place_before(sent: Sentence, fact: OfficeFact) -> str | None:
    """The state of a place that opens the sentence ("In Lima, ..."), or in which the office is ("in New Delhi")."""
    doc = sent.parsed.doc
    for name in sent.parsed.names:
        if name.entry is None or not sent.span.start <= name.first < sent.span.end:
            continue
        opens = name.first - sent.span.start == 1 and name.first < fact.first
        inside = fact.first < name.first <= fact.last
        if name.entry.country and (opens or inside) and doc[name.first - 1].lower_ in ("in", "at", "from"):
            return name.entry.country
    return None


def _tells_of(sent: Sentence, name: Token, code: str) -> bool:
    """Whether the state stands in what the person does or says: behind his verb or below it."""
    verb = next((t for t in name.ancestors if t.pos_ == "VERB"), None)
    who = subject(verb) if verb is not None else None
    if verb is None or who is None or not (who.i == name.i or name.is_ancestor(who) or who.is_ancestor(name)):
        return False
    stand = [i for i, entry, _ in sent.bodies if entry.country == code]
    return all(i > verb.i or not any(t.i == i for t in who.subtree) for i in stand)


def _abroad(scene: Scene, sent: Sentence) -> str | None:
    """The other state than that of the dispatch, where the sentence before is about it ("Lima tells another story")."""
    dyad = set(scene.dyad())
    for other in back(scene, sent, 1):
        if dyad <= _states(scene, other):
            break
        doer = subject(other.span.root)
        codes = {a.country for a in scene.side(other, doer)} if doer is not None else set()
        if other.parsed is sent.parsed and len(codes) == 1 and codes <= dyad - {scene.home}:
            return codes.pop()
    return None


def _states(scene: Scene, sent: Sentence) -> set[str | None]:
    """The states that a sentence names, by their people too."""
    first, end = sent.span.start, sent.span.end
    return scene.countries(sent) | {
        n.entry.country for n in sent.parsed.names if n.entry is not None and first <= n.first < end
    }


def _told_before(sent: Sentence, name: Token, code: str) -> bool:
    """Whether the state does something in a clause to which the person's is joined: "its Senate balked, and X …"."""
    verb = next((t for t in name.ancestors if t.pos_ == "VERB"), None)
    first = verb.head if verb is not None and verb.dep_ == "conj" else None
    doer = subject(first) if first is not None else None
    stand = {i for i, entry, _ in sent.bodies if entry.country == code}
    stand |= {n.first for n in sent.parsed.names if n.entry is not None and n.entry.country == code}
    return doer is not None and any(t.i in stand for t in doer.subtree)


def _across(scene: Scene, code: str) -> str:
    return next(other for other in scene.dyad() if other != code)


def counterpart(scene: Scene, sent: Sentence, at: Token, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The other of the two states that an article is about, where it was named lately and no third one in the clause.

    `at` is the word that carries the act. In the first sentences the other one may be named in those that follow.
    """
    codes = {actor.code for actor in actors}
    dyad = set(scene.dyad())
    if not dyad and not scene.item:
        return _nearest(scene, sent, at, codes)
    if len(codes) != 1 or not codes <= dyad or _named_below(sent, at) - dyad:
        return ()
    if at.dep_ == "pcomp" and _named_below(sent, at.head.head) - dyad:
        return ()  # what a third state charges one of the two with may be done to anybody
    (other,) = dyad - codes
    place = scene.place(sent)
    near = scene.sentences[:_LEAD] if place < _LEAD else (sent, *back(scene, sent, _NEAR))
    if not any(other in scene.countries(s) for s in near):
        return ()
    return (_state(other),)


def _nearest(scene: Scene, sent: Sentence, at: Token, codes: set[str | None]) -> tuple[Actor, ...]:
    """In an article about three states: the one of the others that alone was named last."""
    main = scene.frequent()
    if len(codes) != 1 or not codes <= main or _named_below(sent, at) - codes:
        return ()
    for other in (sent, *back(scene, sent, _NEAR)):
        named = {code for code in scene.countries(other) if code and code in main and code not in codes}
        if named:
            return (_state(named.pop()),) if len(named) == 1 else ()
    return ()


def _named_below(sent: Sentence, at: Token) -> set[str]:
    """The states that a clause names, without the clauses joined to it and below it."""
    clause = {t.i for t in within(at)}
    persons = {p.country for i, p, _ in sent.persons if i in clause}
    return {code for code in (*persons, *(b.country for i, b, _ in sent.bodies if i in clause)) if code}


def _state(code: str) -> Actor:
    return Actor(actor_name(code), code, None, "GOV", id=code)


def unnamed(
    scene: Scene, sent: Sentence, verb: Token, kind: str, frame: Frame, target: tuple[Actor, ...]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Sides of a passive that names nobody who does it: the other one does it, or both do it together."""
    if any(a.code for a in target):
        by_other = kind in _SUFFERED or (kind == "COERCE" and all(a.sector == "MIL" for a in target))
        by_other = by_other or (kind in TOGETHER and frame.bound)
        return (counterpart(scene, sent, verb, target) if by_other else ()) or _where(scene, sent, kind, target), target
    dyad = scene.dyad()
    if frame.bound and kind in TOGETHER and len(dyad) == 2 and not _named_below(sent, verb) - set(dyad):
        return (_state(dyad[0]),), (_state(dyad[1]),)
    return (), target


def _where(scene: Scene, sent: Sentence, kind: str, target: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The state in which foreigners were arrested, barred or let go: "judges of X had been denied a visa in Y"."""
    home = home_of(scene, sent) if kind in _AT_PLACE and not scene.item else None
    return (_state(home),) if home is not None and home not in {a.code for a in target} else ()


def both_states(scene: Scene, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The two states of an article, between whom an outsider mediates."""
    dyad = scene.dyad()
    codes = {a.code for a in actors}
    outside = len(codes) == 1 and all(codes) and not codes & set(dyad)
    return tuple(map(_state, dyad)) if outside else ()


def completed(scene: Scene, found: Iterable[Act]) -> Iterator[Act]:
    """The acts of a sentence with the sides that it leaves unsaid; in an article without those that stay doubtful."""
    for act in found:
        whole = _completed(scene, act)
        if not _is_doubtful(scene, whole):
            yield whole


def _completed(scene: Scene, act: Act) -> Act:
    if scene.item:
        return act
    act = _placed(scene, act)
    if act.type == "PROTEST":
        return _against_rulers(act)
    if not act.source and act.type in _SUFFERED and any(a.code for a in act.target):
        source = counterpart(scene, act.sentence, act.token, act.target)
        return replace(act, source=source, rule=f"{act.rule}, unnamed") if source else act
    about = act.thing is not None and act.type in _OF_THINGS  # "dismissed the report": it may be anybody's
    if any(a.code for a in act.target) or act.type not in ONE_WAY or (about and not act.target):
        return act
    target = counterpart(scene, act.sentence, act.token, act.source) or _both(scene, act)
    return replace(act, target=target, rule=f"{act.rule}, counterpart") if target else act


def _both(scene: Scene, act: Act) -> tuple[Actor, ...]:
    """The two states of the article, to whom an outsider's offer or call goes that names nobody."""
    codes = {a.code for a in act.source}
    if act.type not in _TO_BOTH or _named_below(act.sentence, act.token) - codes:
        return ()
    return both_states(scene, act.source)


def _is_doubtful(scene: Scene, act: Act) -> bool:
    """Whether an act of an article has a side of no state or body and is likelier misread than not."""
    if scene.item or len(scene.sentences) < _ARTICLE:
        return False
    whole = any(a.code for a in act.source) and any(a.code for a in act.target)
    return not whole and act.confidence < _DOUBT


def _placed(scene: Scene, act: Act) -> Act:
    """An act of officials, soldiers or a crowd of no state: they are of the one that was told of last."""
    if not act.source or any(a.code or a.sector not in _AT_HOME for a in act.source):
        return act
    home = _told_of_last(scene, act.sentence)
    if home is None or home in {a.country for a in act.target} or any(a.id for a in act.source):
        return act
    return replace(act, source=tuple(replace(a, country=home, id=home) for a in act.source), rule=f"{act.rule}, home")


def _told_of_last(scene: Scene, sent: Sentence) -> str | None:
    """The state of the place of a sentence, else the one that alone was named in the sentences before."""
    home = home_of(scene, sent)
    if home is not None:
        return home
    for other in back(scene, sent, _RECENT):
        named = {code for code in scene.countries(other) if code}
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _against_rulers(act: Act) -> Act:
    """A protest of a state's people that names nobody is against who rules them."""
    codes = {a.country for a in act.source if a.sector != "GOV"}
    if any(a.code for a in act.target) or len(codes) != 1:
        return act
    (code,) = codes
    if code is None:
        return act
    return replace(act, target=(_state(code),), rule=f"{act.rule}, at home")
