"""The record as its users hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import apsw

from bilat.model import (
    Anchor,
    Coded,
    DayCount,
    DayTotal,
    Document,
    Fault,
    Forecast,
    ForecastEnd,
    Happening,
    Mention,
    Reading,
    Ruling,
)
from bilat.record import (
    checking,
    copying,
    feeds,
    forecasts,
    imported,
    importing,
    matched,
    querying,
    rulings,
    writing,
)
from bilat.record.connection import connect, connect_read_only, reading, told
from bilat.record.feeds import Feed
from bilat.record.growth import Growth
from bilat.record.imported import ImportedDay, ImportedRow, Kind, Naming
from bilat.record.importing import ImportedFile, Importer
from bilat.record.kept import Kept
from bilat.record.pages import Pages
from bilat.record.querying import Counts, Hit, LedgerRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PATIENCE = 30.0


class Record(Pages):
    """A record: one SQLite file. One object for one thread; any number of processes may read while some write.

    Every method raises `RecordError`, with what to do, where the file cannot be read or written.
    """

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        """For `open` and `read`."""
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: str | Path, create: bool = True, patience: float = _PATIENCE) -> Record:
        """The record at `path`, to read and to write, brought up to date; made where there is none, if `create`.

        `patience` is how many seconds to wait for another process that writes.
        """
        path = Path(path).absolute()
        return cls(path, connect(path, create, patience))

    @classmethod
    def read(cls, path: str | Path, patience: float = _PATIENCE) -> Record:
        """The record at `path`, to read only: it works beside writers and in a folder that may not be written."""
        path = Path(path).absolute()
        return cls(path, connect_read_only(path, patience))

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written is stored already."""
        self._connection.close()

    def known(self, document: Document, coder: str) -> bool:
        """Whether this text is coded by this coder, and this reading of it tells nothing that would change that."""
        with told(self.path):
            return querying.known(self._connection, document, coder)

    def effective(self, document: Document) -> Document:
        """A reading merged with all that the record knows of its text: what is to be coded."""
        with told(self.path):
            return querying.effective(self._connection, document)

    def stale(self) -> list[Reading]:
        """The texts to be coded again, each as it is to be coded: code and write what this gives.

        They were never coded, or another reading has told more of them since: another process wrote it meanwhile,
        or a run was stopped.
        """
        with told(self.path):
            return querying.stale(self._connection)

    def write(self, batch: Sequence[Coded]) -> tuple[str, ...]:
        """Store a batch in one transaction; returns the end of each item.

        `ok`: a new or a newly coded text; `duplicate`: a text that is stored already, from a new source; `known`:
        this very input was read before; or the status of a refusal. Mentions replace those of the document, unless
        this coder has coded it already, or they were coded without something that another reading tells: then it
        is `stale`.
        """
        with told(self.path):
            return writing.write(self._connection, batch)

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """All documents, or those named, by id; `name` is the first of their names, `published` the coder's date."""
        with told(self.path):
            yield from querying.documents(self._connection, ids)

    def names(self, doc: str) -> tuple[str, ...]:
        """The names that a document was read under, sorted."""
        with told(self.path):
            return querying.names(self._connection, doc)

    def first_names(self) -> dict[str, str]:
        """The first of each document's names, by its id."""
        with told(self.path):
            return querying.first_names(self._connection)

    def mentions(
        self,
        kind: str | None = None,
        doc: str | None = None,
        code: str | None = None,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Mention]:
        """Mentions by document and place: of a kind, a document, a state or body, or by their ids."""
        with told(self.path):
            yield from querying.mentions(self._connection, kind, doc, code, ids)

    def replace_happenings(
        self, happenings: Iterable[Happening], origins: Mapping[str, str], revision: int | None = None
    ) -> None:
        """Put what matching made in place of what it made before, in one transaction.

        `origins` maps documents' ids to origins' ids. `revision` is the record's before its mentions were read for
        matching; without it, nothing may have been written since.
        """
        with told(self.path):
            writing.replace_happenings(self._connection, happenings, origins, revision)

    @contextmanager
    def growing(self) -> Iterator[tuple[Kept, int, int]]:
        """What matching kept, the revision and the number of matchings, all as of one moment."""
        with told(self.path), reading(self._connection):
            yield Kept(self._connection), *querying.matchings(self._connection)

    def grow(self, growth: Growth, revision: int, matchings: int) -> bool:
        """Store what matching changes, in one transaction; False, and nothing stored, where another matched since.

        `revision` and `matchings` are those that `growing` gave.
        """
        with told(self.path):
            return matched.write(self._connection, growth, revision, matchings)

    def happenings(
        self,
        kind: str,
        a: str | None = None,
        b: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Happening]:
        """Happenings of a kind in which all the codes given take part, in order of time, the undated last.

        `since` and `until` are ISO days: with one of them, only what is dated and may have been then.
        """
        return list(self.each_happening(kind, a, b, since, until))

    def each_happening(
        self,
        kind: str,
        a: str | None = None,
        b: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[Happening]:
        """The same one by one, as the record was when the first was asked for: for more than memory holds."""
        with told(self.path):
            yield from querying.happenings(self._connection, kind, a, b, since, until)

    def happenings_named(self, ids: Iterable[str]) -> list[Happening]:
        """The happenings of these ids, those that there are."""
        with told(self.path):
            return querying.happenings_named(self._connection, ids)

    def rule(
        self, verdict: str, by: str, left: Sequence[Anchor], right: Sequence[Anchor] = (), undoes: int | None = None
    ) -> Ruling:
        """Add a ruling to the log; the happenings are then to be matched again."""
        with told(self.path):
            return rulings.add(self._connection, verdict, by, left, right, undoes)

    def rulings(self) -> list[Ruling]:
        """The log of rulings, the oldest first."""
        with told(self.path):
            return rulings.all_of(self._connection)

    def names_actor(self, actor: str) -> bool:
        """Whether any mention has an actor of this id."""
        with told(self.path):
            return querying.names_actor(self._connection, actor)

    def origins(self) -> dict[str, str]:
        """The origin of each document that was matched."""
        with told(self.path):
            return querying.origins(self._connection)

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Sentences that hold all the words, in any form of theirs, best first."""
        with told(self.path):
            return querying.search(self._connection, words, limit)

    def ranked(self, choices: Iterable[Iterable[str]], limit: int, until: str | None = None) -> list[Hit]:
        """Sentences that hold any of the phrases, those first that hold more of them and rarer ones (BM25).

        `choices` are phrases that may stand for one another, a group for each thing looked for. `until` is an ISO
        day: only documents that may have been published by then.
        """
        with told(self.path):
            return querying.ranked(self._connection, choices, limit, until)

    def count_sentences(self) -> int:
        """How many sentences the search index holds."""
        with told(self.path):
            return querying.count_sentences(self._connection)

    def sentences_with(self, choice: Iterable[str]) -> int:
        """How many sentences hold any of the phrases."""
        with told(self.path):
            return querying.sentences_with(self._connection, choice)

    def persons(self) -> list[str]:
        """The ids of all persons (`RUS:sergei lavrov`) and organs that mentions name."""
        with told(self.path):
            return querying.persons(self._connection)

    def docs_until(self, until: str) -> list[str]:
        """The ids of the documents that may have been published by that day; those without any date are not."""
        with told(self.path):
            return querying.docs_until(self._connection, until)

    def ledger(self, status: str | None = None) -> Iterator[LedgerRow]:
        """Every input and its end, by source; or those of one status."""
        with told(self.path):
            yield from querying.ledger(self._connection, status)

    def counts(self) -> Counts:
        """How much the record holds."""
        with told(self.path):
            return querying.counts(self._connection)

    def revision(self) -> int:
        """A number that grows with every change of documents or mentions."""
        with told(self.path):
            return querying.revision(self._connection)

    def matched(self) -> bool:
        """Whether the happenings were made from the mentions as they are now."""
        with told(self.path):
            return querying.matched(self._connection)

    def check(self, deep: bool = False) -> list[str]:
        """What is wrong with the record, a line each; a deep check also reads every text and mention."""
        with told(self.path):
            return checking.check(self._connection, deep)

    def content_hash(self) -> str:
        """A hash of documents, names, mentions and happenings: the same in whatever order or batches they came."""
        with told(self.path):
            return querying.content_hash(self._connection)

    def backup(self, target: str | Path) -> None:
        """Copy the record as it is now to a file, whole, though others write to it meanwhile."""
        with told(self.path):
            copying.backup(self._connection, self.path, Path(target).absolute())

    def texts_named(self, name: str) -> int:
        """How many texts were read under a name."""
        with told(self.path):
            return querying.texts_named(self._connection, name)

    def attempts(self, doc: str, coder: str) -> tuple[int, str]:
        """How many runs a text has ended a worker of this coder in, and how it did last: `crash`, `timeout`, ..."""
        with told(self.path):
            return querying.attempts(self._connection, doc, coder)

    def feed(self, address: str) -> Feed:
        """What a feed answered last; blank for one that was never fetched."""
        with told(self.path):
            return feeds.get(self._connection, address)

    def put_feed(self, feed: Feed) -> None:
        """Keep what a feed answered."""
        with told(self.path):
            feeds.put(self._connection, feed)

    def documents_by_day(self, since: str | None = None, until: str | None = None) -> list[tuple[str, int]]:
        """How many documents are dated to each day."""
        with told(self.path):
            return querying.documents_by_day(self._connection, since, until)

    def documents_read(self, until: str | None = None) -> list[tuple[str, int, int]]:
        """By month (`2024-05`), how many documents are dated within it, and on how many days such stand."""
        with told(self.path):
            return querying.documents_read(self._connection, until)

    def first_read(self) -> dict[str, str]:
        """When each text was first read (ISO, UTC), by its id."""
        with told(self.path):
            return querying.first_read(self._connection)

    def keep_forecasts(self, made: Iterable[Forecast]) -> int:
        """Store forecasts as they were made; returns how many were new. What was said first of the same days stays."""
        with told(self.path):
            return forecasts.add(self._connection, made)

    def close_forecasts(self, ends: Mapping[int, ForecastEnd]) -> None:
        """Store what came of forecasts, by their numbers."""
        with told(self.path):
            forecasts.close(self._connection, ends)

    def forecasts(self) -> list[tuple[int, Forecast, ForecastEnd | None]]:
        """Every forecast that was made, with its number and, where its days have passed, what came of it."""
        with told(self.path):
            return forecasts.all_of(self._connection)

    def import_begin(self, source: str, content: str, form: str) -> ImportedFile:
        """Enter a file of events by its content's hash, or find it as far as it was read before."""
        with told(self.path):
            return importing.begin(self._connection, source, content, form)

    def importer(self, file: ImportedFile) -> Importer:
        """What writes the events of a file, batch by batch."""
        return importing.Importer(self.path, self._connection, file)

    def import_finish(self, number: int) -> ImportedFile:
        """Mark a file as read to its end."""
        with told(self.path):
            return importing.finish(self._connection, number)

    def import_refuse(self, source: str, reason: str, detail: str) -> None:
        """A ledger row for a file that gave nothing."""
        with told(self.path):
            importing.refuse(self._connection, source, reason, detail)

    def imported_files(self) -> list[ImportedFile]:
        """Every file that was imported, in the order of their beginning."""
        with told(self.path):
            return imported.files(self._connection)

    def import_faults(self, number: int) -> list[Fault]:
        """The first thousand malformed lines of an imported file."""
        with told(self.path):
            return imported.faults(self._connection, number)

    def imported_daily(self, a: str, b: str, since: str | None = None, until: str | None = None) -> list[DayCount]:
        """Imported events between two codes, both ways, counted by day and act; `since` and `until` are ISO days."""
        with told(self.path):
            return imported.daily(self._connection, a, b, since, until)

    def imported_binned(
        self, a: str, b: str, edges: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[list[Kind], NDArray[np.int64]]]:
        """Imported events between two codes by origin, counted by period and kind of act: for long series.

        `edges` are by origin the first days of the periods, and last the day after their end. Of each origin: the kinds
        (type, quad class, Goldstein value, intensity) and how many of them there are, (2, periods, kinds), those of
        `a` towards `b` first.
        """
        with told(self.path):
            return imported.binned(self._connection, a, b, edges)

    def imported_read(self, since: str | None = None, until: str | None = None) -> list[tuple[str, str, int]]:
        """What was imported by origin and day: how many events in all."""
        with told(self.path):
            return imported.read_by_day(self._connection, since, until)

    def imported_abroad(self, code: str, edges: Mapping[str, Sequence[str]]) -> list[tuple[str, str, int]]:
        """Imported events of a state or body with any other, by origin and the edge that its period begins with."""
        with told(self.path):
            return imported.abroad_binned(self._connection, code, edges)

    def imported_panel(self, origin: str, only: str = "") -> list[tuple[str, str, int, int]]:
        """All of an origin's events between two codes: source, target, day counted from 1970-01-01, number.

        `only` is `cooperation` or `conflict`.
        """
        with told(self.path):
            return imported.panel(self._connection, origin, only)

    def imported_by_dyad(self, code: str | None, until: str | None) -> Iterator[ImportedDay]:
        """All imported events between two codes, or those of one code, dyad by dyad, counted by day and act."""
        with told(self.path):
            yield from imported.by_dyad(self._connection, code, until)

    def imported_totals(self, code: str = "", since: str | None = None, until: str | None = None) -> list[DayTotal]:
        """How many events each origin has a day: of one state or body, or of all where `code` is empty."""
        with told(self.path):
            return imported.totals(self._connection, code, since, until)

    def imported_dyads(self, least: int = 1, until: str | None = None) -> list[tuple[str, str, int]]:
        """Each pair of codes with at least so many imported events up to an ISO day, the smaller code first, most
        events first."""
        with told(self.path):
            return imported.dyads(self._connection, least, until)

    def imported_events(
        self, a: str, b: str, since: str | None = None, until: str | None = None
    ) -> Iterator[ImportedRow]:
        """Imported events between two codes, in order of time, each with its actors' names, its file and its line."""
        with told(self.path):
            yield from imported.events(self._connection, a, b, since, until)

    def imported_ways(self, code: str, until: str | None = None) -> dict[tuple[str, int], dict[str, int]]:
        """By origin and year, how often a state or body was named in each way (`bilat.actors.WAYS`), to a day."""
        with told(self.path):
            return imported.ways(self._connection, code, until)

    def imported_dyad_namings(
        self, code: str, other: str, since: str | None = None, until: str | None = None
    ) -> list[Naming]:
        """Which names stood for `code` in the events between it and `other`, most events first."""
        with told(self.path):
            return imported.dyad_namings(self._connection, code, other, since, until)

    def imported_namings(self, code: str) -> list[Naming]:
        """Which names stood for a state or body in imported events, and how often."""
        with told(self.path):
            return imported.namings(self._connection, code)
