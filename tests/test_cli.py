"""The commands as a user gives them: what is printed where, and the exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from keyword import iskeyword
from pathlib import Path
from types import SimpleNamespace

import click
import jsonschema
import pytest

from bilat import ontology
from bilat.cli import bilat, run
from bilat.record import Record
from interrupts import heeding_interrupts

WIRE = """Envoys agree on a rail link

MOSCOW, 12 March 2023 - Russian Foreign Minister Sergey Lavrov met his Iranian counterpart Hossein Amir-Abdollahian in \
Moscow on Sunday. The two ministers discussed a railway along the Caspian coast.

"We will finish this line together," Lavrov said after the talks.

Iran condemned Western sanctions on Russia.
"""
ANALYSIS = """A corridor in the making

By Ann Author | 20 May 2024

Russia and Iran signed an agreement on the railway on 17 May 2023. Analysts expect trade between Russia and Iran to \
grow this year. The United States accused Iran of supplying drones to Russia. Tehran denies this.
"""
LISTS = (
    "events", "quotes", "claims", "meetings", "agreements", "memberships", "roles", "transfers", "expectations",
)  # fmt: skip


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "wire.txt").write_text(WIRE, encoding="utf-8")
    (folder / "analysis.txt").write_text(ANALYSIS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def record(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("record") / "r.sqlite")
    assert run(["read", str(articles), "--record", path]) == 0
    return path


Captured = pytest.CaptureFixture[str]


def test_read_says_what_it_did(articles: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run(["read", str(articles), "--record", str(tmp_path / "r"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] == 2
    assert told["mentions"] > 3
    assert told["problems"] == []


def test_a_second_read_is_no_failure_and_adds_nothing(articles: Path, tmp_path: Path, capsys: Captured) -> None:
    command = ["read", str(articles), "--record", str(tmp_path / "r"), "--json"]
    assert run(command) == 0
    capsys.readouterr()
    assert run(command) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["known"], told["mentions"]) == (2, 0)


def test_a_bad_file_gets_one_line_and_status_3_and_the_rest_is_read(
    articles: Path, tmp_path: Path, capsys: Captured
) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "empty.txt").write_text("", encoding="utf-8")
    (bad / "lines.jsonl").write_text('{"id": 1}\n{"text":\n', encoding="utf-8")
    status = run(["read", str(bad), str(articles / "wire.txt"), "--record", str(tmp_path / "r")])
    told = capsys.readouterr().err.splitlines()
    assert status == 3
    for place in ("empty.txt", "lines.jsonl:1", "lines.jsonl:2"):
        assert len([line for line in told if place in line and "rejected" in line]) == 1
    with Record.read(tmp_path / "r") as kept:
        assert kept.counts().documents == 1


def test_standard_input_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(WIRE.encode())))
    assert run(["read", "-", "--record", str(tmp_path / "r")]) == 0
    with Record.read(tmp_path / "r") as kept:
        assert kept.counts().documents == 1


@pytest.mark.parametrize("name", LISTS)
def test_each_list_answers_in_text_and_json(name: str, record: str, capsys: Captured) -> None:
    assert run([name, "--record", record]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]  # details are indented
    assert run([name, "--record", record, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list)
    assert len(lines) == len(rows)


def test_a_list_is_narrowed_by_actor_and_date(record: str, capsys: Captured) -> None:
    def events(*arguments: str) -> list[dict[str, object]]:
        assert run(["events", *arguments, "--record", record, "--json"]) == 0
        found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return found

    everything = events()
    assert 0 < len(events("RUS", "Iran")) < len(everything)
    assert events("RUS", "IRN") == events("Russia", "Iran")
    assert 0 < len(events("--until", "2023-03")) < len(everything)
    assert events("FJI") == []


def test_exported_mentions_follow_the_schema_and_stand_in_the_exported_texts(record: str, tmp_path: Path) -> None:
    for form in ("mentions", "texts"):
        assert run(["export", "--record", record, "--format", form, "--out", str(tmp_path / form)]) == 0
    mentions, texts = (
        [json.loads(line) for line in (tmp_path / form).read_text(encoding="utf-8").splitlines()]
        for form in ("mentions", "texts")
    )
    text = {row["doc"]: row["text"] for row in texts}
    validator = jsonschema.Draft202012Validator(ontology.json_schema())
    assert mentions
    for row in mentions:
        validator.validate(row)
        assert text[row["doc"]][row["start"] : row["end"]] == row["quote"]


def test_exported_events_are_the_listed_events(record: str, tmp_path: Path, capsys: Captured) -> None:
    assert run(["events", "--record", record, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert run(["export", "--record", record, "--format", "events"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == listed
    assert run(["export", "--record", record, "--format", "events", "--out", str(tmp_path / "events.csv")]) == 0
    assert len((tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()) == len(listed) + 1


@pytest.mark.parametrize("form", ["txt", "md", "html"])
def test_the_brief_has_notes_in_every_format(form: str, record: str, capsys: Captured) -> None:
    assert run(["brief", "RUS", "Iran", "--record", record, "--format", form]) == 0
    page = capsys.readouterr().out
    assert "Lavrov" in page
    assert "We will finish this line together" in page


def test_the_brief_in_json_has_its_sections(record: str, capsys: Captured) -> None:
    assert run(["brief", "RUS", "IRN", "--record", record, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sections"]
    assert told["notes"]


def test_doctor_finds_a_sound_record_sound(record: str, capsys: Captured) -> None:
    assert run(["doctor", "--record", record, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["events", "--record", "missing.sqlite"], "bilat read"),
        (["events", "Atlantis", "--record", "RECORD"], "Atlantis"),
        (["events", "--since", "last week", "--record", "RECORD"], "2024-05-19"),
        (["read", "nowhere.txt", "--record", "new.sqlite"], "nowhere.txt"),
        (["read", "ARTICLES", "--record", "new.sqlite", "--coder", "magic"], "embedded"),
        (["export", "--format", "poem", "--record", "RECORD"], "mentions"),
        (["export", "--format", "mentions", "--record", "RECORD", "--out", "no/such/folder/x"], "no/such/folder"),
        (["brief", "RUS", "--record", "RECORD"], "B"),
        (["doctor"], "--record"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_use_is_one_clear_message_and_status_2(
    arguments: list[str], word: str, record: str, articles: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: Captured,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    named = {"RECORD": record, "ARTICLES": str(articles)}
    assert run([named.get(argument, argument) for argument in arguments]) == 2
    told = capsys.readouterr()
    assert word in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


SERVICES = ("serve", "mcp")  # they answer others until they are stopped


def test_every_command_has_json_and_an_example() -> None:
    for name, command in bilat.commands.items():
        if name in SERVICES:
            continue
        for part in command.commands.values() if isinstance(command, click.Group) else (command,):
            assert any("--json" in parameter.opts for parameter in part.params), name
        assert f"bilat {name} " in (command.help or ""), name


def test_every_command_is_a_method_of_the_same_name() -> None:
    from bilat.workspace import Workspace

    assert [n for n in bilat.commands if not hasattr(Workspace, f"{n}_" if iskeyword(n) else n)] == []


def test_a_closed_pipe_is_no_error(record: str) -> None:
    command = f"{sys.executable} -m bilat.cli export --format texts --record {record} | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""


def test_an_unforeseen_fault_is_one_line_and_no_traceback(
    record: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def broken(self: Record) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.delenv("BILAT_DEBUG", raising=False)
    monkeypatch.setattr(Record, "counts", broken)
    assert run(["doctor", "--record", record]) == 1
    told = capsys.readouterr().err
    assert "ZeroDivisionError: a fault of ours" in told
    assert "Traceback" not in told


def test_an_interrupted_read_says_how_to_go_on_and_goes_on(tmp_path: Path) -> None:
    texts = (f"{WIRE}\nThis was visit number {n}." for n in range(120))
    lines = [json.dumps({"id": f"d{n}", "text": text}) for n, text in enumerate(texts)]
    source, kept = tmp_path / "many.jsonl", tmp_path / "r"
    source.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "bilat.cli", "read", str(source), "--record", str(kept), "--workers", "1"]
    run_ = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heeding_interrupts
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (kept.exists() and _documents(kept)):
        time.sleep(0.02)
    os.killpg(run_.pid, signal.SIGINT)
    _, told = run_.communicate(timeout=30)
    assert run_.returncode == 130
    assert "run the same command again" in told
    assert "Traceback" not in told
    before = _documents(kept)
    assert 0 < before < 120
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["known"] == before
    assert _documents(kept) == 120


def _documents(path: Path) -> int:
    from bilat.record import RecordError

    try:
        with Record.read(path) as record:
            return record.counts().documents
    except RecordError:  # it is being made
        return 0
