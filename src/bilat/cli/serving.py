"""`bilat serve`."""

from __future__ import annotations

from pathlib import Path

import click

import bilat
from bilat.cli.options import record


@click.command()
@record
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
def serve(record: Path, port: int) -> None:
    """Show the record as pages, on this machine only: dyads, events, actors, articles, review.

    Prints the address and serves until interrupted. Nothing is loaded from the network. Every page is also `.json` and
    `.csv`; `/openapi.json` describes them.

    \b
    Example:
      bilat serve --record R --port 8765
    """
    bilat.open(record).serve(port, lambda address: click.echo(f"{address}  (Ctrl-C ends it)"))
