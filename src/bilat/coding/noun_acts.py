"""Acts that a noun carries, alone (`the invasion of Ukraine`) or under a light verb (`held talks with`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.belonging import ACTING, at_home
from bilat.coding.clauses import agent, objects_of, patient, subject
from bilat.coding.lexicon import Frame, lexicon
from bilat.coding.naming import key_of
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.sides import Act, act_of, actors_behind, anybody, behind, modifier, or_thing
from bilat.coding.status import Reality, reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_BOTH_WAYS = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ASSAULT"})
_HAPPENS = frozenset(
    {"occur", "erupt", "continue", "take", "hold", "break", "begin", "start", "spread", "resume", "follow"}
)
_PLANS = frozenset({"consider", "plan", "propose", "prepare", "weigh", "mull", "schedule", "seek"})
_ROUNDS = frozenset({"round", "series", "set", "number", "wave", "string", "day", "week", "barrage"})
_EXERCISES = frozenset({"exercise", "drill", "maneuver", "manoeuvre", "wargame"})
_UNDERGOES = frozenset({"face", "suffer", "draw", "receive", "sustain", "meet", "earn", "endure"})
_SUFFERED = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "REQUEST", "THREATEN", "SUPPORT", "REJECT"})
_FACING = frozenset({"against", "near", "off", "around", "opposite"})
_GOODS = words("goods")
_WANTS = frozenset({"call", "appeal", "plead", "press", "push", "hope", "wish", "argue", "plea", "ask"})
_PAPERS = words("papers")
_DURING = words("during")
_MEETS = words("meets")
_LASTING = words("lasting")
_SUFFERS = words("suffers")


def light_acts(scene: Scene, sent: Sentence, verb: Token, used: set[int]) -> Iterator[Act]:
    """`launch an attack on`, `held talks with`: the object carries the act, the subject does it."""
    if any(c.dep_ == "oprd" for c in verb.children):
        return  # "called the talks fruitful" holds none
    lex = lexicon()
    heads = [patient(verb), *objects_of(verb, ("in", "into"))]
    if heads[0] is not None and heads[0].lemma_ == "responsibility":
        heads = [*objects_of(heads[0], ("for",)), *objects_of(verb, ("for",))]  # who claims an attack did it
    # "a round of talks": the talks are the act.
    heads += [o for h in heads if h is not None and h.lemma_ in _ROUNDS for o in objects_of(h, ("of",))]
    for head in heads:
        frame = lex.nouns.get(head.lemma_.lower()) if head is not None else None
        if head is None or frame is None or head.i in used:
            continue
        real = reality(verb)
        if real.blocked or real.status is None:
            return
        if verb.lemma_ in _PLANS and real.status in ("occurred", "ongoing"):
            real = replace(real, status="planned", tense="future")
        who = agent(verb)
        source = actors_behind(scene, sent, who) if who is not None else ()
        if not source:
            owner = modifier(scene, sent, head)
            source = (owner,) if owner is not None else ()
        target = _noun_target(scene, sent, head, frame, source, verb)
        joint = False
        if not target and len({a.code or a.name for a in source}) > 1 and (frame.type in _BOTH_WAYS):
            source, target, joint = source[:1], source[1:], True
        kind = frame.type
        if head.lemma_ in _EXERCISES:
            together = joint or any(
                True for one in (head, verb) for _ in objects_of(one, ("with", "between", "alongside"))
            )
            kind = "COOPERATE" if together else "MOBILIZE"
            target = target if together else _near(scene, sent, (head, verb), source)
        if (not source and not target) or (kind in ("COOPERATE", "CONSULT", "AID", "SUPPORT") and not target):
            return
        if not any(a.code or a.sector for a in source) and not any(a.code for a in target):
            return
        used.add(head.i)
        yield act_of(
            sent,
            verb,
            kind,
            source,
            target,
            real,
            mode=frame.mode,
            joint=joint,
            words=f"{verb.text} … {head.text}",
            rule="light verb",
            confidence=0.65 if target else 0.5,
            thing=head,
        )
        return


def undergone_acts(scene: Scene, sent: Sentence, verb: Token, used: set[int]) -> Iterator[Act]:
    """`came under fire from`, `faces Western sanctions`, `drew criticism from`: the subject is whom the noun hits."""
    lex = lexicon()
    if verb.lemma_ == "come":
        nouns = list(objects_of(verb, ("under",)))
    elif verb.lemma_ in _UNDERGOES:
        nouns = [o for o in (patient(verb), *objects_of(verb, ("with",))) if o is not None]
    else:
        return
    who, real = agent(verb), reality(verb)
    for noun in nouns:
        frame = lex.nouns.get(noun.lemma_.lower())
        if frame is None or frame.type not in _SUFFERED or who is None or real.status is None or real.blocked:
            continue
        doers = [*objects_of(noun, ("from", "by")), *objects_of(verb, ("from", "by"))]
        source = tuple(a for o in doers for a in scene.side(sent, o)) or behind(scene, sent, noun)
        target = or_thing(scene, sent, who)
        if any(a.code for a in source) and any(a.code or a.sector for a in target):
            used.add(noun.i)
            words = f"{verb.text} … {noun.text}"
            yield act_of(
                sent, verb, frame.type, source, target, real, mode=frame.mode, words=words, rule="undergone",
                confidence=0.6, thing=noun,
            )  # fmt: skip


def _near(scene: Scene, sent: Sentence, heads: Sequence[Token], source: Sequence[Actor]) -> tuple[Actor, ...]:
    """Before whose borders forces show themselves: `near`, `off the coast of`."""
    own = {a.code for a in source}
    found = (a for head in heads for one in objects_of(head, _FACING) for a in scene.side(sent, one))
    return tuple(a for a in found if a.code and a.code not in own)


def _noun_target(
    scene: Scene, sent: Sentence, noun: Token, frame: Frame, source: Sequence[Actor], verb: Token | None
) -> tuple[Actor, ...]:
    codes = {a.code or a.name for a in source}
    spare: tuple[Actor, ...] = ()
    for slot in frame.target:
        heads = list(objects_of(noun, (slot,)))
        if verb is not None:
            heads += list(objects_of(verb, (slot,)))
        for one in heads:
            actors = or_thing(scene, sent, one) if frame.type in ("ASSAULT", "COERCE", "AID") else scene.side(sent, one)
            if frame.type == "AID" and one.lemma_.lower() in _GOODS:
                actors = tuple(a for a in actors if a.code)
            fresh = tuple(a for a in actors if (a.code or a.name) not in codes)
            if any(a.code for a in fresh):
                return fresh
            spare = spare or fresh
    if verb is not None:
        owner = modifier(scene, sent, noun)
        if (
            owner is not None
            and (owner.code or owner.name) not in codes
            and frame.type in ("CONSULT", "COOPERATE", "AID", "SUPPORT")
        ):
            return (owner,)
        for child in verb.children:
            if child.dep_ == "dative" and child.pos_ != "ADP":
                return scene.side(sent, child)
    return spare


def noun_acts(scene: Scene, sent: Sentence, noun: Token) -> Iterator[Act]:
    lex = lexicon()
    frame = lex.nouns.get(noun.lemma_.lower())
    if frame is None or frame.free == "never" or noun.i in sent.parsed.by_token:
        return
    if noun.dep_ in ("compound", "amod", "nmod") or (
        noun.head.i in sent.parsed.by_token
        and noun.dep_ != "ROOT"
        and noun.head.pos_ == "PROPN"
        and noun.dep_ == "compound"
    ):
        return
    if noun.dep_ == "pobj" and noun.head.i > 0 and noun.head.nbor(-1).lemma_.lower() in _PAPERS:
        return  # "the treaty on partnership" is a paper, not the partnership
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lemma_ in _WANTS:
        return  # "called for cooperation": there is none yet
    real = reality(noun)
    blocked = noun.dep_ in ("dobj", "pobj") and (real.status is None or real.blocked)
    source, target = _noun_sides(scene, sent, noun, frame)
    if not source and frame.type == "CONSULT":
        source = _present(scene, sent, noun)
    if not source and frame.type == "PROTEST" and noun.dep_ in ("nsubj", "nsubjpass") and noun.head.lemma_ in _HAPPENS:
        source = at_home(scene, sent, (anybody(sent, noun),))
    codes = {key_of(a) for a in source}
    target = tuple(a for a in target if key_of(a) not in codes)
    if not target and frame.type in ("SANCTION", "ASSAULT", "COERCE"):
        target = _sufferer(scene, sent, noun)
        target = tuple(a for a in target if key_of(a) not in codes)
    if frame.free == "both" and not (source and target and any(a.code for a in source) and any(a.code for a in target)):
        return
    if frame.free == "source" and not any(a.code for a in source):
        return
    if frame.free == "any" and not any(a.code for a in (*source, *target)):
        return
    if frame.type in ("ASSAULT", "RETREAT") and not target:
        return
    status = "ongoing" if noun.lemma_.lower() in _LASTING or frame.type == "COOPERATE" else "occurred"
    if noun.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj") and real.status in (
        "planned",
        "negated",
        "alleged",
        "denied",
    ):
        status = real.status
    if frame.type == "COOPERATE" and real.status in (None, "planned", "negated"):
        return
    if blocked and noun.dep_ == "dobj":
        status = "planned" if real.tense == "future" and frame.type in ("CONSULT",) else status
        if frame.type not in ("SANCTION", "ASSAULT", "CONSULT", "COOPERATE"):
            return
    yield act_of(
        sent,
        noun,
        frame.type,
        source,
        target,
        Reality(status, real.tense, real.teller),
        mode=frame.mode,
        words=noun.text,
        rule="noun",
        confidence=0.5 if source and target else 0.4,
        thing=noun,
    )


def _noun_sides(scene: Scene, sent: Sentence, noun: Token, frame: Frame) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Source and target of an act that a noun names."""
    parsed = sent.parsed
    before: list[Actor] = []

    def collect(head: Token) -> None:
        for child in head.children:
            if child.i < noun.i and child.dep_ in ("amod", "compound", "poss", "nmod", "npadvmod", "conj"):
                name = parsed.by_token.get(child.i)
                if name is not None and (
                    (name.entry is not None and name.entry.kind != "place") or name.kind == "person"
                ):
                    before.extend(
                        a
                        for a in scene.side(sent, child)
                        if not any(a.code == b.code and a.name == b.name for b in before)
                    )
                elif child.dep_ == "poss" or (
                    child.dep_ == "compound" and noun_sectors().get(child.lemma_.lower()) in ACTING
                ):
                    before.extend(scene.side(sent, child))
                if name is None or name.kind != "person":
                    collect(child)

    collect(noun)
    source = tuple(before)
    between = [a for o in objects_of(noun, ("between", "among")) for a in scene.side(sent, o)]
    if not between and noun.dep_ in ("nsubj", "nsubjpass") and noun.head.lemma_ in _HAPPENS:
        between = [a for o in objects_of(noun.head, ("between", "among")) for a in scene.side(sent, o)]
    if between:
        return tuple(between[:1]), tuple(between[1:])
    by = [a for o in objects_of(noun, ("by",)) for a in scene.side(sent, o)]
    if by:
        source = tuple(by)
    target: tuple[Actor, ...] = ()
    for slot in frame.target:
        for one in objects_of(noun, (slot,)):
            actors = or_thing(scene, sent, one) if frame.type == "ASSAULT" else scene.side(sent, one)
            if actors:
                if slot == "of" and not source and frame.type in ("RETREAT", "PROTEST", "CONSULT"):
                    source = actors
                    continue
                target = actors
                break
        if target:
            break
    distinct = list(dict.fromkeys(a.code or a.name for a in source))
    if not target and len(distinct) > 1 and (frame.type in ("CONSULT", "COOPERATE", "ASSAULT", "SANCTION")):
        return source[:1], source[1:]
    if not target and by and before:
        target = tuple(before)
    return source, target


def _sufferer(scene: Scene, sent: Sentence, noun: Token) -> tuple[Actor, ...]:
    """Whom an act hits that the text says somebody faces or evades."""
    verb = noun.head
    if noun.dep_ not in ("dobj", "pobj") or verb.lemma_ not in _SUFFERS:
        return ()
    who = subject(verb)
    return tuple(a for a in scene.side(sent, who) if a.code) if who is not None else ()


def _present(scene: Scene, sent: Sentence, noun: Token) -> tuple[Actor, ...]:
    """Who took part in a meeting that stands as `during a meeting with X`: the subject of the clause."""
    if noun.lemma_.lower() not in _MEETS or noun.dep_ != "pobj" or noun.head.lower_ not in _DURING:
        return ()
    verb = noun.head.head
    if verb.pos_ not in ("VERB", "AUX"):
        return ()
    who = subject(verb)
    return tuple(a for a in scene.side(sent, who) if a.code) if who is not None else ()
