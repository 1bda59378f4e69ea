"""What a dyad's page gives as files."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path

import docx
import httpx
import pandas
import pytest

from bilat.exports import BRIEFS, FORMS, WAYS
from site_served import Served


@pytest.mark.parametrize("form", list(FORMS))
def test_every_format_is_offered_and_is_what_the_command_writes(
    client: httpx.Client, site: Served, tmp_path: Path, form: str
) -> None:
    answer = client.get(f"/dyad/RUS/IRN/download/{form}")
    assert answer.status_code == 200
    assert f'filename="RUS-IRN-{form}.{FORMS[form].suffix}"' in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith(FORMS[form].media)
    site.space.export(form, tmp_path / f"x.{FORMS[form].suffix}", "RUS", "IRN")
    written = (tmp_path / f"x.{FORMS[form].suffix}").read_bytes()
    assert answer.content == written if form not in ("sqlite", "parquet") else len(answer.content) > 1000
    assert f'href="/dyad/RUS/IRN/download/{form}"' in client.get("/dyad/RUS/IRN").text


@pytest.mark.parametrize("way", list(WAYS))
def test_a_table_comes_in_any_of_its_ways(client: httpx.Client, way: str) -> None:
    answer = client.get(f"/dyad/RUS/IRN/download/panel?as={way}")
    assert answer.headers["content-type"].startswith(WAYS[way])
    content = io.BytesIO(answer.content)
    match way:
        case "jsonl":
            table = pandas.read_json(content, lines=True)
        case "parquet":
            table = pandas.read_parquet(content)
        case _:
            table = pandas.read_csv(content, sep="," if way == "csv" else "\t")
    assert set(table["source"]) | set(table["target"]) == {"RUS", "IRN"}


@pytest.mark.parametrize("form", list(BRIEFS))
def test_the_brief_is_there_as_a_file(client: httpx.Client, site: Served, form: str) -> None:
    answer = client.get(f"/dyad/RUS/IRN/brief/{form}?as_of=2024-05-04")
    assert answer.headers["content-disposition"] == f'attachment; filename="RUS-IRN.{form}"'
    if form == "docx":
        assert docx.Document(io.BytesIO(answer.content)).paragraphs[0].text == "Russia and Iran"
    else:
        assert answer.text == site.space.brief("RUS", "IRN", form, "2024-05-04")


def test_downloads_follow_the_span_and_the_day_of_the_page(client: httpx.Client) -> None:
    page = client.get("/dyad/RUS/IRN?since=2024&as_of=2024-05-04").text
    links = [unescape(link) for link in re.findall(r'href="([^"]+/(?:download|brief)/[^"]+)"', page)]
    assert "/dyad/RUS/IRN/download/events?since=2024&as_of=2024-05-04" in links
    assert "/dyad/RUS/IRN/brief/docx?as_of=2024-05-04" in links
    rows = client.get("/dyad/RUS/IRN/download/events?since=2024&as_of=2024-05-04").text.splitlines()
    assert [json.loads(row)["doc"] for row in rows] == ["strange.txt"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/dyad/RUS/IRN/download/exe", 404),
        ("/dyad/RUS/IRN/brief/exe", 404),
        ("/dyad/RUS/Atlantis/download/events", 404),
        ("/dyad/RUS/RUS/download/events", 400),
        ("/dyad/RUS/IRN/download/events?as=xlsx", 400),
        ("/dyad/RUS/IRN/download/stix?as=csv", 400),
        ("/dyad/RUS/IRN/download/events?since=yesterday", 400),
        ("/dyad/RUS/IRN/download/events?out=/etc/passwd", 400),
        ("/dyad/RUS/IRN/download/..%2f..%2fetc%2fpasswd", 404),
    ],
)
def test_what_there_is_not_is_told(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_downloads_are_guarded_and_described(client: httpx.Client) -> None:
    answer = client.get("/dyad/RUS/IRN/download/timeline")
    assert (
        answer.headers["x-content-type-options"] == "nosniff" and "attachment" in answer.headers["content-disposition"]
    )
    paths = client.get("/openapi.json").json()["paths"]
    [form] = [p for p in paths["/dyad/{a}/{b}/download/{form}"]["get"]["parameters"] if p["name"] == "form"]
    assert form["schema"]["enum"] == list(FORMS)
    assert client.post("/dyad/RUS/IRN/download/events").status_code in (403, 405)
