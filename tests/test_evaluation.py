"""`eval`: how right a coder is, on gold and mentions made up here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bilat
from bilat import actors, evaluation
from bilat.cli import run

Row = dict[str, Any]


def actor(name: str, code: str, **more: Any) -> Row:
    return {"name": name, "country": code, **more}


AVA, BOLD = actor("Ava Stone", "RUS", sector="GOV"), actor("Bo Reed", "IRN", sector="LEG")


def event(start: int, kind: str = "ACCUSE", **more: Any) -> Row:
    row = {"doc": "a", "start": start, "end": start + 40, "quote": f"Words at {start}.", "kind": "event", "type": kind}
    return row | {"source": [AVA], "target": [BOLD], "status": "occurred"} | more


def quote(content: Any, **more: Any) -> Row:
    said = {"doc": "a", "start": 100, "end": 200, "kind": "quote", "speaker": AVA, "content": content, "direct": True}
    return said | more


def scores(gold: list[Row], found: list[Row]) -> dict[str, Any]:
    return evaluation.evaluate(gold, found).row()


def test_counts_rates_and_parts_are_those_counted_by_hand() -> None:
    gold = [event(0, date="2024-05"), event(100, "THREATEN"), event(200), event(300, "ASSAULT")]
    found = [
        event(0, date="2024-05-02/2024-05-20"),  # right
        event(100, "ACCUSE"),  # another type of the same quad class
        event(200, source=[BOLD], target=[AVA]),  # the wrong way round
        event(900),  # nowhere in gold
        event(0, doc="b"),  # a document that gold does not name
    ]
    got = scores(gold, found)
    assert got["scores"]["event"] == {"gold": 4, "found": 4, "hit": 1, "precision": 0.25, "recall": 0.25, "f1": 0.25}
    hits = {name: got["scores"][f"event: {name}"]["hit"] for name in ("type only", "quad class", "who to whom")}
    assert hits == {"type only": 2, "quad class": 3, "who to whom": 2}
    assert got["shares"]["event: date right, of matched"] == {"n": 1, "share": 1.0}
    assert [row["start"] for row in got["missed"]] == [100, 200, 300]
    assert [row["start"] for row in got["invented"]] == [100, 200, 900]


def test_as_many_mentions_as_can_be_are_paired() -> None:
    wide, narrow = event(0, end=120), event(0)
    got = scores([event(0), event(60)], [wide, narrow])
    assert got["scores"]["event"]["hit"] == 2


def test_meetings_have_no_direction_and_accusations_have() -> None:
    turned = {"source": [BOLD], "target": [AVA]}
    assert scores([event(0, "CONSULT")], [event(0, "CONSULT", **turned)])["scores"]["event"]["hit"] == 1
    assert scores([event(0, "SUPPORT", joint=True)], [event(0, "SUPPORT", **turned)])["scores"]["event"]["hit"] == 1
    assert scores([event(0)], [event(0, **turned)])["scores"]["event"]["hit"] == 0


def test_what_annotators_differed_on_counts_neither_way() -> None:
    optional = event(0, optional=True)
    assert scores([optional, event(100)], [event(0), event(100)])["scores"]["event"]["f1"] == 1.0
    assert scores([optional, event(100)], [event(100)])["scores"]["event"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("wanted", "got", "right"),
    [
        ("2024-05", "2024-05-19", False),  # a day of thirty-one is not a quarter of the month
        ("2024-05-19/2024-05-20", "2024-05-19", True),
        ("2024", "2024-01/2024-03", False),  # 91 days of 366
        ("2024", "2024-01/2024-04", True),
        ("2024-05-19", "2024-05-20", False),
        ("2024-05-19", None, False),
        ("2024-05-19", "2024-05-19T08:00:00", True),
    ],
)
def test_a_date_is_right_at_half_of_its_days_or_as_a_finer_reading(wanted: str, got: str | None, right: bool) -> None:
    share = scores([event(0, date=wanted)], [event(0, date=got)])["shares"]["event: date right, of matched"]
    assert share == {"n": 1, "share": float(right)}


def test_gold_without_texts_is_scored_by_its_offsets() -> None:
    found = quote("we will not wait any longer", quote="x" * 20 + "we will not wait any longer")
    assert scores([quote({"at": [118, 150]})], [found])["scores"]["quote"]["hit"] == 1
    assert scores([quote({"at": [160, 190]})], [found])["scores"]["quote"]["hit"] == 0


def test_gold_gets_offsets_and_quotes_from_the_texts() -> None:
    text = "Nothing. Ava Stone accused Bo Reed."
    (placed,) = evaluation.located([{**event(0), "start": None, "end": None, "quote": text[9:]}], {"a": text})
    assert (placed["start"], placed["end"]) == (9, 35)
    (filled,) = evaluation.located([quote({"at": [9, 18]}, start=9, end=35)], {"a": text})
    assert (filled["quote"], filled["content"]) == ("Ava Stone accused Bo Reed.", "Ava Stone")


def test_reliability_is_that_of_the_events() -> None:
    told = evaluation.reliability([(0.95, True), (0.95, True), (0.55, True), (0.55, False)])
    assert [(one["n"], one["confidence"], one["right"]) for one in told["bins"]] == [(2, 0.55, 0.5), (2, 0.95, 1.0)]
    assert told["ece"] == 0.05
    scored = scores([event(0)], [event(0, confidence=0.9), event(500, confidence=0.3), quote("x", confidence=0.1)])
    assert (scored["reliability"]["n"], scored["reliability"]["ece"]) == (2, 0.2)
    assert evaluation.reliability([]) == {"n": 0, "ece": None, "bins": []}


def test_misses_and_inventions_fall_into_groups() -> None:
    by = scores([event(0), event(100, "ASSAULT")], [event(0), event(500, target=[actor("Kim", "PRK")])])["by"]
    assert {name: (row["missed"], row["invented"]) for name, row in by["type"].items()} == {
        "ACCUSE": (0, 1),
        "ASSAULT": (1, 0),
    }
    assert by["region"]["East Asia"] == {
        **{"gold": 0, "found": 1, "missed": 0, "invented": 1},
        **{"precision": 0.0, "recall": 0.0, "f1": 0.0},
    }
    assert by["sector"]["LEG"]["missed"] == 1


def test_every_state_has_a_region() -> None:
    assert [code for code in actors.states() if evaluation.region_of(code) is None] == []


documents = st.lists(
    st.builds(
        lambda start, doc, kind: event(start, kind, doc=doc),
        st.integers(0, 500),
        st.sampled_from("abc"),
        st.sampled_from(["ACCUSE", "CONSULT", "AID"]),
    ),
    min_size=1,
    max_size=15,
)


@given(documents)
def test_gold_scored_against_itself_is_right(gold: list[Row]) -> None:
    got = scores(gold, gold)
    assert {row["f1"] for row in got["scores"].values()} == {1.0}
    assert (got["missed"], got["invented"]) == ([], [])


@given(documents, documents)
def test_hits_depend_on_no_order_and_parts_never_fall_below_the_whole(gold: list[Row], found: list[Row]) -> None:
    there, back = scores(gold, found)["scores"], scores(gold[::-1], found[::-1])["scores"]
    assert {name: row["hit"] for name, row in there.items()} == {name: row["hit"] for name, row in back.items()}
    assert all(there[part]["hit"] >= there["event"]["hit"] for part in there if part.startswith("event: "))


def test_two_runs_are_compared_with_an_interval_over_documents() -> None:
    gold = [event(0, doc=doc) for doc in "abcdefgh"]
    better, worse = evaluation.evaluate(gold, gold), evaluation.evaluate(gold, gold[:4])
    one = evaluation.compare(better, worse)["event"]
    assert (one["f1"], one["than"], one["difference"]) == (1.0, 0.667, 0.333)
    assert 0 < one["low"] < one["difference"] < one["high"] < 1
    assert evaluation.compare(better, worse) == evaluation.compare(better, worse)
    same = evaluation.compare(worse, worse)["event"]
    assert (same["difference"], same["low"], same["high"]) == (0, 0, 0)
    single = evaluation.evaluate([event(0)], [])
    assert evaluation.compare(single, single)["event"]["low"] is None


def written(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_command_scores_a_file_and_compares_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = written(tmp_path / "gold.jsonl", [event(0), event(100, doc="b"), {"doubts": ["none"]}])
    new = written(tmp_path / "new.jsonl", [event(0), event(700, confidence=0.75)])
    old = written(tmp_path / "old.jsonl", [])
    assert run(["eval", str(gold), "--export", str(new), "--than", str(old), "--show", "1"]) == 0
    told = capsys.readouterr().out
    for words in ("Words at 100.", "Words at 700.", "expected calibration error 0.750", "compared", "by region"):
        assert words in told
    assert run(["eval", str(gold), "--export", str(new), "--than", str(old), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == bilat.open(new).eval([gold], new, old)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "no JSON"),
        ("[]", "a mention is a JSON object"),
        ('{"kind": "rumour", "doc": "a"}', "there is no kind 'rumour'"),
        ('{"kind": "event", "type": "AID"}', "needs `doc`"),
        ('{"kind": "quote", "doc": "a"}', "quote without speaker, content"),
        ("", "no mention in it"),
    ],
)
def test_gold_that_is_none_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line + "\n", encoding="utf-8")
    assert run(["eval", str(gold), "--export", str(written(tmp_path / "new.jsonl", []))]) == 2
    assert said in capsys.readouterr().err


def test_what_to_score_must_be_named_and_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = written(tmp_path / "gold.jsonl", [event(0)])
    assert run(["eval", str(gold)]) == 2
    assert "--record R, or --export FILE" in capsys.readouterr().err
    assert run(["eval", str(gold), "--record", str(tmp_path / "none")]) == 2
    assert "no such file" in capsys.readouterr().err
