"""GDELT's event tables, 1.0 (57 columns, 58 with the address) and 2.0 (61)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilat.model import ImportedEvent
from bilat.sources.coded.cells import Malformed, act_of, day_of, text_of, who_coded

Row = Callable[[int, list[str]], ImportedEvent]
_WIDTHS = (57, 58, 61)
_KEY, _DAY, _CODE, _NAME, _COUNTRY, _OTHER_CODE, _OTHER_NAME, _OTHER_COUNTRY, _EVENT, _ARTICLES = (
    0, 1, 5, 6, 7, 15, 16, 17, 26, 33
)  # fmt: skip


def headed(head: Sequence[str]) -> bool:
    """GDELT's own files have no header; copies of them may."""
    return head[0].lower() == "globaleventid"


def row(head: Sequence[str]) -> Row | None:
    """For a first line as wide as GDELT's."""
    width = len(head)
    if width not in _WIDTHS or not (headed(head) or head[_KEY].isdigit()):
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != width:
            raise Malformed(f"{len(cells)} columns and not {width}")
        if not cells[_KEY].isdigit():
            raise Malformed("the event has no number")
        day, _ = day_of(cells[_DAY])
        act = act_of(cells[_EVENT])
        code, way = who_coded(cells[_CODE], cells[_COUNTRY])
        other, other_way = who_coded(cells[_OTHER_CODE], cells[_OTHER_COUNTRY])
        name, other_name = text_of(cells[_NAME]) or cells[_CODE], text_of(cells[_OTHER_NAME]) or cells[_OTHER_CODE]
        reports = int(cells[_ARTICLES]) if cells[_ARTICLES].isdigit() else 1
        return ImportedEvent(line, day, name, other_name, code, other, way, other_way, act, cells[_KEY], reports)

    return read
