"""What one run of matching changes in the record: in files that pass, so that a record of any size can be matched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

import apsw

from bilat.model import Happening
from bilat.record import codec

Row = tuple[int, str, str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """A document as it was matched: its stamp then, and what came of it."""

    stamp: str
    signature: bytes
    declared: str
    printed: str
    house: str
    origin: str
    reporter: str


class Pile:
    """Rows that wait to be stored: in memory while they are few, else in a file that SQLite makes and removes."""

    def __init__(self, columns: int) -> None:
        self._connection = apsw.Connection("")
        names = [f"c{number}" for number in range(columns)]
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute(f"CREATE TABLE pile ({', '.join(names)})")
        self._connection.execute("BEGIN")
        self._insert = f"INSERT INTO pile VALUES ({', '.join('?' * columns)})"
        self._sorted = f"SELECT * FROM pile ORDER BY {', '.join(names)}"

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put these on the pile."""
        self._connection.executemany(self._insert, rows)

    def __iter__(self) -> Iterator[Any]:
        """All rows, sorted."""
        return iter(self._connection.execute(self._sorted))


@dataclass(slots=True)
class Growth:
    """What is to be changed in what is kept. `whole`: all that was kept goes first.

    `waiting` is how many changed documents it leaves out, as if they were not there.
    `gone` are documents, all else mentions: those that are no more (`unmatched`), that stand nowhere any more
    (`unplaced`), that lose all links (`unlinked`) or those from them (`unseeing`), and whose happenings go (`rebuilt`).
    Rows to be stored: `documents` (the id, then the fields of `Matched`), `compared` (two ids, and whether copies),
    `nodes` (mention, document, twin key), `spots`, `stretches` and `links`; happenings by `add`.
    """

    whole: bool
    persons: str
    ruled: dict[str, str]
    waiting: int = 0
    gone: set[str] = field(default_factory=set)
    documents: Pile = field(default_factory=partial(Pile, 8))
    stale: set[str] = field(default_factory=set)  # documents whose comparisons hold no more
    compared: Pile = field(default_factory=partial(Pile, 3))
    unmatched: set[str] = field(default_factory=set)
    nodes: Pile = field(default_factory=partial(Pile, 3))
    unplaced: set[str] = field(default_factory=set)
    spots: Pile = field(default_factory=partial(Pile, 4))
    stretches: Pile = field(default_factory=partial(Pile, 5))
    unlinked: set[str] = field(default_factory=set)
    unseeing: set[str] = field(default_factory=set)
    links: Pile = field(default_factory=partial(Pile, 3))
    rebuilt: set[str] = field(default_factory=set)
    happenings: Pile = field(default_factory=partial(Pile, 6))  # as `rows_of` gives them
    pairs: Pile = field(default_factory=partial(Pile, 4))

    def add(self, happenings: Iterable[Happening]) -> None:
        """Happenings to be stored."""
        rows, pairs = rows_of(happenings)
        self.happenings.add(rows)
        self.pairs.add(pairs)


def rows_of(happenings: Iterable[Happening]) -> tuple[list[Row], list[tuple[str, str, str, int]]]:
    """The rows of happenings, and of their pairs of codes. A number is 63 bits of the id, so that both sort alike."""
    rows: list[Row] = []
    pairs: list[tuple[str, str, str, int]] = []
    for one in happenings:
        number = _number(one.id)
        rows.append((number, one.id, one.kind, one.first, one.last, codec.happening_to_json(one)))
        codes = codec.codes_in(one.fields)
        pairs += [(one.kind, "", code, number) for code in codes]
        pairs += [(one.kind, a, b, number) for a, b in combinations(codes, 2)]
    return sorted(rows), sorted(pairs)


def _number(identity: str) -> int:
    try:
        return int(identity[:16].ljust(16, "0"), 16) >> 1
    except ValueError:
        return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big") >> 1
