"""Which sentences of a record bear on a question, best first.

Words are weighed by how rare they are among the record's sentences (the inverse document frequency of BM25). A
sentence also gets a part of what its neighbours and its document say, and of what the coder found in it: who is meant
by "he", when it was, and whether it tells of the kind of thing that the question is on.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bilat import actors, dates
from bilat.answers.passages import LIKE, MEANT, Passage, add_mentions, passages
from bilat.answers.question import Question, Term, days
from bilat.answers.words import vocabulary
from bilat.ledgers import View, papers, remarks
from bilat.model import Actor, Happening, Mention, When
from bilat.record import stems

_CANDIDATES = 500  # sentences that the search gives for closer looking
_CLOSE = 150  # of these, those whose mentions are looked at
_FOR_THEM = 0.5  # "the Russian leader", for whom it is led by
_SHORT = 6  # words; a heading says little
_ANOTHER = 0.9
_COPY = 0.9  # of its score is left to a sentence that was there already, word for word
_BESIDE = 0.6  # the weight of a word that only says after or before what
# Shares of the weight of all terms.
_KIND = 0.15  # it tells of the kind that is asked for
_SLOT = 0.05  # the one who is asked about is the one who speaks, expects, asserts or holds the office
_DATED = 0.4  # it is of the time that is asked about
_FOLLOWS = 0.2  # of the sentence before it
_ABOUT = 0.3  # the document is about what is asked
_LISTED = 0.3  # all of a kind are asked for, and it tells of one
_UNLISTED = 0.75  # of its score is left where it names none of them
_COUNTED = 0.5  # it tells of a meeting that the ledger counts among those asked about
_ENTERS = 0.35  # an office is asked about, and it tells of one newly held
_TIGHT = 0.2  # two terms stand side by side, as in the question


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
    question = _with_holders(view, question)
    weights = _weights(view, question)
    hits = view.ranked([term.phrases for term in question.terms], _CANDIDATES)
    found = passages(view, hits, question.terms)
    for passage in found:
        passage.score = _sum(passage.around, weights)
    close = sorted(found, key=_order)[:_CLOSE]
    add_mentions(view, close)
    whole = sum(weights) or 1.0
    counted = _counted(view, question)
    titles = _titles(view, question)
    for passage in close:
        _meant(passage, question.terms)
        _entitled(passage, question.terms, titles)
        passage.score = _scored(passage, question, weights, whole)
        if any(mention.id in counted for mention in passage.mentions):
            passage.score += _COUNTED * whole
    _about(close, weights, whole)
    _following(close)
    return Found(question, weights, _spread(close, question, titles))


def _with_holders(view: View, question: Question) -> Question:
    """A question on who held an office, with those whom the record knows to have held it among its terms."""
    names = dict.fromkeys(role.fields["person"].name.split()[-1] for role in holders(view, question))
    if not names:
        return question
    forms = frozenset(" ".join(stems(name)) for name in names)
    term = Term("whoever held it", "holder", forms, frozenset(), tuple(names))
    return replace(question, terms=(*question.terms, term))


def holders(view: View, question: Question) -> list[Happening]:
    """Of a question on who held an office, the rows of all whom the record knows to have held it."""
    offices = [term for term in question.of("word") if "role" in vocabulary().kinds.get(min(term.exact), ())]
    # "Iran's ambassador in Moscow" is an office of the first that is named
    codes = sorted({code for term in question.of("actor")[:1] for code in term.codes})
    if "who" not in question.asks or not offices:
        return []
    found = {}
    for code in codes:
        for role in view.happenings("role", code):
            office = f" {' '.join(stems(role.fields['office']))} "
            if all(any(f" {form} " in office for form in term.forms) for term in offices):
                found[role.id] = role
    return list(found.values())


def _counted(view: View, question: Question) -> set[str]:
    """Of a question how often some have met, the mentions of the number that is stated and of each meeting found."""
    if "how many" not in question.asks or "meeting" not in question.kinds:
        return set()
    every = {row.id: row for row in view.happenings("meeting")}
    named = question.of("actor", "name")
    stated = [
        row
        for row in every.values()
        if row.fields.get("count") and all(_takes_part(term, row.fields["participants"]) for term in named)
    ]
    found = [identity for remark in remarks(view, "meeting", stated).values() for identity in remark.fields["found"]]
    return {mention for row in (*stated, *(every[i] for i in found)) for mention in row.mentions}


def _order(passage: Passage) -> tuple[float, str, int]:
    return (-passage.score, passage.doc, passage.span[0])


def _weights(view: View, question: Question) -> tuple[float, ...]:
    total = max(view.record.count_sentences(), 1)
    found = [view.record.sentences_with(term.phrases) for term in question.terms]
    rare = [math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in found]
    return tuple(weight * (_BESIDE if i in question.beside else 1.0) for i, weight in enumerate(rare))


def _sum(held: Mapping[int, float], weights: Sequence[float]) -> float:
    return sum(weights[i] * share for i, share in held.items())


def _meant(passage: Passage, terms: Sequence[Term]) -> None:
    """Add those whom the coder found in the sentence under another word."""
    start, end = passage.span
    kinds = {mention.kind for mention in passage.mentions}
    for i, term in enumerate(terms):
        # what tells of a meeting says "meet", in whatever words
        if passage.holds.get(i, 0.0) < LIKE and kinds & _kinds_of(term):
            passage.holds[i] = passage.around[i] = LIKE
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


def _titles(view: View, question: Question) -> dict[str, str]:
    """Of a question on agreements, all names of the paper that each mention is on, as stems between spaces."""
    if "agreement" not in question.kinds:
        return {}
    found: dict[str, str] = {}
    for paper in papers(view)[0]:
        names = dict.fromkeys(row.fields["title"] for row in paper.rows)
        words = f" {' '.join(stem for name in names for stem in (*stems(name), '|'))} "
        found |= {mention: words for row in paper.rows for mention in row.mentions}
    return found


def _entitled(passage: Passage, terms: Sequence[Term], titles: Mapping[str, str]) -> None:
    """Add the words that other sentences call the same paper by: "signed it" is on the partnership treaty."""
    names = [titles[mention.id] for mention in passage.mentions if mention.id in titles]
    for i, term in enumerate(terms):
        named = term.kind == "word" and any(f" {form} " in name for name in names for form in term.exact)
        if named and passage.holds.get(i, 0.0) < MEANT:
            passage.holds[i] = passage.around[i] = MEANT


def _kinds_of(term: Term) -> frozenset[str]:
    """The kinds of mention that a word names."""
    if term.kind not in ("word", "act"):
        return frozenset()
    return frozenset(kind for form in term.exact for kind in vocabulary().kinds.get(form, ())) & _SAID


_SAID = frozenset({"agreement", "claim", "expectation", "meeting"})


def means(term: Term, code: str | None, name: str, identity: str | None) -> bool:
    """Whether a term of a question means an actor."""
    if term.kind == "actor":
        return code in term.codes and identity in (None, code)
    return term.kind == "name" and identity not in (None, code) and actors.same_person(term.words, name)


# ---- what speaks for a passage


def _scored(passage: Passage, question: Question, weights: Sequence[float], whole: float) -> float:
    score = _sum(passage.around, weights)
    share = 0.0
    share += _KIND * max((_told(mention, question) for mention in passage.mentions), default=0.0)
    if any(_slot(mention, question) for mention in passage.mentions):
        share += _SLOT
    if question.inventory and any(_told(mention, question) == 1.0 for mention in passage.mentions):
        share += _LISTED
    if "role" in question.kinds and "who" in question.asks and any(f" {s} " in passage.stems for s in _ENTERING):
        share += _ENTERS
    if question.spans:
        share += _DATED * max(in_time(passage, span) for span in question.spans)
    share += _TIGHT * _tight(passage, question.terms)
    score += share * whole
    if question.inventory and not _is_listed(passage, question):
        score *= _UNLISTED
    if len(passage.stems.split()) < _SHORT:
        score *= 0.7
    if passage.text.rstrip().endswith("?"):
        score *= 0.7  # it asks, as the question does
    roles = {p.role for p in passage.block.document.parts if p.start <= passage.span[0] < p.end}
    return score * (0.4 if "furniture" in roles else 1.0)


def _is_listed(passage: Passage, question: Question) -> bool:
    """Whether a sentence has a word for the kind of thing that is to be listed, or the coder found one there."""
    named = [i for i, term in enumerate(question.terms) if _kinds_of(term)]
    return not named or any(i in passage.holds for i in named)


def _told(mention: Mention, question: Question) -> float:
    """How far a mention of the kind asked for is about those whom the question names (0 to 1)."""
    if mention.kind not in question.kinds:
        return 0.0
    named = question.of("actor", "name")
    if not named:
        return 1.0
    everybody = mention.actors()
    return 0.4 + 0.6 * sum(_takes_part(term, everybody) for term in named) / len(named)


def _takes_part(term: Term, everybody: Sequence[Actor]) -> float:
    """Whether a person or state is among the actors of a mention; a state may stand for who leads it."""
    if any(means(term, actor.code, actor.name, actor.id) for actor in everybody):
        return 1.0
    of_state = [actor for actor in everybody if actor.code in term.codes]
    if term.kind == "actor":
        return 1.0 if of_state else 0.0
    # another person of that state is somebody else
    return _FOR_THEM if of_state and all(actor.id in (None, actor.code) for actor in of_state) else 0.0


_ENTERING = frozenset(stems("elect interim acting newly appointed became inaugurated now"))
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
    published = passage.block.document.published
    anchor = dates.interval(published.iso) if published else None
    for found in dates.find(passage.text):
        iso = dates.resolve(found, anchor, "past")
        if iso and _meets(When(iso), span) and _short(When(iso), (high - low).days):
            return 1.0
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


def _spread(found: Sequence[Passage], question: Question, titles: Mapping[str, str]) -> list[Passage]:
    """Best first; of several times that are asked about, each in turn."""
    ranked = sorted(found, key=_order)
    if question.inventory and len(question.spans) < 2:
        ranked = _in_turn(ranked, titles)
    whole = _heard(ranked, [passage.score for passage in ranked])
    if len(question.spans) < 2:
        return whole
    lines = [_of_time(ranked, span) for span in question.spans]
    out: dict[int, Passage] = {}
    for row in range(max(map(len, lines))):
        for line in lines:
            if row < len(line):
                out.setdefault(id(line[row]), line[row])
    for passage in whole:
        out.setdefault(id(passage), passage)
    return list(out.values())


def _of_time(ranked: Sequence[Passage], span: dates.Interval) -> list[Passage]:
    """The passages of a time, best first: one that only may be of it counts less."""
    shares = [(passage, in_time(passage, span)) for passage in ranked]
    within = [(passage, passage.score * (1 + share) / 2) for passage, share in shares if share]
    return _heard([passage for passage, _ in within], [score for _, score in within])


def _in_turn(ranked: list[Passage], titles: Mapping[str, str]) -> list[Passage]:
    """For a list of all that there is: what is told of again set back, of one paper or document, so that others are
    heard."""
    seen: dict[str, int] = defaultdict(int)
    for passage in ranked:
        papers_told = {titles[mention.id] for mention in passage.mentions if mention.id in titles}
        passage.score *= _ANOTHER ** (seen[passage.doc] + max((seen[one] for one in papers_told), default=0))
        for one in (passage.doc, *papers_told):
            seen[one] += 1
    return sorted(ranked, key=_order)


def _heard(ranked: Sequence[Passage], scores: Sequence[float]) -> list[Passage]:
    """The passages by these scores, copies of an earlier one set back a little."""
    told: dict[str, int] = defaultdict(int)
    found: list[tuple[float, int]] = []
    for place, (passage, score) in enumerate(zip(ranked, scores, strict=True)):
        found.append((-score * _COPY ** told[passage.stems], place))
        told[passage.stems] += 1
    return [ranked[place] for _, place in sorted(found)]
