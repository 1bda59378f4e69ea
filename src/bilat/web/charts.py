"""Charts as Vega-Lite specifications, made with Altair; the page draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from bilat.ontology import QUADS
from bilat.record import Record
from bilat.web.asking import Asked, pair
from bilat.web.counting import documents_read, months
from bilat.web.dyads import in_span, measured
from bilat.web.holding import Holding
from bilat.web.rows import ledger, reports_kinds
from bilat.web.showing import actor_name, address

Spec = dict[str, Any]
Chart = Callable[[Holding, Record, Asked, dict[str, Any]], Spec]
# Cooperation blue, conflict red, the material darker: told apart by those who do not see red and green alike.
COLOURS = ("#7fb0d3", "#23638f", "#f0a67a", "#b8401a")
WIDE = 720
_MOST_BARS = 150
_MOST_MARKS = 8


def altair() -> Any:
    """Altair, loaded when the first chart is made."""
    import altair

    return altair


def spec(chart: Any, **data: Sequence[dict[str, Any]]) -> Spec:
    """A chart with what its data are named after; a test holds every chart against the schema, here it costs most."""
    # put in last, for Altair walks through every value that it is given
    return {"spec": {**chart.to_dict(validate=False), "datasets": data}}


def named(name: str) -> Any:
    """The data of this name, which `spec` is given."""
    return altair().Data(name=name)


def below(title: str, **more: Any) -> Any:
    """A legend below the chart."""
    return altair().Legend(orient="bottom", title=title, **more)


def nothing(reason: str) -> Spec:
    """No chart, and why."""
    return {"spec": None, "reason": reason}


def course(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Events by month and quad class, and beneath them the documents read; a span can be selected."""
    a, b = pair(params)
    rows = [one for one in months(holding, record, a, b, asked) if one.month and one.status == "occurred"]
    if not rows:
        return nothing("No event of the two that occurred is dated to a month.")
    first, last = rows[0].month, rows[-1].month
    read = [
        {"month": month, "documents": count}
        for month, count in documents_read(holding, record, asked)
        if first <= month <= last
    ]
    told = [{"month": one.month, "quad": one.quad, "happenings": one.happenings} for one in rows]
    # what the bars lead to is put together by the chart, which costs less than an address for each bar
    given = {"ledger": f"/dyad/{a}/{b}/event", "known": urlencode({"as_of": asked.get("as_of") or ""})}
    drawn = _course("year" if last[:4] > first[:4] else "month")["spec"]
    told_of = [{**one, "value": given[one["name"]]} if one["name"] in given else one for one in drawn["params"]]
    return {"spec": {**drawn, "params": told_of, "datasets": {"told": told, "read": read}}}


@cache
def _course(step: str) -> Spec:
    """The chart of every course, without its data; by `step`, a year or a month, its axis is marked."""
    alt = altair()
    marks = "%Y" if step == "year" else "%b %Y"
    brush = alt.selection_interval(encodings=["x"], name="span")
    x = alt.X(
        "utcyearmonth(month):T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format=marks, tickCount={"interval": step, "step": 1}, labelOverlap=True),
    )
    bars = (
        alt.Chart(named("told"))
        .transform_calculate(
            of="'&month=' + utcFormat(datum.month, '%Y-%m') + '&quad=' + replace(datum.quad, ' ', '+')",
            href="ledger + '?status=occurred' + datum.of + '&' + known",
        )
        .mark_bar(cursor="pointer")
        .encode(
            x=x,
            y=alt.Y("sum(happenings):Q", title="happenings a month", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "quad:N", title=None, scale=alt.Scale(domain=list(QUADS), range=list(COLOURS)),
                legend=alt.Legend(orient="top", columns=2),
            ),
            href="href:N",
            opacity=alt.condition(brush, alt.value(1), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("utcyearmonth(month):T", title="month", format="%B %Y"),
                alt.Tooltip("quad:N", title="class"),
                alt.Tooltip("sum(happenings):Q", title="happenings"),
            ],
        )
        .add_params(brush)
        .properties(width=WIDE, height=150)
    )  # fmt: skip
    beneath = (
        alt.Chart(named("read"))
        .transform_calculate(href="'/documents?month=' + utcFormat(datum.month, '%Y-%m') + '&' + known")
        .mark_bar(color="#8a8f96", cursor="pointer")
        .encode(
            x=x,
            y=alt.Y("documents:Q", title="documents read", axis=alt.Axis(tickCount=2)),
            href="href:N",
            tooltip=[alt.Tooltip("utcyearmonth(month):T", title="month", format="%B %Y"), alt.Tooltip("documents:Q")],
        )
        .properties(width=WIDE, height=40)
    )
    given = [alt.param(name=name, value="") for name in ("ledger", "known")]
    return spec(alt.vconcat(bars, beneath).resolve_scale(x="shared").add_params(*given))


