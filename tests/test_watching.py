"""Feeds, sitemaps and folders watched, against a real server on this machine."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import hard
from bilat.cli import run
from bilat.record import Record
from bilat.sources import Fetcher, Refused
from bilat.sources.fetching import is_public
from bilat.workspace.watching import Watch


class Site(BaseHTTPRequestHandler):
    """Feeds, pages and bad manners; keeps what it was asked for."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012
    entries = 2
    down = False

    def do_GET(self) -> None:
        Site.asked.append((self.path, self.headers.get("If-None-Match", "")))
        if self.path == "/rss":
            mark = f'"{Site.entries}"'
            if Site.down:
                self._answer(503, b"", ("Retry-After", "120"))
            elif self.headers.get("If-None-Match") == mark:
                self._answer(304, b"")
            else:
                self._answer(200, hard.rss([hard.item(n) for n in range(Site.entries)]), ("ETag", mark))
        elif self.path == "/sitemap.xml":
            here = f"http://127.0.0.1:{self.server.server_address[1]}"
            locations = "".join(f"<url><loc>{here}/{name}</loc></url>" for name in ("page", "private/page"))
            self._answer(
                200, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'.encode()
            )
        elif self.path == "/page":
            self._answer(200, hard.page(70))
        elif self.path == "/robots.txt":
            self._answer(200, b"User-agent: *\nDisallow: /private/\n")
        elif self.path.startswith("/to/"):
            self._answer(302, b"", ("Location", self.path.removeprefix("/to/")))
        elif self.path == "/loop":
            self._answer(302, b"", ("Location", "/loop"))
        elif self.path == "/large":
            self._answer(200, b"x" * 300_000)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked, Site.entries, Site.down = [], 2, False
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def opml(path: Path, *addresses: str) -> str:
    lines = "".join(f'<outline type="{"sitemap" if "sitemap" in a else "rss"}" xmlUrl="{a}"/>' for a in addresses)
    path.write_text(f'<opml version="2.0"><body>{lines}</body></opml>', encoding="utf-8")
    return str(path)


def test_only_what_is_new_is_fetched_and_read(site: str, tmp_path: Path) -> None:
    watch = Watch(opml(tmp_path / "feeds.opml", f"{site}/rss"), True, 0.0)
    with Record.open(tmp_path / "r") as record:
        assert watch.round(record, "stand_in_coder", 1, None).counts == {"ok": 2}
        assert watch.round(record, "stand_in_coder", 1, None).counts == {}
        assert Site.asked == [("/rss", ""), ("/rss", '"2"')]
        Site.entries = 3
        assert watch.round(record, "stand_in_coder", 1, None).counts == {"known": 2, "ok": 1}
    watch.close()


def test_a_feed_that_fails_is_left_alone_for_as_long_as_it_asks(site: str, tmp_path: Path) -> None:
    Site.down = True
    watch = Watch(f"{site}/rss", True, 0.0)
    with Record.open(tmp_path / "r") as record:
        summary = watch.round(record, "stand_in_coder", 1, None)
        assert [(p.status, p.reason) for p in summary.problems] == [("failed", "status")]
        feed = record.feed(f"{site}/rss")
        assert feed.failures == 1
        assert 100 < feed.due - time.time() <= 120
        assert watch.round(record, "stand_in_coder", 1, None).counts == {}
    assert len(Site.asked) == 1
    watch.close()


def test_pages_of_a_sitemap_are_read_where_robots_may_and_once(site: str, tmp_path: Path) -> None:
    watch = Watch(opml(tmp_path / "feeds.opml", f"{site}/sitemap.xml"), True, 0.0)
    with Record.open(tmp_path / "r") as record:
        assert watch.round(record, "stand_in_coder", 1, None).counts == {"ok": 1, "skipped": 1}
        watch.round(record, "stand_in_coder", 1, None)
        assert [path for path, _ in Site.asked].count("/page") == 1
        assert "/private/page" not in [path for path, _ in Site.asked]
    watch.close()


def test_a_watched_folder_gives_each_finished_file_once(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    watch = Watch(str(folder), False, 0.0)
    with Record.open(tmp_path / "r") as record:
        for name, age in (("a.txt", 60), ("b.txt", 0)):
            (folder / name).write_text(hard.prose(age), encoding="utf-8")
            os.utime(folder / name, (time.time() - age,) * 2)
        assert watch.round(record, "stand_in_coder", 1, None).counts == {"ok": 1}
        os.utime(folder / "b.txt", (time.time() - 60,) * 2)
        assert watch.round(record, "stand_in_coder", 1, None).counts == {"ok": 1}
        assert watch.round(record, "stand_in_coder", 1, None).counts == {}


def test_watch_refuses_this_machine_unless_told_otherwise(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", f"{site}/rss", "--record", str(tmp_path / "r"), "--once"]) == 3
    assert "--allow-private" in capsys.readouterr().err
    assert Site.asked == []
    (tmp_path / "none.opml").write_text("<opml", encoding="utf-8")
    assert run(["watch", str(tmp_path / "none.opml"), "--record", str(tmp_path / "r"), "--once"]) == 2


PRIVATE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert all(map(is_public, ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"]))


@pytest.mark.parametrize(
    "address",
    ["http://localhost/", "http://127.0.0.1/", "http://2130706433/", "http://[::ffff:127.0.0.1]/", "http://0/"],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(Refused) as refused:
        Fetcher(pause=0.0).get(address, 1_000)
    assert refused.value.reason == "private"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to/file:///etc/passwd", "address"),
        ("/to/ftp://127.0.0.1/x", "address"),
        ("/loop", "redirects"),
        ("/large", "too_large"),
        ("/slow", "timeout"),
        ("/nothing", "status"),
    ],
)
def test_a_hostile_server_is_refused_with_a_reason(site: str, path: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        Fetcher(allow_private=True, pause=0.0, seconds=1.0).get(site + path, 100_000)
    assert refused.value.reason == reason


def test_a_redirect_into_our_own_network_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from bilat.sources import fetching

    monkeypatch.setattr(fetching, "is_public", lambda address: address == "127.0.0.1")
    port = site.rsplit(":", 1)[1]
    with pytest.raises(Refused) as refused:
        Fetcher(pause=0.0).get(f"{site}/to/http://127.0.0.2:{port}/rss", 1_000)
    assert refused.value.reason == "private"
    assert [path for path, _ in Site.asked] == [f"/to/http://127.0.0.2:{port}/rss"]


def test_two_requests_to_one_host_have_a_pause_between_them(site: str) -> None:
    fetcher = Fetcher(allow_private=True, pause=0.3)
    begun = time.monotonic()
    for _ in range(3):
        fetcher.get(f"{site}/page", 100_000)
    assert time.monotonic() - begun >= 0.6
