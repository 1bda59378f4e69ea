"""What `make demo` promises: the example articles become a brief whose notes lead to sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bilat
from bilat.cli import run
from bilat.workspace import Workspace

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "articles"
SECTIONS = (
    "What happened", "Meetings", "Agreements", "Contested claims", "Transfers", "Offices", "Who expects what", "Quotes",
)  # fmt: skip
NOTE = re.compile(r'^\[(\d+)\] .+, .+: ".+"$', re.M)


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path = tmp_path_factory.mktemp("demo") / "record.sqlite"
    assert run(["read", str(EXAMPLES), "--record", str(path)]) == 0
    return bilat.open(path)


def test_every_example_is_read(space: Workspace) -> None:
    counts = space.doctor()["counts"]
    assert counts["documents"] >= 12
    assert set(counts["ledger"]) == {"ok"}


def test_the_brief_has_every_section_with_lines(space: Workspace) -> None:
    brief = space.brief("RUS", "IRN")
    for title in SECTIONS:
        assert re.search(rf"^{title}\n-+\n(.+\n)+", brief, re.M), title


def test_every_note_of_the_brief_stands_once_and_is_used(space: Workspace) -> None:
    body, _, notes = space.brief("RUS", "IRN").partition("\nNotes\n")
    numbers = [int(n) for n in NOTE.findall(notes)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in re.findall(r"\[(\d+)\]", body)} == set(numbers)
    assert len(notes.strip().splitlines()) == len(numbers) + 1  # the line under the heading


def test_each_note_of_the_page_opens_a_marked_sentence(space: Workspace) -> None:
    page = space.brief("RUS", "IRN", "html")
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert page.count("<mark") >= 10
    assert [ref for ref in re.findall(r'href="#([^"]+)"', page) if ref not in targets] == []
    assert "<script" not in page


def test_near_copies_of_one_report_are_one_origin(space: Workspace) -> None:
    assert any(row["reports"] > row["origins"] for row in space.events("RUS", "IRN"))
