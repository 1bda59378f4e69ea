"""`bilat read`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import bilat
from bilat.cli.options import as_json, print_json, record

if TYPE_CHECKING:
    from bilat.workspace import Step, Summary

INCOMPLETE, INTERRUPTED = 3, 130


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path, allow_dash=True))
@record
@click.option("--workers", type=click.IntRange(1, 256), metavar="N", help="Processes that code.  [default: one a core]")
@click.option("--coder", default="embedded", show_default=True, metavar="NAME", help="What codes the texts.")
@click.option("--ray", metavar="ADDRESS|local", help="Code on a Ray cluster; local starts one here.")
@as_json
def read(
    paths: tuple[Path, ...], record: Path, workers: int | None, coder: str, ray: str | None, json_wanted: bool
) -> int:
    """Read articles into the record.

    PATH is a text, HTML, PDF or JSON Lines file, a feed (RSS, Atom, JSON), a web archive (WARC), a folder of them, or -
    for standard input. In JSON Lines `text` is
    required; `id`, `url`, `published`, `title`, `publisher` and `authors` are not. What the record holds already is
    passed over, so a run that was stopped goes on when the same command is given again.

    What cannot be read is told in one line each, and the rest goes on; the exit status is then 3.

    \b
    Example:
      bilat read articles/ news/2024.jsonl --record R
      curl -s https://example.org/article.html | bilat read - --record R
    """
    from tqdm import tqdm  # here and below: `bilat --help` answers at once

    from bilat.sources import size

    total = size(paths).items or None
    done = 0
    with tqdm(total=total, unit=" texts", file=sys.stderr, disable=None, dynamic_ncols=True, smoothing=0.1) as bar:

        def show(step: Step) -> None:
            nonlocal done
            done += 1
            bar.update()
            if done == total:
                bar.set_description("matching")
            if step.reason:
                bar.write(f"{step.source}: {step.status} ({step.reason}) {step.detail}".rstrip(), file=sys.stderr)

        try:
            summary = bilat.open(record).read(paths, workers, coder, show, sys.stdin.buffer, ray)
        except KeyboardInterrupt:
            bar.close()
            click.echo(f"stopped after {done:,} texts; run the same command again to go on", err=True)
            return INTERRUPTED
    if json_wanted:
        print_json(_row(summary))
    else:
        click.echo(_sentence(summary), err=True)
    return INCOMPLETE if summary.problems else 0


def _row(summary: Summary) -> dict[str, Any]:
    return {
        **summary.counts,
        "mentions": summary.mentions,
        "seconds": round(summary.seconds, 1),
        "remarks": [dataclasses.asdict(step) for step in summary.remarks],
        "problems": [dataclasses.asdict(step) for step in summary.problems],
    }


def _sentence(summary: Summary) -> str:
    told = ", ".join(f"{count:,} {status}" for status, count in summary.counts.items() if count) or "nothing to read"
    return f"{told}; {summary.mentions:,} new mentions in {summary.seconds:.0f} s"
