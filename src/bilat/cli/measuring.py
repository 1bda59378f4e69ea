"""`bilat coverage` and `bilat series`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import bilat
from bilat.cli.options import as_json, as_of, print_json, print_lines, record

if TYPE_CHECKING:
    from bilat.measures import Agreement, Coverage, Estimate, Point, Series

STEPS = ("day", "week", "month", "quarter")
NAMES = 8  # of a side, in a line
_SINCE = click.option("--since", metavar="D", help="From this day, month or year on.")
_UNTIL = click.option("--until", metavar="D", help="To this day, month or year, its last day included.")


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--by", default="week", show_default=True, type=click.Choice(STEPS), help="For a series by this period.")
@_SINCE
@_UNTIL
@as_of
@as_json
def coverage(
    a: str, b: str, record: Path, by: str, since: str | None, until: str | None, as_of: str | None, json_wanted: bool
) -> None:
    """How much the record tells of A and B, and whether that is enough to measure.

    For each origin (`text` is what bilat read itself, the others are imported): days and volume read, events between
    the two, the names that stood for each side, the share of each side's events that name the state itself. With fewer
    than 3 events a period on average a dyad is not covered; where the data have no name for either state itself, 3 a
    week are asked for whatever the period. Imported events are known from their own day on.

    \b
    Example:
      bilat coverage RUS UKR --record R --since 2014 --until 2014
    """
    found = bilat.open(record).coverage(a, b, by, since, until, as_of)
    if json_wanted:
        print_json([_coverage_row(one) for one in found])
        return
    if not found:
        click.echo("nothing was read or imported in that span")
    for one in found:
        print_lines(_coverage_lines(one))


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--by", default="month", show_default=True, type=click.Choice(STEPS), help="The period.")
@_SINCE
@_UNTIL
@as_of
@as_json
def series(
    a: str, b: str, record: Path, by: str, since: str | None, until: str | None, as_of: str | None, json_wanted: bool
) -> None:
    """The relation of A and B over time, each origin apart.

    By period: what was read, events, cooperation and conflict, net and gross intensity (PLOVER's; in JSON also
    Goldstein's where the data are CAMEO), the share of all that each side has with others, and the latent levels of
    cooperation and of conflict with 95 % credible intervals, corrected for what was read. JSON has counts by quad
    class and type, and both directions. Imported events are known from their own day on. A period of which nothing
    was read shows dashes, and a dyad that is not covered no numbers but the reason.

    \b
    Example:
      bilat series RUS IRN --record R
      bilat series RUS IRN --record R --by week --since 2018 --json
    """
    found = bilat.open(record).series(a, b, by, since, until, as_of)
    if json_wanted:
        print_json(
            {
                "a": found.a,
                "b": found.b,
                "by": found.step,
                "series": [_series_row(one) for one in found.series],
                "agreement": [dataclasses.asdict(one) for one in found.agreements],
                "notes": list(found.notes),
            }
        )
        return
    if not found.series:
        click.echo("nothing was read or imported in that span")
    for one in found.series:
        print_lines(_series_lines(one))
    print_lines(_agreement_line(one) for one in found.agreements)
    print_lines(f"({note})" for note in found.notes)


def _coverage_row(one: Coverage) -> dict[str, Any]:
    return {
        "status": "covered" if one.covered else "not_covered",
        **dataclasses.asdict(one),
        "per_week": round(one.per_week, 3),
    }


def _coverage_lines(one: Coverage) -> list[str]:
    lines = [f"{one.origin}: {'covered' if one.covered else 'not covered: ' + one.reason}"]
    if one.days:
        lines.append(
            f"  {one.first} to {one.last}: {one.days_read:,} of {one.days:,} days read, {one.read:,} "
            f"{'documents' if one.origin == 'text' else 'events'}; {one.events:,} between the two, "
            f"{one.per_week:.2f} a week"
        )
    for side in one.sides:
        own = "" if side.own is None else f", {100 * side.own:.0f} % by its own name"
        names = ", ".join(f"{named.name} {named.events:,}" for named in side.names[:NAMES])
        more = len(side.names) - NAMES
        lines.append(
            f"  {side.code}: {side.events:,} events abroad{own}"
            + (f"; here {names}" if names else "")
            + (f" and {more:,} names more" if more > 0 else "")
        )
    return lines


def _series_row(one: Series) -> dict[str, Any]:
    return {
        "origin": one.origin,
        "status": "covered" if one.coverage.covered else "not_covered",
        "coverage": _coverage_row(one.coverage),
        "points": [_point_row(point, one) for point in one.points],
    }


def _point_row(point: Point, one: Series) -> dict[str, Any]:
    row = dataclasses.asdict(point)
    both, forth, back = (row.pop(name) for name in ("both", "forth", "back"))
    row["covered"] = point.both is not None
    if both:
        row.update(both)
        row["directed"] = {f"{one.a}>{one.b}": forth, f"{one.b}>{one.a}": back}
        row["shares"] = {one.a: row.pop("share_a"), one.b: row.pop("share_b")}
    row["level"] = {"cooperation": row.pop("cooperation"), "conflict": row.pop("conflict")}
    return row


def _series_lines(one: Series) -> list[str]:
    lines = _coverage_lines(one.coverage)
    if one.points:
        lines.append(
            f"  {'period':<10} {'read':>8} {'events':>7} {'coop':>6} {'confl':>6} {'net':>8} {'gross':>8} "
            f"{one.a + ' %':>7} {one.b + ' %':>7}  {'cooperation level':<22} conflict level"
        )
    return lines + ["  " + _point_line(point) for point in one.points]


def _point_line(point: Point) -> str:
    both = point.both
    cells = ["-"] * 7 if both is None else [
        f"{both.events:,}", f"{both.cooperation:,}", f"{both.conflict:,}", f"{both.net:,.1f}", f"{both.gross:,.1f}",
        _percent(point.share_a), _percent(point.share_b),
    ]  # fmt: skip
    widths = (7, 6, 6, 8, 8, 7, 7)
    told = " ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    levels = f"{_level(point.cooperation):<22} {_level(point.conflict)}"
    return f"{point.period:<10} {point.read:>8,} {told}  {levels}".rstrip()


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"


def _level(estimate: Estimate | None) -> str:
    return "" if estimate is None else f"{estimate.level:.1f} [{estimate.low:.1f}, {estimate.high:.1f}]"


def _agreement_line(one: Agreement) -> str:
    told = ", ".join(
        f"{name} {'-' if value is None else f'{value:.2f}'}"
        for name, value in (("events", one.events), ("cooperation", one.cooperation), ("conflict", one.conflict))
    )
    return f"{one.one} and {one.other}, rank correlation over {one.periods} periods: {told}"
