"""The site as programs ask it: forms, refusals, hostile input, rulings."""

from __future__ import annotations

import csv
import http.client
import io
import re

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_served import HOSTILE, STRANGE, Served, rows_of

PAGES = (
    "/", "/search?q=pact", "/limits", "/network", "/review", "/scoreboard", "/dyad/RUS/IRN",
    "/dyad/Russia/Iran",
    "/dyad/RUS/IRN/event",
    "/dyad/RUS/IRN/turns", "/dyad/RUS/IRN/imported",
    "/dyad/RUS/IRN/course", "/dyad/RUS/IRN/series", "/dyad/RUS/IRN/changes?since=2024-05", "/compare/RUS/IRN/RUS/CHN",
    "/actor/RUS", "/actor/RUS:sergey%20lavrov", "/document/strange.txt", "/dyad/RUS/IRN?as_of=2024-05-04",
)  # fmt: skip


def in_form(page: str, form: str) -> str:
    path, _, query = page.partition("?")
    return f"{'/home' if path == '/' else path}.{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_three_forms(client: httpx.Client, page: str) -> None:
    html, data, table = (client.get(p) for p in (page, in_form(page, "json"), in_form(page, "csv")))
    assert [r.status_code for r in (html, data, table)] == [200, 200, 200]
    assert html.headers["content-type"].startswith("text/html")
    assert data.json()["title"]
    assert table.headers["content-type"].startswith("text/csv")


def test_a_dyad_shows_what_the_commands_show(client: httpx.Client, site: Served) -> None:
    shown = client.get("/dyad/RUS/IRN.json").json()
    for part in shown["ledgers"]:
        rows = getattr(site.space, {"event": "events", "claim": "claims", "meeting": "meetings"}[part["kind"]])(
            "RUS", "IRN"
        )
        assert {row["id"] for row in part["rows"]} == {row["id"] for row in rows}
        assert part["happenings"] == len(rows)


def test_an_event_groups_its_reports_by_origin(client: httpx.Client, site: Served) -> None:
    row = next(r for r in site.space.events("RUS", "IRN") if r["type"] == "AGREE")
    shown = client.get(f"/event/{row['id']}.json").json()
    assert (shown["reports"], shown["row"]["origins"], len(shown["origins"])) == (2, 2, 2)
    assert sorted(r["outlet"] for group in shown["origins"] for r in group["reports"]) == ["Gazette", "Wire"]


def test_highlights_stand_at_code_points(client: httpx.Client) -> None:
    shown = client.get("/document/strange.txt.json").json()
    pieces = [piece for part in shown["paragraphs"] for piece in part]
    marked = {piece["text"] for piece in pieces if "kind" in piece}
    assert marked == {"Russia\u00a0signed a pact with Iran on 3\u00a0May 2024", "Lavrov met envoys of Iran."}
    assert all(STRANGE[p["start"] : p["start"] + len(p["text"])] == p["text"] for p in pieces)


def test_as_of_a_day_later_reports_are_unknown(client: httpx.Client) -> None:
    early = client.get("/dyad/RUS/IRN.json?as_of=2024-05-04").json()
    assert early["counts"] == {"event": 2, "meeting": 1}
    assert client.get("/dyad/RUS/CHN.json?as_of=2024-05-31").json()["counts"] == {}


@pytest.mark.parametrize("as_of", ["2021", "2022-03", "2024-05-04"])
def test_no_page_counts_what_was_not_known_then(client: httpx.Client, as_of: str) -> None:
    early = {"as_of": as_of}
    events = client.get("/dyad/RUS/IRN.json", params=early).json()["counts"].get("event", 0)
    months = client.get("/dyad/RUS/IRN/course.json", params=early).json()["rows"]
    assert sum(row["happenings"] for row in months) == events
    pairs = {(row["a"], row["b"]) for row in client.get("/network.json", params=early).json()["rows"]}
    assert pairs == ({("IRN", "RUS")} if events else set())
    assert bool(client.get("/home.json", params=early).json()["dyads"]) == bool(events)
    partners = client.get("/actor/RUS.json", params=early).json()["partners"]
    assert [one["code"] for one in partners] == (["IRN"] if events else [])
    both = client.get("/compare/RUS/IRN/RUS/CHN.json", params=early).json()["sides"]
    assert both[0]["counts"].get("event", 0) == events and both[1]["counts"] == {}
    shown = [client.get(f"/chart/{name}", params=early).json()["spec"] for name in ("course/RUS/IRN", "network")]
    assert [bool(spec) for spec in shown] == [bool(events)] * 2


def test_a_span_holds_for_every_ledger(client: httpx.Client) -> None:
    assert client.get("/dyad/RUS/IRN.json?since=2022&until=2022").json()["counts"] == {"event": 1}


def test_pages_of_a_ledger_follow_one_another(client: httpx.Client, site: Served) -> None:
    seen = [row["id"] for row in rows_of(client, "/dyad/RUS/IRN/event")]
    assert sorted(seen) == sorted(row["id"] for row in site.space.events("RUS", "IRN")) and len(seen) == len(set(seen))


