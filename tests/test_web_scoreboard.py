"""The scoreboard's page, as programs and as readers see it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from site_served import Served, served

START = dt.date(2018, 1, 1)
BROWSER = os.environ.get("BILAT_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def events(folder: Path, days: int) -> Path:
    """Invented events: France consults Brazil every other day."""
    lines = [f"{START + dt.timedelta(days=n)}\tFrance\tConsult\tBrazil" for n in range(0, days, 2)]
    lines += [f"{START + dt.timedelta(days=n)}\tKenya\tConsult\tNorway" for n in range(days)]
    path = folder / f"events{days}.tsv"
    path.write_text("\n".join(["date\tsource\trelation\ttarget", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("scoreboard")
    with served(folder / "r.sqlite") as found:
        assert httpx.get(f"{found.url}/scoreboard.json").json()["tool"] == {"made": 0, "closed": 0}
        found.space.import_([events(folder, 120)], "icews-tsv")
        found.space.forecast("FRA", "BRA")
        found.space.import_([events(folder, 160)], "icews-tsv")
        yield found


def test_the_page_shows_what_the_command_shows_and_closes_nothing(site: Served) -> None:
    shown = httpx.get(f"{site.url}/scoreboard.json").json()
    assert shown["tool"]["made"] > shown["tool"]["closed"] > 0
    with_ends = [row for row in shown["forecasts"] if row["state"] == "closed"]
    assert {row["end"] for row in with_ends} == {"2018-05-07", "2018-05-30"}
    assert all(row["low"] <= row["outcome"] <= row["high"] for row in with_ends if row["what"] == "all")
    board = site.space.forecast_scoreboard()
    assert shown["tool"] == board["tool"] and shown["holders"] == board["holders"]
    assert sorted(shown["forecasts"], key=lambda row: row["forecast"]) == board["forecasts"]
    table = csv.DictReader(io.StringIO(httpx.get(f"{site.url}/scoreboard.csv").text))
    assert len(list(table)) == shown["tool"]["made"]


def test_its_counts_open_what_they_count_and_it_can_be_seen_as_of_a_day(site: Served) -> None:
    page = httpx.get(f"{site.url}/scoreboard").text
    tool = httpx.get(f"{site.url}/scoreboard.json").json()["tool"]
    assert 'href="/scoreboard?state=closed#forecasts"' in page and 'name="as_of"' in page
    closed = httpx.get(f"{site.url}/scoreboard.json", params={"state": "closed"}).json()
    assert len(closed["forecasts"]) == tool["closed"] and closed["tool"] == tool
    assert httpx.get(f"{site.url}/scoreboard", params={"state": "won"}).status_code == 400
    assert httpx.get(f"{site.url}/scoreboard.json", params={"as_of": "2017-01-01"}).json()["forecasts"] == []


@pytest.mark.skipif(not BROWSER, reason="NO BROWSER: the page was not tested; install chromium")
def test_a_reader_gets_from_the_home_page_to_what_came_of_a_forecast(site: Served) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(base_url=site.url)
        page.goto("/")
        page.get_by_role("link", name="Forecasts").click()
        expect(page.get_by_role("heading", name="Forecasts and how good they were")).to_be_visible()
        closed = page.get_by_role("row").filter(has_text="7 May 2018").filter(has_text="CONSULT")
        expect(closed).to_contain_text("France and Brazil")
        expect(closed).to_contain_text("closed")
        found = Axe().run(page).response["violations"]
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
        page.set_viewport_size({"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        browser.close()
