"""The documents as BibTeX, for BibTeX and BibLaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bilat.exports import csl
from bilat.exports.shapes import Row, Scope, Text

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are written by name, as BibTeX counts them even where they are escaped.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}", **{sign: rf"\{sign}" for sign in "%$#&_"},
    }
)  # fmt: skip
_TYPES = {"article-newspaper": "article", "webpage": "misc", "document": "misc"}


def tex(text: str) -> str:
    """A text that TeX prints and does not run."""
    return text.translate(_SPECIAL)


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{tex(item['title'])}}}}}"
    if "author" in item:
        yield "author", "{" + " and ".join(f"{{{tex(one['literal'])}}}" for one in item["author"]) + "}"
    if "container-title" in item:
        yield "journal", f"{{{tex(item['container-title'])}}}"
    issued = item.get("issued", {})
    if "literal" in issued:
        yield "note", f"{{{tex(issued['literal'])}}}"
    parts = issued.get("date-parts", [])
    if parts:
        yield "date", "{" + "/".join("-".join(f"{p:02}" for p in one) for one in parts) + "}"
        yield "year", f"{{{parts[0][0]:04}}}"
    if len(parts) == 1 and len(parts[0]) > 1:
        yield "month", _MONTHS[parts[0][1] - 1]
    if "URL" in item:
        yield "url", f"{{{item['URL']}}}"  # braces and backslashes in it are written as %XX
    if "note" in item:
        yield "annotation", f"{{{tex(item['note'])}}}"
    yield "langid", "{english}" if item["language"] == "en" else f"{{{tex(item['language'])}}}"


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    for item in rows:
        body = "".join(f"  {name} = {value},\n" for name, value in _fields(item))
        yield f"@{_TYPES[item['type']]}{{{item['id']},\n{body}}}\n\n"


MAKER = Text(
    csl.items,
    _text,
    (
        ("entry type", "article with an outlet, else misc"),
        ("key", "as the id in CSL-JSON"),
        ("title, author, journal, url", "as in CSL-JSON; TeX's own signs are escaped"),
        ("date", "for BibLaTeX, an interval as first/last"),
        ("year, month", "for BibTeX"),
        ("note", "an open date in words"),
        ("annotation", "who first reported it, where that is another"),
    ),
)
