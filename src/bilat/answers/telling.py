"""Answers in words."""

from __future__ import annotations

from collections.abc import Sequence

from bilat import dates
from bilat.answers.finding import Found, holders
from bilat.answers.passages import Passage
from bilat.ledgers import View, remarks
from bilat.reports import days_in_words, listed, when_in_words

_MOST_HOLDERS = 8
_LEDGERS = frozenset({"agreement", "expectation", "meeting"})


def when_of(passage: Passage) -> str:
    """When a passage is of: the day that its text gives, else `told` and its document's date."""
    for mention in passage.mentions:
        if mention.when is not None:
            found = dates.interval(mention.when.iso)
            low, high = (day.isoformat() if day else None for day in (found.low, found.high))
            return days_in_words(low, high)
    published = passage.block.document.published
    return f"told {when_in_words(published)}" if published else "undated"


def told(passage: Passage, name: str) -> str:
    """A passage as a line of an answer: when, its words, and where they stand."""
    return f"{when_of(passage)}: {' '.join(passage.text.split())} [{name}]"


def ledger_lines(view: View, found: Found, good: Sequence[Passage]) -> list[str]:
    """What the ledgers say of the rows that the answer rests on, such as "5 stated, 2 found, 3 missing"."""
    out: dict[str, None] = {}
    for kind in sorted(found.question.kinds & _LEDGERS):
        told_here = {mention.id for passage in good for mention in passage.mentions if mention.kind == kind}
        rows = [row for row in view.happenings(kind) if not told_here.isdisjoint(row.mentions)] if told_here else []
        for remark in remarks(view, kind, rows).values():
            out |= dict.fromkeys(f"{label}: {words}" for label, words in remark.told)
    return [*_offices(view, found), *out]


def _offices(view: View, found: Found) -> list[str]:
    """Who held the office asked about, by the first and the last document that names them in it."""
    rows = sorted(holders(view, found.question), key=lambda row: (row.fields.get("first_seen", ""), row.id))
    lines = []
    for row in rows[-_MOST_HOLDERS:]:
        seen = days_in_words(row.fields.get("first_seen"), row.fields.get("last_seen"))
        lines.append(
            f"Office: {row.fields['person'].name}, {row.fields['office']} ({row.fields['status']}), seen {seen}"
        )
    return lines


def missing(found: Found) -> str:
    """Why the record does not hold an answer."""
    terms = found.question.terms
    if not terms:
        return "The question names nothing that a record could be searched for."
    said = {i for passage in found.passages for i in passage.around}
    unknown = [term.words for i, term in enumerate(terms) if i not in said]
    if unknown:
        return f"The record does not hold this: nothing in it bears on {listed(unknown)}."
    return "The record does not hold this: what it says of the matter comes near, and does not answer it."
