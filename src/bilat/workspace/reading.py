"""The way of an article into the record: read, skip what is known, code, write."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from bilat.model import Coded, Document, Reading, Refusal
from bilat.record import Record
from bilat.workspace.pool import Result, coding_room, open_pool

# About a second of coding and a batch of the record: many for each worker, so that all end nearly at once.
CHUNK_DOCUMENTS = 32
CHUNK_CHARACTERS = 16_000
MOST_TIMES = 2  # runs in which a text may end a worker


@dataclass(frozen=True, slots=True)
class Step:
    """One input dealt with: its source, its end as the ledger has it, and for a refusal why and what to do."""

    source: str
    status: str
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run of `read` did: inputs by their end, documents coded, and the inputs that gave nothing."""

    counts: dict[str, int]
    mentions: int
    seconds: float
    problems: tuple[Step, ...] = ()
    remarks: tuple[Step, ...] = ()  # inputs that were read, but not all that came with them


Progress = Callable[[Step], None]


class _Pool(Protocol):
    """What codes: processes of this machine, or a cluster. Chunks go in, results come out in the same order."""

    def submit(self, chunk: Sequence[Document]) -> None: ...

    def full(self) -> bool: ...

    def waiting(self) -> int: ...

    def take(self) -> list[Result]: ...


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    problems: list[Step] = field(default_factory=list)
    remarks: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Item:
    """A reading in the line; `coding` says that its document is in the pool."""

    reading: Reading
    coding: bool


def read_into(
    record: Record,
    readings: Iterable[Reading],
    module: str,
    workers: int,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Summary:
    """Code what the record does not know and write it, batch by batch, in the order of the readings.

    Each batch is one transaction: whatever stops the run, the record holds whole batches, and the same run again
    goes on after them. `module` is the coding room; `cluster` the address of a Ray cluster that codes, or `local`.
    """
    begun = time.monotonic()
    tally = _Tally()
    with _pool(record, module, workers, cluster) as pool:
        line = _Line(record, coding_room(module).coder_name(), pool, tally, progress)
        line.run(readings)
        line.mend()
    return Summary(
        dict(tally.counts), tally.mentions, time.monotonic() - begun, tuple(tally.problems), tuple(tally.remarks)
    )


def _pool(record: Record, module: str, workers: int, cluster: str | None) -> AbstractContextManager[_Pool]:
    if cluster is None:
        return open_pool(module, workers)
    from bilat.workspace.cluster import open_cluster  # here: few have Ray

    return open_cluster(module, cluster, record.path.with_name(f"{record.path.name}.ray"))


class _Line:
    """The readings between the sources and the record, in order."""

    def __init__(self, record: Record, coder: str, pool: _Pool, tally: _Tally, progress: Progress | None) -> None:
        self._record = record
        self._coder = coder
        self._pool = pool
        self._tally = tally
        self._progress = progress
        self._items: deque[_Item] = deque()
        self._coding: set[str] = set()  # texts in the line that are being coded

    def run(self, readings: Iterable[Reading]) -> None:
        """Take every reading to the record."""
        chunk: list[Document] = []
        size, most = 0, 1  # the first document goes out at once: a worker starts while the others are read
        for reading in readings:
            document = self._enter(reading)
            if document is not None:
                chunk.append(document)
                size += len(document.text)
            if len(chunk) == most or size >= CHUNK_CHARACTERS:
                self._pool.submit(chunk)
                chunk, size, most = [], 0, min(2 * most, CHUNK_DOCUMENTS)
            if self._pool.full():
                self._write(self._pool.take())
            elif not self._coding and len(self._items) >= CHUNK_DOCUMENTS:
                self._write([])
        if chunk:
            self._pool.submit(chunk)
        while self._pool.waiting():
            self._write(self._pool.take())
        self._write([])

    def mend(self) -> None:
        """Code anew the documents that another reading has told more of since they were coded."""
        waiting: deque[Reading] = deque()
        for reading in self._record.stale():
            assert isinstance(reading.outcome, Document)
            waiting.append(reading)
            self._pool.submit([reading.outcome])
            if self._pool.full():
                self._mended(waiting.popleft())
        while waiting:
            self._mended(waiting.popleft())

    def _mended(self, reading: Reading) -> None:
        coded = self._coded(reading, self._pool.take()[0])
        self._record.write([coded])
        self._tally.mentions += len(coded.mentions)

    def _enter(self, reading: Reading) -> Document | None:
        """Put a reading in the line; returns the document to code, if there is one."""
        document = reading.outcome
        if isinstance(document, Refusal) or document.id in self._coding or self._record.known(document, self._coder):
            self._items.append(_Item(reading, coding=False))
            return None
        times, reason = self._record.attempts(document.id, self._coder)
        if times >= MOST_TIMES:
            detail = f"it ended the coder's process in {times} runs and is not tried again by this coder; report it"
            self._items.append(_Item(Reading(reading.source, Refusal(document.name, "failed", reason, detail)), False))
            return None
        document = self._record.effective(document)
        self._coding.add(document.id)
        self._items.append(_Item(Reading(reading.source, document), coding=True))
        return document

    def _write(self, results: list[Result]) -> None:
        """Write the head of the line, as far as the results reach, in one transaction."""
        left = deque(results)
        batch: list[Coded] = []
        while self._items and (left or not self._items[0].coding):
            item = self._items.popleft()
            batch.append(self._coded(item.reading, left.popleft()) if item.coding else Coded(item.reading))
        if batch:
            for coded, status in zip(batch, self._record.write(batch), strict=True):
                self._count(coded, status)

    def _coded(self, reading: Reading, result: Result) -> Coded:
        assert isinstance(reading.outcome, Document)
        self._coding.discard(reading.outcome.id)
        if not result.reason:
            return Coded(reading, result.published, result.mentions, self._coder)
        detail = f"{result.detail}; please report this, with the article if you may"
        refused = Reading(reading.source, Refusal(reading.outcome.name, "failed", result.reason, detail))
        return Coded(refused, coder=self._coder, ended="" if result.reason == "coder" else reading.outcome.id)

    def _count(self, coded: Coded, status: str) -> None:
        outcome = coded.reading.outcome
        step = Step(coded.reading.source, status)
        if isinstance(outcome, Refusal):
            step = Step(coded.reading.source, status, outcome.reason, outcome.detail)
            if status != "skipped":
                self._tally.problems.append(step)
        elif status == "ok" and (told := self._remarks(outcome)):
            step = Step(coded.reading.source, status, "note", "; ".join(told))
            self._tally.remarks.append(step)
        self._tally.counts[status] += 1
        self._tally.mentions += len(coded.mentions)
        if self._progress:
            self._progress(step)

    def _remarks(self, document: Document) -> list[str]:
        """What a user should see at once of a document that was read: what was left out, a name that is not its own."""
        told = [note for note in document.notes if note.endswith("left out")]
        others = self._record.texts_named(document.name) - 1
        if others > 0:
            told.append(
                f"{others:,} other {'text has' if others == 1 else 'texts have'} its name {document.name!r} too"
            )
        return told
