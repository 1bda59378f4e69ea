"""Import a million made rows by the clock: import_speed.py [ROWS] [gdelt|icews ...]

Makes a file of each form in a temporary folder, by a seeded script: ten years of invented events, of which few dyads
have most, with 33,000 actors' names where the form has names. Imports it into a new record in a process of its own and
prints as JSON lines the rows a second by the clock, the CPU seconds, the peak memory and, as a measure of how busy the
machine was, the load and the CPU seconds of ten million empty steps.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

import bilat
from bilat import actors
from bilat.ontology import cameo_of

DAYS = 3653
FIRST = date(2010, 1, 1)
NAMES = 33_000
CHUNK = 100_000  # rows made at once
STEPS = 10_000_000
_CODES = [code for number in range(1, 2046) if cameo_of(code := f"{number:03}")]
_MAKERS = ("police", "ministry", "citizen", "company", "party", "school", "court", "army")


def drawn(rows: int) -> tuple[NDArray[np.int64], ...]:
    """Days in order, source, target and act of each row, as numbers; the first actors and acts are the busiest."""
    chance = np.random.default_rng(20)
    states = len(actors.states())
    sides = [np.minimum((chance.pareto(0.8, rows) * 4).astype(int), NAMES) % states for _ in range(2)]
    acts = np.minimum((chance.pareto(1.0, rows) * 8).astype(int), 10**6) % len(_CODES)
    return np.sort(chance.integers(0, DAYS, rows)), sides[0], sides[1], acts


def gdelt(path: Path, rows: int) -> None:
    """GDELT 1.0: 58 columns of the width that they usually have."""
    codes = sorted(actors.states())
    with path.open("w", encoding="utf-8") as file:
        for number, (day, one, other, act) in enumerate(zip(*(v.tolist() for v in drawn(rows)), strict=True)):
            cells = [""] * 58
            when = (FIRST + timedelta(days=day)).strftime("%Y%m%d")
            cells[:5] = [str(300_000_000 + number), when, when[:6], when[:4], when[:4] + ".2131"]
            cells[5:8] = [codes[one], f"OF {codes[one]}", codes[one]]
            cells[15:18] = [codes[other] + "GOV", f"OF {codes[other]}", codes[other]]
            cells[25:35] = ["1", _CODES[act], _CODES[act], _CODES[act][:2], "1", "2.8", "4", "1", "4", "-1.81"]
            cells[35:50] = ["4", f"Town {one}, Region {one}", codes[one][:2], "03", "33.5", "36.3", "-788"] * 2 + ["4"]
            cells[56:] = [when, f"http://example.org/{number}/of-{codes[one]}-and-{codes[other]}".lower()]
            file.write("\t".join(cells) + "\n")


def icews(path: Path, rows: int) -> None:
    """The tab files of the ICEWS Dataverse: actors by name, with their country."""
    codes = sorted(actors.states())
    names = [actors.actor_name(code) for code in codes]
    head = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
            "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
            "City", "District", "Province", "Country", "Latitude", "Longitude")  # fmt: skip
    kinds = np.random.default_rng(21).integers(0, NAMES // len(codes), (2, rows)).tolist()

    def named(state: int, kind: int) -> str:
        if kind < 30:  # a fifth of the events have a state itself
            return names[state]
        return f"{_MAKERS[kind % len(_MAKERS)].title()} {kind} ({names[state]})"

    with path.open("w", encoding="utf-8") as file:
        file.write("\t".join(head) + "\n")
        given = (v.tolist() for v in drawn(rows))
        for number, (day, one, other, act, kind, other_kind) in enumerate(zip(*given, *kinds, strict=True)):
            cells = (
                str(20_000_000 + number), (FIRST + timedelta(days=day)).isoformat(), named(one, kind),
                "Government,Executive Office", names[one], "An act of this kind", _CODES[act], "-2.0",
                named(other, other_kind), "Social,General Population", names[other], str(30_000_000 + number // 2),
                str(number % 6 + 1), "An invented agency", f"Town {one}", "", "A province", names[one], "33.5", "36.3",
            )  # fmt: skip
            file.write("\t".join(cells) + "\n")


MAKERS = {"gdelt": gdelt, "icews": icews}


def imported(path: Path, form: str, record: Path) -> dict[str, float]:
    """What the import of a file took in this process."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    clock, work = time.perf_counter(), spent.ru_utime + spent.ru_stime
    (outcome,) = bilat.open(record).import_([path], form)
    seconds = time.perf_counter() - clock
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "events": outcome.events,
        "seconds": round(seconds, 1),
        "rows_a_second": round(outcome.events / seconds),
        "cpu_seconds": round(spent.ru_utime + spent.ru_stime - work, 1),
        "peak_mb": round(spent.ru_maxrss / 1024),
        "record_mb": round(record.stat().st_size / 1e6),
    }


def main() -> int:
    """0; 2 where used wrongly."""
    if sys.argv[1:2] == ["--one"]:
        given, form, record = sys.argv[2:]
        print(json.dumps(imported(Path(given), form, Path(record))))
        return 0
    if sys.argv[1:2] == ["--make"]:
        given, form, number = sys.argv[2:]
        MAKERS[form](Path(given), int(number))
        return 0
    rows, forms = (sys.argv[1:2] or ["1000000"])[0], sys.argv[2:] or list(MAKERS)
    if not rows.isdigit() or not set(forms) <= set(MAKERS):
        print(__doc__)
        return 2
    for form in forms:
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "events"
            # in a process of its own too: a child's peak memory is at least what its parent had when it was made
            subprocess.run([sys.executable, __file__, "--make", str(path), form, rows], check=True)
            begun = time.process_time()
            for _ in range(STEPS):
                pass
            busy = {"load": round(os.getloadavg()[0], 1), "empty_steps": round(time.process_time() - begun, 2)}
            told = {"form": form, "rows": int(rows), "file_mb": round(path.stat().st_size / 1e6), **busy}
            command = [sys.executable, __file__, "--one", str(path), form, str(Path(scratch) / "record")]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(json.dumps({**told, **json.loads(done.stdout)}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
