"""Agreement of annotators, by the measure's own functions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "measure"))
from annotators import aligned, alpha, same_sides

MEASURE = Path(__file__).resolve().parent.parent / "measure"


def act(kind: str, start: int, source: str | None = "RUS", target: str | None = "IRN") -> dict[str, Any]:
    sides = {"source": [{"at": [0, 3], "code": source}], "target": [{"at": [4, 7], "code": target}]}
    return {"type": kind, "at": [start, start + 5], "status": "occurred", **sides}


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A: two observers, binary data
    meg, owen = "0100000010", "1110010000"
    assert alpha(zip(meg, owen, strict=True)) == pytest.approx(0.095, abs=0.0005)
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "a")]) is None


def test_acts_are_aligned_by_words_before_type_and_the_rest_stand_alone() -> None:
    near, same_type, alone = act("AID", 10), act("AID", 50), act("PROTEST", 90, None, None)
    other = act("COERCE", 12), act("AID", 70)
    assert aligned([near, same_type, alone], other) == [
        (near, other[0]),
        (same_type, other[1]),
        (alone, None),
    ]


def test_meetings_have_the_same_sides_either_way_round() -> None:
    assert same_sides(act("CONSULT", 0), act("CONSULT", 0, "IRN", "RUS"))
    assert not same_sides(act("ACCUSE", 0), act("ACCUSE", 0, "IRN", "RUS"))


def test_the_tables_are_printed_without_a_label(tmp_path: Path) -> None:
    acts = tmp_path / "acts.jsonl"
    lines = []
    for number in range(6):
        for by in "AB":
            events = [act("AID", 0)] if number % 2 or by == "A" else []
            lines.append({"doc": "d", "start": number, "end": 9, "by": by, "stratum": "random", "events": events})
    acts.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, MEASURE / "annotators.py", "--acts", acts], capture_output=True, text=True, check=True
    )
    assert "| all | 6 | 9 | 0.667 |" in done.stdout
    assert "RUS" not in done.stdout
