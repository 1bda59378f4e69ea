"""The gate: what the coder has reached is held, and a floor is lowered in sight or not at all."""

from __future__ import annotations

import csv
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from shutil import copy

import pytest

import bilat

ROOT = Path(__file__).resolve().parent.parent
HISTORY = Path("measure") / "floors_history.tsv"
GOLD = ROOT / "measure" / "gold" / "examples.jsonl"
MARGIN = 0.05
Line = dict[str, str]


@cache
def floors() -> dict[str, dict[str, dict[str, float]]]:
    return tomllib.loads((ROOT / "measure" / "floors.toml").read_text(encoding="utf-8"))


def history() -> list[Line]:
    with (ROOT / HISTORY).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def looser(line: Line, before: Line) -> bool:
    now, then = float(line["floor"]), float(before["floor"])
    return line["bound"] != before["bound"] or (now < then if line["bound"] == "least" else now > then)


def lowered(lines: list[Line]) -> list[Line]:
    """The lines that ask less than one before them of the same figure."""
    found = []
    for number, line in enumerate(lines):
        before = [old for old in lines[:number] if (old["set"], old["figure"]) == (line["set"], line["figure"])]
        if any(looser(line, old) for old in before):
            found.append(line)
    return found


def untold(lines: list[Line], page: str) -> list[Line]:
    """The lowered floors without a reason of five words, or without an entry on the page."""
    return [
        line
        for line in lowered(lines)
        if len(line["why"].split()) < 5 or f"{line['date']}: {line['set']}, {line['figure']}" not in page
    ]


def test_every_floor_is_the_last_of_its_history() -> None:
    last = {(line["set"], line["figure"]): {line["bound"]: float(line["floor"])} for line in history()}
    held = {(name, figure): bound for name, asked in floors().items() for figure, bound in asked.items()}
    assert held == last


def test_no_floor_is_far_below_what_was_measured() -> None:
    low = [
        (line["set"], line["figure"])
        for line in history()
        if line["bound"] == "least" and float(line["floor"]) < float(line["measured"]) - MARGIN - 1e-9
    ]
    assert low == []


def test_a_floor_is_lowered_with_a_reason_and_an_entry() -> None:
    assert untold(history(), (ROOT / "docs" / "floors.md").read_text(encoding="utf-8")) == []


def test_a_floor_lowered_in_silence_is_noticed() -> None:
    first = {
        "date": "2026-01-01",
        "set": "gold",
        "figure": "quote f1",
        "bound": "least",
        "floor": "0.9",
        "why": "first",
    }
    lower = first | {"date": "2026-02-02", "floor": "0.8", "why": "a new parser reads fewer of them"}
    told = "- 2026-02-02: gold, quote f1, from 0.9 to 0.8: a new parser reads fewer of them"
    assert untold([first, lower], "") == [lower]
    assert untold([first, lower | {"why": "no"}], told) == [lower | {"why": "no"}]
    assert untold([first, lower], told) == []
    assert lowered([first, lower | {"floor": "0.95"}]) == []
    ceiling = first | {"bound": "most"}
    assert lowered([ceiling, ceiling | {"floor": "1.2"}]) == [ceiling | {"floor": "1.2"}]


def test_the_history_only_grows() -> None:
    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)

    if git("rev-parse", "--git-dir").returncode:
        pytest.skip("git's history is not at hand")
    now = (ROOT / HISTORY).read_text(encoding="utf-8")
    commits = git("log", "--format=%H", "--", HISTORY.as_posix()).stdout.split()
    changed = [c for c in commits if not now.startswith(git("show", f"{c}:{HISTORY.as_posix()}").stdout)]
    assert changed == []


def test_the_coder_reaches_its_floors_on_the_labelled_examples(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for article in (ROOT / "examples" / "articles").iterdir():
        if article.name in GOLD.read_text(encoding="utf-8"):
            copy(article, folder)
    space = bilat.open(tmp_path / "record.sqlite")
    space.read([folder], workers=1)
    told = space.eval([GOLD])
    figures = {f"{name} f1": row["f1"] for name, row in told["scores"].items()}
    figures |= {name: row["share"] for name, row in told["shares"].items()}
    asked = {figure: bound["least"] for figure, bound in floors()["examples"].items()}
    assert len(list(folder.iterdir())) == 8
    below = {figure: (figures[figure], least) for figure, least in asked.items() if figures[figure] < least}
    assert below == {}, "figures below their floors, each with its floor; see docs/floors.md"
