"""Web archives (WARC) as a stream of pages, plain or gzip, by FastWARC; runs in a process of its own.

FastWARC ends without a word where an archive is cut off: so each record waits until the next one, or a look at the
end of the file, shows that it is whole.
"""

from __future__ import annotations

import os
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bilat.model import Refusal
from bilat.sources.making import LARGEST_TEXT, rejected

_READ = 1 << 16
_GZIP = b"\x1f\x8b"
_LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_TOKEN = re.compile(r"[\w/.+-]+", re.ASCII)
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive: where its record begins, its address, and its bytes or why there are none."""

    offset: int
    url: str
    data: bytes
    refusal: Refusal | None = None


def warc(path: str, name: str) -> Iterator[Page]:
    """Every page of an archive, then what else was met: records of other kinds, counted, and where it is cut off."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        yield _only(name, rejected(name, "extra", 'reading web archives needs an extra: pip install "bilat[feeds]"'))
        return
    skipped: Counter[str] = Counter()
    waiting: Page | None = None
    begin, seen, fault = 0, 0, ""
    try:
        for record in ArchiveIterator(path, record_types=WarcRecordType.any_type, parse_http=False, fsspec_args=False):
            if waiting is not None:
                yield waiting
            begin, seen = record.stream_pos, seen + 1
            waiting = _page(record, skipped)
    except OSError as error:  # FastWARC's word for every kind of damage
        fault = str(error)[:150]
    end = _ending(path, begin) if seen else "it holds no record of a web archive"
    if waiting is not None and not end.startswith("cut"):
        yield waiting
    if end or fault:
        told = f"{end or 'it is damaged'} after {seen:,} records, near byte {begin:,}{f' ({fault})' if fault else ''}"
        yield _only(name, Refusal(name, "truncated", "warc", f"{told}; fetch the archive again"), begin)
    if skipped:
        listed = ", ".join(f"{count:,} {what}" for what, count in sorted(skipped.items()))
        yield _only(name, Refusal(name, "skipped", "records", f"no pages: {listed}"))


def _only(name: str, refusal: Refusal, offset: int = 0) -> Page:
    return Page(offset, name, b"", refusal)


def _word(header: str) -> str:
    """A header's value as a word for the ledger: archives are hostile, and the ledger has a line for each reason."""
    return "".join(_TOKEN.findall(header.lower()))[:40] or "unknown"


def _page(record: Any, skipped: Counter[str]) -> Page | None:
    kind = _word(str(record.headers.get("WARC-Type") or ""))
    if kind not in ("response", "resource", "conversion"):
        skipped[kind] += 1
        return None
    url = record.headers.get("WARC-Target-URI") or f"record at byte {record.stream_pos}"
    content = (record.headers.get("Content-Type") or "").lower()
    charset = None
    if kind == "response":
        try:
            record.parse_http(auto_decode="all")
        except OSError as error:
            return Page(record.stream_pos, url, b"", Refusal(url, "failed", "http", f"{error}; fetch the page again"))
        status = record.http_headers.status_code if record.http_headers else None
        if status != 200:
            skipped[f"answers of status {status}"] += 1
            return None
        content = (record.http_content_type or "text/html").lower()
        charset = record.http_charset
    if not content.startswith((*_PAGES, "text/plain")):
        skipped[f"of type {_word(content.split(';')[0])}"] += 1
        return None
    try:
        data = record.reader.read(LARGEST_TEXT + 1)
    except OSError as error:
        return Page(record.stream_pos, url, b"", Refusal(url, "failed", "http", f"{error}; fetch the page again"))
    if len(data) > LARGEST_TEXT:
        detail = f"unpacked it is larger than {LARGEST_TEXT // 1_000_000} MB; split it"
        return Page(record.stream_pos, url, b"", rejected(url, "too_large", detail))
    if charset and charset.lower() not in ("utf-8", "utf8") and b"charset" not in data[:4_000].lower():
        with suppress(LookupError, ValueError):  # of an encoding that there is not, the page itself may tell another
            data = data.decode(charset, "replace").encode("utf-8")
    return Page(record.stream_pos, url, data)


def _ending(path: str, begin: int) -> str:
    """What is wrong with the end of an archive whose last record begins there; empty where nothing is."""
    with open(path, "rb") as file:  # noqa: PTH123
        packed = file.read(2) == _GZIP
        file.seek(begin)
        each = file.read(2) == _GZIP
        file.seek(begin if each or not packed else 0)
        if packed and not each:  # all records packed as one
            return "cut off" if _unpacked(file) is None else ""
        if not packed:
            head = file.read(_READ)
            wanted = _wanted(head)
            left = os.fstat(file.fileno()).st_size - begin
            if wanted is None or left < wanted:
                return "cut off"
            return "" if left <= wanted + 8 else "it cannot be read on"
        return _gzip_ending(file)


def _gzip_ending(file: Any) -> str:
    found = _unpacked(file)
    wanted = _wanted(found[0]) if found else None
    if found is None or wanted is None or found[1] < wanted:
        return "cut off"
    return "it cannot be read on" if found[2].strip(b"\0") or file.read(1) else ""


def _unpacked(file: Any) -> tuple[bytes, int, bytes] | None:
    """How what was packed as one begins, how long it is, and what was read behind it; absent where it is cut off."""
    unpack = zlib.decompressobj(31)
    head, size = b"", 0
    while not unpack.eof:
        packed = unpack.unconsumed_tail or file.read(_READ)
        if not packed:
            return None
        try:
            plain = unpack.decompress(packed, _READ)
        except zlib.error:
            return None
        head = head + plain if len(head) < _READ else head
        size += len(plain)
    return head, size, unpack.unused_data


def _wanted(head: bytes) -> int | None:
    """How long a record must be, by its own head."""
    ends = [at + length for mark, length in ((b"\r\n\r\n", 4), (b"\n\n", 2)) if (at := head.find(mark)) >= 0]
    found = _LENGTH.search(head[: min(ends)]) if ends else None
    return min(ends) + int(found[1]) if found else None
