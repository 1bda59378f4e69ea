"""The opening of an agency's report: its place, its day and the agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilat.sources.lines import AGENCIES

_CAPITAL = r"[^\W\d_a-z][\w.'’-]*"
_DAY = r"(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.?\s+\d{1,2})(?:,?\s+\d{4})?"
_DASH = r"(?:--|[–—-])"
_WIRE = re.compile(
    r"^(?P<place>(?:[^\W\d_a-z][^\W\d_]*[.'’]?)(?:[\s,/-]+(?:[^\W\d_a-z][\w.'’]*|de|al|el|of))*?)?"
    rf"(?P<date>[\s,.]+{_DAY})?[\s,.]*"
    r"(?:\((?P<agency>[A-Z][^()\d]{1,40})\)|/(?P<slashed>[A-Z][\w ]{1,20})/|\b(?P<named>[A-Z]{2,12}))"
    r"\.?\s*(?:[-–—]{1,2}|:)?\s+"
)
_CAPITALS_PLACE = re.compile(
    r"^[^\W\d_a-z]{3,}(?:[\s.'’-]+[^\W\d_a-z]+)*(?:,\s*[A-Z][\w. ]{1,30})*"
    rf"(?:,?\s+\(?{_DAY}\)?)?\s*{_DASH}\s+(?=[A-Z“\"])"
)
_DATED_PLACE = re.compile(rf"^{_CAPITAL}(?:[\s,]+{_CAPITAL}){{0,5}}?,\s+{_DAY}\s*(?:{_DASH}|:)\s+")


@dataclass(frozen=True, slots=True)
class Wire:
    """The opening of an agency's report, `KYIV, May 21 (Agency) - `: `end` is where the report itself begins."""

    end: int
    origin: str | None


def wire(text: str) -> Wire | None:
    """The agency's opening of a first paragraph: a place, perhaps a day, and the agency or a dash."""
    head = text[:160]
    found = _WIRE.match(head)
    if found:
        agency = found["agency"] or found["slashed"] or found["named"]
        dashed = head[: found.end()].rstrip().endswith(("-", "–", "—", ":")) or found["slashed"] is not None
        known = agency in AGENCIES
        place = found["place"]
        # "Some Long Name (SLN) - " opens a sentence too: an unknown agency needs a place in capitals, a day or none.
        marked = known or place is None or place.isupper() or found["date"] is not None
        if (found["named"] is None and marked and (dashed or known)) or (known and dashed and place is not None):
            return Wire(found.end(), agency)
    placed = _CAPITALS_PLACE.match(head) or _DATED_PLACE.match(head)
    return Wire(placed.end(), None) if placed else None
