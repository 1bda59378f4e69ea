"""Score matching against the project's own gold on ../shared/news: matching.py --record R [--split once] [--misses]

With --joins it scores measure/gold/matching_joins.jsonl instead: pairs that matching had joined or nearly joined,
judged one by one. R then has to hold measure/gold/invented/worked, examples/articles and ../shared/articles too.

R is a record of all of ../shared/news (`bilat read ../shared/news --record R`). Labels are in
measure/gold/matching.jsonl: mentions by day, offsets, kind, type and sides, drawn in small groups of like mentions near
in time; only pairs of one group are labelled. The split `once` is not looked at while working.

False joins: of the labelled pairs that matching joined, the share that are two happenings. B-cubed counts each mention
among those of its group; `joined` is over the mentions whose happening has another mention in the group, which is the
harder figure, since most mentions stand alone.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bilat import matching
from bilat.model import Actor, Mention
from bilat.record import Record

GOLD = Path(__file__).resolve().parent / "gold" / "matching.jsonl"
JOINS = GOLD.with_name("matching_joins.jsonl")
SIDES = {
    "event": ("source", "target"),
    "meeting": ("participants",),
    "agreement": ("parties",),
    "transfer": ("giver", "receiver"),
    "claim": ("asserted_by", "denied_by"),
    "role": ("person",),
    "membership": ("member",),
    "quote": ("speaker",),
}
Label = dict[str, Any]


def labels(split: str, gold: Path = GOLD) -> list[Label]:
    """The labelled mentions of a split."""
    rows = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["split"] == split]


def found(record: Record, wanted: Sequence[Label]) -> dict[int, Mention]:
    """The mention of each label that the record holds, by the label's number; a coder may not find all again."""
    docs = {name: document.id for document in record.documents() for name in record.names(document.id)}
    out: dict[int, Mention] = {}
    for number, label in enumerate(wanted):
        near = [
            m
            for m in record.mentions(kind=label["kind"], doc=docs.get(label["doc"], ""))
            if m.start < label["end"] and label["start"] < m.end and m.fields.get("type") == label.get("type")
        ]
        if near:
            out[number] = max(near, key=lambda m: (_told(m, label), _common(m, label), m.id))
    return out


def _told(mention: Mention, label: Label) -> tuple[bool, float]:
    """By the same act, where one sentence has several, and on how many sides by the same actors."""
    mine = [_codes(mention, name) for name in SIDES[mention.kind]]
    if mention.kind == "claim":
        mine = [mine[0] | mine[1]]
    alike = sum(side == set(told) for side, told in zip(mine, label["sides"], strict=False))
    return mention.why == label.get("act", mention.why), alike


def _common(mention: Mention, label: Label) -> int:
    return int(min(mention.end, label["end"]) - max(mention.start, label["start"]))


def _codes(mention: Mention, name: str) -> set[str]:
    given = mention.fields[name]
    actors: tuple[Actor, ...] = given if isinstance(given, tuple) else (given,)
    if mention.kind == "role":
        return {a.id or a.name for a in actors}
    return {a.code or a.id or a.name for a in actors}


def scores(wanted: Sequence[Label], mentions: Mapping[int, Mention], happening: Mapping[str, str]) -> dict[str, float]:
    """The figures; `happening` has for each mention's id the happening that it was joined to."""
    groups: dict[int, list[int]] = defaultdict(list)
    for number in mentions:
        groups[wanted[number]["draw"]].append(number)
    same = joined = right = 0
    everyone: list[tuple[float, float]] = []
    harder: list[tuple[float, float]] = []
    for group in groups.values():
        gold = {n: wanted[n]["happening"] for n in group}
        ours = {n: happening[mentions[n].id] for n in group}
        for a, b in combinations(group, 2):
            same += gold[a] == gold[b]
            joined += ours[a] == ours[b]
            right += gold[a] == gold[b] and ours[a] == ours[b]
        for n in group:
            mine = {m for m in group if ours[m] == ours[n]}
            true = {m for m in group if gold[m] == gold[n]}
            point = (len(mine & true) / len(mine), len(mine & true) / len(true))
            everyone.append(point)
            if len(true) > 1:
                harder.append(point)
    pairs = sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
    return {
        "labelled mentions": len(wanted),
        "labelled mentions found": len(mentions),
        "labelled pairs": pairs,
        "pairs of one happening": same,
        "pairs joined": joined,
        "pairs joined rightly": right,
        "false joins": (joined - right) / joined if joined else 0.0,
        "pairs found": right / same if same else 0.0,
        "B-cubed F1": _f1(everyone),
        "B-cubed F1, nothing joined": _f1([(1.0, _alone(wanted, groups, n)) for g in groups.values() for n in g]),
        "B-cubed F1, joined": _f1(harder),
    }


