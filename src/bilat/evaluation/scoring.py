"""Scores of one coder on one gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bilat.evaluation.agreeing import SAME, Test, same_date, same_quad, same_sides, same_type
from bilat.evaluation.groups import GROUPS
from bilat.evaluation.pairing import ANYWHERE, paired
from bilat.evaluation.tallies import Tally, added, reliability, share

Row = Mapping[str, Any]
PARTS: Mapping[str, Test] = {
    "event: type only": same_type,
    "event: quad class": same_quad,
    "event: who to whom": same_sides,
}
DATE, STATUS = "event: date right, of matched", "event: status right, of matched"
DIRECTION = "expectation: direction right, of matched"
MACRO = "macro F1 over kinds"


@dataclass(slots=True)
class _Judged:
    """What scoring one document gave."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    pairs: dict[str, list[tuple[Row, Row]]] = field(default_factory=dict)
    missed: list[Row] = field(default_factory=list)
    invented: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a coder did. `documents` holds the tallies of each document, by kind and part, as `compare` needs them."""

    scores: Mapping[str, Mapping[str, Any]]
    shares: Mapping[str, Mapping[str, Any]]
    macro_f1: float
    reliability: Mapping[str, Any]
    by: Mapping[str, Mapping[str, Mapping[str, Any]]]
    missed: Sequence[Row]
    invented: Sequence[Row]
    documents: Mapping[str, Mapping[str, Tally]]

    def row(self, show: int | None = None) -> dict[str, Any]:
        """As plain data, with at most `show` of what was missed and of what was invented a kind."""
        return {
            "scores": self.scores,
            "shares": self.shares,
            MACRO: self.macro_f1,
            "reliability": self.reliability,
            "by": self.by,
            "missed": first_of_each_kind(self.missed, show),
            "invented": first_of_each_kind(self.invented, show),
        }


def first_of_each_kind(rows: Sequence[Row], count: int | None) -> list[Row]:
    """The first so many rows of each kind, a kind after the other; all of them without a count."""
    return [row for kind in SAME for row in [row for row in rows if row["kind"] == kind][:count]]


def evaluate(gold: Iterable[Row], found: Iterable[Row]) -> Evaluation:
    """Score found mentions against gold, as the annotation guide says.

    Both are rows of the guide's format. Only documents that gold names are scored. Within a kind, mentions are paired
    one to one, as many as can be, where they stand at one place and agree in what the kind is about. A gold row with
    `optional` counts neither way. `by` counts a mention in every group that it falls into. The reliability is that of
    the events' confidence.
    """
    golden: dict[str, list[Row]] = defaultdict(list)
    for row in gold:
        golden[row["doc"]].append(row)
    said: dict[str, list[Row]] = {doc: [] for doc in golden}
    for row in found:
        if row["doc"] in said:
            said[row["doc"]].append(row)
    documents = {doc: _judged(rows, said[doc]) for doc, rows in golden.items()}
    scores = {}
    for name in (*SAME, *PARTS):
        tally = added(judged.tallies[name] for judged in documents.values())
        # parts of events say something only where gold has events
        if tally.gold or (tally.found and name in SAME):
            scores[name] = tally.row()
    kinds = [scores[kind]["f1"] for kind in SAME if kind in scores and scores[kind]["gold"]]
    matched = [pair for judged in documents.values() for pair in judged.pairs["event"]]
    invented = [row for judged in documents.values() for row in judged.invented]
    confidences = [(row["confidence"], True) for _, row in matched if "confidence" in row]
    confidences += [(r["confidence"], False) for r in invented if r["kind"] == "event" and "confidence" in r]
    return Evaluation(
        scores=scores,
        shares=_shares(list(documents.values()), scores),
        macro_f1=round(sum(kinds) / len(kinds), 3) if kinds else 0.0,
        reliability=reliability(confidences),
        by={name: _by(documents.values(), group) for name, group in GROUPS.items()},
        missed=[row for judged in documents.values() for row in judged.missed],
        invented=invented,
        documents={doc: judged.tallies for doc, judged in documents.items()},
    )


def _judged(gold: list[Row], found: list[Row]) -> _Judged:
    """Score one document."""
    sure = [row for row in gold if not row.get("optional")]
    unsure = [row for row in gold if row.get("optional")]
    judged = _Judged()
    for kind, test in SAME.items():
        wanted, doubtful, got = ([row for row in rows if row["kind"] == kind] for rows in (sure, unsure, found))
        got = _without(wanted, doubtful, got, test, kind in ANYWHERE)
        pairs = paired(wanted, got, test, kind in ANYWHERE)
        judged.tallies[kind] = Tally(len(wanted), len(got), len(pairs))
        judged.pairs[kind] = [(wanted[i], got[j]) for i, j in pairs]
        met, used = {i for i, _ in pairs}, {j for _, j in pairs}
        judged.missed += [row for i, row in enumerate(wanted) if i not in met]
        judged.invented += [row for j, row in enumerate(got) if j not in used]
        if kind == "event":
            for part, same in PARTS.items():
                judged.tallies[part] = Tally(len(wanted), len(got), len(paired(wanted, got, same)))
    return judged


def _without(sure: list[Row], unsure: list[Row], found: list[Row], test: Test, anywhere: bool) -> list[Row]:
    """What was found, less what meets only a gold mention on which annotators differed."""
    used = {j for _, j in paired(sure, found, test, anywhere)}
    rest = [j for j in range(len(found)) if j not in used]
    dropped = {rest[k] for _, k in paired(unsure, [found[j] for j in rest], test, anywhere)}
    return [row for j, row in enumerate(found) if j not in dropped]


def _shares(documents: Sequence[_Judged], scores: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    pairs = {kind: [pair for judged in documents for pair in judged.pairs[kind]] for kind in ("event", "expectation")}
    shares = {}
    if "event: type only" in scores:
        events = pairs["event"]
        shares[DATE] = share([same_date(gold["date"], found.get("date")) for gold, found in events if gold.get("date")])
        shares[STATUS] = share([g["status"] == found.get("status") for g, found in events if g.get("status")])
    if scores.get("expectation", {}).get("gold"):
        shares[DIRECTION] = share([g.get("direction") == f.get("direction") for g, f in pairs["expectation"]])
    return shares


def _by(documents: Iterable[_Judged], group: Callable[[Row], set[str]]) -> dict[str, dict[str, Any]]:
    """Scores by group: a pair counts for recall in gold's groups, and for precision in the found mention's."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for judged in documents:
        pairs = [pair for kind in SAME for pair in judged.pairs[kind]]
        columns = (
            [*judged.missed, *(gold for gold, _ in pairs)],
            [gold for gold, _ in pairs],
            [*judged.invented, *(found for _, found in pairs)],
            [found for _, found in pairs],
        )
        for column, rows in enumerate(columns):
            for row in rows:
                for name in group(row):
                    counts[name][column] += 1
    return {name: _group_row(*counts[name]) for name in sorted(counts)}


def _group_row(gold: int, met: int, found: int, right: int) -> dict[str, Any]:
    recall, precision = met / gold if gold else 0.0, right / found if found else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "gold": gold,
        "found": found,
        "missed": gold - met,
        "invented": found - right,
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(f1, 3),
    }
