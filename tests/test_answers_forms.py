"""Forms of questions: of two parts, on a number of things, on all of a kind, on when a document was written."""

from __future__ import annotations

from pathlib import Path

import pytest

import bilat
from bilat.workspace import Workspace

ARTICLES = {
    "signing.txt": """Russia and Iran sign gas treaty

MOSCOW, January 15, 2024 (Wire) - Russia and Iran signed a treaty on gas transit in Moscow on Monday.
Officials in both capitals called it historic.
It was ratified by the Iranian parliament on January 30, 2024.
Russia delivered twelve aircraft to Iran in December 2023.
Tehran replied that it had paid for them.
""",
    "waiting.txt": """A new man in Tehran

Masoud Pezeshkian was elected President of Iran on July 5, 2024.
Pezeshkian will enter the presidency with little experience of diplomacy.
The press in Moscow was polite.
""",
    "others.txt": """KABUL, January 20, 2024 (Wire) - Switzerland applied on Friday to join the Shanghai Cooperation
Organization.
President Alexander Lukashenko of Belarus walked a few steps from the palace to the square.
Russia and China signed a treaty on rail transit in May 2023.
""",
}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder: Path = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    space = bilat.open(folder / "r.sqlite")
    space.read([folder / name for name in ARTICLES])
    return space


def test_the_first_part_of_a_question_is_enough_to_answer_it(space: Workspace) -> None:
    found = space.ask("Who signed the treaty on gas transit, and what became of the ambassador's predecessor?")
    assert found["status"] == "answered"
    assert "signed a treaty on gas transit" in found["answer"]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("How many aircraft did Russia deliver to Iran?", "answered"),
        ("How many tanks did Russia deliver to Iran?", "not_in_record"),
        ("When did Switzerland join the Shanghai Cooperation Organization?", "not_in_record"),
        ("Did Lukashenko resign?", "not_in_record"),
    ],
)
def test_what_only_looks_like_an_answer_is_none(space: Workspace, question: str, status: str) -> None:
    assert space.ask(question)["status"] == status


def test_a_sentence_that_goes_on_with_it_is_found_by_what_it_is_on(space: Workspace) -> None:
    best = space.ask("When was the treaty on gas transit ratified?")["evidence"][0]
    assert best["sentence"].startswith("It was ratified")


def test_a_list_of_all_agreements_tells_each_before_any_again(space: Workspace) -> None:
    found = [piece["sentence"] for piece in space.ask("Which treaties does the record name?")["evidence"][:2]]
    assert any("gas transit" in sentence for sentence in found)
    assert any("rail transit" in sentence for sentence in found)


def test_a_document_was_written_before_an_office_was_taken_that_it_still_awaits(space: Workspace) -> None:
    found = space.ask("When was document waiting.txt written?")
    assert "before 28 July 2024" in found["answer"]
    assert any(piece["sentence"].startswith("Pezeshkian will enter") for piece in found["evidence"])


def test_a_document_with_a_date_of_its_own_needs_no_terms_of_office(space: Workspace) -> None:
    assert "before" not in space.ask("When was document signing.txt written?")["answer"]
