"""The server, on this machine only."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from threading import Thread

from bilat.model import BilatError
from bilat.web.desk import Desk

HOST = "127.0.0.1"


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
    """Serve until interrupted."""
    import uvicorn

    from bilat.web.app import application
    from bilat.web.library import library
    from bilat.web.patience import Patient

    Thread(target=_warm, args=(library,), daemon=True).start()
    config = uvicorn.Config(
        application(desk, site.hosts), log_level="warning", access_log=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=2, h11_max_incomplete_event_size=32_768, limit_concurrency=400,
        http=Patient,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[site.socket])


def _warm(library: object) -> None:
    """Have the charts' script ready before the first reader asks for it."""
    from bilat.web.errors import Problem

    try:
        library()  # type: ignore[operator]
    except Problem:
        return
