"""The files below the paths that a user gives, in a fixed order, and what keeps one from being read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bilat.model import BilatError, Refusal

STANDARD_INPUT = "-"


class MissingPath(BilatError):
    """A path that was given does not exist: nothing has been read."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: `source` is its path as given, `name` its path below the one that was given."""

    path: Path
    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A path that cannot be read as a file."""

    source: str
    refusal: Refusal


def check(paths: Iterable[Path]) -> list[Path]:
    """The paths as a list. Raises MissingPath for the first that does not exist."""
    given = list(paths)
    for path in given:
        if str(path) != STANDARD_INPUT and not os.path.lexists(path):
            raise MissingPath(f"{shown(path)}: no such file or folder; check the spelling, nothing has been read")
    return given


def shown(path: Path | str) -> str:
    """A path as text that can be written anywhere: bytes that are no UTF-8 are shown as `\\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def below(path: Path) -> Iterator[File | Unreadable]:
    """The file itself, or every file in the folder and the folders in it, sorted by name; hidden ones are left out."""
    yield from _walk(path, shown(path), "", frozenset())


def _walk(path: Path, source: str, name: str, above: frozenset[tuple[int, int]]) -> Iterator[File | Unreadable]:
    label = name or path.name or source

    def refused(reason: str, detail: str) -> Unreadable:
        return Unreadable(source, Refusal(shown(label), "rejected", reason, detail))

    try:
        state = path.stat()
        if stat.S_ISREG(state.st_mode):
            yield File(path, source, shown(label))
            return
        if not stat.S_ISDIR(state.st_mode):
            yield refused("device", "it is a device or a pipe; give a file, a folder, or - for standard input")
            return
        here = (state.st_dev, state.st_ino)
        if here in above:
            yield refused("loop", "the link leads back to a folder above it; remove the link")
            return
        entries = sorted(e.name for e in path.iterdir() if not e.name.startswith("."))
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        yield refused("unreadable", f"{why}; check the link and the permissions")
        return
    if not entries and not above:
        yield refused("empty", "the folder holds no files")
    for entry in entries:
        yield from _walk(path / entry, shown(path / entry), f"{name}/{entry}" if name else entry, above | {here})
