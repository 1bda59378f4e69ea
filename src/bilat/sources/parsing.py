"""What runs in the parser's own process: from a file's bytes to a document, by parsers that others wrote."""

from __future__ import annotations

from bilat.model import Document, Refusal
from bilat.sources import html
from bilat.sources.decoding import decode
from bilat.sources.feeds import addresses, feed
from bilat.sources.making import Given, document, given_date, rejected
from bilat.sources.pdf import pdf
from bilat.sources.warcs import warc

__all__ = ["addresses", "feed", "page", "pdf", "warc"]


def page(data: bytes, name: str, given: Given) -> Document | Refusal:
    """The article of an HTML page; what is `given` from elsewhere outranks what the page says."""
    decoded = decode(data, declared=True)
    if decoded is None:
        return rejected(name, "binary", "it is no text; save it as text or HTML")
    if not decoded.text.strip():
        return rejected(name, "empty", "it holds no text")
    found = html.article(decoded.text)
    if found is None:
        detail = "no article was found in the page (a cookie wall, or filled by a script?); save the article as text"
        return rejected(name, "no_text", detail)
    published, notes = given_date(found.published) if found.published else (None, ())
    told = Given(
        given.title or found.title,
        given.published or published,
        given.authors or found.authors,
        given.outlet or found.outlet,
        given.url or found.url,
        given.language,
        (*given.notes, *decoded.notes, *found.notes, *notes),
    )
    return document(name, found.text, told)
