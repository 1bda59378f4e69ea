"""The nine lists of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bilat.ledgers import View, chosen, contradictions, remarks
from bilat.record import Record
from bilat.workspace.asked import chosen_by, last_day
from bilat.workspace.rows import added, rows

Row = dict[str, Any]
Who = str | None
Day = str | None


class Listing:
    """The methods of a workspace that list what the record holds of a kind, and where documents contradict."""

    path: Path

    def events(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who did what to whom: a row a happening, those of `a`, or of `a` and `b` together."""
        return self._list("event", a, b, since, until, as_of)

    def quotes(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who said what, word for word."""
        return self._list("quote", a, b, since, until, as_of)

    def claims(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """What is contested, with those who assert it and those who deny it."""
        return self._list("claim", a, b, since, until, as_of)

    def meetings(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who met whom."""
        return self._list("meeting", a, b, since, until, as_of)

    def agreements(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Agreements, each with the stages that it has reached."""
        return self._list("agreement", a, b, since, until, as_of)

    def memberships(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who joined, applied to or left which body."""
        return self._list("membership", a, b, since, until, as_of)

    def roles(self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None) -> list[Row]:
        """Who held which office."""
        return self._list("role", a, b, since, until, as_of)

    def transfers(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who gave what to whom."""
        return self._list("transfer", a, b, since, until, as_of)

    def expectations(
        self, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Row]:
        """Who expects what."""
        return self._list("expectation", a, b, since, until, as_of)

    def contradictions(self, as_of: Day = None) -> list[Row]:
        """Where documents differ on one happening: its `date`, its `toll`, or the `attribution` of the same words."""
        with Record.read(self.path) as record:
            return contradictions(View(record, last_day(as_of)))

    def _list(self, kind: str, a: Who, b: Who, since: Day, until: Day, as_of: Day) -> list[Row]:
        codes, first, last = chosen_by(a, b, since, until)
        with Record.read(self.path) as record:
            view = View(record, last_day(as_of))
            found = chosen(view, kind, codes, first, last)
            more = remarks(view, kind, found)
            return [{**row, **added(more.get(row["id"]))} for row in rows(view, found)]
