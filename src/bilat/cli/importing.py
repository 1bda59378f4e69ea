"""`bilat import`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import bilat
from bilat.cli.options import as_json, print_json, record

if TYPE_CHECKING:
    from bilat.workspace.importing import ImportOutcome, ImportStep

INCOMPLETE, INTERRUPTED = 3, 130
FORMATS = ("icews-tsv", "icews", "polecat", "gdelt", "phoenix", "acled")
SHOWN = 20  # malformed lines of a file


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@record
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="What the files are.")
@as_json
def import_(files: tuple[Path, ...], record: Path, form: str, json_wanted: bool) -> int:
    """Import events that others have coded.

    \b
    icews-tsv  columns date, source, relation, target, by name
    icews      the tab files of the ICEWS Dataverse
    polecat    POLECAT's tab files
    gdelt      GDELT's event tables, 1.0 and 2.0
    phoenix    Phoenix, daily or historical
    acled      ACLED's CSV

    Files may be packed (gzip, bzip2, xz, zip). The events stand in the record beside what bilat read itself, each
    with its file and line; codes are mapped to PLOVER, actors to states by name and day. A run that was stopped goes on
    when the same command is given again.

    A malformed line is told with its number and the reason, and the rest goes on; the exit status is then 3.

    \b
    Example:
      bilat import events.2014.tab --format icews --record R
      bilat import 2024*.export.CSV.zip --format gdelt --record R
    """
    from tqdm import tqdm  # here: `bilat --help` answers at once

    total = sum(file.stat().st_size for file in files)
    before: dict[str, int] = {}
    with tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr, disable=None, dynamic_ncols=True) as bar:

        def show(step: ImportStep) -> None:
            bar.update(step.read - before.get(step.source, 0))
            before[step.source] = step.read
            bar.set_postfix_str(f"line {step.line:,}", refresh=False)

        try:
            outcomes = bilat.open(record).import_(files, form, show)
        except KeyboardInterrupt:
            bar.close()
            click.echo("stopped; run the same command again to go on", err=True)
            return INTERRUPTED
    if json_wanted:
        print_json([_row(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            _tell(outcome)
    return INCOMPLETE if any(one.status == "rejected" or one.malformed for one in outcomes) else 0


def _row(outcome: ImportOutcome) -> dict[str, Any]:
    row = dataclasses.asdict(outcome)
    row["seconds"] = round(outcome.seconds, 1)
    row["faults"] = [{"line": line, "reason": reason} for line, reason in outcome.faults]
    return row


def _tell(outcome: ImportOutcome) -> None:
    if outcome.status != "ok":
        click.echo(f"{outcome.source}: {outcome.status}: {outcome.detail}", err=True)
        return
    for line, reason in outcome.faults[:SHOWN]:
        click.echo(f"{outcome.source}, line {line}: {reason}", err=True)
    if outcome.malformed > SHOWN:
        click.echo(f"{outcome.source}: and {outcome.malformed - SHOWN:,} more malformed lines", err=True)
    told = [f"{outcome.events:,} events"]
    told += [f"{outcome.duplicates:,} known before"] if outcome.duplicates else []
    told += [f"{outcome.malformed:,} malformed lines"] if outcome.malformed else []
    told += [f"{outcome.unplaced:,} without a state or body that we know"] if outcome.unplaced else []
    click.echo(f"{outcome.source}: {', '.join(told)} in {outcome.seconds:.0f} s", err=True)
