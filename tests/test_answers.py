"""Questions answered from a record that was filled by hand, and the record as of earlier days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilat
from bilat.cli import run
from bilat.model import BilatError, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace import Workspace
from made import IRAN, LAVROV, PUTIN, RAISI, RUSSIA, document, event, told

SPRING = document(
    "Russian President Vladimir Putin met Iranian President Ebrahim Raisi in Sochi on 3 March 2023. "
    "The two discussed a gas pipeline and the price of wheat.\n"
    "Sergey Lavrov said that the pipeline treaty would hopefully be signed in 2023.",
    "2023-03-05",
    name="spring.txt",
)
AUTUMN = document(
    "Moscow delivered twelve aircraft to Iran in September 2023. Tehran denied that it had paid for them.",
    "2023-10-01",
    name="autumn.txt",
)
WINTER = document(
    "Vladimir Putin and Ebrahim Raisi signed the pipeline treaty in Astana on 15 January 2024.",
    "2024-01-16",
    name="winter.txt",
)
TREATY = {"parties": (RUSSIA, IRAN), "title": "pipeline treaty"}


def mentions(doc: Document) -> tuple[Mention, ...]:
    first = doc.text.split("\n")[-1] if doc is SPRING else doc.text.split(". ")[0]
    if doc is SPRING:
        met = SPRING.text.split(". ")[0]
        return (
            told(doc, met, "meeting", "2023-03-03", participants=(PUTIN, RAISI), form="summit", place="Sochi"),
            event(doc, met, "CONSULT", "2023-03-03", source=(PUTIN,), target=(RAISI,)),
            told(doc, first, "quote", speaker=LAVROV, content="the pipeline treaty would be signed", direct=False),
        )
    if doc is AUTUMN:
        return (event(doc, first, "AID", "2023-09"),)
    return (told(doc, first, "agreement", "2024-01-15", **TREATY, stage="signed"),)


def made(path: Path, documents: Sequence[Document]) -> Workspace:
    with Record.open(path) as record:
        for doc in documents:
            record.write([Coded(Reading(doc.name, doc), doc.published, mentions(doc), "by hand")])
    space = bilat.open(path)
    space.read([])  # matches what was written
    return space


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return made(tmp_path_factory.mktemp("record") / "r.sqlite", (SPRING, AUTUMN, WINTER))


@pytest.mark.parametrize(
    ("question", "doc", "words"),
    [
        ("When and where did Putin and Raisi meet?", "spring.txt", "in Sochi on 3 March 2023"),
        ("What did Putin and Raisi discuss?", "spring.txt", "gas pipeline"),
        ("How many planes did Russia supply to Iran?", "autumn.txt", "twelve aircraft"),
        ("Who signed the pipeline accord?", "winter.txt", "signed the pipeline treaty"),
        ("Was the pipeline treaty signed in 2023, as Lavrov hoped?", "winter.txt", "15 January 2024"),
    ],
)
def test_a_question_is_answered_with_its_sentence(space: Workspace, question: str, doc: str, words: str) -> None:
    found = space.ask(question)
    assert found["status"] == "answered"
    best = [piece for piece in found["evidence"][:3] if piece["doc"] == doc and words in piece["sentence"]]
    assert best, found["evidence"]
    assert words in found["answer"]


@pytest.mark.parametrize(
    "question",
    [
        "When did Turkey join NATO?",
        "What did the foreign minister of Peru say about the pipeline?",
        "Did Putin and Raisi meet in 2019?",
        "How many soldiers did Iran lose?",
        "On what date did Iran's parliament ratify the pipeline treaty?",
        "Who became Iran's foreign minister after Raisi?",
    ],
)
def test_what_the_record_does_not_hold_is_said_to_be_missing(space: Workspace, question: str) -> None:
    found = space.ask(question)
    assert found["status"] == "not_in_record"
    assert found["answer"].startswith("The record does not hold this")


def test_evidence_stands_where_it_says(space: Workspace) -> None:
    texts = {doc.name: doc.text for doc in (SPRING, AUTUMN, WINTER)}
    for piece in space.ask("What do Russia and Iran say of the pipeline?")["evidence"]:
        assert texts[piece["doc"]][piece["start"] : piece["end"]] == piece["sentence"]


def test_a_hope_is_no_signature_before_the_signing(space: Workspace) -> None:
    question = "Was the pipeline treaty signed in 2023, as Lavrov hoped?"
    assert space.ask(question, as_of="2023-12")["status"] == "not_in_record"
    assert space.ask(question, as_of="2024-01-16")["status"] == "answered"


def test_of_two_times_asked_about_each_is_answered_by_what_is_of_it(tmp_path: Path) -> None:
    """And not by what says more of those who are named, but may be of any time."""
    always = document(
        "Since 2015 the presidents Putin and Raisi meet, and where they meet Putin and Raisi sign.",
        None,
        name="ever.txt",
    )
    with Record.open(tmp_path / "r.sqlite") as record:
        record.write([Coded(Reading(always.name, always), None, (), "by hand")])
    found = made(tmp_path / "r.sqlite", (SPRING, WINTER)).ask(
        "Where did the presidents Putin and Raisi meet in March 2023 and sign in January 2024?"
    )
    docs = [piece["doc"] for piece in found["evidence"]]
    assert docs.index("ever.txt") > max(docs.index("spring.txt"), docs.index("winter.txt"))


def test_when_a_document_was_written_is_asked_by_its_name(space: Workspace) -> None:
    assert "1 October 2023" in space.ask("When was document autumn.txt written?")["answer"]


@pytest.mark.parametrize("question", ["", "?", "“”", "\0", "who", "NEAR(a b) OR *", 'a" OR "b', "- - -", "x" * 5000])
def test_no_question_breaks_it(space: Workspace, question: str) -> None:
    assert space.ask(question)["status"] == "not_in_record"


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_gets_an_answer_with_at_most_ten_pieces(space: Workspace, text: str) -> None:
    found = space.ask(text)
    assert found["status"] in ("answered", "not_in_record")
    assert len(found["evidence"]) <= 10


@pytest.mark.parametrize("day", ["2023-02", "2023-03-05", "2023-10-01", "2023-12-31", "2024"])
def test_as_of_a_day_the_record_is_that_of_the_documents_until_then(space: Workspace, tmp_path: Path, day: str) -> None:
    end = {4: "-12-31", 7: "-31", 10: ""}[len(day)]
    until = [doc for doc in (SPRING, AUTUMN, WINTER) if doc.published and doc.published.iso <= day + end]
    alone = made(tmp_path / "alone.sqlite", until)
    for kind in ("events", "meetings", "agreements", "quotes"):
        assert getattr(space, kind)(as_of=day) == getattr(alone, kind)(), kind
    said, *rest = space.brief("RUS", "IRN", as_of=day).split("Sources read:", 1)
    assert "As of " in said
    assert [said[: said.index("As of ")], *rest] == alone.brief("RUS", "IRN").split("Sources read:", 1)


def test_what_cannot_be_is_refused(space: Workspace) -> None:
    with pytest.raises(BilatError, match="earlier day first"):
        space.events(since="2024", until="2023")
    with pytest.raises(BilatError, match="same"):
        space.events("RUS", "Russia")
    with pytest.raises(BilatError, match="no date"):
        space.ask("When?", as_of="yesterday")


def test_questions_of_a_file_are_answered_one_a_line(
    space: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "1", "question": "Who signed the pipeline treaty?"}\n\n{"id": 2, "question": "Why?"}\n')
    assert run(["ask", "--questions", str(file), "--record", str(space.path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["status"]) for row in rows] == [("1", "answered"), (2, "not_in_record")]
    assert {"doc", "start", "end"} <= rows[0]["evidence"][0].keys()


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"question": "Who?"}'])
def test_a_line_that_is_no_question_is_named(
    space: Workspace, tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f'{{"id": 1, "question": "Who?"}}\n{line}\n')
    assert run(["ask", "--questions", str(file), "--record", str(space.path)]) == 2
    assert "line 2" in capsys.readouterr().err


def test_one_question_is_told_with_its_documents(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "Who signed the pipeline treaty?", "--record", str(space.path)]) == 0
    out = capsys.readouterr().out
    assert "Evidence:" in out
    assert "[1] winter.txt, 15 January 2024" in out
    assert run(["ask", "--record", str(space.path)]) == 2


def test_an_empty_list_says_so(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "RUS", "--record", str(space.path)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "holds no claims of RUS" in told.err
