"""The page on limits, and how a row is withdrawn."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path

import pytest

from bilat.evaluation import error_rates
from bilat.exports import FORMS
from bilat.ontology import KINDS
from exported import filled
from site_served import Served

DOCS = Path(__file__).resolve().parent.parent / "docs"


def fetched(site: Served, path: str) -> str:
    with urllib.request.urlopen(site.url + path, timeout=20) as answer:
        text: str = answer.read().decode()
    return text


def test_there_is_a_rate_for_every_kind_and_some_on_text_that_was_not_worked_on() -> None:
    rates = error_rates()
    assert {rate.kind for rate in rates} == set(KINDS)
    assert {rate.kind for rate in rates if not rate.worked_on} >= {"event", "quote", "role"}
    for rate in rates:
        assert 0 <= rate.f1 <= 1 and rate.date and rate.coder
        if rate.right is not None and rate.told and rate.labels:
            assert rate.precision == pytest.approx(rate.right / rate.told, abs=0.001)
            assert rate.recall == pytest.approx(rate.right / rate.labels, abs=0.001)


def test_the_page_of_the_rates_is_the_table_of_the_package() -> None:
    page = (DOCS / "error-rates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| (.+), ([\d-]+) \|.*\| ([\d.]+) \| [^|]+ \|$", page, re.M)
    assert rows == [(r.kind, r.texts, r.date, str(r.f1)) for r in error_rates()]


def test_the_site_shows_the_rates_as_page_and_as_data(site: Served) -> None:
    page = fetched(site, "/limits")
    assert page.index("errors-unseen") < page.index("errors-seen")
    assert page.count('<th scope="row">') == len(error_rates())
    assert "bilat judge wrong" in page and "alleged" in page
    given = json.loads(fetched(site, "/limits.json"))
    told = [row for row in given["errors"] if not row["worked_on"]]
    assert {(row["kind"], row["f1"]) for row in told} == {(r.kind, r.f1) for r in error_rates() if not r.worked_on}


def test_a_row_that_is_withdrawn_leaves_with_every_export_and_comes_back_when_undone(tmp_path: Path) -> None:
    space = filled(tmp_path / "r.sqlite")
    sentence = "Lavrov is foreign minister of Russia."
    holds = [name for name in FORMS if name not in ("texts", "sqlite")]
    before = {name: list(map(str, space.export_rows(name))) for name in holds}
    [row] = [row for row in space.roles("RUS") if row["sentence"] == sentence]

    ruling = space.judge("wrong", row["mentions"][0], by="Ann Keeper")
    assert not [row for row in space.roles("RUS") if row["sentence"] == sentence]
    for name in holds:
        assert not [told for told in space.export_rows(name) if sentence in str(told)], name
    assert not [told for told in space.export_rows("sqlite") if sentence in str({**told, "text": ""})]
    assert sentence not in space.brief("RUS", "IRN")
    assert [(told["by"], told["state"]) for told in space.judge_log()] == [("Ann Keeper", "in force")]

    space.judge_undo(ruling["ruling"], by="Ann Keeper")
    after = {name: list(map(str, space.export_rows(name))) for name in holds if name != "atom"}
    assert after == {name: rows for name, rows in before.items() if name != "atom"}
    assert len(space.judge_log()) == 2
