"""Each count says what it counts, and opens it; as of a day, too."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import altair
import httpx
import pytest
from altair.utils import schemapi
from jsonschema import ValidationError

from bilat.web import charts
from site_served import Served, rows_of


@pytest.mark.parametrize("as_of", ["", "?as_of=2024-05-04"])
def test_the_counts_of_the_home_page_open_what_they_count(client: httpx.Client, as_of: str) -> None:
    page = client.get(f"/{as_of}").text
    links = re.findall(r'<a href="(/(?:reports|happenings|documents)[^"]*)">(?:<b>)?([\d,]+)<', page)
    assert {link.split("/")[1].partition("?")[0] for link, _ in links} == {"reports", "happenings", "documents"}
    for link, count in links:
        assert len(rows_of(client, unescape(link))) == int(count.replace(",", "")), link


def test_the_counts_of_an_actor_open_what_they_count(client: httpx.Client) -> None:
    page = client.get("/actor/RUS").text
    links = re.findall(r'<a href="(/actor/RUS/\w+)"><b>([\d,]+)</b>', page)
    assert len(links) >= 3
    for link, count in links:
        assert len(rows_of(client, link)) == int(count), link
    assert {row["sentence"] for row in rows_of(client, "/actor/RUS:sergey lavrov/reports")} == {
        "Lavrov met envoys of Iran."
    }


def test_the_counts_of_a_person_and_of_spellings_open_what_they_count(client: httpx.Client) -> None:
    for actor in ("RUS", "RUS:sergey lavrov"):
        page = client.get(f"/actor/{actor}").text
        address = re.escape(actor).replace(r"\ ", "(?: |%20)")
        spelt = re.findall(rf'<a href="(/actor/{address}/reports\?named=[^"]+)"[^>]*><b>(\d+)</b>', page)
        kinds = re.findall(rf'<a href="(/actor/{address}/\w+)"><b>([\d,]+)</b>', page)
        assert spelt and kinds, actor
        for link, count in (*spelt, *kinds):
            assert len(rows_of(client, unescape(link))) == int(count), link


def test_the_page_on_limits_counts_the_documents_that_were_published_by_a_day(client: httpx.Client) -> None:
    every = client.get("/limits.json").json()["months"]
    early = client.get("/limits.json", params={"as_of": every[0]["month"]}).json()["months"]
    assert len(every) > 1 and early == every[:1]


@pytest.mark.parametrize("path", ["/", "/network", "/scoreboard", "/review", "/limits", "/search?q=pact", "/actor/RUS"])
def test_every_page_can_be_asked_for_as_of_a_day(client: httpx.Client, path: str) -> None:
    assert 'name="as_of"' in client.get(path).text


def test_the_number_of_a_tab_stands_in_its_link(client: httpx.Client) -> None:
    page = client.get("/dyad/RUS/IRN").text
    tabs = re.search(r'<ul class="tabs".*?</ul>', page, re.DOTALL)
    assert tabs is not None
    assert re.findall(r"<small>", tabs[0]) and not re.findall(r"</a>\s*<small>", tabs[0])


def test_the_counts_of_the_network_open_what_they_count(client: httpx.Client) -> None:
    for row in client.get("/network.json").json()["rows"]:
        query = f"quad={row['quad']}&status=occurred"
        assert len(rows_of(client, f"/dyad/{row['a']}/{row['b']}/event?{query}")) == row["happenings"]


def test_the_network_has_each_class_to_choose(client: httpx.Client) -> None:
    every = client.get("/network.json").json()["rows"]
    choices = re.findall(r'<option value="([^"]+)"', client.get("/network").text)
    assert {row["quad"] for row in every} <= set(choices) and len(choices) == 4
    for choice in choices:
        chosen = client.get("/network.json", params={"quad": choice}).json()["rows"]
        assert chosen == [row for row in every if row["quad"] == choice]


@pytest.mark.parametrize("as_of", ["", "?as_of=2024-05-04"])
def test_the_counts_of_a_month_open_what_they_count(client: httpx.Client, as_of: str) -> None:
    page = client.get(f"/dyad/RUS/IRN/course{as_of}").text
    links = [
        (unescape(link), int(count)) for link, count in re.findall(r'<a href="([^"]+month=[^"]+)">(\d+)</a>', page)
    ]
    assert {link.partition("?")[0] for link, _ in links} == {"/dyad/RUS/IRN/event", "/documents"}
    for link, count in links:
        assert len(rows_of(client, link)) == count, link


def test_a_year_of_the_comparison_opens_what_it_counts(client: httpx.Client) -> None:
    for query in ("", "?since=2022-02&until=2024-05", "?since=2022-01-20&until=2022-12-03"):
        spec = client.get(f"/chart/compare/RUS/IRN/CHN/RUS{query}").json()["spec"]
        for bar in spec["datasets"]["years"] if spec else ():
            assert len(rows_of(client, bar["href"])) == bar["happenings"], (query, bar)


def test_no_count_of_a_dyad_leads_nowhere(client: httpx.Client) -> None:
    page = client.get("/dyad/RUS/IRN?as_of=2024-05-04").text
    links = re.findall(r'<a href="([^"]+)">\d+ (?:happening|report)', page)
    assert len(links) >= 3
    assert {client.get(unescape(link).partition("#")[0]).status_code for link in links} == {200}


def test_an_event_as_of_a_day_has_the_reports_of_that_time(client: httpx.Client, site: Served) -> None:
    row = next(r for r in site.space.events("RUS", "IRN") if r["type"] == "AGREE")
    late = client.get(f"/event/{row['id']}.json").json()
    early = client.get(f"/event/{row['id']}.json?as_of=2024-05-04").json()
    assert (late["reports"], early["reports"]) == (2, 1)
    assert [r["outlet"] for group in early["origins"] for r in group["reports"]] == ["Wire"]
    assert early["row"]["reports"] == early["row"]["origins"] == 1
    before = client.get(f"/event/{row['id']}.json?as_of=2023")
    assert (before.status_code, "no document published by that day" in before.json()["detail"]) == (404, True)


def test_who_has_no_code_is_named_without_one(client: httpx.Client) -> None:
    page = client.get("/dyad/RUS/IRN")
    assert page.status_code == 200 and "some officials" in page.text


@pytest.mark.parametrize(
    "chart", ["course/RUS/IRN?as_of=2024-05-04", "timeline/RUS/IRN", "network", "compare/RUS/IRN/RUS/CHN"]
)
def test_charts_keep_to_the_schema(client: httpx.Client, chart: str) -> None:
    # they are made without the check, which costs ten times what a chart does
    spec = client.get(f"/chart/{chart}").json()["spec"]
    schema = altair.load_schema()
    schemapi.validate_jsonschema(spec, schema, rootschema=schema)
    with pytest.raises(ValidationError):
        schemapi.validate_jsonschema({**spec, "width": "so wide"}, schema, rootschema=schema)


@pytest.mark.parametrize(
    ("starts", "step", "shown", "form"),
    [(["2024-05-01", "2024-06-01"], "month", [0, 1], "%b %Y"), (["2024-01-01"] * 2, "quarter", [0], "Q%q %Y"),
     ([f"2024-05-{day:02}" for day in range(1, 21)], "day", list(range(0, 20, 3)), "%d %b %Y")],
)  # fmt: skip
def test_levels_are_marked_where_their_periods_begin(starts: list[str], step: str, shown: list[int], form: str) -> None:
    axis = charts.marks([{"start": one} for one in starts], step).to_dict()
    begun = [datetime.fromtimestamp(one / 1000, UTC).date().isoformat() for one in axis["values"]]
    assert (begun, axis["format"]) == ([starts[place] for place in shown], form)
