"""Mentions to happenings: which texts are copies of one report, and which mentions tell of one thing."""

from bilat.matching.copies import near_copies, origins
from bilat.matching.growing import grow
from bilat.matching.joining import match
from bilat.matching.reporters import houses, origin_of
from bilat.matching.rulings import PERSON, Docket, anchor, docket, spelling

__all__ = [
    "PERSON",
    "Docket",
    "anchor",
    "docket",
    "grow",
    "houses",
    "match",
    "near_copies",
    "origin_of",
    "origins",
    "spelling",
]
