"""Paths to readings: one document or one refusal for each input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bilat.model import Document, Reading, Refusal
from bilat.sources import jsonlines
from bilat.sources.decoding import SUFFIXES, decode, kind_of, signature
from bilat.sources.files import STANDARD_INPUT, File, Unreadable, below, check
from bilat.sources.guarded import Parsers
from bilat.sources.making import LARGEST_TEXT, Given, document, rejected

_HEAD = 65_536  # bytes by which a kind of file is told


@dataclass(frozen=True, slots=True)
class Size:
    """What lies before a reader: files, their bytes, and items (a JSON line or a file each)."""

    files: int
    bytes: int
    items: int


def read(paths: Iterable[Path], stdin: BinaryIO | None = None) -> Iterator[Reading]:
    """Yield one reading for each article below the paths, in order: folders are walked in the order of their names.

    `-` stands for standard input, read from `stdin`. What cannot be read yields a Refusal and the rest goes on.
    Raises MissingPath, before anything is read, where a path does not exist.
    """
    return _read(check(paths), stdin)


def size(paths: Iterable[Path]) -> Size:
    """How much there is to read; lines of JSON Lines files are counted, nothing else is opened.

    Standard input and what cannot be opened count as nothing. Raises MissingPath.
    """
    files = total = items = 0
    for path in check(paths):
        if str(path) == STANDARD_INPUT:
            continue
        for found in below(path):
            if isinstance(found, Unreadable):
                continue
            files += 1
            total += found.path.stat().st_size
            items += jsonlines.count(found.path) if _suffix(found.path) in SUFFIXES["lines"] else 1
    return Size(files, total, items)


def _read(paths: list[Path], stdin: BinaryIO | None) -> Iterator[Reading]:
    with closing(Parsers()) as parsers:
        for path in paths:
            if str(path) == STANDARD_INPUT:
                stream = stdin or sys.stdin.buffer
                yield from _from_stream(parsers, stream, STANDARD_INPUT, STANDARD_INPUT, None)
                continue
            for found in below(path):
                if isinstance(found, Unreadable):
                    yield Reading(found.source, found.refusal)
                else:
                    yield from _from_file(parsers, found)


def _suffix(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")


def _from_file(parsers: Parsers, file: File) -> Iterator[Reading]:
    suffix = _suffix(file.path)
    kind = next((k for k in ("text", "html", "lines") if suffix in SUFFIXES[k]), None)
    try:
        with file.path.open("rb") as stream:
            if kind is None and suffix in SUFFIXES["unread"]:
                what = signature(stream.read(_HEAD)) or f"a .{suffix} file"
                detail = f"it is {what}; bilat reads text, HTML and JSON Lines (.txt, .html, .jsonl)"
                yield Reading(file.source, rejected(file.name, "type", detail))
                return
            yield from _from_stream(parsers, stream, file.source, file.name, kind)
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        yield Reading(file.source, rejected(file.name, "unreadable", f"{why}; check the permissions"))


def _from_stream(parsers: Parsers, stream: BinaryIO, source: str, name: str, kind: str | None) -> Iterator[Reading]:
    """The readings of one open file; `kind` is what its name says it is, where that says anything."""
    head = stream.read(_HEAD)
    what = signature(head)
    if what:
        yield Reading(source, rejected(name, "binary", f"it is {what}; save it as text or HTML"))
        return
    found = kind_of(head)
    if kind == "lines" or (found == "lines" and kind != "html"):
        yield from jsonlines.readings(stream, head, source, name)
        return
    data = head + stream.read(LARGEST_TEXT + 1 - len(head))
    if len(data) > LARGEST_TEXT:
        detail = f"it is larger than {LARGEST_TEXT // 1_000_000} MB; split it, one article a file"
        yield Reading(source, rejected(name, "too_large", detail))
    elif kind == "html" or found == "html":
        yield Reading(source, parsers.parse("page", data, name, Given()))
    else:
        yield Reading(source, _text(data, name))


def _text(data: bytes, name: str) -> Document | Refusal:
    decoded = decode(data)
    if decoded is None:
        return rejected(name, "binary", "it is no text; save it as text or HTML")
    return document(name, decoded.text, Given(notes=decoded.notes))
