"""ICEWS: the tab files of its Dataverse, and the plain form of date, source, relation and target by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilat.model import ImportedEvent
from bilat.sources.coded.cells import Malformed, act_named, act_of, day_of, text_of, who, who_of

Row = Callable[[int, list[str]], ImportedEvent]


def plain_row(head: Sequence[str]) -> Row | None:
    """For a header with `date`, `source`, `relation` and `target` among its columns."""
    try:
        when, source, relation, target = (head.index(name) for name in ("date", "source", "relation", "target"))
    except ValueError:
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != len(head):
            raise Malformed(f"{len(cells)} columns and not {len(head)}")
        one, other = cells[source], cells[target]
        if not one or not other:
            raise Malformed("an actor is missing")
        day, iso = day_of(cells[when])
        act = act_named(cells[relation])
        code, way = who(one, iso)
        other_code, other_way = who(other, iso)
        return ImportedEvent(line, day, one, other, code, other_code, way, other_way, act)

    return read


_NAMES = ("Event ID", "Event Date", "Source Name", "Source Country", "CAMEO Code", "Target Name", "Target Country")


def row(head: Sequence[str]) -> Row | None:
    """For the header of a Dataverse file."""
    plain = [name.replace("_", " ").lower() for name in head]
    try:
        key, when, source, source_country, code, target, target_country = (plain.index(n.lower()) for n in _NAMES)
    except ValueError:
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != len(head):
            raise Malformed(f"{len(cells)} columns and not {len(head)}")
        day, iso = day_of(cells[when])
        act = act_of(cells[code])
        one, other = text_of(cells[source]), text_of(cells[target])
        if not one and not other:
            raise Malformed("both actors are missing")
        who_one = who_of(one, text_of(cells[source_country]), iso)
        who_other = who_of(other, text_of(cells[target_country]), iso)
        # ICEWS gives one ID to several rows: the day and the code belong to it.
        name = f"{text_of(cells[key])} {iso} {act.code}"
        return ImportedEvent(line, day, one, other, who_one[0], who_other[0], who_one[1], who_other[1], act, name)

    return read
