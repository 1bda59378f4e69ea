"""Nothing lost: backups and their way back, old formats, damaged logs, kills in the middle of the work."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

import bilat
from bilat.record import Record, RecordError
from bilat.record.connection import SCHEMA
from bilat.workspace import read_into
from bilat.workspace.matching import match_again

sys.path.append(str(Path(__file__).resolve().parent.parent / "measure"))
import kills


def filled(path: Path, number: int = 40) -> str:
    """A matched record of so many articles; its content's hash."""
    with Record.open(path) as record:
        read_into(record, map(kills.article, range(number)), "stand_in_coder", 1)
        match_again(record)
        return record.content_hash()


def problems(path: Path) -> list[str]:
    with Record.read(path) as record:
        return record.check(deep=True)


def test_a_backup_is_the_record_and_restores_it(tmp_path: Path) -> None:
    before = filled(tmp_path / "r")
    space = bilat.open(tmp_path / "r")
    space.backup(tmp_path / "copy")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("copy")] == ["copy"]
    assert filled(tmp_path / "r", 60) != before
    kept = space.restore(tmp_path / "copy")
    assert kept is not None and kept.exists()
    with Record.read(tmp_path / "r") as record:
        assert record.content_hash() == before
    assert problems(tmp_path / "r") == []
    assert filled(tmp_path / "r", 60) != before


def test_a_backup_is_whole_while_another_writes(tmp_path: Path) -> None:
    filled(tmp_path / "r")
    code = (
        f"import sys; sys.path[:0] = {[str(Path(__file__).parent), str(Path(kills.__file__).parent), *sys.path]!r}\n"
        f"import kills\nfrom bilat.record import Record\nfrom bilat.workspace import read_into\n"
        f"with Record.open({str(tmp_path / 'r')!r}) as record:\n"
        f"    read_into(record, map(kills.article, range(400)), 'stand_in_coder', 1, lambda s: print(1, flush=True))\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert writer.stdout
    for number in range(3):
        writer.stdout.readline()
        bilat.open(tmp_path / "r").backup(tmp_path / f"copy{number}")
    writer.communicate()
    assert writer.returncode == 0
    for number in range(3):
        assert [line for line in problems(tmp_path / f"copy{number}") if "matches again" not in line] == []


def test_a_damaged_backup_is_refused_and_the_record_left_alone(tmp_path: Path) -> None:
    before = filled(tmp_path / "r")
    bilat.open(tmp_path / "r").backup(tmp_path / "copy")
    data = bytearray((tmp_path / "copy").read_bytes())
    data[4096 : 4096 * 6] = bytes(4096 * 5)
    (tmp_path / "copy").write_bytes(data)
    with pytest.raises(RecordError, match="damaged"):
        bilat.open(tmp_path / "r").restore(tmp_path / "copy")
    with Record.read(tmp_path / "r") as record:
        assert record.content_hash() == before


def test_a_backup_over_the_record_itself_or_into_nowhere_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "r")
    for target in (tmp_path / "r", tmp_path, tmp_path / "no" / "copy"):
        with pytest.raises(RecordError, match="name another"):
            bilat.open(tmp_path / "r").backup(target)


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_a_record_of_every_earlier_format_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    before = filled(tmp_path / "new")
    kills.aged(tmp_path / "new", tmp_path / "r", version)
    with pytest.raises(RecordError, match="brings it up to date"):
        Record.read(tmp_path / "r")
    with Record.open(tmp_path / "r") as record:
        assert record.content_hash() == before
        assert record.check(deep=True) == []
        assert record.search("grain")
    made, new = (apsw.Connection(str(tmp_path / name)) for name in ("r", "new"))
    schema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    assert made.execute(schema).fetchall() == new.execute(schema).fetchall()


def unfinished(folder: Path) -> Path:
    """A record with its last writes in the log only, as a crash leaves it."""
    whole, crashed = folder / "whole", folder / "crashed"
    whole.mkdir()
    crashed.mkdir()
    with Record.open(whole / "r") as record:
        read_into(record, map(kills.article, range(64)), "stand_in_coder", 1)
        for path in whole.iterdir():
            if not path.name.endswith("-shm"):
                (crashed / path.name).write_bytes(path.read_bytes())
    return crashed / "r"


def test_a_crashed_record_that_is_whole_is_well(tmp_path: Path) -> None:
    assert [line for line in problems(unfinished(tmp_path)) if "matches again" not in line] == []


def test_every_flipped_byte_of_the_log_that_loses_a_write_is_told(tmp_path: Path) -> None:
    path = unfinished(tmp_path)
    log, main, acked = (path.with_name("r" + end) for end in ("-wal", "", "-acked"))
    kept = {file: file.read_bytes() for file in (log, main, acked)}
    chance = random.Random(8)
    lost = 0
    for _ in range(25):
        for file in path.parent.iterdir():
            file.unlink()
        for file, data in kept.items():
            file.write_bytes(data)
        damaged = bytearray(kept[log])
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        log.write_bytes(damaged)
        try:
            with Record.read(path) as record:
                fewer = record.counts().documents < 64
                told = any("are gone" in line for line in record.check())
        except RecordError:
            fewer = told = True
        lost += fewer
        assert told or not fewer
    assert lost > 5


def test_a_deleted_log_is_told_and_owned_up_to_in_the_ledger(tmp_path: Path) -> None:
    path = unfinished(tmp_path)
    with Record.open(path) as record:
        number = record.counts().documents
    with Record.open(path) as record:
        read_into(record, map(kills.article, range(64, 96)), "stand_in_coder", 1)
        sound = {file: file.read_bytes() for file in path.parent.iterdir()}
    for file in path.parent.iterdir():
        file.unlink()
    for file, data in sound.items():
        if not file.name.endswith(("-wal", "-shm")):
            file.write_bytes(data)
    assert any("are gone" in line for line in problems(path))
    with Record.open(path) as record:
        assert [row.reason for row in record.ledger("failed")] == ["lost"]
        assert record.counts().documents == number
        assert not any("are gone" in line for line in record.check())


def test_a_record_that_was_emptied_is_refused_with_advice(tmp_path: Path) -> None:
    filled(tmp_path / "r")
    (tmp_path / "r").write_bytes(b"")
    with pytest.raises(bilat.BilatError, match="bilat restore"):
        Record.open(tmp_path / "r")


def test_kills_in_the_middle_lose_nothing_and_the_work_goes_on(tmp_path: Path) -> None:
    told = kills.study(6, tmp_path, seed=3)
    assert {name: (row["kills"], row["faults"], row["other ends"]) for name, row in told.items()} == {
        name: (1, 0, 0) for name in kills.WORKS
    }
