"""Acts that a verb carries, by the frames of the lexicon and by what it governs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.belonging import ACTING, at_home
from bilat.coding.causes import cause, rulers
from bilat.coding.clauses import (
    agent,
    complement,
    objects_of,
    passive,
    patient,
    prepositions,
    retained,
    subject,
    within,
)
from bilat.coding.counterparts import TOGETHER, TOWARDS, both_states, counterpart, unnamed
from bilat.coding.lexicon import Frame, lexicon
from bilat.coding.noun_acts import light_acts, undergone_acts
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.phrases import subject_matter
from bilat.coding.scene import Scene
from bilat.coding.sides import (
    Act,
    act_of,
    actors_behind,
    any_lemma,
    anybody,
    behind,
    deeper,
    is_force,
    is_official,
    or_thing,
)
from bilat.coding.spoken_acts import insult, of_matrix, sent_away, takes, told, unwilling, warning
from bilat.coding.status import Reality, effect_of, reality
from bilat.coding.words import words
from bilat.model import Actor
from bilat.ontology import TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

_BORDERS = frozenset({"border", "frontier", "boundary"})
_SENDS_AWAY = frozenset({"order", "tell", "ask", "give"})
_OF_OTHERS = frozenset({"REJECT", "ACCUSE", "SUPPORT"})  # "rejected his offer": whose it is
_BOTH_WAYS = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT"})
_JOINTLY = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "RETREAT"})
_EMPTY_TARGET = frozenset({"ACCUSE", "REJECT", "SUPPORT", "AGREE", "REQUEST", "THREATEN"})
_OUTER = frozenset({"on", "against", "to", "with", "from", "for"})
_READY = frozenset({"ready", "willing", "prepared"})
_NAMES_AS = frozenset({"hold", "call", "label", "brand", "describe", "term", "denounce", "dub"})
_ENVOYS = words("envoys")
_PLACING = frozenset({"in", "at", "near", "into", "over", "along", "off", "around"})
# "will not lift", "would not meet": to say so of one's own help is a refusal, of one's own harm a promise.
_REFUSED = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"), "REJECT") | (
    dict.fromkeys(("SANCTION", "MOBILIZE", "ASSAULT"), "AGREE")
)
_GOODS = words("goods")
_STORMS = frozenset({"clash", "storm", "battle", "fight", "besiege"})
_ON_PEOPLE = words("on_people")


def verb_acts(scene: Scene, sent: Sentence, verb: Token, used: set[int]) -> Iterator[Act]:
    lex = lexicon()
    lemma = lex.irregular.get(verb.lower_, verb.lemma_.lower())
    particles = [c.lemma_.lower() for c in verb.children if c.dep_ == "prt" or (c.i > verb.i and _loose(c))]
    particles += [c.lower_ for c in verb.children if c.lower_ == "free" and c.dep_ in ("oprd", "acomp")]
    effect = effect_of(verb, lemma)
    inner = complement(verb)
    if lemma in _SENDS_AWAY and inner is not None and inner.lemma_ in ("leave", "depart", "quit"):
        away = list(sent_away(scene, sent, verb))
        if away:
            yield from away
            return
    if effect is not None and effect in TYPES and inner is not None and takes(verb, inner, lemma):
        yield from of_matrix(scene, sent, verb, inner, effect)
        return
    ready = next((c for c in verb.children if c.dep_ == "acomp" and c.lower_ in _READY), None)
    if lemma in ("be", "stand", "remain") and ready is not None and complement(ready) is not None:
        yield from (a for a in of_matrix(scene, sent, verb, complement(ready) or ready, "AGREE") if a.target)
        return
    if lemma == "be":
        yield from _been_to(scene, sent, verb)
    if lemma == "expect" and passive(verb):
        yield from _awaited(scene, sent, verb)
    if lemma in ("have", "see"):
        yield from unwilling(scene, sent, verb)
    if lemma in _NAMES_AS:
        yield from insult(scene, sent, verb)
    if lemma in lex.speech_verbs and inner is not None and inner.dep_ == "ccomp":
        yield from told(scene, sent, verb, inner)
    frames = [(key, frame) for key in (*(f"{lemma}_{p}" for p in particles), lemma) for frame in lex.verbs.get(key, ())]
    real = reality(verb) if frames else None
    if real is not None and real.status is not None and not real.blocked:
        for key, frame in frames:
            act = _fits(scene, sent, verb, real, frame, key, used)
            if act is not None:
                yield act
                if act.joint and act.type not in _JOINTLY and _is_mutual(act):
                    yield replace(act, source=act.target, target=act.source)  # "shelled each other": each did
                return
    undergone = list(undergone_acts(scene, sent, verb, used))
    if undergone:
        yield from undergone
    elif any(key in lex.light for key in (lemma, *(f"{lemma}_{p}" for p in particles))):
        yield from light_acts(scene, sent, verb, used)


def _been_to(scene: Scene, sent: Sentence, verb: Token) -> Iterator[Act]:
    """`has been to Baku four times`: visits of a person."""
    who, real = subject(verb), reality(verb)
    if who is None or real.status is None or not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return
    source = tuple(a for a in scene.side(sent, who) if a.id and ":" in a.id and a.code)
    target = tuple(a for o in objects_of(verb, ("to",)) for a in scene.side(sent, o) if a.code)
    if source and target and not {a.code for a in source} & {a.code for a in target}:
        real = replace(real, tense="past")
        yield act_of(sent, verb, "CONSULT", source, target, real, mode="visit", words="been to", rule="visit")


def _awaited(scene: Scene, sent: Sentence, verb: Token) -> Iterator[Act]:
    """`is expected in Delhi for talks with X`: a visit to come of a person."""
    who = subject(verb)
    source = tuple(a for a in scene.side(sent, who) if a.code and is_official(a)) if who is not None else ()
    talks = [o for o in objects_of(verb, ("for",)) if o.lemma_.lower() in lexicon().nouns]
    host = tuple(a for t in talks for o in objects_of(t, ("with",)) for a in scene.side(sent, o) if a.code)
    there = tuple(a for o in objects_of(verb, ("in", "at")) for a in scene.side(sent, o) if a.code)
    target = host or there
    if source and target and not {a.code for a in source} & {a.code for a in target}:
        real = Reality("planned", "future")
        yield act_of(sent, verb, "CONSULT", source, target, real, mode="visit", words="visit expected", rule="visit")


def _is_mutual(act: Act) -> bool:
    """Whether its object says that each did it to the other; "clashed" is one act of both."""
    return act.thing is not None and act.thing.lower_ in ("other", "another")


def _loose(token: Token) -> bool:
    """Whether a word behind a verb is its particle: `pulled out of`."""
    bare = token.dep_ == "prep" and not any(c.dep_ == "pobj" for c in token.children)
    return token.dep_ == "advmod" or bare


def _fits(
    scene: Scene, sent: Sentence, verb: Token, real: Reality, frame: Frame, key: str, used: set[int]
) -> Act | None:
    """The act that a frame reads in a verb, or None where the frame does not fit or a side that it needs is missing."""
    if not _shaped(sent, verb, frame, key):
        return None
    if "threat_only" in frame.flags:
        return warning(scene, sent, verb, real)
    dies = "swap_subject" in frame.flags
    head = subject(verb) if dies else (retained(verb) if frame.objects else None) or patient(verb)
    who = None if dies else agent(verb)
    if who is not None and head is not None and who.i == head.i:
        return None
    source = actors_behind(scene, sent, who) if who is not None else ()
    if "violent" in frame.flags:
        hidden = cause(scene, sent, verb, who, used)
        if hidden is None:
            return None
        if hidden or not any(a.sector in ACTING or a.code for a in source):
            source = hidden
    elif "blast" in frame.flags:
        source = ()
    if passive(verb) and not source and frame.type in ("AID", "MOBILIZE", "ASSAULT"):
        source = tuple(a for o in objects_of(verb, ("from",)) for a in scene.side(sent, o) if a.code)
        given = frame.type in ("AID", "MOBILIZE") and frame.objects
        owner = scene.owner(sent, head) if given and head is not None else None
        source = source or ((owner,) if owner is not None and owner.code else ())
    kind, mode = frame.type, frame.mode
    if kind == "ASSAULT" and key in _STORMS and source and all(a.sector == "CVL" for a in source):
        kind, mode = "PROTEST", "riot"
    target = _target(scene, sent, verb, head, frame, source)
    bidden = complement(verb) is not None or prepositions(verb) & {"for"}
    if kind == "REQUEST" and key == "call" and target and all(is_official(a) for a in target) and not bidden:
        kind, mode = "CONSULT", "visit"  # "called on the caretaker premier"
    if not target and head is not None and (kind == "ASSAULT" or mode in _ON_PEOPLE) and not frame.objects:
        target = (anybody(sent, head),)
    if kind == "PROTEST" and not target:
        target = rulers(scene, sent, verb, source)
    source, target = at_home(scene, sent, source, target), at_home(scene, sent, target)
    if mode in _ON_PEOPLE and len({a.country for a in source}) == 1 and source[0].sector in ("GOV", "JUD"):
        # Police and courts act at home.
        target = tuple(
            a if a.code else replace(a, country=source[0].country, id=a.id or source[0].country) for a in target
        )
    if "swap" in frame.flags:
        source, target = target, source
    joint = "joint" in frame.flags
    rule = "verb"
    towards = kind in TOWARDS or (frame.bound and kind in TOGETHER)
    if not any(a.code for a in target) and towards and not scene.item:
        shared = deeper(scene, sent, verb.head, source) if verb.dep_ == "conj" and verb.head.pos_ == "VERB" else ()
        other = counterpart(scene, sent, verb, source)
        if any(a.code for a in shared):
            target, rule = shared, "verb, shared"
        elif other:
            target, rule = other, "verb, counterpart"
    if not any(a.code for a in target) and mode == "third-party":
        target = both_states(scene, source) or target
    if kind == "PROTEST" and key == "protest" and any(a.sector == "GOV" for a in source):
        # States do not march: "protested to China" is a complaint.
        kind, mode = "ACCUSE", "disapprove"
        target = target or tuple(a for o in objects_of(verb, ("to", "with", "over")) for a in scene.side(sent, o))
    if head is not None and head.lower_ in ("other", "another") and len(source) > 1:
        source, target, joint = source[:1], source[1:], True  # "accused each other"
    if not target and _together(frame, source, head):
        source, target, joint = source[:1], source[1:], True
    if not source and passive(verb):
        source, target = unnamed(scene, sent, verb, kind, frame, target)
        rule = "verb, unnamed" if source else rule
    if not _admits(frame, verb, source, target):
        return None
    _use(used, head, who if frame.flags & {"violent", "blast"} else None)
    if real.negated and real.tense == "future" and kind in _REFUSED:
        kind, mode, joint, real = _REFUSED[kind], None, False, replace(real, status="occurred")
    confidence = 0.55 + 0.1 * frame.bound + 0.1 * any(a.code for a in source) + 0.1 * any(a.code for a in target)
    return act_of(
        sent, verb, kind, source, target, real, mode=mode, joint=joint, words=key.replace("_", " "), rule=rule,
        confidence=confidence, thing=head,
    )  # fmt: skip


def _shaped(sent: Sentence, verb: Token, frame: Frame, key: str) -> bool:
    """Whether the words that a frame is bound to stand around the verb."""
    head = retained(verb) or patient(verb)
    who = agent(verb)
    around = _bare_prepositions(verb) | (prepositions(head) if head is not None and "of" in frame.preps else set())
    if frame.preps and not frame.preps & around:
        return False
    if frame.not_near and any(t.lemma_.lower() in frame.not_near for t in verb.sent):
        return False
    if head is not None and frame.unless and head.lemma_.lower() in frame.unless:
        return False
    if frame.objects and (head is None or not any_lemma(head, frame.objects)):
        return False
    if "needs_xcomp" in frame.flags and (complement(verb) is None or key in lexicon().matrix):
        return False
    if frame.objects_as and not any(t.lemma_.lower() in frame.objects_as for t in _near(verb, frame)):
        return False
    if frame.aims and not any(c.lemma_.lower() in frame.aims for c in _aims(verb, head)):
        return False
    if "in_person" in frame.flags and (head is None or not _is_somebody(sent, head)):
        return False
    if "by_somebody" in frame.flags and (who is None or not _is_somebody(sent, who)):
        return False
    if frame.withs and not any(any_lemma(o, frame.withs) for o in objects_of(verb, frame.preps)):
        return False
    if frame.source_words and (who is None or not any_lemma(who, frame.source_words)):
        return False
    return not (key == "call" and any(c.dep_ == "oprd" for c in verb.children))


def _aims(verb: Token, head: Token | None) -> Iterator[Token]:
    """The verbs of what something is done for: `sent troops to help`, `troops sent to help rebuild`."""
    for above in (verb, *((head,) if head is not None else ())):
        for clause in above.children:
            if clause.dep_ in ("advcl", "xcomp", "acl", "relcl") and any(t.lower_ == "to" for t in clause.lefts):
                yield clause


def _bare_prepositions(verb: Token) -> set[str]:
    """The prepositions of a verb that lead to more than a day: "called in the envoy on Friday" calls on nobody."""
    days = {c.i for c in verb.children if c.dep_ == "prep" and any(o.ent_type_ in ("DATE", "TIME") for o in c.children)}
    return prepositions(verb) - {c.lower_ for c in verb.children if c.i in days} | {
        c.lower_ for c in verb.children if c.dep_ == "prep" and c.i not in days
    }


def _is_somebody(sent: Sentence, head: Token) -> bool:
    """Whether a noun is a name, a pronoun or a person by what they are, rather than something that one does."""
    named = head.i in sent.parsed.by_token or head.pos_ in ("PRON", "PROPN")
    return named or noun_sectors().get(head.lemma_.lower()) not in (None, "OBJECT")


def _near(verb: Token, frame: Frame) -> Iterator[Token]:
    """Where a frame's words may stand: below the verb; for a crowd's verb, in its clauses too."""
    yield from verb.subtree if "crowd" in frame.flags else within(verb)


def _together(frame: Frame, source: Sequence[Actor], head: Token | None) -> bool:
    """Whether the joint subjects of a verb do to one another what it tells."""
    if len({a.code or a.name for a in source}) < 2 or frame.type not in _BOTH_WAYS:
        return False
    return bool(head is None or frame.objects or frame.type in ("CONSULT", "COOPERATE") or "joint" in frame.flags)


def _admits(frame: Frame, verb: Token, source: Sequence[Actor], target: Sequence[Actor]) -> bool:
    """Whether an act has the sides that its frame needs."""
    flags = frame.flags
    coded = any(a.code for a in (*source, *target))
    if "military" in flags and not any(is_force(a) for a in source):
        return False
    if "protesters" in flags and not any(a.sector == "CVL" for a in source):
        return False
    if "actor_target" in flags and not any(a.code or a.sector for a in target):
        return False
    if ("joint" in flags and not target and frame.type == "COOPERATE") or ("weak" in flags and not coded):
        return False
    alone = ("bare" in flags and source) or (frame.type in _EMPTY_TARGET and any(a.code for a in source))
    if not target and (not alone or frame.mode == "allege"):
        return False
    if frame.mode == "visit" and not any((a.id and ":" in a.id) or a.sector in _ENVOYS for a in source):
        return False
    if source:
        return True
    suffered = frame.type == "ASSAULT" or frame.mode in _ON_PEOPLE or frame.mode == "investigate"
    return bool(flags & {"violent", "blast"}) or (
        suffered and passive(verb) and any(a.code or a.sector for a in target)
    )


def _use(used: set[int], head: Token | None, cause: Token | None) -> None:
    """Mark the nouns that a verb's act has taken, so that they make none of their own."""
    nouns = lexicon().nouns
    if head is not None:
        used.update(t.i for t in (head, *(c for c in head.children if c.dep_ == "conj")) if t.lemma_.lower() in nouns)
    if cause is not None:
        used.add(cause.i)


