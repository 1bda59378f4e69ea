"""A brief as a document for word processors (DOCX): every reference leads to its note."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from bilat.reports.plain import beside
from bilat.reports.shapes import Brief, Line, Note, Source
from bilat.reports.wording import printable, quoted

_GREY = RGBColor(0x55, 0x55, 0x55)
_FOOT = (
    "Made by bilat. What is alleged, planned or expected is marked so; “single source” means that no second, "
    "independent report of it was read."
)


def as_docx(brief: Brief) -> bytes:
    """The brief as a DOCX file. Nothing out of an article is markup in it, and a link is one only on the web."""
    made = Document()
    made.core_properties.title = printable(brief.title)
    made.core_properties.author = "bilat"
    made.styles["Normal"].font.size = Pt(10.5)
    made.add_heading(printable(brief.title), 0)
    _run(made.add_paragraph(), brief.cutoff, italic=True)
    if not brief.sections:
        made.add_paragraph("The record holds nothing on the two together.")
    for section in brief.sections:
        made.add_heading(section.title, 1)
        if section.hint:
            _run(made.add_paragraph(), section.hint, italic=True)
        for row in section.lines:
            _line(made, row)
    if brief.sources:
        made.add_heading("Sources", 1)
        for source in brief.sources:
            _source(made, source)
    if brief.notes:
        made.add_heading("Notes", 1)
        for note in brief.notes:
            _note(made, note)
    _run(made.add_paragraph(), _FOOT, italic=True)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _line(made: Any, row: Line) -> None:
    paragraph = made.add_paragraph(style="List Bullet")
    if row.date:
        _run(paragraph, f"{row.date}  ", bold=True)
    _run(paragraph, row.text)
    if row.words:
        _run(paragraph, f" — {quoted(row.words)}", italic=True)
    if tags := beside(row):
        _run(paragraph, f" {tags}", grey=True)
    _references(paragraph, row.notes)
    for detail in row.details:
        below = made.add_paragraph(style="List Bullet 2")
        _run(below, f"{detail.label}: ", bold=True)
        _run(below, detail.text)
        _references(below, detail.notes)


def _source(made: Any, source: Source) -> None:
    paragraph = made.add_paragraph(style="List Bullet")
    _run(paragraph, source.entry)
    if source.url:
        related = paragraph.part.relate_to(printable(source.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        _run(paragraph, " ")
        _link(paragraph, {qn("r:id"): related}, source.url)
    _references(paragraph, source.notes)


def _note(made: Any, note: Note) -> None:
    paragraph = made.add_paragraph()
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (begin, end):
        mark.set(qn("w:id"), str(note.number))
    begin.set(qn("w:name"), f"note_{note.number}")
    paragraph._p.append(begin)
    _run(paragraph, f"[{note.number}]", bold=True)
    paragraph._p.append(end)
    _run(paragraph, f" {note.source}, {note.date}, {note.place}: {quoted(note.sentence)}")


def _references(paragraph: Any, notes: Iterable[int]) -> None:
    for number in notes:
        _link(paragraph, {qn("w:anchor"): f"note_{number}"}, f"[{number}]")


def _link(paragraph: Any, where: dict[str, str], text: str) -> None:
    link = OxmlElement("w:hyperlink")
    for name, value in where.items():
        link.set(name, value)
    run = _run(paragraph, text)
    run.font.color.rgb = RGBColor(0x1A, 0x4F, 0x8B)
    link.append(run._r)
    paragraph._p.append(link)


def _run(paragraph: Any, text: str, bold: bool = False, italic: bool = False, grey: bool = False) -> Any:
    run = paragraph.add_run(printable(text))
    run.bold, run.italic = bold or None, italic or None
    if grey:
        run.font.color.rgb = _GREY
    return run
