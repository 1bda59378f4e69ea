"""Labels without texts: the project's own gold on ../shared/news, kept as day, offsets and fields.

A label line is a gold line of the annotation guide without its `quote`; a text of more than four words that stands
in the document is kept as `{"at": [start, end]}`. `assembled` puts labels and texts together again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_WORDS_KEPT = 4


def texts(news: Path, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The digests of those ids, as their JSON lines have them."""
    ids = set(wanted)
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(news.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found |= {row["id"]: row for row in map(json.loads, lines) if row["id"] in ids}
    return found


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a label file that are labels."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, filter(None, lines)) if "kind" in row]


def bare(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A gold line as it may be kept: longer stretches of the text become offsets."""

    def kept(value: Any) -> Any:
        if isinstance(value, str) and len(value.split()) > _WORDS_KEPT and (at := text.find(value)) >= 0:
            return {"at": [at, at + len(value)]}
        if isinstance(value, Mapping):
            return {k: kept(v) for k, v in value.items()}
        return [kept(v) for v in value] if isinstance(value, list) else value

    return {k: kept(v) for k, v in row.items() if k != "quote"}


def assembled(path: Path, documents: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The gold lines of a label file, with their quotes and the texts that they left to the document."""
    for row in rows(path):
        text = documents[row["doc"]]["text"]

        def whole(value: Any, text: str = text) -> Any:
            if isinstance(value, Mapping):
                if "at" in value:
                    return text[value["at"][0] : value["at"][1]]
                return {k: whole(v) for k, v in value.items()}
            return [whole(v) for v in value] if isinstance(value, list) else value

        yield {**whole(row), "quote": text[row["start"] : row["end"]]}
