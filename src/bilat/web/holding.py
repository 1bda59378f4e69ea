"""Open records for the threads that answer, and what was worked out lately."""

from __future__ import annotations

import queue
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from bilat.ledgers import View
from bilat.record import Record
from bilat.web.desk import Desk
from bilat.web.errors import Problem
from bilat.web.library import load

T = TypeVar("T")
DEADLINE = 5.0  # seconds for what one page asks of the record
PATIENT = 60.0  # where mentions are matched anew, or a series is measured
_MOST_KEPT = 400
# A view as of a day matches anew all that was published by then: beyond this many documents no page waits for it.
_MOST_MATCHED = 4_000


class Holding:
    """The record that the pages show. Answers of queries are kept until the record changes."""

    def __init__(self, desk: Desk) -> None:
        """`desk` is the workspace on the record."""
        self.desk = desk
        self._idle: queue.LifoQueue[Record] = queue.LifoQueue()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

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
        try:
            with record.within(seconds):
                yield record
        finally:
            self._idle.put(record)

    def close(self) -> None:
        """Close every connection."""
        while not self._idle.empty():
            self._idle.get_nowait().close()

    def kept(self, record: Record, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for this state of the record: worked out once."""
        whole = (key, record.stamp())
        with self._lock:
            if whole in self._kept:
                self._kept.move_to_end(whole)
                found: T = self._kept[whole]
                return found
        found = make()
        with self._lock:
            self._kept[whole] = found
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

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
