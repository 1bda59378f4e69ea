"""Digests: independent items, each closed by the outlets that reported it, under lines that name their topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bilat.model import Part
from bilat.sources.lines import has_photo_credit
from bilat.sources.units import Unit

# One bracket that names an outlet: it begins with a capital or a figure, holds letters, and may hold one bracket more.
_OUTLET = (
    r"[(\[](?=[^()\[\]]*[^\W\d_])[^\W_a-z][^()\[\]]{1,79}(?:\([^()\[\]]{1,40}\)[^()\[\]]{0,40})?[)\]]"
    r"|[(\[][a-z]+[A-Z.][^()\[\]\s]{1,40}[)\]]"
)
_AFTER = re.compile(rf"\s*(?:{_OUTLET})(?:[\s,;/&.]*(?:{_OUTLET}))*\s*[.,;:]?$")
_LOWER = re.compile(r"(?<=[.!?”\"’])\s*[(\[][a-z][\w.&-]*(?:\s[\w.&-]+){0,3}[)\]]$")
_WITHIN = re.compile(rf"(?<=[.!?”\"’])\s(?:{_OUTLET})(?:[\s,;]*(?:{_OUTLET}))*(?=[.,:;]?(?:\s|$))")
_SHORT_TAIL = 600
_LONGEST_ITEM = 3_000
_LONGEST_TOPIC = 30  # words
_CLOSES = '.!?”"’'


def outlets_at(text: str) -> int | None:
    """Where the run of bracketed outlets that closes a paragraph begins; absent where it has none."""
    if not text.rstrip(" .,;:").endswith((")", "]")):
        return None
    low = max(0, len(text) - _SHORT_TAIL)
    found = _AFTER.search(text, low) or _LOWER.search(text, low)
    if not found or found.start() == 0:
        return None
    return found.start() + len(found.group()) - len(found.group().lstrip())


def is_digest(us: Sequence[Unit]) -> bool:
    """Whether most paragraphs close with an outlet; a picture's credit is none."""
    items = tails = captions = 0
    sure = False
    for unit in us:
        at = outlets_at(unit.text)
        if at is not None and has_photo_credit(unit.text[at:]):
            captions += 1
        elif at is not None:
            items += 1
            tails += 1
            # A sentence that ends "the Some Long Organization (SLO)." closes with no outlet.
            sure = sure or not unit.text.endswith(".") or unit.text[:at].rstrip()[-1:] in _CLOSES
        elif unit.prose:
            items += 1
            tails += len(unit.text) <= _LONGEST_ITEM and bool(_WITHIN.search(unit.text))
    return tails > captions and tails >= 0.6 * items and (sure or tails >= 3)


def _is_topic(unit: Unit) -> bool:
    """Whether a line without an outlet names a topic; one that ends in "the U.S." ends no sentence by that."""
    stopped = unit.ends and not (unit.titled and re.search(r"\b(?:[A-Z]\.){2,}$", unit.text))
    return not stopped and len(unit.words) <= _LONGEST_TOPIC and not (unit.prose and not unit.titled)


def digest_parts(us: Sequence[Unit]) -> Iterator[Part]:
    """Each unit as an item, with its outlets as furniture inside it, or as a topic."""
    for unit in us:
        tail = outlets_at(unit.text)
        if tail is None and _is_topic(unit):
            yield Part(unit.start, unit.end, "topic")
            continue
        yield Part(unit.start, unit.end, "item")
        if len(unit.text) <= _LONGEST_ITEM:
            for inner in _WITHIN.finditer(unit.text):
                if tail is None or inner.start() + 1 < tail:
                    yield Part(unit.start + inner.start() + 1, unit.start + inner.end(), "furniture")
        if tail is not None:
            yield Part(unit.start + tail, unit.end, "furniture")
