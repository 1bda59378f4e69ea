"""A row for each event."""

from __future__ import annotations

from collections.abc import Iterator

from bilat.exports.scope import told
from bilat.exports.shapes import Column, Row, Scope, Table
from bilat.exports.tables import of_fields
from bilat.ontology import KINDS
from bilat.reports import happening_rows

AFTER = (
    Column("contested", "bool", "whether what is told of it is denied by somebody"),
    Column("date", "text", "when it was, as an ISO date or range"),
    Column("first", "day", "the first day that it may have been"),
    Column("last", "day", "the last day that it may have been"),
    Column("date_words", "text", "the words that the date comes from"),
    Column("voice", "text", "who says so in the best sentence"),
    Column("reports", "int", "how many mentions tell of it"),
    Column("origins", "int", "how many independent origins they have"),
    Column("documents", "int", "in how many documents they stand"),
    Column("confidence", "number", "0 to 1"),
    Column("sentence", "text", "the sentence that tells it best"),
    Column("doc", "text", "the document of that sentence"),
    Column("start", "int", "its first code point there"),
    Column("end", "int", "the code point after its last"),
    Column("published", "text", "the document's date or interval"),
    Column("notes", "list", "what else a reader should know"),
)


def rows(scope: Scope) -> Iterator[Row]:
    """The events, in order of time, the undated last."""
    for one in told(scope, ("event",)):
        yield from happening_rows([one.happening], {m.id: m for m in one.mentions}, one.documents, one.names)


MAKER = Table((Column("id", "text", "the event's id"), *of_fields(KINDS["event"].fields.values()), *AFTER), rows)
