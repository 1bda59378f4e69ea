"""What each tool answers: bounded, and with the sentences and sources that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from bilat import actors, dates
from bilat.ledgers import View, chosen
from bilat.mcp import wording
from bilat.model import BilatError, Happening
from bilat.ontology import STATUSES, TYPES
from bilat.record import Record
from bilat.reports import Told, in_words, with_mentions

Answer = dict[str, Any]
P = ParamSpec("P")
Who = Annotated[str, Field(description="a state or body: ISO 3166-1 alpha-3 code, acronym or name", max_length=100)]
Other = Annotated[str, Field(description="a second one; empty for all that concerns the first", max_length=100)]
Day = Annotated[str, Field(description="a day, month or year: 2024-05-19, 2024-05 or 2024; empty for none")]
AsOf = Annotated[str, Field(description="only what documents said that were published by this day, month or year")]
Some = Annotated[int, Field(ge=1, le=50, description="at most so many rows")]
Kind = Literal[
    "event", "meeting", "agreement", "claim", "transfer", "membership", "role", "expectation", "quote"
]  # fmt: skip
_DATED: tuple[str, ...] = ("event", "meeting", "agreement", "transfer", "membership", "role")
_DEADLINE = 20.0  # seconds for one answer
_BATCH = 400


def _mendable(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """What the asker can mend is told in words, for the model to read."""

    @wraps(tool)
    def answered(*given: P.args, **named: P.kwargs) -> Answer:
        try:
            return tool(*given, **named)
        except BilatError as error:
            raise ToolError(str(error)) from None

    return answered


@dataclass(frozen=True)
class Tools:
    """The tools on the record at `path`, which they only read."""

    path: Path

    @_mendable
    def find(
        self,
        words: Annotated[str, Field(description="words to look for, in any form of theirs", max_length=400)],
        as_of: AsOf = "",
        limit: Some = 10,
    ) -> Answer:
        """Sentences of the articles that hold the words, best first, each with its source.

        `match` is `all` where they hold every word, `any` where none does and these come nearest.
        """
        with self._view(as_of) as view:
            hits = view.ranked(((word,) for word in words.split()), 200)
            every = {(hit.doc, hit.start) for hit in view.record.search(words, 5_000)}
            best = [hit for hit in hits if (hit.doc, hit.start) in every]
            found = (best or hits)[:limit]
            known = {document.id: document for document in view.documents({hit.doc for hit in found})}
            sentences = [wording.cited(known[hit.doc], hit.start, hit.end) for hit in found]
        if not found:
            return {"status": "not_in_record", "answer": "No sentence that was read holds these words."}
        return {"status": "found", "match": "all" if best else "any", "sentences": sentences}

    @_mendable
    def timeline(
        self, a: Who, b: Other = "", since: Day = "", until: Day = "", as_of: AsOf = "",
        after: Annotated[str, Field(description="the `next` of the answer before, to go on")] = "",
        limit: Some = 20,
    ) -> Answer:  # fmt: skip
        """What happened, in order of time: events, meetings, agreements, transfers, memberships, offices.

        Each row in words, with its dates, its marks (planned, alleged by, denied by), three counts (reports,
        independent origins, documents) and its best sentence. `next` is there when there are more.
        """
        pair = _codes(a, b)
        with self._view(as_of) as view:
            first, last = _first(since), _last(until)
            rows = [one for kind in _DATED for one in chosen(view, kind, pair, first, last) if one.first or one.last]
            rows.sort(key=_when)
            undated = 0 if since or until else sum(1 for kind in _DATED for one in chosen(view, kind, pair)) - len(rows)
            begin = next((n + 1 for n, one in enumerate(rows) if one.id == after), 0) if after else 0
            told = [_row(one, view, pair) for one in with_mentions(view, rows[begin : begin + limit])]
        answer: Answer = {"status": "found" if rows else "not_in_record", "happenings": len(rows), "rows": told}
        if undated:
            answer["undated"] = undated
        if begin + limit < len(rows):
            answer["next"] = rows[begin + limit - 1].id
        return answer

    @_mendable
    def claim(
        self, a: Who, b: Other = "",
        about: Annotated[str, Field(description="words that the claim is about; empty for all", max_length=200)] = "",
        as_of: AsOf = "", limit: Some = 10,
    ) -> Answer:  # fmt: skip
        """What is contested: each claim with those who assert it and those who deny it, with their sentences.

        What is asserted is not thereby so. A claim that nobody in the record denies is `alleged`, not established.
        """
        pair = _codes(a, b)
        with self._view(as_of) as view:
            found = wording.about(chosen(view, "claim", pair), about)
            told = [wording.sides(one) for one in with_mentions(view, found[:limit])]
        if not found:
            return {"status": "not_in_record", "answer": "No claim like that was read.", "claims": []}
        return {"status": "found", "happenings": len(found), "claims": told}

    @_mendable
    def count(
        self, a: Who, b: Other = "",
        kind: Annotated[Kind, Field(description="what to count")] = "event",
        type: Annotated[str, Field(description="of events: a PLOVER type, such as CONSULT; empty for all")] = "",
        status: Annotated[
            str, Field(description="occurred, planned, ongoing, alleged, denied or negated; empty for all")
        ] = "occurred",
        since: Day = "", until: Day = "", as_of: AsOf = "",
    ) -> Answer:  # fmt: skip
        """How many: happenings, reports and independent origins, which are three different numbers.

        With the number of documents read of that time, so that a nought can be told from not having looked, and with
        the first sentences that were counted. `stated` are totals that articles themselves give.
        """
        pair = _codes(a, b)
        _known("type", type, TYPES)
        _known("status", status, STATUSES)
        with self._view(as_of) as view:
            first, last = _first(since), _last(until)
            found = [one for one in chosen(view, kind, pair, first, last) if _counts(one, type, status)]
            single = [one for one in found if one.fields.get("count") is None]
            if kind == "meeting" and status:
                single = [one for one in single if _is_planned(one, view) == (status == "planned")]
            read = _documents_read(view, first, last)
            docs = _documents_of(view, single)
            origins = view.origins if view.until else view.record.origins_of(docs)
            best = [_sentence(one) for one in with_mentions(view, single[:5])]
            stated = [
                {"count": one.happening.fields["count"], **_sentence(one)}
                for one in with_mentions(view, [one for one in found if one.fields.get("count") is not None][:5])
            ]
        numbers: Answer = {
            "happenings": len(single),
            "reports": sum(one.reports for one in single),
            "origins": len({origins.get(doc, doc) for doc in docs}),
            "documents": len(docs),
        }
        if not found and not read:
            numbers = dict.fromkeys(numbers)
        outcome = "found" if found else "not_in_record" if read else "not_covered"
        of = {"a": pair[0], "b": pair[1] if len(pair) > 1 else None, "kind": kind, "type": type, "status": status}
        return {"status": outcome, "of": of, **numbers, "documents_read": read, "sentences": best, "stated": stated}

    @_mendable
    def cite(
        self,
        id: Annotated[str, Field(description="of a happening, a mention or a document", max_length=64)],
        limit: Some = 20,
    ) -> Answer:
        """Every sentence that a row rests on, with a citation of each: short form, bibliographic entry, offsets."""
        with self._view("") as view:
            documents = list(view.documents([id]))
            if documents:
                return {"status": "found", "document": wording.entry(documents[0])}
            happenings = view.record.happenings_named([id])
            mentions = [key for one in happenings for key in one.mentions] or [id]
            found = list(view.mentions(ids=mentions[:limit]))
            known = {document.id: document for document in view.documents({m.doc for m in found})}
            sentences = [wording.cited(known[m.doc], m.start, m.end) for m in found]
            entries = [wording.entry(document) for document in known.values()]
            words = [in_words(one, view).text for one in with_mentions(view, happenings)]
        if not found:
            raise ToolError(f"there is nothing of the id {id}; ids stand in the rows of the other tools")
        of = {"what": words[0], "mentions": len(mentions)} if words else {}
        return {"status": "found", **of, "sentences": sentences, "bibliography": entries}

    @contextmanager
    def _view(self, as_of: str) -> Iterator[View]:
        with Record.read(self.path) as record, record.within(_DEADLINE):
            yield View(record, _last(as_of))


def _row(one: Told, view: View, pair: Sequence[str]) -> Answer:
    line, happening = in_words(one, view, pair), one.happening
    row: Answer = {
        "id": happening.id,
        "kind": happening.kind,
        "date": line.date,
        "first": happening.first,
        "last": happening.last,
        "what": wording.clean(line.text),
        "marks": [wording.clean(mark) for mark in line.marks],
        "reports": happening.reports,
        "origins": happening.origins,
        "documents": happening.documents,
    }
    return {**row, **_sentence(one)}


def _sentence(one: Told) -> Answer:
    return {"happening": one.happening.id, **wording.cited(one.document, one.best.start, one.best.end)}


def _documents_of(view: View, happenings: Iterable[Happening]) -> set[str]:
    keys = iter([key for one in happenings for key in one.mentions])
    found: set[str] = set()
    while batch := list(islice(keys, _BATCH)):
        found |= {m.doc for m in view.mentions(ids=batch)}
    return found


def _documents_read(view: View, first: str | None, last: str | None) -> int:
    """How many documents are dated to the months of a span."""
    low, high = (first or "")[:7], (last or "9999")[:7]
    return sum(count for month, count, _ in view.record.documents_read(view.until) if low <= month <= high)


def _counts(one: Happening, type: str, status: str) -> bool:
    fields = one.fields
    return (not type or fields.get("type") == type) and (not status or fields.get("status", status) == status)


def _is_planned(meeting: Happening, view: View) -> bool:
    """A meeting has no status of its own: the act that is told in the same words has."""
    told = [
        n.fields["status"]
        for m in view.mentions(ids=meeting.mentions)
        for n in view.mentions("event", doc=m.doc)
        if n.fields["type"] == "CONSULT" and n.start < m.end and m.start < n.end
    ]
    return bool(told) and set(told) == {"planned"}


def _when(one: Happening) -> tuple[str, str, str]:
    return one.first or one.last or "", one.last or "", one.id


def _codes(a: str, b: str) -> list[str]:
    found = [actors.find_actor(who) for who in (a, b) if who]
    if len(set(found)) < len(found):
        raise ToolError(f"{a} and {b} are the same: name one, or two that differ")
    return found


def _known(what: str, given: str, allowed: Iterable[str]) -> None:
    if given and given not in allowed:
        raise ToolError(f"there is no {what} called {given!r}; there are: {', '.join(allowed)}")


def _first(when: str) -> str | None:
    low = dates.interval(when).low if when else None
    return low.isoformat() if low else None


def _last(when: str) -> str | None:
    high = dates.interval(when).high if when else None
    return high.isoformat() if high else None
