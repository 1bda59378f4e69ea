"""Who said what, in which words: quotation marks with their speaker, and reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bilat.coding.clauses import agent, passive, subject
from bilat.coding.lexicon import lexicon
from bilat.coding.parsed import Parsed, Sentence
from bilat.coding.reported import ANNOUNCES, SAYERS, Quotation, according, audience_of, extent, is_person, reported
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARK = re.compile(r'"')
_DASH = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
_SINGLE = re.compile(r"(?<!\w)'(?=\w)([^'\n]{3,200}?)'(?!\w)")
_WORDS = re.compile(r"\w[\w'-]*")
_LABELS = re.compile(
    r"(?:so-called|nicknamed|dubbed|code-?named|(?:en)?titled|named|known as|term(?:ed)?|phrase)\s+(?:the )?$"
)
_TITLED = re.compile(r'"[A-Z][\w-]+(?: (?:(?:of|the|and|for|in) )*[A-Z0-9][\w-]*){1,6},?"')
GOES_ON = "quotation marks, goes on"  # the rule of a quotation without a speaker of its own


def quotations(scene: Scene) -> Iterator[Quotation]:
    """The sayings of a unit, in order; marks each wholly quoted sentence with its speaker."""
    before: Quotation | None = None
    for found in _sayings(scene):
        if before is not None and found.rule == GOES_ON and found.start - before.end <= 1 and before.direct:
            before = replace(before, end=found.end, last=found.last)
            continue
        if before is not None:
            yield before
        before = found
    if before is not None:
        yield before


def _sayings(scene: Scene) -> Iterator[Quotation]:
    by_block: dict[int, list[Sentence]] = {}
    for sent in scene.sentences:
        by_block.setdefault(id(sent.parsed), []).append(sent)
    last: Actor | None = None
    for sents in by_block.values():
        parsed = sents[0].parsed
        marked = _marked(parsed)
        done: set[int] = set()
        for n, sent in enumerate(sents):
            if n in done:
                continue
            low, high = sent.span.start_char, sent.span.end_char
            spans = [(a, b) for a, b in marked if a < high and b > low and not _label(parsed, a)]
            if spans:
                group = [sent]
                while spans[-1][1] > group[-1].span.end_char + 1 and n + len(group) < len(sents):
                    group.append(sents[n + len(group)])
                done.update(range(n, n + len(group)))
                found = _direct(scene, group, spans, last)
                if found is not None:
                    last = found.speaker
                    for one in group:
                        if any(
                            (a <= one.span.start_char + 1 and one.span.end_char - 3 <= b)
                            or one.span.start_char <= a < one.span.start_char + 2
                            for a, b in spans
                        ):
                            one.speaker = found.speaker
                    yield found
                    yield from (q for s in group for q in reported(scene, s) if _beside(q, found))
                    continue
            for indirect in reported(scene, sent):
                last = indirect.speaker
                yield indirect


def _label(parsed: Parsed, at: int) -> bool:
    """Whether quotation marks that open there set off a name and no words: `so-called "…"`, `a "Unified Group"`."""
    text = parsed.doc.text
    return _LABELS.search(text, max(0, at - 24), at) is not None or _TITLED.match(text, at) is not None


def _beside(other: Quotation, found: Quotation) -> bool:
    """Whether a reported saying stands beside a quoted one: somebody else's, in other words of the sentence."""
    apart = other.last <= found.first or other.first >= found.last
    return apart and (other.speaker.id, other.speaker.name) != (found.speaker.id, found.speaker.name)


