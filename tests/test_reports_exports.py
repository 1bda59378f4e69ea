"""The record as rows for other programs."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest

from bilat.matching import match, origins
from bilat.model import Actor, Mention
from bilat.ontology import json_schema
from bilat.reports import csv_table, happening_rows, json_lines, mention_rows, text_rows
from made import IRAN, PUTIN, RAISI, RUSSIA, WEST, by_id, document, event, told

DOC = document(
    "Putin met Raisi in Tehran. They signed a gas treaty. The West says Iran sent drones. It joined. He rules. "
    "It will grow.",
    name="a.txt",
    title="A title",
)
NAMES = {DOC.id: ("a.txt", "b/a.txt")}


def sentence(start: str) -> str:
    return next(s + "." for s in DOC.text.rstrip(".").split(". ") if s.startswith(start))


MENTIONS = [
    event(
        DOC,
        sentence("Putin"),
        "CONSULT",
        "2024-05-19",
        source=(PUTIN,),
        target=(RAISI,),
        place="Tehran",
        mode="visit",
        contexts=("diplomatic",),
    ),
    told(DOC, sentence("Putin"), "meeting", "2024-05-19", participants=(PUTIN, RAISI), form="visit", place="Tehran"),
    told(DOC, sentence("They"), "agreement", "2024-05", parties=(RUSSIA, IRAN), title="gas treaty", stage="signed"),
    told(
        DOC,
        sentence("The West"),
        "claim",
        proposition="Iran sent drones.",
        asserted_by=(WEST,),
        denied_by=(),
        status="alleged",
    ),
    told(DOC, sentence("The West"), "transfer", giver=(IRAN,), receiver=(RUSSIA,), goods="drones", status="alleged"),
    told(DOC, sentence("The West"), "quote", speaker=WEST, content="Iran sent drones", direct=False),
    told(DOC, sentence("It joined"), "membership", member=IRAN, org="SCO", status="joined"),
    told(DOC, sentence("He"), "role", person=PUTIN, office="President", country="RUS", status="holds"),
    told(
        DOC,
        sentence("It will"),
        "expectation",
        holder="author",
        about=("RUS", "IRN"),
        proposition="Trade will grow.",
        direction="grow",
    ),
]


def rows_of(*mentions: Mention) -> list[dict]:  # type: ignore[type-arg]
    docs = by_id([DOC])
    return list(happening_rows(match(mentions, docs, origins([DOC])), by_id(mentions), docs, NAMES))


def test_every_kind_of_mention_is_exported_as_the_schema_asks() -> None:
    rows = list(mention_rows(MENTIONS, by_id([DOC]), NAMES))
    assert {row["kind"] for row in rows} == {m.kind for m in MENTIONS} and len({m.kind for m in MENTIONS}) == 9
    check = jsonschema.Draft202012Validator(json_schema())
    for line in json_lines(rows):
        check.validate(json.loads(line))


def test_a_document_read_under_two_names_is_exported_under_both() -> None:
    rows = list(mention_rows(MENTIONS[:1], by_id([DOC]), NAMES))
    assert [row["doc"] for row in rows] == ["a.txt", "b/a.txt"]
    assert {row["id"] for row in rows} == {MENTIONS[0].id}
    assert [row["doc"] for row in text_rows([DOC], NAMES)] == ["a.txt", "b/a.txt"]


def test_offsets_of_a_mention_count_in_the_exported_text() -> None:
    [text, _] = text_rows([DOC], NAMES)
    assert text["text"] == DOC.text
    for row in mention_rows(MENTIONS, by_id([DOC]), NAMES):
        assert text["text"][row["start"] : row["end"]] == row["quote"]


def test_an_event_in_a_known_place_has_coordinates_and_what_they_are_of() -> None:
    row = next(iter(mention_rows(MENTIONS[:1], by_id([DOC]), NAMES)))
    assert (round(row["latitude"]), round(row["longitude"])) == (36, 51)
    assert row["place_precision"]
    nowhere = event(DOC, sentence("He"), "SUPPORT", place="the shore of nowhere")
    assert "latitude" not in next(iter(mention_rows([nowhere], by_id([DOC]), NAMES)))


def test_a_happening_row_has_counts_dates_and_its_best_sentence() -> None:
    [row] = rows_of(MENTIONS[0])
    assert (row["date"], row["first"], row["last"]) == ("2024-05-19", "2024-05-19", "2024-05-19")
    assert (row["reports"], row["origins"], row["documents"]) == (1, 1, 1)
    assert DOC.text[row["start"] : row["end"]] == row["sentence"]
    assert row["source"] == [
        {"name": "Vladimir Putin", "code": "RUS", "sector": "GOV", "office": "President", "id": PUTIN.id}
    ]
    assert (row["type"], row["mode"], row["status"], row["place"]) == ("CONSULT", "visit", "occurred", "Tehran")
    assert json.loads(next(json_lines([row]))) == row


def test_events_as_csv_read_back_with_a_column_for_each_part_of_an_actor() -> None:
    rows = rows_of(MENTIONS[0])
    [back] = csv.DictReader(io.StringIO("".join(csv_table(rows))))
    assert (back["source_name"], back["source_code"], back["source_sector"], back["source_office"]) == (
        "Vladimir Putin", "RUS", "GOV", "President",
    )  # fmt: skip
    assert back["target_code"] == "IRN"
    assert back["sentence"] == sentence("Putin")
    assert float(back["intensity"]) == 4.0
    assert None not in back and None not in back.values()


def test_mentions_of_every_kind_fit_one_csv() -> None:
    rows = list(mention_rows(MENTIONS, by_id([DOC]), NAMES))
    back = list(csv.DictReader(io.StringIO("".join(csv_table(rows)))))
    assert len(back) == len(rows)
    for row, line in zip(rows, back, strict=True):
        assert line["quote"] == row["quote"]
        assert line["kind"] == row["kind"]
    assert back[-1]["about"] == "RUS; IRN"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "@SUM(A1)", "-2+3", "\tx", "＝1"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    who = Actor(text, "RUS", id="RUS:x")
    rows = rows_of(event(DOC, sentence("He"), "SUPPORT", source=(who,)))
    [back] = csv.DictReader(io.StringIO("".join(csv_table(rows))))
    assert back["source_name"] == f"'{text}"
    assert rows[0]["source"][0]["name"] == text


def test_a_negative_number_stays_a_number_in_csv() -> None:
    rows = rows_of(event(DOC, sentence("He"), "ASSAULT"))
    [back] = csv.DictReader(io.StringIO("".join(csv_table(rows))))
    assert float(back["intensity"]) == -9.0
