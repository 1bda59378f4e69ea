"""The measures on data frames, and the notebooks that show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bilat.measures import frames

BOOKS = Path(__file__).resolve().parent.parent / "notebooks"
ROWS = [
    ("2020-01-01", "X", "Y", "CONSULT"),
    ("2020-01-15", "Y", "X", "ACCUSE"),
    ("2020-03-01", "X", "Y", ""),
    ("2020-03-02", "X", "Z", "CONSULT"),
    ("2020-03-03", "X", "X", "CONSULT"),
]


def events(rows: list[tuple[str, str, str, str]] = ROWS) -> Any:
    return pd.DataFrame(rows, columns=["day", "source", "target", "type"])


def test_a_panel_has_every_period_with_zeros_and_shares() -> None:
    table = frames.dyads(events())
    one = table[(table["a"] == "X") & (table["b"] == "Y")]
    assert one["period"].tolist() == ["2020-01", "2020-02", "2020-03"]
    assert one["events"].tolist() == [2, 0, 1]
    assert one["cooperation"].tolist() == [1, 0, 0] and one["conflict"].tolist() == [1, 0, 0]
    assert one["net"].tolist() == [-0.5, 0.0, 0.0] and one["gross"].tolist() == [5.5, 0.0, 0.0]
    assert one["share_a"].tolist()[0] == 1.0 and one["share_a"].tolist()[2] == 0.5
    assert np.isnan(one["share_a"].tolist()[1])
    forth = frames.dyads(events(), directed=True).query("a == 'X' and b == 'Y'")
    assert forth["events"].tolist() == [1, 0, 1]


def test_counts_in_a_column_weigh_as_rows_do() -> None:
    many = events().assign(events=3)
    rows = pd.concat([events()] * 3)
    pd.testing.assert_frame_equal(frames.dyads(many), frames.dyads(rows))


def test_coverage_asks_for_three_a_period() -> None:
    rows = [(f"2020-01-{day:02}", "X", "Y", "CONSULT") for day in range(1, 29)]
    found = frames.coverage(events([*rows, ("2020-01-28", "X", "Z", "ACCUSE")]))
    assert found[["a", "b", "events", "covered"]].to_numpy().tolist() == [["X", "Y", 28, True], ["X", "Z", 1, False]]


def test_changes_are_those_of_the_record_with_their_class() -> None:
    days = [str(day) for day in pd.date_range("2020-01-01", periods=280).date]
    chance = np.random.default_rng(3)
    rows = [(day, "X", "Y", "CONSULT") for day in days for _ in range(chance.poisson(20))]
    rows += [
        (day, "Y", "X", "ACCUSE") for at, day in enumerate(days) for _ in range(chance.poisson(6 if at >= 140 else 1))
    ]
    rows += [(day, "Z", "W", "CONSULT") for day in days for _ in range(60)]
    found = frames.changes(events(rows), "X", "Y")
    (step,) = found[(found["kind"] == "step") & (found["of"] == "conflict")].to_dict("records")
    assert abs((step["date"] - pd.Timestamp(days[140]).date()).days) <= 7 and step["low"] > 2
    assert found[found["kind"] == "pulse"]["of"].eq("").all()


def test_network_measures_of_a_known_graph() -> None:
    rows = [("2020-01-01", a, b, "CONSULT") for a, b in ("XY", "YX", "YZ", "ZX", "ZW")]
    (one,) = frames.network(events(rows)).to_dict("records")
    assert (one["actors"], one["dyads"], one["events"]) == (4, 4, 5)
    assert one["density"] == pytest.approx(4 / 6)
    assert one["reciprocity"] == pytest.approx(2 / 5)
    assert one["transitivity"] == pytest.approx(6 / 10)  # one triangle, a pendant: degrees 2, 2, 3, 1
    who = frames.standing(events(rows)).set_index("actor")
    assert who.loc["Z", ["partners", "sent", "received"]].tolist() == [3, 2, 1]
    assert who.loc["W", "concentration"] == 1.0
    assert who.loc["X", "concentration"] == pytest.approx((2 / 3) ** 2 + (1 / 3) ** 2)


def test_network_agrees_with_networkx_on_a_random_graph() -> None:
    import networkx as nx

    chance = np.random.default_rng(6)
    pairs = [(a, b) for a in "ABCDEFGH" for b in "ABCDEFGH" if a != b and chance.random() < 0.4]
    (one,) = frames.network(events([("2020-01-01", a, b, "CONSULT") for a, b in pairs])).to_dict("records")
    graph = nx.DiGraph(pairs)
    assert one["transitivity"] == pytest.approx(nx.transitivity(graph.to_undirected()))
    assert one["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    assert one["density"] == pytest.approx(nx.density(graph.to_undirected()))


@pytest.mark.parametrize(
    ("given", "told"),
    [(lambda: frames.dyads(events().drop(columns="day")), "no column day"),
     (lambda: frames.dyads(events(), by="decade"), "no period called 'decade'"),
     (lambda: frames.levels(events(), "X", "Q"), "no events between X and Q"),
     (lambda: frames.shock(events(), "X", "Y", "2020-02-01"), "too few weeks"),
     (lambda: frames.levels(events(), "X", "Y"), "not covered: 1.5 events a month of the 3 needed"),
     (lambda: frames.changes(events(), "X", "Y"), "not covered: 0.34 events a week of the 3 needed"),
     (lambda: frames.dyads(events([("2020-01-01", "X", "X", "")])), "no events between two")],
)  # fmt: skip
def test_what_cannot_be_measured_is_told(given: Any, told: str) -> None:
    with pytest.raises(frames.FrameError, match=told):
        given()


@pytest.mark.parametrize("name", ["analyst", "political_scientist", "newsroom_developer"])
def test_a_notebook_runs_from_top_to_bottom(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BOOKS)
    book = json.loads((BOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [], "outputs are not kept in the repository"
            exec(compile("".join(cell["source"]), f"{name}.ipynb", "exec"), space)
    if name == "political_scientist":
        assert space["found"]["p"].item() <= 0.05 < space["other"]["p"].item()
        assert space["found"]["low"].item() < 4 < space["found"]["high"].item()
    else:
        assert space["summary"] is not None and space["record"].events("RUS", "IRN")


def test_the_books_are_those_of_the_users() -> None:
    assert sorted(path.stem for path in BOOKS.glob("*.ipynb")) == [
        "analyst", "newsroom_developer", "political_scientist",
    ]  # fmt: skip
