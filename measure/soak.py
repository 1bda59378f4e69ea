"""Read and match many short documents, and see that nothing grows: soak.py FOLDER [--documents N] [--workers N]

The documents are 40 to 60 words each, cut from ../shared/news and recombined by a seeded script, each dated as the item
that it begins with. They go through `read` as one JSON Lines file and one run, and are then matched. FOLDER keeps the
file, the record and the figures: the same command goes on where it was stopped. For each 10,000 documents it prints
the rate by the clock and by core time (which other work on the machine does not slow), the memory of this process and
of its workers, and the open descriptors.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bilat import sources
from bilat.record import Record
from bilat.workspace import read_into
from bilat.workspace.matching import match_again
from bilat.workspace.reading import Step

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news"
DOCUMENTS, EACH, SEED = 200_000, 10_000, 8
_LEAST, _MOST = 40, 60  # words
_OUTLETS = re.compile(r"\s*\([^()]{2,40}\)")
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def sentences() -> list[tuple[str, str]]:
    """Every item's sentences of the news with the day of the item."""
    found = []
    for path in sorted(NEWS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = _OUTLETS.sub("", row["text"])
            found += [(row["published"], one) for one in re.split(r"(?<=[.!?])\s+", text) if len(one.split()) > 5]
    return found


def made(count: int) -> Iterator[dict[str, str]]:
    """So many documents: sentences of one day, filled up with others, cut after 40 to 60 words."""
    chance, pool = random.Random(SEED), sentences()
    for number in range(count):
        at = chance.randrange(len(pool) - 1)
        day, wanted = pool[at][0], chance.randint(_LEAST, _MOST)
        words = f"{pool[at][1]} {pool[at + 1][1]}".split()
        while len(words) < wanted:
            words += chance.choice(pool)[1].split()
        yield {"id": f"soak-{number:06}", "published": day, "text": " ".join(words[:wanted]).rstrip(".") + "."}


def memory(pid: int | str) -> float:
    """What a process holds, in MB; 0 for one that is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 1e6
    except OSError:
        return 0.0


def workers() -> list[str]:
    """The processes that this one has started."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def used() -> float:
    """Core seconds of this process and of those that it has started, also where they have ended."""
    ticks = 0
    for pid in workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system + ticks / _TICKS


class Watch:
    """Takes the figures of every so many documents as they are done."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.done = 0
        self.new = 0
        self.begun = time.monotonic()
        self.used = used()

    def __call__(self, step: Step) -> None:
        self.done += 1
        self.new += step.status == "ok"
        if self.done % EACH == 0:
            self.tell("read")

    def tell(self, work: str) -> None:
        """Print a row, and keep it."""
        seconds = time.monotonic() - self.begun
        cores, self.used = used() - self.used, used()
        row = {
            "work": work,
            "documents": self.done,
            "new": self.new,
            "seconds": round(seconds, 1),
            "a second": round(self.new / seconds, 1),
            "core ms each": round(1000 * cores / max(1, self.new), 1),
            "MB": round(memory("self")),
            "workers MB": [round(memory(pid)) for pid in workers()],
            "descriptors": len(list(Path("/proc/self/fd").iterdir())),
            "load": round(os.getloadavg()[0], 1),
        }
        print(json.dumps(row), flush=True)
        with self.kept.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")
        self.begun, self.new = time.monotonic(), 0


def soak(folder: Path, count: int, number: int) -> bool:
    """Read and match them; whether every document is in the record, coded, and the record is sound."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"soak-{count}.jsonl"
    if not file.exists():
        half = file.with_suffix(".half")
        half.write_text("".join(json.dumps(row) + "\n" for row in made(count)), encoding="utf-8")
        half.replace(file)
    watch = Watch(folder / f"soak-{count}.figures")
    with Record.open(folder / f"soak-{count}.sqlite") as record:
        summary = read_into(record, sources.read([file]), "bilat.coding", number, watch)
        watch.tell("last")
        match_again(record)
        watch.tell("match")
        counts = record.counts()
        print(json.dumps({"counts": summary.counts, "documents": counts.documents, "mentions": counts.mentions}))
        read = sum(summary.counts.get(status, 0) for status in ("ok", "duplicate", "known"))
        return read == count == sum(summary.counts.values()) and not record.check()


def main() -> int:
    """0 where every document was read and the record is sound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    return int(not soak(chosen.folder, chosen.documents, chosen.workers))


if __name__ == "__main__":
    sys.exit(main())
