"""`bilat serve` and `bilat mcp`."""

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


@click.command()
@record
def mcp(record: Path) -> None:
    """Give the record to a language model as five tools, to read only.

    The Model Context Protocol over standard input and output: a client starts this command and asks it. Nothing else
    is written to standard output.

    \b
    find      sentences that hold words
    timeline  what happened between two, in order of time
    claim     what is contested, both sides with their sentences
    count     happenings, reports and independent origins, each apart
    cite      every sentence that a row rests on, with its citation

    Each answer is bounded and has its sentences and sources.

    \b
    Example, as most clients have it in their settings:
      {"mcpServers": {"bilat": {"command": "bilat", "args": ["mcp", "--record", "/home/me/my.sqlite"]}}}
    """
    bilat.open(record).mcp()
