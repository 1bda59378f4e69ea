"""The store: documents, mentions, happenings and the ledger of inputs in one SQLite file."""

from bilat.record.connection import RecordError
from bilat.record.copying import restore
from bilat.record.feeds import Feed
from bilat.record.growth import Growth, Matched
from bilat.record.imported import ImportedDay, ImportedRow, Naming
from bilat.record.importing import ImportedFile, Importer
from bilat.record.kept import Kept
from bilat.record.paging import UNKNOWN, Activity, MonthCount, Tie
from bilat.record.querying import Counts, Hit, LedgerRow
from bilat.record.sentences import split
from bilat.record.stems import stems
from bilat.record.store import Record

__all__ = [
    "UNKNOWN",
    "Activity",
    "Counts",
    "Feed",
    "Growth",
    "Hit",
    "ImportedDay",
    "ImportedFile",
    "ImportedRow",
    "Importer",
    "Kept",
    "LedgerRow",
    "Matched",
    "MonthCount",
    "Naming",
    "Record",
    "RecordError",
    "Tie",
    "restore",
    "split",
    "stems",
]
