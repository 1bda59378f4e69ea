"""An article cut where its mentions begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bilat.model import Mention

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(text: str, mentions: Sequence[Mention], belongs: Mapping[str, str]) -> list[list[dict[str, Any]]]:
    """Each paragraph as pieces with `start`, `text` and, where mentions cover it, `kind`, `happening`, `begins`.

    Offsets are in code points, as mentions have them, so that signs of several units and scripts of any direction
    fall where they are. A piece is of the shortest mention that covers it; `kinds` names all; `begins` are the ids of
    the mentions that begin there.
    """
    return [list(_pieces(text, start, end, mentions, belongs)) for start, end in _spans(text)]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end, after in [*((m.start(), m.end()) for m in _BLANK_LINE.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            yield start, end
        start = after


def _pieces(
    text: str, start: int, end: int, mentions: Sequence[Mention], belongs: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    here = [m for m in mentions if m.start < end and start < m.end]
    inside = sorted({start, end, *(cut for m in here for cut in (m.start, m.end) if start < cut < end)})
    for low, high in pairwise(inside):
        over = sorted((m for m in here if m.start <= low and high <= m.end), key=lambda m: (m.end - m.start, m.id))
        piece: dict[str, Any] = {"start": low, "text": text[low:high]}
        if over:
            first = next((m for m in over if m.id in belongs), over[0])
            piece |= {
                "kind": first.kind,
                "kinds": list(dict.fromkeys(m.kind for m in over)),
                "mention": first.id,
                "happening": belongs.get(first.id),
                "begins": [m.id for m in over if max(m.start, start) == low],
            }
        yield piece
