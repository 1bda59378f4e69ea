"""Imports of event data: what a file becomes in the record, what is refused, and that a stopped run goes on."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from pathlib import Path

import apsw
import pytest

import bilat
from bilat.actors import party
from bilat.cli import run
from bilat.cli.importing import FORMATS as OFFERED
from bilat.model import DayCount
from bilat.record import Record
from bilat.record.connection import SCHEMA
from bilat.sources.coded import FORMATS
from bilat.workspace import importing

HEAD = "date\tsource\trelation\ttarget"
# Invented events.
PLAIN = [
    "2018-03-01\tFrance\tMake a visit\tBrazil",
    "2018-03-01\tBrazil\tHost a visit\tFrance",
    "2018-03-02\tMinistry (France)\tPraise or endorse\tBrazil",
    "2018-03-02\tCitizen (Chad)\tMake statement\tEmmanuel Macron",
    "2018-03-05\tFrance\tImpose embargo, boycott, or sanctions\tBrazil",
]


def tsv(folder: Path, lines: list[str] = PLAIN, name: str = "events.tsv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def told(counts: list[DayCount]) -> list[tuple[str, str, str, str, int]]:
    return [(one.day, one.source, one.target, one.code, one.events) for one in counts]


def test_events_by_name_become_daily_counts_with_type_and_goldstein(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    (outcome,) = space.import_([tsv(tmp_path)], "icews-tsv")
    assert (outcome.status, outcome.events, outcome.malformed) == ("ok", 5, 0)
    counts = space.daily("France", "BRA")
    assert told(counts) == [
        ("2018-03-01", "BRA", "FRA", "043", 1),
        ("2018-03-01", "FRA", "BRA", "042", 1),
        ("2018-03-02", "FRA", "BRA", "051", 1),
        ("2018-03-05", "FRA", "BRA", "163", 1),
    ]
    assert {one.origin for one in counts} == {"icews-tsv"}
    embargo = counts[-1]
    assert (embargo.type, embargo.quad, embargo.goldstein, embargo.intensity) == (
        "SANCTION", "material conflict", -8.0, -6.0,
    )  # fmt: skip
    assert told(space.daily("FRA", "BRA", since="2018-03-02", until="2018-03-04")) == [told(counts)[2]]


def test_a_statement_has_no_type_and_a_leader_counts_as_the_state(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([tsv(tmp_path)], "icews-tsv")
    (one,) = space.daily("TCD", "FRA")
    assert (one.type, one.quad, one.intensity, one.goldstein) == ("", "", None, 0.0)


@pytest.mark.parametrize(
    ("name", "day", "code", "way"),
    [
        ("Brazil", "2018-01-01", "BRA", "node"),
        ("Police (South Korea)", "2018-01-01", "KOR", "part"),
        ("Cabinet / Council of Ministers / Advisors (Sudan)", "2018-01-01", "SDN", "part"),
        ("Yemeni Armed Forces", "2018-01-01", "YEM", "part"),
        ("Military Forces of Chad (1990-2021)", "2018-01-01", "TCD", "part"),
        ("Barack Obama", "2014-05-01", "USA", "office"),
        ("Barack Obama", "2018-05-01", None, "office"),
        ("Sergey Viktorovich Lavrov", "2018-05-01", "RUS", "office"),
        ("European Union", "2018-01-01", "EU", "body"),
        ("Ministry (European Union)", "2018-01-01", "EU", "part"),
        ("Hamas", "2018-01-01", "HAMAS", "body"),
        ("Free Syrian Army", "2018-01-01", "SYR", "part"),
        ("Unspecified Actor", "2018-01-01", None, ""),
        ("Paris Dupont", "2018-01-01", None, ""),
    ],
)
def test_whom_a_name_stands_for(name: str, day: str, code: str | None, way: str) -> None:
    found = party(name)
    assert (found.on(day), found.way) == (code, way)


def test_malformed_lines_are_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [PLAIN[0], "2018-13-01\tFrance\tConsult\tBrazil", "2018-03-01\tFrance\tSing a song\tBrazil",
             "2018-03-01\tFrance", HEAD, "2018-03-01\t\tConsult\tBrazil", PLAIN[1]]  # fmt: skip
    path = tsv(tmp_path, lines)
    record = tmp_path / "r.sqlite"
    assert run(["import", str(path), "--format", "icews-tsv", "--record", str(record), "--json"]) == 3
    (row,) = json.loads(capsys.readouterr().out)
    assert [(fault["line"], fault["reason"]) for fault in row["faults"]] == [
        (3, "'2018-13-01' is no date"),
        (4, "'Sing a song' is no CAMEO event"),
        (5, "2 columns and not 4"),
        (6, "the header once more"),
        (7, "an actor is missing"),
    ]
    assert (row["events"], row["malformed"]) == (2, 5)
    with Record.read(record) as opened:
        (entry,) = opened.ledger()
        assert (entry.status, entry.reason, entry.detail) == ("ok", "malformed lines", "2 events, 5 malformed lines")
        assert opened.check(deep=True) == []


def test_the_same_file_again_under_any_name_changes_nothing(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([tsv(tmp_path)], "icews-tsv")
    before = space.daily("FRA", "BRA")
    again = space.import_([tsv(tmp_path), tsv(tmp_path, name="copy.tsv")], "icews-tsv")
    assert [one.status for one in again] == ["duplicate", "duplicate"]
    assert space.daily("FRA", "BRA") == before


def test_a_stopped_import_goes_on_after_its_last_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"2018-01-{day:02}\tFrance\tConsult\tBrazil" for day in range(1, 29) for _ in range(10)]
    path = tsv(tmp_path, lines)
    monkeypatch.setattr(importing, "BATCH", 50)
    whole, stopped = bilat.open(tmp_path / "whole.sqlite"), bilat.open(tmp_path / "stopped.sqlite")
    whole.import_([path], "icews-tsv")
    real = importing.coded.events

    def failing(*given):  # type: ignore[no-untyped-def]
        for number, item in enumerate(real(*given)):
            if number == 130:
                raise KeyboardInterrupt
            yield item

    monkeypatch.setattr(importing.coded, "events", failing)
    with pytest.raises(KeyboardInterrupt):
        stopped.import_([path], "icews-tsv")
    with Record.read(stopped.path) as record:
        assert [row.status for row in record.ledger()] == ["truncated"]
        assert any("to line 101 only" in problem for problem in record.check())
    assert sum(one.events for one in stopped.daily("FRA", "BRA")) == 100
    monkeypatch.setattr(importing.coded, "events", real)
    (outcome,) = stopped.import_([path], "icews-tsv")
    assert outcome.events == 180
    assert stopped.daily("FRA", "BRA") == whole.daily("FRA", "BRA")
    with Record.read(stopped.path) as record, Record.read(whole.path) as other:
        assert record.imported_totals("FRA") == other.imported_totals("FRA")
        assert [row.status for row in record.ledger()] == ["ok"]
        assert record.check() == []
        assert record.counts().imported == {"icews-tsv": 280}


@pytest.mark.parametrize("pack", ["gz", "bz2", "xz", "zip"])
def test_packed_files_are_read(tmp_path: Path, pack: str) -> None:
    plain = tsv(tmp_path).read_bytes()
    path = tmp_path / f"events.{pack}"
    if pack == "zip":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("events.tsv", plain)
    else:
        path.write_bytes({"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[pack](plain))
    (outcome,) = bilat.open(tmp_path / "r.sqlite").import_([path], "icews-tsv")
    assert (outcome.status, outcome.events) == ("ok", 5)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"a\tb\tc\n1\t2\t3\n", "this is no file of ICEWS"),
        (gzip.compress(b"date\tsource\trelation\ttarget\n" * 99)[:-12], "fetch it again"),
        (b"\x00\xff" * 4000, "this is no file of ICEWS"),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "odd"
    path.write_bytes(content)
    record = tmp_path / "r.sqlite"
    assert run(["import", str(path), "--format", "icews-tsv", "--record", str(record)]) == 3
    with Record.read(record) as opened:
        (entry,) = opened.ledger()
    assert entry.status == "rejected"
    assert why in entry.detail


def test_a_file_that_has_changed_is_not_counted_twice(tmp_path: Path) -> None:
    space = bilat.open(tmp_path / "r.sqlite")
    space.import_([tsv(tmp_path)], "icews-tsv")
    (outcome,) = space.import_([tsv(tmp_path, [*PLAIN, PLAIN[0]])], "icews-tsv")
    assert outcome.status == "rejected"
    assert "count twice" in outcome.detail
    assert sum(one.events for one in space.daily("FRA", "BRA")) == 4


def test_of_a_packed_file_that_is_cut_off_nothing_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    lines = [f"2018-01-{day:02}\tFrance\tConsult\tBrazil" for day in range(1, 29) for _ in range(200)]
    packed = gzip.compress(tsv(tmp_path, lines).read_bytes())
    path = tmp_path / "events.tsv.gz"
    path.write_bytes(packed[: len(packed) - 40])
    (outcome,) = bilat.open(tmp_path / "r.sqlite").import_([path], "icews-tsv")
    assert outcome.status == "rejected"
    with Record.read(tmp_path / "r.sqlite") as record:
        assert record.imported_totals() == []
        assert record.imported_files() == []


def test_an_event_leads_to_its_file_and_line(tmp_path: Path) -> None:
    path = tsv(tmp_path)
    bilat.open(tmp_path / "r.sqlite").import_([path], "icews-tsv")
    with Record.read(tmp_path / "r.sqlite") as record:
        (event,) = record.imported_events("BRA", "FRA", "2018-03-02", "2018-03-02")
    assert (event.file, event.line) == (str(path), 4)
    assert path.read_text(encoding="utf-8").splitlines()[event.line - 1].split("\t")[1] == event.source_name


def test_totals_tell_abroad_from_home(tmp_path: Path) -> None:
    lines = ["2018-03-01\tPolice (Chad)\tAssault\tCitizen (Chad)", "2018-03-01\tChad\tConsult\tBrazil"]
    bilat.open(tmp_path / "r.sqlite").import_([tsv(tmp_path, lines)], "icews-tsv")
    with Record.read(tmp_path / "r.sqlite") as record:
        chad = [(one.role, one.events, one.quads) for one in record.imported_totals("TCD")]
        everything = [(one.role, one.events) for one in record.imported_totals()]
    assert chad == [("home", 1, (0, 0, 0, 1)), ("source", 1, (1, 0, 0, 0))]
    assert everything == [("known", 1), ("read", 2)]


def test_a_record_of_an_older_bilat_takes_imports(tmp_path: Path) -> None:
    from importlib import resources

    path = tmp_path / "old.sqlite"
    old = apsw.Connection(str(path))
    first = sorted(p for p in resources.files("bilat.record").joinpath("migrations").iterdir() if p.name[:4] == "0001")
    old.execute(first[0].read_text(encoding="utf-8"))
    old.pragma("application_id", 0x62696C61)
    old.pragma("user_version", 1)
    old.close()
    (outcome,) = bilat.open(path).import_([tsv(tmp_path)], "icews-tsv")
    assert outcome.events == 5
    with Record.read(path) as record:
        assert record.check(deep=True) == []
    assert apsw.Connection(str(path)).pragma("user_version") == SCHEMA


def test_the_command_offers_every_format() -> None:
    assert set(OFFERED) == set(FORMATS)
