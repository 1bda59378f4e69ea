"""Open records for the threads that answer, and what was worked out lately."""

from __future__ import annotations

import queue
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from starlette.responses import Response

from bilat.ledgers import View
from bilat.record import Record
from bilat.web.desk import Desk
from bilat.web.errors import Problem
from bilat.web.library import load

T = TypeVar("T")
DEADLINE = 5.0  # seconds for what one page asks of the record
PATIENT = 60.0  # where mentions are matched anew, or a series is measured
_TURN = 0.25  # seconds that a page waits for those before it
_MOST_KEPT = 400
_MOST_BYTES = 64_000_000  # of pages that are kept
# A view as of a day matches anew all that was published by then: beyond this many documents no page waits for it.
_MOST_MATCHED = 4_000


class Shelf:
    """What was worked out last, as much as there is room for."""

    def __init__(self, room: int) -> None:
        """`room` is for the sum of all sizes."""
        self._room = room
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def kept(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int]) -> T:
        """What `make` gave for this key when it was first asked for, else what it gives now."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key][0]
                return found
        found = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found, size(found)
                self._room -= size(found)
            while self._room < 0:
                _, (_, freed) = self._kept.popitem(last=False)
                self._room += freed
        return found


class Holding:
    """The record that the pages show. Answers of queries are kept until the record changes."""

    def __init__(self, desk: Desk) -> None:
        """`desk` is the workspace on the record."""
        self.desk = desk
        self._turn = Lock()
        self._idle: queue.LifoQueue[Record] = queue.LifoQueue()
        self._found = Shelf(_MOST_KEPT)
        self._pages = Shelf(_MOST_BYTES)

    @property
    def path(self) -> Path:
        """The record's file."""
        return self.desk.path

    @contextmanager
    def record(self, seconds: float = DEADLINE) -> Iterator[Record]:
        """A connection that only reads, and for no longer than the deadline."""
        try:
            record = self._idle.get_nowait()
        except queue.Empty:
            record = Record.read(self.path)
        # Threads that work at once take the interpreter from one another at every row that they read. So what is
        # quick is done in turn, but does not wait long for what turns out not to be quick.
        in_turn = seconds <= DEADLINE and self._turn.acquire(timeout=_TURN)
        try:
            with record.within(seconds):
                yield record
        finally:
            if in_turn:
                self._turn.release()
            self._idle.put(record)

    def close(self) -> None:
        """Close every connection."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def kept(self, record: Record, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for this state of the record: worked out once."""
        return self._found.kept((key, record.stamp()), make, lambda found: 1)

    def answered(self, record: Record, key: Hashable, make: Callable[[], Response]) -> Response:
        """The page that `make` gives for this state of the record, made once as long as there is room."""
        return self._pages.kept((key, record.stamp()), make, lambda page: len(page.body))

    def view(self, record: Record, as_of: str | None) -> View:
        """The record as it is, or as of a day; raises `Problem` where that would take too long for a page."""
        load()
        if as_of and len(record.docs_until(as_of)) > _MOST_MATCHED:
            raise Problem(
                503,
                f"as of {as_of} more than {_MOST_MATCHED:,} documents had been published: too many to match anew "
                "for a page; the commands do it: `bilat events A B --as-of D`",
            )
        return View(record, as_of)
