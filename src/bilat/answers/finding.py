"""Which sentences of a record bear on a question, best first.

Words are weighed by how rare they are among the record's sentences (the inverse document frequency of BM25). A
sentence also gets a part of what its neighbours and its document say, and of what the coder found in it: who is meant
by "he", when it was, and whether it tells of the kind of thing that the question is on.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bilat import actors, dates
from bilat.answers.passages import MEANT, Passage, add_mentions, passages
from bilat.answers.question import Question, Term, days
from bilat.ledgers import View
from bilat.model import Mention, When
from bilat.record import stems

_CANDIDATES = 500  # sentences that the search gives for closer looking
_CLOSE = 150  # of these, those whose mentions are looked at
_FOR_THEM = 0.5  # "the Russian leader", for whom it is led by
_SHORT = 6  # words; a heading says little
_ANOTHER = 0.9  # of its score is left to a document's next sentence, so that other documents are heard
_COPY = 0.9
# Shares of the weight of all terms.
_KIND = 0.15  # it tells of the kind that is asked for
_SLOT = 0.15  # the one who is asked about is the one who speaks, expects, asserts or holds the office
_WANTED = 0.08  # it has what an answer needs: a day, a number, a place, a person
_DATED = 0.25  # it is of the time that is asked about
_FOLLOWS = 0.12  # of the sentence before it
_ABOUT = 0.3  # the document is about what is asked
_TIGHT = 0.1  # two terms stand side by side, as in the question


@dataclass(frozen=True, slots=True)
class Found:
    """A question with the weight of each term, and the passages found for it, best first."""

    question: Question
    weights: tuple[float, ...]
    passages: list[Passage]

    @property
    def whole(self) -> float:
        """The weight of all terms together."""
        return sum(self.weights) or 1.0


def find(view: View, question: Question) -> Found:
    """The passages that bear on a question, best first."""
    weights = _weights(view, question.terms)
    hits = view.ranked([term.phrases for term in question.terms], _CANDIDATES)
    found = passages(view, hits, question.terms)
    for passage in found:
        passage.score = _sum(passage.around, weights)
    close = sorted(found, key=_order)[:_CLOSE]
    add_mentions(view, close)
    whole = sum(weights) or 1.0
    for passage in close:
        _meant(passage, question.terms)
        passage.score = _scored(passage, question, weights, whole)
    _about(close, weights, whole)
    _following(close)
    return Found(question, weights, _spread(close, question))


def _order(passage: Passage) -> tuple[float, str, int]:
    return (-passage.score, passage.doc, passage.span[0])


def _weights(view: View, terms: Sequence[Term]) -> tuple[float, ...]:
    total = max(view.record.count_sentences(), 1)
    found = [view.record.sentences_with(term.phrases) for term in terms]
    return tuple(math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in found)


def _sum(held: Mapping[int, float], weights: Sequence[float]) -> float:
    return sum(weights[i] * share for i, share in held.items())


def _meant(passage: Passage, terms: Sequence[Term]) -> None:
    """Add those whom the coder found in the sentence under another word."""
    start, end = passage.span
    for mention in passage.mentions:
        for actor in mention.actors():
            if actor.start is None or not start <= actor.start < end:
                continue
            for i, term in enumerate(terms):
                if passage.holds.get(i, 0.0) < MEANT and means(term, actor.code, actor.name, actor.id):
                    passage.holds[i] = passage.around[i] = MEANT
                elif term.kind == "name" and actor.code in term.codes and actor.id in (None, actor.code):
                    passage.holds[i] = max(passage.holds.get(i, 0.0), _FOR_THEM)
                    passage.around[i] = max(passage.around.get(i, 0.0), _FOR_THEM)


def means(term: Term, code: str | None, name: str, identity: str | None) -> bool:
    """Whether a term of a question means an actor."""
    if term.kind == "actor":
        return code in term.codes and identity in (None, code)
    return term.kind == "name" and identity not in (None, code) and actors.same_person(term.words, name)


# ---- what speaks for a passage


def _scored(passage: Passage, question: Question, weights: Sequence[float], whole: float) -> float:
    score = _sum(passage.around, weights)
    share = 0.0
    if any(mention.kind in question.kinds for mention in passage.mentions):
        share += _KIND * (0.5 + 0.5 * _named(passage, question))
    if any(_slot(mention, question) for mention in passage.mentions):
        share += _SLOT
    share += _WANTED * sum(_has(passage, want) for want in question.asks)
    if question.spans:
        share += _DATED * max(in_time(passage, span) for span in question.spans)
    share += _TIGHT * _tight(passage, question.terms)
    score += share * whole
    if len(passage.stems.split()) < _SHORT:
        score *= 0.7
    roles = {p.role for p in passage.block.document.parts if p.start <= passage.span[0] < p.end}
    return score * (0.4 if "furniture" in roles else 1.0)


def _named(passage: Passage, question: Question) -> float:
    """The share of those whom a question names that a passage names too."""
    named = [i for i, term in enumerate(question.terms) if term.kind in ("actor", "name", "thing")]
    return sum(min(1.0, 2 * passage.holds.get(i, 0.0)) for i in named) / len(named) if named else 1.0


_SLOTS = {"quote": "speaker", "expectation": "holder", "role": "person", "membership": "member", "transfer": "giver"}


def _slot(mention: Mention, question: Question) -> bool:
    """Whether the one whom a mention of the kind asked for is by is named in the question."""
    if mention.kind not in question.kinds or mention.kind not in _SLOTS:
        return False
    value = mention.fields.get(_SLOTS[mention.kind])
    sides = value if isinstance(value, tuple) else (value,)
    named = question.of("actor", "name")
    for side in sides:
        if isinstance(side, str):
            if any(term.kind == "name" and actors.same_person(term.words, side) for term in named):
                return True
        elif side is not None and any(means(term, side.code, side.name, side.id) for term in named):
            return True
    return False


def _has(passage: Passage, want: str) -> bool:
    """Whether a passage has what an answer to such a question needs."""
    if want == "when":
        return any(m.when is not None and m.when.basis == "text" for m in passage.mentions) or any(
            found.rule != "loose" for found in dates.find(passage.text)
        )
    if want == "how many":
        return gives_number(passage)
    if want == "where":
        return any("place" in m.fields for m in passage.mentions) or " in " in passage.text
    if want == "who":
        return any(a.id not in (None, a.code) for m in passage.mentions for a in m.actors())
    if want == "why":
        return any(f" {word} " in passage.stems for word in ("purpos", "becaus", "due", "caus", "over", "aim"))
    return False


def gives_number(passage: Passage) -> bool:
    """Whether a passage gives a number that is no date."""
    text = passage.text
    for found in reversed(list(dates.find(text))):
        text = text[: found.start] + text[found.end :]
    return any(word.isdigit() or word in _NUMBERS for word in stems(text))


_NUMBERS = frozenset(
    stem
    for stem in stems(
        "two three four five six seven eight nine ten twelve dozen hundred thousand million billion twice"
    )
)


def in_time(passage: Passage, span: dates.Interval) -> float:
    """How well a passage is of a time: 1 where it tells of it, less where its document is of it."""
    low, high = days(span)
    for mention in passage.mentions:
        if mention.when and _meets(mention.when, span) and _short(mention.when, (high - low).days):
            return 1.0
    for found in dates.find(passage.text):
        iso = dates.resolve(found, None, "past") if found.absolute else None
        if iso and _meets(When(iso), span):
            return 1.0
    published = passage.block.document.published
    return 0.5 if published and _meets(published, span) else 0.0


def _short(when: When, asked: int) -> bool:
    """Whether a date says as much as is asked, give or take a year."""
    low, high = days(dates.interval(when.iso))
    return (high - low).days <= asked + 366


def _meets(when: When, span: dates.Interval) -> bool:
    low, high = days(dates.interval(when.iso))
    first, last = days(span)
    return low <= last and first <= high


def _tight(passage: Passage, terms: Sequence[Term]) -> int:
    """How many terms that follow one another in the question do so here."""
    count = 0
    for one, other in pairwise(terms):
        if one.kind in ("word", "act") and other.kind in ("word", "act"):
            count += any(f" {a} {b} " in passage.stems for a in one.exact for b in other.exact)
    return count


def _about(found: Sequence[Passage], weights: Sequence[float], whole: float) -> None:
    """Raise the passages of documents that say much of what is asked."""
    best: dict[int, dict[int, float]] = defaultdict(dict)
    for passage in found:
        held = best[id(passage.block)]
        for i, share in passage.holds.items():
            held[i] = max(held.get(i, 0.0), share)
    for passage in found:
        passage.score += _ABOUT * _sum(best[id(passage.block)], weights)


def _following(found: Sequence[Passage]) -> None:
    """Raise the sentence that goes on after a good one."""
    at = {(id(p.block), p.number): p.score for p in found}
    for passage in found:
        before = at.get((id(passage.block), passage.number - 1), 0.0)
        passage.score += _FOLLOWS * max(0.0, before - passage.score)


# ---- the order in which they are told


def _spread(found: Sequence[Passage], question: Question) -> list[Passage]:
    """Best first, other documents heard; of several times that are asked about, each in turn."""
    ranked = sorted(found, key=_order)
    if len(question.spans) < 2:
        return _heard(ranked)
    lines = [_heard([p for p in ranked if in_time(p, span)]) for span in question.spans]
    out: dict[int, Passage] = {}
    for row in range(max(map(len, lines))):
        for line in lines:
            if row < len(line):
                out.setdefault(id(line[row]), line[row])
    for passage in _heard(ranked):
        out.setdefault(id(passage), passage)
    return list(out.values())


def _heard(ranked: list[Passage]) -> list[Passage]:
    """The passages, each document's second and later ones and all copies set back a little."""
    told: dict[str, int] = defaultdict(int)
    scores: list[tuple[float, int]] = []
    for place, passage in enumerate(ranked):
        share = _ANOTHER ** min(told[passage.doc], 3) * _COPY ** min(told[passage.stems], 3)
        scores.append((-passage.score * share, place))
        told[passage.doc] += 1
        told[passage.stems] += 1
    return [ranked[place] for _, place in sorted(scores)]
