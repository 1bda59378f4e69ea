"""A timeline for TimelineJS."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from bilat.actors import actor_name
from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Text
from bilat.ontology import KINDS
from bilat.reports import Told, days_in_words, in_words, source_in_words

_KINDS = ("event", "meeting", "agreement", "transfer", "membership", "role")


def rows(scope: Scope) -> Iterator[Row]:
    """A slide for each dated happening that is no mere saying."""
    for one in told(scope, _KINDS):
        if one.happening.first or one.happening.last:
            yield _slide(one, scope)


def _slide(one: Told, scope: Scope) -> Row:
    happening, line = one.happening, in_words(one, scope.view, (scope.a, scope.b))
    first, last = happening.first, happening.last
    marks = "".join(f" <em>[{escape(safe.line(mark))}]</em>" for mark in line.marks)
    row: Row = {
        "start_date": _date(first or last or ""),
        "display_date": days_in_words(first, last),
        "text": {
            "headline": escape(safe.line(line.text)) + marks,
            "text": f"<blockquote>{escape(safe.line(one.best.quote))}</blockquote><p>{_link(one)}"
            f" ({escape(line.support)})</p>",
        },
        "group": KINDS[happening.kind].plural,
        "unique_id": f"h{happening.id}",
        "autolink": False,
    }
    if first and last and first != last:
        row["end_date"] = _date(last)
    return row


def _date(day: str) -> Row:
    year, month, number = map(int, day.split("-"))
    return {"year": year, "month": month, "day": number}


def _link(one: Told) -> str:
    named = escape(safe.line(source_in_words(one.document, one.names[one.best.doc][0])))
    address = safe.url(one.document.url)
    return f'<a href="{escape(address)}" rel="noopener noreferrer nofollow">{named}</a>' if address else named


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    title = " and ".join(actor_name(code) for code in (scope.a, scope.b) if code) or "The record"
    about = {"text": {"headline": escape(title), "text": "Made by bilat. Each slide has its sentence and source."}}
    between = f'{{"scale": "human",\n"title": {json.dumps(about, ensure_ascii=False)},\n"events": [\n'
    yield between
    between = ""
    for row in rows:
        yield between + json.dumps(row, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


MAKER = Text(
    rows,
    _text,
    (
        ("start_date, end_date", "the first and the last day that it may have been"),
        ("display_date", "the same in words: `on or after`, `by`, `since`, which TimelineJS cannot draw"),
        ("text.headline", "the line that it has in a brief, with its marks: planned, alleged by, denied by"),
        ("text.text", "the sentence, its source as a link, how many tell it"),
        ("group", "the kind: events, meetings, agreements, transfers, memberships, roles"),
        ("unique_id", "h and the happening's id"),
    ),
)