def _marked(parsed: Parsed) -> list[tuple[int, int]]:
    """Offsets in the block between quotation marks."""
    text = parsed.doc.text
    marks = [m.start() for m in _MARK.finditer(text)]
    spans = [(a, b + 1) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        spans.append((marks[-1], len(text)))
    if not spans:
        spans = [(m.start(), m.end()) for m in _SINGLE.finditer(text)]
    return spans


def _direct(
    scene: Scene, group: Sequence[Sentence], spans: Sequence[tuple[int, int]], last: Actor | None
) -> Quotation | None:
    sent = group[0]
    parsed = sent.parsed
    text = parsed.doc.text
    count = sum(len(_WORDS.findall(text[a:b])) for a, b in spans)
    low, high = spans[0][0] + 1, spans[-1][1] - (text[spans[-1][1] - 1 : spans[-1][1]] in ('"', "'"))
    start, end = group[0].span.start_char, max(group[-1].span.end_char, min(spans[-1][1], len(text)))
    speaker, verb, rule = _speaker(scene, group, spans)
    signed = _DASH.match(text, spans[-1][1])
    if signed is not None:
        named = next((n for n in parsed.names if n.kind == "person" and parsed.doc[n.first].idx == signed.end()), None)
        if named is not None:
            speaker, verb, rule = (
                scene.person_actor(scene.person_of(named), *parsed.at(named.first, named.last)),
                None,
                "signed",
            )
            end = len(text)
    if speaker is None:
        whole = spans[0][0] <= sent.span.start_char + 1 and spans[-1][1] >= group[-1].span.end_char - 1
        if not whole or last is None or count < 4:
            return None
        speaker, rule = replace(last, start=None, end=None), "goes on"
    if count <= 3:
        if verb is None or verb.lemma_ == "deny":
            return None
        clause = _clause(verb, low, high)
        if clause is None:
            if rule not in ("says", "calls") or (verb.dep_ in ("advcl", "acl") and rule == "calls"):
                return None
            if not any(low <= t.idx < high for t in verb.subtree):
                return None  # words that the saying does not govern: `"suicide" drones, a charge that X denies`
            if rule == "says" and (thing := _announced(verb, low, high)) is not None:
                low, high = thing
            elif passive(verb):
                low, high = verb.left_edge.idx, max(high, spans[-1][1])
        else:
            low, high = clause
    if verb is not None and rule == "says" and count > 3:
        added = (c for c in verb.children if c.lemma_ == "add" and c.tag_ == "VBG" and c.i > verb.i)
        high = max(high, *(extent(c)[1] for c in added), 0)
    base = parsed.block.start
    voice = _voice(scene, sent)
    if voice is not None and voice[1].id == speaker.id:
        voice = None
    return Quotation(
        sent, base + start, base + end, speaker, base + low, base + high, True, audience_of(scene, sent, verb, speaker),
        verb, voice[0] if voice else None, f"quotation marks, {rule}", 0.85 if count > 3 else 0.6,
    )  # fmt: skip


_CALLS = words("calls")


def _speaker(
    scene: Scene, group: Sequence[Sentence], spans: Sequence[tuple[int, int]]
) -> tuple[Actor | None, Token | None, str]:
    lex = lexicon()

    def quoted(token: Token) -> bool:
        return any(a <= token.idx < b for a, b in spans)

    best: tuple[int, Actor, Token, str] | None = None
    for sent in group:
        for token in sent.span:
            if token.pos_ not in ("VERB", "AUX") or quoted(token):
                continue
            speech = token.lemma_ in lex.speech_verbs
            if token.lemma_ == "confirm" and passive(token):
                continue  # "is confirmed as a justice by a vote"
            if not speech and token.lemma_ not in _CALLS:
                continue
            who = _with(token) or agent(token) or subject(token)
            if who is None or quoted(who):
                continue
            actors = [
                a for a in scene.side(sent, who) if is_person(a) or ((a.id or a.sector in SAYERS) and a.sector != "MED")
            ]
            if not actors:
                continue
            gap = min(min(abs(token.idx - a), abs(token.idx - b)) for a, b in spans)
            within = any(token.left_edge.idx <= a < token.right_edge.idx + 1 for a, _ in spans)
            rank = gap + (0 if speech else 40) + (0 if within else 30)
            if best is None or rank < best[0]:
                best = (rank, actors[0], token, "says" if speech else "calls")
        told = according(scene, sent)
        if told is not None and best is None:
            best = (50, told[1], told[2], "according to")
    if best is None:
        best = _introduced(scene, group[0], spans[0][0])
    return (best[1], best[2], best[3]) if best else (None, None, "")


def _introduced(scene: Scene, sent: Sentence, at: int) -> tuple[int, Actor, Token, str] | None:
    """Whose words a colon or `in his words` brings in: `Chavez was blunter: "..."`, `will in her words be "..."`."""
    text = sent.parsed.doc.text
    for token in sent.span:
        if token.lower_ == "words" and token.head.lower_ == "in" and token.idx < at:
            owner = next((c for c in token.children if c.dep_ == "poss"), None)
            own = scene.side(sent, owner) if owner is not None else ()
            if own and own[0].id:
                return 60, own[0], token, "in the words of"
    if text[:at].rstrip().endswith(":"):
        before = [t for t in sent.span if t.dep_ == "nsubj" and t.idx < at and t.head.idx < at]
        said = [a for a in scene.side(sent, before[-1]) if a.id] if before else []
        if said:
            return 60, said[0], before[-1].head, "a colon"
    return None


def _with(verb: Token) -> Token | None:
    """`with the spokesman calling it a "success"`: the parser lets the main clause's subject say it."""
    up = verb.head
    own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if own is not None or verb.tag_ != "VBG":
        return None
    if verb.dep_ == "pcomp" and up.lower_ == "with":
        return next((t for t in reversed(verb.doc[up.i + 1 : verb.i]) if t.pos_ in ("PROPN", "NOUN", "PRON")), None)
    before = up if verb.dep_ == "acl" or verb.i == verb.sent.start else verb.nbor(-1)
    return before if before.dep_ == "pobj" and before.head.lower_ == "with" else None


def _clause(verb: Token, low: int, high: int) -> tuple[int, int] | None:
    """The reported clause around a short quotation: the complement or object of the verb, else nothing."""
    for child in verb.children:
        if (
            child.dep_ in ("ccomp", "xcomp", "dobj", "prep", "acomp", "oprd")
            and child.left_edge.idx <= low
            and child.right_edge.idx + len(child.right_edge.text) >= high
        ):
            first = child.left_edge
            if child.dep_ in ("dobj", "prep"):
                return None
            if first.lower_ == "that":
                first = first.nbor()
            return first.idx, child.right_edge.idx + len(child.right_edge.text)
    return None


def _announced(verb: Token, low: int, high: int) -> tuple[int, int] | None:
    """What a verb announces, from its object to the end of the quotation: `his resignation for "health reasons"`."""
    thing = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    if thing is None or verb.lemma_ not in ANNOUNCES or thing.left_edge.idx > low:
        return None
    return thing.left_edge.idx, high


def _voice(scene: Scene, sent: Sentence) -> tuple[str, Actor] | None:
    told = according(scene, sent)
    return (told[0], told[1]) if told is not None else None
