"""The documents as CSL-JSON: what Zotero, pandoc and citeproc cite from."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator

from bilat.exports import safe
from bilat.exports.scope import documents
from bilat.exports.shapes import Row, Scope, Text
from bilat.model import Document
from bilat.reports import when_in_words

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def items(scope: Scope) -> Iterator[Row]:
    """An item for each document in which something within the scope is told."""
    for document in documents(scope):
        yield item(document, scope.view.record.names(document.id))


def item(document: Document, names: Iterable[str]) -> Row:
    """A document as a CSL item. Authors are literal: which part of a name is the family's is not known."""
    address = safe.url(document.url)
    row: Row = {
        "id": key(document),
        "type": "article-newspaper" if document.outlet else "webpage" if address else "document",
        "title": safe.line(document.title or document.name),
        "language": document.language,
    }
    if document.authors:
        row["author"] = [{"literal": safe.line(name)} for name in document.authors]
    if document.outlet:
        row["container-title"] = safe.line(document.outlet)
    if document.published:
        row["issued"] = issued(document)
    if address:
        row["URL"] = address
    if document.origin:
        row["note"] = f"First reported by {safe.line(document.origin)}"
    row["custom"] = {"bilat": document.id, "names": [safe.line(name) for name in names]}
    return row


def issued(document: Document) -> Row:
    """The date of a document: parts as exact as it is, two for an interval, words for an open one."""
    assert document.published is not None
    ends = document.published.iso.split("/")
    if all(_DATE.fullmatch(end) for end in ends):
        return {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}
    return {"literal": when_in_words(document.published)}


def key(document: Document) -> str:
    """A citation key: outlet and year, then the beginning of the text's hash, which makes it this document's own."""
    name = unicodedata.normalize("NFKD", document.outlet or document.title or "document")
    word = next(iter(re.findall(r"[a-z]{3,}", name.encode("ascii", "ignore").decode().lower())), "document")
    year = re.search(r"\d{4}", document.published.iso) if document.published else None
    return f"{word}{year[0] if year else ''}-{document.id[:8]}"


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    between = "[\n"
    for row in rows:
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


MAKER = Text(
    items,
    _text,
    (
        ("id", "outlet, year and the first 8 digits of the document's id; the key in BibTeX and RIS too"),
        ("type", "article-newspaper with an outlet, webpage with an address only, else document"),
        ("title", "the headline, else the document's name"),
        ("author", "literal names: which part is the family's is not known"),
        ("container-title", "who printed it"),
        ("issued", "as exact as the date is; an interval has two dates, an open one is in words"),
        ("URL", "http and https only"),
        ("note", "who first reported it, where that is another"),
        ("custom", "the document's id, and the names that it was read under"),
    ),
)
