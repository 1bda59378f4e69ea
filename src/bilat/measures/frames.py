"""The measures on pandas DataFrames, for those who bring event data of their own and need no record.

Every function takes `events`: a DataFrame with a row an event or a count of events, and the columns

- `day`: a date, or its ISO text
- `source`, `target`: codes or names; rows with an empty one, or the same twice, are left out
- `quad` (PLOVER's four, in words) or `type` (PLOVER's): what was done; without either all counts of classes are 0
- `events`: how many, 1 each where the column is absent
- `intensity`: PLOVER's; that of the type where the column is absent

which is how `pd.DataFrame(bilat.open(R).daily(A, B))` has them. Each raises `FrameError` where columns are missing.
Needs pandas, shocks also lightgbm, levels scipy: `pip install "bilat[analysis]"`.
"""

from __future__ import annotations

import dataclasses
import importlib.util
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from bilat.measures import changes as found_changes
from bilat.measures.coverage import LEAST
from bilat.measures.levels import latent_level
from bilat.measures.panel import Panel, panel
from bilat.measures.periods import STEPS, label, period_of
from bilat.measures.periods import periods as all_periods
from bilat.measures.shock import Design, donors_of, windows
from bilat.model import BilatError
from bilat.ontology import QUADS, TYPES

Frame: TypeAlias = Any
_COUNTS = ["events", "cooperation", "conflict", "net", "gross"]
_LONG = {"day": 7.0, "week": 7.0, "month": 30.44, "quarter": 91.31}  # a day is held to the week's minimum


class FrameError(BilatError):
    """A DataFrame lacks what a measure needs, or a period or dyad is asked for that there is not."""


def dyads(events: Frame, by: str = "month", directed: bool = False) -> Frame:
    """A panel: a row for each dyad and period of the span, with zeros where nothing happened.

    Columns `a`, `b` (in alphabetical order, or source and target where `directed`), `period` (`2018-03`), `start`,
    `events`, `cooperation`, `conflict`, `net` and `gross` (sums of intensities and of their sizes), `share_a`,
    `share_b` (part of all that each has with anybody).
    """
    pd, given = _given(events)
    given["start"] = [period_of(day, _step(by)) for day in given["day"]]
    given["a"], given["b"] = given["source"], given["target"]
    if not directed:
        ordered = np.sort(given[["source", "target"]].astype(str).to_numpy(), axis=1)
        given["a"], given["b"] = ordered[:, 0], ordered[:, 1]
    starts = list(all_periods(given["day"].min(), given["day"].max(), by))
    sums = given.groupby(["a", "b", "start"])[_COUNTS].sum()
    pairs = given[["a", "b"]].drop_duplicates().sort_values(["a", "b"])
    whole = pairs.merge(pd.DataFrame({"start": starts}), how="cross")
    table = whole.merge(sums.reset_index(), how="left", on=["a", "b", "start"]).fillna(dict.fromkeys(_COUNTS, 0.0))
    table[["events", "cooperation", "conflict"]] = table[["events", "cooperation", "conflict"]].astype(int)
    totals = _totals(pd, table)
    for side in ("a", "b"):
        keyed = pd.MultiIndex.from_frame(table[[side, "start"]])
        table[f"share_{side}"] = table["events"] / totals.reindex(keyed).to_numpy()
    table.insert(2, "period", [label(start, by) for start in table["start"]])
    return table


def coverage(events: Frame, by: str = "week") -> Frame:
    """Whether there is enough of each dyad for a series: `a`, `b`, `events`, `per_period`, `covered`.

    A dyad is covered with three events a period on average (a day is held to the week's); ask before any number.
    """
    _, given = _given(events)
    ordered = np.sort(given[["source", "target"]].astype(str).to_numpy(), axis=1)
    given["a"], given["b"] = ordered[:, 0], ordered[:, 1]
    table = given.groupby(["a", "b"])["events"].sum().astype(int).reset_index()
    days = (date.fromisoformat(given["day"].max()) - date.fromisoformat(given["day"].min())).days + 1
    _step(by)
    table["per_period"] = table["events"] * _LONG[by] / days
    table["covered"] = table["per_period"] >= LEAST
    return table.sort_values("events", ascending=False, ignore_index=True)


