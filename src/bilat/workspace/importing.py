"""The way of a file of events into the record: line by line, batch by batch, from where it was left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bilat.model import Fault, ImportedEvent
from bilat.record import ImportedFile, Record
from bilat.sources import coded

KEYLESS = frozenset({"icews-tsv"})  # formats whose events have no names of their own
BATCH = 50_000  # events and faults of one transaction: some three seconds of work


@dataclass(frozen=True, slots=True)
class ImportStep:
    """How far an import is: bytes of the file read, of how many, and the line."""

    source: str
    read: int
    size: int
    line: int


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of one file: `status` is `ok`, `duplicate` (the record has it whole) or `rejected`.

    `events` are new to the record, `duplicates` were in it by their own name; `unplaced` of the new ones name no state
    or body that we know. `faults` are the first malformed lines of the whole file, `malformed` counts those of this
    run.
    """

    source: str
    status: str
    detail: str = ""
    events: int = 0
    duplicates: int = 0
    malformed: int = 0
    unplaced: int = 0
    seconds: float = 0.0
    faults: tuple[Fault, ...] = ()


Progress = Callable[[ImportStep], None]


def import_into(
    record: Record, paths: Iterable[Path], form: str, progress: Progress | None = None
) -> list[ImportOutcome]:
    """Import files of one format, each from the line after the last that the record holds of it.

    A batch is one transaction, with how far its file is read: whatever stops the run, the same call goes on there.
    """
    return [_import_file(record, path, form, progress or _nothing) for path in paths]


def _nothing(_: ImportStep) -> None:
    return


def _import_file(record: Record, path: Path, form: str, progress: Progress) -> ImportOutcome:
    begun = time.monotonic()
    source = str(path)
    try:
        coded.check(path)
        content = coded.content_hash(path)
    except coded.UnknownForm as error:
        return _refused(record, source, str(error).removeprefix(f"{path}: "))
    except OSError as error:
        return _refused(record, source, f"cannot be read: {(error.strerror or str(error)).lower()}")
    if form in KEYLESS and (before := _other_version(record, source, content, form)):
        return _refused(record, source, before)
    file = record.import_begin(source, content, form)
    if file.done:
        return ImportOutcome(source, "duplicate", f"{file.source} is in the record with {file.events:,} events")
    try:
        return _import_lines(record, path, file, form, progress, begun)
    except coded.UnknownForm as error:
        return _refused(record, source, str(error).removeprefix(f"{path}: "))


def _other_version(record: Record, source: str, content: str, form: str) -> str | None:
    """What is wrong with importing a file whose events have no names, where an older state of it was imported."""
    known = [file for file in record.imported_files() if file.source == source and file.format == form and file.events]
    if not known or any(file.hash == content for file in known):
        return None
    return (
        "it has changed since it was imported, and its events have no names of their own by which to know them again: "
        "they would count twice. Put what is new into a file of another name, or import into a new record"
    )


def _refused(record: Record, source: str, detail: str) -> ImportOutcome:
    record.import_refuse(source, "import", detail)
    return ImportOutcome(source, "rejected", detail)


class _Batch:
    """Events and faults on their way to the record, with the line that they reach to.

    While one batch is written by the thread, the next is read: SQLite works without Python's lock.
    """

    def __init__(self, record: Record, file: ImportedFile, thread: ThreadPoolExecutor) -> None:
        self._importer = record.importer(file)
        self._thread = thread
        self._writing: Future[tuple[int, int]] | None = None
        self._events: list[ImportedEvent] = []
        self._faults: list[Fault] = []
        self.line = file.lines
        self.events = self.duplicates = self.malformed = self.unplaced = 0

    def add(self, item: ImportedEvent | Fault) -> None:
        if isinstance(item, ImportedEvent):
            self._events.append(item)
        else:
            self._faults.append(item)
        self.line = item.line
        if len(self._events) + len(self._faults) >= BATCH:
            self.write()

    def write(self) -> None:
        """Give what there is to the thread, once it has written what it was given before."""
        self.settle()
        self._writing = self._thread.submit(self._importer.write, self._events, self._faults, self.line)
        self.malformed += len(self._faults)
        self.unplaced += sum(not (event.source or event.target) for event in self._events)
        self._events, self._faults = [], []

    def settle(self) -> None:
        """Wait until all that was given is written."""
        if self._writing is not None:
            new, known = self._writing.result()
            self.events += new
            self.duplicates += known
            self._writing = None


def _import_lines(
    record: Record, path: Path, file: ImportedFile, form: str, progress: Progress, begun: float
) -> ImportOutcome:
    size = coded.size_of(path)

    def told(read: int) -> None:
        progress(ImportStep(str(path), read, size, batch.line))

    with ThreadPoolExecutor(1, "writer") as thread:
        batch = _Batch(record, file, thread)
        for item in coded.events(path, form, file.lines, told):
            batch.add(item)
        batch.write()
        batch.settle()
    whole = record.import_finish(file.number)
    return ImportOutcome(
        str(path),
        "ok",
        f"{whole.events:,} events in all" if whole.events != batch.events else "",
        batch.events,
        batch.duplicates,
        batch.malformed,
        batch.unplaced,
        time.monotonic() - begun,
        tuple(record.import_faults(file.number)),
    )
