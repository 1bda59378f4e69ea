"""The known changes of ../shared/events/cases.json: cases.py

Imports ICEWS14 and ICEWS18, asks for the changes of each case's dyad as `bilat changes` does, and prints as JSON lines
of each kind of case how many hold, and of those that do not how far off the nearest step or pulse is, in days. A step
is to be found within a week, a pulse to the day, nothing within two weeks of a silent day, and an uncovered dyad is to
be refused. The last line is of all dyads of states with three events a week or more, their weeks shuffled, so that
bursts stay and lasting changes go: how many steps a dyad-year are found there in all events, and with those of a class.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import bilat
from bilat import actors, measures
from bilat.measures.panel import Floats, Panel
from bilat.record import Record
from bilat.workspace.shocking import CLASSES
from shock import EVENTS, LEAST_RATE, NAMES

MARGINS = {"step_within_1_week": 7, "hard_steps": 7, "pulse_within_1_day": 1, "silent_within_2_weeks": 14}
REFUSED = "refuse_not_covered"


def off(case: Mapping[str, str], told: Mapping[str, Any], kind: str) -> int | None:
    """How many days the nearest change is off: a pulse for a pulse, a step for a step or for silence."""
    on = dt.date.fromisoformat(case["date"])
    found = [row["date"] for row in told.get("pulses" if kind.startswith("pulse") else "steps", ())]
    return min((abs((dt.date.fromisoformat(day) - on).days) for day in found), default=None)


def holds(case: Mapping[str, str], told: Mapping[str, Any], kind: str) -> bool:
    """Whether a case of a kind is as it should be."""
    covered = told["status"] == "covered"
    if kind == REFUSED:
        return not covered
    nearest = off(case, told, kind)
    near = nearest is not None and nearest <= MARGINS[kind]
    return covered and near != kind.startswith("silent")


def aligned(whole: Panel, some: Panel) -> Floats:
    """The counts of a class of events in the rows and days of all events."""
    found = np.zeros_like(whole.counts)
    rows = [whole.pairs.index(pair) for pair in some.pairs]
    begun = (some.first - whole.first).days
    found[rows, begun : begun + some.days] = some.counts
    return found


def alarms(path: Path) -> tuple[float, int, int]:
    """Dyad-years of shuffled weeks of one record, and the steps found there in all events and with those of a class."""
    states, chance = actors.states(), np.random.default_rng(17)
    with Record.read(path) as record:
        whole, *parts = [
            measures.panel(x for x in record.imported_panel("icews-tsv", only) if x[0] in states and x[1] in states)
            for only in ("", *CLASSES)
        ]
    weeks = whole.days // 7
    by_class = {name: aligned(whole, part) for name, part in zip(CLASSES, parts, strict=True)}
    years, plain, joint = 0.0, 0, 0
    for row in np.flatnonzero(whole.counts.mean(1) * 7 >= LEAST_RATE):
        order = (7 * chance.permutation(weeks)[:, None] + np.arange(7)).ravel()
        counts, volume = whole.counts[row][order], whole.counts.sum(0)[order]
        classes = {name: part[row][order] for name, part in by_class.items()}
        years += len(order) / 365.25
        plain += len(measures.steps(measures.corrected(counts, volume), whole.first))
        joint += len(measures.joint_steps(counts, classes, volume, whole.first))
    return years, plain, joint


def main() -> int:
    """0; 2 where used wrongly or without ../shared."""
    if len(sys.argv) != 1 or not EVENTS.is_dir():
        print(__doc__)
        return 2
    cases = json.loads((EVENTS / "cases.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as scratch:
        spaces = {name: bilat.open(Path(scratch) / name) for name in NAMES}
        for name, space in spaces.items():
            space.import_([EVENTS / f"{name}.tsv.gz"], "icews-tsv")
        for kind in (*MARGINS, REFUSED):
            wrong = []
            for case in cases[kind]:
                only = "conflict" if case.get("series") == "conf" else None
                a, b = case["dyad"].split("|")
                told = spaces[case["set"]].changes(a, b, only)
                if not holds(case, told, kind):
                    wrong.append({"dyad": case["dyad"], "date": case["date"], "off": off(case, told, kind)})
            number = len(cases[kind])
            print(json.dumps({"kind": kind, "cases": number, "hold": number - len(wrong), "not": wrong}))
        years, plain, joint = np.sum([alarms(Path(scratch) / name) for name in NAMES], axis=0).tolist()
        rates = {"all_events": round(plain / years, 2), "with_classes": round(joint / years, 2)}
        print(json.dumps({"shuffled_dyad_years": round(years), "false_steps_a_year": rates}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
