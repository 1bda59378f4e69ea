"""Speech told in the reporter's words: `X said that …`, `X announces a plan`, `according to X`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.belonging import at_home
from bilat.coding.clauses import agent, complement, objects_of, passive, subject
from bilat.coding.lexicon import lexicon
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAYS_NOUN = words("says_noun")
_TOLD_TO = frozenset({"to", "with"})
SAYERS = words("sayers")
_OFFICIAL = SAYERS - {"CVL", "MED", "BUS"}
ANNOUNCES = frozenset({"announce", "confirm"})
_OUTLETS = words("outlets")
_EXPERTS = words("experts")
_CLAUSES = frozenset({"ROOT", "conj", "advcl", "ccomp", "relcl", "parataxis", "pcomp", "xcomp", "acl"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """A saying: where it stands (offsets of sentence or run), who says it, the words' offsets."""

    sentence: Sentence
    start: int
    end: int
    speaker: Actor
    first: int
    last: int
    direct: bool
    audience: Actor | None
    verb: Token | None
    voice: str | None
    rule: str
    confidence: float


def according(scene: Scene, sent: Sentence) -> tuple[str, Actor, Token] | None:
    for token in sent.span:
        rate = token.i + 1 < len(token.doc) and token.nbor().lower_ == "cent"
        if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep" and not rate):
            for one in objects_of(token, ("to",)) if token.lower_ == "according" else token.children:
                actors = scene.side(sent, one)
                outlet = "MED" in (noun_sectors().get(one.lemma_.lower()), noun_sectors().get(one.lower_))
                if actors and not outlet:
                    start, end = actors[0].start, actors[0].end
                    text = sent.parsed.doc.text
                    base = sent.parsed.block.start
                    name = text[start - base : end - base] if start is not None and end is not None else actors[0].name
                    return actors[0].name if ":" in (actors[0].id or "") else name, actors[0], one
    return None


def audience_of(scene: Scene, sent: Sentence, verb: Token | None, speaker: Actor) -> Actor | None:
    if verb is None:
        return None
    heads = list(objects_of(verb, _TOLD_TO))
    if verb.lemma_ in ("tell", "inform", "assure"):
        heads = [c for c in verb.children if c.dep_ in ("dobj", "dative")] + heads
    for head in heads:
        for actor in scene.side(sent, head):
            if actor.id and actor.id != speaker.id:
                return actor
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in ("in", "during"):
            for noun in prep.children:
                if noun.lemma_ in (
                    "letter",
                    "message",
                    "telegram",
                    "call",
                    "meeting",
                    "conversation",
                    "phone",
                    "interview",
                ):
                    for one in objects_of(noun, ("to", "with")):
                        for actor in scene.side(sent, one):
                            if actor.id and actor.id != speaker.id:
                                return actor
    return None


def reported(scene: Scene, sent: Sentence) -> Iterator[Quotation]:
    """`X said that …`, `X announces a plan`, `according to X, …`: a named speaker's words in the reporter's."""
    done: list[tuple[int, int]] = []
    for token in sent.span:
        if token.pos_ not in ("VERB", "NOUN") or token.lemma_ not in lexicon().speech_verbs or token.lemma_ == "deny":
            continue
        for low, high, who, rule in _told(scene, sent, token):
            actors = _speakers(scene, sent, who)
            if actors and not any(a <= token.idx < b for a, b in done):
                done.append((low, high))
                yield _indirect(scene, sent, token, actors[0], low, high, rule)
                break
    told = according(scene, sent)
    if told is not None and not done and told[1].sector != "MED" and not _outlet(told[1].name):
        span = _around(sent, told[2])
        known = ":" in (told[1].id or "") or told[1].code or told[1].sector in SAYERS
        if span is not None and known:
            yield _indirect(scene, sent, sent.span.root, told[1], *span, "according to")


def _indirect(scene: Scene, sent: Sentence, verb: Token, speaker: Actor, low: int, high: int, rule: str) -> Quotation:
    base = sent.parsed.block.start
    audience = audience_of(scene, sent, verb, speaker) if rule != "according to" else None
    return Quotation(
        sent, base + sent.span.start_char, base + sent.span.end_char, speaker, base + low, base + high, False,
        audience, verb, None, rule, 0.6 if rule == "according to" else 0.7,
    )  # fmt: skip


