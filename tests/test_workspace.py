"""The Python side of the commands, on a record that was filled by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bilat
from bilat.model import Actor, BilatError, Coded, Document, Mention, Reading, When
from bilat.record import Record
from bilat.workspace import UsageError, Workspace

TEXT = (
    "Sergey Lavrov is Russia's foreign minister. Abbas Araghchi is Iran's foreign minister. "
    "Ukraine says that Iran sent drones to Russia. Chile praised Peru."
)
DOCUMENT = Document("a.txt", TEXT, published=When("2024-09-10", "", "document"))
UKRAINE = Actor("Ukraine", "UKR", id="UKR")


def mention(sentence: str, kind: str, fields: dict[str, Any]) -> Mention:
    start = TEXT.index(sentence)
    end = start + len(sentence)
    return Mention(DOCUMENT.id, start, end, sentence, kind, fields, when=DOCUMENT.published, coder="by hand")


def role(sentence: str, person: str, country: str) -> Mention:
    who = Actor(person, country, sector="GOV", id=f"{country}:{person.lower()}")
    return mention(
        sentence, "role", {"person": who, "office": "foreign minister", "country": country, "status": "holds"}
    )


MENTIONS = (
    role("Sergey Lavrov is Russia's foreign minister.", "Sergey Lavrov", "RUS"),
    role("Abbas Araghchi is Iran's foreign minister.", "Abbas Araghchi", "IRN"),
    mention(
        "Ukraine says that Iran sent drones to Russia.",
        "claim",
        {"proposition": "Iran sent drones", "asserted_by": (UKRAINE,), "denied_by": (), "status": "alleged"},
    ),
    mention(
        "Chile praised Peru.",
        "event",
        {
            "type": "SUPPORT",
            "source": (Actor("Chile", "CHL", id="CHL"),),
            "target": (Actor("Peru", "PER", id="PER"),),
            "status": "occurred",
        },
    ),
)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path = tmp_path_factory.mktemp("record") / "r.sqlite"
    with Record.open(path) as record:
        record.write([Coded(Reading("a.txt", DOCUMENT), DOCUMENT.published, MENTIONS, "by hand")])
    space = bilat.open(path)
    space.read([])  # matches what was written
    return space


def test_two_states_have_the_offices_of_either(space: Workspace) -> None:
    assert [row["person"]["name"] for row in space.roles("Russia")] == ["Sergey Lavrov"]
    assert {row["person"]["name"] for row in space.roles("RUS", "IRN")} == {"Sergey Lavrov", "Abbas Araghchi"}


def test_what_a_third_party_claims_of_two_states_is_among_their_claims(space: Workspace) -> None:
    assert [row["proposition"] for row in space.claims("RUS", "IRN")] == ["Iran sent drones"]
    assert space.claims("Ukraine") == space.claims("RUS", "IRN")
    assert space.claims("CHL") == []


def test_dates_of_any_precision_narrow_a_list(space: Workspace) -> None:
    assert len(space.events("Chile", "Peru", since="2024", until="2024-09")) == 1
    assert space.events("CHL", since="2024-10") == []
    assert space.events("CHL", until="2023") == []


def test_an_exported_file_is_whole_or_not_there(space: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "mentions.jsonl"
    assert space.export("mentions", out) == len(MENTIONS)
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == list(
        space.export_rows("mentions")
    )
    with pytest.raises(BilatError, match="no/folder"):
        space.export("mentions", "no/folder/x")
    assert [path.name for path in tmp_path.iterdir()] == ["mentions.jsonl"]


def test_a_brief_needs_two_states_and_a_format_that_there_is(space: Workspace) -> None:
    with pytest.raises(UsageError, match="two"):
        space.brief("RUS", "Russia")
    with pytest.raises(UsageError, match="html"):
        space.brief("RUS", "IRN", "odt")


def test_an_unmatched_record_is_a_problem_until_the_next_read(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r")
    with Record.open(space.path) as record:
        record.write([Coded(Reading("a.txt", DOCUMENT), DOCUMENT.published, MENTIONS, "by hand")])
    assert len(space.doctor()["problems"]) == 1
    space.read([])
    assert space.doctor()["problems"] == []


def test_a_message_names_what_is_wrong_with_an_argument(space: Workspace) -> None:
    for wrong, word in (
        (lambda: space.events("Atlantis"), "Atlantis"),
        (lambda: space.events(since="soon"), "soon"),
        (lambda: space.read([], coder="magic"), "magic"),
        (lambda: bilat.open("nowhere.sqlite").events(), "nowhere.sqlite"),
    ):
        with pytest.raises(bilat.BilatError, match=word):
            wrong()


def test_an_export_follows_a_link_and_leaves_it_one(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    (tmp_path / "a.txt").write_text("Kenya condemned Uganda.", encoding="utf-8")
    link, real = tmp_path / "link.jsonl", tmp_path / "real.jsonl"
    link.symlink_to(real)
    space.read([tmp_path / "a.txt"])
    space.export("texts", link)
    assert link.is_symlink()
    assert "Kenya condemned Uganda." in real.read_text(encoding="utf-8")
