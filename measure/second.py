"""How far two labellers of the same pairs of mentions agree: second.py [--pairs]

The first labels are the happenings of measure/gold/matching.jsonl, the second those of matching_second.jsonl there:
209 pairs, labelled `same`, `different` or `unsure` without a look at the first. Prints raw agreement, the kappa
of Cohen over the decided pairs with a bootstrap interval (draws of groups, not of pairs, since pairs of one group hang
together), and with --pairs where the two differ.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

GOLD = Path(__file__).resolve().parent / "gold"
ROUNDS = 2000
Pair = tuple[bool, bool]


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a file of the gold."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def kappa(pairs: list[Pair]) -> float:
    """Cohen's kappa of two labellers; 0 where one of them says the same of all."""
    seen = sum(a == b for a, b in pairs) / len(pairs)
    one, two = (sum(pair[side] for pair in pairs) / len(pairs) for side in (0, 1))
    chance = one * two + (1 - one) * (1 - two)
    return (seen - chance) / (1 - chance) if chance < 1 else 0.0


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pairs", action="store_true", help="also print where the two differ")
    chosen = parser.parse_args()
    first = {_key(row["draw"], row): row for row in rows("matching.jsonl")}
    groups: dict[int, list[Pair]] = defaultdict(list)
    unsure = 0
    for row in rows("matching_second.jsonl"):
        a, b = (first[_key(row["draw"], row | row[side])] for side in ("a", "b"))
        if row["label"] == "unsure":
            unsure += 1
            continue
        pair = (a["happening"] == b["happening"], row["label"] == "same")
        groups[row["draw"]].append(pair)
        if chosen.pairs and pair[0] != pair[1]:
            told = ["same" if same else "different" for same in pair]
            print(a["split"], a["draw"], *told, *(f"{m['doc']}:{m['start']}-{m['end']}" for m in (a, b)))
    pairs = [pair for group in groups.values() for pair in group]
    chance = random.Random(1)
    drawn = sorted(
        kappa([pair for group in chance.choices(list(groups.values()), k=len(groups)) for pair in group])
        for _ in range(ROUNDS)
    )
    both, one = sum(a and b for a, b in pairs), sum(a != b for a, b in pairs)
    print(f"{len(pairs)} pairs decided by both, {unsure} left open by the second")
    print(f"alike {1 - one / len(pairs):.3f}; same for both {both}, for one only {one}")
    print(f"kappa {kappa(pairs):.2f}, 95 % interval {drawn[ROUNDS // 40]:.2f} to {drawn[-ROUNDS // 40]:.2f}")
    return 0


def _key(draw: int, row: dict[str, Any]) -> tuple[Any, ...]:
    return draw, row["doc"], row["start"], row["end"], row["kind"], row.get("type"), json.dumps(row["sides"])


if __name__ == "__main__":
    sys.exit(main())
