"""Pictures of what was measured, drawn without a browser."""

from __future__ import annotations

import importlib.util
import textwrap
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bilat import actors
from bilat.model import BilatError

PICTURES = (".svg", ".png")
_WIDE, _HIGH, _LINE = 640, 210, 108  # pixels, pixels, letters
_BEFORE, _AFTER, _RANGE, _MARK = "#9cc0d9", "#23638f", "#e2a172", "#b8401a"


def shock_picture(found: Mapping[str, Any], form: str) -> bytes:
    """A shock test, as `Workspace.shock` gives it, drawn as SVG or PNG (`form` is one of `PICTURES`).

    Above, the events of each week, with what was to be expected of the weeks after and its 95 % interval. Beneath, how
    the weeks after stand to the weeks before in this dyad and in all others on that day. The effect, the least
    detectable change and the assumption stand over it. Raises `BilatError` without altair and vl-convert-python.
    """
    for name in ("altair", "vl_convert"):
        if importlib.util.find_spec(name) is None:
            raise BilatError(f'a picture needs {name}, which is not installed: pip install "bilat[web]"')
    import altair as alt
    import vl_convert

    chart = alt.vconcat(_course(alt, found), _others(alt, found)).properties(title=_title(alt, found)).configure_view(
        stroke=None
    )  # fmt: skip
    spec = chart.to_dict()
    if form == ".png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=2))
    return str(vl_convert.vegalite_to_svg(spec)).encode()


def _title(alt: Any, found: Mapping[str, Any]) -> Any:
    low, high = found["interval"]
    least = f"x{found['detectable']:g}" if found["detectable"] else "more than x20"
    told = (
        f"x{found['effect']:.2f} (95 % interval {low:.2f} to {high:.2f}), p = {found['p']:.3f}. "
        f"Least change found in four of five cases: {least}. "
        f"{found['before']} weeks before, {found['after']} after; {found['placebos']:,} placebo dates of "
        f"{found['donors']} dyads. Events of {found['origin']}."
    )
    lines = [*textwrap.wrap(told, _LINE), *textwrap.wrap(f"Assumed: {found['assumption']}", _LINE)]
    names = " and ".join(actors.actor_name(found[side]) for side in ("a", "b"))
    return alt.TitleParams(
        f"{names}, {found['on']}", subtitle=lines, anchor="start", frame="group", subtitleColor="#555555", offset=12
    )


def _course(alt: Any, found: Mapping[str, Any]) -> Any:
    on, before = date.fromisoformat(found["on"]), found["before"]
    weeks = []
    for at, events in enumerate(found["weekly"]):
        start = on + timedelta(days=7 * (at - before))
        weeks.append({"start": start.isoformat(), "end": (start + timedelta(days=6)).isoformat(), "events": events,
                      "when": "after" if at >= before else "before"})  # fmt: skip
    mean = sum(found["weekly"][before:]) / found["after"]
    low, high = found["interval"]
    end = (on + timedelta(days=7 * found["after"])).isoformat()
    top = max(*found["weekly"], found["expected"], 1.0) * 1.1
    expected = {
        "start": found["on"],
        "end": end,
        "low": mean / high,
        "high": min(mean / low, top),
        "to": found["expected"],
    }
    bars = alt.Chart(alt.Data(values=weeks)).mark_bar().encode(
        x=alt.X("start:T", title=None),
        x2="end:T",
        y=alt.Y("events:Q", title="events a week", scale=alt.Scale(domain=[0, top])),
        y2=alt.YDatum(0),
        color=alt.Color(
            "when:N", title=None, legend=alt.Legend(orient="top"),
            scale=alt.Scale(domain=["before", "after"], range=[_BEFORE, _AFTER]),
        ),
    )  # fmt: skip
    base = alt.Chart(alt.Data(values=[expected]))
    band = base.mark_rect(color=_RANGE, opacity=0.35).encode(x="start:T", x2="end:T", y="low:Q", y2="high:Q")
    level = base.mark_rule(color=_MARK, strokeWidth=2).encode(x="start:T", x2="end:T", y="to:Q")
    day = base.mark_rule(color="#333333", strokeDash=[4, 3]).encode(x="start:T")
    return alt.layer(bars, band, level, day).properties(
        width=_WIDE, height=_HIGH, title=alt.TitleParams(
            "Events a week; red: to be expected without the shock, with the 95 % interval", fontSize=11, anchor="start"
        ),
    )  # fmt: skip


def _others(alt: Any, found: Mapping[str, Any]) -> Any:
    weekly, before = found["weekly"], found["before"]
    own = (sum(weekly[before:]) / found["after"] + 0.5) / (sum(weekly[:before]) / before + 0.5)
    x = alt.X("ratio:Q", title="mean week after / mean week before", scale=alt.Scale(type="log"))
    rest = alt.Chart(alt.Data(values=[{"ratio": one} for one in found["ratios"]])).mark_tick(
        color="#8a8f96", opacity=0.6
    )
    mark = alt.Chart(alt.Data(values=[{"ratio": own}])).mark_tick(color=_MARK, thickness=4)
    return alt.layer(rest.encode(x=x), mark.encode(x=x)).properties(
        width=_WIDE, height=40,
        title=alt.TitleParams("This dyad (red) among the others on the same day", fontSize=11, anchor="start"),
    )  # fmt: skip
