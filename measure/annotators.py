"""How far the annotators of gold/acts.jsonl agree: annotators.py [--acts FILE] [--seed N]

Over the items that two annotators labelled apart from each other. Acts of an item are aligned one to one where the
words that carry them overlap, or where type and a side are the same; an act that the other annotator does not have is
a unit with the value NONE. Prints Krippendorff's alpha (nominal) with 95 % bootstrap intervals over items, and F1 of
one annotator against the other. Only counts and rates are printed, never a label.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from bilat.ontology import TYPES

ACTS = Path(__file__).with_name("gold") / "acts.jsonl"
NONE = "NONE"
DRAWS = 1000
EITHER_WAY = {"CONSULT", "COOPERATE"}
Act = Mapping[str, Any]
Unit = tuple[str, str]


def twice_labelled(path: Path) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The lines of each item that two annotators have, in the order of their names."""
    items: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        items[row["doc"], row["start"]].append(row)
    pairs = [sorted(rows, key=lambda row: str(row["by"])) for rows in items.values() if len(rows) == 2]
    return [(one, other) for one, other in pairs]


def codes(act: Act, side: str) -> frozenset[str]:
    """The codes of a side; an actor without one counts as `uncoded`."""
    return frozenset(actor["code"] or "uncoded" for actor in act[side])


def same_sides(one: Act, other: Act) -> bool:
    """Whether the sides are the same by their codes; either way round for meetings and cooperation."""
    sides = [[codes(act, "source"), codes(act, "target")] for act in (one, other)]
    return sides[0] == sides[1] or (one["type"] in EITHER_WAY and sides[0] == sides[1][::-1])


def nearness(one: Act, other: Act) -> int:
    """How surely two acts are one: 0 where they are not; both signs together weigh most."""
    overlap = one["at"][0] < other["at"][1] and other["at"][0] < one["at"][1]
    shared = any(codes(one, side) & codes(other, side) for side in ("source", "target"))
    return 2 * int(overlap) + int(one["type"] == other["type"] and shared)


def aligned(one: Sequence[Act], other: Sequence[Act]) -> list[tuple[Act | None, Act | None]]:
    """The acts of two annotators side by side, the surest pairs first; None where the other has no such act."""
    near = sorted(
        ((nearness(a, b), -i, -j) for i, a in enumerate(one) for j, b in enumerate(other) if nearness(a, b)),
        reverse=True,
    )
    left, right, pairs = set(range(len(one))), set(range(len(other))), []
    for _, i, j in near:
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            pairs.append((one[-i], other[-j]))
    return [*pairs, *((one[i], None) for i in sorted(left)), *((None, other[j]) for j in sorted(right))]


def alpha(units: Iterable[Unit]) -> float | None:
    """Krippendorff's alpha for nominal data and two values a unit (Krippendorff 2011); None where nothing varies."""
    listed = list(units)
    values = Counter(value for unit in listed for value in unit)
    total = 2 * len(listed)
    by_chance = total * (total - 1) - sum(count * (count - 1) for count in values.values())
    if not by_chance:
        return None
    differing = sum(one != other for one, other in listed)
    return 1 - (differing / len(listed)) * total * (total - 1) / by_chance


def f1(hits: Sequence[tuple[int, int]]) -> float:
    """F1 of the two annotators, from each item's hits and number of acts of both."""
    return 2 * sum(hit for hit, _ in hits) / max(1, sum(acts for _, acts in hits))


def matched(one: Sequence[Act], other: Sequence[Act], same: Callable[[Act, Act], bool]) -> int:
    """How many acts of one annotator can be given one of the other's that is the same; sameness is transitive."""
    rest = list(other)
    hits = 0
    for act in one:
        found = next((k for k, candidate in enumerate(rest) if same(act, candidate)), None)
        if found is not None:
            rest.pop(found)
            hits += 1
    return hits


def interval(items: Sequence[Any], figure: Callable[[list[Any]], float | None], seed: int) -> str:
    """A figure with the percentiles 2.5 and 97.5 of its bootstrap over items."""
    value = figure(list(items))
    if value is None:
        return "nothing varies"
    random = np.random.default_rng(seed)
    draws = (figure([items[k] for k in random.integers(len(items), size=len(items))]) for _ in range(DRAWS))
    low, high = np.percentile([drawn for drawn in draws if drawn is not None], [2.5, 97.5])
    return f"{value:.3f} | {low:.3f} to {high:.3f}"


def flat(items: Iterable[Sequence[Unit]]) -> list[Unit]:
    """The units of several items."""
    return [unit for item in items for unit in item]


def alphas(pairs: Sequence[tuple[Any, Any]], seed: int) -> None:
    """Print the table of alphas."""
    acts = [aligned(one["events"], other["events"]) for one, other in pairs]

    def units(value: Callable[[Act], str], whole: bool = True) -> list[list[Unit]]:
        return [
            [(value(a) if a else NONE, value(b) if b else NONE) for a, b in item if whole or (a and b)] for item in acts
        ]

    def side(name: str) -> Callable[[Act], str]:
        return lambda act: "+".join(sorted(codes(act, name))) or "nobody"

    def row(name: str, items: list[list[Unit]]) -> None:
        print(f"| {name} | {len(flat(items))} | {interval(items, lambda drawn: alpha(flat(drawn)), seed)} |")

    print("| what | units | alpha | 95 % |\n| --- | --- | --- | --- |")
    row("whether an item holds an act", [[(str(bool(a["events"])), str(bool(b["events"])))] for a, b in pairs])
    types = units(lambda act: str(act["type"]))
    row("type, an act that one lacks as NONE", types)
    row("type, of acts that both have", units(lambda act: str(act["type"]), False))
    for name in ("source", "target"):
        row(f"{name} by codes, an act that one lacks as NONE", units(side(name)))
        row(f"{name} by codes, of acts that both have", units(side(name), False))
    row("status, of acts that both have", units(lambda act: str(act["status"]), False))
    for name in TYPES:
        count = sum(name in unit for unit in flat(types))
        one = [[(str(a == name), str(b == name)) for a, b in item] for item in types]
        print(f"| {name} | {count} | {interval(one, lambda drawn: alpha(flat(drawn)), seed)} |")


def rates(pairs: Sequence[tuple[Any, Any]], seed: int) -> None:
    """Print the table of F1, of all items, by stratum and by pair of annotators."""
    print("\n| F1 | items | acts of both | type | 95 % | type and both sides | 95 % |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    by = sorted({row["by"] for pair in pairs for row in pair})
    groups = {"all": list(pairs)}
    groups |= {stratum: [p for p in pairs if p[0]["stratum"] == stratum] for stratum in ("random", "cued")}
    groups |= {f"{a} and {b}": [p for p in pairs if (p[0]["by"], p[1]["by"]) == (a, b)] for a, b in combinations(by, 2)}
    for name, some in groups.items():
        if not some:
            continue
        told = []
        for sides in (False, True):

            def same(a: Act, b: Act, sides: bool = sides) -> bool:
                return a["type"] == b["type"] and (not sides or same_sides(a, b))

            hits = [
                (matched(one["events"], other["events"], same), len(one["events"]) + len(other["events"]))
                for one, other in some
            ]
            told.append(interval(hits, f1, seed))
        print(f"| {name} | {len(some)} | {sum(acts for _, acts in hits)} | {' | '.join(told)} |")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--acts", type=Path, default=ACTS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    pairs = twice_labelled(chosen.acts)
    alphas(pairs, chosen.seed)
    rates(pairs, chosen.seed)


if __name__ == "__main__":
    main()
