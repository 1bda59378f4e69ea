"""Steps and pulses on a dyad's page, and the imported events that they are counted from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

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
