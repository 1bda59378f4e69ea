"""How much faster two workers are than one: two_workers.py [--documents N] [--times N]

Reads so many days of ../shared/news from 2018 on into a new record with one worker and with two, by turns, and prints
the wall time of each, the processor time of this process (what is serial: reading, writing) and of the workers, and the
ratio of the fastest runs. Loading the parser is in all of them; matching is timed apart. Needs two idle cores: the load
is printed beside the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bilat import sources
from bilat.record import Record
from bilat.workspace import read_into
from bilat.workspace.matching import match_again

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "news"


def bout(file: Path, record_path: Path, workers: int) -> dict[str, float]:
    """The seconds of one reading."""
    before, begun = os.times(), time.monotonic()
    with Record.open(record_path) as record:
        read_into(record, sources.read([file]), "bilat.coding", workers)
        wall, after = time.monotonic() - begun, os.times()
        match_again(record)
    return {
        "workers": workers,
        "wall": round(wall, 1),
        "this process": round(after.user + after.system - before.user - before.system, 1),
        "its workers": round(
            after.children_user + after.children_system - before.children_user - before.children_system, 1
        ),
        "match": round(time.monotonic() - begun - wall, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def main() -> int:
    """0 where two workers are at least 1.8 times one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=4_000, help="all from 2018 on are fewer")
    parser.add_argument("--times", type=int, default=1)
    chosen = parser.parse_args()
    years = sorted(path for path in NEWS.glob("*.jsonl") if path.stem >= "2018")
    lines = [line for path in years for line in path.read_text(encoding="utf-8").splitlines()][: chosen.documents]
    best: dict[int, float] = {}
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "news.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for turn in range(chosen.times):
            for workers in (1, 2):
                row = bout(file, Path(scratch) / f"{turn}-{workers}", workers)
                print(json.dumps(row), flush=True)
                best[workers] = min(best.get(workers, row["wall"]), row["wall"])
    ratio = best[1] / best[2]
    print(f"two workers are {ratio:.2f} times one")
    return int(ratio < 1.8)


if __name__ == "__main__":
    sys.exit(main())
