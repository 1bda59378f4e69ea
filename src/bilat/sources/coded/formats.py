"""The formats of event data: which columns a file has, and what a row of them says."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bilat.model import BilatError, Fault, ImportedEvent
from bilat.sources.coded import acled, gdelt, icews, phoenix, polecat
from bilat.sources.coded.cells import Malformed
from bilat.sources.coded.lines import commas, tabbed, whole
from bilat.sources.coded.lines import either as phoenix_cells

Row = Callable[[int, list[str]], ImportedEvent]
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


class UnknownForm(BilatError):
    """A file that is not what it was said to be; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format: how its files are told and read.

    `columns` gives, for the cells of a file's first line, what reads a row of it, or None where it is another format;
    `headed` says whether that line is a header; `reads` splits the file into cells.
    """

    name: str
    label: str
    columns: Callable[[Sequence[str]], Row | None]
    headed: Callable[[Sequence[str]], bool]
    reads: Callable[[Path, Callable[[int], None]], Iterator[tuple[int, list[str] | None]]]
    wanted: str


def _always(_: Sequence[str]) -> bool:
    return True


FORMATS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("icews-tsv", "ICEWS as date, source, relation, target", icews.plain_row, _always, tabbed,
             "a header with date, source, relation and target, tab-separated"),
        Form("icews", "ICEWS as on Dataverse", icews.row, _always, tabbed,
             "a header with Event ID, Event Date, Source Name, CAMEO Code and Target Name, tab-separated"),
        Form("polecat", "POLECAT", polecat.row, _always, tabbed,
             "a header with Event ID, Event Date, Event Type, Actor Name and Recipient Name, tab-separated"),
        Form("gdelt", "GDELT 1.0 and 2.0 events", gdelt.row, gdelt.headed, tabbed,
             "57, 58 or 61 tab-separated columns without a header"),
        Form("phoenix", "Phoenix, daily or historical", phoenix.row, phoenix.headed, phoenix_cells,
             "26 tab-separated columns, or a CSV header with eid, story_date, source, target and code"),
        Form("acled", "ACLED as CSV", acled.row, _always, commas,
             "a CSV header with event_id_cnty, event_date, event_type, actor1 and actor2"),
    )
}  # fmt: skip


def check(path: Path) -> None:
    """Raises UnknownForm where a packed file is broken or cut off."""
    try:
        whole(path)
    except _BROKEN as error:
        raise UnknownForm(f"{path}: cannot be unpacked ({error}); fetch it again") from None


def events(path: Path, form: str, after: int, told: Callable[[int], None]) -> Iterator[ImportedEvent | Fault]:
    """Each line of a file after line `after`: the event that it tells of, or what is wrong with it.

    `told` is called with the bytes read so far. Raises UnknownForm where the file is empty, broken or of another
    format.
    """
    try:
        yield from _events(path, FORMATS[form], after, told)
    except _BROKEN as error:
        raise UnknownForm(f"{path}: cannot be read ({error}); fetch it again") from None


def _events(path: Path, form: Form, after: int, told: Callable[[int], None]) -> Iterator[ImportedEvent | Fault]:
    rows = form.reads(path, told)
    first = next(rows, None)
    if first is None:
        raise UnknownForm(f"{path}: the file is empty")
    head = [cell.strip().strip('"').lstrip("\ufeff") for cell in first[1] or []]
    read = form.columns(head)
    if read is None:
        raise UnknownForm(f"{path}: this is no file of {form.label}, which has {form.wanted}; check --format")
    for line, cells in rows if form.headed(head) else chain([first], rows):
        if line <= after:
            continue
        if cells is None:
            yield Fault(line, "it is no row of text")
            continue
        if not any(cells):
            continue
        try:
            yield read(line, cells)
        except Malformed as error:
            yield Fault(line, "the header once more" if cells[0].strip().strip('"') == head[0] else str(error))
        except (IndexError, ValueError):
            yield Fault(line, f"{len(cells)} columns and not {len(head)}")
