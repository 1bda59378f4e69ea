"""Kill bilat at random moments and see what is left: kills.py [KILLS] (default 210)

Six kinds of work, each in a process that gets SIGKILL: reading, importing, matching, bringing an old record up to date,
exporting and making a backup. After each kill the record must be sound, hold all that was acknowledged, nothing twice;
an export or a backup must be there whole or not at all; and the same work, done again, must end where it ends unkilled.
The coder is a stand-in that needs no parser. Prints one JSON object, and the first fault found.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

import bilat
from bilat.model import Document, Reading, When
from bilat.record import Record
from bilat.record.connection import APPLICATION, SCHEMA
from bilat.workspace import read_into
from bilat.workspace.matching import match_again

ROOT = Path(__file__).resolve().parent.parent
WORKS = ("read", "import", "match", "migrate", "export", "backup")
DOCUMENTS = 240
_DAYS = 28


def work(name: str, folder: Path) -> None:
    """Do one kind of work in a folder; tells on standard output what is stored."""
    path = folder / "r"
    print("begun", flush=True)
    if name == "read":
        with Record.open(path) as record:
            read_into(record, map(article, range(DOCUMENTS)), "stand_in_coder", 2, lambda step: print(1, flush=True))
    elif name == "import":
        bilat.open(path).import_([folder / "events.tsv"], "icews-tsv")
    elif name == "match":
        with Record.open(path) as record:
            match_again(record)
    elif name == "migrate":
        Record.open(path).close()
    elif name == "export":
        bilat.open(path).export("mentions", folder / "out.jsonl")
    elif name == "backup":
        bilat.open(path).backup(folder / "copy")
    print("done", flush=True)


def article(number: int) -> Reading:
    """An article in which the stand-in coder finds one event."""
    day = When(f"2024-05-{number % _DAYS + 1:02}", "", "document")
    text = (
        f"Officials of Russia met colleagues of Iran for the {number}th time. " + f"They spoke of grain {number}. " * 40
    )
    return Reading(f"{number}.txt", Document(f"{number}.txt", text, published=day))


def prepare(name: str, folder: Path) -> None:
    """What a kind of work finds before it."""
    if name == "import":
        lines = [f"2014-01-{n % _DAYS + 1:02}\tRussia\tMake statement\tIran\n" for n in range(40_000)]
        (folder / "events.tsv").write_text("".join(lines), encoding="utf-8")
    if name in ("match", "export", "backup", "migrate"):
        with Record.open(folder / "r") as record:
            read_into(record, map(article, range(DOCUMENTS)), "stand_in_coder", 1)
            if name != "match":
                match_again(record)
    if name == "migrate":
        aged(folder / "r", folder / "old", 1)
        (folder / "r").unlink()
        (folder / "old").replace(folder / "r")


def aged(path: Path, old: Path, version: int) -> None:
    """What the record at `path` was in an earlier version of its format, as a file of its own."""
    steps = sorted(resources.files("bilat.record").joinpath("migrations").iterdir(), key=lambda item: item.name)
    made = apsw.Connection(str(old))
    made.pragma("journal_mode", "wal")
    made.execute("BEGIN")
    for step in [item for item in steps if item.name.endswith(".sql")][:version]:
        made.execute(step.read_text(encoding="utf-8"))
    made.pragma("application_id", APPLICATION)
    made.pragma("user_version", version)
    made.execute("COMMIT")
    made.execute("ATTACH ? AS new", (str(path),))
    tables = made.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
    for (table,) in tables.fetchall():
        columns = [row[1] for row in made.execute(f"PRAGMA main.table_info({table})")]
        kept = [row[1] for row in made.execute(f"PRAGMA new.table_info({table})") if row[1] in columns]
        if kept == columns:
            names = ", ".join(f'"{column}"' for column in columns)
            made.execute(f"DELETE FROM main.{table}; INSERT INTO main.{table} SELECT {names} FROM new.{table}")
    made.execute(
        "INSERT INTO main.search (rowid, words) SELECT sentence.number, substr(text, start + 1, end - start)"
        " FROM main.sentence JOIN main.document ON document.number = sentence.document"
    )
    made.execute("DETACH new")
    made.close()


def state(name: str, folder: Path) -> str:
    """Where a kind of work has ended: the record's content, or the file that was made."""
    path = folder / "r"
    if name == "export":
        return (folder / "out.jsonl").read_text(encoding="utf-8")
    with Record.read(folder / "copy" if name == "backup" else path) as record:
        imported = [(file.lines, file.events, file.duplicates) for file in record.imported_files()]
        return f"{record.content_hash()} {imported} {record.imported_totals()}"


