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


def learn(path: str | Path, model: str | Path, seed: int = 0) -> dict[str, Any]:
    """Learn who does what to whom from a table of events into a file; what the file knows is not learnt again.

    `path` is a table with the columns date, source, relation and target, or such as `evaluate` takes. Where the file
    `model` exists, only events after its last day are taken in: counts and vectors learn them day by day, and the
    leaves of the trees are drawn to them. Tells how many were new, how many known, and to which day it knows.
    """
    with _analysis():
        from bilat.forecasting.learning import learn as run
    return run(Path(path), Path(model), seed)


def who(model: str | Path, relation: str, source: str | None = None, target: str | None = None) -> dict[str, Any]:
    """Whom a source, or who a target, will most likely have to do with in a relation on the day after a model's last.

    One of `source` and `target` is given. The best candidates, what moved them and the events they rest on.
    """
    with _analysis():
        from bilat.forecasting.learning import who as run
    return run(Path(model), relation, source, target)


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
