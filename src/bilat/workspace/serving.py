"""The record given to others, until interrupted: as pages, and as tools for language models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bilat.model import BilatError
from bilat.record import Record, RecordError

if TYPE_CHECKING:
    from bilat.workspace.space import Workspace


class MissingExtra(BilatError):
    """What pages or tools are made with is not installed."""


def serve(space: Workspace, port: int, told: Callable[[str], None]) -> None:
    """Serve the pages on a port, 0 for any; `told` gets the address."""
    try:
        from bilat import web
    except ImportError:
        raise MissingExtra('pages need `pip install "bilat[web]"`') from None
    try:
        Record.open(space.path, create=False).close()  # brought up to date
    except RecordError:
        Record.read(space.path).close()  # where it may only be read; or told what is wrong with it
    site = web.bound(port)
    told(site.address)
    web.run(space, site)


def speak(path: Path) -> None:
    """Answer on standard input and output as an MCP server."""
    try:
        from bilat import mcp
    except ImportError:
        raise MissingExtra('tools for language models need `pip install "bilat[mcp]"`') from None
    Record.read(path).close()  # told at once what is wrong with it
    mcp.serve(path)
