"""Files that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bilat.model import BilatError


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that is to be there whole or not at all; a link is followed, a device or a pipe written to.

    What is written to the path that this gives takes the file's place at the end, unless it failed.
    """
    path = path.resolve()
    special = path.exists() and not path.is_file()
    part = path if special else path.with_name(path.name + ".part")
    try:
        yield part
        if not special:
            part.replace(path)
    except OSError as error:
        raise BilatError(f"{path}: {(error.strerror or 'cannot be written').lower()}; name another file") from None
    finally:
        if not special:
            part.unlink(missing_ok=True)
