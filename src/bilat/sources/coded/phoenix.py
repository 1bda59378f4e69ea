"""Phoenix: the Open Event Data Alliance's daily files, and the Cline Center's historical ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilat.model import ImportedEvent
from bilat.sources.coded.cells import Malformed, act_of, day_of, text_of, who_coded

Row = Callable[[int, list[str]], ImportedEvent]
_WIDTHS = (26, 27)  # the last one with the sentence that was geocoded
_KEY, _DAY, _SOURCE, _TARGET, _CODE = 0, 1, 5, 9, 13


def headed(head: Sequence[str]) -> bool:
    """The daily files have no header, though copies of them may; the historical files have one."""
    return bool(head) and head[_KEY].lower() in ("eventid", "eid")


def row(head: Sequence[str]) -> Row | None:
    """For a first line as wide as a daily file's, or the header of a historical one."""
    width = len(head)
    if head and head[_KEY].lower() == "eid":
        return _historical(head)
    if width not in _WIDTHS or not (headed(head) or head[_DAY].isdigit()):
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != width:
            raise Malformed(f"{len(cells)} columns and not {width}")
        return _event(line, cells[_KEY], cells[_DAY], cells[_SOURCE], cells[_TARGET], cells[_CODE])

    return read


def _historical(head: Sequence[str]) -> Row | None:
    try:
        key, when, source, target, code = map(head.index, ("eid", "story_date", "source", "target", "code"))
    except ValueError:
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != len(head):
            raise Malformed(f"{len(cells)} columns and not {len(head)}")
        return _event(line, cells[key], _day(cells[when]), cells[source], cells[target], cells[code])

    return read


def _day(cell: str) -> str:
    """A date, which the historical files write as `1/31/1979`."""
    parts = cell.split("/")
    return f"{parts[2]}-{parts[0]:0>2}-{parts[1]:0>2}" if len(parts) == 3 else cell


def _event(line: int, key: str, when: str, source: str, target: str, code: str) -> ImportedEvent:
    day, iso = day_of(when)
    act = act_of(code)
    one, other = text_of(source), text_of(target)
    if not one and not other:
        raise Malformed("both actors are missing")
    from_code, way = who_coded(one)
    to_code, other_way = who_coded(other)
    # Daily files number their events anew each day.
    name = f"{text_of(key)} {iso} {one} > {other}"
    return ImportedEvent(line, day, one, other, from_code, to_code, way, other_way, act, name)
