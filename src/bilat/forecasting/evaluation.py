"""Forecasts of the test days of a table of events, scored as the field scores them."""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from bilat.forecasting.explaining import explained, pairs
from bilat.forecasting.quads import load
from bilat.forecasting.ranker import forecasts, ranks
from bilat.forecasting.recurrency import recurrency_ranks


def evaluate(path: Path, entities: Path | None, seed: int, out: TextIO | None) -> dict[str, Any]:
    """See `bilat.forecasting.evaluate`."""
    clock, work = time.perf_counter(), _processor_seconds()
    quads = load(path, entities)
    baseline = recurrency_ranks(quads)
    between = pairs(quads) if out else {}
    by_day = []
    for scored in forecasts(quads, seed):
        by_day.append(ranks(scored, len(quads.entities)))
        if out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in explained(quads, between, scored))
    found = np.concatenate(by_day)
    return {
        **figures(found),
        "queries": len(found),
        "seed": seed,
        "entities": len(quads.entities),
        "baseline": {"method": "recurrency", **figures(baseline)},
        "seconds": round(time.perf_counter() - clock, 1),
        "cpu_seconds": round(_processor_seconds() - work, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def figures(ranks: NDArray[np.float64]) -> dict[str, float]:
    """Mean reciprocal rank and hits at 1, 3 and 10, in per cent."""
    hits = {f"hits{k}": round(100 * float((ranks <= k).mean()), 2) for k in (1, 3, 10)}
    return {"mrr": round(100 * float((1 / ranks).mean()), 2), **hits}


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
