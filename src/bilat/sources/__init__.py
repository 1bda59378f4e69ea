"""From files to documents: text, HTML, JSON Lines, folders of them, and standard input.

Each input gives one reading: a document with its title, date, authors, outlet, origin and the parts of its layout,
or a refusal that says what is wrong, where, and what to do.
"""

from bilat.sources import coded
from bilat.sources.files import MissingPath
from bilat.sources.reader import Size, read, size

__all__ = ["MissingPath", "Size", "coded", "read", "size"]
