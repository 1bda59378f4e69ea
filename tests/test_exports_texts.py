"""Exports to cite, draw and follow from, read back as their users' programs read them."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx
import pytest

from bilat.cli import run
from bilat.exports import FORMS
from bilat.workspace import Workspace
from exported import SCRIPT, filled

TEXTS = [name for name, form in FORMS.items() if not form.table and not form.binary]
# of CSL-JSON's schema, which allows no other
CSL_FIELDS = {"id", "type", "title", "author", "container-title", "issued", "URL", "note", "language", "custom"}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return filled(tmp_path_factory.mktemp("record") / "r.sqlite")


def text(space: Workspace, form: str, *who: str, **asked: str) -> str:
    out = io.StringIO()
    assert space.export(form, out, *who, **asked) >= 0
    return out.getvalue()


# ---- to cite


def items(space: Workspace, *who: str, **asked: str) -> dict[str, Any]:
    return {row["custom"]["names"][0]: row for row in json.loads(text(space, "csl", *who, **asked))}


def test_a_document_as_csl_says_who_printed_what_when_and_where(space: Workspace) -> None:
    found = items(space)
    wire = found["wire.txt"]
    assert set(found) == {"wire.txt", "gazette.txt", "march.txt", "=hostile.txt"}
    assert (wire["type"], wire["title"], wire["container-title"]) == ("article-newspaper", "Praise, and talks", "Wire")
    assert wire["author"] == [{"literal": "Ann Author"}, {"literal": "Bo Byline"}]
    assert wire["issued"] == {"date-parts": [[2024, 1, 10]]}
    assert wire["URL"] == "https://wire.test/1?a=b&c=d"
    assert all(set(row) <= CSL_FIELDS for row in found.values())
    assert len({row["id"] for row in found.values()}) == len(found)


def test_the_bibliography_of_two_holds_what_tells_of_both(space: Workspace) -> None:
    assert set(items(space, "China", "Russia")) == {"march.txt"}
    assert set(items(space, "RUS", "IRN")) == {"wire.txt", "gazette.txt", "march.txt", "=hostile.txt"}
    assert set(items(space, as_of="2024-01-10")) == {"wire.txt"}


def entries(bibtex: str) -> list[tuple[str, dict[str, str]]]:
    """BibTeX as BibTeX reads it: entries by `@`, fields by braces, which are counted whether escaped or not."""
    found = []
    at = 0
    while (begun := bibtex.find("@", at)) >= 0:
        assert bibtex[at:begun].strip() == ""
        head = re.compile(r"@(\w+)\{([^,\s{}]+),").match(bibtex, begun)
        assert head is not None
        at, fields = head.end(), {}
        while (field := re.compile(r"\s*(\w+) = ").match(bibtex, at)) is not None:
            start = at = field.end()
            depth = 0
            while depth or bibtex[at] != ",":
                depth += {"{": 1, "}": -1}.get(bibtex[at], 0)
                assert depth >= 0
                at += 1
            fields[field[1]] = bibtex[start:at]
            at += 1
        closed = re.compile(r"\s*\}\s*").match(bibtex, at)
        assert closed is not None
        at = closed.end()
        found.append((head[2], fields))
    return found


def test_bibtex_is_read_back_whole(space: Workspace) -> None:
    found = dict(entries(text(space, "bibtex")))
    by_name = items(space)
    assert set(found) == {row["id"] for row in by_name.values()}
    wire = found[by_name["wire.txt"]["id"]]
    assert wire["title"] == "{{Praise, and talks}}"
    assert wire["author"] == "{{Ann Author} and {Bo Byline}}"
    assert (wire["date"], wire["year"], wire["month"], wire["journal"]) == ("{2024-01-10}", "{2024}", "jan", "{Wire}")


def test_no_title_runs_as_tex(space: Workspace) -> None:
    hostile = dict(entries(text(space, "bibtex")))[items(space)["=hostile.txt"]["id"]]
    for value in (hostile["title"], hostile["author"]):
        commands = set(re.findall(r"\\([a-z]+)", value))
        assert commands == {"textbackslash", "textbraceleft", "textbraceright", "textasciicircum", "textasciitilde"}
    assert "url" not in hostile


def tags(ris: str) -> list[list[tuple[str, str]]]:
    """RIS as its readers have it: a tag begins a line, `ER` ends an item."""
    found: list[list[tuple[str, str]]] = [[]]
    for line in filter(None, ris.split("\r\n")):
        tag = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert tag is not None, line
        found[-1].append((tag[1], tag[2]))
        if tag[1] == "ER":
            found.append([])
    assert found.pop() == []
    return found


def test_ris_is_read_back_whole(space: Workspace) -> None:
    found = {dict(one)["ID"]: one for one in tags(text(space, "ris"))}
    wire = found[items(space)["wire.txt"]["id"]]
    assert [value for tag, value in wire if tag == "AU"] == ["Ann Author", "Bo Byline"]
    assert (dict(wire)["TY"], dict(wire)["PY"], dict(wire)["DA"]) == ("NEWS", "2024", "2024/01/10/")
    assert all(one[0][0] == "TY" and one[-1] == ("ER", "") for one in found.values())


# ---- to draw


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def slides(space: Workspace, *who: str, **asked: str) -> list[dict[str, Any]]:
    given = json.loads(text(space, "timeline", *who, **asked))
    assert given["scale"] == "human" and given["title"]["text"]["headline"]
    found: list[dict[str, Any]] = given["events"]
    return found


def test_a_timeline_has_what_timelinejs_asks_of_a_slide(space: Workspace) -> None:
    found = slides(space)
    assert all(isinstance(one["start_date"]["year"], int) and one["text"]["headline"] for one in found)
    assert len({one["unique_id"] for one in found}) == len(found)
    [treaty] = [one for one in found if one["group"] == "agreements"]
    assert (treaty["start_date"], treaty["end_date"]) == (
        {"year": 2024, "month": 2, "day": 1}, {"year": 2024, "month": 2, "day": 29},
    )  # fmt: skip
    assert treaty["display_date"] == "February 2024"
    [negated] = [one for one in found if "did not attack" in one["text"]["headline"]]
    assert "reported as not having happened" in negated["text"]["headline"]


def test_a_timeline_of_two_in_a_span_is_theirs(space: Workspace) -> None:
    found = slides(space, "RUS", "IRN", since="2024-02", until="2024-03")
    assert {one["group"] for one in found} == {"events", "agreements"}
    assert {one["start_date"]["month"] for one in found} == {2}


def test_a_timeline_runs_nothing_that_an_article_wrote(space: Workspace) -> None:
    for one in slides(space):
        assert one["autolink"] is False
        for part in one["text"].values():
            shown = Tags(part).found
            assert {tag for tag, _ in shown} <= {"blockquote", "p", "a", "em"}
            assert all((held["href"] or "").startswith("https://") for tag, held in shown if tag == "a")
    assert SCRIPT not in text(space, "timeline")


def test_the_network_is_read_by_networkx(space: Workspace, tmp_path: Path) -> None:
    space.export("graphml", tmp_path / "n.graphml")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert graph.is_directed()
    assert graph.nodes["RUS"] == {"label": "Russia", "iso3": "RUS", "cow": 365, "gw": 365}
    there = graph.edges["RUS", "IRN"]
    assert (there["events"], there["verbal_cooperation"], there["joint"], there["reports"]) == (3, 3, 1, 4)
    assert graph.edges["IRN", "RUS"]["material_conflict"] == 1
    assert (there["first"], there["last"]) == ("2024-01-08", "2024-02-29")


def test_the_network_of_a_period_holds_only_what_happened_then(space: Workspace, tmp_path: Path) -> None:
    space.export("graphml", tmp_path / "n.graphml", since="2024-06")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert set(graph.edges) == {("IRN", "RUS")}


# ---- all of them


@pytest.mark.parametrize("form", TEXTS)
def test_no_text_export_holds_a_control_character_or_a_script_for_a_link(space: Workspace, form: str) -> None:
    given = text(space, form)
    assert re.findall(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", given) == []
    assert f'"{SCRIPT}' not in given and f"'{SCRIPT}" not in given
    given.encode("utf-8")


@pytest.mark.parametrize("form", TEXTS)
def test_a_text_export_of_nothing_is_still_of_its_format(space: Workspace, form: str) -> None:
    given = text(space, form, "Chile", "Peru")
    match FORMS[form].suffix:
        case "json":
            json.loads(given)
        case "graphml" | "xml":
            ET.fromstring(given)
        case _:
            assert given.strip() == ""


@pytest.mark.parametrize("form", TEXTS)
def test_the_command_prints_what_the_method_writes(
    space: Workspace, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--record", str(space.path), "--format", form]) == 0
    printed = capsys.readouterr().out
    assert printed.replace("\r\n", "\n") == text(space, form).replace("\r\n", "\n")
