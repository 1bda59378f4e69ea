"""Score the coder's events on the labelled items: unseen_acts.py [--acts FILE] [--worked] [--most N]

The items of gold/acts.jsonl of 2022 and later, which nothing is learnt from and nobody looks at: only counts and rates
are printed. --worked scores the items of 2014 to 2021 instead, on which the coder was built. Each item is coded as a
digest of its own with its day. An event is right where type and both sides are, by code and either way round for
CONSULT and COOPERATE, anywhere in the item; of an item with two annotators, what only one of them has counts neither
way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import labels
from annotators import ACTS, same_sides
from bilat import coding, evaluation, reports, sources
from bilat.model import Document

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news"
ONCE_FROM = "2022"
DRAWS = 1000
Row = Mapping[str, Any]


def lines_of(path: Path, worked: bool) -> list[Row]:
    """The label lines of the earlier items, or of the later ones."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if (row["doc"].rpartition("/")[2] < ONCE_FROM) == worked]


def name_of(line: Row) -> str:
    """What an item is called as a document."""
    return f"{line['doc']}:{line['start']}"


def items(news: Path, lines: Iterable[Row]) -> Iterator[Document]:
    """Each labelled item as a digest of one item, laid out as it stands in its day's digest."""
    spans = defaultdict(set)
    for line in lines:
        spans[line["doc"]].add((line["start"], line["end"]))
    with TemporaryDirectory() as scratch:
        digests = Path(scratch) / "digests.jsonl"
        rows = labels.texts(news, spans).values()
        digests.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for reading in sources.read([digests]):
            whole = reading.outcome
            if not isinstance(whole, Document):
                sys.exit(f"{whole.name}: {whole.reason}")
            for start, end in sorted(spans[whole.name]):
                inner = [part for part in whole.parts if start <= part.start and part.end <= end]
                parts = tuple(replace(part, start=part.start - start, end=part.end - start) for part in inner)
                text = whole.text[start:end]
                yield replace(whole, name=f"{whole.name}:{start}", text=text, parts=parts, form="digest", title=None)


def gold(lines: Iterable[Row], texts: Mapping[str, str]) -> Iterator[Row]:
    """The labels as rows of the guide; what only one of two annotators has is optional."""
    by_item: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        by_item[name_of(line)].append(line)
    for name, its in by_item.items():
        first, *others = sorted(its, key=lambda line: str(line["by"]))
        rest = [act for line in others for act in line["events"]]
        for act in first["events"]:
            twin = next((k for k, one in enumerate(rest) if one["type"] == act["type"] and same_sides(one, act)), None)
            if twin is not None:
                rest.pop(twin)
            yield row_of(name, first, act, texts[name], bool(others) and twin is None)
        yield from (row_of(name, first, act, texts[name], True) for act in rest)


def row_of(name: str, line: Row, act: Row, text: str, optional: bool) -> Row:
    """An act as a gold event of the whole item: only the item is the place."""

    def actor(one: Row) -> Row:
        start, end = (at - line["start"] for at in one["at"])
        code = {"country" if evaluation.region_of(one["code"]) else "org": one["code"]} if one["code"] else {}
        return {"name": text[start:end], **code}

    sides = {side: [actor(one) for one in act[side]] for side in ("source", "target")}
    row = {"doc": name, "start": 0, "end": len(text), "kind": "event", "type": act["type"], "status": act["status"]}
    return {**row, **sides, **({"optional": True} if optional else {})}


def coded(documents: Iterable[Document]) -> Iterator[Row]:
    """What the coder says of the items, as an export has it."""
    listed = list(documents)
    mentions = [mention for _, found in coding.load().code_all(listed) for mention in found]
    names: dict[str, list[str]] = defaultdict(list)
    for document in listed:
        names[document.id].append(document.name)
    yield from reports.mention_rows(
        (m for m in mentions if m.kind == "event"), {document.id: document for document in listed}, names
    )


def scored(lines: list[Row], news: Path) -> evaluation.Evaluation:
    """The evaluation over those items, those without any act too."""
    documents = list(items(news, lines))
    rows = list(gold(lines, {document.name: document.text for document in documents}))
    # an item without an act is named, so that what is invented in it counts
    empty = [{"doc": document.name, "kind": "event", "type": "", "optional": True} for document in documents]
    return evaluation.evaluate([*rows, *empty], coded(documents))


def interval(done: evaluation.Evaluation, figure: str) -> str:
    """A figure's F1 with its 95 % bootstrap interval over items."""
    counts = np.array([tallies[figure] for tallies in done.documents.values()], dtype=float)
    draws = np.random.default_rng(0).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), DRAWS) @ counts
    low, high = np.percentile(2 * draws[:, 2] / np.maximum(1, draws[:, 0] + draws[:, 1]), [2.5, 97.5])
    return f"{low:.3f} to {high:.3f}"


def main() -> None:
    """Print the aggregate figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--acts", type=Path, default=ACTS)
    parser.add_argument("--news", type=Path, default=NEWS)
    parser.add_argument("--worked", action="store_true", help="the items of 2014 to 2021, which the coder was built on")
    parser.add_argument("--most", type=int, help="only so many items, spread evenly")
    chosen = parser.parse_args()
    lines = lines_of(chosen.acts, chosen.worked)
    wanted = sorted({name_of(line) for line in lines})
    wanted = wanted[:: max(1, len(wanted) // chosen.most)] if chosen.most else wanted
    lines = [line for line in lines if name_of(line) in set(wanted)]
    done = scored(lines, chosen.news)
    print(f"coder {coding.coder_name()}; {len(wanted)} items {'worked on' if chosen.worked else 'of 2022 and later'}\n")
    print("| figure | gold | found | precision | recall | F1 | 95 % |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name, row in done.scores.items():
        rates = " | ".join(f"{row[rate]:.3f}" for rate in ("precision", "recall", "f1"))
        print(f"| {name} | {row['gold']} | {row['found']} | {rates} | {interval(done, name)} |")
    for name, row in done.by["type"].items():
        rates = " | ".join(f"{row[rate]:.3f}" for rate in ("precision", "recall", "f1"))
        print(f"| {name} | {row['gold']} | {row['found']} | {rates} | |")
    status = done.shares["event: status right, of matched"]
    print(f"\nstatus right in {status['share']} of {status['n']} matched events")
    told = done.reliability
    print(f"expected calibration error {told['ece']} over {told['n']} events\n")
    print("| confidence | events | stated | right |\n| --- | --- | --- | --- |")
    for one in told["bins"]:
        print(f"| {one['from']:.1f} to {one['to']:.1f} | {one['n']} | {one['confidence']:.3f} | {one['right']:.3f} |")


if __name__ == "__main__":
    main()