def faults(name: str, folder: Path, acknowledged: int) -> list[str]:
    """What is wrong after a kill."""
    found: list[str] = []
    path = folder / "r"
    if name == "migrate":
        version = apsw.Connection(str(path)).pragma("user_version")
        if not 1 <= version <= SCHEMA:
            found.append(f"it has version {version}")
        return found
    if not path.exists():
        return found if acknowledged == 0 else ["the record is gone"]
    with Record.open(path) as record:
        counts = record.counts()
        found += [line for line in record.check(deep=True) if "matches again" not in line]
        if name == "read" and not acknowledged <= counts.documents == sum(counts.mentions.values()):
            found.append(f"{counts.documents} documents, {counts.mentions} mentions, {acknowledged} acknowledged")
    if name == "export" and (out := folder / "out.jsonl").exists() and len(out.read_bytes().splitlines()) != DOCUMENTS:
        found.append("half an export")
    if name == "backup" and (copy := folder / "copy").exists():
        with Record.read(copy) as record:
            found += record.check(deep=True)
    return found


def start(name: str, folder: Path) -> subprocess.Popen[str]:
    """A process that does the work."""
    code = f"import sys; sys.path[:0] = {[str(ROOT / 'measure'), str(ROOT / 'tests'), *sys.path]!r}\n"
    code += f"import kills, pathlib; kills.work({name!r}, pathlib.Path({str(folder)!r}))"
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def study(kills: int, scratch: Path, seed: int = 8) -> dict[str, dict[str, float]]:
    """Kill each kind of work so often in turns; counts, each kind apart. `faults` must be 0 everywhere."""
    chance = random.Random(seed)
    sys.path.insert(0, str(ROOT / "tests"))
    told: dict[str, dict[str, float]] = {}
    for number, name in enumerate(WORKS):
        clean = scratch / f"{name}-clean"
        clean.mkdir()
        prepare(name, clean)
        began = time.monotonic()
        process = start(name, clean)
        assert process.stdout
        process.stdout.readline()
        began = time.monotonic()
        process.communicate()
        length, wanted = time.monotonic() - began, state(name, clean)
        share = kills // len(WORKS) + (number < kills % len(WORKS))
        row = told[name] = {"kills": 0, "in the middle": 0, "acknowledged": 0, "faults": 0, "other ends": 0}
        turn = 0
        while row["kills"] < share:
            folder = scratch / f"{name}-{turn}"
            turn += 1
            folder.mkdir()
            prepare(name, folder)
            row["other ends"] += _bout(name, folder, wanted, length, chance, row, share)
    return told


def _bout(
    name: str, folder: Path, wanted: str, length: float, chance: random.Random, row: dict[str, float], share: int
) -> bool:
    """Kill and go on until the work is done, or has been killed often enough; whether it ended elsewhere."""
    for _ in range(4):
        process = start(name, folder)
        assert process.stdout
        seen = [process.stdout.readline()]
        time.sleep(length * chance.random() ** 2)  # work is done before the process ends
        process.send_signal(signal.SIGKILL)
        seen += process.stdout.readlines()
        process.communicate()
        acknowledged = sum(line == "1\n" for line in seen)
        row["kills"] += 1
        row["in the middle"] += "done\n" not in seen
        row["acknowledged"] += acknowledged
        found = faults(name, folder, acknowledged)
        if found:
            print(f"{name}: {found[:3]}", file=sys.stderr)
        row["faults"] += len(found)
        if row["kills"] >= share:
            break
    start(name, folder).communicate()
    return state(name, folder) != wanted


def main() -> int:
    """0 where nothing was lost."""
    with TemporaryDirectory() as scratch:
        told = study(int(sys.argv[1]) if len(sys.argv) > 1 else 210, Path(scratch))
    print(json.dumps(told, indent=1))
    return int(any(row["faults"] or row["other ends"] for row in told.values()))


if __name__ == "__main__":
    sys.exit(main())
