"""The shock test at random placebo dates of ../shared/events: shock.py [NAME] [develop|report|all] [DATES] [SEED]

Draws dates at random from the dyads with three events a week or more, and tests each as `bilat shock` does: as it is
(which should be rejected at 5 % no more often than 5 % of the time), and with the weeks after multiplied. NAME is a
table, or `both`: then each has its part of the dates by its number of dyads. What was chosen was chosen on the half
`develop` at dates of seed 11; `report` is the other. Prints a line of JSON; docs/measures.md keeps them.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import bilat
from bilat import actors, measures
from bilat.measures.evidence import Weeks, multiplied
from bilat.measures.panel import Floats, Ints, Panel
from bilat.record import Record

EVENTS = Path(__file__).resolve().parent.parent.parent / "shared" / "events"
NAMES = ("icews14", "icews18")
PARTS = ("develop", "report", "all")
MULTIPLES = (1.0, 2.0, 3.0, 5.0, 1 / 2, 1 / 3, 1 / 5)
ALPHA = 0.05
LEAST_RATE = 3.0
DRAWS = 2000  # of the bootstrap over dyads


def panel(name: str, scratch: Path) -> Panel:
    """All dyads of states of one table, as `bilat shock` sees them."""
    path = scratch / f"{name}.sqlite"
    bilat.open(path).import_([EVENTS / f"{name}.tsv.gz"], "icews-tsv")
    states = actors.states()
    with Record.read(path) as record:
        return measures.panel(
            row for row in record.imported_panel("icews-tsv") if row[0] in states and row[1] in states
        )


def rows_of(given: Panel, part: str) -> Ints:
    """The dyads of one half, or all, of those with enough events."""
    enough = np.flatnonzero(given.counts.mean(1) * 7 >= LEAST_RATE)
    shuffled = np.random.default_rng(7).permutation(enough)
    half = len(shuffled) // 2
    return np.asarray({"develop": shuffled[:half], "report": shuffled[half:], "all": shuffled}[part])


@dataclass(frozen=True)
class Tried:
    """What the test said at the dates of one table: `rejected` has a row a date and a column a multiple."""

    rejected: np.ndarray[Any, Any]
    dyad: Ints  # of each date
    held: np.ndarray[Any, Any]  # whether the interval holds a multiple of 2
    errors: Floats  # of the effect found for it, as logarithms
    donors: int


def tried(given: Panel, rows: Ints, dates: int, seed: int) -> Tried:
    """The test at so many random dates of these dyads."""
    chance = np.random.default_rng(seed)
    drawn = zip(chance.choice(rows, 4 * dates), chance.integers(0, given.days, 4 * dates), strict=True)
    cases = [(int(row), int(day)) for row, day in drawn]
    cases = [case for case in cases if measures.windows(case[1], given.days)][:dates]
    keys = [measures.windows(day, given.days) for _, day in cases]
    p = np.ones((len(cases), len(MULTIPLES)))
    held, errors = np.zeros(len(cases)), np.zeros(len(cases))
    donors = measures.donors_of(given)
    for key in sorted({key for key in keys if key}):
        design = measures.Design(given, *key, donors)
        for at in (at for at, one in enumerate(keys) if one == key):
            row, day = cases[at]
            p[at] = rejections(design, row, day, chance)
            weeks = design.weeks_of(np.array([row]), np.array([day]))
            doubled = Weeks(weeks.pre, multiplied(weeks.post, 2.0, chance), weeks.beside)
            found, (low, high), _ = design.inverted(row, doubled, design.rows != row)
            held[at], errors[at] = low <= 2 <= high, abs(np.log(found / 2))
    return Tried(p <= ALPHA, np.array([row for row, _ in cases]), held, errors, len(donors))


def study(given: dict[str, Panel], part: str, dates: int, seed: int) -> dict[str, Any]:
    """What share of dates is rejected at each multiple, and how often the interval holds a multiple of 2."""
    rows = {name: rows_of(one, part) for name, one in given.items()}
    dyads = sum(map(len, rows.values()))
    each = [tried(one, rows[name], round(dates * len(rows[name]) / dyads), seed) for name, one in given.items()]
    rejected = np.concatenate([one.rejected for one in each])
    apart = np.concatenate([1_000_000 * at + one.dyad for at, one in enumerate(each)])
    return {
        "dyads": dyads,
        "dates": len(rejected),
        "donors": [one.donors for one in each],
        "rejected": {f"{m:.3g}": round(100 * float(r), 1) for m, r in zip(MULTIPLES, rejected.mean(0), strict=True)},
        "upper_bound": round(100 * exact_bound(int(rejected[:, 0].sum()), len(rejected)), 1),
        "upper_bound_by_dyads": round(100 * bound_by_dyads(rejected[:, 0], apart), 1),
        "interval_holds_2": round(100 * float(np.concatenate([one.held for one in each]).mean()), 1),
        "effect_off_by": round(float(np.exp(np.median(np.concatenate([one.errors for one in each])))), 2),
    }


def rejections(design: measures.Design, row: int, day: int, chance: np.random.Generator) -> Floats:
    """The p-values at one date with the weeks after as they are and multiplied: plainly above 1, thinned below."""
    weeks = design.weeks_of(np.array([row]), np.array([day]))
    post = [weeks.post * m if m >= 1 else multiplied(weeks.post, m, chance) for m in MULTIPLES]
    number = len(MULTIPLES)
    tried = Weeks(np.repeat(weeks.pre, number, 0), np.concatenate(post), np.repeat(weeks.beside, number, 1))
    return design.p_values(np.full(number, row), tried, design.rows != row)


def exact_bound(count: int, number: int) -> float:
    """The upper end of Clopper and Pearson's 95 % interval of a share."""
    from scipy.stats import beta

    return float(beta.ppf(0.975, count + 1, number - count))


def bound_by_dyads(rejected: np.ndarray[Any, Any], rows: Ints) -> float:
    """The upper end of a bootstrap interval over whole dyads, as dates of one dyad are not independent."""
    chance = np.random.default_rng(5)
    groups = np.unique(rows)
    sums = np.array([rejected[rows == row].sum() for row in groups])
    sizes = np.array([(rows == row).sum() for row in groups])
    drawn = chance.integers(0, len(groups), (DRAWS, len(groups)))
    return float(np.quantile(sums[drawn].sum(1) / sizes[drawn].sum(1), 0.975))


def main() -> int:
    """0; 2 where used wrongly or without ../shared."""
    name, part, dates, seed = [*sys.argv[1:], *("both", "all", "2000", "11")[len(sys.argv) - 1 :]][:4]
    if name not in (*NAMES, "both") or part not in PARTS or not (dates + seed).isdigit() or not EVENTS.is_dir():
        print(__doc__)
        return 2
    clock, work = time.perf_counter(), time.process_time()
    with TemporaryDirectory() as scratch:
        given = {one: panel(one, Path(scratch)) for one in (NAMES if name == "both" else (name,))}
    found = study(given, part, int(dates), int(seed))
    spent = {"seconds": round(time.perf_counter() - clock), "cpu_seconds": round(time.process_time() - work)}
    print(json.dumps({"events": name, "part": part, "seed": seed, "on": str(dt.date.today()), **found, **spent}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
