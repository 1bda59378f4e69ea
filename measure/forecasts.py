"""Rerun the studies on ../shared/events: forecasts.py dyads HALF NAME... | ranker SPLIT NAME SEED | without NAME |
learning NAME

`dyads` scores counts and questions with a rolling origin over dyads with three acts a week or more, `all` or
every other, `even` or `odd`, of each table by itself and then of all that are named together. `ranker` scores
one split of one table with one seed. `without` tells on valid what each part brings,
`learning` how well a model does that took in its last days as they came. All print JSON lines;
 docs/forecasting.md keeps them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import scoringrules
from numpy.typing import NDArray
from scipy.stats import nbinom

import bilat
from bilat.forecasting import HORIZONS, features, interval, ranker, rolling
from bilat.forecasting import learning as keeping
from bilat.forecasting.evaluation import figures
from bilat.forecasting.quads import Quads, load
from bilat.forecasting.walking import Asked, fresh, walk
from bilat.ontology import QUADS, TYPES
from bilat.record import Record

EVENTS = Path(__file__).resolve().parent.parent.parent / "shared" / "events"
SPANS = {"icews14": (dt.date(2014, 1, 1), 365), "icews18": (dt.date(2018, 1, 1), 304)}
KINDS = (*QUADS, "all", *TYPES)
FIRST_WEEK = 14  # the first origin: before it there is too little to go by
GROUPS = {
    "vectors": ("vector", "attention"),
    "attention": ("attention",),
    "repeats of the triple": ("triple", "repeats"),
    "repeats of the pair": ("pair", "acquainted", "same_way"),
    "what follows what": ("follows",),
    "names": ("country", "sector", "any_", "same_country"),
    "two steps": ("two_steps",),
}
Counts = NDArray[np.int64]


def panel(name: str, scratch: Path) -> Counts:
    """Acts by day (dyads, KINDS, days) for dyads with three a week or more."""
    start, days = SPANS[name]
    path = scratch / f"{name}.sqlite"
    bilat.open(path).import_([EVENTS / f"{name}.tsv.gz"], "icews-tsv")
    with Record.read(path) as record:
        dyads = record.imported_dyads(3 * days // 7)
        found = np.zeros((len(dyads), len(KINDS), days), np.int64)
        for i, (a, b, _) in enumerate(dyads):
            for one in record.imported_daily(a, b):
                if one.type:
                    day = (dt.date.fromisoformat(one.day) - start).days
                    found[i, [KINDS.index(one.quad), KINDS.index("all"), KINDS.index(one.type)], day] += one.events
    return np.asarray(found[found[:, KINDS.index("all")].sum(axis=1) >= 3 * days / 7])


@dataclasses.dataclass(frozen=True)
class Scored:
    """Forecasts of one horizon, one an index: the kind, our CRPS and that of both references, whether the interval
    held what came; and questions (asked, 3): what we said, the base rate, what came."""

    kinds: list[str]
    scores: list[tuple[float, float, float]]
    held: list[bool]
    asked: list[tuple[float, float, bool]]


def dyads(half: str, names: list[str]) -> None:
    """CRPS beside both references, coverage, and questions' calibration, by horizon; calibration over all horizons."""
    tables = {}
    for name in names:
        with TemporaryDirectory() as scratch:
            table = panel(name, Path(scratch))
        tables[name] = table if half == "all" else table[("even", "odd").index(half) :: 2]
    asked: dict[str, list[tuple[float, float, bool]]] = {}
    for horizon, days in HORIZONS.items():
        scored = {name: _rolling(table, days) for name, table in tables.items()}
        if len(names) > 1:
            parts = list(scored.values())
            scored["together"] = Scored(
                *([one for part in parts for one in getattr(part, field.name)] for field in dataclasses.fields(Scored))
            )
        for name, one in scored.items():
            asked.setdefault(name, []).extend(one.asked)
            count = len(tables[name]) if name in tables else sum(map(len, tables.values()))
            told = {"events": name, "half": half, "dyads": count, "horizon": horizon, **_summary(one)}
            print(json.dumps(told), flush=True)
    for name, questions in asked.items():
        told = {"events": name, "half": half, "horizon": "each", "questions": _calibration(np.array(questions, float))}
        print(json.dumps(told))


def _rolling(table: Counts, horizon: int) -> Scored:
    series, length = table.reshape(-1, table.shape[2]), table.shape[2]
    kinds = np.tile(KINDS, len(table))
    of = [(str(i), kind) for i in range(len(table)) for kind in KINDS]
    scored = Scored([], [], [], [])
    for day, found in rolling(series, np.ones(length, np.bool_), horizon, of):
        if day < 7 * max(FIRST_WEEK, math.ceil(horizon / 7)) or day + horizon > length:
            continue
        for i, mixture in enumerate(found):
            known = series[i, :day]
            if not known.any():  # the command does not tell of what never was
                continue
            outcome = int(series[i, day : day + horizon].sum())
            chances = mixture.chances()
            low, high = interval(chances, mixture.level)
            scored.kinds.append(str(kinds[i]))
            last = abs(outcome - int(known[day - horizon :].sum()))
            mean8 = _crps(_mean_of_eight_weeks(known, horizon), outcome)
            scored.scores.append((_crps(chances, outcome), last, mean8))
            scored.held.append(low <= outcome <= high)
            past = _stretches(known, horizon)
            if kinds[i] in (*QUADS, "all"):
                for least in {1, max(1, math.ceil(past.mean()))}:
                    base = (float((past >= least).sum()) + 1) / (len(past) + 2)
                    scored.asked.append((mixture.at_least(least), base, outcome >= least))
    return scored


