"""A connection that asks for nothing is closed: who only holds it open would take the place of readers."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS = 10.0  # in which the first request must have come whole


class Patient(H11Protocol):
    """Uvicorn's protocol, which closes an idle connection only after its first request."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(SECONDS, self._end)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        if self._waiting is not None:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _end(self) -> None:
        if self.cycle is None:  # no request has come whole
            self.transport.close()
