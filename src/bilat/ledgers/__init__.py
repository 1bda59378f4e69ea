"""What the happenings of a kind tell together, as of any day."""

from collections.abc import Callable, Mapping, Sequence

from bilat.ledgers.agreements import agreement_remarks, papers
from bilat.ledgers.choosing import chosen
from bilat.ledgers.contradictions import contradictions
from bilat.ledgers.expectations import STATES, expectation_remarks
from bilat.ledgers.meetings import meeting_remarks
from bilat.ledgers.offices import office_remarks
from bilat.ledgers.remarks import Remark
from bilat.ledgers.sayings import claim_remarks, quote_remarks
from bilat.ledgers.view import View, codes_of, within
from bilat.model import Happening

_REMARKS: Mapping[str, Callable[[View, Sequence[Happening]], dict[str, Remark]]] = {
    "meeting": meeting_remarks,
    "agreement": agreement_remarks,
    "expectation": expectation_remarks,
    "role": office_remarks,
    "claim": claim_remarks,
    "quote": quote_remarks,
}


def remarks(view: View, kind: str, rows: Sequence[Happening]) -> dict[str, Remark]:
    """What the rest of the record adds to rows of a kind, by their ids; nothing for kinds without a ledger."""
    make = _REMARKS.get(kind)
    return make(view, rows) if make and rows else {}


__all__ = ["STATES", "Remark", "View", "chosen", "codes_of", "contradictions", "papers", "remarks", "within"]
