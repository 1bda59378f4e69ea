"""Measures as of a day are those of a record that holds only what was known by then."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import bilat
from bilat.cli import run
from bilat.measures import frames
from bilat.workspace import Workspace

FIRST = dt.date(2018, 1, 1)
KNOWN = 259  # days, into September: no whole year and no whole month
AS_OF = str(FIRST + dt.timedelta(days=KNOWN - 1))
NAMES = ["France", "Spain", "Italy", "Greece", "Norway", "Sweden", "Poland", "Chile", "Peru", "Brazil", "Japan"]


def lines() -> list[str]:
    """Eleven states over 300 days; France and Spain stir after the day, France is seen by its police alone before."""
    chance = np.random.default_rng(8)
    found = []
    for day in range(300):
        when = FIRST + dt.timedelta(days=day)
        for i, a in enumerate(NAMES):
            for b in NAMES[i + 1 :]:
                stirred = 4 if (a, b) == ("France", "Spain") and day >= 175 else 1
                one = "Police (France)" if a == "France" and day < KNOWN else a
                found += [f"{when}\t{one}\tConsult\t{b}"] * chance.poisson(stirred)
    return found


def articles(until: str) -> list[dict[str, str]]:
    told = [
        ("a", "2018-03-02", "France condemned Spain on 1 March 2018."),
        ("b", "2018-05-21", "France condemned Spain on 20 May 2018."),
        # what happened long before, and what was already told, is known only when it is published
        ("c", "2018-11-02", "France condemned Spain on 3 April 2018."),
        ("d", "2018-11-03", "France condemned Spain on 1 March 2018."),
    ]
    return [{"id": name, "published": day, "text": text} for name, day, text in told if day <= until]


def space_of(folder: Path, given: list[str], until: str) -> Workspace:
    folder.mkdir()
    events, news = folder / "events.tsv", folder / "news.jsonl"
    events.write_text("\n".join(["date\tsource\trelation\ttarget", *given]) + "\n", encoding="utf-8")
    news.write_text("".join(json.dumps(row) + "\n" for row in articles(until)), encoding="utf-8")
    space = bilat.open(folder / "r.sqlite")
    space.import_([events], "icews-tsv")
    space.read([news], workers=1)
    return space


@pytest.fixture(scope="module")
def spaces(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    """The whole record, and one of what was known on the day."""
    folder = tmp_path_factory.mktemp("as_of")
    given = lines()
    early = [line for line in given if line[:10] <= AS_OF]
    return space_of(folder / "all", given, "9999"), space_of(folder / "early", early, AS_OF)


def told(space: Workspace, answer: Any) -> str:
    """An answer in words, without the folder that differs."""
    return str(answer).replace(str(space.path.parent), "")


@pytest.mark.parametrize("one, other", [("FRA", "ESP"), ("CHL", "JPN")])
@pytest.mark.parametrize("name", ["daily", "coverage", "series", "changes"])
def test_nothing_later_is_known(spaces: tuple[Workspace, Workspace], name: str, one: str, other: str) -> None:
    whole, early = spaces
    known = told(early, getattr(early, name)(one, other))
    assert told(whole, getattr(whole, name)(one, other, as_of=AS_OF)) == known
    assert told(whole, getattr(whole, name)(one, other)) != known, "this would not see a leak"


def test_own_texts_count_by_when_they_were_published(spaces: tuple[Workspace, Workspace]) -> None:
    def days(as_of: str | None) -> list[str]:
        return [one.day for one in spaces[0].daily("FRA", "ESP", as_of=as_of) if one.origin == "text"]

    assert days("2018-03-01") == []
    assert days("2018-03") == ["2018-03-01"]
    assert days("2018-10-31") == ["2018-03-01", "2018-05-20"]
    assert days(None) == ["2018-03-01", "2018-04-03", "2018-05-20"]


@pytest.mark.parametrize(
    "asked", [lambda space, day: space.shock("FRA", "ESP", "2018-06-25", as_of=day), lambda s, day: s.exits(as_of=day)]
)
def test_shocks_and_exits_know_nothing_later(
    spaces: tuple[Workspace, Workspace], asked: Callable[[Workspace, str | None], Any]
) -> None:
    whole, early = spaces
    assert asked(whole, AS_OF) == asked(early, None)
    assert asked(whole, None) != asked(early, None)


def test_commands_take_the_day(spaces: tuple[Workspace, Workspace], capsys: pytest.CaptureFixture[str]) -> None:
    def printed(space: Workspace, *arguments: str) -> str:
        assert run([*arguments, "--record", str(space.path), "--json"]) == 0
        return told(space, capsys.readouterr().out)

    whole, early = spaces
    for command in ("coverage", "series", "changes"):
        assert printed(whole, command, "FRA", "ESP", "--as-of", AS_OF) == printed(early, command, "FRA", "ESP")


def test_a_shock_after_the_day_is_not_covered(spaces: tuple[Workspace, Workspace]) -> None:
    assert spaces[0].shock("FRA", "ESP", "2018-10-01", as_of=AS_OF)["status"] == "not_covered"


def test_frames_of_networks_know_nothing_later() -> None:
    rows = [line.split("\t") for line in lines()]
    events = pd.DataFrame(rows, columns=["day", "source", "type", "target"])
    early = events[events["day"] <= AS_OF]
    pd.testing.assert_frame_equal(frames.network(frames.known(events, AS_OF)), frames.network(early))
    # a row that was published later than it happened is known from then on
    late = early.assign(published=["2018-12-01" if n == 0 else day for n, day in enumerate(early["day"])])
    assert len(frames.known(late, AS_OF)) == len(early) - 1