def _summary(scored: Scored) -> dict[str, Any]:
    result: dict[str, Any] = {"forecasts": len(scored.kinds)}
    groups = {"quad classes": QUADS, "types": tuple(TYPES), **{kind: (kind,) for kind in (*QUADS, "all")}}
    for group, members in groups.items():
        chosen = np.isin(scored.kinds, members)
        means = np.array(scored.scores)[chosen].mean(axis=0).round(3).tolist()
        result[group] = {
            **dict(zip(("crps", "last", "mean8"), means, strict=True)),
            "skill": round(100 * (1 - means[0] / min(means[1:])), 1),
            "covered": round(100 * float(np.mean(np.array(scored.held)[chosen])), 1),
        }
    return result | {"questions": _calibration(np.array(scored.asked, float))}


def _crps(chances: NDArray[np.float64], outcome: int) -> float:
    """By `scoringrules`, on 200 quantiles."""
    quantiles = np.searchsorted(chances.cumsum(), (np.arange(200) + 0.5) / 200)
    return float(scoringrules.crps_ensemble(float(outcome), np.minimum(quantiles, len(chances) - 1).astype(float)))


def _stretches(known: Counts, horizon: int) -> Counts:
    """The counts of earlier stretches as long as the horizon, a week apart, backwards from the last day."""
    total = np.concatenate([[0], known.cumsum()])
    ends = np.arange(len(known), horizon - 1, -7)
    return np.asarray(total[ends] - total[ends - horizon])


def _mean_of_eight_weeks(known: Counts, horizon: int) -> NDArray[np.float64]:
    """The reference: a negative binomial with the mean and the variance of the last eight weeks, scaled."""
    weeks = known[-56:].reshape(8, 7).sum(axis=1)
    mean = max(float(weeks.mean()), 0.05) * horizon / 7
    variance = max(float(weeks.var(ddof=1)) * horizon / 7, mean * 1.001)
    size = mean**2 / (variance - mean)
    top = int(nbinom.ppf(1 - 1e-7, size, mean / variance)) + 2
    chances = nbinom.pmf(np.arange(top), size, mean / variance)
    return np.asarray(chances / chances.sum())


