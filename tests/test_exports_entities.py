"""Exports into other platforms: STIX, FollowTheMoney, Atom, SQLite."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import feedparser
import pandas
import pytest
import stix2

from bilat.record import Record
from bilat.workspace import Workspace
from exported import SCRIPT, filled

# What FollowTheMoney's model (4.11.2) calls the properties of the schemata that we write, and those without which an
# entity is none. Kept here so that a wrong name is found where its library is not installed.
THING = {"name", "description", "summary", "proof", "sourceUrl", "publisher", "keywords", "country"}
INTERVAL = {"date", "startDate", "endDate", "recordId", "description", "summary", "proof", "sourceUrl"}
FTM: dict[str, tuple[set[str], set[str]]] = {
    "Article": (THING | {"title", "fileName", "author", "publishedAt", "language"}, set()),
    "PublicBody": (THING | {"abbreviation"}, {"name"}),
    "Organization": (THING | {"abbreviation"}, {"name"}),
    "LegalEntity": (THING, {"name"}),
    "Person": (THING | {"position"}, {"name"}),
    "Event": (THING | INTERVAL | {"involved", "location"}, {"name"}),
    "Position": (THING, {"name"}),
    "Occupancy": (INTERVAL | {"holder", "post"}, {"holder", "post"}),
    "Membership": (INTERVAL | {"member", "organization", "role"}, {"member", "organization"}),
    "Note": (THING | {"entity"}, set()),
}
ENTITIES = {"proof", "involved", "holder", "post", "member", "organization", "entity"}


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return filled(tmp_path_factory.mktemp("record") / "r.sqlite")


def text(space: Workspace, form: str, *who: str, **asked: str) -> str:
    out = io.StringIO()
    space.export(form, out, *who, **asked)
    return out.getvalue()


# ---- STIX


def bundle(space: Workspace, *who: str, **asked: str) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(text(space, "stix", *who, **asked))
    return given


def of(kind: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in given["objects"] if one["type"] == kind]


def test_stix2_reads_the_bundle_and_finds_no_custom_content(space: Workspace) -> None:
    given = text(space, "stix")
    parsed = stix2.parse(given, allow_custom=False)
    assert Counter(one["type"] for one in parsed.objects) == Counter(o["type"] for o in json.loads(given)["objects"])
    ids = [one["id"] for one in parsed.objects]
    assert len(ids) == len(set(ids))
    for one in parsed.objects:
        assert set(one.get("object_refs", ())) <= set(ids)
        assert one["created"] <= one["modified"]


def test_a_denial_is_an_opinion_that_disagrees(space: Workspace) -> None:
    given = bundle(space)
    [claim] = [one for one in of("note", given) if "contested" in one["abstract"]]
    held = {(one["opinion"], *one["authors"]) for one in of("opinion", given) if one["object_refs"] == [claim["id"]]}
    assert held == {("agree", "Ukraine"), ("disagree", "Iran")}
    assert all("denies" in one["explanation"] for one in of("opinion", given) if one["opinion"] == "disagree")


def test_what_stix_has_no_property_for_stands_in_a_defined_extension(space: Workspace) -> None:
    given = bundle(space)
    [extension] = of("extension-definition", given)
    [treaty] = [one for one in of("note", given) if one["abstract"].startswith("Gas treaty")]
    more = treaty["extensions"][extension["id"]]
    assert (more["kind"], more["date_low"], more["date_high"]) == ("agreement", "2024-02-01", "2024-02-29")
    assert (more["reports"], more["origins"], more["documents"]) == (1, 1, 1)
    [praise] = [one for one in of("note", given) if one["abstract"] == "Russia praised Iran"]
    assert (praise["created"], praise["modified"]) == ("2024-01-10T00:00:00.000Z", "2024-01-12T00:00:00.000Z")
    assert {one.get("url") for one in praise["external_references"]} == {
        "https://wire.test/1?a=b&c=d", "https://gazette.test/2",
    }  # fmt: skip


def test_the_same_row_has_the_same_id_in_every_bundle(space: Workspace, tmp_path: Path) -> None:
    one, same, other = bundle(space), bundle(filled(tmp_path / "other.sqlite")), bundle(space, "RUS", "CHN")
    assert one == same
    assert {o["id"] for o in of("note", other)} < {o["id"] for o in of("note", one)}
    assert other["id"] != one["id"]


def test_actors_are_identities_of_their_kind(space: Workspace) -> None:
    found = {one["name"]: one for one in of("identity", bundle(space))}
    assert found["Russia"]["identity_class"] == "organization"
    assert found["Russia"]["external_references"] == [
        {"source_name": "ISO 3166-1 alpha-3", "external_id": "RUS"}
    ]  # fmt: skip
    assert (found["Vladimir Putin"]["identity_class"], found["Vladimir Putin"]["roles"]) == (
        "individual",
        ["President"],
    )


# ---- FollowTheMoney


def entities(space: Workspace, *who: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text(space, "ftm", *who).splitlines()]


def test_followthemoney_reads_the_entities(space: Workspace) -> None:
    if find_spec("followthemoney") is None:
        pytest.skip(
            "FOLLOWTHEMONEY IS NOT INSTALLED (it needs pyicu): ITS ENTITIES WERE NOT READ BACK BY ITS OWN LIBRARY, "
            "only held against the names of its schema"
        )
    from followthemoney import model

    for row in entities(space):
        assert model.get_proxy(row).to_dict()["properties"].keys() == row["properties"].keys()


def test_entities_have_the_properties_of_their_schema(space: Workspace) -> None:
    for row in entities(space):
        allowed, required = FTM[row["schema"]]
        assert row["properties"].keys() <= allowed, row["schema"]
        assert required <= row["properties"].keys()
        assert all(isinstance(v, str) and v for values in row["properties"].values() for v in values)


def test_entities_refer_to_entities_that_are_there(space: Workspace) -> None:
    found = entities(space)
    ids = {row["id"] for row in found}
    for row in found:
        assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", row["id"])
        for name in ENTITIES & row["properties"].keys():
            assert set(row["properties"][name]) <= ids


def test_an_office_is_a_position_with_its_holder(space: Workspace) -> None:
    found = {row["id"]: row for row in entities(space)}
    [held] = [r for r in found.values() if r["schema"] == "Occupancy" and "Lavrov" in r["properties"]["description"][0]]
    [holder], [post] = held["properties"]["holder"], held["properties"]["post"]
    assert (found[holder]["schema"], found[holder]["properties"]["name"]) == ("Person", ["Sergey Lavrov"])
    assert found[post]["properties"] == {"name": ["foreign minister"], "country": ["ru"]}


def test_an_event_that_did_not_happen_says_so_in_its_name(space: Workspace) -> None:
    names = {row["properties"]["name"][0] for row in entities(space) if row["schema"] == "Event"}
    assert "Russia did not attack Iran [reported as not having happened]" in names
    assert "Iran allegedly gave arms to Russia [alleged]" in names


# ---- Atom


def test_a_feed_reader_reads_the_feed(space: Workspace) -> None:
    feed = feedparser.parse(text(space, "atom", "RUS", "IRN").encode())
    assert not feed.bozo and feed.version == "atom10"
    assert feed.feed.title == "Russia and Iran: new and changed"
    entry = next(e for e in feed.entries if e.title == "9 January 2024: Russia praised Iran")
    assert "“Russia praised Iran on 9 January 2024.” (Wire, 10 January 2024)" in entry.content[0].value
    assert "2 reports, 2 origins" in entry.content[0].value
    assert entry.link == "https://wire.test/1?a=b&c=d"
    assert {tag.term for tag in entry.tags} == {"event", "new"}
    assert [e.updated for e in feed.entries] == sorted((e.updated for e in feed.entries), reverse=True)
    assert len({e.id for e in feed.entries}) == len(feed.entries)


def test_a_ruling_makes_a_row_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = filled(tmp_path / "r.sqlite")
    [gas] = space.agreements("RUS", "IRN")
    [china] = space.events("CHN", "RUS")
    before = {e.id: e for e in feedparser.parse(text(space, "atom").encode()).entries}
    with Record.open(space.path) as record:
        record._connection.execute("UPDATE ledger SET at = '2024-06-05T00:00:00+00:00'")
    space.judge("wrong", china["mentions"][0], by="Ann")
    space.judge_undo(1, by="Ann")
    entries = {e.id: e for e in feedparser.parse(text(space, "atom").encode()).entries}
    assert entries.keys() == before.keys()
    changed = {key for key, e in entries.items() if e.tags[1].term == "changed"}
    assert changed == {f"urn:bilat:happening:{china['id']}"}
    assert entries[f"urn:bilat:happening:{gas['id']}"].tags[1].term == "new"


# ---- SQLite


def test_the_tables_of_sqlite_are_joined_by_their_keys(space: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    assert space.export("sqlite", path) > 0
    with closing(sqlite3.connect(path)) as made:
        assert made.execute("PRAGMA foreign_key_check").fetchall() == []
        assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = pandas.read_sql(
            "SELECT type, what, reports, documents.outlet FROM events JOIN happenings ON happenings.id = happening"
            " JOIN documents ON documents.id = document WHERE type = 'SUPPORT'", made,
        )  # fmt: skip
        assert rows[["type", "what", "reports"]].values.tolist() == [["SUPPORT", "Russia praised Iran", 2]]
        sides = made.execute(
            "SELECT field, code FROM actors JOIN claims USING (happening) ORDER BY field"
        ).fetchall()  # fmt: skip
        assert sides == [("asserted_by", "UKR"), ("denied_by", "IRN")]
        found = made.execute(
            "SELECT mentions.quote FROM mentions_fts JOIN mentions ON mentions.rowid = mentions_fts.rowid"
            " WHERE mentions_fts MATCH 'treaties'"
        ).fetchall()
        assert ("The two signed a gas treaty in February 2024.",) in found
        texts = made.execute('SELECT text, start, "end", quote FROM mentions JOIN documents ON documents.id = document')
        assert all(text[start:end] == quote for text, start, end, quote in texts)


def test_the_file_for_datasette_is_of_the_scope_that_was_asked(space: Workspace, tmp_path: Path) -> None:
    space.export("sqlite", tmp_path / "r.db", "CHN", "RUS")
    with closing(sqlite3.connect(tmp_path / "r.db")) as made:
        assert made.execute("SELECT count(*), min(kind) FROM happenings").fetchone() == (1, "event")
        assert made.execute("SELECT name FROM documents").fetchall() == [("march.txt",)]


# ---- all


@pytest.mark.parametrize("form", ["stix", "ftm", "atom"])
def test_no_address_is_a_script(space: Workspace, form: str) -> None:
    assert SCRIPT not in text(space, form)


@pytest.mark.parametrize("form", ["stix", "ftm", "atom", "sqlite"])
def test_an_export_as_of_a_day_knows_nothing_later(space: Workspace, form: str) -> None:
    early = json.dumps(list(space.export_rows(form, as_of="2024-01-11")), default=str)
    assert "Russia praised Iran" in early
    assert "gas treaty" not in early.lower() and "gazette" not in early.lower()
