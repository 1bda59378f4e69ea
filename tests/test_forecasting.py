"""Forecasts of events: through the door of forecasting/ and the command."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.cli import run
from bilat.forecasting import evaluate
from bilat.forecasting.quads import load
from bilat.forecasting.ranker import forecasts
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


Known = dict[tuple[int, str, str, bool], dict[str, bytes]]


def scores(events: list[Event]) -> Known:
    """Day, subject, relation and whether it is inverted, to the score of every candidate and entity, bit for bit."""
    with tempfile.TemporaryDirectory() as folder:
        quads = load(table(Path(folder) / "e.tsv.gz", events, 8, 10))
    found: Known = {}
    for scored in forecasts(quads, seed=3):
        one = scored.asked
        for q, (subject, relation) in enumerate(zip(one.subject, one.relation, strict=True)):
            rows = {quads.entities[e]: score.tobytes() for e, score in enumerate(one.fallback[q])}
            for place in range(one.counts[q]):
                rows[quads.entities[one.candidates[q, place]]] += scored.scores[q, place].tobytes()
            name = quads.relations[relation // 2]
            found[one.day, quads.entities[subject], name, bool(relation % 2)] = rows
    return found


who, what = st.sampled_from(["a", "b (X)", "c (X)", "d (Y)", "Y"]), st.sampled_from(["meet", "blame", "aid"])
later_who = st.one_of(who, st.sampled_from(["X", "new (Y)", "newer (Z)"]))
triples = st.lists(st.tuples(who, what, who), min_size=2, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=st.lists(triples, min_size=12, max_size=12), day=st.integers(10, 11), data=st.data())
def test_no_event_on_or_after_a_day_moves_a_score_of_that_day(
    days: list[list[tuple[str, str, str]]], day: int, data: st.DataObject
) -> None:
    events = [(number, *event) for number, found in enumerate(days) for event in found]
    before = [event for event in events if event[0] < day]
    # the same sources and relations are asked about, but all else on the day and after it is another
    that_day = [(day, s, r, data.draw(later_who)) for s, r, _ in days[day]]
    unheard = st.one_of(what, st.just("unheard of"))
    after = data.draw(st.lists(st.tuples(st.integers(day, 14), later_who, unheard, later_who), max_size=6))
    one, other = scores(events), scores(sorted([*before, *that_day, *after], key=lambda event: event[0]))
    asked = [(number, s, r, False) for number, s, r, _ in [*before, *that_day] if number >= 10]
    assert [one[key] for key in asked] == [other[key] for key in asked]


def test_what_has_always_followed_is_ranked_above_what_merely_recurs(tmp_path: Path) -> None:
    """Each day somebody else accuses a, and the next day a denies it to the accuser: recurrence alone cannot tell."""
    events: list[Event] = []
    for day in range(80):
        events += [(day, f"s{day % 7}", "accuse", "a"), (day, "a", "deny", f"s{(day - 1) % 7}")]
        events += [(day, f"x{day % 5}", "trade", f"y{day % 3}")]
    found = evaluate(table(tmp_path / "e.tsv.gz", events, 60, 70))
    assert found["mrr"] > found["baseline"]["mrr"] + 10


def test_each_forecast_says_what_it_rests_on_and_what_moved_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = random.Random(5)
    events = [(day, draw.choice("abc"), draw.choice("rs"), draw.choice("def")) for day in range(40) for _ in range(6)]
    path, out = table(tmp_path / "e.tsv.gz", events, 30, 37), tmp_path / "why.jsonl"
    assert run(["forecast", "evaluate", str(path), "--out", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert json.loads(capsys.readouterr().out)["queries"] >= len(rows) > 0
    for row in rows:
        known = row["source"] or row["target"]
        for one in row["forecast"]:
            assert len(one["moved_by"]) == 3
            for told in one["rests_on"]:
                date, source, _, target = told.split(": ")
                assert date < row["date"]
                assert {source, target} == {known, one["name"]}
    assert any(one["rests_on"] for row in rows for one in row["forecast"])
