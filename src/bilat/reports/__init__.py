"""What the record says, for people and for other programs: briefs, pages, tables."""

from bilat.reports.briefs import beside, brief, rows_in_words, with_details
from bilat.reports.exports import csv_table, flat, happening_rows, inert, iso_of, json_lines, mention_rows, text_rows
from bilat.reports.notes import place_in
from bilat.reports.page import as_html, safe_url
from bilat.reports.pictures import PICTURES, shock_picture
from bilat.reports.plain import as_markdown, as_text
from bilat.reports.shapes import Brief, Detail, Line, Note, Section, Source
from bilat.reports.told import Told, in_words, source_in_words, with_mentions
from bilat.reports.wording import days_in_words, iso_in_words, listed, printable, when_in_words


def as_docx(brief: Brief) -> bytes:
    """The brief as a DOCX file; raises ImportError where python-docx is not installed."""
    from bilat.reports import docx  # here, because it is an extra

    return docx.as_docx(brief)


__all__ = [
    "PICTURES",
    "Brief",
    "Detail",
    "Line",
    "Note",
    "Section",
    "Source",
    "Told",
    "as_docx",
    "as_html",
    "as_markdown",
    "as_text",
    "beside",
    "brief",
    "csv_table",
    "days_in_words",
    "flat",
    "happening_rows",
    "in_words",
    "inert",
    "iso_in_words",
    "iso_of",
    "json_lines",
    "listed",
    "mention_rows",
    "place_in",
    "printable",
    "rows_in_words",
    "safe_url",
    "shock_picture",
    "source_in_words",
    "text_rows",
    "when_in_words",
    "with_details",
    "with_mentions",
]
