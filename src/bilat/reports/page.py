"""A brief as one web page that needs nothing else: each note opens its sentence in its article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from bilat.model import Document
from bilat.reports.shapes import Brief, Note
from bilat.reports.wording import clean, listed, plural, printable, quoted, when_in_words

# Marks that say a thing is not plainly so.
_UNSURE = ("alleged", "denied", "contested", "planned", "reported as not")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, highlighted where it belongs to a note."""

    text: str
    note: int | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article, or a line that tells what of a digest is left out."""

    pieces: tuple[Piece, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A document as the page shows it."""

    title: str
    byline: str
    url: str | None
    paragraphs: tuple[Paragraph, ...]


def as_html(brief: Brief, documents: Mapping[str, Document]) -> str:
    """The brief as one HTML page with the articles that its notes stand in; `documents` are by id.

    The page loads nothing and runs nothing. All that comes from articles is escaped, and a link is one only where it
    is `http` or `https`.
    """
    by_document: dict[str, list[Note]] = defaultdict(list)
    for note in brief.notes:
        by_document[note.doc].append(note)
    articles = [_article(documents[doc], sorted(notes, key=lambda n: n.start)) for doc, notes in by_document.items()]
    return printable(_template().render(brief=brief, articles=articles, css=_css(), unsure=_UNSURE))


@cache
def _template() -> Template:
    room = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True)
    room.filters["quoted"] = quoted
    return room.from_string(resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8"))


@cache
def _css() -> Markup:
    # our own file, and escaping would break its quotation marks
    return Markup(resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8"))


def _article(document: Document, notes: Sequence[Note]) -> Article:
    paragraphs = list(_paragraphs(document.text, notes))
    title = clean(document.title or document.name)
    authors = listed(document.authors)
    origin = f"first reported by {document.origin}" if document.origin else ""
    byline = " · ".join(filter(None, (authors, document.outlet, when_in_words(document.published), origin)))
    if document.form == "digest":
        paragraphs = list(_without_rest(paragraphs))
    return Article(title, byline, safe_url(document.url), tuple(paragraphs))


def safe_url(url: str | None) -> str | None:
    """The address where it is one of the web, else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _paragraphs(text: str, notes: Sequence[Note]) -> Iterator[Paragraph]:
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            yield Paragraph(tuple(_pieces(text, start, end, notes)))
        start = after


def _pieces(text: str, start: int, end: int, notes: Sequence[Note]) -> Iterator[Piece]:
    """A paragraph cut where notes begin and end; a note that runs over paragraphs is highlighted in each."""
    at = start
    for note in notes:
        low, high = max(note.start, start), min(note.end, end)
        if low >= high:
            continue
        if at < low:
            yield Piece(text[at:low])
        yield Piece(text[low:high], note.number, first=low == note.start, last=high == note.end)
        at = high
    if at < end:
        yield Piece(text[at:end])


def _without_rest(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """A digest's paragraphs that a note rests on, with a count of those between them."""
    skipped = 0
    for paragraph in paragraphs:
        if any(piece.note for piece in paragraph.pieces):
            if skipped:
                yield _gap(skipped)
            skipped = 0
            yield paragraph
        else:
            skipped += 1
    if skipped:
        yield _gap(skipped)


def _gap(count: int) -> Paragraph:
    return Paragraph(left_out=f"… {plural(count, 'paragraph')} without a note …")
