"""What a brief is made of, before it is text or a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered sentence: `start` and `end` are offsets in the document whose id is `doc`."""

    number: int
    doc: str
    start: int
    end: int
    source: str
    date: str
    place: str  # where in the document: `sentence 12`, `headline`
    sentence: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A line below a line: an earlier stage, one side of a claim."""

    label: str
    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a ledger in words. `words` are the report's own, where the sentence made of the fields says little.

    `marks` say what is not plainly reported (`planned`, `alleged by ...`), `support` how many tell it.
    """

    happening: str
    date: str
    text: str
    notes: tuple[int, ...]
    words: str = ""
    marks: tuple[str, ...] = ()
    support: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one kind, by date, those without one last. `hint` is a sentence beneath the title, or empty."""

    key: str
    title: str
    hint: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on two states: sections of lines, each with notes, and the notes."""

    title: str
    cutoff: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
