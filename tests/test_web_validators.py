"""Pages that a browser has already: told unchanged while nothing changed, and never longer."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from bilat.record import Record
from site_served import Served, served


def again(client: httpx.Client, page: str, tag: str) -> httpx.Response:
    return client.get(page, headers={"if-none-match": tag})


@pytest.mark.parametrize(
    "page",
    ["/", "/dyad/RUS/IRN", "/dyad/RUS/IRN.json", "/dyad/RUS/IRN/event.csv", "/dyad/RUS/IRN?as_of=2024-05-04",
     "/chart/course/RUS/IRN"],
)  # fmt: skip
def test_what_did_not_change_is_not_sent_again(client: httpx.Client, page: str) -> None:
    first = client.get(page)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache" and re.fullmatch('"[0-9a-f]{32}"', tag)
    for named in (tag, f"W/{tag}", f'"other", {tag}'):
        same = again(client, page, named)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    other = again(client, page, '"other"')
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize(
    "path", ["/static/style.css", "/static/page.js", "/static/vega.js", "/openapi.json", "/dyad/RUS/IRN/brief/md"]
)
def test_files_have_validators_too(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    for named in (first.headers["etag"], "*"):
        same = again(client, path, named)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
        assert same.headers["cache-control"] == first.headers["cache-control"]
    assert again(client, path, '"other"').content == first.content


def test_whoever_has_anything_is_told_nothing_changed(client: httpx.Client) -> None:
    assert again(client, "/dyad/RUS/IRN", "*").status_code == 304
    for nowhere in ("/event/0000000000000000", "/dyad/RUS/XXX", "/chart/course/RUS/XXX"):
        assert again(client, nowhere, "*").status_code == 404


def test_no_two_addresses_share_a_validator(client: httpx.Client) -> None:
    pages = ("/", "/home.json", "/dyad/RUS/IRN", "/dyad/IRN/RUS", "/dyad/RUS/IRN?as_of=2024-05-04", "/dyad/RUS/IRN.csv")
    assert len({client.get(page).headers["etag"] for page in pages}) == len(pages)


def test_problems_have_no_validator(client: httpx.Client) -> None:
    for accept in ("text/html", "application/json"):
        shown = client.get("/dyad/RUS/NOBODY", headers={"accept": accept})
        assert (shown.status_code, shown.headers["vary"], "etag" in shown.headers) == (404, "accept", False)
        assert shown.headers["cache-control"] == "no-store"


def test_a_ruling_and_another_record_are_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite"
    with served(path) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        seen = client.get("/review").headers["etag"]
        _rule(client, site, seen)
        ruled = again(client, "/review", seen)
        assert ruled.status_code == 200 and "one of ours" in ruled.text
        assert len(client.get("/review.json").json()["rows"]) == 1
        assert client.get("/review.json", params={"as_of": "2001-01-01"}).json()["rows"] == []  # made later
        other = tmp_path / "other.sqlite"
        with Record.open(other):
            pass
        before = client.get("/home.json")
        for suffix in ("-wal", "-shm"):  # SQLite would play the log of the old file into the new one
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        other.replace(path)
        after = again(client, "/home.json", before.headers["etag"])
        assert after.status_code == 200 and before.json()["dyads"] and not after.json()["dyads"]


def _rule(client: httpx.Client, site: Served, seen: str) -> None:
    row = next(iter(site.space.events("RUS", "IRN")))
    page = client.get(f"/event/{row['id']}").text
    found = re.search('name="token" value="([^"]+)"', page)
    assert found, "the page of an event has a form for rulings"
    given = {"token": found[1], "verdict": "wrong", "id": row["mentions"][0], "by": "one of ours"}
    answer = client.post("/review", data=given, headers={"if-none-match": seen})
    assert answer.status_code == 303 and "etag" not in answer.headers
