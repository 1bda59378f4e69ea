"""Counts and what is made of them: precision, recall, F1, shares, reliability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

BINS = 10


class Tally(NamedTuple):
    """How many gold has, how many were found, and how many of both are pairs."""

    gold: int
    found: int
    hit: int

    def row(self) -> dict[str, Any]:
        """The counts with precision, recall and F1, rounded to three places."""
        precision, recall, f1 = self.rates()
        return {
            **self._asdict(),
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(f1, 3),
        }

    def rates(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where there is nothing to count."""
        precision = self.hit / self.found if self.found else 0.0
        recall = self.hit / self.gold if self.gold else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def added(tallies: Iterable[Tally]) -> Tally:
    """The tallies of several documents as one."""
    listed = list(tallies)
    return Tally(*(sum(column) for column in zip(*listed, strict=True))) if listed else Tally(0, 0, 0)


def share(rights: Sequence[bool]) -> dict[str, Any]:
    """How many there are, and what share is right; no share where there is none."""
    return {"n": len(rights), "share": round(sum(rights) / len(rights), 3) if rights else None}


def reliability(judged: Iterable[tuple[float, bool]]) -> dict[str, Any]:
    """How far a stated confidence can be believed: `bins` of equal width, and the expected calibration error.

    Each bin has its bounds, how many fall into it, their mean confidence and the share that is right. `ece` is the
    mean distance of the two, weighted by the bins' numbers (Naeini, Cooper and Hauskrecht 2015); absent where nothing
    was judged.
    """
    binned: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        binned.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, right))
    bins, away, total = [], 0.0, sum(map(len, binned.values()))
    for number in sorted(binned):
        these = binned[number]
        stated, right = (sum(column) / len(these) for column in zip(*these, strict=True))
        away += abs(stated - right) * len(these)
        bins.append(
            {
                "from": number / BINS,
                "to": (number + 1) / BINS,
                "n": len(these),
                "confidence": round(stated, 3),
                "right": round(right, 3),
            }
        )
    return {"n": total, "ece": round(away / total, 3) if total else None, "bins": bins}