def levels(events: Frame, a: str, b: str, by: str = "month") -> Frame:
    """The latent level of cooperation and of conflict of a dyad, with 95 % credible intervals.

    Columns `period`, then `cooperation`, `cooperation_low`, `cooperation_high` and the same of `conflict`, in events a
    period at the average volume: all events of the frame are what was read (see `bilat.measures.latent_level`).
    """
    pd, given = _given(events)
    table = dyads(events, by)
    one = table[(table["a"] == min(a, b)) & (table["b"] == max(a, b))]
    counts = _panel(given)
    _covered(counts, _row(counts, a, b), by)
    read = given.groupby([period_of(day, by) for day in given["day"]])["events"].sum()
    exposure = one["start"].map(read).fillna(0.0).to_numpy(float)
    exposure = exposure / exposure[exposure > 0].mean()
    found = {"period": one["period"].to_numpy()}
    for kind in ("cooperation", "conflict"):
        level = latent_level(one[kind].tolist(), exposure.tolist())
        found |= {kind: level.level, f"{kind}_low": level.low, f"{kind}_high": level.high}
    return pd.DataFrame(found)


def changes(events: Frame, a: str, b: str) -> Frame:
    """The steps and pulses of a dyad: `kind`, `of`, `date`, `until`, `size`, `low`, `high` (95 %), `before`, `after`.

    `of` is `cooperation` or `conflict` for a step that only these events show. See `bilat.measures.joint_steps` and
    `bilat.measures.pulses`; weeks are corrected for all that is in the frame. Raises `FrameError` where the dyad is not
    covered by week (see `coverage`).
    """
    pd, given = _given(events)
    table = _panel(given)
    row = _row(table, a, b)
    _covered(table, row)
    volume = table.counts.sum(0)
    counts = table.counts[row]
    own = given[given["source"].isin((a, b)) & given["target"].isin((a, b))]
    places = [table.column(date.fromisoformat(day)) for day in own["day"]]
    classes = {kind: np.bincount(places, own[kind], table.days).astype(float) for kind in ("cooperation", "conflict")}
    steps = found_changes.joint_steps(counts, classes, volume, table.first)
    pulses = found_changes.pulses(counts, volume, table.first)
    rows = [
        {"kind": kind, "of": one.of, "date": one.date, "until": one.until, "size": one.size, "low": one.interval[0],
         "high": one.interval[1], "before": one.before, "after": one.after}
        for kind, some in (("step", steps), ("pulse", pulses))
        for one in some
    ]  # fmt: skip
    columns = ["kind", "of", "date", "until", "size", "low", "high", "before", "after"]
    return pd.DataFrame(rows, columns=columns).sort_values("date", ignore_index=True)


def shock(events: Frame, a: str, b: str, on: str) -> Frame:
    """The shock test of a dyad on a day: one row, with the columns of `bilat.measures.Effect`; `low`, `high` is 95 %.

    Other dyads of the frame are the placebos: the more, the better. Raises `FrameError` where there are too few weeks,
    or the dyad is not covered by week (see `coverage`).
    """
    pd, given = _given(events)
    table = _panel(given)
    row, column = _row(table, a, b), table.column(date.fromisoformat(on))
    widths = windows(column, table.days)
    if widths is None:
        raise FrameError(f"too few weeks before or after {on}: 6 and 4 are needed, and 3 to spare")
    _covered(table, row)
    found = dataclasses.asdict(Design(table, *widths, donors_of(table)).effect(row, column))
    low, high = found.pop("interval")
    return pd.DataFrame([{"a": a, "b": b, "on": on, "low": low, "high": high, **found}]).drop(
        columns=["weekly", "ratios"]
    )


def known(events: Frame, as_of: str) -> Frame:
    """The rows that were known on an ISO day: those published by then, or dated to it where there is no `published`."""
    told = events["published"] if "published" in events.columns else events["day"]
    return events[[str(day)[:10] <= as_of for day in told]]


def network(events: Frame, by: str = "quarter") -> Frame:
    """The whole network by period: `period`, `actors`, `dyads`, `events`, `density`, `reciprocity`, `transitivity`,
    `conflict_share`.

    Density is dyads over possible dyads of the actors of the period; reciprocity the part of directed dyads that are
    answered; transitivity closed triples over all triples (Wasserman and Faust 1994, ch. 4 and 6).
    """
    pd, _ = _given(events)
    table = dyads(events, by, directed=True)
    rows = []
    for period, group in table[table["events"] > 0].groupby("period", sort=True):
        ties = set(zip(group["a"], group["b"], strict=True))
        names = sorted({name for tie in ties for name in tie})
        place = {name: at for at, name in enumerate(names)}
        tied = np.zeros((len(names), len(names)))
        for one, other in ties:
            tied[place[one], place[other]] = tied[place[other], place[one]] = 1
        degree = tied.sum(1)
        triples = float((degree * (degree - 1)).sum())
        classed = group["cooperation"].sum() + group["conflict"].sum()
        rows.append(
            {"period": period, "actors": len(names), "dyads": int(tied.sum() / 2), "events": int(group["events"].sum()),
             "density": tied.sum() / (len(names) * (len(names) - 1)),
             "reciprocity": sum((b, a) in ties for a, b in ties) / len(ties),
             "transitivity": float(np.trace(tied @ tied @ tied)) / triples if triples else np.nan,
             "conflict_share": group["conflict"].sum() / classed if classed else np.nan}
        )  # fmt: skip
    return pd.DataFrame(rows)


