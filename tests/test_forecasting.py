"""Forecasts of events: through the door of forecasting/ and the command."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
from pathlib import Path

import pytest

from bilat.cli import run
from bilat.forecasting import evaluate
from bilat.model import BilatError

START = dt.date(2020, 1, 1)
Event = tuple[int, str, str, str]  # day, source, relation, target


def table(path: Path, events: list[Event], valid: int, test: int) -> Path:
    """A table of events, of which days from `valid` and from `test` on are the later splits."""
    lines = ["split\tdate\tsource\trelation\ttarget"]
    for day, source, relation, target in events:
        split = "test" if day >= test else "valid" if day >= valid else "train"
        lines.append(f"{split}\t{START + dt.timedelta(days=day)}\t{source}\t{relation}\t{target}")
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    return path


def test_the_baseline_ranks_by_recurrence_with_ties_at_their_mean(tmp_path: Path) -> None:
    """Worked out by hand: a has met b; c is unknown to both, so it ties with all others that never were met."""
    events = [(day, "a", "meet", "b") for day in range(9)] + [(9, "a", "meet", "c")]
    names = tmp_path / "names.txt"
    names.write_text("a\nb\nc\nd\n", encoding="utf-8")
    found = evaluate(table(tmp_path / "e.tsv.gz", events, 7, 9), names)
    # who meets c? a, who always met: rank 1. whom does a meet? b first; a, c and d tie from 2 to 4: rank 3
    assert found["baseline"]["mrr"] == pytest.approx(100 * (1 + 1 / 3) / 2, abs=0.01)
    assert found["baseline"]["hits1"] == 50.0
    assert (found["queries"], found["entities"]) == (2, 4)


def test_other_right_answers_of_the_day_are_taken_out(tmp_path: Path) -> None:
    events = [(day, "a", "meet", who) for day in range(9) for who in ("b", "c", "d")]
    found = evaluate(table(tmp_path / "e.tsv.gz", [*events, *((9, "a", "meet", who) for who in "bcd")], 7, 9))
    assert found["baseline"]["mrr"] == 100.0


def test_the_command_prints_what_the_function_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(1)
    events = [(day, draw.choice("abc"), draw.choice("rs"), draw.choice("def")) for day in range(20) for _ in range(5)]
    path = table(tmp_path / "e.tsv.gz", events, 14, 17)
    assert run(["forecast", "evaluate", str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["mrr"] == evaluate(path)["mrr"]
    assert {"hits1", "hits3", "hits10", "seconds", "peak_mb", "seed", "baseline"} <= set(printed)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\tb\n", "columns split, date"),
        ("split\tdate\tsource\trelation\ttarget\ntrain\tyesterday\ta\tr\tb\n", "line 2"),
        ("split\tdate\tsource\trelation\ttarget\ntrain\t2020-01-01\ta\tr\tb\n", "each split"),
    ],
)
def test_a_table_that_is_none_is_told_where(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "e.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BilatError, match=told):
        evaluate(path)


def test_a_file_that_is_not_there_is_used_wrongly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "evaluate", str(tmp_path / "none.tsv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
