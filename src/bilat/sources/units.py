"""A text as its units: paragraphs, or lines where each line stands for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_]*(?:\[\d{1,3}\])*$")
_CREDIT_END = re.compile(r"[.!?…][\"'”’»]*\s*[(\[][^()\[\]]{1,60}[)\]]$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9%)”\"’][.!?][”\"’)]*\s+[“\"‘(]?[A-Z]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or line without the space around it; `block` counts the stretches between blank lines."""

    start: int
    end: int
    text: str
    block: int
    lines: int = 1

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does, a credit in brackets after it or not."""
        return bool(_SENTENCE_END.search(self.text[-12:]) or _CREDIT_END.search(self.text[-80:]))

    @property
    def prose(self) -> bool:
        """Whether it reads as running text rather than as a line of its own."""
        count = self.text.count(" ") + self.text.count("\u00a0") + 1
        if count >= 25:
            return True
        if self.ends:
            return count >= 6
        return count >= 12 and bool(_SENTENCE_BREAK.search(self.text))

    @property
    def titled(self) -> bool:
        """Whether it is written in title case: nearly all its longer words have a capital."""
        longer = [w for w in self.words if len(w) > 3]
        return bool(longer) and sum(w[0].isupper() or w[0].isdigit() for w in longer) >= 0.75 * len(longer)


def units(text: str) -> list[Unit]:
    """The units of a text in order; lines that a fixed width broke are one unit again."""
    blocks: list[list[Unit]] = []
    fresh = True
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        bare = line.strip()
        if bare:
            start = at + len(line) - len(line.lstrip())
            if fresh:
                blocks.append([])
            blocks[-1].append(Unit(start, start + len(bare), bare, len(blocks) - 1))
        fresh = not bare
        at = end + 1
    width = max((len(u.text) for block in blocks for u in block), default=0)
    found: list[Unit] = []
    for block in blocks:
        if _NARROWEST_WRAP <= width <= _WIDEST_WRAP and _wrapped(block, width):
            start, end = block[0].start, block[-1].end
            found.append(Unit(start, end, text[start:end], block[0].block, len(block)))
        else:
            found.extend(block)
    return found


def _wrapped(block: list[Unit], width: int) -> bool:
    """Whether no line but the last had room for the next line's first word, as a filled paragraph's lines have not."""
    full = sum(
        len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width - 3 for line, following in pairwise(block)
    )
    return len(block) > 1 and full >= 0.9 * (len(block) - 1)
