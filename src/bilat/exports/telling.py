"""Happenings in words, with their sentence and source, for formats that people read."""

from __future__ import annotations

from bilat import reports
from bilat.exports import safe
from bilat.exports.scope import Told
from bilat.exports.shapes import Scope
from bilat.model import Actor


def words(one: Told, scope: Scope) -> reports.Line:
    """The line that a happening would be in a brief: text, marks, support."""
    origins = scope.view.origins if scope.view.until else scope.view.record.origins_of(one.documents)
    names = {doc: given[0] for doc, given in one.names.items()}
    mentions = {m.id: m for m in one.mentions}
    pair = _pair(one, scope)
    return reports.rows_in_words(pair, one.happening.kind, [one.happening], mentions, one.documents, names, origins)[
        one.happening.id
    ]


def sentence(one: Told) -> str:
    """The sentence that tells it best."""
    return one.best.quote


def source(one: Told) -> str:
    """Who printed that sentence, and when: `Wire, 10 January 2024`."""
    document = one.document
    who = document.outlet or document.title or one.names[document.id][0]
    return f"{safe.line(who)}, {reports.when_in_words(document.published)}"


def codes(one: Told) -> list[str]:
    """The states and bodies of a happening, in the order of its fields."""
    found: list[str] = []
    for value in one.happening.fields.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Actor) and item.code:
                found.append(item.code)
    found += one.happening.fields.get("about", ())
    return list(dict.fromkeys(found))


def _pair(one: Told, scope: Scope) -> tuple[str, str]:
    """The two from whose side it is told."""
    asked = [code for code in (scope.a, scope.b) if code]
    first, other, *_ = [*asked, *(code for code in codes(one) if code not in asked), "", ""]
    return first, other
