"""Documents coded in worker processes, results in the order in which the documents came."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Protocol, cast

from bilat.model import BilatError, Document, Mention, When

AHEAD = 3  # chunks in flight for each worker: enough that none waits, few enough that memory stays flat


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
    """What came of one document: its date and mentions, or the error that coding it ran into."""

    published: When | None = None
    mentions: tuple[Mention, ...] = ()
    error: str | None = None


class Pool(Protocol):
    """Chunks of documents go in, their results come out in the same order."""

    def submit(self, chunk: Sequence[Document]) -> None:
        """Put a chunk at the end of the line."""

    def full(self) -> bool:
        """Whether results must be taken out before more goes in."""

    def waiting(self) -> int:
        """How many chunks are in the line."""

    def take(self) -> list[Result]:
        """The results of the chunk at the head of the line; waits for them."""


def coding_room(module: str) -> CodingRoom:
    """The coding room of that module name."""
    return cast(CodingRoom, importlib.import_module(module))


def code_chunk(coder: Coder, chunk: Sequence[Document]) -> list[Result]:
    """Code a chunk; where that fails, document by document, so that one bad document costs only itself."""
    try:
        return [Result(published, mentions) for published, mentions in coder.code_all(chunk)]
    except Exception as error:
        if len(chunk) == 1:
            return [Result(error=f"{type(error).__name__}: {error}")]
        return [result for document in chunk for result in code_chunk(coder, [document])]


class _Here:
    """A pool of none: this process codes, for small input and for `--workers 1`."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._coder: Coder | None = None
        self._line: deque[Sequence[Document]] = deque()

    def submit(self, chunk: Sequence[Document]) -> None:
        self._line.append(chunk)

    def full(self) -> bool:
        return bool(self._line)

    def waiting(self) -> int:
        return len(self._line)

    def take(self) -> list[Result]:
        if self._coder is None:
            self._coder = coding_room(self._module).load()
        return code_chunk(self._coder, self._line.popleft())


class _Processes:
    """Worker processes, each with a coder of its own."""

    def __init__(self, module: str, workers: int) -> None:
        self._line: deque[Future[list[Result]]] = deque()
        self._most = workers * AHEAD
        # spawn, because a forked copy of a process that has threads (the progress bar, a server) may hang
        self._executor = ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start, initargs=(module,)
        )

    def submit(self, chunk: Sequence[Document]) -> None:
        with _interrupts_kept_from_children():
            self._line.append(self._executor.submit(_work, chunk))

    def full(self) -> bool:
        return len(self._line) >= self._most

    def waiting(self) -> int:
        return len(self._line)

    def take(self) -> list[Result]:
        return self._line.popleft().result()

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def open_pool(module: str, workers: int) -> Iterator[Pool]:
    """A pool of that many workers; on an error or an interrupt its processes are ended at once.

    Raises `BilatError` where a worker died.
    """
    if workers == 1:
        yield _Here(module)
        return
    before = set(multiprocessing.active_children())
    pool = _Processes(module, workers)
    try:
        yield pool
    except BrokenProcessPool:
        raise BilatError(
            "a coding process died, most often for want of memory. What was read so far is kept; "
            "run the same command again with fewer --workers to go on"
        ) from None
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.close()


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: those started in here never see it, so that the parent ends them.

    It is blocked and not ignored: one that comes meanwhile reaches the parent right after.
    """
    resource_tracker.ensure_running()  # it would unblock the signal for itself
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_coder: Coder  # of this worker process


def _start(module: str) -> None:
    global _coder
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _coder = coding_room(module).load()


def _end_with_parent() -> None:
    """End this worker when its parent is gone, even where the parent was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _work(chunk: Sequence[Document]) -> list[Result]:
    return code_chunk(_coder, chunk)
