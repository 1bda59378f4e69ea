"""A workspace: one record, and all that can be done with it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from bilat import actors, dates
from bilat.model import BilatError, to_row
from bilat.record import Record

if TYPE_CHECKING:
    from bilat.workspace.reading import Progress, Summary

Row = dict[str, Any]
Who = str | None
Day = str | None
CODERS = {"embedded": "bilat.coding"}


class UsageError(BilatError):
    """Something was asked for that there is not: an unknown coder or format, a date that is none."""


class Workspace:
    """The record at `path`, read and written by methods that have the names of the commands.

    Each call opens the file and closes it again; the object itself holds nothing but the path. Every method raises
    `BilatError`, with a message that says what to do, where its arguments or the record do not allow it.

    `a` and `b` are states or bodies, as codes or names; `since` and `until` are ISO dates of any precision.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(
        self,
        paths: Iterable[str | Path],
        workers: int | None = None,
        coder: str = "embedded",
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> Summary:
        """Read articles into the record: files, folders, JSON Lines, or `-` for `stdin`; then match what was said.

        What the record holds already is not coded again. `workers` is the number of processes that code, as many as
        there are cores where absent. `progress` is called with a `Step` after each input. `KeyboardInterrupt` may
        stop it anywhere: the same call goes on from there.
        """
        # Here, because these load the parser and the HTML reader, which nothing else needs.
        from bilat import sources
        from bilat.workspace.reading import read_into

        if coder not in CODERS:
            raise UsageError(f"there is no coder called {coder!r}; there is: {', '.join(CODERS)}")
        with Record.open(self.path) as record:
            readings = sources.read([Path(p) for p in paths], stdin)
            summary = read_into(record, readings, CODERS[coder], workers or os.cpu_count() or 1, progress)
            if not record.matched():
                match_again(record)
        return summary

    def events(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who did what to whom: a row a happening, those of `a`, or of `a` and `b` together."""
        return self._list("event", a, b, since, until)

    def quotes(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who said what, word for word."""
        return self._list("quote", a, b, since, until)

    def claims(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """What is contested, with those who assert it and those who deny it."""
        return self._list("claim", a, b, since, until)

    def meetings(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who met whom."""
        return self._list("meeting", a, b, since, until)

    def agreements(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Agreements, each with the stages that it has reached."""
        return self._list("agreement", a, b, since, until)

    def memberships(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who joined, applied to or left which body."""
        return self._list("membership", a, b, since, until)

    def roles(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who held which office."""
        return self._list("role", a, b, since, until)

    def transfers(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who gave what to whom."""
        return self._list("transfer", a, b, since, until)

    def expectations(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None) -> list[Row]:
        """Who expects what."""
        return self._list("expectation", a, b, since, until)

    def doctor(self) -> dict[str, Any]:
        """How much the record holds (`counts`), and what is wrong with it (`problems`, a line each; none is well)."""
        with Record.read(self.path) as record:
            return {"counts": to_row(record.counts()), "problems": record.check(deep=True)}

    def _list(self, kind: str, a: Who, b: Who, since: Day, until: Day) -> list[Row]:
        raise NotImplementedError


def match_again(record: Record) -> None:
    """Make the happenings anew from all the mentions in the record."""
    from bilat import matching  # here, because it loads numerical libraries, which nothing else needs

    revision = record.revision()
    documents = {document.id: document for document in record.documents()}
    origins = matching.origins(documents.values())
    happenings = list(matching.match(record.mentions(), documents, origins))
    record.replace_happenings(happenings, origins, revision)


def code_of(who: Who) -> str | None:
    """The code of a state or body given by code or name."""
    return who and actors.find_actor(who)


def first_day(when: Day) -> str | None:
    """The first day of a date as given, ISO."""
    low = _interval(when).low if when else None
    return low.isoformat() if low else None


def last_day(when: Day) -> str | None:
    """The last day of a date as given, ISO."""
    high = _interval(when).high if when else None
    return high.isoformat() if high else None


def _interval(when: str) -> dates.Interval:
    try:
        return dates.interval(when)
    except dates.DateError:
        raise UsageError(f"{when!r} is no date; write 2024-05-19, 2024-05 or 2024") from None
