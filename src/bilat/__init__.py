"""bilat: a sourced record of relations between states, read from the news.

    import bilat

    with bilat.open("record.sqlite") as space:
        space.read(["articles/"])
        for row in space.events("RUS", "IRN", since="2024-01-01"):
            print(row)

`open` gives a `Workspace`, whose methods have the names of the commands. Whatever goes wrong for a reason that
a user can mend is a `BilatError`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bilat.model import BilatError

if TYPE_CHECKING:
    from bilat.workspace import Workspace

__all__ = ["BilatError", "open"]
__version__ = "0.1.0"


def open(path: str | Path) -> Workspace:
    """The workspace on the record at `path`; the file is made by the first `read`."""
    from bilat.workspace import Workspace  # here, so that `bilat --help` need not load what works on records

    return Workspace(path)
