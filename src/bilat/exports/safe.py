"""Texts of others made inert: what came out of an article is never read as a part of the format."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from bilat.reports import printable, safe_url

# What XML 1.0 has no way to write; half a surrogate pair is what UTF-8 has not.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_IN_URL = re.compile(r'[\s"<>\\^`{|}\x00-\x20\x7f-\x9f\ud800-\udfff]')


def line(text: str) -> str:
    """A text on one line, without control characters and halves of surrogate pairs."""
    return " ".join(printable(text).split())


def xml(text: str) -> str:
    """A text as character data or attribute value of XML."""
    return escape(_UNWRITABLE.sub("\ufffd", text), {'"': "&quot;", "\r": "&#13;"})


def url(address: str | None) -> str | None:
    """An address of the web, what must not stand in one written as %XX; None for any other."""
    known = safe_url(address)
    if known is None:
        return None
    return _BAD_IN_URL.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), known)
