"""Coverage, series and levels of a dyad: what is counted, what is left unknown, and that intervals hold."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilat
from bilat.cli import run
from bilat.measures import days_read, latent_level, next_period, period_of, rank_correlation
from bilat.ontology import QUADS
from bilat.workspace import UsageError, Workspace

HEAD = "date\tsource\trelation\ttarget"
STEPS = ["day", "week", "month", "quarter"]


def day(number: int, year: int = 2018) -> str:
    return (date(year, 1, 1) + timedelta(days=number)).isoformat()


def space_with(folder: Path, rows: list[tuple[str, str, str, str]]) -> Workspace:
    path = folder / "events.tsv"
    path.write_text("\n".join([HEAD, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    space = bilat.open(folder / "r.sqlite")
    space.import_([path], "icews-tsv")
    return space


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """120 days of France and Brazil, two events a day, and of Chad, which is seen only through its police."""
    rows = []
    for number in range(120):
        rows.append((day(number), "France", "Consult", "Brazil"))
        rows.append((day(number), "Brazil", "Criticize or denounce", "France"))
        rows.append((day(number), "France", "Make statement", "Germany"))
        if number % 40 == 0:
            rows.append((day(number), "Police (Chad)", "Consult", "Military (Niger)"))
    return space_with(tmp_path, rows)


def test_counts_shares_and_both_scales_by_month(space: Workspace) -> None:
    (found,) = space.series("FRA", "Brazil").series
    january = found.points[0]
    assert (january.period, january.days, january.days_read, january.read) == ("2018-01", 31, 31, 94)
    both, forth, back = january.both, january.forth, january.back
    assert both and forth and back
    assert both.quads == {QUADS[0]: 31, QUADS[1]: 0, QUADS[2]: 31, QUADS[3]: 0}
    assert (both.types, both.cooperation, both.conflict) == ({"ACCUSE": 31, "CONSULT": 31}, 31, 31)
    assert (forth.types, back.types) == ({"CONSULT": 31}, {"ACCUSE": 31})
    assert (both.net, both.gross) == (31 * 2.5 - 31 * 2.0, 31 * 4.5)  # CONSULT 2.5, ACCUSE by disapproval -2
    assert (both.goldstein_net, both.goldstein_gross) == (31 * 1.0 - 31 * 2.0, 31 * 3.0)
    assert (january.share_a, january.share_b) == (62 / 93, 1.0)


def test_statements_count_as_events_but_not_as_acts(space: Workspace) -> None:
    point = space.series("FRA", "DEU").series[0].points[0]
    assert point.both
    assert (point.both.events, point.both.statements, sum(point.both.quads.values()), point.both.net) == (31, 31, 0, 0)


def test_below_the_minimum_there_are_no_numbers_but_a_reason(
    space: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["series", "TCD", "NER", "--by", "quarter", "--record", str(space.path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["series"]
    assert (found["status"], found["points"]) == ("not_covered", [])
    assert "the data have no name for TCD or NER themselves" in found["coverage"]["reason"]
    assert run(["series", "TCD", "NER", "--record", str(space.path)]) == 0
    assert "not covered" in capsys.readouterr().out
    # two states that have names of their own, but nothing with one another
    (other,) = space.series("DEU", "BRA").series
    assert (other.coverage.covered, other.coverage.events, other.points) == (False, 0, ())


def test_few_events_are_covered_by_a_longer_period(tmp_path: Path) -> None:
    rows = [(day(n), "France", "Consult", "Brazil" if n % 7 == 0 else "Germany") for n in range(360)]
    space = space_with(tmp_path, rows)
    (weekly,) = space.series("FRA", "BRA", by="week").series
    assert not weekly.coverage.covered
    assert weekly.coverage.reason.endswith("by month it is covered")
    (monthly,) = space.series("FRA", "BRA", by="month").series
    assert len(monthly.points) == 12


def test_a_period_that_was_not_read_is_unknown_and_not_zero(tmp_path: Path) -> None:
    rows = [(day(n), "France", "Consult", "Brazil") for n in range(180) if not 59 <= n < 90 for _ in range(1 + n % 2)]
    (found,) = space_with(tmp_path, rows).series("FRA", "BRA").series
    february, march, april = found.points[1:4]
    assert (march.period, march.days_read, march.both, march.share_a) == ("2018-03", 0, None, None)
    assert february.both and april.both and march.cooperation
    width = {p.period: p.cooperation.high / p.cooperation.low for p in found.points if p.cooperation}
    assert width["2018-03"] > max(width["2018-02"], width["2018-04"])


def test_coverage_names_who_stood_for_each_side(space: Workspace) -> None:
    (found,) = space.coverage("TCD", "NER")
    chad, niger = found.sides
    assert [(one.name, one.way, one.events) for one in chad.names] == [("Police (Chad)", "part", 3)]
    assert [(one.name, one.way, one.events) for one in niger.names] == [("Military (Niger)", "part", 3)]
    assert (chad.own, chad.events, found.days_read, found.events) == (0.0, 3, 120, 3)
    (france,) = space.coverage("FRA", "BRA", since="2018-02", until="2018-02")
    assert (france.first, france.last, france.events, france.sides[0].own) == ("2018-02-01", "2018-02-28", 56, 1.0)


def test_what_cannot_be_asked_is_told(space: Workspace) -> None:
    with pytest.raises(UsageError, match="are the same"):
        space.series("FRA", "France")
    with pytest.raises(UsageError, match="day, week, month, quarter"):
        space.series("FRA", "BRA", by="decade")


def test_a_trickle_of_days_long_before_is_no_reading() -> None:
    volumes = {day(n): 1 for n in range(300)} | {day(n): 1000 for n in range(300, 310)}
    assert days_read(volumes) == [day(n) for n in range(300, 310)]
    assert days_read({}) == []


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(STEPS))
def test_every_day_is_in_one_period(given_day: date, step: str) -> None:
    start = period_of(given_day.isoformat(), step)
    assert start <= given_day.isoformat() < next_period(start, step)
    assert period_of(start, step) == start


def test_levels_cover_the_truth_as_often_as_they_say() -> None:
    chance = np.random.default_rng(20260101)
    inside = []
    for _ in range(25):
        walk, size = chance.choice([0.05, 0.15, 0.3]), chance.choice([2.0, 5.0, 50.0])
        truth = np.log(chance.choice([1.0, 4.0, 15.0])) + np.cumsum(chance.normal(0, walk, 80))
        exposure = chance.uniform(0.5, 1.5, 80) * (chance.random(80) > 0.1)
        mean = np.exp(truth) * exposure
        counts = chance.negative_binomial(size, size / (size + mean + 1e-12))
        found = latent_level(counts.tolist(), exposure.tolist())
        inside.append(np.mean((np.array(found.low) <= np.exp(truth)) & (np.exp(truth) <= np.array(found.high))))
    assert 0.92 <= float(np.mean(inside)) <= 0.98


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_a_level_lies_within_its_interval_and_doubles_when_half_was_read(counts: list[int]) -> None:
    whole = latent_level(counts, [1.0] * len(counts))
    half = latent_level(counts, [0.5] * len(counts))
    for level, low, high, doubled in zip(whole.level, whole.low, whole.high, half.level, strict=True):
        assert 0 < low <= level <= high < np.inf
        assert doubled == pytest.approx(2 * level, rel=0.05)


def test_rank_correlation_takes_ties_at_their_mean() -> None:
    assert rank_correlation([1, 2, 3, 4], [2, 4, 6, 9]) == 1.0
    assert rank_correlation([1, 2, 2, 4], [4, 3, 3, 1]) == -1.0
    assert rank_correlation([1, 1, 2, 2], [1, 2, 1, 2]) == 0.0
    assert rank_correlation([1, 1, 1, 1], [1, 2, 3, 4]) is None
