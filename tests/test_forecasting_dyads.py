"""Forecasts of a dyad from a record, questions, and the scoreboard: through the workspace and the commands."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

import bilat
from bilat.cli import run
from bilat.forecasting import crps, interval, mixtures, rolling
from bilat.model import Coded, Mention, Reading
from bilat.record import Record
from bilat.workspace.matching import match_again
from made import IRAN, RUSSIA, document, event, told

START = dt.date(2018, 1, 1)
HEAD = "date\tsource\trelation\ttarget"


def events(folder: Path, days: int, seed: int = 1) -> Path:
    """Invented events: France and Brazil consult about five times a week, Chad and Peru twice."""
    draw = np.random.default_rng(seed)
    lines = [HEAD]
    for day in range(days):
        date = START + dt.timedelta(days=day)
        lines += [f"{date}\tFrance\tConsult\tBrazil"] * int(draw.poisson(5 / 7))
        lines += [f"{date}\tChad\tMake a visit\tPeru"] * int(draw.poisson(2 / 7))
        lines.append(f"{date}\tKenya\tCriticize or denounce\tNorway")
    path = folder / f"events{days}.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("forecasts")
    bilat.open(folder / "r.sqlite").import_([events(folder, 280)], "icews-tsv")
    return str(folder / "r.sqlite")


def test_a_steady_dyad_is_forecast_at_its_rate_with_intervals_that_widen(record: str) -> None:
    rows = bilat.open(record).forecast("FRA", "BRA", as_of="2018-09-30")
    by_horizon = {row["horizon"]: row for row in rows if (row["what"], row["direction"]) == ("all", "both")}
    assert set(by_horizon) == {"week", "month", "quarter"}
    for horizon, days in (("week", 7), ("month", 30), ("quarter", 91)):
        row = by_horizon[horizon]
        assert row["expected"] == pytest.approx(5 * days / 7, rel=0.35)
        assert row["low"] < row["expected"] < row["high"]
        assert row["start"] == "2018-10-01"
    assert {row["what"] for row in rows} == {"all", "verbal cooperation", "CONSULT"}


def test_a_forecast_says_what_it_rests_on_and_what_moves_it(record: str) -> None:
    (row,) = [
        row
        for row in bilat.open(record).forecast("FRA", "BRA", as_of="2018-09-30")
        if (row["what"], row["horizon"]) == ("CONSULT", "week")
    ]
    assert len(row["rests_on"]) == 3
    assert all(one["told"] == "France: Consult: Brazil" and one["date"] <= "2018-09-30" for one in row["rests_on"])
    assert row["moved_by"]["usual"] == pytest.approx(5, rel=0.3)


def test_what_happens_after_a_day_moves_no_forecast_as_of_that_day(tmp_path: Path) -> None:
    bilat.open(tmp_path / "short.sqlite").import_([events(tmp_path, 150)], "icews-tsv")
    bilat.open(tmp_path / "long.sqlite").import_([events(tmp_path, 200)], "icews-tsv")
    short, long = (bilat.open(tmp_path / f"{name}.sqlite") for name in ("short", "long"))
    until = (START + dt.timedelta(days=140)).isoformat()

    def figures(space: bilat.workspace.Workspace) -> list[tuple[str, float, int, int]]:
        rows = space.forecast("FRA", "BRA", as_of=until)
        return [(row["end"], row["expected"], row["low"], row["high"]) for row in rows]

    assert figures(short) == figures(long)


def test_a_question_is_answered_with_its_base_rate(record: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["forecast", "question", "TCD", "PER", "CONSULT/visit", "--within", "7", "--record", record]
    assert run([*arguments, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    # two a week: the chance of none in a week is e^-2
    assert row["probability"] == pytest.approx(1 - np.exp(-2), abs=0.12)
    assert row["base_rate"] == pytest.approx(row["probability"], abs=0.12)


def test_meetings_of_heads_are_told_by_names_of_persons_and_offices(tmp_path: Path) -> None:
    """Putin and Rouhani, both in office, every tenth day; their ministers every other day."""
    lines = [HEAD]
    for n in range(200):
        day = START + dt.timedelta(days=n)
        lines.append(f"{day}\tKenya\tConsult\tNorway")
        if n % 10 == 0:
            lines.append(f"{day}\tVladimir Putin\tConsult\tHead of Government (Iran)")
        if n % 2 == 0:
            lines.append(f"{day}\tForeign Affairs (Russia)\tConsult\tForeign Affairs (Iran)")
    (tmp_path / "e.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([tmp_path / "e.tsv"], "icews-tsv")
    (heads,) = space.forecast_question("RUS", "IRN", "meeting/summit", within=7)
    assert heads["probability"] == pytest.approx(0.6, abs=0.2)
    assert heads["base_rate"] == pytest.approx(0.7, abs=0.05)
    assert heads["rests_on"][0]["told"] == "Vladimir Putin: Consult: Head of Government (Iran)"
    (of_others,) = space.forecast_question("KEN", "NOR", "meeting/summit", within=7)
    assert of_others["status"] == "not_covered"
    assert "heads" in of_others["reason"]


def test_what_is_not_covered_is_said_and_never_guessed(record: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "FRA", "CHN", "--record", record, "--json"]) == 3
    (row,) = json.loads(capsys.readouterr().out)
    assert row["status"] == "not_covered"
    assert run(["forecast", "question", "FRA", "BRA", "a miracle", "--record", record]) == 2
    assert "there are: all" in capsys.readouterr().err


def test_forecasts_are_stored_closed_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([events(tmp_path, 200)], "icews-tsv")
    made = space.forecast("FRA", "BRA")
    assert space.forecast_scoreboard()["tool"] == {"made": len(made), "closed": 0}
    space.import_([events(tmp_path, 240)], "icews-tsv")  # the same days again, and forty more
    assert run(["forecast", "scoreboard", "--record", str(space.path), "--json"]) == 0
    board = json.loads(capsys.readouterr().out)
    closed = [row for row in board["forecasts"] if row["state"] == "closed"]
    assert {row["end"] for row in closed} == {row["end"] for row in made if row["horizon"] != "quarter"}
    for row in closed:
        assert row["crps"] >= 0
        assert 0 <= row["brier"] <= 1
    assert board["tool"]["closed"] == len(closed)
    assert space.forecast_scoreboard()["forecasts"] == board["forecasts"]  # what is closed stays as it was
    eve = (dt.date.fromisoformat(made[0]["start"]) - dt.timedelta(days=1)).isoformat()
    assert space.forecast_scoreboard(eve)["tool"] == {"made": len(made), "closed": 0}
    assert run(["forecast", "scoreboard", "--record", str(space.path), "--as-of", "2017", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tool"] == {"made": 0, "closed": 0}


def test_expectations_of_holders_are_scored_beside_the_tool(tmp_path: Path) -> None:
    doc = document("Ann Author expects trade between Russia and Iran to grow.", "2018-06-01")
    hope = told(
        doc, doc.text, "expectation", "2018-06-01", holder="Ann Author", about=("RUS", "IRN"), direction="grow",
        proposition="trade between Russia and Iran will grow",
    )  # fmt: skip
    days = [START + dt.timedelta(days=n) for n in range(300)]
    lines = [f"{day}\tRussia\tConsult\tIran" for n, day in enumerate(days) if n % (20 if n < 151 else 5) == 0]
    lines += [f"{day}\tKenya\tConsult\tNorway" for day in days]
    (tmp_path / "e.tsv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([tmp_path / "e.tsv"], "icews-tsv")
    write(tmp_path / "r.sqlite", [(doc, [hope])])
    (row,) = space.forecast_scoreboard()["expectations"]
    assert (row["holder"], row["state"], row["right"], row["brier"]) == ("Ann Author", "closed", True, 0.0)
    assert row["after"] > row["before"] > 0
    assert row["tool_brier"] == pytest.approx((1 - row["tool"]) ** 2, abs=1e-3)
    (early,) = space.forecast_scoreboard("2018-06-30")["expectations"]
    assert early["state"] == "not covered", "what came later is not known yet"
    assert space.forecast_scoreboard("2018-05-31")["expectations"] == []


def test_what_articles_tell_is_forecast_with_their_sentences(tmp_path: Path) -> None:
    written = []
    for n in range(0, 90, 3):
        day = (START + dt.timedelta(days=n)).isoformat()
        doc = document(f"Russia praised Iran for the {n}th time.", day, name=f"d{n}")
        written.append((doc, [event(doc, doc.text, "SUPPORT", day)]))
    write(tmp_path / "r.sqlite", written)
    rows = bilat.open(tmp_path / "r.sqlite").forecast("RUS", "IRN")
    (row,) = [row for row in rows if (row["what"], row["horizon"]) == ("SUPPORT", "month")]
    assert row["expected"] == pytest.approx(10, rel=0.3)
    assert row["rests_on"][0]["told"] == "Russia praised Iran for the 87th time."
    assert (RUSSIA.code, IRAN.code) == (row["a"], row["b"])


def write(path: Path, found: list[tuple[bilat.model.Document, list[Mention]]]) -> None:
    with Record.open(path) as record:
        record.write([Coded(Reading(doc.name, doc), doc.published, tuple(said), "by hand") for doc, said in found])
        match_again(record)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=30), st.integers(0, 40))
def test_chances_make_an_interval_near_its_level_and_a_score_that_is_least_at_the_middle(
    raw: list[float], outcome: int
) -> None:
    chances = np.array(raw) / sum(raw)
    low, high = interval(chances)
    held = chances[low : high + 1].sum()
    assert 0 <= low <= high < len(chances)
    assert abs(held - 0.9) <= 0.1 + chances.max()
    middle = int(np.searchsorted(chances.cumsum(), 0.5))
    narrow = interval(chances, 0.5)
    assert low <= narrow[0] <= middle <= narrow[1] <= high
    assert crps(chances, middle) <= crps(chances, outcome) + 1e-12


@pytest.mark.parametrize(
    ("chances", "level", "ends"),
    [
        ([0.82, 0.13, 0.05], 0.9, (0, 1)),  # the middles of these counts are 0.41, 0.885 and 0.975
        ([0.82, 0.13, 0.05], 0.7, (0, 0)),
        ([0.97, 0.02, 0.01], 0.9, (0, 0)),
        ([0.01, 0.06, 0.84, 0.05, 0.04], 0.9, (2, 3)),
        ([0.01, 0.06, 0.84, 0.05, 0.04], 0.95, (1, 3)),
    ],
)
def test_an_interval_holds_the_counts_whose_middles_are_in_the_central_part(
    chances: list[float], level: float, ends: tuple[int, int]
) -> None:
    assert interval(np.array(chances), level) == ends


@pytest.mark.parametrize(("mean", "size", "outcome"), [(3.0, 1.5, 0), (3.0, 1.5, 9), (40.0, 6.0, 31), (0.2, 0.7, 1)])
def test_the_score_is_the_one_of_the_field(mean: float, size: float, outcome: int) -> None:
    import scoringrules

    chance = size / (size + mean)
    chances = nbinom.pmf(np.arange(400), size, chance)
    assert crps(chances, outcome) == pytest.approx(float(scoringrules.crps_negbinom(outcome, size, chance)), abs=1e-5)


def test_days_that_were_not_read_are_unknown_and_not_zero() -> None:
    draw = np.random.default_rng(3)
    counts = draw.poisson(2, (1, 210))
    read = np.ones(210, np.bool_)
    read[100:150] = False
    gone = counts.copy()
    gone[:, 100:150] = 0
    (mixture,) = mixtures(gone, read, 7, [("two", "all")])
    assert mixture.mean == pytest.approx(14, rel=0.2)


def drifting(seed: int, dyads: int, days: int) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Counts of two kinds between invented dyads whose levels wander by 18 % a week, and what each row is of."""
    draw = np.random.default_rng(seed)
    # so that levels neither rise nor fall on average
    steps = draw.normal(-(0.18**2) / 2, 0.18, (dyads, 2, days // 7 + 1)).cumsum(axis=2).repeat(7, axis=2)[:, :, :days]
    levels = np.exp(steps + draw.normal(-1, 0.8, (dyads, 2, 1)))
    counts = draw.negative_binomial(1.0, 1 / (1 + levels)).reshape(2 * dyads, days)
    return counts, [(f"d{i}", kind) for i in range(dyads) for kind in ("one", "other")]


@pytest.mark.parametrize("horizon", [7, 30, 91])
def test_intervals_hold_about_nine_in_ten_and_probabilities_come_true(horizon: int) -> None:
    counts, of = drifting(5, 20, 364)
    held, said, came = [], [], []
    for day, found in rolling(counts, np.ones(364, np.bool_), horizon, of):
        if 140 <= day <= 364 - horizon:
            for row, mixture in zip(counts, found, strict=True):
                outcome = int(row[day : day + horizon].sum())
                low, high = interval(mixture.chances(), mixture.level)
                held.append(low <= outcome <= high)
                usual = max(1, round(row[:day].mean() * horizon))
                said.append(mixture.at_least(usual))
                came.append(outcome >= usual)
    assert 0.86 <= np.mean(held) <= 0.95
    assert np.mean(said) == pytest.approx(np.mean(came), abs=0.05)
    likely = np.array(said) > 0.5
    assert np.array(came)[likely].mean() > np.array(came)[~likely].mean() + 0.2


def test_intervals_of_what_is_rare_learn_to_hold_nine_in_ten() -> None:
    draw = np.random.default_rng(11)
    counts = draw.poisson(np.exp(draw.normal(-2.2, 1, (60, 1))) / 7, (60, 420))
    of = [(f"d{i}", "rare") for i in range(60)]
    learnt, fixed = [], []
    for day, found in rolling(counts, np.ones(420, np.bool_), 7, of):
        if 140 <= day <= 413:
            for row, mixture in zip(counts, found, strict=True):
                outcome = int(row[day : day + 7].sum())
                for held, level in ((learnt, mixture.level), (fixed, 0.9)):
                    low, high = interval(mixture.chances(), level)
                    held.append(low <= outcome <= high)
    assert np.mean(fixed) > 0.95
    assert 0.87 <= np.mean(learnt) <= 0.94


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(60, 139), st.sampled_from([7, 30, 45]), st.integers(1, 30))
def test_no_forecast_nor_its_correction_looks_beyond_its_day(seed: int, day: int, horizon: int, more: int) -> None:
    counts, of = drifting(seed, 4, 140)
    changed = counts.copy()
    changed[:, day:] += more
    read = np.ones(140, np.bool_)
    read_less = read.copy()
    read_less[day:] = np.random.default_rng(seed).random(140 - day) < 0.5
    before, after = (
        {at: found for at, found in rolling(table, known, horizon, of) if at <= day}
        for table, known in ((counts, read), (changed, read_less))
    )
    assert before == after


def test_more_is_never_likelier_than_less() -> None:
    counts, of = drifting(7, 5, 210)
    for mixture in mixtures(counts, np.ones(210, np.bool_), 30, of):
        chances = [mixture.at_least(count) for count in range(60)]
        assert chances[0] == 1
        assert all(less >= more >= 0 for less, more in itertools.pairwise(chances))


@pytest.mark.parametrize("seed", range(4))
def test_a_burst_after_years_of_next_to_nothing_breaks_no_probability(seed: int) -> None:
    draw = np.random.default_rng(seed)
    counts = draw.poisson(0.01, (6, 1400))
    counts[:, 1100:] += draw.poisson(2, (6, 300))
    of = [("two", kind) for kind in "abcdef"]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for day, found in rolling(counts, np.ones(1400, np.bool_), 7, of):
            if day > 1050 and day % 5 == 0:
                assert all(0 < mixture.at_least(1) < 1 and mixture.slope > 0 for mixture in found)
    assert all(mixture.at_least(1) > 0.9 for mixture in found)
