"""The date of a document that gives none: an interval from the latest past act that it tells of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bilat.coding.blocks import plain
from bilat.coding.parsed import Parsed
from bilat.dates import find, interval, resolve
from bilat.model import Document, When

_AHEAD = re.compile(
    r"\b(will|would|may|could|by|until|expected|plan\w*|hope\w*|scheduled|due|goal|target|before|forecast\w*)\s*(?:\w+\s+){0,6}$",
    re.I,
)


def date_of(document: Document, body: Sequence[Parsed]) -> When | None:
    """`on or after` the latest day, month or year that the text tells of as past; None where it names none."""
    best: tuple[dt.date, str] | None = None
    texts = [p.doc.text for p in body]
    texts += [plain(document.text[p.start : p.end]) for p in document.parts if p.role == "caption"]
    for text in texts:
        for expression in find(text):
            if _AHEAD.search(text[max(0, expression.start - 60) : expression.start]):
                continue
            iso = resolve(expression, None, "past")
            if iso is None:
                continue
            low = interval(iso).low
            if low is not None and (best is None or low > best[0]):
                best = (low, expression.words)
    if best is None:
        return None
    return When(f"{best[0].isoformat()}/..", f"on or after {best[1]}", "text")
