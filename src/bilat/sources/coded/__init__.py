"""Files of events that others have coded: ICEWS, POLECAT, GDELT, Phoenix, ACLED."""

from bilat.sources.coded.formats import FORMATS, UnknownForm, check, events
from bilat.sources.coded.lines import content_hash, size_of

__all__ = ["FORMATS", "UnknownForm", "check", "content_hash", "events", "size_of"]
