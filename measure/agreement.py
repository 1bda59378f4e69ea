"""How what bilat reads in news agrees with ICEWS on the same year: agreement.py [--record R] [--out FILE]

Reads the news digests of 2018 and imports ICEWS18 into a new record (or takes one that has both), counts events by
dyad and month by each, and prints Spearman's rank correlations as JSON. ICEWS18 ends with October, so ten months count.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import bilat
from bilat.actors import states
from bilat.ledgers import View
from bilat.measures import TEXT, rank_correlation
from bilat.record import Record
from bilat.workspace.counting import day_counts

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SINCE, UNTIL = "2018-01-01", "2018-10-31"
LEAST = 3.0  # events of ICEWS a month, on average: the minimum of a series by month
MONTHS = [f"2018-{month:02}" for month in range(1, 11)]
_Cells = dict[tuple[str, str], dict[str, Counter[str]]]


def made(folder: Path) -> Path:
    """A record of the news of 2018 and of ICEWS18."""
    space = bilat.open(folder / "record.sqlite")
    space.read([SHARED / "news" / "2018.jsonl"])
    space.import_([SHARED / "events" / "icews18.tsv.gz"], "icews-tsv")
    return space.path


def counted(path: Path) -> tuple[_Cells, _Cells]:
    """Events by dyad and month, cooperation and conflict apart: ICEWS's and ours, of dyads that ICEWS covers."""
    ours: _Cells = {}
    theirs: _Cells = {}
    with Record.read(path) as record:
        dyads = [(a, b) for a, b, _ in record.imported_dyads(int(LEAST * len(MONTHS)))]
        for a, b in dyads:
            if a not in states() or b not in states():
                continue
            for one in day_counts(View(record), a, b, SINCE, UNTIL):
                if one.quad:
                    cells = (ours if one.origin == TEXT else theirs).setdefault((a, b), {})
                    cells.setdefault(one.day[:7], Counter())[one.quad.split()[1]] += one.events
    return ours, {dyad: cells for dyad, cells in theirs.items() if _all(cells) >= LEAST * len(MONTHS)}


def _all(cells: dict[str, Counter[str]]) -> int:
    return sum(sum(counts.values()) for counts in cells.values())


def _value(cells: _Cells, dyad: tuple[str, str], month: str, what: str | None) -> int:
    counts = cells.get(dyad, {}).get(month, Counter[str]())
    return counts[what] if what else sum(counts.values())


def figures(path: Path) -> dict[str, Any]:
    """The rank correlations over dyad-months, over dyads, and within dyads over months."""
    ours, theirs = counted(path)
    seen = sorted(dyad for dyad in theirs if _all(ours.get(dyad, {})))
    told: dict[str, Any] = {
        "dyads": len(theirs),
        "dyads_in_both": len(seen),
        "dyad_months": len(theirs) * len(MONTHS),
        "events_icews": sum(_all(cells) for cells in theirs.values()),
        "events_text": sum(_all(ours.get(dyad, {})) for dyad in theirs),
    }
    for name, what in (("events", None), ("cooperation", "cooperation"), ("conflict", "conflict")):
        for label, dyads in (("all", sorted(theirs)), ("in_both", seen)):
            pairs = [
                (_value(theirs, dyad, month, what), _value(ours, dyad, month, what))
                for dyad in dyads
                for month in MONTHS
            ]
            told[f"{name}_dyad_months_{label}"] = rank_correlation([x for x, _ in pairs], [y for _, y in pairs])
        whole = [
            tuple(sum(_value(cells, dyad, month, what) for month in MONTHS) for cells in (theirs, ours))
            for dyad in sorted(theirs)
        ]
        told[f"{name}_dyads"] = rank_correlation([x for x, _ in whole], [y for _, y in whole])
        told[f"{name}_within_dyads"] = _within(theirs, ours, seen, what)
    return told


def _within(theirs: _Cells, ours: _Cells, dyads: list[tuple[str, str]], what: str | None) -> float | None:
    """The mean over dyads of the rank correlation over months, of dyads with ten of our events or more."""
    found = []
    for dyad in dyads:
        x = [_value(theirs, dyad, month, what) for month in MONTHS]
        y = [_value(ours, dyad, month, what) for month in MONTHS]
        if sum(y) >= 10 and (value := rank_correlation(x, y)) is not None:
            found.append(value)
    return round(sum(found) / len(found), 4) if found else None


def main() -> int:
    """Prints the figures, and writes them with their date where --out is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = figures(given.record or made(Path(folder)))
    told |= {"seconds": round(time.monotonic() - begun), "date": date.today().isoformat()}
    page = json.dumps(told, indent=1)
    print(page)
    if given.out:
        given.out.write_text(page + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
