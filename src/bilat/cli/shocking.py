"""`bilat changes`, `bilat shock` and `bilat exits`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import bilat
from bilat.actors import MANNERS
from bilat.cli.options import as_json, as_of, print_json, print_lines, record


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--only", type=click.Choice(["cooperation", "conflict"]), help="Only events of these classes.")
@click.option("--since", metavar="D", help="From this day, month or year on.")
@click.option("--until", metavar="D", help="To this day, month or year, its last day included.")
@as_of
@as_json
def changes(
    a: str,
    b: str,
    record: Path,
    only: str | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    json_wanted: bool,
) -> None:
    """When the relation of A and B changed: steps and pulses.

    A step is a level of weekly events that holds for weeks, a pulse a day or two of much business in a level that
    stays. Each has its date, its size with a 95 % interval, and the acts that carried it, with a place where each
    stands. Changes in how much was read in all are taken out. A step that only cooperation or only conflict shows says
    so. A dyad that is not covered has neither, but the reason.

    \b
    Example:
      bilat changes RUS IRN --record R
      bilat changes USA TUR --only conflict --record R --json
    """
    found = bilat.open(record).changes(a, b, only, since, until, as_of)
    if json_wanted:
        print_json(found)
    elif found["status"] == "not_covered":
        click.echo(f"not covered: {found['reason']}")
    else:
        for kind in ("step", "pulse"):
            for one in found[f"{kind}s"]:
                print_lines(_change_lines(kind, one))


def _change_lines(kind: str, one: dict[str, Any]) -> Iterator[str]:
    low, high = one["interval"]
    what = f"events of {one['of']}" if one["of"] else "events"
    times = f"{what} a week" if kind == "step" else f"{what} a day"
    yield (
        f"{one['date']} {kind:5} x{one['size']:.2f} (95 % {low:.2f} to {high:.2f}), "
        f"{one['before']:.3g} to {one['after']:.3g} {times}"
    )
    for act in one["carried_by"]:
        before = f" ({act['events_before']} before)" if kind == "step" else ""
        place = f"{Path(act['file']).name}:{act['line']}" if "file" in act else f"happening {act['happening']}"
        more = len(act["rows"]) - 1
        yield (
            f"    {act['from']} to {act['to']}: {act['what']}, {act['events']}{before}; "
            f"{act['day']} {act['source']} to {act['target']}, {place}" + (" and more" if more else "")
        )


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--on", required=True, metavar="DATE", help="The day of the shock.")
@click.option("--picture", metavar="FILE", help="Draw it, in a file that ends in .svg or .png.")
@as_of
@as_json
def shock(a: str, b: str, record: Path, on: str, picture: str | None, as_of: str | None, json_wanted: bool) -> None:
    """Test whether the relation of A and B changed on a day and stayed changed.

    The weeks after are compared with the weeks before; the p-value is the rank of the evidence among that at thousands
    of ordinary dates of other dyads. The interval holds the multiples that the same test does not reject. Needs the
    extra `analysis`, and a record with imported events of many dyads; --picture needs the extra `web`.

    \b
    Example:
      bilat shock RUS GBR --on 2018-03-12 --record R --picture skripal.svg
    """
    found = bilat.open(record).shock(a, b, on, picture, as_of)
    if json_wanted:
        print_json(found)
    elif found["status"] == "not_covered":
        click.echo(f"not covered: {found['reason']}")
        click.echo("no picture was made" if picture else "", nl=bool(picture), err=True)
    else:
        low, high = found["interval"]
        least = f"x{found['detectable']:g}" if found["detectable"] else "none up to x20"
        click.echo(f"effect x{found['effect']:.2f} (95 % {low:.2f} to {high:.2f}), p = {found['p']:.3f}")
        click.echo(f"p {found['p_time']:.3f} against its own dates, {found['p_space']:.3f} against others that day")
        click.echo(
            f"{found['before']} weeks before, {found['after']} after; {found['donors']} dyads, "
            f"{found['placebos']:,} placebo dates; least detectable change {least}"
        )
        click.echo(f"Assumed: {found['assumption']}")


@click.command()
@click.argument("manner", required=False, type=click.Choice(MANNERS))
@record
@click.option("--only", type=click.Choice(["cooperation", "conflict"]), help="Only events of these classes.")
@as_of
@as_json
def exits(manner: str | None, record: Path, only: str | None, as_of: str | None, json_wanted: bool) -> None:
    """How relations change on average when a leader goes, by the manner of the exit.

    The eight weeks after exits of heads of state and government are compared with the eight weeks before, in all of
    the state's relations with an event a week or more, and against fake exits of like states at other dates. The exits
    are those of bilat's tables; with MANNER they are listed. What cannot be true (two in one office, an office held
    after a death) is told.

    \b
    Example:
      bilat exits --record R
      bilat exits death --record R --only conflict --json
    """
    found = bilat.open(record).exits(manner, only, as_of)
    if json_wanted:
        print_json(found)
        return
    if "reason" in found:
        click.echo(f"not covered: {found['reason']}")
    for one in found["manners"]:
        click.echo(_exits_line(one))
    for one in found["exits"] if manner else ():
        told = "" if one["used"] else " (not covered)"
        click.echo(f"  {one['day']} {one['country']} {one['person']}, {one['office']}{told}")
    for problem in found["problems"]:
        click.echo(f"problem: {problem}")
    click.echo(f"Assumed: {found['assumption']}")


def _exits_line(one: dict[str, Any]) -> str:
    if one["status"] != "estimated":
        return f"{one['manner']:<12} not covered: {one['reason']}"
    low, high = one["interval"]
    return (
        f"{one['manner']:<12} x{one['effect']:.2f} (95 % {low:.2f} to {high:.2f}), p = {one['p']:.3f}; "
        f"{one['exits']} exits, {one['dyads']} dyads; least detectable change x{one['detectable']:.2f}"
    )