def _told(scene: Scene, sent: Sentence, verb: Token) -> Iterator[tuple[int, int, Token, str]]:
    """What a verb of speech reports, as offsets of its words, with whose words they are."""
    if verb.pos_ == "NOUN":
        # "strikes on what Israel states are depots": the parser takes the verb for a noun.
        if verb.dep_ == "nsubj" and verb.tag_ == "NNS" and verb.head.pos_ == "AUX" and verb.head.i == verb.i + 1:
            name = next((c for c in verb.children if c.dep_ == "compound" and c.i in sent.parsed.by_token), None)
            attr = next((c for c in verb.head.children if c.dep_ == "attr" and c.i > verb.i), None)
            if name is not None and attr is not None:
                yield *extent(attr), name, f"what {verb.lemma_}"
        return
    if any(c.dep_ == "neg" for c in verb.children):
        return
    if passive(verb):
        who, thing = agent(verb), subject(verb)
        told = any(c.dep_ == "auxpass" for c in verb.children) and verb.lemma_ in ANNOUNCES
        if who is not None and thing is not None and told and who.i > verb.i:
            yield *extent(thing), who, f"{verb.lemma_} by"
        return
    who = _after(verb) or subject(verb)
    if who is None or verb.dep_ not in _CLAUSES or verb.lemma_ in ("ask", "urge"):
        return
    called = _called(verb)
    if called is not None:
        yield *extent(called), who, f"what {verb.lemma_}"
        return
    name = next((c for c in verb.children if c.dep_ == "oprd" and c.pos_ in ("NOUN", "ADJ")), None)
    if verb.lemma_ == "call" and name is not None:
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if thing is not None and not thing.lower_.endswith(("self", "selves")):
            yield verb.idx, _last_word(name), who, "call"
        return
    inner = complement(verb) or next((c for c in verb.children if c.dep_ == "ccomp"), None)
    inner = inner or _before(verb, who)
    if inner is None or (inner.dep_ != "ccomp" and inner.i > who.i):
        noun = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_ in _SAYS_NOUN), None)
        inner = next((c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp")), None) if noun else None
    if inner is not None and verb.lemma_ == "declare" and inner.pos_ == "ADJ":
        return  # "declared the truce void": an act
    if inner is not None:
        low, high = extent(inner)
        apart = [t for t in sent.span if t.text == ";" and low <= t.idx < who.idx < verb.idx]
        low = apart[-1].nbor().idx if apart else low
        if not low <= verb.idx < high:
            if verb.dep_ == "relcl" or inner.i < verb.i:
                low = max(low, verb.idx + len(verb.text) + 1) if inner.i > verb.i else low
            yield low, high, who, f"{verb.lemma_} that"
        elif verb.dep_ == "relcl":
            # "a decree, which they say will harm miners"
            yield verb.idx + len(verb.text) + 1, high, who, f"{verb.lemma_} of it"
        else:
            # "Honduras, the ministry says, will open an embassy": the saying stands within what is said.
            yield *extent(sent.span.root), who, f"{verb.lemma_} within"
        return
    if verb.dep_ in ("parataxis", "ccomp") and verb.i > 0 and verb.nbor(-1).i == who.i and _bracketed(sent, who, verb):
        yield *extent(sent.span.root), who, f"{verb.lemma_} within"
        return
    if verb.dep_ == "relcl" or (verb.dep_ == "ccomp" and verb.head.dep_ == "relcl"):
        return
    if verb.dep_ in ("parataxis", "ccomp", "relcl", "advcl") and verb.head.pos_ in ("VERB", "AUX", "NOUN"):
        return
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    named = thing is not None and thing.pos_ in ("NOUN", "PROPN") and thing.i > verb.i
    if thing is not None and named and verb.lemma_ in ANNOUNCES and sent.parsed.by_token.get(thing.i) is None:
        yield *extent(thing), who, f"{verb.lemma_} a thing"


def _before(verb: Token, who: Token) -> Token | None:
    """What is said before a comma, which the parser takes for a side clause: `Talks will resume, X announced`."""
    comma = who.left_edge.i > 0 and verb.doc[who.left_edge.i - 1].text == ","
    clauses = (c for c in verb.children if c.dep_ == "advcl" and c.i < who.i < verb.i and c.tag_ != "VBG")
    return next((c for c in clauses if comma and not any(g.dep_ == "mark" for g in c.children)), None)


def _called(verb: Token) -> Token | None:
    """`of what X said were camps`, `hit what X described as a base`, `what she called a lie`: the camps, the base."""
    what = any(c.dep_ == "dobj" and c.lower_ == "what" for c in verb.children)
    if verb.dep_ != "pcomp" and not (verb.dep_ == "ccomp" and what):
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.pos_ == "AUX" and child.left_edge.lower_ == "what":
            return next((c for c in child.children if c.dep_ == "attr"), None)
        if child.dep_ == "dobj" and child.lower_ == "what":
            named = (c for c in verb.children if c.dep_ == "oprd" and c.i > verb.i)
            return next(objects_of(verb, ("as",)), None) or next(named, None)
    return None


def _after(verb: Token) -> Token | None:
    """`X resigns after Y, the leader of Z, announces that …`: the parser joins the second verb to the first."""
    if verb.dep_ != "conj" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return None
    if any(c.dep_ == "cc" and c.i < verb.i for c in verb.head.children):
        return None
    return next(objects_of(verb.head, ("after", "before", "as", "while")), None)


def _bracketed(sent: Sentence, who: Token, verb: Token) -> bool:
    """Whether a subject and its verb stand between commas."""
    doc = sent.parsed.doc
    first = who.left_edge.i - 1
    return first > sent.span.start and doc[first].text == "," and verb.i + 1 < len(doc) and doc[verb.i + 1].text in ",."


def _last_word(head: Token) -> int:
    """The offset behind a noun or adjective, without what is joined to it."""
    joined = min((c.i for c in head.children if c.dep_ in ("cc", "conj") and c.i > head.i), default=None)
    last = head.doc[joined - 1] if joined is not None else head.right_edge
    return last.idx + len(last.text)


def extent(head: Token) -> tuple[int, int]:
    """The offsets of a clause or phrase, without `that` before and the full stop after it."""
    first, last = head.left_edge, head.right_edge
    for child in head.children:
        # "that talks would resume, while Greece said …": what another says is no part of it.
        if child.dep_ == "advcl" and child.lemma_ in lexicon().speech_verbs and child.left_edge.lower_ == "while":
            last = child.left_edge.nbor(-1)
    while first.lower_ in ("that", ",") and first.i < last.i:
        first = first.nbor()
    while last.is_punct and last.text not in (")", '"', "%") and last.i > first.i:
        last = last.nbor(-1)
    return first.idx, last.idx + len(last.text)


def _speakers(scene: Scene, sent: Sentence, who: Token) -> tuple[Actor, ...]:
    """Who may be a speaker: a known person, state or body, or somebody with a function; an outlet only relays."""
    if "MED" in (noun_sectors().get(who.lemma_.lower()), noun_sectors().get(who.lower_)):
        return ()
    actors = scene.side(sent, who)
    name = sent.parsed.by_token.get(who.i)
    body = name is not None and name.kind == "org" and not _outlet(name.text)
    kept = tuple(a for a in actors if a.id or a.sector in _OFFICIAL or body)
    if not kept and scene.item and who.pos_ == "NOUN" and who.lemma_.lower() in _EXPERTS:
        kept = actors[:1] or (_phrase(sent, who),)
    phrase = sent.parsed.doc[who.left_edge.i : who.i + 1].text if who.i - who.left_edge.i < 6 else ""
    if kept and ((kept[0].sector == "MED" and not is_person(kept[0])) or _outlet(kept[0].name) or _outlet(phrase)):
        return ()
    return at_home(scene, sent, kept)


def is_person(actor: Actor) -> bool:
    return ":" in (actor.id or "")


def _phrase(sent: Sentence, head: Token) -> Actor:
    first = head.left_edge.i
    first += sent.parsed.doc[first].pos_ == "DET" and first < head.i
    start, end = sent.parsed.at(first, head.i)
    return Actor(sent.parsed.doc[first : head.i + 1].text, None, None, "CVL", start, end)


def _outlet(name: str) -> bool:
    found = set(re.findall(r"\w+", name))
    return bool(found & _OUTLETS)


def _around(sent: Sentence, source: Token) -> tuple[int, int] | None:
    """The words of a sentence that `according to X` vouches for: what follows it, or what stands before it."""
    doc = sent.parsed.doc
    according = source
    while according.i > sent.span.start and according.lower_ not in ("according", "per"):
        according = doc[according.i - 1]
    start, end = according.idx, source.right_edge.idx + len(source.right_edge.text)
    low, high = sent.span.start_char, sent.span.end_char
    text = doc.text
    tail = text[end:high].strip(" .,;:)")
    if len(tail) < 20 or sent.span.root.i < according.i:
        high = start
    else:
        low = end
    while low < high and not (text[low].isalnum() or text[low] in "\"'$€£"):
        low += 1
    while high > low and text[high - 1] in " ,.;:—–-(":
        high -= 1
    return (low, high) if high - low > 15 else None
