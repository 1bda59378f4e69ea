"""What matching keeps in the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sys import intern
from typing import Any

import apsw

from bilat.model import Document, Mention
from bilat.record import codec, querying
from bilat.record.growth import Matched

_REACH = 1_500  # days, more than any stretch is long


class Kept:
    """What matching kept; to be asked within one reading transaction."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def _rows(self, query: str, ids: Iterable[Any]) -> Iterator[Any]:
        return iter(self._connection.execute(f"{query} IN (SELECT value FROM json_each(?))", (codec.dumps(list(ids)),)))

    def stamps(self) -> dict[str, str]:
        """Of each document what changes with anything that matching reads of it or of its mentions."""
        rows: Any = self._connection.execute("SELECT id, seal FROM document")
        return dict(rows.fetchall())

    def documents(self, ids: Iterable[str]) -> Iterator[Document]:
        """These documents, by id."""
        return querying.documents(self._connection, ids)

    def each_document(self) -> Iterator[Document]:
        """All documents, by id, one at a time."""
        return querying.documents(self._connection, None)

    def each_mention(self, kind: str) -> Iterator[Mention]:
        """All mentions of a kind, by document and place, one at a time."""
        return querying.mentions(self._connection, kind, None, None, None)

    def mentions(self, ids: Iterable[str]) -> Iterator[Mention]:
        """These mentions."""
        return querying.mentions(self._connection, None, None, None, ids)

    def mentions_in(self, docs: Iterable[str]) -> Iterator[Mention]:
        """All mentions in these documents."""
        for doc in sorted(docs):
            yield from querying.mentions(self._connection, None, doc, None, None)

    def matched(self) -> dict[str, Matched]:
        """The documents as they were matched."""
        rows: Any = self._connection.execute("SELECT * FROM fingerprint")
        found = {}
        for doc, stamp, signature, *names, origin, reporter in rows:
            # most documents are their own origin: what is the same is held once
            own = [doc if name == doc else name for name in (origin, reporter)]
            found[doc] = Matched(stamp, signature, *map(intern, names), *own)
        return found

    def compared(self) -> dict[tuple[str, str], bool]:
        """Pairs of documents that were compared, the smaller id first, and whether they are copies."""
        rows: Any = self._connection.execute("SELECT a, b, copy FROM compared")
        return {(a, b): bool(copy) for a, b, copy in rows}

    def persons(self) -> str:
        """The rulings on persons that held."""
        return str(self._connection.execute("SELECT persons FROM state").get)

    def ruled(self) -> dict[str, str]:
        """What rulings said of mentions."""
        rows: Any = self._connection.execute("SELECT mention, what FROM ruled")
        return dict(rows.fetchall())

    def nodes_in(self, docs: Iterable[str]) -> dict[str, int]:
        """The mentions that were matched in these documents, with their twin keys."""
        return dict(self._rows("SELECT mention, twin FROM node WHERE document", docs))

    def twin_keys(self, mentions: Iterable[str]) -> dict[str, int]:
        """The twin keys of these mentions, of those that were matched."""
        return dict(self._rows("SELECT mention, twin FROM node WHERE mention", mentions))

    def twins(self, keys: Iterable[int]) -> dict[int, list[str]]:
        """All mentions with these twin keys, sorted."""
        found: dict[int, list[str]] = {}
        for twin, mention in self._rows("SELECT twin, mention FROM node WHERE twin", keys):
            found.setdefault(twin, []).append(mention)
        return {twin: sorted(mentions) for twin, mentions in found.items()}

    def crowds(self, key: int, first: int, last: int) -> Iterator[tuple[int, str, str]]:
        """Who stands at a key within these days: day, place, mention, sorted."""
        rows: Any = self._connection.execute(
            "SELECT day, place, mention FROM spot WHERE key = ? AND day BETWEEN ? AND ? ORDER BY day, place, mention",
            (key, first, last),
        )
        return iter(rows)

    def lookers(self, key: int, day: int) -> Iterator[tuple[str, str]]:
        """Who looks there: place, mention."""
        rows: Any = self._connection.execute(
            "SELECT place, mention FROM stretch WHERE key = ? AND first BETWEEN ? AND ? AND last >= ?",
            (key, day - _REACH, day, day),
        )
        return iter(rows)

    def spots(self, mentions: Iterable[str]) -> list[tuple[int, int]]:
        """Where these mentions stand: key, day."""
        return list(self._rows("SELECT DISTINCT key, day FROM spot WHERE mention", mentions))

    def links(self, mentions: Iterable[str]) -> list[tuple[str, str, float]]:
        """The links from or to any of these."""
        ids = list(mentions)
        return [row for end in ("a", "b") for row in self._rows(f"SELECT a, b, score FROM link WHERE {end}", ids)]
