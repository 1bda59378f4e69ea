"""What the ledgers add to rows, on records that were filled by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import bilat
from bilat.model import Actor, BilatError, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace import Workspace
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, document, event, person, told

Told = Sequence[tuple[Document, Sequence[Mention]]]
ENVOY = Actor("Iran's envoy", "IRN", sector="GOV")
LEADERS = Actor("Russian leaders", "RUS", sector="GOV")


def made(path: Path, several: Told) -> Workspace:
    with Record.open(path / "r.sqlite") as record:
        for doc, mentions in several:
            record.write([Coded(Reading(doc.name, doc), doc.published, tuple(mentions), "by hand")])
    space = bilat.open(path / "r.sqlite")
    space.read([])  # matches what was written
    return space


def one(rows: list[dict[str, Any]], words: str) -> dict[str, Any]:
    found = [row for row in rows if words in row["sentence"]]
    assert len(found) == 1, [row["sentence"] for row in rows]
    return found[0]


COUNTED = document(
    "Putin met Raisi five times since 2021.\nPutin met Raisi in Moscow on 7 December 2023.\n"
    "Russian leaders met Raisi in Tehran in July 2022.\nPutin received Iran's envoy on 19 May 2024.\n"
    "Putin met Raisi in Sochi in 2019.",
    name="counted.txt",
)


def met(sentence: str, when: str | None, *who: Actor, **fields: Any) -> Mention:
    return told(COUNTED, sentence, "meeting", when, participants=who, form="talks", **fields)


def test_a_stated_number_of_meetings_stands_beside_those_itemised(tmp_path: Path) -> None:
    lines = COUNTED.text.split("\n")
    mentions = (
        met(lines[0], "2021/2024-05", PUTIN, RAISI, count=5),
        met(lines[1], "2023-12-07", PUTIN, RAISI, place="Moscow"),
        met(lines[2], "2022-07", LEADERS, RAISI, place="Tehran"),
        met(lines[3], "2024-05-19", PUTIN, ENVOY),
        met(lines[4], "2019", PUTIN, RAISI),
    )
    rows = made(tmp_path, [(COUNTED, mentions)]).meetings("RUS", "IRN")
    row = one(rows, "five times")
    assert (row["stated"], len(row["found"]), row["missing"]) == (5, 2, 3)
    assert any("5 stated, 2 found, 3 missing" in line for line in row["ledger"])
    visit = one(rows, "7 December")
    assert (visit["host"], visit["visitors"], visit["level"]) == ("RUS", ["IRN"], "heads")


SPRING = document("The envoy said that the pipeline treaty would likely be signed this year.", "2024-03-20", name="s")
WINTER = document("Russia and Iran signed the pipeline treaty on 17 January 2025.", "2025-01-18", name="w")
SUMMER = document("Iran's parliament ratified the pipeline treaty on 21 May 2025.", "2025-05-22", name="m")
PARTIES = {"parties": (RUSSIA, IRAN), "title": "pipeline treaty"}


def hoped(sentence: str = SPRING.text) -> Mention:
    return told(
        SPRING,
        sentence,
        "expectation",
        "2024-03-20",
        holder="the envoy",
        about=("IRN", "RUS"),
        proposition=sentence,
        direction="event",
    )


def signed() -> Mention:
    return told(WINTER, WINTER.text, "agreement", "2025-01-17", **PARTIES, stage="signed")


def ratified(title: str = "pipeline treaty") -> Mention:
    fields = {**PARTIES, "title": title}
    return told(SUMMER, SUMMER.text, "agreement", "2025-05-21", **fields, stage="ratified")


def test_a_hope_is_closed_as_missed_by_the_days_that_the_signing_came_late(tmp_path: Path) -> None:
    space = made(tmp_path, [(SPRING, [hoped()]), (WINTER, [signed()])])
    (row,) = space.expectations()
    assert (row["state"], row["missed_by_days"], row["until"]) == ("not borne out", 17, "2024-12-31")
    assert row["closed_by"]["doc"] == "w"
    (before,) = space.expectations(as_of="2024")
    assert before["state"] == "open"


def test_a_hope_whose_time_is_long_enough_is_borne_out(tmp_path: Path) -> None:
    text = "The envoy said that the pipeline treaty would be signed by the end of 2026."
    doc = document(text, "2024-03-20", name="s")
    mention = told(
        doc, text, "expectation", holder="the envoy", about=("IRN", "RUS"), proposition=text, direction="event"
    )
    (row,) = made(tmp_path, [(doc, [mention]), (WINTER, [signed()])]).expectations()
    assert (row["state"], row["on"]) == ("borne out", "2025-01-17")


def test_what_was_signed_before_bears_no_later_hope_out(tmp_path: Path) -> None:
    text = "Lavrov said that the pipeline treaty would be signed again this year."
    doc = document(text, "2025-06-01", name="later")
    mention = told(doc, text, "expectation", holder="Lavrov", about=("IRN", "RUS"), proposition=text, direction="event")
    (row,) = made(tmp_path, [(doc, [mention]), (WINTER, [signed()])]).expectations()
    assert row["state"] == "open"


def test_a_ladder_has_each_rung_with_its_day_and_source(tmp_path: Path) -> None:
    rows = made(tmp_path, [(WINTER, [signed()]), (SUMMER, [ratified()])]).agreements("RUS", "IRN")
    ladder = rows[0]["ladder"]
    assert [(rung["stage"], rung["date"], rung["doc"]) for rung in ladder] == [
        ("signed", "2025-01-17", "w"),
        ("ratified", "2025-05-21", "m"),
    ]
    assert rows[0]["reached"] == "ratified"


def test_the_treaty_is_the_one_that_the_two_have_just_signed(tmp_path: Path) -> None:
    rows = made(tmp_path, [(WINTER, [signed()]), (SUMMER, [ratified("the treaty")])]).agreements("RUS", "IRN")
    assert {row["reached"] for row in rows} == {"ratified"}
    assert all([rung["stage"] for rung in row["ladder"]] == ["signed", "ratified"] for row in rows)


def test_agreements_of_others_stay_apart(tmp_path: Path) -> None:
    other = told(SUMMER, SUMMER.text, "agreement", "2025-05-21", parties=(RUSSIA, CHINA), title="treaty", stage="ended")
    rows = made(tmp_path, [(WINTER, [signed()]), (SUMMER, [other])]).agreements("RUS", "IRN")
    assert [row["reached"] for row in rows] == ["signed"]


MAY = document("Ann Ode is foreign minister of Iran.", "2023-05-01", name="may")
JUNE = document("Bo Pell is foreign minister of Iran.", "2023-06-10", name="june")
YEAR = document("Cy Quist is foreign minister of Iran. Ann Ode, the foreign minister, left.", "2024-06-10", name="year")


def minister(doc: Document, name: str, status: str = "holds") -> Mention:
    sentence = next(s for s in doc.text.split(". ") if name in s)
    who = person(name, "IRN")
    return told(doc, sentence, "role", person=who, office="foreign minister", country="IRN", status=status)


def test_offices_show_who_came_before_and_after_with_gaps_and_clashes(tmp_path: Path) -> None:
    space = made(
        tmp_path,
        [
            (MAY, [minister(MAY, "Ann Ode")]),
            (JUNE, [minister(JUNE, "Bo Pell")]),
            (YEAR, [minister(YEAR, "Cy Quist"), minister(YEAR, "Ann Ode")]),
        ],
    )
    rows = {row["person"]["name"]: row for row in space.roles("IRN")}
    assert rows["Cy Quist"]["before"] == "Bo Pell"
    assert rows["Cy Quist"]["gap_days"] == 366
    assert rows["Bo Pell"]["after"] == "Cy Quist"
    assert rows["Bo Pell"]["clashes"] == ["Ann Ode"]


def test_two_translations_are_linked_and_each_keeps_its_words(tmp_path: Path) -> None:
    texts = (
        "Putin praised the leader for the development of good neighbourly relations between the countries.",
        "Putin said the leader made a contribution to the establishing of good neighbourly relations of countries.",
    )
    docs = [document(text, f"2024-05-2{n}", name=f"d{n}") for n, text in enumerate(texts)]
    words = (
        "development of good neighbourly relations",
        "contribution to the establishing of good neighbourly relations",
    )
    quotes = [
        told(doc, doc.text, "quote", speaker=PUTIN, content=content, direct=True)
        for doc, content in zip(docs, words, strict=True)
    ]
    rows = made(tmp_path, [(doc, [quote]) for doc, quote in zip(docs, quotes, strict=True)]).quotes("RUS")
    assert sorted(row["content"] for row in rows) == sorted(words)
    assert all(len(row["renderings"]) == 1 for row in rows)


def test_the_same_charge_in_two_documents_has_all_who_assert_and_deny_it(tmp_path: Path) -> None:
    ukraine = Actor("Ukraine", "UKR", id="UKR")
    charge = "Iran sent attack drones to Russia"
    docs = [
        document(f"{who} that {charge}.", f"2022-10-1{n}", name=who)
        for n, who in enumerate(("Kyiv says", "Iran denies"))
    ]
    sides = ({"asserted_by": (ukraine,), "denied_by": ()}, {"asserted_by": (), "denied_by": (IRAN,)})
    mentions = [
        told(doc, doc.text, "claim", proposition=charge + " by air" * n, status="contested", **side)
        for n, (doc, side) in enumerate(zip(docs, sides, strict=True))
    ]
    rows = made(tmp_path, [(doc, [m]) for doc, m in zip(docs, mentions, strict=True)]).claims()
    for row in rows:
        assert {side["name"] for side in row["asserted_by_in"]} == {"Ukraine"}
        assert {side["name"] for side in row["denied_by_in"]} == {"Iran"}


def test_tolls_that_differ_are_contradictions(tmp_path: Path) -> None:
    docs = [
        document(f"Russia shelled Kharkiv on 3 May 2022 and killed {n} people there.", "2022-05-04", name=str(n))
        for n in (7, 9)
    ]
    ukraine = (Actor("Ukraine", "UKR", id="UKR"),)
    several = [(doc, [event(doc, doc.text, "ASSAULT", "2022-05-03", target=ukraine)]) for doc in docs]
    found = made(tmp_path, several).contradictions()
    assert [(row["what"], [value["value"] for value in row["values"]]) for row in found] == [
        ("toll", ["7 killed", "9 killed"])
    ]


@pytest.mark.parametrize(
    ("days", "numbers", "what"),
    [
        (("2022-05-04", "2022-05-05"), (7, 9), "toll rose"),
        (("2022-05-04", "2022-05-05"), (9, 7), "toll"),
        (("2022-05-04", "2022-05-04"), (7, 9), "toll"),
    ],
)
def test_a_toll_that_grows_with_the_days_rose(
    tmp_path: Path, days: tuple[str, str], numbers: tuple[int, int], what: str
) -> None:
    docs = [
        document(f"Russia shelled Kharkiv on 3 May 2022 and killed {n} people there.", day, name=f"{n} on {day}")
        for n, day in zip(numbers, days, strict=True)
    ]
    ukraine = (Actor("Ukraine", "UKR", id="UKR"),)
    several = [(doc, [event(doc, doc.text, "ASSAULT", "2022-05-03", target=ukraine)]) for doc in docs]
    (row,) = made(tmp_path, several).contradictions()
    assert row["what"] == what
    assert row.get("told") == ("rose from 7 killed to 9" if what == "toll rose" else None)


def test_one_speech_given_to_two_speakers_is_a_contradiction(tmp_path: Path) -> None:
    docs = [document(f"{who} called him a true friend of the nation.", name=who) for who in ("Putin", "Lavrov")]
    several = [
        (doc, [told(doc, doc.text, "quote", speaker=who, content="a true friend of the nation", direct=True)])
        for doc, who in zip(docs, (PUTIN, LAVROV), strict=True)
    ]
    (row,) = made(tmp_path, several).contradictions()
    assert row["what"] == "attribution"
    assert [value["value"] for value in row["values"]] == ["Sergey Lavrov", "Vladimir Putin"]


def test_what_a_person_rules_closes_an_expectation_until_it_is_undone(tmp_path: Path) -> None:
    space = made(tmp_path, [(SPRING, [hoped()])])
    (row,) = space.expectations()
    assert row["state"] == "open"
    space.judge("overtaken", row["id"], by="Ann")
    space.judge("borne-out", row["mentions"][0], by="Ben")
    (closed,) = space.expectations()
    assert (closed["state"], closed["closed_by"]["by"]) == ("borne out", "Ben"), "the newer ruling counts"
    assert [one["state"] for one in space.judge_log()] == ["overruled by 2", "in force"]
    space.judge_undo(2)
    space.judge_undo(1)
    (again,) = space.expectations()
    assert again["state"] == "open"


def test_only_an_expectation_is_borne_out(tmp_path: Path) -> None:
    space = made(tmp_path, [(WINTER, [signed()])])
    (row,) = space.agreements()
    with pytest.raises(BilatError, match="for expectations"):
        space.judge("borne-out", row["id"])


@pytest.mark.parametrize(
    "kind", ["meetings", "agreements", "expectations", "roles", "claims", "quotes", "contradictions"]
)
def test_an_empty_record_has_empty_ledgers(tmp_path: Path, kind: str) -> None:
    assert getattr(made(tmp_path, []), kind)() == []


def test_a_brief_shows_what_the_ledgers_add(tmp_path: Path) -> None:
    text = made(tmp_path, [(SPRING, [hoped()]), (WINTER, [signed()])]).brief("RUS", "IRN")
    assert "17 days late" in " ".join(text.split())


def test_the_president_of_a_region_comes_neither_before_nor_after_the_country_s(tmp_path: Path) -> None:
    region = document("Di Rook is president of Tatarstan.", "2023-05-01", name="region")
    state = document("Putin is president of Russia.", "2023-09-01", name="state")
    several = []
    for doc, who, office in ((region, person("Di Rook", "RUS"), "president of Tatarstan"), (state, PUTIN, "president")):
        fields = {"person": who, "office": office, "country": "RUS", "status": "holds"}
        several.append((doc, [told(doc, doc.text, "role", **fields)]))
    for row in made(tmp_path, several).roles("RUS"):
        assert "before" not in row and "after" not in row
