"""Measure bilat against ../shared: run.py [--quick | --once]

Prints each figure beside its floor (measure/floors.toml); exits 1 where one is missed. Without --quick it takes the
speed figures too, and keeps everything in docs/measurements.md. --once scores what is not worked on, and
only prints: who looks at their misses has used them up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import figures

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DOCS = ROOT / "docs" / "measurements.md"
TITLES = {
    "gold": "Gold: three articles",
    "digests": "Digests: nine days, worked on",
    "once": "Digests: ten days, not worked on",
    "invented": "Invented articles: sixteen, worked on",
    "second": "Invented articles: seven more, by another annotator, worked on once",
    "invented_once": "Invented articles: eight, not worked on",
    "pairs": "Pairs: 1,019 sentences with a marked source and target",
    "offsets": "Offsets: every mention's quote is the text at its place",
    "speed": "Speed: a year of daily digests",
}
Measure = Callable[[Path, Path], dict[str, float]]
QUICK: dict[str, Measure] = {
    "gold": figures.gold,
    "digests": figures.digests,
    "invented": figures.invented,
    "second": figures.second,
    "pairs": figures.pairs,
}
ONCE: dict[str, Measure] = {"once": figures.once, "invented_once": figures.invented_once}
FULL: dict[str, Measure] = {**QUICK, "speed": figures.speed, "offsets": figures.offsets}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, what it must reach (words, empty where nothing is asked), and whether it does."""

    name: str
    value: float
    floor: str
    good: bool


def judged(figure: str, value: float, floor: dict[str, float]) -> Line:
    """A figure beside its floor."""
    if "least" in floor:
        return Line(figure, value, f"at least {floor['least']:g}", value >= floor["least"])
    if "most" in floor:
        return Line(figure, value, f"at most {floor['most']:g}", value <= floor["most"])
    return Line(figure, value, "", True)


def run(measures: dict[str, Measure]) -> dict[str, list[Line]]:
    """Every figure of those measures, printed as they come."""
    floors = tomllib.loads((ROOT / "measure" / "floors.toml").read_text(encoding="utf-8"))
    results: dict[str, list[Line]] = {}
    with TemporaryDirectory() as scratch:
        for name, measure in measures.items():
            print(f"\n{TITLES[name]}", flush=True)
            found = measure(SHARED, Path(scratch))
            asked = floors.get(name, {})
            results[name] = [judged(figure, value, asked.get(figure, {})) for figure, value in found.items()]
            # a floor whose figure is gone is a floor missed
            results[name] += [Line(f, float("nan"), "not measured", False) for f in asked if f not in found]
            for line in results[name]:
                print(f"  {line.name:52} {line.value:<10g} {line.floor}{'' if line.good else '   MISSED'}", flush=True)
    return results


def page(results: dict[str, list[Line]]) -> str:
    """The figures as docs/measurements.md keeps them."""
    out = [
        "# Measurements",
        "",
        "Made by `make measure`; do not edit. The floors are in `measure/floors.toml`.",
        "",
        f"- Date: {dt.datetime.now(dt.UTC).date()}",
        f"- Parser model: {figures.parser_model()}",
        f"- Coder: {figures.coder_name()}",
        f"- Python {sys.version.split()[0]}, {os.cpu_count()} cores, {figures.WORKERS} workers",
        "",
    ]
    for name, lines in results.items():
        out += [f"## {TITLES[name]}", "", figures.COMMANDS[name], ""]
        out += ["| figure | value | floor |", "| --- | --- | --- |"]
        out += [f"| {n.name} | {n.value:g} | {n.floor}{'' if n.good else ' (missed)'} |" for n in lines] + [""]
    return "\n".join(out)


def main() -> int:
    """0 where every floor is reached, 1 where one is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the scores against gold and pairs only")
    parser.add_argument("--once", action="store_true", help="the digests that are not worked on, and nothing else")
    chosen = parser.parse_args()
    if not SHARED.is_dir():
        print("no ../shared beside this clone: measures skipped")
        return 0
    results = run(ONCE if chosen.once else QUICK if chosen.quick else FULL)
    if not (chosen.quick or chosen.once):
        DOCS.write_text(page(results), encoding="utf-8")
        print(f"\nkept in {DOCS.relative_to(ROOT)}")
    missed = [line.name for lines in results.values() for line in lines if not line.good]
    print(f"\n{len(missed)} figures missed: {', '.join(missed)}" if missed else "\nevery floor is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
