"""An article cut where its mentions begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from bilat.model import Mention

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(text: str, mentions: Mapping[str, Mention], belongs: Mapping[str, str]) -> list[list[dict[str, Any]]]:
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
    text: str, start: int, end: int, mentions: Mapping[str, Mention], belongs: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    here = [(m.end - m.start, key, m) for key, m in mentions.items() if m.start < end and start < m.end]
    here.sort(key=lambda one: one[:2])
    inside = sorted({start, end, *(cut for _, _, m in here for cut in (m.start, m.end) if start < cut < end)})
    for low, high in pairwise(inside):
        over = [(key, m) for _, key, m in here if m.start <= low and high <= m.end]
        piece: dict[str, Any] = {"start": low, "text": text[low:high]}
        if over:
            first, mention = next((one for one in over if one[0] in belongs), over[0])
            piece |= {
                "kind": mention.kind,
                "kinds": list(dict.fromkeys(m.kind for _, m in over)),
                "mention": first,
                "happening": belongs.get(first),
                "begins": [key for key, m in over if max(m.start, start) == low],
            }
        yield piece
