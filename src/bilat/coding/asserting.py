"""What a sentence asserts and what it denies, and whose words these are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.belonging import at_home
from bilat.coding.clauses import agent, complement, objects_of, passive, patient, subject
from bilat.coding.lexicon import lexicon
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_DENIES = words("denies")
CHARGES = words("charges")
_HELD = words("held_to_be")
_CHARGE_NOUNS = words("charge_nouns")
CHARGED = words("charges_put")
_WITHHELD = words("withheld")
_REBUFFED = CHARGED | {"notion", "theory", "insinuation", "conclusion", "characterization", "characterisation"}
_FALSE = words("untrue")
_CALLS = frozenset({"call", "brand", "label", "describe", "denounce"})
_THEREOF = frozenset({"it", "this", "that", "them", "which", "so", "these", "those"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "all", "both", "any"})
_PERSONAL = frozenset({"GOV", "MIL", "REB", "OPP", "LEG", "JUD", "IGO", "CVL", "BUS"})
_PROSECUTES = frozenset({"charge", "arrest", "detain", "indict", "sue", "prosecute", "investigate"})


@dataclass(slots=True)
class Assertion:
    token: Token
    by: tuple[Actor, ...]
    proposition: str
    bare: bool  # contested only if somebody denies it


@dataclass(slots=True)
class Denial:
    token: Token
    by: tuple[Actor, ...]
    thing: Token | None
    of_before: bool  # of what was said before: `the charge`, `it`, `involvement`
    charged_by: tuple[Actor, ...]


def read(scene: Scene, sent: Sentence) -> tuple[list[Assertion], list[Denial]]:
    """What a sentence asserts and denies; nothing where it has no word of either."""
    asserted: list[Assertion] = []
    denied: list[Denial] = []
    for token in sent.span:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and lemma in _DENIES):
            if lemma in _DENIES or (lemma in _CALLS and _as_false(token)):
                denial = _denial(scene, sent, token)
                if denial is not None:
                    denied.append(denial)
            else:
                one = _assertion(scene, sent, token, lemma)
                if one is not None:
                    asserted.append(one)
        elif token.pos_ == "NOUN" and lemma in CHARGED:
            one = _by_noun(scene, sent, token)
            if one is not None:
                asserted.append(one)
        elif token.lower_ == "allegedly" and token.head.tag_ == "VBG":
            one = _allegedly(scene, sent, token.head)
            if one is not None:
                asserted.append(one)
        elif token.lower_ == "what":
            one = _what(scene, sent, token)
            if one is not None:
                asserted.append(one)
    return [a for a in asserted if not any(_weaker(a, b) for b in asserted)], denied


def _weaker(one: Assertion, other: Assertion) -> bool:
    """Whether another word tells the same charge better: `says that it suspects`, `made allegations that`."""
    if one is other:
        return False
    if one.bare != other.bare:
        return one.bare and (_under(one.token, other.token) or _under(other.token, one.token))
    return _under(one.token, other.token)


def _under(token: Token, other: Token) -> bool:
    return any(t.i == other.i for t in token.ancestors)


def _assertion(scene: Scene, sent: Sentence, verb: Token, lemma: str) -> Assertion | None:
    speech = lemma in lexicon().speech_verbs
    if lemma not in CHARGES and lemma not in _HELD and not speech:
        return None
    if any(c.dep_ == "neg" for c in verb.children):
        return None
    inner = complement(verb) or next((c for c in verb.children if c.dep_ == "ccomp"), None)
    of = _of(verb)
    if passive(verb) or _participle(verb, lemma):
        who = agent(verb) if passive(verb) else None
        hedged = (lemma in _HELD and inner is not None) or (lemma in ("accuse", "suspect") and of is not None)
        if not hedged:
            return None
        by = scene.side(sent, who) if who is not None else ()
        told = subject(verb)
        return Assertion(verb, _sayers(scene, sent, by), _words(sent, verb, told), not by)
    who = subject(verb)
    if lemma == "claim" and any(c.dep_ == "dobj" and c.pos_ == "NOUN" for c in verb.children):
        return None  # "claims responsibility", "claims lives"
    if lemma in CHARGES:
        if inner is None and of is None:
            return None
        when = any(c.dep_ in ("advmod", "mark") and c.lower_ in ("when", "as", "if") for c in verb.children)
        bare = (
            lemma in ("accuse", "blame", "charge") or when
        )  # an accusation alone is an act, and contested by a denial
    elif lemma == "suspect":
        bare = inner is None and of is None
    elif speech and inner is not None and inner.dep_ == "ccomp":
        bare = True
    else:
        return None
    if who is not None and who.lower_ in ("it", "they", "he", "she", "we") and verb.dep_ == "ccomp":
        # "The court says that it suspects …": whoever says so.
        who = subject(verb.head) or who
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and who is not None and who.dep_ == "pobj":
        # "files complaints in four countries alleging …": whoever files them.
        main = next((t for t in verb.ancestors if t.pos_ in ("VERB", "AUX")), None)
        who = subject(main) if main is not None else who
    if who is not None and (noun_sectors().get(who.lemma_.lower()) == "MED" or _reported_by(who)):
        return None
    by = _sayers(scene, sent, scene.side(sent, who) if who is not None else ())
    if not by:
        return None
    if any(c.dep_ == "aux" and c.lower_ in ("may", "might", "could", "would", "to", "will") for c in verb.children):
        bare = True
    return Assertion(verb, by, _words(sent, verb, None), bare)


def _of(verb: Token) -> Token | None:
    """The preposition of what somebody is charged with; the parser may hang it on who charges."""
    for head in (verb, agent(verb) if passive(verb) else patient(verb)):
        for child in head.children if head is not None else ():
            # "The West, for its part, accuses Russia of": what stands before the verb is no charge.
            here = head is verb and child.i > verb.i
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "over") and (here or _doing(child)):
                return child
    return None


def _doing(prep: Token) -> bool:
    return any(c.dep_ == "pcomp" for c in prep.children)


def _participle(verb: Token, lemma: str) -> bool:
    """`…, suspected to be smugglers`: a participle without an object is a passive."""
    free = not any(c.dep_ in ("nsubj", "aux", "dobj", "ccomp") for c in verb.children)
    return lemma in _HELD and verb.tag_ == "VBN" and verb.dep_ != "ROOT" and free


def _reported_by(who: Token) -> bool:
    """Whether a text and no side says so: `a report claims`."""
    return who.lemma_.lower() in ("report", "study", "article", "document", "suit", "lawsuit")


def _by_noun(scene: Scene, sent: Sentence, noun: Token) -> Assertion | None:
    """`allegations by Mali that …`, `Israel's claim that …`, `reports alleging …`."""
    inside = [c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp") and c.lemma_.lower() not in _DENIES]
    of = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "about", "against")]
    if inside and inside[0].dep_ == "relcl":
        inside = []
    if not inside and not of:
        return None
    who = next(objects_of(noun, ("by", "from")), None) or next(
        (c for c in noun.children if c.dep_ in ("poss", "amod", "nmod") and c.i in sent.parsed.by_token), None
    )
    by = scene.side(sent, who) if who is not None else ()
    if not by and noun.dep_ == "dobj" and noun.head.lemma_ in ("make", "level", "repeat", "raise", "bring", "renew"):
        who = subject(noun.head)
        by = scene.side(sent, who) if who is not None else ()
    weak = noun.lemma_.lower() in ("report", "suggestion", "speculation", "rumor", "rumour") or not inside
    return Assertion(noun, _sayers(scene, sent, by), plain(sent, (inside or of)[0]), weak or not by)


def _allegedly(scene: Scene, sent: Sentence, doing: Token) -> Assertion | None:
    """`police charge a man with allegedly selling visas`: who charges asserts it."""
    up = doing.head if doing.dep_ == "pcomp" and doing.head.lower_ in ("for", "with", "of") else None
    verb = up.head if up is not None else None
    if verb is None or verb.lemma_ not in _PROSECUTES or verb.pos_ != "VERB":
        return None
    who = agent(verb) if passive(verb) else subject(verb)
    by = _sayers(scene, sent, scene.side(sent, who) if who is not None else ())
    return Assertion(verb, by, plain(sent, doing), False) if by else None


def _what(scene: Scene, sent: Sentence, token: Token) -> Assertion | None:
    """`what Kenya says is a base`, `in what it claims was an act of defence`."""
    doc = sent.parsed.doc
    verb = next(
        (
            doc[i]
            for i in range(token.i + 1, min(token.i + 9, sent.span.end))
            if doc[i].lemma_ in ("say", "state", "claim", "allege", "believe", "suspect", "insist")
        ),
        None,
    )
    if verb is None or verb.i + 1 >= sent.span.end:
        return None
    after = doc[verb.i + 1]
    if after.lemma_ != "be" and after.lower_ not in ("has", "have", "had"):
        return None
    who = subject(verb) if verb.pos_ in ("VERB", "AUX") else None
    heads = [who] if who is not None else [doc[i] for i in range(verb.i - 1, token.i, -1) if i in sent.parsed.by_token]
    by = next((s for h in heads if (s := scene.side(sent, h))), ())
    by = _sayers(scene, sent, by)
    if not by:
        return None
    return Assertion(verb, by, text_of(sent, after.i, sent.span.end - 1), False)


def _denial(scene: Scene, sent: Sentence, verb: Token) -> Denial | None:
    if any(c.dep_ == "neg" for c in verb.children):
        return None
    lemma = verb.lemma_.lower()
    who = agent(verb)
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.lower_ == "which"), None) or patient(verb)
    if thing is not None and thing.i > verb.i + 1 and verb.nbor().tag_ == "VBG" and verb.nbor().dep_ == "amod":
        thing = verb.nbor()  # "denied shelling villages": the parser takes the gerund for a modifier
    inner = complement(verb) or next((c for c in verb.children if c.dep_ in ("ccomp", "xcomp")), None)
    if passive(verb):
        inner = None
    elif verb.dep_ == "relcl" and thing is None and inner is None:
        thing = verb.head
    if verb.dep_ == "acl" and thing is None:
        thing = verb.head
    word = thing.lemma_.lower() if thing is not None else ""
    false = _as_false(verb)
    charge = (
        false
        or word in (_CHARGE_NOUNS if lemma == "deny" else _REBUFFED)
        or (thing is not None and (thing.lower_ in _THEREOF or thing.tag_ == "VBG"))
    )
    if any(c.dep_ == "dative" for c in verb.children) or word in _WITHHELD:
        return None
    if lemma == "deny":
        if thing is None and inner is None:
            return None
        if thing is not None and not charge and not _of_doing(thing):
            return None
    elif (
        not charge
        or (thing is not None and thing.lower_ in _THEREOF and lemma not in ("dispute", "refute") and not false)
        or (inner is not None and thing is None)
    ):
        return None
    by = _sayers(scene, sent, scene.side(sent, who) if who is not None else ())
    if not by or (lemma != "deny" and by[0].sector == "JUD"):
        return None
    charged: tuple[Actor, ...] = ()
    bare = thing is not None and not any(c.dep_ in ("acl", "ccomp") for c in thing.children)
    if thing is not None and word in CHARGED:
        owner = next(objects_of(thing, ("by", "from")), None) or next(
            (c for c in thing.children if c.dep_ in ("poss", "amod", "nmod") and c.lower_ not in ("its", "his", "her")),
            None,
        )
        charged = scene.side(sent, owner) if owner is not None else ()
        charged = tuple(a for a in charged if a.code and not shared((a,), by))
    definite = thing is not None and (
        thing.lower_ in _THEREOF
        or any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in thing.children)
        or (bare and word in _CHARGE_NOUNS)
        or verb.dep_ in ("relcl", "acl")
    )
    gerund = thing is not None and thing.tag_ == "VBG"
    return Denial(verb, by, inner or thing, definite or gerund or inner is not None, charged)


def _as_false(verb: Token) -> bool:
    """Whether somebody calls a thing untrue: `dismissed the pictures as a circus`, `which he has called a lie`."""
    called = [c for c in verb.children if c.dep_ in ("oprd", "attr", "ccomp")]
    called += [w for c in verb.children if c.lower_ == "as" for w in c.children]
    return any(t.lemma_.lower() in _FALSE for c in called for t in c.subtree)


def _of_doing(thing: Token) -> bool:
    """Whether a denied thing is one that somebody may have done: `any role in the attack`, `supplying arms`."""
    return lexicon().nouns.get(thing.lemma_.lower()) is not None or thing.tag_ == "VBG"


def _sayers(scene: Scene, sent: Sentence, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    return tuple(a for a in at_home(scene, sent, actors) if a.code or a.id or a.sector in _PERSONAL)


def shared(first: Sequence[Actor], second: Sequence[Actor]) -> bool:
    """Whether one voice stands on both sides; two voices of one state may differ."""
    names = {_voice(a) for a in first}
    return any(_voice(a) in names for a in second)


def _voice(actor: Actor) -> str:
    return actor.id if actor.id and ":" in actor.id else actor.name


def _words(sent: Sentence, verb: Token, told: Token | None) -> str:
    """What a verb charges somebody with: the clause, or whom and of what."""
    inner = complement(verb) or next((c for c in verb.children if c.dep_ == "ccomp"), None)
    what = inner or _of(verb)
    whom = told or (patient(verb) if inner is None or verb.lemma_ in ("accuse", "suspect", "blame") else None)
    parts = []
    if whom is not None and (what is None or not what.left_edge.i <= whom.i <= what.right_edge.i):
        parts.append(text_of(sent, whom.left_edge.i, whom.i))
    if what is not None:
        first = what.left_edge.i + (what.left_edge.lower_ in ("that", "of", "for"))
        parts.append(text_of(sent, first, what.right_edge.i))
    text = " ".join(p for p in parts if p) or text_of(sent, verb.left_edge.i, verb.right_edge.i)
    return text[:1].upper() + text[1:]


def plain(sent: Sentence, head: Token) -> str:
    first = head.left_edge.i
    first += sent.parsed.doc[first].lower_ in ("that", "of", "about") and head.right_edge.i > first
    text = text_of(sent, first, head.right_edge.i)
    return text[:1].upper() + text[1:]


def text_of(sent: Sentence, first: int, last: int) -> str:
    return re.sub(r"\s+", " ", sent.parsed.doc[first : last + 1].text).strip(' ,—–-."')
