"""A row for each mention and each name of its document."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.exports.scope import by_document
from bilat.exports.scope import mentions as mentions_in
from bilat.exports.shapes import Row, Scope, Table
from bilat.exports.tables import of_fields
from bilat.ontology import COMMON, KINDS
from bilat.reports import mention_rows


def rows(scope: Scope) -> Iterator[Row]:
    """The mentions, document by document."""
    for document, found in by_document(mentions_in(scope), scope.view):
        yield from mention_rows(found, {document.id: document}, {document.id: scope.view.record.names(document.id)})


_OF = [c for kind in KINDS.values() for c in of_fields(kind.fields.values())]
MAKER = Table(tuple({c.name: c for c in (*of_fields(COMMON.values()), *_OF)}.values()), rows)
