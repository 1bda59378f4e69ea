"""POLECAT's weekly and yearly tab files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from bilat.model import Act, ImportedEvent
from bilat.ontology import TYPES, plover_act
from bilat.sources.coded.cells import Malformed, day_of, text_of, who_of

Row = Callable[[int, list[str]], ImportedEvent]
_NAMES = ("Event ID", "Event Date", "Event Type", "Event Mode", "Actor Name", "Actor Country", "Recipient Name",
          "Recipient Country")  # fmt: skip


def row(head: Sequence[str]) -> Row | None:
    """For POLECAT's header."""
    try:
        key, when, kind, mode, actor, country, recipient, other_country = map(head.index, _NAMES)
    except ValueError:
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != len(head):
            raise Malformed(f"{len(cells)} columns and not {len(head)}")
        day, iso = day_of(cells[when])
        act = _act(text_of(cells[kind]), text_of(cells[mode]))
        own, given = text_of(cells[country]), text_of(cells[other_country])
        one, other = text_of(cells[actor]) or own, text_of(cells[recipient]) or given
        if not one and not other:
            raise Malformed("both actors are missing")
        code, way = who_of(one, own, iso)
        other_code, other_way = who_of(other, given, iso)
        # One event with several actors is several rows of one ID.
        name = f"{text_of(cells[key])} {iso} {act.code} {one} > {other}"
        return ImportedEvent(line, day, one, other, code, other_code, way, other_way, act, name)

    return read


@lru_cache(maxsize=4096)
def _act(kind: str, mode: str) -> Act:
    if kind.upper() not in TYPES:
        raise Malformed(f"{kind[:40]!r} is no PLOVER type")
    return plover_act(kind.upper(), mode.lower())
