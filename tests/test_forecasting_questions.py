"""Questions about what is to come in plain words, through the workspace and the command."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

import bilat
from bilat.cli import run
from bilat.model import Actor, BilatError, Coded, Document, Mention, Reading
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
        ("France attacks Brazil at least three times within 30 days", "ASSAULT", "forth", 3, 30),
        ("Brazil releases hostages to France within 30 days", "RETREAT", "forth", 1, 30),
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


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every fifth day the heads meet, every other day a minister and a president; every 20th day a treaty is signed;
    somebody whom no table knows is appointed ambassador."""
    path = tmp_path_factory.mktemp("articles") / "r.sqlite"
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
    doc = document("Russia appointed Fyodor Lapshinov ambassador to Iran.", "2023-02-01", name="role")
    role = told(doc, doc.text, "role", "2023-02-01", person=Actor("Fyodor Lapshinov", "RUS"),
                office="ambassador to Iran", country="RUS", status="appointed")  # fmt: skip
    written.append((doc, [role]))
    with Record.open(path) as record:
        record.write([Coded(Reading(doc.name, doc), doc.published, tuple(said), "by hand") for doc, said in written])
        match_again(record)
    return str(path)


def test_articles_tell_meetings_of_heads_and_signed_agreements(articles: str) -> None:
    space = bilat.open(articles)
    (heads,) = space.forecast_in_words("Russia and Iran meet at head-of-state level within 10 days")
    (talks,) = space.forecast_question("RUS", "IRN", "meeting/talks", within=10)
    (signed,) = space.forecast_in_words("Russia and Iran sign a treaty within 10 days")
    assert heads["rests_on"][0]["told"] == "Vladimir Putin met Ebrahim Raisi for the 110th time."
    assert all(row["told"].startswith("Sergey Lavrov met") for row in talks["rests_on"])
    assert heads["probability"] > 0.5
    assert 0.2 < signed["probability"] < heads["probability"]
    assert signed["rests_on"][0]["told"] == "They signed a treaty."


@pytest.mark.parametrize(
    ("text", "persons", "latest"),
    [
        ("Putin and Raisi meet by 9 May", ["Vladimir Putin", "Ebrahim Raisi"], "Vladimir Putin met Ebrahim Raisi"),
        ("will putin meet raisi within 10 days", ["Vladimir Putin", "Ebrahim Raisi"], "Vladimir Putin met Ebrahim"),
        ("Sergey Lavrov and Iran hold talks within 10 days", ["Sergei Lavrov"], "Sergey Lavrov met Ebrahim Raisi"),
    ],
)  # fmt: skip
def test_meetings_of_persons_are_told_from_those_of_others(
    articles: str, text: str, persons: list[str], latest: str
) -> None:
    (row,) = bilat.open(articles).forecast_in_words(text)
    assert {row["a"], row["b"]} == {"RUS", "IRN"}
    assert row["persons"] == persons
    assert "stands for Russia" in row["read_as"][0]
    assert row["rests_on"][0]["told"].startswith(latest)
    assert all(told["told"].startswith(latest) for told in row["rests_on"])
    assert row["probability"] > 0.5


def test_who_never_met_is_hardly_expected_to_and_an_act_is_that_of_the_state(articles: str) -> None:
    space = bilat.open(articles)
    (met,) = space.forecast_in_words("Putin and Raisi meet within 10 days")
    (never,) = space.forecast_in_words("Fyodor Lapshinov and Raisi meet within 10 days")
    assert "Fyodor Lapshinov stands for Russia (ambassador to Iran" in never["read_as"][0]
    assert never["probability"] < met["probability"] / 2
    (act,) = space.forecast_in_words("Putin and Raisi sign an agreement within 10 days")
    assert (act["what"], act["persons"]) == ("agreement/signed", [])
    assert "whoever does it" in act["read_as"][0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Putin and Pezeshkian meet within 10 days",
            "Masoud Pezeshkian held no office of a state or body that is known on 2023-04-29",
        ),
        ("Putin and Zebulon Smithson meet within 10 days", "who Zebulon or Smithson may be cannot be told"),
        ("Will Iran meet Kim within 10 days?", "who Kim may be cannot be told"),
        ("Russia and Iran meet by Christmas", "'by Christmas' names no day"),
        ("Russia and Iran meet in March", "'in March' is not until a day"),
        ("Russia and Iran meet within 2 and a half months", "names no day or number of days"),
    ],
)
def test_what_cannot_be_told_of_persons_and_days_is_said(articles: str, text: str, reason: str) -> None:
    with pytest.raises(BilatError, match=re.escape(reason)):
        bilat.open(articles).forecast_in_words(text)


@pytest.mark.parametrize(
    ("text", "end"), [("by 9 May", "2023-05-09"), ("this year", "2023-12-31"), ("by May", "2023-05-31")]
)
def test_a_day_without_its_year_is_the_next_one(articles: str, text: str, end: str) -> None:
    (row,) = bilat.open(articles).forecast_in_words(f"Russia and Iran meet {text}")
    assert row["end"] == end


def test_an_office_that_has_ended_or_was_told_long_ago_is_not_held(tmp_path: Path) -> None:
    lapshinov = Actor("Fyodor Lapshinov", "RUS")
    with Record.open(tmp_path / "r.sqlite") as record:
        for text, day, who, country, office in (
            ("Fyodor Lapshinov is ambassador to Iran.", "2023-01-10", lapshinov, "RUS", "ambassador to Iran"),
            ("President Ebrahim Raisi of Iran spoke.", "2024-06-10", RAISI, "IRN", "president"),
        ):
            doc = document(text, day, name=day)
            said = told(doc, text, "role", day, person=who, office=office, country=country, status="holds")
            record.write([Coded(Reading(doc.name, doc), doc.published, (said,), "by hand")])
        match_again(record)
    space = bilat.open(tmp_path / "r.sqlite")
    with pytest.raises(BilatError, match=r"Ebrahim Raisi held no office .* 2024-06-10 .last known: President"):
        space.forecast_in_words("Raisi and Russia meet within 10 days")
    with pytest.raises(BilatError, match=r"Fyodor Lapshinov held no office .* 2024-06-10"):
        space.forecast_in_words("Fyodor Lapshinov and Iran meet within 10 days")


def test_persons_are_found_by_the_names_of_imported_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["date\tsource\trelation\ttarget"]
    for n in range(150):
        day = START + dt.timedelta(days=n)
        lines.append(f"{day}\tFrance\tConsult\tGermany")
        if n % 5 == 0:
            lines.append(f"{day}\tEmmanuel Macron\tMeet at a 'third' location\tAngela Merkel")
            lines.append(f"{day}\tEmmanuel Macron\tDiscuss by telephone\tAngela Merkel")
    (tmp_path / "e.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    record = str(tmp_path / "r.sqlite")
    bilat.open(record).import_([tmp_path / "e.tsv"], "icews-tsv")
    assert run(["forecast", "question", "Macron and Merkel meet within 7 days", "--record", record]) == 0
    told_user = capsys.readouterr().out
    assert "with Emmanuel Macron and Angela Merkel" in told_user
    assert "Angela Merkel stands for Germany (Chancellor on 2018-05-30)" in told_user
    assert "Meet at a 'third' location" in told_user
    assert "telephone" not in told_user
    (none,) = bilat.open(record).forecast_in_words("Macron and Heiko Maas meet within 7 days")
    assert none["status"] == "not_covered"
    assert "names Emmanuel Macron and Heiko Maas" in none["reason"]
