"""`bilat watch`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

import bilat
from bilat.cli.options import as_json, print_json, record

if TYPE_CHECKING:
    from bilat.workspace import Step

INCOMPLETE, INTERRUPTED = 3, 130


@click.command()
@click.argument("target", metavar="FEEDS")
@record
@click.option("--every", type=click.FloatRange(0.1), default=15.0, show_default=True, metavar="MINUTES", help="Pause.")
@click.option("--once", is_flag=True, help="One round, then end.")
@click.option("--allow-private", is_flag=True, help="Fetch from this machine and its own network too.")
@as_json
def watch(target: str, record: Path, every: float, once: bool, allow_private: bool, json_wanted: bool) -> int:
    """Read what is new, round after round.

    FEEDS is an OPML list of feeds (RSS, Atom, JSON) and sitemaps, the address of one of these, or a folder. A feed is
    asked only for what has changed, and left alone for a while where it fails; pages of a sitemap are fetched where
    the site's robots.txt allows it. Addresses in this machine's own network are refused, redirects to them too.

    Ctrl-C ends it; with --once the exit status is 3 where something could not be read.

    \b
    Example:
      bilat watch feeds.opml --record R
      bilat watch incoming/ --every 1 --record R
    """

    def show(step: Step) -> None:
        if step.reason:
            click.echo(f"{step.source}: {step.status} ({step.reason}) {step.detail}", err=True)

    failed = False
    try:
        for summary in bilat.open(record).watch(target, allow_private, progress=show):
            if json_wanted:
                print_json({**summary.counts, "mentions": summary.mentions})
            elif summary.counts or once:
                told = ", ".join(f"{count:,} {status}" for status, count in summary.counts.items()) or "nothing new"
                click.echo(f"{told}; {summary.mentions:,} new mentions", err=True)
            failed = bool(summary.problems)
            if once:
                break
            time.sleep(every * 60)
    except KeyboardInterrupt:
        click.echo("stopped; run the same command again to go on", err=True)
        return INTERRUPTED
    return INCOMPLETE if failed else 0
