"""Acts that lie in saying or willing: `refused to`, `says that X must`, `called it a crime`, `warned that it would`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.belonging import at_home
from bilat.coding.clauses import agent, complement, objects_of, passive, patient, prepositions, subject, within
from bilat.coding.lexicon import lexicon
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.sides import Act, act_of, actors_behind, anybody, deeper
from bilat.coding.status import Reality, effect_of, reality
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_ORDERS = frozenset({"order", "instruct", "command", "tell", "want", "require", "encourage", "invite"})
_INSULTS = words("insults")
_SUFFERING = frozenset({"face", "suffer", "pay", "bear", "meet", "feel", "regret"})
_WILL = frozenset({"will", "would", "'ll", "shall"})
_PENALTIES = words("penalties")
_WRONGS = frozenset({"commit", "perpetrate", "break", "violate", "breach", "flout", "lie", "orchestrate"})
_MISDEEDS = words("misdeeds")
_CRIMES = words("crimes")
_GUILTY = frozenset({"behind", "responsible", "guilty", "complicit"})
_ENVOY_WORDS = frozenset({"diplomat", "ambassador", "envoy", "attaché", "consul", "staff", "official", "journalist"})
_WISHES = frozenset({"intention", "plan", "desire", "wish", "reason", "need", "interest"})
_CLAUSES = frozenset({"acl", "pcomp", "relcl"})
# "declined to comment", "asked not to be named": how somebody speaks, not what he does to another
_REVENGES = frozenset({"retaliate", "avenge", "punish", "dislodge", "crush", "annihilate", "eliminate", "hunt"})
_OF_SPEAKER = frozenset({"comment", "elaborate", "say", "speculate", "specify"})
_OF_HIS_NAME = frozenset({"name", "identify", "quote"})
_MUST = frozenset({"must", "should"})


def takes(verb: Token, inner: Token, lemma: str) -> bool:
    """Whether a clause is what a verb of the lexicon's `[matrix]` speaks of."""
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in inner.children)
    return (
        infinitive
        or (inner.tag_ == "VBG" and effect_of(inner.head, lemma) == "REJECT")
        or (inner.dep_ == "ccomp" and lemma not in _ORDERS and lemma not in ("ask", "call", "offer", "encourage"))
    )


def of_matrix(scene: Scene, sent: Sentence, verb: Token, inner: Token, effect: str) -> Iterator[Act]:
    """`agreed to`, `refused to`, `threatened to`, `urged X to`: the act is the saying."""
    real = reality(verb)
    if real.status is None or real.blocked or _of_speaker(inner):
        return
    who = agent(verb)
    source = actors_behind(scene, sent, who) if who is not None else ()
    target: tuple[Actor, ...] = ()
    if effect == "REQUEST":
        head = patient(verb) or next(objects_of(verb, ("on", "upon", "for", "to", "from")), None)
        if head is not None and head is not who:
            target = actors_behind(scene, sent, head)
            if not target and head.pos_ in ("NOUN", "ADJ"):
                target = (anybody(sent, head),)
        if not target:
            own = subject(inner)
            target = actors_behind(scene, sent, own) if own is not None and own is not who else ()
    if not target:
        target = deeper(scene, sent, inner, source)
    if effect == "AGREE" and _is_harm(inner) and any(a.code for a in target):
        effect = "THREATEN"
    words = f"{verb.text} … {inner.text}"
    if effect == "AGREE" and not target and len({a.code or a.name for a in source}) > 1:
        yield act_of(
            sent, verb, effect, source[:1], source[1:], real, joint=True, words=words, rule="matrix", confidence=0.6
        )
    elif source and (any(a.code for a in source) or target):
        yield act_of(
            sent, verb, effect, source, target, real, words=words, rule="matrix", confidence=0.65 if target else 0.45
        )


def _is_harm(inner: Token) -> bool:
    """Whether what is vowed is harm to another: "vowed to crush", not "promised not to attack"."""
    negated = any(c.dep_ == "neg" for c in inner.children)
    frames = lexicon().verbs.get(inner.lemma_.lower(), ())
    return not negated and (inner.lemma_ in _REVENGES or any(f.type == "ASSAULT" and not f.bound for f in frames))


def _of_speaker(inner: Token) -> bool:
    return inner.lemma_ in _OF_SPEAKER or (inner.lemma_ in _OF_HIS_NAME and passive(inner))


def told(scene: Scene, sent: Sentence, verb: Token, inner: Token) -> Iterator[Act]:
    """`says that X must`: a demand; `says it will (not)`: a promise or a refusal of its own."""
    who = subject(verb)
    real = reality(verb)
    if who is None or real.status != "occurred":
        return
    aux = {c.lower_ for c in inner.children if c.dep_ in ("aux", "neg")}
    duty = bool(aux & _MUST) or (inner.lemma_ in ("need", "have") and complement(inner) is not None)
    whom = subject(inner)
    kind, rule = ("REQUEST", "must") if duty else _told_of(inner, aux)
    if kind and whom is not None:
        source, target = actors_behind(scene, sent, who), actors_behind(scene, sent, whom)
        codes = {a.code or a.name for a in source}
        if source and any(a.code for a in target) and not any((a.code or a.name) in codes for a in target):
            words = f"{verb.text} … {inner.text}"
            yield act_of(sent, verb, kind, source, target, real, words=words, rule=rule, confidence=0.55)


