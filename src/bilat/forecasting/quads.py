"""Events as arrays: who did what to whom on which day, with every name as a number."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import itertools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bilat.model import BilatError

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
SPLITS = ("train", "valid", "test")
_COLUMNS = ["split", "date", "source", "relation", "target"]


class EventsError(BilatError):
    """A file of events that cannot be read; the message says where and what it should look like."""


@dataclass(frozen=True, slots=True)
class Quads:
    """Events in order of time, one an index.

    `source`, `relation`, `target`: numbers into `entities` and `relations`, which are numbered in the order in which
    time brings them, so that no later event moves an earlier number; entities that no event names come last. `day`:
    days since `start`. `split`: 0 train, 1 valid, 2 test.
    """

    source: Ints
    relation: Ints
    target: Ints
    day: Ints
    split: Ints
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    start: dt.date

    def days_of(self, split: str) -> tuple[int, int]:
        """The first day of a split and the day after its last."""
        days = self.day[self.split == SPLITS.index(split)]
        return int(days.min()), int(days.max()) + 1


@dataclass(frozen=True, slots=True)
class Queries:
    """Questions of the form (subject, relation, ?) on a day: two an event, the second with the relation inverted.

    A relation is twice its number, inverted one more. `answer` is what the event gives.
    """

    subject: Ints
    relation: Ints
    answer: Ints
    day: Ints


def load(path: str | Path, entities: str | Path | None = None) -> Quads:
    """Read a table of events with the columns split, date, source, relation and target, tab-separated, gzip or not.

    `entities` is a file of names, a line each: every one is a candidate, also one that no event names.
    """
    path = Path(path)
    rows = sorted(_rows(path, splits=True), key=lambda row: row[1])
    found = {row[0] for row in rows}
    if found != set(SPLITS):
        raise EventsError(f"{path}: needs events of each split, {', '.join(SPLITS)}; it has {', '.join(sorted(found))}")
    start = rows[0][1]
    days = [(row[1] - start).days for row in rows]
    splits = [SPLITS.index(row[0]) for row in rows]
    if any(later < earlier for earlier, later in itertools.pairwise(splits)):
        raise EventsError(
            f"{path}: the splits overlap in time; all of train must be before valid, and valid before test"
        )
    names: dict[str, int] = {}
    relations: dict[str, int] = {}
    numbered = [
        (
            names.setdefault(row[2], len(names)),
            relations.setdefault(row[3], len(relations)),
            names.setdefault(row[4], len(names)),
        )
        for row in rows
    ]
    for name in _names(Path(entities)) if entities else ():
        names.setdefault(name, len(names))
    table = np.array(numbered, dtype=np.int32)
    return Quads(
        source=np.ascontiguousarray(table[:, 0]),
        relation=np.ascontiguousarray(table[:, 1]),
        target=np.ascontiguousarray(table[:, 2]),
        day=np.array(days, dtype=np.int32),
        split=np.array(splits, dtype=np.int32),
        entities=tuple(names),
        relations=tuple(relations),
        start=start,
    )


def extended(quads: Quads | None, path: str | Path) -> tuple[Quads, int]:
    """The events of a table after the last day that there is, added to those that there are; how many were before.

    The table has the columns date, source, relation and target; a column `split` before them is looked over. Names
    keep their numbers, new ones come after.
    """
    rows = sorted(_rows(Path(path), splits=False), key=lambda row: row[1])
    if not rows and not quads:
        raise EventsError(f"{path}: has no events")
    last = quads.start + dt.timedelta(days=int(quads.day[-1])) if quads else dt.date.min
    late = [row for row in rows if row[1] > last]
    names = {name: number for number, name in enumerate(quads.entities if quads else ())}
    relations = {name: number for number, name in enumerate(quads.relations if quads else ())}
    start = quads.start if quads else late[0][1]
    table = np.array(
        [
            (names.setdefault(source, len(names)), relations.setdefault(relation, len(relations)),
             names.setdefault(target, len(names)), (day - start).days)
            for _, day, source, relation, target in late
        ],
        np.int32,
    ).reshape(-1, 4)  # fmt: skip
    old = [quads.source, quads.relation, quads.target, quads.day] if quads else [np.empty(0, np.int32)] * 4
    source, relation, target, day = (
        np.ascontiguousarray(np.concatenate([known, table[:, i]])) for i, known in enumerate(old)
    )
    found = Quads(source, relation, target, day, np.zeros(len(day), np.int32), tuple(names), tuple(relations), start)
    return found, len(rows) - len(late)


def queries_of(quads: Quads, split: str) -> Queries:
    """Both questions of every event of a split, those of one day together."""
    chosen = np.flatnonzero(quads.split == SPLITS.index(split))
    return _both_ways(quads, chosen)


def directed(quads: Quads) -> Queries:
    """Every event both ways, in order of time: the past that questions are answered from."""
    return _both_ways(quads, np.arange(len(quads.day)))


def _both_ways(quads: Quads, chosen: NDArray[np.intp]) -> Queries:
    source, relation, target, day = (part[chosen] for part in (quads.source, quads.relation, quads.target, quads.day))
    order = np.argsort(np.concatenate([day, day]), kind="stable")
    return Queries(
        np.concatenate([source, target])[order],
        np.concatenate([2 * relation, 2 * relation + 1])[order],
        np.concatenate([target, source])[order],
        np.concatenate([day, day])[order],
    )


def _rows(path: Path, splits: bool) -> list[tuple[str, dt.date, str, str, str]]:
    """Split (empty where there is none, which `splits` forbids), day, source, relation and target of each line."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EventsError(f"{path}: cannot be read ({error}); give a table of events, .tsv or .tsv.gz") from None
    lines = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = next(lines, None)
    if columns != _COLUMNS and (splits or columns != _COLUMNS[1:]):
        wanted = ", ".join(_COLUMNS if splits else _COLUMNS[1:])
        raise EventsError(f"{path}: the first line should name the columns {wanted}, with tabs between")
    rows = []
    for number, row in enumerate(lines, 2):
        try:
            split, date, source, relation, target = row if columns == _COLUMNS else ["", *row]
            rows.append((split, dt.date.fromisoformat(date), source, relation, target))
        except ValueError:
            raise EventsError(f"{path}: line {number} is not {', '.join(columns)}, the date an ISO one") from None
    return rows


def _names(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, UnicodeDecodeError) as error:
        raise EventsError(f"{path}: cannot be read ({error}); give a file of names, one a line") from None
