"""Hard inputs, made by a seeded script: nothing here was written by anybody else."""

from __future__ import annotations

import gzip
import io
import json
import random
import zlib
from pathlib import Path

SENTENCE = "Officials of Russia met their colleagues of Iran on Friday, the ministry said in a statement number {}. "


def prose(number: int, length: int = 4) -> str:
    """A few plain sentences, different for each number."""
    chance = random.Random(number)
    words = ["grain", "gas", "rail", "water", "border", "talks", "ships", "steel"]
    more = (f"They spoke of {chance.choice(words)} and {chance.choice(words)} for {n} hours. " for n in range(length))
    return SENTENCE.format(number) + "".join(more)


def page(number: int, more: str = "") -> bytes:
    """A page with an article."""
    head = f"<!doctype html><html><head><title>Report {number}</title></head><body>"
    return f"{head}{more}<p>{prose(number, 12)}</p>".encode()


def pdf(text: str | None, extra: str = "", catalog: str = "") -> bytes:
    """A PDF file of one page that shows a text, or nothing."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode() if text else b"0 0 10 10 re f"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def looped_pdf() -> bytes:
    """A PDF file whose list of pages holds itself."""
    return pdf("x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


def bomb_pdf(size: int = 400_000_000) -> bytes:
    """A small PDF file whose page unpacks to so many bytes."""
    pack = zlib.compressobj(9)
    packed = b"".join(pack.compress(b"\x20" * 1_000_000) for _ in range(size // 1_000_000)) + pack.flush()
    body = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    whole = pdf("x")
    start, end = whole.index(b"4 0 obj\n") + 8, whole.index(b"\nendobj\n5 0 obj")
    return whole[:start] + body + whole[end:]


def locked_pdf() -> bytes:
    """A PDF file with a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf("Secret."))))
    writer.encrypt("a password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def record(kind: str, url: str, body: bytes, content: str = "application/http; msgtype=response") -> bytes:
    """One record of a web archive."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-21T10:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{random.Random(url).getrandbits(60)}>\r\nContent-Type: {content}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """An HTTP answer as an archive keeps it."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def archive(first: int = 1) -> list[bytes]:
    """The records of an archive: what a crawler says of itself, a request, three pages, a revisit, a picture."""
    urls = [f"https://news.example/{first + n}" for n in range(3)]
    pages = [record("response", url, answer(page(first + n))) for n, url in enumerate(urls)]
    return [
        record("warcinfo", "urn:info", b"software: none\r\n", "application/warc-fields"),
        record("request", urls[0], b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        *pages[:2],
        record("revisit", urls[1], b"HTTP/1.1 200 OK\r\n\r\n"),
        record("response", "https://news.example/a.png", answer(b"\x89PNG", kind="image/png")),
        record("response", "https://news.example/gone", answer(b"gone", status="404 Not Found")),
        pages[2],
    ]


def zipped(records: list[bytes]) -> bytes:
    """An archive as Common Crawl packs it: each record by itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def bomb_record(size: int = 300_000_000) -> bytes:
    """A packed record that unpacks to so many bytes."""
    pack = zlib.compressobj(9, wbits=31)
    start = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{prose(1)}".encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/bomb\r\n"
    head += "WARC-Date: 2024-05-21T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(start) + size}\r\n\r\n"
    out = pack.compress(head.encode() + start)
    out += b"".join(pack.compress(b" " * 1_000_000) for _ in range(size // 1_000_000))
    return out + pack.compress(b"\r\n\r\n") + pack.flush()


def rss(items: list[str], head: str = "") -> bytes:
    """An RSS feed of items."""
    start = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Wire</title>'
    return f"{start}{''.join(items)}</channel></rss>".encode()


def item(number: int, more: str = "", guid: bool = True) -> str:
    """An item of an RSS feed."""
    mark = f"<guid>wire-{number}</guid><link>https://wire.example/{number}</link>" if guid else ""
    day = "<pubDate>Tue, 21 May 2024 10:00:00 GMT</pubDate>" if guid else ""
    return f"<item><title>Report {number}</title>{mark}{day}{more}<description>{prose(number)}</description></item>"


def atom(number: int) -> bytes:
    """An Atom feed of one entry."""
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry>'
        f'<title>Report {number}</title><id>atom-{number}</id><link href="https://wire.example/{number}"/>'
        f'<updated>2024-05-21T10:00:00Z</updated><content type="html">&lt;p&gt;{prose(number)}&lt;/p&gt;</content>'
        "</entry></feed>"
    ).encode()


def json_feed(number: int) -> bytes:
    """A JSON feed of one item."""
    row = {"id": f"json-{number}", "url": f"https://wire.example/{number}", "content_text": prose(number)}
    row["date_published"] = "2024-05-21T10:00:00Z"
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [row]}).encode()


def folder(path: Path) -> Path:
    """Many hard files with good neighbours among them."""
    chance = random.Random(8)
    good = archive(500)
    lines = b"\n".join(json.dumps({"id": f"line-{n}", "text": prose(900 + n)}).encode() for n in range(2))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    files = {
        "000-good.txt": prose(1).encode(),
        "blank.txt": b" \n",
        "good.pdf": pdf(prose(2, 1)),
        "named.html": pdf(prose(3, 1)),
        "picture.pdf": pdf(None),
        "locked.pdf": locked_pdf(),
        "cut.pdf": pdf(prose(4))[:120],
        "loop.pdf": looped_pdf(),
        "bomb.pdf": bomb_pdf(),
        "odd.pdf": pdf(prose(5, 1), "/Info << /Title (\x00\x01) /CreationDate (D:99999999) >>"),
        "whole.warc": b"".join(archive(300)),
        "whole.warc.gz": zipped(archive(400)),
        "cut.warc.gz": zipped(good)[: -len(gzip.compress(good[-1])) // 2],
        "cut.warc": b"".join(archive(600))[:-300],
        "ends.warc.gz": zipped(archive(700)[:-1]),
        "single.warc.gz": gzip.compress(b"".join(archive(800)), mtime=0),
        "length.warc": b"".join(archive(820)[:3]).replace(b"Content-Length: 16\r", b"Content-Length: 99999999\r", 1),
        "bomb.warc.gz": zipped(archive(840)[:3]) + bomb_record() + zipped(archive(860)[2:3]),
        "nested.warc": record(
            "response",
            "https://news.example/nested",
            answer(gzip.compress(gzip.compress(page(870))), "Content-Encoding: gzip"),
        )
        + archive(880)[2],
        "old.arc": b"filedesc://old.arc 0.0.0.0 20040101000000 text/plain 76\n1 0 InternetArchive\n",
        "rss.xml": rss([item(n) for n in range(10, 14)]),
        "atom.xml": atom(20),
        "feed.json": json_feed(21),
        "bare.xml": rss([item(30, guid=False), item(31, guid=False)]),
        "same.xml": rss([item(40), item(40).replace("Officials", "The officials")]),
        "broken.xml": rss([item(50), item(51)]).replace(b"</item><item>", b"<b></item><item>&nbsp;")[:-30],
        "laughs.xml": rss([item(60)], f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]>'),
        "outside.xml": rss([item(61)], '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "author.xml": rss([item(70), item(71, f"<author>a@{'a.' * 40_000}!</author>"), item(72)]),
        "days.xml": rss([item(80).replace("Tue, 21 May 2024 10:00:00 GMT", "31 Feb 2024")]),
        "sitemap.xml": b'<?xml version="1.0"?><urlset><url><loc>https://news.example/1</loc></url></urlset>',
        "lines.jsonl": lines,
        "noise.bin": chance.randbytes(5_000),
        "deep.html": page(90, "<div>" * 30_000),
        "large.html": page(91, "x" * 6_000_000),
        "wall.html": b"<!doctype html><html><body><p>Please accept cookies.</p></body></html>",
        "hidden.html": page(92, "<!-- Russia attacked Iran --><template>Iran attacked Russia</template>"),
        "tags.html": page(
            93, "<form><form></b></form><![CDATA[ x ]]><table><p></table></i><math><style></style></math>"
        ),
        "zzz-good.txt": prose(999).encode(),
    }
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path
