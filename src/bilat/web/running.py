"""The server, on this machine only."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread, active_count
from typing import TYPE_CHECKING

from bilat.model import BilatError
from bilat.web.desk import Desk

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
_MOST = 4  # processes
_MADE_BETWEEN = 20_000  # objects, between two looks for such as nothing refers to


class ServeError(BilatError):
    """The site cannot be served; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Site:
    """A socket that is bound, and the site's address."""

    socket: socket.socket
    port: int

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://{HOST}:{self.port}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The `Host` headers that it answers."""
        return f"{HOST}:{self.port}", f"localhost:{self.port}"


def bound(port: int) -> Site:
    """A site on a port of this machine; 0 takes any that is free. Raises `ServeError` where it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise ServeError(
            f"port {port} cannot be had ({error.strerror}); give another: --port 0 takes a free one"
        ) from None
    return Site(listening, listening.getsockname()[1])


def run(desk: Desk, site: Site) -> None:
    """Serve until interrupted, with a process for each core, for one answers no faster than one core."""
    import uvicorn

    from bilat.web.app import application
    from bilat.web.patience import Patient

    config = uvicorn.Config(
        application(desk, site.hosts), log_level="warning", access_log=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=2, h11_max_incomplete_event_size=32_768, limit_concurrency=400,
        http=Patient,
    )  # fmt: skip
    server = uvicorn.Server(config)
    # what is loaded by now stays: it is neither walked through again and again nor copied into the other processes
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN)
    with _beside(server):
        server.run(sockets=[site.socket])


@contextmanager
def _beside(server: uvicorn.Server) -> Iterator[None]:
    """Processes that answer on the same socket and end with this one, however it ends."""
    # others' threads may hold locks that a copy of this process would wait for in vain
    if not hasattr(os, "fork") or active_count() > 1:
        yield
        return
    ended, alive = os.pipe()
    others = []
    for _ in range(min(_MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1) - 1):
        other = os.fork()
        if not other:
            os.close(alive)
            _warm()
            Thread(target=_follow, args=(ended, server), daemon=True).start()
            try:
                yield
            finally:
                os._exit(0)
        others.append(other)
    os.close(ended)
    try:
        yield
    finally:
        os.close(alive)
        for other in others:
            os.waitpid(other, 0)


def _follow(ended: int, server: uvicorn.Server) -> None:
    os.read(ended, 1)  # nothing is written: this ends with the process at the other end
    server.should_exit = True


def _warm() -> None:
    """Have what charts need ready before the first reader asks for it."""
    from bilat.web.errors import Problem
    from bilat.web.library import library, load

    load()
    try:
        library()
    except Problem:
        return
