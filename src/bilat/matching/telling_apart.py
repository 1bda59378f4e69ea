"""What keeps apart papers and charges that are called by the same words."""

from __future__ import annotations

import math

from bilat.matching.traits import RECENT_DAYS, Traits, side
from bilat.matching.words import PASSING, codes_in, figures, proper_stems, stems, title_numbers, title_stems

_ONE_WORD = 0.7  # the share that it has of two titles with but one word in common


def cosine(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of words that two sets have in common, 0 to 1."""
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that stands in the larger, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def same_text(a: Traits, b: Traits) -> bool:
    """True where one may refer to the other: in one document, and in one item of a digest."""
    return a.mention.doc == b.mention.doc and a.item == b.item


def other_paper(a: Traits, b: Traits, common: frozenset[str]) -> bool:
    """True where two titles share words and may still name two papers.

    Those are numbers that differ ("a 72-hour ceasefire", "a 12-hour ceasefire"), one word in common and no party, and
    what one pair of states makes many of, such as ceasefires, told of a week and more apart.
    """
    mine, yours = (title_numbers(t.mention.fields["title"]) for t in (a, b))
    if mine and yours and mine.isdisjoint(yours):
        return True
    if same_text(a, b):
        return False
    shared = len(a.sides[0].codes & b.sides[0].codes)
    if common <= PASSING:
        return not shared or a.published is None or b.published is None or abs(a.published - b.published) > RECENT_DAYS
    if a.clause.fresh or b.clause.fresh:
        return True
    # "the nuclear deal" of one state is none of its papers on nuclear weapons
    return len(common) < 2 and (not shared or (shared < 2 and cosine(*_titles(a, b)) < _ONE_WORD))


def _titles(a: Traits, b: Traits) -> tuple[frozenset[str], frozenset[str]]:
    return title_stems(a.mention.fields["title"]), title_stems(b.mention.fields["title"])


def other_charge(a: Traits, b: Traits) -> bool:
    """True where two propositions share words and may still be two: other numbers, or nobody named in both."""
    one, two = a.mention.fields["proposition"], b.mention.fields["proposition"]
    mine, yours = figures(stems(one)), figures(stems(two))
    if mine and yours and mine.isdisjoint(yours):
        return True
    named = (codes_in(one) & codes_in(two)) | (proper_stems(one) & proper_stems(two)) | (_parties(a) & _parties(b))
    return not named and not same_text(a, b)


def _parties(t: Traits) -> frozenset[str]:
    fields = t.mention.fields
    return side((*fields["asserted_by"], *fields["denied_by"])).codes
