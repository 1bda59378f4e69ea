"""Mentions to happenings: which texts are copies of one report, and which mentions tell of one thing."""

from bilat.matching.copies import near_copies, origins
from bilat.matching.growing import grow
from bilat.matching.joining import match
from bilat.matching.rulings import PERSON, Docket, anchor, docket, spelling

__all__ = ["PERSON", "Docket", "anchor", "docket", "grow", "match", "near_copies", "origins", "spelling"]
