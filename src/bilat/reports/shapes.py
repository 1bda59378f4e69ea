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
class Source:
    """A document that notes stand in, as a bibliography has it. `origin` first reported it, where that is another."""

    doc: str
    authors: str
    title: str
    outlet: str
    date: str
    url: str | None
    origin: str
    notes: tuple[int, ...]

    @property
    def entry(self) -> str:
        """The entry without address and notes: `Ann Author. “Title.” Outlet, 10 January 2024.`"""
        title = f"“{self.title}”" if self.title.endswith((".", "?", "!")) else f"“{self.title}.”"
        printed = f"{self.outlet}, {self.date}." if self.outlet else f"{self.date[:1].upper()}{self.date[1:]}."
        first = f"First reported by {self.origin}." if self.origin else ""
        return " ".join(filter(None, (f"{self.authors}." if self.authors else "", title, printed, first)))


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on two states: sections of lines, each with notes; the notes; and the documents that they stand in."""

    title: str
    cutoff: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...] = ()
