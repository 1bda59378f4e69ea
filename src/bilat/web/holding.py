"""Open records for the threads that answer, and what was worked out lately."""

from __future__ import annotations

import queue
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
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
File = tuple[int, int] | None
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
        self._idle: queue.LifoQueue[tuple[Record, File]] = queue.LifoQueue()
        self._found = Shelf(_MOST_KEPT)
        self._pages = Shelf(_MOST_BYTES)

    @property
    def path(self) -> Path:
        """The record's file."""
        return self.desk.path

    @contextmanager
    def record(self, seconds: float = DEADLINE) -> Iterator[Record]:
        """A connection that only reads, and for no longer than the deadline."""
        file = self._file()
        record = self._idle_on(file) or Record.read(self.path)
        # Threads that work at once take the interpreter from one another at every row that they read. So what is
        # quick is done in turn, but does not wait long for what turns out not to be quick.
        in_turn = seconds <= DEADLINE and self._turn.acquire(timeout=_TURN)
        try:
            with record.within(seconds):
                yield record
        finally:
            if in_turn:
                self._turn.release()
            self._idle.put((record, file))

    def close(self) -> None:
        """Close every connection."""
        while not self._idle.empty():
            self._idle.get_nowait()[0].close()

    def _file(self) -> File:
        """Which file stands at the path: another record may have been put in its place."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _idle_on(self, file: File) -> Record | None:
        """A connection to this file that nobody uses; those to a file that was replaced are closed."""
        while True:
            try:
                record, opened = self._idle.get_nowait()
            except queue.Empty:
                return None
            if opened == file:
                return record
            record.close()

    def state(self, record: Record) -> Hashable:
        """What changes with the record, with the file it is in, and with the day, for pages tell of today."""
        return record.stamp(), self._file(), date.today()

    def kept(self, record: Record, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for this state of the record: worked out once."""
        return self._found.kept((key, self.state(record)), make, lambda found: 1)

    def answered(self, key: Hashable, state: Hashable, make: Callable[[], Response]) -> Response:
        """The page that `make` gives for this `state`, made once as long as there is room."""
        return self._pages.kept((key, state), make, lambda page: len(page.body))

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
