"""A connection that asks for nothing is closed: who only holds it open would take the place of readers.

After some seconds it is, and at once where there are many such: then the oldest goes.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # in which the first request must have come whole
MOST = 200  # connections that have asked for nothing yet, well below what the server takes in all
_waiting: dict[Patient, None] = {}  # the oldest first


class Patient(H11Protocol):
    """Uvicorn's protocol, which closes an idle connection only after its first request."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(SECONDS, self._end)
        _waiting[self] = None
        while len(_waiting) > MOST:
            next(iter(_waiting))._end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        _waiting.pop(self, None)
        if self._clock is not None:
            self._clock.cancel()
        super().connection_lost(exc)

    def _end(self) -> None:
        _waiting.pop(self, None)
        if self.cycle is None:  # no request has come whole
            self.transport.close()
