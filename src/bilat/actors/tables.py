"""The room's data files, read once each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated file of this room, each a mapping from the header's names to cells."""
    head, *lines = (files("bilat.actors") / name).read_text("utf-8").splitlines()
    keys = head.split("\t")
    return tuple(dict(zip(keys, line.split("\t"), strict=True)) for line in lines)


def names_in(cell: str) -> list[str]:
    """The names in a cell that holds several, divided by `|`."""
    return cell.split("|") if cell else []
