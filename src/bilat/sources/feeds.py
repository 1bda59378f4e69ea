"""RSS, Atom and JSON feeds to documents, and lists of addresses (OPML, sitemaps); runs in the parser's process."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from bilat.model import Document, Refusal
from bilat.sources.making import Given, document, given_date, rejected
from bilat.sources.markup import all_text

LARGEST_FEED = 20_000_000
MOST_ENTRIES = 50_000
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[a-z]+:)?(rss|feed|rdf|urlset|sitemapindex|opml)\b", re.IGNORECASE)
_KINDS = {b"rss": "feed", b"feed": "feed", b"rdf": "feed", b"urlset": "sitemap", b"sitemapindex": "sitemap"}
_JSON = re.compile(rb"\s*\{.{0,2000}?jsonfeed\.org/version", re.DOTALL)
_ITEM = re.compile(rb"<(item|entry)[\s>]", re.IGNORECASE)
Entry = tuple[str, Document | Refusal]  # what the feed calls it, and what came of it


def kind_of_list(head: bytes) -> str | None:
    """`feed`, `sitemap` or `opml` by the first bytes; absent for anything else."""
    if _JSON.match(head):
        return "feed"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        return None
    found = _ROOT.search(start[:4_000])
    if found is None or re.match(rb"<(?:!doctype\s+)?html", start, re.IGNORECASE):
        return None
    return _KINDS.get(found[1].lower(), "opml")


def feed(data: bytes, name: str) -> Iterator[Entry]:
    """Every entry of a feed, in its order: its guid or link, and its document or refusal.

    A feed that declares entities is refused: they serve to read files of ours, or to fill the memory.
    """
    if _JSON.match(data[:4_000]):
        yield from _json_entries(data, name)
        return
    if _ENTITY.search(data):
        yield name, rejected(name, "entities", "it declares entities of its own, which feeds do not need; not read")
        return
    try:
        import feedparser
    except ImportError:
        yield name, rejected(name, "extra", 'reading feeds needs an extra: pip install "bilat[feeds]"')
        return
    parsed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not parsed.entries and (not parsed.get("version") or parsed.bozo):
        why = parsed.get("bozo_exception") or "no feed is found in it"
        yield name, Refusal(name, "failed", "feed", f"it cannot be read as a feed ({str(why)[:150]}); fetch it again")
        return
    note = (f"the feed is not well-formed: {str(parsed.bozo_exception)[:100]}",) if parsed.bozo else ()
    outlet = " ".join(str(parsed.feed.get("title") or "").split()) or None
    for number, entry in enumerate(parsed.entries[:MOST_ENTRIES]):
        yield _entry(entry, f"{name}#{number + 1}", outlet, note)


def pieces(data: bytes) -> list[bytes]:
    """A feed cut into feeds of one entry each, for one that breaks its parser as a whole."""
    starts = [found.start() for found in _ITEM.finditer(data)][:MOST_ENTRIES]
    if not starts:
        return []
    head = data[: starts[0]]
    return [head + data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]


def _entry(entry: Mapping[str, Any], place: str, outlet: str | None, notes: tuple[str, ...]) -> Entry:
    content = max((str(c.get("value") or "") for c in entry.get("content") or ()), key=len, default="")
    body = max(content, str(entry.get("summary") or ""), key=len)
    authors = tuple(str(a.get("name") or "") for a in entry.get("authors") or ())
    row = {
        "url": str(entry.get("link") or ""),
        "id": str(entry.get("id") or ""),
        "title": all_text(str(entry.get("title") or "")),
        "published": entry.get("published") or entry.get("updated"),
    }
    return _made(row, body, place, outlet, authors, notes)


def _json_entries(data: bytes, name: str) -> Iterator[Entry]:
    try:
        found = json.loads(data.decode("utf-8-sig", "replace"))
        items = found.get("items")
        outlet = found.get("title")
    except (ValueError, RecursionError, AttributeError):
        items, outlet = None, None
    if not isinstance(items, list):
        yield name, Refusal(name, "failed", "feed", "it is no whole JSON feed; fetch it again")
        return
    for number, item in enumerate(items[:MOST_ENTRIES]):
        place = f"{name}#{number + 1}"
        if not isinstance(item, dict):
            yield place, rejected(place, "json", f"item {number + 1} is no object")
            continue
        people = [a for a in item.get("authors") or [] if isinstance(a, dict)]
        row = {
            "url": _string(item, "url") or _string(item, "external_url"),
            "id": _string(item, "id"),
            "title": _string(item, "title"),
            "published": item.get("date_published"),
        }
        body = _string(item, "content_html") or _escaped(_string(item, "content_text") or _string(item, "summary"))
        yield _made(row, body, place, outlet if isinstance(outlet, str) else None, _names(people), ())


def _made(
    row: Mapping[str, Any], body: str, place: str, outlet: str | None, authors: tuple[str, ...], notes: tuple[str, ...]
) -> Entry:
    url = row["url"] if row["url"].startswith(("http://", "https://")) else None
    key = row["id"] or url or place
    title = " ".join(row["title"].split()) or None
    text = all_text(body)
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    published, remarks = given_date(row["published"]) if row["published"] else (None, ())
    people = tuple(a for a in authors if a)
    given = Given(title, published, people, outlet, url, None, (*notes, *remarks))
    return key, document(url or key, text.encode("utf-8", "replace").decode("utf-8"), given)


def _string(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _names(people: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(_string(person, "name") for person in people)


def _escaped(text: str) -> str:
    return "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in text.split("\n\n"))


def addresses(data: bytes, name: str) -> list[tuple[str, str]] | Refusal:
    """The addresses in an OPML list or a sitemap: (`feed`, `sitemap` or `page`; address), in their order.

    In OPML an outline of type `sitemap` is one; a sitemap's own list leads to sitemaps.
    """
    if _ENTITY.search(data):
        return rejected(name, "entities", "it declares entities of its own, which lists do not need; not read")
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return Refusal(name, "failed", "xml", f"it is no well-formed XML ({error}); mend it or fetch it again")
    found: list[tuple[str, str]] = []
    for node in root.iter():
        tag = node.tag.rsplit("}", 1)[-1]
        if tag == "outline" and node.get("xmlUrl"):
            found.append(("sitemap" if node.get("type") == "sitemap" else "feed", str(node.get("xmlUrl")).strip()))
        elif tag in ("url", "sitemap"):
            kind = "page" if tag == "url" else "sitemap"
            found += [(kind, child.text.strip()) for child in node if child.tag.endswith("}loc") and child.text]
            found += [(kind, child.text.strip()) for child in node if child.tag == "loc" and child.text]
    return list(dict.fromkeys(found[:MOST_ENTRIES]))
