"""A brief as plain text and as Markdown."""

from __future__ import annotations

import re
import textwrap

from bilat.reports.shapes import Brief, Line, Note, Source
from bilat.reports.wording import printable, quoted

_WIDTH = 100
_DATES = 24  # columns of the date


def as_text(brief: Brief) -> str:
    """The brief as plain text of lines up to 100 characters; each note stands on one line of its own at the end."""
    out = [brief.title, "=" * len(brief.title), brief.cutoff, ""]
    if not brief.sections:
        out += ["The record holds nothing on the two together.", ""]
    for section in brief.sections:
        out += [section.title, "-" * len(section.title)]
        out += [section.hint] if section.hint else []
        for row in section.lines:
            out += _row(row)
        out.append("")
    if brief.sources:
        out += ["Sources", "-------", *map(_source, brief.sources), ""]
    if brief.notes:
        out += ["Notes", "-----", *map(_note, brief.notes), ""]
    return printable("\n".join(out))


def _source(source: Source) -> str:
    return " ".join(filter(None, (source.entry, source.url, _refs(source.notes))))


def _row(row: Line) -> list[str]:
    told = " ".join(
        filter(None, (row.text, f"— {quoted(row.words)}" if row.words else "", beside(row), _refs(row.notes)))
    )
    out = _wrapped(f"{row.date:<{_DATES - 2}}  ", told)
    for detail in row.details:
        out += _wrapped(" " * _DATES, f"{detail.label}: {detail.text} {_refs(detail.notes)}".rstrip())
    return out


def _wrapped(head: str, text: str) -> list[str]:
    """A paragraph beside the date column; a date too long for it gets a line of its own."""
    start = [] if len(head) <= _DATES else [head.rstrip()]
    return start + textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=" " * _DATES if start else head,
        subsequent_indent=" " * _DATES,
        break_long_words=False,
        break_on_hyphens=False,
    )


def beside(row: Line) -> str:
    """Marks and support as they stand after a line: `[planned] (2 reports, 2 origins)`."""
    marks = f"[{'; '.join(row.marks)}]" if row.marks else ""
    return " ".join(filter(None, (marks, f"({row.support})" if row.support else "")))


def _refs(notes: tuple[int, ...]) -> str:
    return "".join(f"[{n}]" for n in notes)


def _note(note: Note) -> str:
    return f'[{note.number}] {note.source}, {note.date}, {note.place}: "{note.sentence}"'


# ---- Markdown

_BREAKS = re.compile(r"[\x00-\x20<>`\\]")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def _safe(text: str) -> str:
    """A text with what Markdown or HTML would read as its own made plain."""
    return _SPECIAL.sub(r"\\\1", text)


def as_markdown(brief: Brief) -> str:
    """The brief as Markdown, with footnotes."""
    out = [f"# {_safe(brief.title)}", "", f"*{_safe(brief.cutoff)}*", ""]
    for section in brief.sections:
        out += [f"## {section.title}", ""]
        out += [f"*{section.hint}*", ""] if section.hint else []
        for row in section.lines:
            dated = f"**{_safe(row.date)}** – " if row.date else ""
            told = [f"{dated}{_safe(row.text)}", f"— {_safe(quoted(row.words))}" if row.words else ""]
            out.append("- " + " ".join(filter(None, (*told, _safe(beside(row)), _marks(row.notes)))))
            out += [f"  - {d.label}: {_safe(d.text)} {_marks(d.notes)}".rstrip() for d in row.details]
        out.append("")
    if brief.sources:
        out += ["## Sources", "", *map(_source_marked, brief.sources), ""]
    out += [f'[^{n.number}]: {_safe(n.source)}, {_safe(n.date)}, {n.place}: "{_safe(n.sentence)}"' for n in brief.notes]
    return printable("\n".join([*out, ""]))


def _source_marked(source: Source) -> str:
    # an address in angle brackets is one for every reader of Markdown; what would end it is written as %XX
    address = f"<{_BREAKS.sub(lambda found: f'%{ord(found[0]):02X}', source.url)}>" if source.url else ""
    return "- " + " ".join(filter(None, (_safe(source.entry), address, _marks(source.notes))))


def _marks(notes: tuple[int, ...]) -> str:
    return "".join(f"[^{n}]" for n in notes)