def _told_of(inner: Token, aux: set[str]) -> tuple[str, str]:
    """What it is to say that another did wrong, or will suffer for it: the type of act and its rule, or nothing."""
    near = {t.lemma_.lower() for t in within(inner)}
    if inner.lemma_ in _SUFFERING and aux & _WILL and near & _PENALTIES:
        return "THREATEN", "will face"
    if "not" in aux or "n't" in aux:
        return "", ""
    if (
        inner.lemma_ in _MISDEEDS
        or (inner.lemma_ in ("fail", "refuse") and complement(inner) is not None)
        or (inner.lemma_ in _WRONGS and near & _CRIMES)
        or (inner.lemma_ == "be" and near & _GUILTY)
    ):
        return "ACCUSE", "told of"
    return "", ""


def sent_away(scene: Scene, sent: Sentence, verb: Token) -> Iterator[Act]:
    """`ordered two diplomats to leave`: they are expelled, whatever word the order has."""
    real, whom, who = reality(verb), patient(verb), agent(verb)
    envoys = whom is not None and any(t.lemma_.lower() in _ENVOY_WORDS for t in (whom, *whom.children))
    if real.status is None or real.blocked or whom is None or not envoys:
        return
    source = actors_behind(scene, sent, who) if who is not None else ()
    target = scene.side(sent, whom)
    if any(a.code for a in target):
        yield act_of(sent, verb, "SANCTION", source, target, real, mode="expel", words=verb.text, rule="sent away")


def unwilling(scene: Scene, sent: Sentence, verb: Token) -> Iterator[Act]:
    """`has no intention of leaving`, `sees no reason to talk`: a refusal in a noun."""
    noun, who, real = patient(verb), agent(verb), reality(verb)
    if noun is None or who is None or noun.lemma_ not in _WISHES:
        return
    inner = next(
        (
            t
            for c in noun.children
            for t in (c, *c.children)
            if t.pos_ == "VERB" and t.dep_ in ("acl", "pcomp", "relcl")
        ),
        None,
    ) or complement(verb)
    source = actors_behind(scene, sent, who)
    if inner is not None and any(a.code for a in source) and any(c.lower_ == "no" for c in noun.children):
        target = deeper(scene, sent, inner, source)
        words = f"{verb.text} no {noun.text}"
        yield act_of(
            sent, verb, "REJECT", source, target, replace(real, status="occurred"), words=words, rule="unwilling"
        )


def insult(scene: Scene, sent: Sentence, verb: Token) -> Iterator[Act]:
    """`called him a dictator`, `described it as an act of terrorism`: an accusation in a name."""
    names = [c for c in verb.children if c.dep_ in ("oprd", "attr", "ccomp", "dobj")]
    real = reality(verb)
    who, head = agent(verb), patient(verb)
    above = (verb, head) if head is not None else (verb,)
    names += [c for up in above for named in up.children if named.lower_ == "as" for c in named.children]
    if head is None or head.lemma_.lower() in _INSULTS:
        # "called Kenya's claim baseless": the parser takes what is named for a modifier of its name.
        inside = [c for n in names for c in n.children if c.dep_ in ("compound", "nmod", "nsubj", "poss")]
        head = inside[-1] if inside else head
    if real.status is None or who is None or head is None:
        return
    if any(t.lemma_.lower() in _INSULTS for n in names if n.i != head.i for t in n.subtree):
        source = actors_behind(scene, sent, who)
        if any(a.code for a in source):
            target = at_home(scene, sent, scene.side(sent, head))
            if {a.code for a in target} == {a.code for a in source}:
                # "Canada recalled its envoy from X and called the use of its passports an outrage": whose fault it is
                shared = deeper(scene, sent, verb.head, source) if verb.dep_ == "conj" else ()
                target = tuple(a for a in shared if a.code)
            yield act_of(
                sent, verb, "ACCUSE", source, target, real, mode="disapprove", words=verb.text, rule="name",
                confidence=0.55,
            )  # fmt: skip


def warning(scene: Scene, sent: Sentence, verb: Token, real: Reality) -> Act | None:
    """A warning of what the speaker will do is a threat, one to do or leave something a request."""
    who = agent(verb)
    source = actors_behind(scene, sent, who) if who is not None else ()
    if not source or not any(a.code for a in source):
        return None
    head = patient(verb)
    target = actors_behind(scene, sent, head) if head is not None else ()
    inner = complement(verb)
    infinitive = inner is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in inner.children)
    if infinitive or ("against" in prepositions(verb) and head is not None):
        return (
            act_of(sent, verb, "REQUEST", source, target, real, words=verb.text, rule="warn to", confidence=0.55)
            if target
            else None
        )
    own = False
    if inner is not None:
        told = subject(inner)
        actors = scene.side(sent, told) if told is not None else ()
        own = any(a.code and a.code in {s.code for s in source} for a in actors)
        if not own and not target:
            return None
        target = target or deeper(scene, sent, inner, source)
    if not target and not own:
        return None
    return act_of(sent, verb, "THREATEN", source, target, real, words=verb.text, rule="warn", confidence=0.55)
