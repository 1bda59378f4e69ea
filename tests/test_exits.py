"""Leader exits: what the table may not say, and what exits do to relations on average."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from bilat import actors, measures
from bilat.measures import Moves, turnover

NAMES = [f"{a}{b}{c}" for a in "ABC" for b in "DEFG" for c in "HI"]


def office(person: str, first: str, last: str | None) -> actors.Office:
    return actors.Office("XXX", person, "President", "head_of_state", first, last, "made up")


def test_the_shipped_tables_hold_nothing_impossible() -> None:
    assert actors.impossible(actors.all_offices(), actors.exits()) == []


def test_exits_are_dated_named_and_of_a_known_manner() -> None:
    found = actors.exits()
    by_manner = {manner: [one for one in found if one.manner == manner] for manner in actors.MANNERS}
    assert all(len(some) > 20 for some in by_manner.values()), {m: len(some) for m, some in by_manner.items()}
    assert any(one.person == "Ebrahim Raisi" and one.day == "2024-05-19" for one in by_manner["death"])


@pytest.mark.parametrize(
    ("offices", "told"),
    [
        ([office("Ann One", "2001-01-01", "2005-06-01"), office("Bob Two", "2005-05-01", "2009")], "two in one office"),
        ([office("Ann One", "2001", None), office("Bob Two", "2005-05-01", "2009")], "two in one office"),
        ([office("Ann One", "2005-01-01", "2001-06-01")], "ends before it begins"),
    ],
)
def test_impossible_offices_are_told(offices: list[actors.Office], told: str) -> None:
    found = actors.impossible(offices, [])
    assert found and told in found[0], found


def test_a_handover_and_a_second_term_are_possible() -> None:
    rows = [
        office("Ann One", "2001-01-01", "2005-06-01"),
        office("Bob Two", "2005-06-01", "2009-03"),
        office("Cy Three", "2009-03-15", "2011-01-01"),
        office("Cy Three", "2010-06-01", None),
    ]
    assert actors.impossible(rows, []) == []


def test_a_death_before_a_later_office_is_told() -> None:
    dead = actors.Exit("XXX", "Ann One", "President", "head_of_state", "2005-06-01", "death", "made up")
    later = [office("Ann One", "2001-01-01", "2005-06-01"), office("Ann One", "2008-01-01", "2009-01-01")]
    assert "after the death" in actors.impossible(later, [dead])[0]
    assert actors.impossible(later, [dataclasses.replace(dead, manner="resignation")]) == []


def moves_of(change: dict[tuple[str, int], float], seed: int) -> tuple[measures.Panel, Moves]:
    """All pairs of two dozen states for a year; from some days on a state's relations are so many times as busy."""
    chance = np.random.default_rng(seed)
    rows = []
    for i, a in enumerate(NAMES):
        for b in NAMES[i + 1 :]:
            rates = np.full(400, chance.uniform(0.4, 1.5))
            for (state, day), multiple in change.items():
                if state in (a, b):
                    rates[day:] *= multiple
            rows += [(a, b, day, int(n)) for day, n in enumerate(chance.poisson(rates)) if n]
    panel = measures.panel(rows)
    return panel, Moves(panel, measures.donors_of(panel))


def test_exits_that_change_relations_are_found_and_the_interval_agrees_with_p() -> None:
    days = {(NAMES[k], 80 + 80 * k): 2.0 for k in range(2)}
    _, moves = moves_of(days, 1)
    places = [place for one in days if (place := moves.place(*one))]
    found = turnover(moves, places, places)
    assert (found.exits, found.p <= 0.05, found.interval[0] > 1) == (2, True, True), found
    assert 1.7 < found.effect < 2.2, found


def test_fake_exits_are_seldom_found() -> None:
    _, moves = moves_of({}, 2)
    chance = np.random.default_rng(3)
    p = []
    for seed in range(200):
        places = [(int(chance.integers(24)), int(chance.integers(moves.mean.shape[1]))) for _ in range(5)]
        found = turnover(moves, places, [], seed)
        assert (found.p <= 0.05) == (not found.interval[0] <= 1 <= found.interval[1]), found
        p.append(found.p)
    assert 0.005 <= np.mean(np.array(p) <= 0.05) <= 0.10, np.mean(np.array(p) <= 0.05)


def test_a_state_or_day_without_enough_events_is_not_covered() -> None:
    panel, moves = moves_of({}, 4)
    assert moves.place("ZZZ", 200) is None
    assert moves.place(NAMES[0], 20) is None and moves.place(NAMES[0], panel.days - 20) is None
    short = dataclasses.replace(panel, counts=panel.counts[:, :90])
    with pytest.raises(ValueError, match="90 days"):
        Moves(short, measures.donors_of(panel))
    assert dt.date(1970, 1, 1) == panel.first
