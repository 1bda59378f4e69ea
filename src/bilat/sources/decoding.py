"""Bytes to text: which kind of file they are, and which encoding they were written in."""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

KINDS = tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text(encoding="utf-8"))
SUFFIXES: dict[str, list[str]] = KINDS["suffixes"]
_SIGNATURES = [(bytes.fromhex(s["bytes"]), str(s["what"])) for s in KINDS["signatures"]]
_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_DECLARED = re.compile(rb"<meta[^<>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|article|div|main|section)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_INVALID = re.compile("[\ud800-\udfff\x00]")
_MOJIBAKE = re.compile("â€[™œ\x9d“”˜¦]|Ã[©¨¼¶¤±³¡]")
_HIGH = re.compile(rb"[\x80-\xff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PAGE_ENCODINGS = ("utf-8", "utf-16", "iso8859", "cp", "koi8", "gb", "big5", "euc", "shift", "mac")
_SAMPLE = 20_000  # bytes that the encoding detector sees


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line ends as LF and no byte order mark, and notes on what was odd in its bytes."""

    text: str
    notes: tuple[str, ...] = ()


def signature(head: bytes) -> str | None:
    """What a file is by its first bytes, where it is no text: "a PDF document"; absent for what may be text."""
    if not _marked(head):
        for start, what in _SIGNATURES:
            if head.startswith(start):
                return what
        if head.count(0) and _wide(head) is None:
            return "not a text (it holds zero bytes)"
    return None


def kind_of(head: bytes) -> str:
    """`html`, `lines` (JSON Lines) or `text`, by the first bytes."""
    marked = _marked(head)
    start = head[len(marked[0]) if marked else 0 :].replace(b"\x00", b"")  # UTF-16 has zeros between ASCII letters
    if _HTML.match(start):
        return "html"
    if re.match(rb"\s*\{\s*\"", start):
        return "lines"
    return "text"


def decode(data: bytes, declared: bool = False) -> Decoded | None:
    """The text of some bytes; absent where they are no text. `declared` lets an HTML page name its own encoding."""
    text, note = _decode(data, declared)
    controls = len(_CONTROL.findall(text[:100_000]))
    if controls > 0.05 * min(len(text), 100_000):
        return None
    cleaned = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return Decoded(cleaned.text, (*((note,) if note else ()), *cleaned.notes))


def clean(text: str) -> Decoded:
    """A text without lone surrogates and zero characters, which no store takes; no offset moves."""
    notes = []
    lone = len(_INVALID.findall(text))
    if lone:
        text = _INVALID.sub("\ufffd", text)
        notes.append(f"{lone} {'character was' if lone == 1 else 'characters were'} not valid and read as U+FFFD")
    if _MOJIBAKE.search(text):
        notes.append("it shows traces of a wrong decoding (mojibake) and was kept as it is")
    return Decoded(text, tuple(notes))


def _marked(data: bytes) -> tuple[bytes, str] | None:
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, known by zero bytes in every other place."""
    sample = data[: 2 * (min(len(data), 2_000) // 2)]
    if len(sample) < 4:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _decode(data: bytes, declared: bool) -> tuple[str, str | None]:
    marked = _marked(data)
    if marked:
        return _replaced(data[len(marked[0]) :], marked[1])
    wide = _wide(data)
    if wide:
        text, note = _replaced(data, wide)
        return text, note or f"decoded as {wide}"
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if declared and (name := _named(data)) and name != "utf-8":
        text, note = _replaced(data, name)
        return text, note or f"decoded as {name}, as the page says"
    high = len(_HIGH.findall(data))
    whole = sum(len(m) for m in _MULTIBYTE.findall(data))
    if whole > 0.5 * high:
        return _replaced(data, "utf-8")
    # Few letters beyond ASCII tell a detector nothing; in English they are nearly always Windows' quotation marks.
    name = "cp1252" if high < 0.2 * len(data) else _detected(data)
    text, _ = _replaced(data, name)
    return text, f"not UTF-8; decoded as {name}"


def _replaced(data: bytes, encoding: str) -> tuple[str, str | None]:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    if not bad:
        return text, None
    return text, f"{bad} {'place was' if bad == 1 else 'places were'} not {encoding.upper()} and read as U+FFFD"


def _named(data: bytes) -> str | None:
    """The encoding that a page declares, where it is one that pages use."""
    found = _DECLARED.search(data[:4_000])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return None
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # as every browser reads it
    return name if name.startswith(_PAGE_ENCODINGS) else None


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
