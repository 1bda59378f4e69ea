"""Gold and exports as files: JSON Lines of mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bilat.model import BilatError
from bilat.ontology import KINDS

Row = Mapping[str, Any]


class GoldError(BilatError):
    """A file of mentions that cannot be scored: it says which line, and what is wanted there."""


def rows_of(paths: Iterable[Path]) -> list[Row]:
    """The mentions of JSON Lines files; a line without `kind`, such as that of the doubts, is none.

    Raises `GoldError` for a file that cannot be read, a line that is no JSON object, a mention without `doc` or of an
    unknown kind.
    """
    return [row for path in paths for row in _mentions(path)]


def _mentions(path: Path) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise GoldError(f"{path}: {reason.lower()}; give a JSON Lines file of mentions") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise GoldError(f"{path}:{number}: this is no JSON; every line is to be one mention") from None
        if not isinstance(row, dict):
            raise GoldError(f"{path}:{number}: a mention is a JSON object")
        if "kind" not in row:
            continue
        if row["kind"] not in KINDS:
            raise GoldError(f"{path}:{number}: there is no kind {row['kind']!r}; there are: {', '.join(KINDS)}")
        if "doc" not in row:
            raise GoldError(f"{path}:{number}: a mention needs `doc`, the document's name")
        missing = [name for name in _NEEDED[row["kind"]] if name not in row]
        if missing:
            raise GoldError(f"{path}:{number}: {row['kind']} without {', '.join(missing)}")
        yield row


# what a mention is matched by
_NEEDED = {
    "event": ("type",),
    "quote": ("speaker", "content"),
    "claim": ("asserted_by",),
    "meeting": ("participants",),
    "agreement": ("parties", "stage"),
    "membership": ("member", "org"),
    "role": ("person", "office"),
    "transfer": ("giver", "receiver", "goods"),
    "expectation": ("holder",),
}


def located(gold: Iterable[Row], texts: Mapping[str, str]) -> Iterator[Row]:
    """Gold rows with their offsets and quotes, where the text of the document is at hand.

    A row with a quote and no offsets stands where its quote first stands. Labels kept without texts have offsets and
    no quote, and `{"at": [start, end]}` for longer stretches of the text: both are filled in.
    """
    for row in gold:
        text = texts.get(row["doc"])
        if text is None:
            yield row
            continue
        full: dict[str, Any] = {name: _filled(value, text) for name, value in row.items()}
        if full.get("start") is None and "quote" in full and (at := text.find(full["quote"])) >= 0:
            full |= {"start": at, "end": at + len(full["quote"])}
        if full.get("start") is not None and "quote" not in full:
            full["quote"] = text[full["start"] : full["end"]]
        yield full


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, Mapping):
        if "at" in value:
            return text[slice(*value["at"])]
        return {name: _filled(inner, text) for name, inner in value.items()}
    return [_filled(inner, text) for inner in value] if isinstance(value, list) else value
