"""Mentions to happenings: which texts are copies of one report, and which mentions tell of one thing."""

from bilat.matching.copies import origins
from bilat.matching.joining import match
from bilat.matching.rulings import PERSON, Docket, anchor, docket, spelling

__all__ = ["PERSON", "Docket", "anchor", "docket", "match", "origins", "spelling"]
