"""The pages on a record, until interrupted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bilat.model import BilatError
from bilat.record import Record, RecordError

if TYPE_CHECKING:
    from bilat.workspace.space import Workspace


class MissingExtra(BilatError):
    """What pages are made with is not installed."""


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
