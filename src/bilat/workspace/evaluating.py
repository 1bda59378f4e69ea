"""Scores of a record, or of a file of any coder's mentions, against gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bilat import evaluation
from bilat.model import BilatError

Row = Mapping[str, Any]
Exported = Callable[[Path, str], Iterable[Row]]  # a record's export of a format

_RECORD_MARK = b"SQLite format 3\x00"


def evaluated(
    gold: Sequence[Path], found: Path, than: Path | None, seed: int, texts: Path | None, exported: Exported
) -> tuple[evaluation.Evaluation, dict[str, Any] | None]:
    """The evaluation of `found`, a record or a file of mentions, and its comparison with `than`, another.

    Gold without offsets or texts gets them from the records, or from the files in the folder `texts`.
    """
    rows = evaluation.rows_of(gold)
    if not rows:
        raise evaluation.GoldError(f"{', '.join(map(str, gold))}: no mention in it; give gold in the guide's format")
    wanted = {row["doc"] for row in rows}
    sides = [side for side in (found, than) if side is not None]
    known: dict[str, str] = {}
    for side in filter(_is_record, sides):
        known |= {row["doc"]: row["text"] for row in exported(side, "texts") if row["doc"] in wanted}
    if texts is not None:
        known |= {doc: text for doc in wanted if (text := _text(texts / doc)) is not None}
    rows = list(evaluation.located(rows, known))
    runs = [evaluation.evaluate(rows, _mentions(side, exported)) for side in sides]
    return runs[0], evaluation.compare(runs[0], runs[1], seed) if than is not None else None


def _is_record(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_RECORD_MARK)) == _RECORD_MARK
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise BilatError(f"{path}: {reason}; give a record or a JSON Lines file of mentions") from None


def _mentions(path: Path, exported: Exported) -> Iterable[Row]:
    return exported(path, "mentions") if _is_record(path) else evaluation.rows_of([path])


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
