"""`bilat changes` and `bilat shock`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, print_json, record


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--only", type=click.Choice(["cooperation", "conflict"]), help="Only events of these classes.")
@click.option("--since", metavar="D", help="From this day, month or year on.")
@click.option("--until", metavar="D", help="To this day, month or year, its last day included.")
@as_json
def changes(
    a: str, b: str, record: Path, only: str | None, since: str | None, until: str | None, json_wanted: bool
) -> None:
    """When the relation of A and B changed: steps and pulses.

    A step is a level of weekly events that holds for weeks, a pulse a day or two of much business in a level that
    stays. Each has its date, its size with a 95 % interval, and the acts that carried it. Changes in how much was read
    in all are taken out. A dyad that is not covered has neither, but the reason.

    \b
    Example:
      bilat changes RUS IRN --record R
      bilat changes USA TUR --only conflict --record R --json
    """
    found = bilat.open(record).changes(a, b, only, since, until)
    if json_wanted:
        print_json(found)
    elif found["status"] == "not_covered":
        click.echo(f"not covered: {found['reason']}")
    else:
        for kind in ("step", "pulse"):
            for one in found[f"{kind}s"]:
                click.echo(_change_line(kind, one))


def _change_line(kind: str, one: dict[str, Any]) -> str:
    carried = "; ".join(f"{c['what']} ({c['events']})" for c in one["carried_by"])
    low, high = one["interval"]
    return f"{one['date']} {kind:5} x{one['size']:.2f} ({low:.2f} to {high:.2f})  {carried}"


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--on", required=True, metavar="DATE", help="The day of the shock.")
@click.option("--picture", metavar="FILE", help="Draw it, in a file that ends in .svg or .png.")
@as_json
def shock(a: str, b: str, record: Path, on: str, picture: str | None, json_wanted: bool) -> None:
    """Test whether the relation of A and B changed on a day and stayed changed.

    The weeks after are compared with the weeks before; the p-value is the rank of the evidence among that at thousands
    of ordinary dates of other dyads. The interval holds the multiples that the same test does not reject. Needs the
    extra `analysis`, and a record with imported events of many dyads; --picture needs the extra `web`.

    \b
    Example:
      bilat shock RUS GBR --on 2018-03-12 --record R --picture skripal.svg
    """
    found = bilat.open(record).shock(a, b, on, picture)
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
