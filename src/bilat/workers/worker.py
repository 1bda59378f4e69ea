"""A worker process as its parent holds it."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection
from types import TracebackType
from typing import Any

from bilat.model import BilatError

# A process of its own and none of multiprocessing's: that would run the user's own script once more to begin with.
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from bilat.workers.serving import serve
serve(int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
"""
# A worker is one core's: threads of the algebra's own would take the others', and sum in an order that depends on them.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_START = 180.0  # seconds in which a worker must have loaded what it needs, on a machine with much else to do


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may take: seconds of wall time, and bytes of memory of the worker as a whole.

    Memory is limited where the system can (Linux counts what a process may write to).
    """

    seconds: float
    memory: int = 1_200_000_000


class Ended(Exception):
    """A worker was ended over a call, or ended itself: `reason` is `timeout`, `memory`, `crash` or `error`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Worker:
    """One worker process, started when it is first needed, and anew after one that was ended.

    `setup` is a function, as `module:name`, and what it is given: the process calls it once before anything else.
    A call names a function in the same way; what goes in and comes out must pass between processes.
    """

    def __init__(self, limits: Limits, *setup: str) -> None:
        self._limits = limits
        self._setup = setup
        self._process: subprocess.Popen[bytes] | None = None
        self._line: connection.Connection | None = None
        self._deadline = 0.0
        self._seconds = limits.seconds
        self.starting = False
        self.busy = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def line(self) -> connection.Connection:
        """What becomes readable when the worker has something to say."""
        assert self._line is not None
        return self._line

    @property
    def deadline(self) -> float:
        """When it must have said something, by `time.monotonic`."""
        return self._deadline

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def call(self, function: str, *arguments: Any, seconds: float | None = None) -> Any:
        """What the function gives. Raises Ended where that took too much, or failed."""
        self.ask(function, *arguments, seconds=seconds)
        return self._heard()[1]

    def stream(self, function: str, *arguments: Any, seconds: float | None = None) -> Iterator[Any]:
        """What a generator yields, one by one; the time limit is for each. Raises Ended."""
        self.ask(function, *arguments, seconds=seconds)
        try:
            while (found := self._heard())[0] == "item":
                yield found[1]
        finally:
            if self.busy:  # the reader has seen enough
                self.kill()

    def ask(self, function: str, *arguments: Any, seconds: float | None = None) -> None:
        """Send a call; `hear` gives its answer. Raises Ended where the worker does not start."""
        self.start()
        while self.starting:
            self._heard()
        self.busy, self._seconds = True, seconds or self._limits.seconds
        self._deadline = time.monotonic() + self._seconds
        try:
            self.line.send((function, arguments))
        except (BrokenPipeError, ConnectionResetError):
            raise self._gone() from None

    def start(self) -> None:
        """Start the process, where there is none, and return at once."""
        if self._process is not None:
            return
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-c", _CHILD, json.dumps(sys.path), str(theirs.fileno()), str(self._limits.memory)]
        quiet = None if os.environ.get("BILAT_DEBUG") else subprocess.DEVNULL
        with _interrupts_kept_from_children(), theirs:
            self._process = subprocess.Popen(
                [*command, *self._setup],
                pass_fds=[theirs.fileno()],
                env=os.environ | _ONE_THREAD,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=quiet,
            )
        self._line = connection.Connection(ours.detach())
        self.starting = True
        self._deadline = time.monotonic() + _START

    def hear(self) -> Any:
        """The answer to a call, once `line` is readable or `deadline` is past; None where it has only started.

        Raises Ended; BilatError where what the worker needs cannot be loaded.
        """
        return self._heard()[1]

    def close(self) -> None:
        """End the process, whatever it is at."""
        self.kill()

    def kill(self) -> None:
        """End the process at once; the next call starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None
        self.starting = self.busy = False

    def _heard(self) -> tuple[str, Any]:
        """The next thing it says: of what kind, and what."""
        if not self.line.poll(max(0.0, self._deadline - time.monotonic())):
            self.kill()
            raise Ended("timeout", f"it took more than {self._seconds:.0f} seconds")
        try:
            kind, value = self.line.recv()
        except (EOFError, OSError):
            raise self._gone() from None
        self._deadline = time.monotonic() + self._seconds
        if kind == "missing":
            self.kill()
            raise BilatError(value)
        if kind in ("memory", "error"):
            self.busy = False
            if kind == "memory":
                self.kill()  # what it holds would stand in the way of the next call
                raise Ended("memory", f"it took more than {self._limits.memory / 1e9:.1f} GB of memory")
            raise Ended("error", value)
        if kind == "ready":
            self.starting = False
        elif kind != "item":
            self.busy = False
        return kind, value

    def _gone(self) -> Ended:
        """Why the process is no more."""
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        code = self._process.returncode
        self.kill()
        if code is not None and code < 0:
            return Ended("crash", f"its process was ended by {signal.Signals(-code).name}")
        return Ended("crash", f"its process ended with status {code}")


def wait(workers: Sequence[Worker], seconds: float = math.inf) -> list[Worker]:
    """Those of some workers that have something to say or are past their time; waits for one, at most so long."""
    nearest = min(worker.deadline for worker in workers)
    ready = connection.wait([worker.line for worker in workers], max(0.0, min(seconds, nearest - time.monotonic())))
    now = time.monotonic()
    return [worker for worker in workers if worker.line in ready or worker.deadline <= now]


@contextmanager
def _interrupts_kept_from_children() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: those started in here never see it, so that the parent ends them.

    It is blocked and not ignored: one that comes meanwhile reaches the parent right after.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
