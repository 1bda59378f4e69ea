"""The texts that offsets count in."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.exports.scope import documents
from bilat.exports.shapes import Column, Row, Scope, Table
from bilat.reports import text_rows

COLUMNS = (
    Column("doc", "text", "the document's name"),
    Column("title", "text", "its headline"),
    Column("published", "text", "its date or interval"),
    Column("text", "text", "the whole text"),
)


def rows(scope: Scope) -> Iterator[Row]:
    """The texts, one row for each name of each."""
    for document in documents(scope):
        yield from text_rows([document], {document.id: scope.view.record.names(document.id)})


MAKER = Table(COLUMNS, rows)
