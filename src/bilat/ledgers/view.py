"""The record as it is, or as it was when only the documents until some day had been published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from bilat.model import Document, Happening, Mention
from bilat.record import Hit, Record

_LAST = "9999"


class View:
    """What a record says: with `until`, an ISO day, only what documents published by that day said.

    A document that has no date of its own counts by the first day that it may be of; one that nothing dates is left
    out. Happenings are then matched anew from the mentions that are left, so that nothing later is known: a view
    holds what a record of those documents alone would hold.
    """

    def __init__(self, record: Record, until: str | None = None) -> None:
        self.record = record
        self.until = until
        self._matched: dict[str, list[Happening]] = {}

    def by(self, until: str | None) -> str | None:
        """The earlier of a day and the one at which this view stands: nothing after it is known yet."""
        return min(filter(None, (until, self.until)), default=None)

    @cached_property
    def _docs(self) -> frozenset[str]:
        return frozenset(self.record.docs_until(self.until)) if self.until else frozenset()

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.record.documents(self._docs)}

    def documents(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """The documents, or those named, by id."""
        if self.until is None:
            return self.record.documents(ids)
        return self.record.documents(self._docs if ids is None else self._docs.intersection(ids))

    def names(self) -> dict[str, str]:
        """The first of each document's names, by its id."""
        found = self.record.first_names()
        return found if self.until is None else {doc: name for doc, name in found.items() if doc in self._docs}

    def mentions(
        self,
        kind: str | None = None,
        doc: str | None = None,
        code: str | None = None,
        ids: Iterable[str] | None = None,
    ) -> Iterator[Mention]:
        """Mentions by document and place, as `Record.mentions` gives them."""
        found = self.record.mentions(kind, doc, code, ids)
        return found if self.until is None else (m for m in found if m.doc in self._docs)

    def happenings(
        self,
        kind: str,
        a: str | None = None,
        b: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Happening]:
        """Happenings of a kind, as `Record.happenings` gives them."""
        if self.until is None:
            return self.record.happenings(kind, a, b, since, until)
        codes = {code for code in (a, b) if code}
        kept = (one for one in self._all(kind) if codes <= codes_of(one) and within(one, since, until))
        return sorted(kept, key=lambda one: (not (one.first or one.last), one.first or one.last or _LAST, one.id))

    def each_happening(
        self,
        kind: str,
        a: str | None = None,
        b: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[Happening]:
        """The same one by one; without a day to stand at, no more of them are in memory than one."""
        if self.until is None:
            return self.record.each_happening(kind, a, b, since, until)
        return iter(self.happenings(kind, a, b, since, until))

    def ranked(self, choices: Iterable[Iterable[str]], limit: int) -> list[Hit]:
        """Sentences that hold any of the phrases, best first."""
        return self.record.ranked(choices, limit, self.until)

    @cached_property
    def origins(self) -> dict[str, str]:
        """The origin of each document."""
        if self.until is None:
            return self.record.origins()
        from bilat import matching  # here and below, because it loads numerical libraries

        return matching.origins(self._documents.values())

    def _all(self, kind: str) -> list[Happening]:
        if kind not in self._matched:
            from bilat import matching

            rulings = self.record.rulings()
            ruled = {anchor.doc for ruling in rulings for anchor in (*ruling.left, *ruling.right)} & self._docs
            docket = matching.docket(rulings, [m for doc in sorted(ruled) for m in self.mentions(doc=doc)])
            self._matched[kind] = list(matching.match(self.mentions(kind), self._documents, self.origins, docket))
        return self._matched[kind]


def codes_of(happening: Happening) -> set[str]:
    """The codes of all whom a happening is about."""
    from bilat.model import Actor

    found: set[str] = set(happening.fields.get("about", ()))
    for value in happening.fields.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Actor) and item.code:
                found.add(item.code)
    return found


def within(one: Happening, since: str | None, until: str | None) -> bool:
    """Whether a happening may have been between two ISO days, as `Record.happenings` has it: no date, in no span."""
    if not (since or until):
        return True
    if not (one.first or one.last):
        return False
    return (not since or one.last is None or one.last >= since) and (
        not until or one.first is None or one.first <= until
    )
