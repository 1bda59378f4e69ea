"""Steps and pulses on a dyad's page, and the imported events that they are counted from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from bilat.model import Coded, Reading
from bilat.record import Record
from made import document, event
from site_served import Served, rows_of, served

BUSY = date(2015, 5, 6)
FILE = "events.tsv"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A record with a year and a half of imported events: every day twenty between other states, every other day one
    between the two, and on one day thirty."""
    folder = tmp_path_factory.mktemp("site")
    rows = ["date\tsource\trelation\ttarget"]
    for number in range(540):
        day = date(2014, 1, 1) + timedelta(days=number)
        rows += [f"{day}\tChina\tMake statement\tJapan"] * 20
        if number % 2 == 0:
            rows.append(f"{day}\tFrance\tMake statement\tGermany")
        if day == BUSY:
            rows += [f"{day}\tFrance\tThreaten\tGermany"] * 30
    (folder / FILE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    with served(folder / "r.sqlite") as found:
        found.space.import_([folder / FILE], "icews-tsv")
        yield found


def test_a_pulse_is_named_by_the_act_and_leads_to_file_and_line(client: httpx.Client, site: Served) -> None:
    rows = client.get("/dyad/FRA/DEU/turns.json").json()["rows"]
    pulse = next(row for row in rows if row["turn"] == "pulse")
    assert pulse["date"] == BUSY.isoformat()
    act = pulse["carried_by"][0]
    assert (act["act"], act["sides"], act["events"]) == ("Threaten", "France to Germany", 30)
    line = act["rows"][0]["line"]
    assert Path(act["rows"][0]["file"]).read_text(encoding="utf-8").splitlines()[line - 1].split("\t")[2] == "Threaten"
    assert f"{FILE}, line {line:,}" in client.get("/dyad/FRA/DEU/turns").text


def test_what_was_not_known_named_nothing(client: httpx.Client) -> None:
    rows = client.get("/dyad/FRA/DEU/turns.json?as_of=2015-05-01").json()["rows"]
    assert [row for row in rows if row["date"] >= "2015-05-02"] == []


def test_imported_events_are_shown_page_by_page(client: httpx.Client, site: Served) -> None:
    seen = [row["line"] for row in rows_of(client, "/dyad/FRA/DEU/imported?since=2015-05", 15)]
    told = Path(site.space.path.parent / FILE).read_text(encoding="utf-8").splitlines()
    due = [number for number, line in enumerate(told, 1) if line >= "2015-05" and "\tFrance\t" in line and number > 1]
    assert seen == due
    assert client.get("/dyad/FRA/DEU/imported.json?as_of=2013").json()["rows"] == []


def test_imported_events_are_offered_where_there_are_any(client: httpx.Client) -> None:
    assert "/dyad/FRA/DEU/imported" in client.get("/dyad/FRA/DEU").text


def opened(client: httpx.Client, page: str) -> list[tuple[str, int]]:
    """The links of a page's numbers, each with its number."""
    links = re.findall(r'<a href="([^"]+since=[^"]+)">([\d,]+)</a>', client.get(page).text)
    return [(unescape(link), int(number.replace(",", ""))) for link, number in links]


@pytest.mark.parametrize("by", ["month", "quarter"])
def test_the_counts_of_an_imported_series_open_their_events(client: httpx.Client, by: str) -> None:
    links = opened(client, f"/dyad/FRA/DEU/series?by={by}")
    assert {link.partition("?")[0] for link, _ in links} == {"/dyad/FRA/DEU/imported"}
    assert any("quad=" in link for link, _ in links)
    for link, number in links:
        assert len(rows_of(client, link)) == number, link


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site on two months of texts: each day two acts of Russia and Iran, some planned, some of the month alone."""
    path = tmp_path_factory.mktemp("told") / "r.sqlite"
    with served(path) as found:
        batches = []
        for number in range(60):
            day = (date(2021, 3, 1) + timedelta(days=number)).isoformat()
            praise, charge = f"Russia praised Iran on day {number}.", f"Russia accused Iran of theft {number}."
            doc = document(f"{praise} {charge}", day, name=f"{day}.txt")
            status = {"status": "planned"} if number % 5 == 0 else {}
            mentions = (
                event(doc, praise, "SUPPORT", day, **status),
                event(doc, charge, "ACCUSE", day if number % 7 else day[:7]),
            )
            batches.append(Coded(Reading(doc.name, doc), doc.published, mentions, "by hand"))
        with Record.open(path) as record:
            record.write(batches)
        found.space.read([])
        yield found


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_the_counts_of_a_series_of_texts_open_their_happenings(told: Served, by: str) -> None:
    with httpx.Client(base_url=told.url, timeout=60) as client:
        links = opened(client, f"/dyad/RUS/IRN/series?by={by}&since=2021-03&until=2021-04")
        assert len(links) >= 6 and {link.partition("?")[0] for link, _ in links} == {"/dyad/RUS/IRN/event"}
        for link, number in links[:12]:
            assert len(rows_of(client, link)) == number, link
