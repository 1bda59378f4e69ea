"""Tables as CSV, tab-separated text and JSON Lines; columns made from the ontology."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bilat.exports.shapes import Column, Row
from bilat.ontology import Field
from bilat.reports import flat, inert

PARTS = {"name": "name", "code": "state or body", "sector": "sector", "office": "office held that day"}
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


_WHATS = {"int": "int", "number": "number", "bool": "bool", "codes": "list"}


def of_fields(fields: Iterable[Field]) -> list[Column]:
    """The columns of fields of the ontology; an actor has one for each of its parts."""
    found: list[Column] = []
    for f in fields:
        if f.what in ("actor", "actors"):
            what = "list" if f.what == "actors" else "text"
            found += [Column(f"{f.name}_{part}", what, f"{f.label}: {label}") for part, label in PARTS.items()]
        else:
            found.append(Column(f.name, _WHATS.get(f.what, "text"), f.label))
    return found


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """Each row as a line of JSON."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """A header, then each row; every row has every column.

    Several values of a cell are joined by `; `. A text that a spreadsheet would run as a formula is preceded by an
    apostrophe: JSON Lines keeps it as it is.
    """
    return _lines(columns, rows, ",", _cell)


def tsv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """The same with tabs; a tab or line break inside a text becomes a space, so that a line is a row for any reader."""
    return _lines(columns, rows, "\t", lambda value: _BREAKS.sub(" ", v) if isinstance(v := _cell(value), str) else v)


def _lines(columns: Sequence[Column], rows: Iterable[Row], delimiter: str, cell: Callable[[Any], Any]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")

    def line(cells: Iterable[Any]) -> str:
        out.seek(0)
        out.truncate()
        writer.writerow(cells)
        return out.getvalue()

    names = [column.name for column in columns]
    yield line(names)
    for row in rows:
        given = flat(row)
        yield line(cell(given.get(name)) for name in names)


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    return inert(value) if isinstance(value, str) else value


WAYS: Mapping[str, Callable[[Sequence[Column], Iterable[Row]], Iterator[str]]] = {
    "jsonl": json_lines,
    "csv": csv_lines,
    "tsv": tsv_lines,
}


def write(path: Path, lines: Iterable[str]) -> None:
    """Lines to a file, in UTF-8; half a surrogate pair, which UTF-8 has not, as JSON writes it."""
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        file.writelines(lines)
