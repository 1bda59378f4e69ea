"""Mentions to happenings: which texts are copies of one report, and which mentions tell of one thing."""

from bilat.matching.copies import near_copies, origins
from bilat.matching.growing import grow
from bilat.matching.joining import match
from bilat.matching.reporters import houses, items_of, origin_of
from bilat.matching.rulings import PERSON, Docket, anchor, docket, spelling

__all__ = [
    "PERSON",
    "Docket",
    "anchor",
    "docket",
    "grow",
    "houses",
    "items_of",
    "match",
    "near_copies",
    "origin_of",
    "origins",
    "spelling",
]
