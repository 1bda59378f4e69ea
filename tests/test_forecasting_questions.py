"""Questions about what is to come in plain words, through the workspace and the command."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import bilat
from bilat.cli import run
from bilat.model import BilatError, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace.matching import match_again
from made import IRAN, LAVROV, PUTIN, RAISI, RUSSIA, document, told

START = dt.date(2018, 1, 1)
GOODS = ("wheat", "railways", "visas", "fishing", "customs", "satellites")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> str:
    """France threatens Brazil every other day for 200 days; Brazil signs with France every tenth."""
    folder = tmp_path_factory.mktemp("questions")
    lines = ["date\tsource\trelation\ttarget"]
    for n in range(200):
        day = START + dt.timedelta(days=n)
        lines.append(f"{day}\tKenya\tConsult\tNorway")
        if n % 2 == 0:
            lines.append(f"{day}\tFrance\tThreaten\tBrazil")
        if n % 10 == 0:
            lines.append(f"{day}\tBrazil\tSign formal agreement\tFrance")
    (folder / "e.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    bilat.open(folder / "r.sqlite").import_([folder / "e.tsv"], "icews-tsv")
    return str(folder / "r.sqlite")


@pytest.mark.parametrize(
    ("text", "what", "direction", "least", "days"),
    [
        ("Will France threaten Brazil within 30 days?", "THREATEN", "forth", 1, 30),
        ("Brazil threatens France at least twice in the next two weeks", "THREATEN", "forth", 2, 14),
        ("France and Brazil sign an agreement within 3 months", "agreement/signed", "both", 1, 90),
        ("verbal conflict between FRA and BRA, more than five times next quarter", "verbal conflict", "both", 6, 91),
        ("will france and brazil meet within a fortnight", "CONSULT", "both", 1, 14),
        ("FRA and BRA: SUPPORT three or more times over the coming week", "SUPPORT", "both", 3, 7),
        ("Will Brazil’s president visit France before August 2018?", "CONSULT/visit", "both", 1, 12),
    ],
)  # fmt: skip
def test_a_question_in_plain_words_is_read_as_it_is_meant(
    record: str, text: str, what: str, direction: str, least: int, days: int
) -> None:
    (row,) = bilat.open(record).forecast_in_words(text)
    last = START + dt.timedelta(days=199)
    assert (row["what"], row["direction"], row["least"]) == (what, direction, least)
    assert row["start"] == (last + dt.timedelta(days=1)).isoformat()
    assert row["end"] == (last + dt.timedelta(days=days)).isoformat()


def test_who_acts_matters(record: str) -> None:
    space = bilat.open(record)
    (threats,) = space.forecast_in_words("France threatens Brazil within 7 days")
    (none,) = space.forecast_in_words("Brazil threatens France within 7 days")
    assert threats["probability"] > 0.9
    assert none["probability"] < 0.5
    assert threats["rests_on"][0]["told"] == "France: Threaten: Brazil"
    assert none["rests_on"] == []


def test_signed_agreements_are_counted_by_their_code(record: str) -> None:
    (row,) = bilat.open(record).forecast_in_words("France and Brazil sign a treaty within 30 days")
    assert row["base_rate"] == 1
    assert row["probability"] > 0.8
    assert row["rests_on"][0]["told"] == "Brazil: Sign formal agreement: France"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Will it rain tomorrow?", "names none"),
        ("France dances with Brazil", "no word in it says what is to happen"),
        ("Will France not threaten Brazil?", "ask for what happens"),
        ("France threatens Brazil within 500 days", "1 to 365 days"),
        ("France threatens Brazil and Kenya", "it names France, Brazil, Kenya"),
    ],
)
def test_a_question_that_cannot_be_read_says_why_and_what_can_be_asked(
    record: str, text: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forecast", "question", text, "--record", record]) == 2
    told_user = capsys.readouterr().err
    assert text in told_user
    assert reason in told_user
    assert "sign an agreement" in told_user


def test_a_day_that_has_passed_is_not_covered(record: str) -> None:
    (row,) = bilat.open(record).forecast_in_words("France threatens Brazil by 1 March 2018")
    assert row["status"] == "not_covered"
    assert "passed" in row["reason"]
    with pytest.raises(BilatError, match="two states"):
        bilat.open(record).forecast_in_words("Brazil threatens")


def test_the_command_says_how_it_read_a_question(record: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["forecast", "question", "France threatens Brazil within 7 days", "--record", record]) == 0
    assert "THREATEN of FRA towards BRA, at least 1, from 2018-07-20 to 2018-07-26" in capsys.readouterr().out
    assert run(["forecast", "question", "FRA", "BRA", "--record", record]) == 2
    assert "one question in quotation marks" in capsys.readouterr().err


def test_articles_tell_meetings_of_heads_and_signed_agreements(tmp_path: Path) -> None:
    """Every fifth day the heads meet, every other day a minister and a president; every 20th day a treaty is signed."""
    written: list[tuple[Document, list[Mention]]] = []
    for n in range(0, 120, 2):
        day = (dt.date(2023, 1, 1) + dt.timedelta(days=n)).isoformat()
        who = (PUTIN, RAISI) if n % 10 == 0 else (LAVROV, RAISI)
        doc = document(f"{who[0].name} met {who[1].name} for the {n}th time. They signed a treaty.", day, name=f"d{n}")
        said = [told(doc, doc.text[: doc.text.index(" They")], "meeting", day, form="talks", participants=who)]
        if n % 20 == 0:
            title = f"Treaty on {GOODS[n // 20]}"
            said.append(told(doc, "They signed a treaty.", "agreement", day, title=title, stage="signed",
                             parties=(RUSSIA, IRAN)))  # fmt: skip
        written.append((doc, said))
    with Record.open(tmp_path / "r.sqlite") as record:
        record.write([Coded(Reading(doc.name, doc), doc.published, tuple(said), "by hand") for doc, said in written])
        match_again(record)
    space = bilat.open(tmp_path / "r.sqlite")
    (heads,) = space.forecast_in_words("Russia and Iran meet at head-of-state level within 10 days")
    (talks,) = space.forecast_question("RUS", "IRN", "meeting/talks", within=10)
    (signed,) = space.forecast_in_words("Russia and Iran sign a treaty within 10 days")
    assert heads["rests_on"][0]["told"] == "Vladimir Putin met Ebrahim Raisi for the 110th time."
    assert all(row["told"].startswith("Sergey Lavrov met") for row in talks["rests_on"])
    assert heads["probability"] > 0.5
    assert 0.2 < signed["probability"] < heads["probability"]
    assert signed["rests_on"][0]["told"] == "They signed a treaty."
