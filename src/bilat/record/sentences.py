"""Texts to sentences by offsets, for the search index: fast and even, with no parser."""

from __future__ import annotations

import re
from importlib import resources

LONGEST = 1000  # code points of a sentence; a text without full stops is cut here
_WRAPPED = range(40, 101)  # length of a line that an editor may have broken in the middle of a sentence

_ABBREVIATIONS = frozenset(
    resources.files(__package__).joinpath("abbreviations.txt").read_text(encoding="utf-8").split()
)
_LINE = re.compile(r"[^\r\n]+")
_STOP = re.compile(r"""[.!?…]{1,8}["'”’»)\]]{0,3}\s+(?=["'“‘«(\[]{0,3}[^\sa-z,;:.!?)\]…])""")
_LAST_WORD = re.compile(r"[\w.]{1,12}\Z")


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), in order, apart from one another, none of white space alone.

    A line break ends a sentence, save in a text whose lines were broken at a fixed width. None is longer than
    `LONGEST`.
    """
    found: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        begun = start
        for stop in _STOP.finditer(text, start, end):
            if not _is_abbreviation(text, begun, stop.start()):
                _add(found, text, begun, stop.end())
                begun = stop.end()
        _add(found, text, begun, end)
    return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Lines, those of one wrapped paragraph joined."""
    found: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if found and _goes_on(text, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the line at `start` goes on with the sentence of the paragraph before it."""
    _, end = before
    wrapped = end - max(before[0], text.rfind("\n", 0, end) + 1) in _WRAPPED
    return wrapped and "\n" not in text[end:start].replace("\r\n", "\n")[1:] and text[start].islower()


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    if text[stop] != ".":
        return False
    word = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if word is None:
        return False
    last = word.group()
    return (len(last) == 1 and last.isupper()) or last.lower() in _ABBREVIATIONS


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence without the white space around it, cut where it is too long."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        cut = end
        if end - start > LONGEST:
            space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
            cut = space if space > 0 else start + LONGEST
        last = cut
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            found.append((start, last))
        start = cut