def levels(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Latent levels of cooperation and conflict with 95 % credible intervals, and beneath what they are carried by.

    Each origin apart: what was read in a period, and of it the events of the two.
    """
    a, b = pair(params)
    found = measured(holding, record, a, b, asked)
    data: dict[str, list[dict[str, Any]]] = {}
    why = []
    for one in found.series:
        if not one.coverage.covered:
            why.append(f"{one.origin}: {one.coverage.reason}")
        for point in one.points:
            events = point.both.events if point.both else 0
            for name in ("cooperation", "conflict"):
                level = getattr(point, name)
                if level is not None:
                    data.setdefault(one.origin, []).append(
                        {"start": point.start, "of": name, "read": point.read, "events": events,
                         "level": round(level.level, 3), "low": round(level.low, 3), "high": round(level.high, 3)}
                    )  # fmt: skip
    if not data:
        return nothing("Not covered well enough to measure. " + "; ".join(why + list(found.notes)))
    shown = [part for origin in data for part in _levels_of(origin, marks(data[origin], found.step))]
    return spec(altair().vconcat(*shown).resolve_scale(x="shared"), **data)


def marks(points: Sequence[dict[str, Any]], step: str) -> Any:
    """An axis marked where periods begin: at each of them, or at every so many where there are more than fit."""
    starts = sorted({datetime.fromisoformat(str(one["start"])).replace(tzinfo=UTC) for one in points})
    shown = starts[:: -(-len(starts) // _MOST_MARKS)]
    form = {"month": "%b %Y", "quarter": "Q%q %Y"}.get(step, "%d %b %Y")
    return altair().Axis(values=[int(one.timestamp() * 1000) for one in shown], format=form)


def _levels_of(origin: str, axis: Any) -> tuple[Any, Any]:
    """The levels of one origin, and beneath them what was read and what was found."""
    alt = altair()
    colour = alt.Color(
        "of:N", title=None, scale=alt.Scale(domain=["cooperation", "conflict"], range=[COLOURS[1], COLOURS[3]]),
        legend=alt.Legend(orient="top", symbolOpacity=1),
    )  # fmt: skip
    carried = [alt.Tooltip("events:Q", title="events of the two"), alt.Tooltip("read:Q", title=_read_of(origin))]
    base = alt.Chart(named(origin)).encode(x=alt.X("start:T", title=None, scale=alt.Scale(type="utc"), axis=axis))
    band = base.mark_area(opacity=0.22).encode(
        y=alt.Y("low:Q", title="level, events a period"), y2="high:Q", color=colour
    )
    line = base.mark_line(strokeWidth=1.6).encode(
        y="level:Q",
        color=colour,
        tooltip=[alt.Tooltip("start:T", title="from"), "of:N", "level:Q", "low:Q", "high:Q", *carried],
    )
    read = base.transform_filter(alt.datum.of == "cooperation").mark_bar(color="#8a8f96").encode(
        y=alt.Y("read:Q", title=_read_of(origin), axis=alt.Axis(tickCount=2)),
        tooltip=[alt.Tooltip("start:T", title="from"), *carried],
    )  # fmt: skip
    title = "Levels, by what was read here" if origin == "text" else f"Levels, by {origin}"
    return (
        alt.layer(band, line).properties(width=WIDE, height=130, title=alt.TitleParams(title, anchor="start")),
        read.properties(width=WIDE, height=36),
    )


def _read_of(origin: str) -> str:
    return "documents read" if origin == "text" else "events read"


def timeline(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Happenings as bars from their first to their last possible day; open ends run to the edge and fade."""
    a, b = pair(params)
    rows = []
    for kind in reports_kinds():
        if kind in ("role", "quote"):
            continue
        found, _ = ledger(holding, record, kind, a, b, asked, _MOST_BARS)
        rows += [row for row in found if row.get("first") or row.get("last")]
    if not rows:
        return nothing("Nothing of the two is dated in this span.")
    return _bars(rows, "kind")


def offices(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Who held which office, as bars of time."""
    a, b = pair(params)
    found, _ = ledger(holding, record, "role", a, b, asked, 40)
    rows = []
    for row in found:
        seen = row.get("last_seen")
        last = row.get("last") or (seen[:10] if isinstance(seen, str) and len(seen) >= 10 else None)
        first = row.get("first") or last
        if first or last:
            named = "within the bar" if not row.get("first") and not row.get("last") else ""
            rows.append(
                {
                    **row,
                    "named": named,
                    "first": first,
                    "last": last,
                    "kind": f"{row['person']['name']}, {row['office']}"[:70],
                }
            )
    if not rows:
        return nothing("No office of the two is dated.")
    return _bars(rows, "who")


def _held(row: dict[str, Any]) -> str:
    return f"{row['person']['name']}, {row['office']}"[:70]


def _bars(rows: Sequence[dict[str, Any]], by: str) -> Spec:
    alt = altair()
    days = sorted(day for row in rows for day in (row.get("first"), row.get("last")) if day)
    low, high = days[0], days[-1]
    values = []
    lanes: dict[str, list[str]] = {}
    span = max((date.fromisoformat(high) - date.fromisoformat(low)).days, 1)
    for row in sorted(rows, key=lambda r: (r.get("first") or low, r["id"])):
        begin, end = row.get("first") or low, row.get("last") or high
        values.append(
            {
                "start": begin,
                "end": _after(end, max(1, span // 240)),
                "row": row["kind"],
                "lane": 0
                if by == "who"
                else _lane(lanes.setdefault(row["kind"], []), begin, _after(end, span // 120 + 1)),
                "certainty": _certainty(row),
                "when": row["words"]["date"],
                "line": row["words"]["text"][:160],
                "sentence": row["sentence"][:240],
                "reports": row["reports"],
                "origins": row["origins"],
                "href": f"/event/{row['id']}",
            }
        )
    step = {"step": 6, "for": "offset"} if by == "kind" else {"step": 18}
    y = alt.Y("row:N", title=None, sort=list(dict.fromkeys(v["row"] for v in values)), axis=alt.Axis(labelLimit=260))
    bars = (
        alt.Chart(named("bars"))
        .mark_bar(cornerRadius=1, cursor="pointer")
        .encode(
            x=alt.X("start:T", title=None, scale=alt.Scale(type="utc")),
            x2="end:T",
            y=y,
            yOffset=alt.YOffset("lane:O", sort="ascending"),
            color=alt.Color(
                "certainty:N",
                title=None,
                scale=alt.Scale(
                    domain=["dated to the day", "within the bar", "open end"], range=["#23638f", "#9cc0d9", "#d9b36c"]
                ),
                legend=alt.Legend(orient="top"),
            ),
            href="href:N",
            tooltip=[
                alt.Tooltip("when:N"), alt.Tooltip("line:N"), alt.Tooltip("sentence:N"),
                alt.Tooltip("reports:Q"), alt.Tooltip("origins:Q"),
            ],
        )
        .properties(width=WIDE if by != "who" else 560, height=step)
    )  # fmt: skip
    return spec(bars.add_params(alt.selection_interval(bind="scales", encodings=["x"], name="zoom")), bars=values)


def _certainty(row: dict[str, Any]) -> str:
    if row.get("named"):
        return str(row["named"])
    if not row.get("first") or not row.get("last"):
        return "open end"
    return "dated to the day" if row["first"] == row["last"] else "within the bar"


def _after(day: str, days: int) -> str:
    return date.fromordinal(min(date.fromisoformat(day).toordinal() + days, date.max.toordinal())).isoformat()


def _lane(ends: list[str], begin: str, end: str) -> int:
    """The first lane that is free by then."""
    for number, taken in enumerate(ends):
        if taken <= begin:
            ends[number] = end
            return number
    if len(ends) >= 12:
        return len(ends) - 1
    ends.append(end)
    return len(ends) - 1


def _opened(a: str, b: str, year: str, quad: str, asked: Asked) -> str:
    """The ledger of what is known to be of a month of this year; of a span whole months count."""
    span = {name: (asked.get(name) or "")[:7] for name in ("since", "until")}
    query = {"month": year, "quad": quad, "status": "occurred", **span, "as_of": asked.get("as_of")}
    return address(f"/dyad/{a}/{b}/event", query)


def compare(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Events that occurred by year and quad class, two dyads on one scale."""
    rows = []
    for a, b in (pair(params), pair({"a": params["c"], "b": params["d"]})):
        name = f"{actor_name(a)} and {actor_name(b)}"
        sums: Counter[tuple[str, str]] = Counter()
        for one in in_span(months(holding, record, a, b, asked), asked):
            if one.month and one.status == "occurred":
                sums[one.month[:4], one.quad] += one.happenings
        rows += [
            {"dyad": name, "year": year, "quad": quad, "happenings": count,
             "href": _opened(a, b, year, quad, asked)}
            for (year, quad), count in sums.items()
        ]  # fmt: skip
    if not rows:
        return nothing("No event of either dyad is dated to a month.")
    alt = altair()
    chart = alt.Chart(named("years")).mark_bar(cursor="pointer").encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("happenings:Q", title="happenings a year"),
        href="href:N",
        color=alt.Color(
            "quad:N", title=None, scale=alt.Scale(domain=list(QUADS), range=list(COLOURS)),
            legend=alt.Legend(orient="top"),
        ),
        row=alt.Row("dyad:N", title=None, sort=list(dict.fromkeys(one["dyad"] for one in rows))),
        tooltip=["dyad:N", "year:O", "quad:N", alt.Tooltip("happenings:Q", title="happenings")],
    ).properties(width=min(WIDE, 60 * len({one["year"] for one in rows})), height=130)  # fmt: skip
    return spec(chart, years=rows)
