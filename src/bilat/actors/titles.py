"""What office a phrase names, and the sector of those who hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from bilat.actors.surface import without_accents
from bilat.actors.tables import names_in, table

_SMALL = frozenset(["of", "the", "for", "to", "a", "an", "in", "on", "at", "and", "his", "her", "its", "their", "s"])
_SPELLED = {"defence": "defense", "labour": "labor", "programme": "program", "centre": "center", "organisation":
            "organization", "councillor": "councilor", "ministers": "minister", "presidents": "president"}  # fmt: skip
_LONGEST = 6


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """An office by its kind (as in `Office.kind`) and its holder's sector, absent where the words do not tell."""

    kind: str
    sector: str | None


@lru_cache(maxsize=16384)
def office_of(phrase: str) -> OfficeKind | None:
    """The office that a phrase names (`deputy defence minister`, `Speaker of Parliament`), or None.

    Where the words of several offices stand in the phrase, the more special one wins: `spokesman for the foreign
    ministry` is no minister, `vice president` no president.
    """
    words = _words(phrase)
    best: tuple[int, int] | None = None
    found: OfficeKind | None = None
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            hit = _phrases().get(" ".join(words[start:end]))
            if hit and (best is None or (hit[0], start - end) < best):
                best, found = (hit[0], start - end), hit[1]
    return found


def _words(phrase: str) -> list[str]:
    plain = without_accents(phrase).casefold()
    words = [_SPELLED.get(w, w) for w in re.findall(r"[a-z]+", plain)]
    return [_one(w) for w in words if w not in _SMALL]


def _one(word: str) -> str:
    """A plural as its singular, where the ending tells it."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@cache
def _phrases() -> dict[str, tuple[int, OfficeKind]]:
    found: dict[str, tuple[int, OfficeKind]] = {}
    for rank, row in enumerate(table("titles.tsv")):
        for phrase in names_in(row["phrases"]):
            found.setdefault(" ".join(_words(phrase)), (rank, OfficeKind(row["kind"], row["sector"] or None)))
    return found
