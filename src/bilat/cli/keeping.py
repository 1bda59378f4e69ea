"""`bilat backup` and `bilat restore`."""

from __future__ import annotations

from pathlib import Path

import click

import bilat
from bilat.cli.options import as_json, print_json, record


@click.command()
@click.argument("out", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@record
@as_json
def backup(out: Path, record: Path, json_wanted: bool) -> None:
    """Copy the record to FILE.

    The copy is the record as it is at that moment, in one file, though other commands read or write it meanwhile.
    FILE is there whole or not at all; an older one is replaced.

    \b
    Example:
      bilat backup russia-iran.backup --record R
    """
    bilat.open(record).backup(out)
    if json_wanted:
        print_json({"backup": str(out), "bytes": out.stat().st_size})
    else:
        click.echo(f"{out}: {out.stat().st_size / 1e6:,.1f} MB", err=True)


@click.command()
@click.argument("backup", metavar="BACKUP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@record
@as_json
def restore(backup: Path, record: Path, json_wanted: bool) -> None:
    """Put a backup in the record's place.

    The backup is checked first. A record that was there before is renamed, never deleted.

    \b
    Example:
      bilat restore russia-iran.backup --record R
    """
    kept = bilat.open(record).restore(backup)
    if json_wanted:
        print_json({"record": str(record), "kept": str(kept) if kept else None})
    else:
        click.echo(f"{record} is restored" + (f"; what was there is now {kept}" if kept else ""), err=True)
