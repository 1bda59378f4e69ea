"""A model that is kept in a file and learns events as they come: through the door and the commands."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

import numpy as np
import pytest

import bilat
from bilat.cli import run
from bilat.forecasting.explaining import words
from bilat.forecasting.features import FEATURES
from bilat.model import BilatError

START = dt.date(2020, 1, 1)


def days(path: Path, first: int, stop: int, partner: str) -> Path:
    """Each day Ann meets the partner and praises Cid; a few others meet at random."""
    lines = ["date\tsource\trelation\ttarget"]
    for day in range(first, stop):
        draw = random.Random(day)
        date = START + dt.timedelta(days=day)
        lines += [f"{date}\tAnn\tmeet\t{partner}", f"{date}\tAnn\tpraise\tCid"]
        lines += [f"{date}\t{draw.choice('EFGH')}\tmeet\t{draw.choice('IJKL')}" for _ in range(5)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def best(model: Path, relation: str = "meet", **whom: str) -> list[str]:
    found = bilat.open(model.with_name("r.sqlite")).forecast_who(model, relation, **whom)
    return [one["name"] for one in found["forecast"]]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    found = bilat.open(folder / "r.sqlite").forecast_learn(days(folder / "e.tsv", 0, 60, "Ben"), folder / "m.npz")
    assert (found["learnt"], found["began_anew"], found["to"]) == (420, True, "2020-02-29")
    return folder / "m.npz"


def test_a_model_tells_who_comes_next_and_why(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert best(model, source="Ann")[0] == "Ben"
    assert best(model, target="Ben")[0] == "Ann"
    assert run(["forecast", "who", "meet", "--source", "Ann", "--model", str(model), "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["date"] == "2020-03-01"
    assert row["forecast"][0]["rests_on"][0] == "2020-02-29: Ann: meet: Ben"
    assert run(["forecast", "who", "meet", "--source", "Ann", "--model", str(model)]) == 0
    assert "1. Ben, score" in capsys.readouterr().out


def test_every_feature_is_told_in_words() -> None:
    assert set(words()) == set(FEATURES)


def test_new_events_are_learnt_and_the_old_ones_are_not_learnt_again(model: Path, tmp_path: Path) -> None:
    kept = tmp_path / "m.npz"
    kept.write_bytes(model.read_bytes())
    space = bilat.open(tmp_path / "r.sqlite")
    found = space.forecast_learn(days(tmp_path / "late.tsv", 55, 72, "Dora"), kept)
    assert (found["learnt"], found["known_already"], found["began_anew"]) == (84, 35, False)
    assert found["to"] == "2020-03-12"
    assert best(kept, source="Ann")[0] == "Dora"  # who was not known before
    again = kept.read_bytes()
    assert space.forecast_learn(tmp_path / "late.tsv", kept)["learnt"] == 0
    assert kept.read_bytes() == again


def test_days_one_by_one_are_the_same_events_as_all_at_once(model: Path, tmp_path: Path) -> None:
    one_by_one, at_once = tmp_path / "a.npz", tmp_path / "b.npz"
    for path in (one_by_one, at_once):
        path.write_bytes(model.read_bytes())
    space = bilat.open(tmp_path / "r.sqlite")
    for day in range(60, 63):
        space.forecast_learn(days(tmp_path / "day.tsv", day, day + 1, "Ben"), one_by_one)
    space.forecast_learn(days(tmp_path / "days.tsv", 60, 63, "Ben"), at_once)
    with np.load(one_by_one) as a, np.load(at_once) as b:
        assert set(a.files) == set(b.files)
        for name in ("source", "relation", "target", "day"):
            assert (a[name] == b[name]).all()
    assert best(one_by_one, source="Ann")[0] == best(at_once, source="Ann")[0] == "Ben"


def test_what_cannot_be_asked_or_learnt_says_what_to_do(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forecast", "who", "meets", "--source", "Ann", "--model", str(model)]) == 2
    assert "no relation called 'meets'" in capsys.readouterr().err
    assert run(["forecast", "who", "meet", "--model", str(model)]) == 2
    assert "either --source or --target" in capsys.readouterr().err
    assert run(["forecast", "who", "meet", "--source", "Ann", "--model", str(tmp_path / "none.npz")]) == 2
    assert "bilat forecast learn" in capsys.readouterr().err
    space = bilat.open(tmp_path / "r.sqlite")
    with pytest.raises(BilatError, match="begins with"):
        space.forecast_learn(days(tmp_path / "few.tsv", 0, 5, "Ben"), tmp_path / "few.npz")
    (tmp_path / "broken.npz").write_bytes(b"PK not a model")
    with pytest.raises(BilatError, match="no model that this version made"):
        space.forecast_learn(tmp_path / "few.tsv", tmp_path / "broken.npz")
