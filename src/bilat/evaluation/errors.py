"""How often the embedded coder errs, by kind of mention, as it was measured."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """What was measured of one kind on some texts.

    `worked_on` says whether the coder was worked on with these texts, so that its figures are too good. `labels` are
    the mentions in the texts, `told` those that the coder gave, `right` those of them that are so: absent where only
    `f1` was kept. `recall` is the share found, `precision` the share right.
    """

    texts: str
    worked_on: bool
    kind: str
    labels: int | None
    told: int | None
    right: int | None
    precision: float | None
    recall: float | None
    f1: float
    coder: str
    date: str


@cache
def error_rates() -> tuple[ErrorRate, ...]:
    """Every rate, those on text that was not worked on first; `measure/error_rates.py` made the table."""
    text = resources.files(__package__).joinpath("error_rates.tsv").read_text(encoding="utf-8")
    return tuple(
        ErrorRate(
            texts=row["texts"],
            worked_on=row["worked_on"] == "yes",
            kind=row["kind"],
            labels=_count(row["labels"]),
            told=_count(row["told"]),
            right=_count(row["right"]),
            precision=_share(row["precision"]),
            recall=_share(row["recall"]),
            f1=float(row["f1"]),
            coder=row["coder"],
            date=row["date"],
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )


def _count(cell: str) -> int | None:
    return int(cell) if cell else None


def _share(cell: str) -> float | None:
    return float(cell) if cell else None
