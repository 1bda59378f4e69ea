"""Files that exports are written to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bilat.model import BilatError


class WriteError(BilatError):
    """A file cannot be written; the message says why."""


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write a file whole or not at all; a link is followed, a device or a pipe written to as it is."""
    path = path.resolve()
    special = path.exists() and not path.is_file()
    part = path if special else path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
        if not special:
            part.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: {(error.strerror or 'cannot be written').lower()}; name another file") from None
    finally:
        if not special:
            part.unlink(missing_ok=True)