def _is_deed(sent: Sentence, head: Token) -> bool:
    """Whether a noun names an act of force or repression."""
    frame = lexicon().nouns.get(head.lemma_.lower())
    return frame is not None and frame.type in ("ASSAULT", "COERCE", "SANCTION") and head.i not in sent.parsed.by_token


def _target(
    scene: Scene, sent: Sentence, verb: Token, head: Token | None, frame: Frame, source: Sequence[Actor]
) -> tuple[Actor, ...]:
    things = frame.type in ("ASSAULT", "COERCE", "AID", "RETREAT", "SANCTION", "ACCUSE", "PROTEST")
    spare: tuple[Actor, ...] = ()
    codes = {a.code or a.name for a in source}
    same = {(a.code, a.name) for a in source}
    for slot in frame.target:
        heads: list[Token]
        if slot == "object":
            heads = [head] if head is not None else []
            goods = head is not None and noun_sectors().get(head.lemma_.lower()) not in ACTING
            if goods and head is not None and frame.type == "AID" and any_lemma(head, frame.objects):
                # "sent Russia drones": the goods are no one's side, whose they seem to be is whom they go to.
                owner = scene.owner(sent, head)
                if owner is not None and owner.code not in codes:
                    return (owner,)
                heads = []
        elif slot == "clause":
            inner = complement(verb)
            own = subject(inner) if inner is not None else None
            heads = [own] if own is not None else []
        elif slot == "dative":
            heads = [c for c in verb.children if c.dep_ == "dative" and c.pos_ not in ("ADP",)]
            heads += [c for c in (patient(verb),) if c is not None and retained(verb) is not None]
            heads += list(objects_of(verb, ("to",)))
        elif slot == "by" and passive(verb):
            heads = []
        else:
            heads = list(objects_of(verb, (slot,)))
            for thing in objects_of(verb, frame.preps) if frame.objects_as or frame.withs else ():
                heads += [o for o in objects_of(thing, (slot,)) if thing not in heads]
            if head is not None and (not passive(verb) or slot in _OUTER):
                matter = subject_matter(head)
                heads += [*objects_of(head, (slot,)), *(objects_of(matter, (slot,)) if matter is not None else ())]
        if spare and slot in _PLACING:
            continue
        for one in heads:
            if slot == "object" and frame.type in ("ACCUSE", "REQUEST") and _is_deed(sent, one):
                # "condemned the killing of aid workers" accuses who did it, not them; "urges sanctions" asks no one.
                actors = behind(scene, sent, one) if frame.type == "ACCUSE" else ()
            else:
                actors = scene.side(sent, one) if not things else or_thing(scene, sent, one)
            if one.lemma_ in _BORDERS and actors and all((a.code or a.name) in codes for a in actors):
                actors = tuple(a for o in objects_of(one, ("with",)) for a in scene.side(sent, o))
            actors = tuple(a for a in actors if (a.code, a.name) not in same)
            if frame.type == "AID" and one.lemma_.lower() in _GOODS:
                actors = tuple(a for a in actors if a.code)  # "gave help to drones": what is given is nobody's side
            if "joint" in frame.flags and any(a.code not in codes for a in actors):
                # "Moscow ratified the treaty between Russia and Iran": the other side is Iran.
                actors = tuple(a for a in actors if a.code not in codes)
            if any(a.code for a in actors) or (slot == "object" and frame.mode == "release" and actors):
                return actors  # "handed the hostages over to Oman": it is they who are let go
            spare = spare or actors
    if not spare and frame.type == "AGREE":
        return deeper(scene, sent, verb, source)
    if not spare and head is not None and (frame.objects or frame.type in _OF_OTHERS):
        owner = scene.owner(sent, head)
        if owner is not None and (owner.code or owner.name) not in codes:
            return (owner,)
    return spare
