"""What the other rooms may ask of forecasting; the libraries that it needs are loaded when they are needed."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from bilat.model import BilatError


class MissingExtra(BilatError):
    """A library that comes with an extra is not installed."""


def evaluate(
    path: str | Path, entities: str | Path | None = None, seed: int = 0, out: TextIO | None = None
) -> dict[str, Any]:
    """How well the test days of a table of events are forecast from the days before each: figures as plain data.

    `path` is a table with the columns split, date, source, relation and target; `entities` a file with the names of
    all candidates, one a line. Every event asks two questions, who is the target and who is the source; other right
    answers of the day are taken out, ties count at their mean rank. `mrr` and `hits1` to `hits10` are in per cent.
    Each forecast is written to `out` as a line of JSON: its best candidates, what moved them and what they rest on.
    """
    with _analysis():
        from bilat.forecasting.evaluation import evaluate as run
    return run(Path(path), Path(entities) if entities else None, seed, out)


def needed() -> None:
    """Raise `MissingExtra` where the libraries that forecasts of counts stand on are not installed."""
    if importlib.util.find_spec("scipy") is None:
        raise _missing("scipy")


@contextmanager
def _analysis() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise _missing(error.name) from None


def _missing(library: str | None) -> MissingExtra:
    return MissingExtra(f'forecasting needs {library}, which is not installed: pip install "bilat[analysis]"')
