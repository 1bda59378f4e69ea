"""Error rates by kind of mention, for the page on limits: error_rates.py

Scores the coder with `bilat eval` on the labels of the repository and of ../shared that it was worked on, takes what
was measured on text that it was not worked on from docs/unseen.md (which is not scored again for this), and writes
src/bilat/evaluation/error_rates.tsv, which the page shows, and docs/error-rates.md.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bilat
import figures
import labels
from bilat.ontology import KINDS

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TABLE = ROOT / "src" / "bilat" / "evaluation" / "error_rates.tsv"
PAGE = ROOT / "docs" / "error-rates.md"
UNSEEN = ROOT / "docs" / "unseen.md"
COLUMNS = ("texts", "worked_on", "kind", "labels", "told", "right", "precision", "recall", "f1", "coder", "date")
Row = dict[str, Any]


def worked_on(scratch: Path) -> Iterator[Row]:
    """What `bilat eval` says of the labels that are at hand, by kind."""
    examples = bilat.open(scratch / "examples.sqlite")
    examples.read([ROOT / "examples" / "articles"])
    yield from _of("eight example articles", examples.eval([figures.GOLD / "examples.jsonl"]))
    if not SHARED.exists():
        return
    articles = bilat.open(scratch / "articles.sqlite")
    articles.read([SHARED / "articles"])
    gold = sorted((SHARED / "annotation" / "gold").glob("*.jsonl"))
    yield from _of("three articles of think tanks and newspapers", articles.eval(gold))
    documents = labels.texts(SHARED / "news", (row["doc"] for row in labels.rows(figures.GOLD / "worked.jsonl")))
    news, whole = scratch / "worked.jsonl", scratch / "worked.gold.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in documents.values()), encoding="utf-8")
    assembled = labels.assembled(figures.GOLD / "worked.jsonl", documents)
    whole.write_text("".join(json.dumps(row) + "\n" for row in assembled), encoding="utf-8")
    digests = bilat.open(scratch / "worked.sqlite")
    digests.read([news])
    yield from _of("nine daily digests", digests.eval([whole]))


def _of(texts: str, run: Row) -> Iterator[Row]:
    shared = {"texts": texts, "worked_on": "yes", "coder": figures.coder_name(), "date": dt.date.today().isoformat()}
    for kind, score in run["scores"].items():
        if score["gold"] and kind in KINDS:
            counts = {"labels": score["gold"], "told": score["found"], "right": score["hit"]}
            yield {**shared, "kind": kind, **counts, **{name: score[name] for name in ("precision", "recall", "f1")}}


def unseen() -> Iterator[Row]:
    """The last line of each table of docs/unseen.md."""
    page = UNSEEN.read_text(encoding="utf-8")
    digests = _table(page, "| date | coder | event F1 |")[-1]
    for kind in ("event", "quote", "role", "claim"):
        yield {
            "texts": "ten daily digests", "worked_on": "no", "kind": kind, "f1": float(digests[f"{kind} F1"]),
            "coder": digests["coder"], "date": digests["date"][:10],
        }  # fmt: skip
    items = _table(page, "| coder | found (of 951) |")[-1]
    f1, told, held = float(items["event F1 (95 %)"].split()[0]), int(items["found (of 951)"]), 951
    right = round(f1 * (told + held) / 2)  # which is how F1 is made of the counts
    yield {
        "texts": "792 news items of 2022 to 2024", "worked_on": "no", "kind": "event", "labels": held, "told": told,
        "right": right, "precision": round(right / told, 3), "recall": round(right / held, 3), "f1": f1,
        "coder": items["coder"], "date": "2026-11-23",
    }  # fmt: skip


def _table(page: str, head: str) -> list[dict[str, str]]:
    begin = page.index(head)
    lines = re.match(r"(?:\|.*\n)+", page[begin:])
    if lines is None:
        sys.exit(f"{UNSEEN} has no table {head}")
    names, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return [dict(zip(names, row, strict=True)) for row in rows]


def page(rows: list[Row]) -> str:
    """The same as Markdown."""
    out = [
        "# Error rates by kind",
        "",
        "Made by `measure/error_rates.py`; do not edit. The page on limits of `bilat serve` shows the same table, "
        "which is in the package as `src/bilat/evaluation/error_rates.tsv`.",
        "",
        "**Found** is the share of what is in the text that the record has (recall), **right** the share of what the "
        "record has that is in the text (precision); what counts as the same is in [evaluation](evaluation.md). On "
        "text that the coder was worked on, all figures are too good: those of text that it was not worked on come "
        "first, and are from [unseen](unseen.md), where two annotators agree on events at 0.84 (type and both sides). "
        "A kind without a line there was too rare in it to say anything, which is no sign that it is right.",
    ]
    for worked, title in (("no", "Text that it was not worked on"), ("yes", "Text that it was worked on")):
        out += ["", f"## {title}", "", "| kind | texts | labels | found | right | F1 | coder |"]
        out.append("| --- | --- | --- | --- | --- | --- | --- |")
        for row in (row for row in rows if row["worked_on"] == worked):
            cells = [row.get(name, "") for name in ("labels", "recall", "precision", "f1", "coder")]
            out.append(f"| {row['kind']} | {row['texts']}, {row['date']} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(out) + "\n"


def main() -> None:
    """Write both."""
    order = list(KINDS)
    with TemporaryDirectory() as scratch:
        rows = [*unseen(), *worked_on(Path(scratch))]
    rows.sort(key=lambda row: (row["worked_on"], order.index(row["kind"]), row["texts"]))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    PAGE.write_text(page(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
