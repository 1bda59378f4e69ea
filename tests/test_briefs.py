"""Briefs as their readers get them: what they end with, word processors, hostile texts."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from bilat.cli import run
from bilat.model import BilatError
from bilat.workspace import Workspace
from exported import SCRIPT, filled


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return filled(tmp_path_factory.mktemp("record") / "r.sqlite")


@pytest.fixture(scope="module")
def brief(space: Workspace) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(space.brief("RUS", "IRN", "json"))
    return made


def section(brief: dict[str, Any], key: str) -> dict[str, Any]:
    [found] = [one for one in brief["sections"] if one["key"] == key]
    assert isinstance(found, dict)
    return found


def test_what_is_contested_stands_in_one_place(brief: dict[str, Any]) -> None:
    lines = section(brief, "contested")["lines"]
    assert [row["text"] for row in lines] == ["Iran allegedly gave arms to Russia", "Iran sent drones to Russia"]
    assert all(row["notes"] for row in lines)


def test_what_rests_on_a_single_source_is_told_by_source(brief: dict[str, Any]) -> None:
    single = section(brief, "single")
    lines = [row for one in brief["sections"] if one["key"] not in ("contested", "single") for row in one["lines"]]
    alone = [row for row in lines if row["support"].endswith("single source")]
    assert 0 < len(alone) < len(lines)
    assert single["hint"].startswith(f"{len(alone)} of {len(lines)} lines")
    assert sum(int(re.search(r": (\d+) line", row["text"])[1]) for row in single["lines"]) == len(alone)  # type: ignore[index]
    assert not any("praised" in row["text"] for row in alone)  # two newspapers tell it


def test_the_bibliography_holds_every_document_of_a_note(brief: dict[str, Any]) -> None:
    assert {one["doc"] for one in brief["sources"]} == {note["doc"] for note in brief["notes"]}
    for one in brief["sources"]:
        assert one["notes"] == [note["number"] for note in brief["notes"] if note["doc"] == one["doc"]]
    [wire] = [one for one in brief["sources"] if one["outlet"] == "Wire"]
    assert (wire["authors"], wire["url"]) == ("Ann Author and Bo Byline", "https://wire.test/1?a=b&c=d")


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_every_form_has_the_bibliography(space: Workspace, form: str) -> None:
    made = space.brief("RUS", "IRN", form)
    assert "Ann Author and Bo Byline. “Praise, and talks.” Wire, 10 January 2024." in made
    assert ("&amp;" if form == "html" else "&") + "c=d" in made


def test_a_brief_as_of_a_day_says_so(space: Workspace) -> None:
    made = space.brief("RUS", "IRN", as_of="2024-01-11")
    assert "As of 11 January 2024. Sources read: 1 document, 10 January 2024" in made
    assert "gas treaty" not in made.lower()


# ---- DOCX


@pytest.fixture(scope="module")
def document(space: Workspace) -> Any:
    return docx.Document(io.BytesIO(space.brief("RUS", "IRN", "docx")))


def test_a_word_processor_reads_the_brief(document: Any, brief: dict[str, Any]) -> None:
    texts = [p.text for p in document.paragraphs]
    assert texts[:2] == ["Russia and Iran", brief["cutoff"]]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [*(one["title"] for one in brief["sections"]), "Sources", "Notes"]
    for one in brief["sections"]:
        for row in one["lines"]:
            assert any(" ".join(row["text"].split()) in text for text in texts)
    for note in brief["notes"]:
        assert any(text.startswith(f"[{note['number']}] ") and note["sentence"] in text for text in texts)


def test_every_reference_leads_to_its_note(document: Any, brief: dict[str, Any]) -> None:
    body = document.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert marks == {f"note_{note['number']}" for note in brief["notes"]}
    links = [link for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    assert {link.get(qn("w:anchor")) for link in links} == marks
    for link in links:
        assert "".join(t.text for t in link.iter(qn("w:t"))) == f"[{link.get(qn('w:anchor')).removeprefix('note_')}]"


def test_the_document_links_to_the_web_only(document: Any) -> None:
    outside = {r.target_ref for r in document.part.rels.values() if r.is_external}
    assert outside == {"https://wire.test/1?a=b&c=d", "https://gazette.test/2"}


def test_a_brief_of_nothing_is_still_a_document(space: Workspace) -> None:
    made = docx.Document(io.BytesIO(space.brief("Chile", "Peru", "docx")))
    assert "The record holds nothing on the two together." in [p.text for p in made.paragraphs]


def test_docx_goes_to_a_file_or_a_pipe(
    space: Workspace, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    out = tmp_path / "b.docx"
    command = ["brief", "RUS", "IRN", "--record", str(space.path), "--format", "docx"]
    assert run([*command, "--out", str(out)]) == 0
    assert run(command) == 0
    for given in (out.read_bytes(), capsysbinary.readouterr().out):
        assert docx.Document(io.BytesIO(given)).paragraphs[0].text == "Russia and Iran"
    assert run([*command, "--out", str(space.path)]) == 2


def test_docx_without_its_library_names_the_extra(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from bilat.workspace import exporting

    monkeypatch.setattr(exporting, "find_spec", lambda name: None)
    with pytest.raises(BilatError, match=r"bilat\[exports\]"):
        space.brief("RUS", "IRN", "docx")


# ---- hostile texts


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_no_brief_commands_a_terminal_or_links_to_a_script(space: Workspace, form: str) -> None:
    made = space.brief("RUS", "IRN", form)
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", made) == []
    assert f'href="{SCRIPT}' not in made and f"({SCRIPT}" not in made and f"<{SCRIPT}" not in made
    assert "<script>" not in made or form == "txt"
    made.encode("utf-8")
