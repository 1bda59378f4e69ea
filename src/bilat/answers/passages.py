"""Sentences in their place: what each says of the terms of a question, alone and with what stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bilat.answers.question import Term
from bilat.ledgers import View
from bilat.model import Document, Mention
from bilat.record import Hit, split, stems

LIKE = 0.7  # a word of the same group, against the question's own
MEANT = 0.9  # named by the coder only: "he", "the president"
_SPREAD = 0.6  # all words of a quotation, but not in one piece
_NEAR = (0.45, 0.25)  # in the sentence beside it, and in the one after
CARRIED = 0.65  # in the sentence before one that begins with "it" or "both"
_CARRIES = re.compile(
    r"\W*(?:it|there|he|she|they|this|these|both|its|his|her|their|the (?:two|pair))\b", re.IGNORECASE
)
# Anywhere in the document, or the item of a digest: who is named once is "he" or "the two leaders" from then on.
_AROUND = {"name": 0.44, "actor": 0.3, "thing": 0.2, "holder": 0.0, "quoted": 0.2, "act": 0.2, "word": 0.2}
_BLANK = re.compile(r"\n[ \t\r]*\n")

Span = tuple[int, int]


@dataclass(slots=True, eq=False)
class Block:
    """A whole article, or one item of a digest: its sentences, and each as stems between spaces."""

    document: Document
    sentences: list[Span]
    stems: list[str]
    held: list[list[float]] = field(default_factory=list)  # by term and sentence
    far: list[float] = field(default_factory=list)  # by term, what naming it anywhere is worth

    def look(self, terms: Sequence[Term]) -> None:
        """See which sentence says which term."""
        self.held = [[_held(term, words) for words in self.stems] for term in terms]
        self.far = [_AROUND[term.kind] if any(held) else 0.0 for term, held in zip(terms, self.held, strict=True)]


@dataclass(slots=True, eq=False)
class Passage:
    """A sentence in its place.

    `holds` is by term how well it says it (0 to 1), `around` the same with what stands near; `mentions` are the
    coder's of this sentence.
    """

    number: int
    block: Block
    holds: dict[int, float]
    around: dict[int, float]
    mentions: list[Mention] = field(default_factory=list)
    score: float = 0.0

    @property
    def doc(self) -> str:
        """The document's id."""
        return self.block.document.id

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.block.sentences[self.number]

    @property
    def text(self) -> str:
        """Its words."""
        start, end = self.span
        return self.block.document.text[start:end]

    @property
    def stems(self) -> str:
        """Its stems between spaces."""
        return self.block.stems[self.number]


def passages(view: View, hits: Iterable[Hit], terms: Sequence[Term]) -> list[Passage]:
    """The sentences that a search found and those beside them, each looked at with what stands around it."""
    wanted: dict[str, list[Span]] = defaultdict(list)
    for hit in hits:
        wanted[hit.doc].append((hit.start, hit.end))
    out: list[Passage] = []
    for document in view.documents(wanted):
        for block, numbers in _blocks(document, wanted[document.id]):
            block.look(terms)
            near = {n + step for n in numbers for step in (-1, 0, 1)}
            out += [_passage(block, number) for number in sorted(near & set(range(len(block.sentences))))]
    return out


def add_mentions(view: View, found: Sequence[Passage]) -> None:
    """Give each passage the mentions that share words with it."""
    by_doc: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        by_doc[passage.doc].append(passage)
    for doc, several in by_doc.items():
        for mention in view.mentions(doc=doc):
            for passage in several:
                start, end = passage.span
                if mention.start < end and start < mention.end:
                    passage.mentions.append(mention)


def _held(term: Term, words: str) -> float:
    """How well a sentence says a term: 1 in the question's own words, less in others, 0 not at all."""
    for form in term.exact:
        if f" {form} " in words:
            return 1.0
    for form in term.forms:
        if f" {form} " in words:
            return LIKE
    if term.kind == "quoted":
        return _SPREAD * max(_share(form.split(), words) for form in term.exact)
    return 0.0


def _share(parts: Sequence[str], words: str) -> float:
    """How many of some stems a sentence has."""
    return sum(f" {part} " in words for part in parts) / len(parts)


def _blocks(document: Document, found: Sequence[Span]) -> Iterable[tuple[Block, list[int]]]:
    """The parts of a document that hold what was found, and the numbers of those sentences in them."""
    text = document.text
    ends = [len(text)]
    if document.form == "digest":
        ends = [blank.start() for blank in _BLANK.finditer(text)] + ends
    begin = 0
    for end in ends:
        here = {span[0] for span in found if begin <= span[0] < end}
        if here:
            sentences = [(a + begin, b + begin) for a, b in split(text[begin:end])]
            block = Block(document, sentences, [f" {' '.join(stems(text[a:b]))} " for a, b in sentences])
            yield block, [n for n, (a, _) in enumerate(sentences) if a in here]
        begin = end


def _passage(block: Block, here: int) -> Passage:
    holds: dict[int, float] = {}
    around: dict[int, float] = {}
    last = len(block.sentences) - 1
    start, end = block.sentences[here]
    carries = _CARRIES.match(block.document.text, start, end) is not None
    for i, held in enumerate(block.held):
        own = held[here]
        if own:
            holds[i] = own
        near = own
        for step, share in enumerate(_NEAR, 1):
            if here >= step:
                before = CARRIED if carries and step == 1 else share
                near = max(near, before * held[here - step])
            if here + step <= last:
                near = max(near, share * held[here + step])
        near = max(near, block.far[i])
        if near:
            around[i] = near
    return Passage(here, block, holds, around)
