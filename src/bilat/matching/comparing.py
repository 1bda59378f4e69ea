"""What every rule compares two mentions by, and the scale of their scores."""

from __future__ import annotations

import math

from bilat.matching.traits import Side, Traits

NO = 0.0
ENOUGH = 3.0
SURE = 10.0


def cosine(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two sets have in common, 0 to 1."""
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that stands in the larger, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def same_text(a: Traits, b: Traits) -> bool:
    """True where one may refer to the other: in one document, and in one item of a digest."""
    return a.mention.doc == b.mention.doc and a.item == b.item


def same_span(a: Traits, b: Traits) -> bool:
    """True where both mentions are made of the same stretch of one document."""
    m, n = a.mention, b.mention
    return m.doc == n.doc and m.start < n.end and n.start < m.end


def people(a: Side, b: Side) -> int | None:
    """On how many codes both sides name the same people; None where they name different ones."""
    shared = 0
    for code in a.codes & b.codes:
        mine, yours = a.named[code], b.named[code]
        if mine and yours:
            if mine.isdisjoint(yours):
                return None
            shared += 1
    return shared


def share_people(a: Traits, b: Traits) -> bool:
    return any(people(x, y) for x, y in zip(a.sides, b.sides, strict=True))


def fit(a: Side, b: Side) -> bool:
    """True where one side's codes hold the other's: a report may leave out a state, not swap it."""
    return a.codes <= b.codes or b.codes <= a.codes


def gap(a: Traits, b: Traits) -> int | None:
    """Days between two dated mentions, 0 where they overlap; None where one has no date or an open one."""
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return None
    return max(0, a.low - b.high, b.low - a.high)
