"""Who said what, in which words: quotation marks with their speaker, and reported speech."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bilat.coding.clauses import agent, complement, objects_of, subject
from bilat.coding.lexicon import lexicon
from bilat.coding.parsed import Parsed, Sentence
from bilat.coding.scene import Scene
from bilat.coding.words import words
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

_MARK = re.compile(r'"')
_DASH = re.compile(r"\s*[—–-]{1,2}\s*(?=[A-Z])")
_SINGLE = re.compile(r"(?<!\w)'(?=\w)([^'\n]{3,200}?)'(?!\w)")
_WORDS = re.compile(r"\w[\w'-]*")
_SAYS_NOUN = words("says_noun")
_TOLD_TO = frozenset({"to", "with"})
_SAYERS = words("sayers")


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


def quotations(scene: Scene) -> Iterator[Quotation]:
    """The sayings of a unit, in order; marks each wholly quoted sentence with its speaker."""
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
            spans = [(a, b) for a, b in marked if a < high and b > low]
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
                    continue
            indirect = _reported(scene, sent)
            if indirect is not None:
                last = indirect.speaker
                yield indirect


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
        if verb is None:
            return None
        clause = _clause(verb, low, high)
        if clause is None:
            if rule not in ("says", "calls"):
                return None
        else:
            low, high = clause
    base = parsed.block.start
    voice = _voice(scene, sent)
    if voice is not None and voice[1].id == speaker.id:
        voice = None
    return Quotation(
        sent, base + start, base + end, speaker, base + low, base + high, True, _audience(scene, sent, verb, speaker),
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
            if not speech and token.lemma_ not in _CALLS:
                continue
            who = agent(token) or subject(token)
            if who is None or quoted(who):
                continue
            actors = [a for a in scene.side(sent, who) if (a.id or a.sector in _SAYERS) and a.sector != "MED"]
            if not actors:
                continue
            gap = min(min(abs(token.idx - a), abs(token.idx - b)) for a, b in spans)
            rank = gap + (0 if speech else 40)
            if best is None or rank < best[0]:
                best = (rank, actors[0], token, "says" if speech else "calls")
        told = _according(scene, sent)
        if told is not None and best is None:
            best = (50, told[1], told[2], "according to")
    return (best[1], best[2], best[3]) if best else (None, None, "")


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


def _according(scene: Scene, sent: Sentence) -> tuple[str, Actor, Token] | None:
    for token in sent.span:
        if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
            for one in objects_of(token, ("to",)) if token.lower_ == "according" else token.children:
                actors = scene.side(sent, one)
                if actors:
                    start, end = actors[0].start, actors[0].end
                    text = sent.parsed.doc.text
                    base = sent.parsed.block.start
                    name = text[start - base : end - base] if start is not None and end is not None else actors[0].name
                    return actors[0].name if ":" in (actors[0].id or "") else name, actors[0], one
    return None


def _voice(scene: Scene, sent: Sentence) -> tuple[str, Actor] | None:
    told = _according(scene, sent)
    return (told[0], told[1]) if told is not None else None


def _audience(scene: Scene, sent: Sentence, verb: Token | None, speaker: Actor) -> Actor | None:
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


def _reported(scene: Scene, sent: Sentence) -> Quotation | None:
    """`X said that …`, `X expressed hope that …`, `according to X, …`: a named speaker's words in the reporter's."""
    lex = lexicon()
    base = sent.parsed.block.start
    for token in sent.span:
        if token.pos_ != "VERB" or token.lemma_ not in lex.speech_verbs:
            continue
        if token.dep_ not in ("ROOT", "conj", "advcl", "ccomp", "relcl", "parataxis"):
            continue
        inner = complement(token) or next((c for c in token.children if c.dep_ == "ccomp"), None)
        if inner is None or inner.dep_ != "ccomp":
            noun = next((c for c in token.children if c.dep_ == "dobj" and c.lemma_ in _SAYS_NOUN), None)
            inner = (
                next((c for c in noun.children if c.dep_ in ("acl", "relcl", "ccomp")), None)
                if noun is not None
                else None
            )
        if inner is None or (
            token.lemma_ in ("deny", "ask", "urge", "suggest", "report", "reveal")
            and token.lemma_ not in ("deny", "report", "reveal", "suggest")
        ):
            continue
        who = subject(token)
        if who is None:
            continue
        actors = [
            a for a in scene.side(sent, who) if a.id or a.sector in ("GOV", "MIL", "REB", "OPP", "LEG", "JUD", "IGO")
        ]
        if not actors or actors[0].sector == "MED":
            continue
        first, last = inner.left_edge, inner.right_edge
        if first.i <= token.i <= last.i:
            return None
        if first.lower_ in ("that", ",") and first.i + 1 <= last.i:
            first = first.nbor()
        low, high = first.idx, last.idx + len(last.text)
        after = sent.parsed.doc.text[high : high + 1]
        if after in (".", "!", "?"):
            high += 1
        return Quotation(
            sent, base + sent.span.start_char, base + sent.span.end_char, actors[0], base + low, base + high, False,
            _audience(scene, sent, token, actors[0]), token, None, f"{token.lemma_} that", 0.7,
        )  # fmt: skip
    told = _according(scene, sent)
    if (
        told is not None
        and told[1].sector != "MED"
        and (":" in (told[1].id or "") or told[1].sector in ("GOV", "MIL", "LEG", "IGO"))
    ):
        root = sent.span.root
        start, end = told[2].left_edge.idx, told[2].right_edge.idx + len(told[2].text)
        low, high = sent.span.start_char, sent.span.end_char
        text = sent.parsed.doc.text
        if start - low < 20:
            low = min(end + 2, high)
            while low < high and not text[low].isalnum():
                low += 1
        else:
            high = text.rfind("according", low, start)
            high = high if high > low else start
            high = len(text[:high].rstrip(" ,"))
        if high - low > 15:
            return Quotation(
                sent,
                base + sent.span.start_char,
                base + sent.span.end_char,
                told[1],
                base + low,
                base + high,
                False,
                None,
                root,
                None,
                "according to",
                0.6,
            )
    return None