def _calibration(asked: NDArray[np.float64]) -> dict[str, float]:
    said, base, came = asked.T
    bins = np.minimum((said * 10).astype(int), 9)
    gaps = [abs(said[bins == b].mean() - came[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())]
    brier, reference = ((said - came) ** 2).mean(), ((base - came) ** 2).mean()
    return {
        "asked": len(said),
        "calibration_error": round(float(sum(gaps)), 4),
        "brier": round(float(brier), 4),
        "base_rate_brier": round(float(reference), 4),
        "skill": round(100 * float(1 - brier / reference), 1),
    }


def ranked(split: str, name: str, seed: int) -> dict[str, Any]:
    """The learnt ranker on one split."""
    clock, work = time.perf_counter(), time.process_time()
    quads = load(EVENTS / f"{name}.tsv.gz", EVENTS / f"{name}.entities.txt")
    first, stop = quads.days_of(split)
    days = ranker.forecasts(quads, seed, first, stop)
    ranks = np.concatenate([ranker.ranks(one, len(quads.entities)) for one in days])
    spent = {"seconds": round(time.perf_counter() - clock), "cpu_seconds": round(time.process_time() - work)}
    return {"events": name, "split": split, "seed": seed, **figures(ranks), "queries": len(ranks), **spent}


def learning(name: str) -> None:
    """The last 30 days before valid taken in as new events by a model of the days before, then valid asked day by day:
    with the trees drawn to these days, and with the trees as they were."""
    whole = load(EVENTS / f"{name}.tsv.gz", EVENTS / f"{name}.entities.txt")
    first, stop = whole.days_of("valid")
    early, late = _upto(whole, first - 30), _upto(whole, first)
    work = time.process_time()
    vectors = fresh(len(early.entities), len(early.relations), 0)
    trees = ranker.learn_trees(early, 0, vectors)
    spent = {"all before": time.process_time() - work}
    work = time.process_time()
    vectors = keeping._grown(keeping.Model(early, vectors, trees, 0), late)
    drawn = ranker.refit_trees(trees, late, first - 30, 0, vectors)
    spent["thirty days"] = time.process_time() - work
    vectors = keeping._grown(keeping.Model(late, vectors, trees, 0), whole)
    found: dict[str, list[NDArray[np.float64]]] = {"trees drawn to new days": [], "trees as they were": []}
    for asked in walk(whole, first, stop, 0, 1.0, first, vectors, epochs=0):
        for ranks, model in zip(found.values(), (drawn, trees), strict=True):
            ranks.append(ranker.ranks(ranker.Scored(asked, ranker._scores(model, asked)), len(whole.entities)))
    for what, each in found.items():
        print(json.dumps({"events": name, "what": what, **figures(np.concatenate(each))}), flush=True)
    print(json.dumps({"events": name, "cpu_seconds": {part: round(seconds) for part, seconds in spent.items()}}))


def _upto(quads: Quads, day: int) -> Quads:
    """The events before a day, and the names that they bring."""
    kept = quads.day < day
    columns = [part[kept] for part in (quads.source, quads.relation, quads.target, quads.day, quads.split)]
    entities, relations = 1 + int(max(columns[0].max(), columns[2].max())), 1 + int(columns[1].max())
    source, relation, target, days, split = columns
    return Quads(source, relation, target, days, split, quads.entities[:entities], quads.relations[:relations],
                 quads.start)  # fmt: skip


def without(name: str) -> None:
    """What each part brings on valid: groups of features made dumb before the trees learn, fewer candidates, and each
    part alone. The days are walked once; every set of trees is learnt and asked beside the others."""
    quads = load(EVENTS / f"{name}.tsv.gz", EVENTS / f"{name}.entities.txt")
    first, stop = quads.days_of("valid")
    start, share = ranker._window(quads, first)
    draw = np.random.Generator(np.random.PCG64(0))
    gone = {group: [i for i, feature in enumerate(features.FEATURES) if feature.startswith(starts)]
            for group, starts in GROUPS.items()}  # fmt: skip
    gone = {"nothing": [], **gone}
    found: dict[str, list[NDArray[np.float64]]] = {}
    sample: list[Any] = []
    models: dict[str, Any] = {}
    for asked in walk(quads, start, stop, 0, share, first):
        if asked.day < first:
            sample.append(ranker._sampled(asked, draw))
            continue
        if not models:
            joined = np.concatenate([rows for rows, _, _ in sample])
            labels, sizes = np.concatenate([some for _, some, _ in sample]), [n for _, _, some in sample for n in some]
            sample.clear()
            models = {group: ranker._fitted([(_dumb(joined, columns), labels, sizes)], 0)
                      for group, columns in gone.items()}  # fmt: skip
            del joined
        for group, columns in gone.items():
            dumb = dataclasses.replace(asked, features=_dumb(asked.features, columns))
            scored = ranker.Scored(asked, ranker._scores(models[group], dumb))
            found.setdefault(f"without {group}", []).append(ranker.ranks(scored, len(quads.entities)))
            if group == "nothing":
                for fewer, kept in _fewer(asked).items():
                    some = _only(scored, kept)
                    found.setdefault(fewer, []).append(ranker.ranks(some, len(quads.entities)))
        for feature in ("vector", "attention", "follows_40", "triple_30"):
            alone = ranker.Scored(asked, asked.features[:, :, features.FEATURES.index(feature)].astype(float))
            found.setdefault(f"{feature} alone", []).append(ranker.ranks(alone, len(quads.entities)))
    for what, ranks in found.items():
        print(json.dumps({"events": name, "what": what, **figures(np.concatenate(ranks))}), flush=True)


def _dumb(rows: Any, columns: list[int]) -> Any:
    """The same features with some of them told nothing."""
    if not columns:
        return rows
    some = rows.copy()
    some[..., columns] = 0
    return some


def _fewer(asked: Asked) -> dict[str, NDArray[np.bool_]]:
    """Candidates (Q, MOST) by where they come from."""
    table = {name: asked.features[:, :, features.FEATURES.index(name)] for name in ("pair_all", "vector_rank")}
    own, vectors = table["pair_all"] > 0, table["vector_rank"] < features.FROM_VECTORS
    return {"candidates: the subject's past": own, "candidates: the vectors' best": vectors,
            "candidates: either of both": own | vectors}  # fmt: skip


def _only(scored: ranker.Scored, kept: NDArray[np.bool_]) -> ranker.Scored:
    """The same scores of some of the candidates."""
    asked = scored.asked
    kept = kept & (np.arange(kept.shape[1]) < asked.counts[:, None])
    order = np.argsort(~kept, axis=1, kind="stable")
    counts = kept.sum(axis=1).astype(np.int32)
    candidates = np.take_along_axis(asked.candidates, order, axis=1)
    return ranker.Scored(dataclasses.replace(asked, candidates=candidates, counts=counts),
                         np.take_along_axis(scored.scores, order, axis=1))  # fmt: skip


def main() -> int:
    """0; 2 where used wrongly or without ../shared."""
    match sys.argv[1:]:
        case ["dyads", "even" | "odd" | "all" as half, *names] if EVENTS.is_dir() and names:
            dyads(half, names)
        case ["ranker", split, name, seed] if EVENTS.is_dir():
            print(json.dumps(ranked(split, name, int(seed))))
        case ["learning", name] if EVENTS.is_dir():
            learning(name)
        case ["without", name] if EVENTS.is_dir():
            without(name)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
