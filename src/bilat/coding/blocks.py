"""A document as the blocks that are parsed: paragraphs of its body, or the items of a digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bilat.model import Document

LONGEST_BLOCK = 20_000  # code points; the parser's memory grows with a text's length
_SAME_LENGTH = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": " ", "\ufeff": " ", "\t": " ",
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
})  # fmt: skip
_RUN = re.compile(r"([^\w\s])\1{15,}|\S{200,}")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n|\n")
_WRAPPED = 55  # columns; a shorter line is a heading or a list
_ASIDE = frozenset({"title", "dateline", "heading", "caption", "furniture", "topic"})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that is parsed by itself; `item` numbers the digest's item that it belongs to."""

    start: int
    text: str
    item: int
    role: str = "body"


def plain(text: str) -> str:
    """The text with typographic marks as ASCII and without what chokes a parser; no offset moves."""
    text = text.translate(_SAME_LENGTH)
    return _RUN.sub(lambda m: " " * len(m.group()), text)


def blocks(document: Document) -> Iterator[Block]:
    """The body's paragraphs in order, then the title, each with its offset."""
    text = plain(document.text)
    aside = sorted((p.start, p.end) for p in document.parts if p.role in _ASIDE)
    item = 0
    for start, end in _paragraphs(text):
        if document.form == "digest":
            item += 1
        for low, high in _without(start, end, aside):
            for at in range(low, high, LONGEST_BLOCK):
                piece = text[at : min(high, at + LONGEST_BLOCK)]
                lead = len(piece) - len(piece.lstrip())
                if piece.strip():
                    yield Block(at + lead, piece.strip(), item)
    for part in document.parts:
        if part.role == "title":
            yield Block(part.start, text[part.start : part.end], -1, "title")
            break


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for gap in _BLANK_LINE.finditer(text):
        if gap.end() - gap.start() == 1 and _wraps(text, at, gap.start(), gap.end()):
            continue
        if text[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if text[at:].strip():
        yield at, len(text)


def _wraps(text: str, start: int, end: int, after: int) -> bool:
    """Whether a line break stands inside a sentence: a long line without a full stop before a line that goes on."""
    line = text[text.rfind("\n", start, end) + 1 : end].rstrip()
    return len(line) >= _WRAPPED and line[-1] not in ".!?:;\"')" and text[after : after + 1].strip() != ""


def _without(start: int, end: int, aside: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    at = start
    for low, high in aside:
        if high > at and low < end:
            if low > at:
                yield at, low
            at = max(at, high)
    if at < end:
        yield at, end
