"""`bilat forecast`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bilat.cli.options import as_json, print_json, print_lines


@click.group()
def forecast() -> None:
    """What comes next, and how good such forecasts were."""


@forecast.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--entities", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Names of all candidates."
)
@click.option("--seed", default=0, show_default=True, metavar="N", help="The seed of what is drawn at random.")
@as_json
def evaluate(file: Path, entities: Path | None, seed: int, json_wanted: bool) -> None:
    """Forecast the test days of a table of events, and score that.

    FILE is a table, tab-separated, gzip or not, with the columns split (train, valid, test), date, source, relation
    and target. Every event of test asks who the target is and who the source is, with all days before known. All
    entities are candidates, those of --entities too; other right answers of the day are taken out; ties count at
    their mean rank. Figures are in per cent.

    \b
    Example:
      bilat forecast evaluate events.tsv.gz --entities events.entities.txt --json
    """
    from bilat import forecasting

    found = forecasting.evaluate(file, entities, seed)
    if json_wanted:
        print_json(found)
    else:
        print_lines(f"{name}: {_told(value)}" for name, value in found.items())


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return f"{value:,}" if isinstance(value, int) else str(value)
