"""From files to documents: text, HTML, JSON Lines, feeds, web archives, PDF, folders of them, and standard input.

Each input gives one reading: a document with its title, date, authors, outlet, origin and the parts of its layout,
or a refusal that says what is wrong, where, and what to do.
"""

from bilat.sources import coded
from bilat.sources.feeds import LARGEST_FEED, kind_of_list
from bilat.sources.fetching import Fetcher, Refused
from bilat.sources.files import MissingPath
from bilat.sources.guarded import Parsers
from bilat.sources.reader import Size, fetched, read, size

__all__ = [
    "LARGEST_FEED",
    "Fetcher",
    "MissingPath",
    "Parsers",
    "Refused",
    "Size",
    "coded",
    "fetched",
    "kind_of_list",
    "read",
    "size",
]
