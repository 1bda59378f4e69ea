"""What the record does when it is killed, damaged, locked, full, foreign or from the future."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from bilat.model import Actor, Coded, Document, Happening, Mention, Reading
from bilat.record import Record, RecordError

EACH = 40  # mentions of a document
BATCH = 8  # documents of a batch


def batch(number: int) -> list[Coded]:
    found = []
    for i in range(BATCH):
        document = Document(
            f"{number}-{i}", f"Batch {number} says no. Envoy {i} spoke at length of grain and gas. " * 8
        )
        mentions = tuple(
            Mention(document.id, j, j + 9, document.text[j : j + 9], "role", {"office": "envoy", "status": "holds"})
            for j in range(EACH)
        )
        found.append(Coded(Reading(document.name, document), None, mentions, "c"))
    return found


def write_until_killed(path: str, begin: str) -> None:
    with Record.open(path) as record:
        for number in range(int(begin), int(begin) + 500):
            record.write(batch(number))
            print(number, flush=True)


def child(*arguments: str) -> subprocess.Popen[str]:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import test_record_faults as t; "
    code += "getattr(t, sys.argv[2])(*sys.argv[3:])"
    return subprocess.Popen(
        [sys.executable, "-c", code, str(Path(__file__).parent), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_write_leaves_whole_batches(tmp_path):
    path = tmp_path / "r"
    chance = random.Random(8)
    acknowledged = 0
    for turn in range(5):
        process = child("write_until_killed", str(path), str(turn * 1000))
        assert process.stdout
        seen = [process.stdout.readline()]
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.readlines()
        process.communicate()
        acknowledged += sum(1 for line in seen if line.strip())
        with Record.open(path) as record:
            counts = record.counts()
            assert counts.documents % BATCH == 0
            assert counts.documents >= acknowledged * BATCH
            assert counts.mentions == {"role": counts.documents * EACH}
            assert counts.ledger == {"ok": counts.documents}
    with Record.read(path) as record:
        assert [line for line in record.check(deep=True) if "happenings" not in line] == []
    assert acknowledged >= 5


def write_to_the_limit(path: str) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    with Record.open(path) as record:
        number = 0
        while True:
            try:
                record.write(batch(number))
            except RecordError as error:
                print(number, error)
                return
            number += 1


@pytest.mark.skipif(os.name != "posix", reason="needs limits of a process")
def test_a_full_disk_stops_cleanly_and_keeps_what_was_written(tmp_path):
    out, err = child("write_to_the_limit", str(tmp_path / "r")).communicate()
    assert err == ""
    number, message = out.split(" ", 1)
    assert "kept" in message and "run the same command again" in message
    with Record.open(tmp_path / "r") as record:
        assert record.counts().documents == int(number) * BATCH > 0
        record.write(batch(int(number)))
        assert record.counts().documents == (int(number) + 1) * BATCH


def open_and_write(path: str, begin: str) -> None:
    with Record.open(path) as record:
        for number in range(int(begin), int(begin) + 10):
            record.write(batch(number))


def test_two_processes_that_make_and_write_one_record_both_succeed(tmp_path):
    both = [child("open_and_write", str(tmp_path / "r"), begin) for begin in ("0", "5")]
    assert [process.communicate()[1] for process in both] == ["", ""]
    with Record.read(tmp_path / "r") as record:
        assert record.counts().documents == 15 * BATCH
        assert record.counts().mentions == {"role": 15 * BATCH * EACH}


def open_at(path: str, moment: str) -> None:
    time.sleep(max(0.0, float(moment) - time.time()))
    with Record.open(path) as record:
        record.write(batch(0))


def test_processes_that_make_one_record_at_one_moment_all_succeed(tmp_path):
    for turn in range(4):
        moment = str(time.time() + 1)
        together = [child("open_at", str(tmp_path / str(turn)), moment) for _ in range(4)]
        assert [process.communicate()[1] for process in together] == [""] * 4
        with Record.read(tmp_path / str(turn)) as record:
            assert record.counts().documents == BATCH
            assert [line for line in record.check(deep=True) if "happenings" not in line] == []


def test_a_reader_sees_whole_batches_while_another_writes(tmp_path):
    with Record.open(tmp_path / "r") as writer, Record.read(tmp_path / "r") as reader:
        writer.write(batch(0))
        pages = reader.mentions()
        first = next(pages)
        writer.write(batch(1))
        assert len([first, *pages]) == BATCH * EACH
        assert reader.counts().documents == 2 * BATCH


def test_a_reader_cannot_write(tmp_path):
    Record.open(tmp_path / "r").close()
    with Record.read(tmp_path / "r") as reader, pytest.raises(RecordError, match="may not be written"):
        reader.write(batch(0))


def test_a_locked_record_says_so(tmp_path):
    with Record.open(tmp_path / "r", patience=0.05) as record:
        other = apsw.Connection(str(tmp_path / "r"))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="another process is writing"):
            record.write(batch(0))
        other.execute("ROLLBACK")
        other.close()
        assert record.write(batch(0)) == ("ok",) * BATCH


def test_what_is_no_record_is_refused_and_left_alone(tmp_path):
    text, foreign, empty = tmp_path / "text", tmp_path / "foreign", tmp_path / "empty"
    text.write_text("Not a database, but a letter to a friend. " * 50)
    other = apsw.Connection(str(foreign))
    other.execute("CREATE TABLE mine (x)")
    other.close()
    empty.touch()
    before = text.read_bytes(), foreign.read_bytes()
    for path in (text, foreign):
        for way in (Record.open, Record.read):
            with pytest.raises(RecordError, match="is no record of bilat"):
                way(path)
    assert (text.read_bytes(), foreign.read_bytes()) == before
    with pytest.raises(RecordError, match="there is no record here"):
        Record.read(empty)


def test_what_is_not_there_is_told_with_what_to_do(tmp_path):
    with pytest.raises(RecordError, match="bilat read"):
        Record.read(tmp_path / "r")
    with pytest.raises(RecordError, match="bilat read"):
        Record.open(tmp_path / "r", create=False)
    with pytest.raises(RecordError, match="make it first"):
        Record.open(tmp_path / "no" / "r")
    with pytest.raises(RecordError, match="see that it is a file"):
        Record.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_record_of_a_newer_bilat_is_refused(tmp_path):
    Record.open(tmp_path / "r").close()
    other = apsw.Connection(str(tmp_path / "r"))
    other.pragma("user_version", 999)
    other.close()
    for way in (Record.open, Record.read):
        with pytest.raises(RecordError, match="update bilat"):
            way(tmp_path / "r")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_record_in_a_read_only_folder_can_be_read(tmp_path):
    folder = tmp_path / "f"
    folder.mkdir()
    with Record.open(folder / "r") as record:
        record.write(batch(0))
    folder.chmod(0o500)
    try:
        with Record.read(folder / "r") as record:
            assert record.counts().documents == BATCH
        with pytest.raises(RecordError, match="folder"), Record.open(folder / "r") as record:
            record.write(batch(1))
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("UPDATE document SET text = replace(text, 'Envoy', 'Agent') WHERE number = 1", "not the one that was read"),
        ("UPDATE document SET text = replace(text, 'Batch', 'Patch') WHERE number = 1", "its quote is not the text"),
        ("UPDATE mention SET body = replace(body, 'envoy', 'consul') WHERE number = 3", "mentions are not those"),
        ("UPDATE mention SET body = '{' WHERE number = 3", "damaged"),
        ("DELETE FROM search WHERE rowid = 2", "search is out of step: 1 sentences"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM document WHERE number = 2", "its document is missing"),
        ("DELETE FROM mention WHERE number = 3", "mentions are not those"),
        ("UPDATE document SET details = replace(details, 'en', 'fr') WHERE number = 1", "what is kept of it"),
        ("UPDATE document SET coded_as = NULL WHERE number = 1", "still to be coded"),
    ],
)
def test_the_check_finds_what_was_changed_behind_its_back(tmp_path, fault, told):
    with Record.open(tmp_path / "r") as record:
        record.write(batch(0))
        record.replace_happenings([], {})
        assert record.check(deep=True) == []
    other = apsw.Connection(str(tmp_path / "r"))
    other.execute(fault)
    other.close()
    with Record.read(tmp_path / "r") as record:
        assert any(told in line for line in record.check(deep=True))


def test_no_damage_to_the_content_goes_unnoticed(tmp_path):
    path = tmp_path / "r"
    with Record.open(path) as record:
        record.write(batch(0))
        spoke = Actor("An envoy", country="FRA")
        record.replace_happenings([Happening(f"h{i}", "event", {"source": (spoke,)}, ("m",)) for i in range(99)], {})
        whole = record.content_hash()
    sound = path.read_bytes()
    chance = random.Random(4)
    noticed = 0
    for _ in range(60):
        damaged = bytearray(sound)
        begin = chance.randrange(len(sound))
        damaged[begin : begin + 9] = chance.randbytes(len(damaged[begin : begin + 9]))
        path.write_bytes(damaged)
        try:
            with Record.read(path) as record:
                if record.check(deep=True):
                    noticed += 1
                else:
                    assert record.content_hash() == whole
        except RecordError:
            noticed += 1
    assert noticed >= 12
