"""Happenings made from the mentions that the record holds, under the rulings in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilat.record import Record

if TYPE_CHECKING:
    from bilat.matching import Docket


def match_again(record: Record) -> None:
    """Make the happenings anew from all the mentions in the record."""
    from bilat import matching  # here and below, because it loads numerical libraries, which nothing else needs

    revision = record.revision()
    documents = {document.id: document for document in record.documents()}
    origins = matching.origins(documents.values())
    happenings = list(matching.match(record.mentions(), documents, origins, rulings_in(record)))
    record.replace_happenings(happenings, origins, revision)


def rulings_in(record: Record) -> Docket:
    """The rulings in force, found in the mentions as they are now."""
    from bilat import matching

    rulings = record.rulings()
    docs = {anchor.doc for ruling in rulings for anchor in (*ruling.left, *ruling.right) if anchor.doc}
    return matching.docket(rulings, [mention for doc in sorted(docs) for mention in record.mentions(doc=doc)])
