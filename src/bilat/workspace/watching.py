"""Feeds, sitemaps and folders watched: round after round, what is new goes into the record."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from bilat import sources
from bilat.model import BilatError, Reading, Refusal
from bilat.record import Feed, Record
from bilat.workspace.matching import match_again
from bilat.workspace.reading import Progress, Summary, read_into

FIRST_WAIT, LONGEST_WAIT = 60.0, 86_400.0  # seconds that a feed is left alone after failures, doubled each time
MOST_PAGES = 200  # of sitemaps, in one round
SETTLED = 2.0  # seconds for which a file in a watched folder must not have changed
_ROBOTS = 500_000


class Watch:
    """What is watched: addresses of feeds and sitemaps, or a folder. One round after another."""

    def __init__(self, target: str, allow_private: bool, pause: float) -> None:
        """`target` is an OPML file, a folder, or the address of a feed or a sitemap. Raises BilatError."""
        self._folder: Path | None = None
        self._seen: dict[Path, tuple[int, int]] = {}
        self._robots: dict[str, RobotFileParser] = {}
        self._fetcher: sources.Fetcher | None = None
        if not target.startswith(("http://", "https://")) and Path(target).is_dir():
            self._folder = Path(target)
        else:
            self._fetcher = sources.Fetcher(allow_private, pause)
            self._list = _listed(target)

    def close(self) -> None:
        """Close the connections."""
        if self._fetcher:
            self._fetcher.close()

    def round(self, record: Record, module: str, workers: int, progress: Progress | None) -> Summary:
        """Read what is new into the record, and match. What a feed answered is kept once its entries are stored."""
        answered: list[Feed] = []
        readings = self._new_files(self._folder) if self._folder else self._new_entries(record, answered)
        summary = read_into(record, readings, module, workers, progress)
        for feed in answered:
            record.put_feed(feed)
        if not record.matched():
            match_again(record)
        return summary

    def _new_files(self, folder: Path) -> Iterator[Reading]:
        now = time.time()
        fresh = []
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
            state = path.stat()
            mark = (state.st_size, state.st_mtime_ns)
            if self._seen.get(path) != mark and now - state.st_mtime >= SETTLED:
                self._seen[path] = mark
                fresh.append(path)
        yield from sources.read(fresh)

    def _new_entries(self, record: Record, answered: list[Feed]) -> Iterator[Reading]:
        line = list(self._list)
        known = set(line)
        pages = 0
        with closing(sources.Parsers()) as parsers:
            while line:
                kind, address = line.pop(0)
                feed = record.feed(address)
                if feed.due > time.time() or (kind == "page" and pages >= MOST_PAGES):
                    continue
                pages += kind == "page"
                data = yield from self._asked(feed, kind, answered)
                if data is None:
                    continue
                if sources.kind_of_list(data[:4_000]) not in ("sitemap", "opml"):
                    yield from sources.fetched(parsers, data, address)
                    continue
                listed = parsers.parse("addresses", data, address)
                if isinstance(listed, Refusal):
                    yield Reading(address, listed)
                    continue
                line += [entry for entry in listed if entry not in known]
                known.update(listed)

    def _asked(self, feed: Feed, kind: str, answered: list[Feed]) -> Generator[Reading, None, bytes | None]:
        """Ask an address; returns its bytes where there is something new, and yields a refusal where it fails."""
        assert self._fetcher
        try:
            if kind == "page" and not self._allowed(feed.address):
                answered.append(replace(feed, due=time.time() + LONGEST_WAIT))
                refusal = Refusal(feed.address, "skipped", "robots", "its server asks programs not to fetch it")
                yield Reading(feed.address, refusal)
                return None
            answer = self._fetcher.get(feed.address, sources.LARGEST_FEED, feed.etag, feed.modified)
        except sources.Refused as refused:
            wait = min(LONGEST_WAIT, max(refused.after, FIRST_WAIT * 2**feed.failures)) if refused.again else 0.0
            answered.append(replace(feed, failures=feed.failures + 1, due=time.time() + wait))
            yield Reading(feed.address, Refusal(feed.address, "failed", refused.reason, refused.detail))
            return None
        # a page is fetched once a day at most
        due = time.time() + LONGEST_WAIT if kind == "page" else 0.0
        answered.append(Feed(feed.address, answer.etag or feed.etag, answer.modified or feed.modified, 0, due))
        return answer.data

    def _allowed(self, page: str) -> bool:
        """Whether a site's robots.txt lets us fetch a page; one that cannot be fetched forbids nothing."""
        assert self._fetcher
        address = urljoin(page, "/robots.txt")
        if address not in self._robots:
            rules = self._robots[address] = RobotFileParser()
            try:
                answer = self._fetcher.get(address, _ROBOTS)
                rules.parse((answer.data or b"").decode("utf-8", "replace").splitlines())
            except sources.Refused:
                rules.parse([])
        return self._robots[address].can_fetch("bilat", page)


def _listed(target: str) -> list[tuple[str, str]]:
    if target.startswith(("http://", "https://")):
        return [("feed", target)]
    try:
        data = Path(target).read_bytes()
    except OSError as error:
        raise BilatError(
            f"{target}: {(error.strerror or 'cannot be read').lower()}; give an OPML file, a folder or an address"
        ) from None
    with closing(sources.Parsers()) as parsers:
        listed = parsers.parse("addresses", data, target)
    if isinstance(listed, Refusal):
        raise BilatError(f"{target}: {listed.detail}")
    if not listed:
        raise BilatError(f"{target}: it names no feed; give an OPML file with outlines that have an xmlUrl")
    return list(listed)


def rounds(
    path: Path, target: str, module: str, workers: int, allow_private: bool, pause: float, progress: Progress | None
) -> Iterator[Summary]:
    """One round of watching each time that the next summary is asked for."""
    with closing(Watch(target, allow_private, pause)) as watch:
        while True:
            with Record.open(path) as record:
                summary = watch.round(record, module, workers, progress)
            yield summary
