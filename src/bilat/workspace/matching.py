"""Happenings made from the mentions that the record holds, under the rulings in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilat.record import Record

if TYPE_CHECKING:
    from bilat.matching import Docket


def match_again(record: Record) -> None:
    """Bring the happenings up to the mentions and rulings that are in the record now."""
    from bilat import matching  # here and below, because it loads numerical libraries, which nothing else needs

    while True:
        with record.growing() as (kept, revision, matchings):
            growth = matching.grow(kept, rulings_in(record))
        if record.grow(growth, revision, matchings) and not growth.waiting:  # else another has matched meanwhile
            return


def rulings_in(record: Record) -> Docket:
    """The rulings in force, found in the mentions as they are now."""
    from bilat import matching

    rulings = record.rulings()
    docs = {anchor.doc for ruling in rulings for anchor in (*ruling.left, *ruling.right) if anchor.doc}
    return matching.docket(rulings, [mention for doc in sorted(docs) for mention in record.mentions(doc=doc)])
