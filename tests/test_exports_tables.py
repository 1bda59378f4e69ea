"""Exports that are tables, read back by the programs that their users have."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pandas
import polars
import pyarrow.parquet as pq
import pytest

import bilat
from bilat.cli import run
from bilat.exports import FORMS, columns_of
from bilat.model import BilatError
from bilat.ontology import json_schema
from bilat.record import Record
from bilat.workspace import Workspace
from exported import FORMULA, filled
from test_importing_formats import POLECAT

TABLES = [name for name, form in FORMS.items() if form.table]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return filled(tmp_path_factory.mktemp("record") / "r.sqlite")


def written(space: Workspace, form: str, folder: Path, suffix: str, **asked: str) -> Path:
    path = folder / f"{form}.{suffix}"
    assert space.export(form, path, **asked) > 0
    return path


# ---- POLECAT


def test_polecat_has_the_forty_columns_exactly_then_ours(space: Workspace, tmp_path: Path) -> None:
    head = written(space, "polecat", tmp_path, "tsv").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert head[:40] == POLECAT.split("\t")
    assert head[40:47] == ["doc", "start", "end", "origin_count", "stance", "date_low", "date_high"]


def test_polecat_rows_say_what_the_events_say(space: Workspace, tmp_path: Path) -> None:
    table = pandas.read_csv(written(space, "polecat", tmp_path, "tsv"), sep="\t")
    [praise] = table[table["Event Type"] == "SUPPORT"].to_dict("records")
    assert (praise["Event Date"], praise["Actor Country"], praise["Recipient Country"]) == ("2024-01-09", "RUS", "IRN")
    assert (praise["Actor COW"], praise["Recipient COW"]) == (365, 630)
    assert (praise["Quad Code"], praise["Intensity"]) == ("VERBAL COOPERATION", 5)
    assert (praise["report_count"], praise["origin_count"], praise["stance"]) == (2, 2, "occurred")
    assert praise["Publication Date"] in ("2024-01-10", "2024-01-12")


def test_a_meeting_is_two_rows_of_one_event_one_each_way(space: Workspace, tmp_path: Path) -> None:
    table = pandas.read_csv(written(space, "polecat", tmp_path, "tsv"), sep="\t")
    met = table[(table["Event Mode"] == "visit") & table["joint"]]
    assert set(zip(met["Actor Name"], met["Recipient Name"], strict=True)) == {
        ("Vladimir Putin", "Ebrahim Raisi"), ("Ebrahim Raisi", "Vladimir Putin"),
    }  # fmt: skip
    assert met["Event ID"].nunique() == 1
    assert set(met["Actor Title"]) == {"President"}
    assert set(met["City"]) == {"Tehran"} and set(met["Feature Type"]) == {"PPLC"} and set(met["Country"]) == {"IRN"}
    assert set(met["Latitude"].round()) == {36.0}


def test_an_event_date_is_never_more_exact_than_the_text(space: Workspace, tmp_path: Path) -> None:
    table = pandas.read_csv(written(space, "polecat", tmp_path, "tsv"), sep="\t").set_index("Event Type")
    assert table.loc["AGREE", ["Event Date", "date_low", "date_high", "time_precision"]].tolist() == [
        "2024-02-01", "2024-02-01", "2024-02-29", 3,
    ]  # fmt: skip
    assert pandas.isna(table.loc["AID", "Event Date"]) and pandas.isna(table.loc["AID", "time_precision"])


def test_what_is_alleged_planned_or_negated_is_marked(space: Workspace, tmp_path: Path) -> None:
    table = pandas.read_csv(written(space, "polecat", tmp_path, "tsv"), sep="\t")
    assert set(table["stance"]) == {"occurred", "alleged", "planned", "negated"}
    assert table.loc[table["Event Type"] == "AID", "stance"].tolist() == ["alleged"]


def test_what_we_write_as_polecat_is_read_as_polecat(space: Workspace, tmp_path: Path) -> None:
    path = written(space, "polecat", tmp_path, "tsv")
    again = bilat.open(tmp_path / "again.sqlite")
    [outcome] = again.import_([path], "polecat")
    # what has no day is refused by its line; all else is an event
    dated = sum(1 for row in space.export_rows("polecat") if row["Event Date"])
    assert outcome.events == dated
    with Record.read(tmp_path / "again.sqlite") as record:
        assert {(row.type, row.day) for row in record.imported_events("RUS", "IRN")} >= {("SUPPORT", "2024-01-09")}


# ---- the panel


def cells(space: Workspace, folder: Path, a: str, b: str) -> dict[str, dict[str, object]]:
    table = pandas.read_csv(written(space, "panel", folder, "csv"))
    rows = table[(table["source"] == a) & (table["target"] == b)]
    return {row["month"]: row for row in rows.to_dict("records")}


def test_zeros_of_the_panel_are_told_from_missing(space: Workspace, tmp_path: Path) -> None:
    found = cells(space, tmp_path, "RUS", "IRN")
    assert list(found) == ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"]
    assert (found["2024-01"]["events"], found["2024-03"]["events"], found["2024-06"]["events"]) == (2, 0, 0)
    assert pandas.isna(found["2024-04"]["events"]) and pandas.isna(found["2024-04"]["material_conflict"])
    assert [found[m]["read"] for m in found] == [2, 0, 1, 0, 0, 1]
    assert [found[m]["days_read"] for m in found] == [2, 0, 1, 0, 0, 1]
    assert [found[m]["days"] for m in found] == [31, 29, 31, 30, 31, 30]
    # of February nothing was read, and a later article recalls one event of it
    assert found["2024-02"]["events"] == 1


def test_the_panel_counts_what_occurred_and_nothing_else(space: Workspace, tmp_path: Path) -> None:
    found = cells(space, tmp_path, "IRN", "RUS")
    january = found["2024-01"]
    assert (january["events"], january["joint"], january["verbal_cooperation"]) == (1, 1, 1)
    assert found["2024-03"]["events"] == 0  # alleged
    assert (found["2024-06"]["material_conflict"], found["2024-06"]["intensity"]) == (1, -9)


def test_the_panel_counts_reports_origins_and_happenings_apart(space: Workspace, tmp_path: Path) -> None:
    january = cells(space, tmp_path, "RUS", "IRN")["2024-01"]
    assert (january["events"], january["reports"], january["origins"]) == (2, 3, 3)


def test_the_panel_has_the_numbers_of_cow_and_of_gleditsch_and_ward(space: Workspace, tmp_path: Path) -> None:
    row = cells(space, tmp_path, "RUS", "IRN")["2024-01"]
    assert [row[f"source_{code}"] for code in ("iso3", "cow", "gw")] == ["RUS", 365, 365]
    assert [row[f"target_{code}"] for code in ("iso3", "cow", "gw")] == ["IRN", 630, 630]


def test_a_dyad_recalled_from_before_all_reading_has_that_month(space: Workspace, tmp_path: Path) -> None:
    found = cells(space, tmp_path, "CHN", "RUS")
    assert (found["2023-11"]["events"], found["2023-11"]["read"], found["2024-01"]["events"]) == (1, 0, 0)
    assert "2023-12" not in found


def test_imported_events_stand_in_the_panel_under_their_own_origin(space: Workspace, tmp_path: Path) -> None:
    path = written(space, "polecat", tmp_path, "tsv")
    again = bilat.open(tmp_path / "again.sqlite")
    again.import_([path], "polecat")
    rows = [row for row in again.export_rows("panel", "RUS", "IRN") if row["events"]]
    assert {row["origin"] for row in rows} == {"polecat"}
    assert {(row["source"], row["month"], row["events"]) for row in rows} >= {("RUS", "2024-01", 2)}
    assert all(row["origins"] is None for row in rows)


def test_the_panel_of_two_has_no_third(space: Workspace) -> None:
    rows = list(space.export_rows("panel", "Russia", "Iran", since="2024-02", until="2024-03"))
    assert {(row["source"], row["target"]) for row in rows} == {("RUS", "IRN"), ("IRN", "RUS")}
    assert {row["month"] for row in rows} <= {"2024-02", "2024-03"}
    assert {"CHN"} <= {row["source"] for row in space.export_rows("panel", "Russia")}


# ---- Parquet


@pytest.mark.parametrize("form", TABLES)
def test_every_table_as_parquet_is_what_its_json_lines_are(space: Workspace, tmp_path: Path, form: str) -> None:
    path = written(space, form, tmp_path, "parquet")
    expected = list(space.export_rows(form))
    columns = [c.name for c in columns_of(FORMS[form])]
    schema = pq.read_schema(path)
    assert schema.names == columns
    assert schema.metadata[b"format"].decode() == form
    read = [
        pq.read_table(path).num_rows,
        len(pandas.read_parquet(path)),
        len(polars.read_parquet(path)),
        duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall()[0][0],
    ]
    assert read == [len(expected)] * 4


def test_columns_of_parquet_have_the_types_that_they_say(space: Workspace, tmp_path: Path) -> None:
    path = written(space, "parquet", tmp_path, "parquet")
    rows = duckdb.sql(
        f"SELECT first, intensity, reports, source_code, type FROM '{path}' WHERE type = 'SUPPORT'"
    ).fetchall()
    assert rows == [(date(2024, 1, 9), 5.0, 2, ["RUS"], "SUPPORT")]
    assert duckdb.sql(f"SELECT count(*) FROM '{path}' WHERE list_contains(target_code, 'IRN')").fetchall() == [(4,)]
    label = pq.read_schema(path).field("first").metadata[b"label"]
    assert label == b"the first day that it may have been"


def test_parquet_is_written_a_batch_at_a_time(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilat.exports import parquet

    monkeypatch.setattr(parquet, "_BATCH", 2)
    path = written(space, "events", tmp_path, "parquet")
    assert pq.ParquetFile(path).num_row_groups == -(-len(list(space.export_rows("events"))) // 2)


def test_happenings_are_looked_up_a_batch_at_a_time(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from bilat.exports import scope

    whole = list(space.export_rows("events"))
    monkeypatch.setattr(scope, "_BATCH", 2)
    assert list(space.export_rows("events")) == whole


# ---- every table


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_every_table_has_one_row_a_line_and_every_column(
    space: Workspace, tmp_path: Path, form: str, suffix: str
) -> None:
    path = written(space, form, tmp_path, suffix)
    separator = "," if suffix == "csv" else "\t"
    expected = len(list(space.export_rows(form)))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=separator))
    assert {len(row) for row in rows} == {len(columns_of(FORMS[form]))}
    assert len(pandas.read_csv(path, sep=separator)) == expected == len(rows) - 1
    assert len(polars.read_csv(path, separator=separator, infer_schema=False)) == expected
    counted = duckdb.sql(f"SELECT count(*) FROM read_csv('{path}', delim='{separator}', header=true, all_varchar=true)")
    assert counted.fetchall() == [(expected,)]


@pytest.mark.parametrize("form", ["polecat", "panel", "events"])
def test_r_reads_it_back(space: Workspace, tmp_path: Path, form: str) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("RSCRIPT IS NOT INSTALLED: NOT READ BACK IN R, which many users of event data have")
    path = written(space, form, tmp_path, "csv")
    done = subprocess.run(
        ["Rscript", "-e", f"t <- read.csv('{path}'); cat(nrow(t), ncol(t))"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(len(list(space.export_rows(form)))), str(len(columns_of(FORMS[form])))]


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_no_cell_of_a_table_runs_as_a_formula(space: Workspace, tmp_path: Path, form: str, suffix: str) -> None:
    path = written(space, form, tmp_path, suffix)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="," if suffix == "csv" else "\t"):
            assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t")) or cell.startswith("-=")] == []
    if form == "polecat":
        assert f"'{FORMULA}" in path.read_text(encoding="utf-8")


def test_mentions_are_still_as_the_schema_asks(space: Workspace, tmp_path: Path) -> None:
    check = jsonschema.Draft202012Validator(json_schema())
    lines = written(space, "mentions", tmp_path, "jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        check.validate(json.loads(line))
    assert {json.loads(line)["kind"] for line in lines} >= {"event", "claim", "role"}


@pytest.mark.parametrize("form", TABLES)
def test_an_export_as_of_a_day_knows_nothing_later(space: Workspace, tmp_path: Path, form: str) -> None:
    early = list(space.export_rows(form, as_of="2024-01-11"))
    assert early
    assert {row["doc"] for row in early if "doc" in row} <= {"wire.txt"}
    if form in ("events", "polecat"):
        counts = {row.get("reports", row.get("report_count")) for row in early}
        assert counts == {1}
    if form == "panel":
        assert {row["month"] for row in early} == {"2024-01"}


@pytest.mark.parametrize("form", ["mentions", "events", "texts", "polecat"])
def test_an_export_of_two_holds_what_concerns_both(space: Workspace, form: str) -> None:
    some, every = (list(space.export_rows(form, *who)) for who in (("RUS", "CHN"), ()))
    assert 0 < len(some) < len(every)
    assert {row["doc"] for row in some} == {"march.txt"}
    assert [row for row in space.export_rows(form, "RUS", "CHN", since="2024")] == []


def test_a_format_or_a_span_that_is_none_is_refused(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BilatError, match="no format called 'dbf'"):
        space.export("dbf", tmp_path / "x")
    with pytest.raises(BilatError, match="the earlier day first"):
        space.export("panel", tmp_path / "x", since="2024", until="2023")
    with pytest.raises(BilatError, match="no text"):
        space.export("parquet", io.StringIO())
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_file_and_says_how_many_rows(space: Workspace, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "p.csv"
    given = ["export", "RUS", "IRN", "--record", str(space.path), "--format", "panel", "--out", str(out), "--json"]
    assert run(given) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": len(pandas.read_csv(out)), "out": str(out)}


def test_a_table_that_is_no_text_can_be_piped(space: Workspace, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--record", str(space.path), "--format", "parquet"]) == 0
    table = pq.read_table(io.BytesIO(capsysbinary.readouterr().out))
    assert table.num_rows == len(list(space.export_rows("parquet")))


@pytest.mark.parametrize("form", list(FORMS))
def test_no_export_is_written_over_the_record(space: Workspace, tmp_path: Path, form: str) -> None:
    link = tmp_path / "link.sqlite"
    link.symlink_to(space.path)
    before = space.path.read_bytes()
    for path in (space.path, link):
        with pytest.raises(BilatError, match="the record itself"):
            space.export(form, path)
    assert space.path.read_bytes() == before


@pytest.mark.parametrize("form", list(FORMS))
def test_an_export_that_is_stopped_leaves_the_old_file(
    space: Workspace, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bilat.exports import making

    def stopped(given: Iterable[Any], seen: object) -> Iterator[Any]:
        yield next(iter(given))
        raise KeyboardInterrupt

    out = tmp_path / f"x.{FORMS[form].suffix}"
    space.export(form, out)
    before = out.read_bytes()
    monkeypatch.setattr(making, "_counted", stopped)
    with pytest.raises(KeyboardInterrupt):
        space.export(form, out)
    assert out.read_bytes() == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("form", list(FORMS))
def test_a_file_that_cannot_be_written_is_told(space: Workspace, tmp_path: Path, form: str) -> None:
    with pytest.raises(BilatError, match="name another file"):
        space.export(form, tmp_path / "no folder" / "x")


@pytest.mark.parametrize("form", [name for name in TABLES if name != "parquet"])
def test_what_is_printed_is_what_a_file_holds(
    space: Workspace, tmp_path: Path, form: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["export", "--record", str(space.path), "--format", form]) == 0
    printed = capsysbinary.readouterr().out
    assert printed == written(space, form, tmp_path, FORMS[form].suffix).read_bytes()
    if form == "texts":
        assert b"\\ud800" in printed  # of a title: JSON's own way to write what UTF-8 has not
