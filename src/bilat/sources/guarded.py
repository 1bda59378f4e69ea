"""Parsers that others wrote, each call in a process of its own with limits: what goes wrong costs one input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from bilat.model import Reading, Refusal
from bilat.sources.feeds import Entry, pieces
from bilat.sources.making import Given
from bilat.workers import Ended, Limits, Worker

SECONDS = 20.0  # for one page, feed, PDF file or record of an archive
_PARSING = "bilat.sources.parsing"
_DO: dict[str, str] = {
    "timeout": "save its text as a text file",
    "memory": "save its text as a text file, or split it",
    "crash": "save its text as a text file, and please report it",
    "error": "save its text as a text file, and please report it",
}
_T = TypeVar("_T")


class Parsers:
    """The worker that parses, started when a file first needs it; and one that walks through archives."""

    def __init__(self) -> None:
        self._parser = Worker(Limits(SECONDS))
        self._walker = Worker(Limits(SECONDS))

    def close(self) -> None:
        """End the processes."""
        self._parser.close()
        self._walker.close()

    def parse(self, function: str, data: bytes, name: str, *more: Any) -> Any:
        """What a function of `parsing` makes of some bytes, or a Refusal."""
        try:
            return self._parser.call(f"{_PARSING}:{function}", data, name, *more)
        except Ended as ended:
            return broken(name, ended)

    def walk(self, function: str, *arguments: Any) -> Iterator[Any]:
        """What a generator of `parsing` yields. Raises Ended."""
        yield from self._walker.stream(f"{_PARSING}:{function}", *arguments)


def feed_entries(parsers: Parsers, data: bytes, name: str) -> Iterator[Entry]:
    """Every entry of a feed; one that breaks the parser as a whole is read entry by entry."""
    try:
        yield from list(parsers.walk("feed", data, name))  # all or none: a broken feed is begun once more
    except Ended as ended:
        cut = pieces(data)
        if len(cut) < 2:
            yield name, broken(name, ended)
        for number, piece in enumerate(cut if len(cut) > 1 else [], 1):
            place = f"{name}#{number}"
            try:
                yield from list(parsers.walk("feed", piece, place))
            except Ended as again:
                yield place, broken(place, again)


def archived(parsers: Parsers, path: str, source: str, name: str) -> Iterator[Reading]:
    """Every page of a web archive; a page that breaks its parser costs itself."""
    offset = 0
    try:
        for page in parsers.walk("warc", path, name):
            offset = page.offset
            place = f"{source}:{offset}" if page.data or offset else source
            outcome = page.refusal or parsers.parse("page", page.data, page.url, Given(url=page.url))
            yield Reading(place, outcome)
    except Ended as ended:
        detail = f"its reader failed after byte {offset:,}: {ended}; what stands before is read"
        yield Reading(source, Refusal(name, "truncated", "warc", detail))


def broken(name: str, ended: Ended) -> Refusal:
    """The refusal of what a parser broke at."""
    reason = "parser" if ended.reason == "error" else ended.reason
    return Refusal(name, "failed", reason, f"its parser failed: {ended}; {_DO[ended.reason]}")
