"""The documents as RIS, for EndNote, Mendeley and Zotero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bilat.exports import csl
from bilat.exports.shapes import Row, Scope, Text

_TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "document": "GEN"}


def _tags(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[item["type"]]
    yield "ID", item["id"]
    yield "TI", item["title"]
    for one in item.get("author", ()):
        yield "AU", one["literal"]
    if "container-title" in item:
        yield "T2", item["container-title"]
    issued = item.get("issued", {})
    if "date-parts" in issued:
        year, month, day, *_ = [*(f"{part:02}" for part in issued["date-parts"][0]), "", ""]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    if len(issued.get("date-parts", ())) == 2:
        yield (
            "N1",
            "Published between " + " and ".join("-".join(f"{part:02}" for part in end) for end in issued["date-parts"]),
        )
    if "literal" in issued:
        yield "N1", f"Published {issued['literal']}"
    if "URL" in item:
        yield "UR", item["URL"]
    if "note" in item:
        yield "N1", item["note"]
    yield "LA", item["language"]
    yield "ER", ""


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    for item in rows:
        # every text is one line already, so that none can begin a tag
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in _tags(item)) + "\r\n"


MAKER = Text(
    csl.items,
    _text,
    (
        ("TY", "NEWS with an outlet, ELEC with an address only, else GEN"),
        ("ID, TI, AU, T2, UR, LA", "as id, title, author, container-title, URL and language in CSL-JSON"),
        ("PY, DA", "the first day that it may be of, as exact as that is"),
        ("N1", "an interval or open date, and who first reported it"),
    ),
)
