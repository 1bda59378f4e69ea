"""A fuzz target for each parser of ours.

A target takes any bytes; a fault is an exception, or an assertion that fails. test_fuzzing.py runs them all on what
hypothesis makes, fuzz.py one with atheris.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bilat import dates
from bilat.model import BilatError, Document, Refusal
from bilat.record import Record
from bilat.sources import coded, feeds, jsonlines, parsing, pdf, warcs
from bilat.sources.decoding import decode
from bilat.sources.making import Given, document, given_date


def kept(outcome: Document | Refusal) -> None:
    """What every reading must be: storable, its parts in place; or a reason with advice in one line."""
    if isinstance(outcome, Refusal):
        assert outcome.reason and outcome.detail and "\n" not in outcome.detail
        return
    outcome.text.encode("utf-8")
    assert "\0" not in outcome.text
    assert all(0 <= part.start < part.end <= len(outcome.text) for part in outcome.parts)


def text(data: bytes) -> None:
    """Bytes of a text file: encoding, layout, header, digest."""
    found = decode(data)
    if found is not None:
        kept(document("fuzz", found.text, Given()))


def page(data: bytes) -> None:
    """An HTML page."""
    kept(parsing.page(data, "fuzz", Given()))


def lines(data: bytes) -> None:
    """JSON Lines."""
    stream = io.BytesIO(data)
    for reading in jsonlines.readings(stream, stream.read(2), "fuzz", "fuzz"):
        kept(reading.outcome)


def feed(data: bytes) -> None:
    """RSS, Atom, JSON Feed."""
    for _, outcome in feeds.feed(data, "fuzz"):
        kept(outcome)
    assert all(feeds.pieces(data))


def addresses(data: bytes) -> None:
    """OPML lists and sitemaps."""
    found = feeds.addresses(data, "fuzz")
    if isinstance(found, Refusal):
        kept(found)


def archive(data: bytes) -> None:
    """A web archive."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.warc"
        file.write_bytes(data)
        for one in warcs.warc(str(file), "fuzz"):
            if one.refusal:
                kept(one.refusal)


def portable(data: bytes) -> None:
    """A PDF file, as far as it is ours: reasons and text."""
    kept(pdf.pdf(data, "fuzz"))


def times(data: bytes) -> None:
    """Time expressions, and days that come with a text."""
    words = data.decode("utf-8", "replace")
    for found in dates.find(words):
        assert 0 <= found.start < found.end <= len(words)
        iso = dates.resolve(found, dates.interval("2024-05-21"), None)
        assert iso is None or dates.interval(iso)
    when, _ = given_date(words)
    assert when is None or dates.interval(when.iso)


def events(data: bytes) -> None:
    """Files of events of every form."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "e"
        file.write_bytes(data)
        for form in coded.FORMATS:
            try:
                for one in coded.events(file, form, 0, lambda number: None):
                    assert one
            except BilatError as error:
                assert str(error)


_RECORDS: list[tuple[TemporaryDirectory[str], Record]] = []


def search(data: bytes) -> None:
    """Words to search for."""
    if not _RECORDS:
        folder = TemporaryDirectory()
        _RECORDS.append((folder, Record.open(Path(folder.name) / "r")))
    try:
        assert _RECORDS[0][1].search(data.decode("utf-8", "replace")) == []
    except BilatError as error:
        assert str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "page": page,
    "lines": lines,
    "feed": feed,
    "addresses": addresses,
    "archive": archive,
    "pdf": portable,
    "times": times,
    "events": events,
    "search": search,
}