def standing(events: Frame, by: str = "quarter") -> Frame:
    """Each actor in the network by period: `actor`, `period`, `partners`, `sent`, `received`, `conflict_share`,
    `concentration`.

    Concentration is Herfindahl's index of its events over its partners: 1 where all are with one, 1/n where they are
    evenly with n.
    """
    pd, _ = _given(events)
    table = dyads(events, by, directed=True)
    table = table[table["events"] > 0]
    sides = []
    for me, other, way in (("a", "b", "sent"), ("b", "a", "received")):
        one = table.rename(columns={me: "actor", other: "partner"})
        sides.append(one.assign(sent=0, received=0).assign(**{way: one["events"]}))
    both = pd.concat(sides)
    sums = ["events", "cooperation", "conflict", "sent", "received"]
    with_each = both.groupby(["actor", "period", "partner"])[sums].sum().reset_index()
    whole = with_each.groupby(["actor", "period"])[sums].sum()
    part = with_each["events"] / with_each.groupby(["actor", "period"])["events"].transform("sum")
    grouped = with_each.assign(square=part**2).groupby(["actor", "period"])
    classed = whole["cooperation"] + whole["conflict"]
    return pd.DataFrame(
        {"partners": grouped.size(), "sent": whole["sent"], "received": whole["received"],
         "conflict_share": whole["conflict"] / classed.where(classed > 0),
         "concentration": grouped["square"].sum()}
    ).reset_index()  # fmt: skip


def _given(events: Frame) -> tuple[Any, Frame]:
    """pandas, and a copy with ISO days, counts of classes and intensities times events."""
    if importlib.util.find_spec("pandas") is None:
        raise BilatError('frames need pandas, which is not installed: pip install "bilat[analysis]"')
    import pandas as pd

    missing = [column for column in ("day", "source", "target") if column not in events.columns]
    if missing:
        raise FrameError(
            f"the frame has no column {' or '.join(missing)}; it has {', '.join(map(str, events.columns))}"
        )
    given = events.dropna(subset=["day", "source", "target"]).copy()
    given = given[(given["source"] != given["target"]) & (given["source"] != "") & (given["target"] != "")]
    if given.empty:
        raise FrameError("the frame has no events between two")
    given["day"] = [str(day)[:10] for day in given["day"]]
    if "events" not in given.columns:
        given["events"] = 1
    types = given["type"] if "type" in given.columns else pd.Series("", index=given.index)
    if "quad" not in given.columns:
        given["quad"] = types.map({name: kind.quad for name, kind in TYPES.items()}).fillna("")
    if "intensity" not in given.columns:
        given["intensity"] = types.map({name: kind.intensity for name, kind in TYPES.items()})
    given["cooperation"] = given["events"] * given["quad"].isin(QUADS[:2])
    given["conflict"] = given["events"] * given["quad"].isin(QUADS[2:])
    given["net"] = given["events"] * given["intensity"].fillna(0.0)
    given["gross"] = given["events"] * given["intensity"].fillna(0.0).abs()
    return pd, given


def _totals(pd: Any, table: Frame) -> Frame:
    """Events of each actor with anybody by period."""
    sides = [table[[side, "start", "events"]].rename(columns={side: "actor"}) for side in ("a", "b")]
    totals = pd.concat(sides).groupby(["actor", "start"])["events"].sum()
    return totals.where(totals > 0)


def _step(by: str) -> str:
    if by not in STEPS:
        raise FrameError(f"there is no period called {by!r}; there are: {', '.join(STEPS)}")
    return by


def _panel(given: Frame) -> Panel:
    """The panel of what `_given` has seen to."""
    epoch = date(1970, 1, 1)
    days = [(date.fromisoformat(day) - epoch).days for day in given["day"]]
    return panel(zip(given["source"], given["target"], days, given["events"].astype(int), strict=True))


def _row(table: Panel, a: str, b: str) -> int:
    pair = (min(a, b), max(a, b))
    if pair not in table.pairs:
        raise FrameError(f"there are no events between {a} and {b}")
    return table.pairs.index(pair)


def _covered(table: Panel, row: int, by: str = "week") -> None:
    per_period = float(table.counts[row].mean()) * _LONG[by]
    if per_period < LEAST:
        a, b = table.pairs[row]
        raise FrameError(f"{a} and {b} are not covered: {per_period:.2g} events a {by} of the {LEAST:g} needed")