def by_how(wanted: Sequence[Label], mentions: Mapping[int, Mention], happening: Mapping[str, str]) -> list[str]:
    """A line for each way in which pairs were drawn, and kind: how many, joined, and of those how many falsely."""
    pairs: dict[int, list[int]] = defaultdict(list)
    for number in mentions:
        pairs[wanted[number]["draw"]].append(number)
    lines: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for pair in pairs.values():
        if len(pair) == 2 and mentions[pair[0]].id != mentions[pair[1]].id:
            a, b = pair
            same = wanted[a]["happening"] == wanted[b]["happening"]
            ours = happening[mentions[a].id] == happening[mentions[b].id]
            for kind in ("all", wanted[a]["kind"]):
                lines[wanted[a]["how"], kind].append((same, ours))
    told = []
    for (how, kind), found in sorted(lines.items()):
        same = sum(s for s, _ in found)
        joined, false = sum(j for _, j in found), sum(j and not s for s, j in found)
        low, high = wilson(false, joined)
        right = joined - false
        told.append(
            f"{how:26} {kind:12} {len(found):4} pairs, {right} of {same} of one happening joined;"
            f" {false} of {joined} joins false ({low:.1%} to {high:.1%})"
        )
    return told


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share (Wilson 1927); all of it where nothing was counted."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / of + spread / of / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _alone(wanted: Sequence[Label], groups: Mapping[int, list[int]], n: int) -> float:
    """The recall of a mention that is joined to none."""
    label = wanted[n]
    return 1.0 / sum(int(wanted[m]["happening"] == label["happening"]) for m in groups[label["draw"]])


def _f1(points: Sequence[tuple[float, float]]) -> float:
    precision = sum(p for p, _ in points) / len(points)
    recall = sum(r for _, r in points) / len(points)
    return 2 * precision * recall / (precision + recall)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--record", required=True, type=Path)
    parser.add_argument("--split", default="worked", choices=("worked", "once"))
    parser.add_argument("--misses", action="store_true", help="also print which groups were joined wrongly")
    parser.add_argument("--joins", action="store_true", help="score the judged joins, which were worked on")
    chosen = parser.parse_args()
    wanted = labels(chosen.split, JOINS if chosen.joins else GOLD)
    with Record.read(chosen.record) as record:
        mentions = found(record, wanted)
        documents = {document.id: document for document in record.documents()}
        kinds = {label["kind"] for label in wanted}
        every = [m for kind in sorted(kinds) for m in record.mentions(kind=kind)]
    happening = {key: row.id for row in matching.match(every, documents, {}) for key in row.mentions}
    for name, value in scores(wanted, mentions, happening).items():
        print(f"{name:32} {value:.3f}".rstrip("0").rstrip("."))
    if chosen.joins:
        print("\n".join(by_how(wanted, mentions, happening)))
    if chosen.misses:
        for (a, m), (b, n) in combinations(mentions.items(), 2):
            if wanted[a]["draw"] == wanted[b]["draw"] and happening[m.id] == happening[n.id]:
                good = wanted[a]["happening"] == wanted[b]["happening"]
                print(f"{'right' if good else 'WRONG'} {wanted[a]['draw']}: {m.quote[:80]} | {n.quote[:80]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