@pytest.mark.parametrize("page", ["/document/=hostile", "/dyad/RUS/IRN", "/search?q=praised", "/"])
def test_hostile_text_is_inert(client: httpx.Client, page: str) -> None:
    body = client.get(page).text
    assert "<script>document" not in body and "<img src=x" not in body and "javascript:alert" not in body
    assert "49" not in re.findall(r"\{\{ 7\*7 \}\}|49(?= Russia)", body)
    if page.startswith("/document"):
        assert "&lt;script&gt;" in body


def test_a_spreadsheet_runs_nothing(client: httpx.Client) -> None:
    body = client.get("/document/=hostile.csv").text
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    assert HOSTILE in "".join(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "＝"))]


@pytest.mark.parametrize("host", ["evil.test", "", "127.0.0.1", "127.0.0.1:1", "[::1]:80", "localhost.evil.test"])
@pytest.mark.parametrize("path", ["/", "/static/style.css", "/openapi.json", "/chart/network"])
def test_only_the_own_host_is_answered(site: Served, host: str, path: str) -> None:
    connection = http.client.HTTPConnection(site.url.removeprefix("http://"))
    connection.putrequest("GET", path, skip_host=True)
    if host:
        connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status in (400, 421)
    connection.close()


def token(client: httpx.Client, path: str = "/review") -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(path).text)[1]  # type: ignore[index]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json"}, 415),
    ],
)
def test_a_ruling_from_elsewhere_changes_nothing(
    client: httpx.Client, site: Served, headers: dict[str, str], status: int
) -> None:
    row = site.space.events("RUS", "IRN")[0]
    page = f"/event/{row['id']}"
    body = f"token={token(client, page)}&verdict=wrong&id={row['mentions'][0]}"
    given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    answer = client.post("/review", content=body, headers=given)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert site.space.judge_log() == []


def test_a_ruling_without_the_token_changes_nothing(client: httpx.Client, site: Served) -> None:
    row = site.space.events("RUS", "IRN")[0]
    answer = client.post("/review", data={"token": "x", "verdict": "wrong", "id": row["mentions"][0]})
    assert answer.status_code == 403 and site.space.judge_log() == []


@pytest.mark.parametrize(
    "path",
    [
        "/dyad/RUS/IRN.json?limit=-1", "/dyad/RUS/IRN/event.json?limit=99999999999999999999",
        "/dyad/RUS/IRN.json?since=31-31-31",
        "/dyad/RUS/IRN.json?sort=name;DROP TABLE mention", "/network.json?quad=1 OR 1=1", "/dyad/RUS/RUS.json",
        "/dyad/RUS/Nowhereland.json", "/dyad/RUS/IRN/nothing.json", "/event/../../etc/passwd", "/event/zz.json",
        "/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/app.py", "/document/%00.json", "/search.json?q=a&q=b",
        "/dyad/RUS/IRN.json?since=2024&until=2023", "/search.json?q=" + "a" * 60_000,
        "/dyad/RUS/IRN/event.json?after=1", "/dyad/RUS/IRN/event.json?month=May", "/documents.json?month=unknown",
        "/document/..%2f..%2fetc%2fpasswd.json", "/actor/RUS:nobody at all.json",
        "/dyad/RUS/IRN/series.json?by=century",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_as_a_problem(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail"}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=60) | st.sampled_from(['"', "NEAR(", "*", "a OR", "words:x", "^", "a AND NOT b", "-x", "'"])
)
def test_any_search_is_answered_or_refused(client: httpx.Client, words: str) -> None:
    answer = client.get("/search.json", params={"q": words.encode("utf-8", "replace").decode()})
    assert answer.status_code in (200, 400)


def test_the_description_names_every_page(client: httpx.Client) -> None:
    told = client.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for page in PAGES[:7]:
        assert in_form(page.partition("?")[0], "json").replace("RUS", "{a}").replace("IRN", "{b}") in told["paths"]
    names = [p["name"] for p in told["paths"]["/dyad/{a}/{b}/{kind}.json"]["get"]["parameters"]]
    asked = ["since", "until", "as_of", "after", "limit", "quad", "status", "month", "dated"]
    assert names == ["a", "b", "kind", *asked]


def test_every_answer_is_guarded(client: httpx.Client) -> None:
    for path in ("/", "/nope", "/static/page.js", "/home.json"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("chart", ["course", "timeline", "offices", "levels", "map"])
def test_charts_are_specifications_or_a_reason(client: httpx.Client, chart: str) -> None:
    shown = client.get(f"/chart/{chart}/RUS/IRN").json()
    assert shown["spec"] or shown["reason"]
    if chart == "timeline":
        [values] = shown["spec"]["datasets"].values()
        month = next(v for v in values if v["when"] == "January 2022")
        assert (month["start"], month["certainty"]) == ("2022-01-01", "within the bar")
        assert month["end"] > "2022-01-30"
