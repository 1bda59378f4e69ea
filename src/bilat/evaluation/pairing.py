"""Gold and found mentions paired one to one, as many as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bilat.evaluation.agreeing import Test, words

Row = Mapping[str, Any]
ANYWHERE = frozenset({"membership", "role"})  # told once a document, wherever
_LONGER, _FURTHER = 3, 300  # how much longer than gold's a found span may be: times, or code points more
_QUOTES_SHARED = 0.4


def same_place(gold: Row, found: Row) -> bool:
    """Whether two mentions stand at one place: their spans meet and the found one is not much the longer.

    Without offsets, their quotes share two fifths of their words.
    """
    if None not in [row.get(end) for row in (gold, found) for end in ("start", "end")]:
        length = gold["end"] - gold["start"]
        meet = gold["start"] < found["end"] and found["start"] < gold["end"]
        return bool(meet and found["end"] - found["start"] <= max(_LONGER * length, length + _FURTHER))
    left, right = (set(words(row.get("quote", ""))) for row in (gold, found))
    return bool(left and right) and len(left & right) / len(left | right) >= _QUOTES_SHARED


def paired(gold: Sequence[Row], found: Sequence[Row], test: Test, anywhere: bool = False) -> list[tuple[int, int]]:
    """The largest set of pairs that pass the test, as positions in the two lists; all of one document.

    A maximum matching by augmenting paths (Kuhn 1955; Hopcroft and Karp is not worth it for a document's few).
    """
    fits = [
        [j for j, other in enumerate(found) if (anywhere or same_place(one, other)) and test(one, other)]
        for one in gold
    ]
    holder: dict[int, int] = {}

    def placed(i: int, tried: set[int]) -> bool:
        for j in fits[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in holder or placed(holder[j], tried):
                holder[j] = i
                return True
        return False

    for i in range(len(gold)):
        placed(i, set())
    return sorted((i, j) for j, i in holder.items())
