"""Mentions to happenings: which texts are copies of one report, and which mentions tell of one thing."""

from bilat.matching.copies import origins
from bilat.matching.joining import match

__all__ = ["match", "origins"]
