"""Documents coded in worker processes, results in the order in which the documents came."""

from __future__ import annotations

import importlib
import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, cast

from bilat.model import BilatError, Document, Mention, When
from bilat.workers import Ended, Limits, Worker, wait

AHEAD = 8  # chunks in flight for each worker: enough that none waits, few enough that memory stays flat
FALSE_STARTS = 3  # in a row, after which it is not chance that a worker ends before it can work
# Less than this is coded sooner by one worker than another starts and loads its parser.
FEW_DOCUMENTS = 100
FEW_CHARACTERS = 80_000
LIMITS = Limits(30.0)  # for one chunk, and a second more for so many characters, a tenth of the usual speed
_CHARACTERS_A_SECOND = 2_000


class Coder(Protocol):
    """What turns documents into mentions; a worker process loads one and keeps it."""

    def code_all(self, documents: Iterable[Document]) -> Iterator[tuple[When | None, tuple[Mention, ...]]]:
        """The date found for each document and its mentions, in the documents' order."""


class CodingRoom(Protocol):
    """A module that can be a coder: `bilat.coding` is one."""

    def coder_name(self) -> str:
        """Name and version, as every mention carries it."""

    def load(self) -> Coder:
        """The coder itself, with its models."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one document: its date and mentions, or why there are none.

    `reason` is `coder` where the coder failed on it, or `timeout`, `memory` or `crash` where it cost a worker.
    """

    published: When | None = None
    mentions: tuple[Mention, ...] = ()
    reason: str = ""
    detail: str = ""


def coding_room(module: str) -> CodingRoom:
    """The coding room of that module name."""
    return cast(CodingRoom, importlib.import_module(module))


@dataclass(slots=True)
class _Chunk:
    """Documents in the line, and what has come of them so far."""

    documents: Sequence[Document]
    results: list[Result | None] = field(init=False)

    def __post_init__(self) -> None:
        self.results = [None] * len(self.documents)


@dataclass(frozen=True, slots=True)
class _Task:
    """Some documents of a chunk, for one worker."""

    chunk: _Chunk
    places: tuple[int, ...]
    again: bool = False

    @property
    def documents(self) -> list[Document]:
        return [self.chunk.documents[place] for place in self.places]

    @property
    def seconds(self) -> float:
        return LIMITS.seconds + sum(len(document.text) for document in self.documents) / _CHARACTERS_A_SECOND


class Pool:
    """Chunks of documents go in, their results come out in the same order.

    A document over which a worker ends is coded once more by itself, as its neighbours are; where that ends a worker
    again, its result says so, and the others have theirs.
    """

    def __init__(self, module: str, workers: int) -> None:
        self._workers = [Worker(LIMITS, f"{__name__}:prepare", module) for _ in range(workers)]
        self._most = workers * AHEAD
        self._documents = self._characters = 0  # submitted so far
        self._false_starts = 0  # in a row
        self._line: deque[_Chunk] = deque()
        self._tasks: deque[_Task] = deque()
        self._at: dict[Worker, _Task] = {}

    def submit(self, chunk: Sequence[Document]) -> None:
        """Put a chunk at the end of the line."""
        made = _Chunk(chunk)
        self._line.append(made)
        self._tasks.append(_Task(made, tuple(range(len(chunk)))))
        self._documents += len(chunk)
        self._characters += sum(len(document.text) for document in chunk)
        self._hear_all(0.0)
        self._hand_out()

    def full(self) -> bool:
        """Whether results must be taken out before more goes in."""
        return len(self._line) >= self._most

    def waiting(self) -> int:
        """How many chunks are in the line."""
        return len(self._line)

    def take(self) -> list[Result]:
        """The results of the chunk at the head of the line; waits for them."""
        head = self._line[0]
        self._hand_out()
        while None in head.results:
            self._hear_all()
            self._hand_out()  # before the results are written: no worker waits for that
        self._line.popleft()
        return [result for result in head.results if result is not None]

    def close(self) -> None:
        """End every process."""
        for worker in self._workers:
            worker.close()

    def _hand_out(self) -> None:
        """Give the tasks at hand to the workers that have none."""
        few = self._documents < FEW_DOCUMENTS and self._characters < FEW_CHARACTERS
        for worker in self._workers[:1] if few else self._workers:
            if not self._tasks:
                return
            worker.start()
            if not (worker.busy or worker.starting):
                task = self._tasks.popleft()
                try:
                    worker.ask(f"{__name__}:code", task.documents, seconds=task.seconds)
                except Ended:  # it ended while it had nothing to do
                    self._tasks.appendleft(task)
                else:
                    self._at[worker] = task

    def _hear_all(self, seconds: float = math.inf) -> None:
        """Hear every worker that has something to say; waits for one, or so long."""
        working = [worker for worker in self._workers if worker.busy or worker.starting]
        for worker in wait(working, seconds) if working else ():
            self._hear(worker)

    def _hear(self, worker: Worker) -> None:
        try:
            results = worker.hear()
        except Ended as ended:
            if worker not in self._at:
                self._false_starts += 1
                if self._false_starts < FALSE_STARTS:
                    return
                raise BilatError(
                    f"a coding process did not start: {ended}. What was read so far is kept; run the same command "
                    "again with fewer --workers to go on"
                ) from None
            self._mend(self._at.pop(worker), ended)
            return
        self._false_starts = 0
        if results is not None:
            task = self._at.pop(worker)
            for place, result in zip(task.places, results, strict=True):
                task.chunk.results[place] = result

    def _mend(self, task: _Task, ended: Ended) -> None:
        """Take each document of a task that ended a worker once more by itself: then the one at fault is known."""
        if task.again or (len(task.places) == 1 and ended.reason == "timeout"):
            reason = "coder" if ended.reason == "error" else ended.reason
            task.chunk.results[task.places[0]] = Result(reason=reason, detail=ended.detail)
        else:
            self._tasks.extendleft(_Task(task.chunk, (place,), again=True) for place in reversed(task.places))


@contextmanager
def open_pool(module: str, workers: int) -> Iterator[Pool]:
    """A pool of that many workers; their processes end with it, on an error or an interrupt too."""
    pool = Pool(module, workers)
    try:
        yield pool
    finally:
        pool.close()


_coder: Coder  # of this worker process


def prepare(module: str) -> None:
    """Load the coder of a coding room, in a worker process."""
    global _coder
    _coder = coding_room(module).load()


def code(documents: Sequence[Document]) -> list[Result]:
    """Code some documents, in a worker process; where that fails, each by itself."""
    return _code(_coder, documents)


def _code(coder: Coder, documents: Sequence[Document]) -> list[Result]:
    try:
        coded = coder.code_all(documents)
        return [_checked(document, *found) for document, found in zip(documents, coded, strict=True)]
    except MemoryError:
        raise
    except Exception as error:
        if len(documents) == 1:
            return [Result(reason="coder", detail=f"{type(error).__name__}: {error}")]
        return [result for document in documents for result in _code(coder, [document])]


def _checked(document: Document, published: When | None, mentions: tuple[Mention, ...]) -> Result:
    """What a coder found, or its failure: a quotation that does not stand at its place is no evidence."""
    wrong = sum(document.text[mention.start : mention.end] != mention.quote for mention in mentions)
    if wrong:
        return Result(reason="coder", detail=f"{wrong} of {len(mentions)} mentions quote what does not stand there")
    return Result(published, mentions)
