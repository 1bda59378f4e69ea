"""What a record gives to pages: a few rows at a time, within a deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import apsw

from bilat.model import Document, Happening, Mention
from bilat.record import paging
from bilat.record.connection import RecordError, told
from bilat.record.paging import Activity, MonthCount, Tie

_STEPS = 20_000  # of SQLite's machine between two looks at the clock


class Pages:
    """The methods of a `Record` that pages need beside the others; each reads a bounded number of rows."""

    path: Path
    _connection: apsw.Connection

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is asked in here must be answered in so many seconds, or it is given up with a `RecordError`."""
        end = monotonic() + seconds
        self._connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            yield
        except apsw.InterruptError as error:
            raise RecordError(f"this takes longer than {seconds:g} s; ask for less, or use the command line") from error
        finally:
            self._connection.set_progress_handler(None)

    def stamp(self) -> tuple[Any, ...]:
        """What changes with any change of documents, mentions, happenings, rulings, forecasts or imported events."""
        with told(self.path):
            return paging.stamp(self._connection)

    def happenings_upto(self) -> int:
        """How many happenings there are, without counting them."""
        with told(self.path):
            return paging.happenings_upto(self._connection)

    def counted(self, a: str, b: str = "", since: str | None = None, until: str | None = None) -> dict[str, int]:
        """How many happenings of each kind a code, or two together, take part in; those of a span as `happenings`."""
        with told(self.path):
            return paging.counted(self._connection, a, b, since, until)

    def page(
        self, kind: str, a: str, b: str = "", since: str | None = None, until: str | None = None,
        after: str | None = None, limit: int = 50, quad: str | None = None, status: str | None = None,
        month: str | None = None, exact: bool = False,
    ) -> list[Happening]:  # fmt: skip
        """Happenings of a kind in which the codes take part, those after one's id; a span as `happenings` has it.

        The last in time first, those without a date after all that have one. `quad` and `status` choose among events;
        `month` (`2024-05`, or `2024`) what `months` counts there, `unknown` what it counts in none; `exact` leaves what
        is dated to one day.
        """
        with told(self.path):
            return paging.page(self._connection, kind, a, b, since, until, after, limit, quad, status, month, exact)

    def placed(
        self, a: str, b: str, since: str | None = None, until: str | None = None, limit: int = 1_000
    ) -> list[Happening]:
        """Of the last so many events in which the codes take part, those that name a place."""
        with told(self.path):
            return paging.placed(self._connection, a, b, since, until, limit)

    def page_of_kind(self, kind: str, after: str | None = None, limit: int = 50) -> list[Happening]:
        """Happenings of a kind, the last in time first, those without a date at the end; those after one's id."""
        with told(self.path):
            return paging.page_of_kind(self._connection, kind, after, limit)

    def mentions_of_kind(self, kind: str, after: str | None = None, limit: int = 50) -> list[str]:
        """The ids of mentions of a kind, those of the document stored last first, those after one's id."""
        with told(self.path):
            return paging.mentions_of_kind(self._connection, kind, after, limit)

    def docs(self, after: str | None = None, limit: int = 50, month: str | None = None) -> list[str]:
        """The ids of documents, the one stored last first, those after one's id; of a month, those of its days."""
        with told(self.path):
            return paging.docs(self._connection, after, limit, month)

    def headers(self, ids: Iterable[str]) -> dict[str, Document]:
        """What is known of these documents save their texts, by id: `text` is empty, and `id` therefore not theirs."""
        with told(self.path):
            return paging.headers(self._connection, ids)

    def months(self, a: str, b: str) -> list[MonthCount]:
        """Events of two codes by month, quad class and status."""
        with told(self.path):
            return paging.months(self._connection, a, b)

    def documents_by_month(self) -> list[tuple[str, int]]:
        """How many documents that are dated to a day each month has."""
        with told(self.path):
            return paging.documents_by_month(self._connection)

    def dyads(self, code: str = "", limit: int = 50) -> list[Activity]:
        """Pairs of codes, or those of one, by how many happenings both take part in, the most first."""
        with told(self.path):
            return paging.dyads(self._connection, code, limit)

    def ties(self, since: str | None = None, until: str | None = None, limit: int = 200) -> list[Tie]:
        """How many events that occurred each two codes have together, by quad class, the most first."""
        with told(self.path):
            return paging.ties(self._connection, since, until, limit)

    def happenings_of(self, mentions: Iterable[str]) -> dict[str, str]:
        """The id of the happening that each mention belongs to, of those that belong to one."""
        with told(self.path):
            return paging.happenings_of(self._connection, mentions)

    def mentions_named(self, ids: Iterable[str]) -> dict[str, Mention]:
        """The mentions of these ids, those that there are, by id."""
        with told(self.path):
            return paging.mentions_named(self._connection, ids)

    def mentions_in(self, doc: str) -> dict[str, Mention]:
        """The mentions in a document, by id, in the order of their places."""
        with told(self.path):
            return paging.mentions_in(self._connection, doc)

    def mentions_by(self, actor: str, limit: int, after: str | None = None) -> list[str]:
        """The ids of the last mentions stored that name a code, or a person by id (`RUS:sergei lavrov`).

        With `after` those stored before the mention of that id.
        """
        with told(self.path):
            return paging.mentions_by(self._connection, actor, limit, after)

    def reporters_of(self, docs: Iterable[str]) -> dict[str, str]:
        """The house that first reported what stands in each of these documents, of those that were matched."""
        with told(self.path):
            return paging.reporters_of(self._connection, docs)

    def persons_of(self, code: str, limit: int) -> list[tuple[str, int]]:
        """The persons and organs of a state or body, each with its number of mentions, the most first."""
        with told(self.path):
            return paging.persons_of(self._connection, code, limit)

    def doc_named(self, name: str) -> str | None:
        """The id of the document that was read under this name."""
        with told(self.path):
            return paging.doc_named(self._connection, name)

    def origins_of(self, docs: Iterable[str]) -> dict[str, str]:
        """The origin of each of these documents that was matched."""
        with told(self.path):
            return paging.origins_of(self._connection, docs)
