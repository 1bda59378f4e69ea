"""Paths to readings: one document or one refusal for each input."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bilat.model import Document, Reading, Refusal
from bilat.sources import jsonlines
from bilat.sources.decoding import SUFFIXES, decode, kind_of, signature
from bilat.sources.feeds import LARGEST_FEED, kind_of_list
from bilat.sources.files import STANDARD_INPUT, File, Unreadable, below, check
from bilat.sources.guarded import Parsers, archived, feed_entries
from bilat.sources.making import LARGEST_TEXT, Given, document, rejected
from bilat.sources.pdf import LARGEST_FILE

_PDF, _GZIP = b"%PDF-", b"\x1f\x8b"
_READS = "bilat reads text, HTML, JSON Lines, feeds, web archives and PDF (.txt, .html, .jsonl, .xml, .warc, .pdf)"
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
            if is_archive(file.path):
                yield from archived(parsers, str(file.path), file.source, file.name)
                return
            if kind is None and suffix in SUFFIXES["unread"]:
                head = stream.read(_HEAD)
                stream.seek(0)
                if not (head.startswith(_PDF) or kind_of_list(head)):
                    what = signature(head) or f"a .{suffix} file"
                    yield Reading(file.source, rejected(file.name, "type", f"it is {what}; {_READS}"))
                    return
            yield from _from_stream(parsers, stream, file.source, file.name, kind)
    except OSError as error:
        why = (error.strerror or "it cannot be opened").lower()
        yield Reading(file.source, rejected(file.name, "unreadable", f"{why}; check the permissions"))


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, plain or gzip."""
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(_GZIP):
        with suppress(zlib.error):
            head = zlib.decompressobj(31).decompress(head, 16)
    return head.startswith(b"WARC/")


def fetched(parsers: Parsers, data: bytes, address: str) -> Iterator[Reading]:
    """The readings of what an address gave: the entries of a feed, or one page or file."""
    if kind_of_list(data[:_HEAD]) == "feed":
        for key, outcome in feed_entries(parsers, data, address):
            yield Reading(f"{address}#{key}" if key != address else address, outcome)
    elif data.startswith(_PDF):
        yield Reading(address, parsers.parse("pdf", data, address))
    else:
        yield Reading(address, parsers.parse("page", data, address, Given(url=address)))


def _from_stream(parsers: Parsers, stream: BinaryIO, source: str, name: str, kind: str | None) -> Iterator[Reading]:
    """The readings of one open file; `kind` is what its name says it is, where that says anything."""
    head = stream.read(_HEAD)
    if head.startswith(_PDF):
        data, large = _whole(stream, head, LARGEST_FILE)
        yield Reading(source, _too_large(name, LARGEST_FILE) if large else parsers.parse("pdf", data, name))
        return
    what = signature(head)
    if what:
        yield Reading(source, rejected(name, "binary", f"it is {what}; save it as text or HTML"))
        return
    listed = kind_of_list(head) if kind is None else None
    if listed == "feed":
        data, large = _whole(stream, head, LARGEST_FEED)
        if large:
            yield Reading(source, _too_large(name, LARGEST_FEED))
            return
        for key, outcome in feed_entries(parsers, data, name):
            yield Reading(f"{source}#{key}" if key != name else source, outcome)
        return
    if listed:
        detail = f"it is a list of addresses ({listed}); `bilat watch` reads what they lead to"
        yield Reading(source, rejected(name, "type", detail))
        return
    found = kind_of(head)
    if kind == "lines" or (found == "lines" and kind != "html"):
        yield from jsonlines.readings(stream, head, source, name)
        return
    data, large = _whole(stream, head, LARGEST_TEXT)
    if large:
        yield Reading(source, _too_large(name, LARGEST_TEXT))
    elif kind == "html" or found == "html":
        yield Reading(source, parsers.parse("page", data, name, Given()))
    else:
        yield Reading(source, _text(data, name))


def _whole(stream: BinaryIO, head: bytes, most: int) -> tuple[bytes, bool]:
    """All bytes of a stream whose head is read already, and whether they are more than allowed."""
    data = head + stream.read(max(0, most + 1 - len(head)))
    return data, len(data) > most


def _too_large(name: str, most: int) -> Refusal:
    return rejected(name, "too_large", f"it is larger than {most // 1_000_000} MB; split it, one article a file")


def _text(data: bytes, name: str) -> Document | Refusal:
    decoded = decode(data)
    if decoded is None:
        return rejected(name, "binary", "it is no text; save it as text or HTML")
    return document(name, decoded.text, Given(notes=decoded.notes))
