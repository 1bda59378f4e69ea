"""Steps and pulses put into real series: changes.py [PENALTY SHORTEST RISE DIFFERENT]

The weeks of real dyads of ../shared/events, three events a week or more, are shuffled, so that bursts stay and lasting
changes go. Into each a step of known size is put on a random day, and a pulse into another copy. Prints as JSON lines
what share of steps is found within a week, what share of pulses to the day, how far the dates are off, and how many
changes a year are found where nothing was put in, and in the series as they are, whose own changes are real. With four
numbers, the detector has these in place of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import numpy as np

from bilat import measures
from bilat.measures import changes
from bilat.measures.evidence import multiplied
from bilat.measures.panel import Floats
from shock import EVENTS, NAMES, panel

FIRST = dt.date(2018, 1, 1)
MULTIPLES = (2.0, 3.0, 5.0, 1 / 3)
PULSES = (3.0, 5.0, 10.0)  # times the mean day, and five events at the least
LEAST_RATE = 3.0
MARGIN = 42  # days at either end without a change
COPIES = 3


def given_series() -> list[tuple[Floats, Floats]]:
    """(counts, volume) by day of every dyad, in whole weeks."""
    found = []
    for name in NAMES:
        with TemporaryDirectory() as scratch:
            given = panel(name, Path(scratch))
        weeks = given.days // 7
        volume = given.counts.sum(0)[: 7 * weeks].reshape(weeks, 7)
        for row in np.flatnonzero(given.counts.mean(1) * 7 >= LEAST_RATE):
            found.append((given.counts[row, : 7 * weeks], volume.ravel()))
    return found


def shuffled(counts: Floats, volume: Floats, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """The series with its weeks in another order."""
    order = chance.permutation(len(counts) // 7)
    both = [one.reshape(-1, 7)[order].ravel() for one in (counts, volume)]
    return both[0], both[1]


def study(series: list[tuple[Floats, Floats]]) -> dict[str, Any]:
    """Hits, date errors and false alarms of steps and pulses."""
    chance = np.random.default_rng(17)
    false_steps, false_pulses, years = 0, 0, 0.0
    steps: dict[float, list[int | None]] = {m: [] for m in MULTIPLES}
    pulses: dict[float, list[int | None]] = {m: [] for m in PULSES}
    for counts, volume in series:
        years += len(counts) / 365.25
        false_steps += len(measures.steps(measures.corrected(counts, volume), FIRST))
        false_pulses += len(measures.pulses(counts, volume, FIRST))
        for _ in range(COPIES):
            day = int(chance.integers(MARGIN, len(counts) - MARGIN))
            for multiple, off in steps.items():
                changed = np.r_[counts[:day], multiplied(counts[day:], multiple, chance)]
                off.append(_off([one.date for one in measures.steps(measures.corrected(changed, volume), FIRST)], day))
            for multiple, off in pulses.items():
                changed = counts.copy()
                changed[day] += max(5, chance.poisson(multiple * counts.mean()))
                off.append(_off([one.date for one in measures.pulses(changed, volume, FIRST)], day))
    near = [n for off in steps.values() for n in off if n is not None and n <= 14]
    return {
        "series": len(series),
        "steps_in_a_week": {f"{m:.2g}": _share(off, 7) for m, off in steps.items()},
        "step_days_off": round(float(np.mean(near)), 1),
        "false_steps_a_year": round(false_steps / years, 2),
        "pulses_to_the_day": {f"{m:.2g}": _share(off, 0) for m, off in pulses.items()},
        "false_pulses_a_year": round(false_pulses / years, 2),
    }


def _off(found: list[dt.date], day: int) -> int | None:
    """How many days the nearest change found is off."""
    return min((abs((one - FIRST).days - day) for one in found), default=None)


def _share(off: list[int | None], most: int) -> float:
    return round(100 * float(np.mean([n is not None and n <= most for n in off])), 1)


def main() -> int:
    """0; 2 where used wrongly or without ../shared."""
    if len(sys.argv) not in (1, 5) or not EVENTS.is_dir():
        print(__doc__)
        return 2
    given = [float(word) for word in sys.argv[1:]] or [
        changes.PENALTY,
        float(changes.SHORTEST),
        changes._RISE,
        changes.DIFFERENT,
    ]
    begun = time.process_time()
    names = ("PENALTY", "SHORTEST", "_RISE", "DIFFERENT")
    kinds = {name: type(getattr(changes, name)) for name in names}
    with mock.patch.multiple(changes, **{name: kinds[name](v) for name, v in zip(names, given, strict=True)}):
        series = given_series()
        years = sum(len(counts) for counts, _ in series) / 365.25
        alarms = sum(len(measures.steps(measures.corrected(*one), FIRST)) for one in series)
        chance = np.random.default_rng(3)
        found = study([shuffled(*one, chance) for one in series])
    settings = dict(zip(names, given, strict=True))
    print(
        json.dumps(
            {
                **settings,
                **found,
                "steps_a_year_as_they_are": round(alarms / years, 2),
                "cpu_seconds": round(time.process_time() - begun),
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
