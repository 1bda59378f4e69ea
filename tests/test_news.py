"""What changed in a record since a date: new, newly contested, corrected, ruled on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

import bilat
from bilat.cli import run
from bilat.matching import match, origins
from bilat.model import BilatError, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace import Workspace
from made import IRAN, PUTIN, RAISI, RUSSIA, by_id, document, event

VISIT = "Putin will receive Raisi in Sochi for talks on the gas line."
HELD = "Putin received Raisi in Sochi for talks on the gas line on 21 May."
CHARGE = "Russia delivered the radars to Iran at Bandar Anzali, the governor says."
DENIAL = "Moscow denies that Russia delivered the radars to Iran at Bandar Anzali."
GRAIN = "Russia sent grain to Iran."


def write(path: Path, day: str, docs: Sequence[Document], mentions: Sequence[Mention]) -> None:
    """Store texts as if they had been read on that day, and match."""
    with Record.open(path) as record:
        for d in docs:
            found = tuple(replace(m, coder="by hand") for m in mentions if m.doc == d.id)
            record.write([Coded(Reading(d.name, d), d.published, found, "by hand")])
    raw = apsw.Connection(str(path))
    raw.execute("UPDATE ledger SET at = ? WHERE at > '2026-07'", (f"{day}T08:00:00+00:00",))
    raw.close()
    with Record.open(path) as record:
        held = list(record.documents())
        record.replace_happenings(match(record.mentions(), by_id(held), origins(held)), origins(held))


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """Two days of reading: on the first a planned visit and a charge; on the second the visit held, a denial, grain."""
    path = tmp_path / "r"
    first = [document(VISIT, "2024-05-18", name="plan"), document(CHARGE, "2024-05-18", name="charge")]
    visit = {"source": (PUTIN,), "target": (RAISI,), "place": "Sochi", "why": "receive [verb]"}
    radars = {"source": (RUSSIA,), "target": (IRAN,), "why": "deliver [verb]"}
    write(
        path,
        "2026-01-01",
        first,
        [
            event(first[0], VISIT, "CONSULT", "2024-05", status="planned", **visit),
            event(first[1], CHARGE, "AID", "2024-05-17", **radars),
        ],
    )
    second = [
        document(HELD, "2024-05-22", name="held"),
        document(DENIAL, "2024-05-22", name="denial"),
        document(GRAIN, "2024-05-23", name="grain"),
    ]
    write(
        path,
        "2026-02-01",
        second,
        [
            event(second[0], HELD, "CONSULT", "2024-05-21", **visit),
            event(second[1], DENIAL, "AID", "2024-05-17", status="denied", **radars),
            event(second[2], GRAIN, "AID", "2024-05-23"),
        ],
    )
    return bilat.open(path)


def told_of(rows: Sequence[dict[str, object]]) -> dict[object, object]:
    return {row["doc"]: row["news"] for row in rows}


def test_a_second_reading_brings_new_contested_and_corrected_rows(space: Workspace) -> None:
    rows = space.news("RUS", "IRN", since="2026-01-15")
    assert sorted(str(row["news"]) for row in rows) == ["contested", "corrected", "new"]
    by = {row["news"]: row for row in rows}
    assert by["new"]["sentence"] == GRAIN
    assert by["corrected"]["changes"]["status"] == ["planned", "occurred"]
    assert by["corrected"]["changes"]["date"] == ["2024-05-01/2024-05-31", "2024-05-21/2024-05-21"]
    assert [item["sentence"] for item in by["contested"]["because"]] == [DENIAL]


def test_nothing_is_news_after_the_last_reading_and_all_before_the_first(space: Workspace) -> None:
    assert space.news("RUS", "IRN", since="2026-02-02") == []
    assert {row["news"] for row in space.news("RUS", "IRN", since="2025")} == {"new"}


def test_as_of_leaves_out_what_came_later(space: Workspace) -> None:
    rows = space.news("RUS", "IRN", since="2024-05-20", as_of="2024-05-22", clock="published")
    assert sorted(str(row["news"]) for row in rows) == ["contested", "corrected"]
    assert space.news("RUS", "IRN", since="2026-01-15", as_of="2026-01-20") == []


def test_a_ruling_is_news(space: Workspace) -> None:
    grain = next(row for row in space.events("RUS", "IRN") if row["sentence"] == GRAIN)
    other = next(row for row in space.events("RUS", "IRN") if row["sentence"] != GRAIN)
    space.judge("unsure", grain["id"], other["id"])
    rows = space.news("RUS", "IRN", since="2026-02-02")
    assert [row["news"] for row in rows] == ["ruled", "ruled"]


def test_the_command_prints_what_the_method_gives(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(space.path)
    assert run(["news", "RUS", "IRN", "--since", "2026-01-15", "--record", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == space.news("RUS", "IRN", "2026-01-15")
    assert run(["news", "RUS", "IRN", "--since", "2026-01-15", "--record", path]) == 0
    assert "status: planned -> occurred" in capsys.readouterr().out
    assert run(["news", "RUS", "IRN", "--since", "soon", "--record", path]) == 2
    with pytest.raises(BilatError, match="read, published"):
        space.news("RUS", "IRN", "2024", clock="sundial")
