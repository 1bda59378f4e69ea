"""The store: documents, mentions, happenings and the ledger of inputs in one SQLite file."""

from bilat.record.connection import RecordError
from bilat.record.querying import Counts, Hit, LedgerRow
from bilat.record.sentences import split
from bilat.record.store import Record

__all__ = ["Counts", "Hit", "LedgerRow", "Record", "RecordError", "split"]
