"""The lines of a file that may be packed, each with its number, in little memory however long the file is."""

from __future__ import annotations

import bz2
import csv
import gzip
import hashlib
import io
import lzma
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

_LONGEST = 1 << 20  # bytes of a line; a longer one is no line of event data
_TOLD = Callable[[int], None]


def content_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes, its first 32 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


def whole(path: Path) -> None:
    """Read a packed file to its end, so that nothing is taken from one that is cut off. Raises as `lines` does."""
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        stream = _unpacked(raw, stack)
        while stream is not raw and stream.read(1 << 20):
            pass


def size_of(path: Path) -> int:
    """A file's length in bytes, as it is packed."""
    return path.stat().st_size


def lines(path: Path, told: _TOLD) -> Iterator[tuple[int, str | None]]:
    """Each line with its number, without its end; None in place of one that is too long to be one.

    A line that is no UTF-8 is read as Windows-1252, as older releases are. Packed files (gzip, bzip2, xz, zip with
    one member) are known by their first bytes. `told` is called with the bytes read so far, as they are packed.
    Raises OSError, EOFError, zlib.error, lzma.LZMAError or zipfile.BadZipFile where the file is broken.
    """
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        stream = stack.enter_context(io.BufferedReader(_unpacked(raw, stack), 1 << 18))  # type: ignore[type-var]
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            if number % 10_000 == 0:
                told(raw.tell())
            if len(line) == _LONGEST and not line.endswith(b"\n"):
                while (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
                    pass
                yield number, None
                continue
            yield number, _decoded(line)
        told(raw.tell())


def _unpacked(raw: IO[bytes], stack: ExitStack) -> IO[bytes]:
    head = raw.read(6)
    raw.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    if head.startswith(b"\xfd7zXZ\0"):
        return lzma.LZMAFile(raw)
    if head.startswith(b"PK\x03\x04"):
        packed = stack.enter_context(zipfile.ZipFile(raw))
        members = [member for member in packed.infolist() if not member.is_dir()]
        if len(members) != 1:
            raise zipfile.BadZipFile(f"it holds {len(members)} files and not one; unpack it first")
        return stack.enter_context(packed.open(members[0]))
    return raw


def _decoded(line: bytes) -> str:
    line = line.rstrip(b"\r\n")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def tabbed(path: Path, told: _TOLD) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each line of a tab-separated file."""
    for number, line in lines(path, told):
        yield number, None if line is None else line.split("\t")


def commas(path: Path, told: _TOLD) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of each row of a CSV file, with the number of the row's first line; a row may go over several."""
    reader = csv.reader(_ended(path, told))
    while True:
        begun = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begun, None
            continue
        yield begun, cells


def either(path: Path, told: _TOLD) -> Iterator[tuple[int, list[str] | None]]:
    """The cells of a tab-separated file or of a CSV file, by whether its first line has a tab."""
    _, first = next(lines(path, lambda _: None), (0, ""))
    return tabbed(path, told) if "\t" in (first or "") else commas(path, told)


def _ended(path: Path, told: _TOLD) -> Iterator[str]:
    for _, line in lines(path, told):
        yield (line or "") + "\n"
