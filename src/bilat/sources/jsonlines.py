"""JSON Lines: one article a line, read as a stream, so that a file may be of any size."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bilat.model import Document, Reading, Refusal
from bilat.sources.credits import names
from bilat.sources.decoding import clean
from bilat.sources.making import LARGEST_TEXT, Given, document, given_date, rejected

_CHUNK = 1 << 20
_MISREAD = re.compile("[\udc80-\udcff]")
# JSON may write a character in six bytes.
_LONGEST_LINE = 6 * LARGEST_TEXT


def count(path: Path) -> int:
    """How many lines a file has, blank ones too."""
    lines = 0
    last = b"\n"
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except OSError:
        return 0
    return lines + (last != b"\n")


def readings(stream: BinaryIO, head: bytes, source: str, name: str) -> Iterator[Reading]:
    """One reading for each line that is not blank; `head` is what was read of the stream already."""
    seen = False
    for number, line, whole in _lines(stream, head):
        if line is not None and not line.strip():
            continue
        seen = True
        place = f"{source}:{number}"
        label = f"{name}:{number}"
        if line is None:
            detail = f"line {number} is longer than {_LONGEST_LINE // 1_000_000} MB; split it"
            yield Reading(place, rejected(label, "too_large", detail))
        else:
            yield Reading(place, _article(line, number, label, whole))
    if not seen:
        yield Reading(source, rejected(name, "empty", "it holds no lines"))


def _lines(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, str | None, bool]]:
    """Each line's number, its text (absent where it is too long), and whether a line end closes it."""
    encoding = _encoding(head)
    feed = codecs.getincrementaldecoder(encoding)("surrogateescape" if encoding == "utf-8" else "replace")
    number, rest, skipping = 1, "", False
    chunk = head.removeprefix(codecs.BOM_UTF8) if encoding == "utf-8" else head
    while True:
        rest += feed.decode(chunk, final=not chunk)
        *lines, rest = rest.split("\n")
        for line in lines:
            yield number, None if skipping else line, True
            number, skipping = number + 1, False
        if skipping or len(rest) > _LONGEST_LINE:
            rest, skipping = "", True
        if not chunk:
            break
        chunk = stream.read(_CHUNK)
    if skipping or rest:
        yield number, None if skipping else rest, False


def _encoding(head: bytes) -> str:
    return "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"


def _article(line: str, number: int, name: str, whole: bool) -> Document | Refusal:
    line, misread = _mended(line)
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError as error:
        if not whole:
            detail = f"line {number} is cut off at the end of the file; fetch the file again"
            return Refusal(name, "truncated", "json", detail)
        detail = f"line {number} is no JSON: {error.msg} at character {error.colno}; mend or remove it"
        return rejected(name, "json", detail)
    except (ValueError, RecursionError):
        detail = f"line {number} is JSON that nests too deep or holds a number too long; mend or remove it"
        return rejected(name, "json", detail)
    if not isinstance(row, dict):
        return rejected(name, "json", f"line {number} is no JSON object; write one object a line, with `text`")
    if "text" not in row:
        return rejected(name, "missing_text", f"line {number} has no `text`; put the article's text there")
    if not isinstance(row["text"], str):
        kind = _JSON_KINDS.get(type(row["text"]), "a number")
        return rejected(name, "wrong_type", f"line {number}: `text` is {kind} and must be a string")
    cleaned = clean(row["text"].replace("\r\n", "\n").replace("\r", "\n"))
    given, called = _given(row, (*misread, *cleaned.notes))
    made = document(called or name, cleaned.text, given)
    if isinstance(made, Refusal):
        return Refusal(made.name, made.status, made.reason, f"line {number}: {made.detail}")
    return made


_JSON_KINDS: dict[type, str] = {type(None): "null", bool: "true or false", list: "a list", dict: "an object"}


def _mended(line: str) -> tuple[str, tuple[str, ...]]:
    """The line with bytes that were no UTF-8 read as Windows' Latin letters."""
    if line.isascii() or not _MISREAD.search(line):
        return line, ()
    raw = line.encode("utf-8", "surrogateescape")
    return raw.decode("cp1252", "replace"), ("not UTF-8; decoded as cp1252",)


def _given(row: dict[str, Any], notes: tuple[str, ...]) -> tuple[Given, str | None]:
    """What a line says beside its text, and the name that it gives the document: its id, else its url."""
    found: dict[str, str] = {}
    for key in ("id", "url", "title", "publisher", "language"):
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and key == "id":
            value = str(value)
        if isinstance(value, str) and value.strip():
            found[key] = " ".join(clean(value).text.split())
        elif value is not None and not isinstance(value, str):
            notes = (*notes, f"`{key}` is no string and was left out")
    authors = row.get("authors")
    people: tuple[str, ...] = ()
    if isinstance(authors, str):
        people = names(clean(authors).text)
    elif isinstance(authors, list):
        people = tuple(clean(a).text.strip() for a in authors if isinstance(a, str) and a.strip())
    published = None
    if row.get("published") not in (None, ""):
        published, remarks = given_date(row["published"])
        notes = (*notes, *remarks)
    given = Given(
        found.get("title"), published, people, found.get("publisher"), found.get("url"), found.get("language"), notes
    )
    return given, found.get("id") or found.get("url")
