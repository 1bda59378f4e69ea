"""`bilat news`: what changed in the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, print_json, print_lines, record


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--since", required=True, metavar="D", help="Only what came on or after this day (or time, UTC).")
@click.option("--as-of", metavar="D", help="Nothing that came after this day.")
@click.option(
    "--clock",
    default="read",
    show_default=True,
    type=click.Choice(["read", "published"]),
    help="Which date of a document counts.",
)
@as_json
def news(a: str, b: str, record: Path, since: str, as_of: str | None, clock: str, json_wanted: bool) -> None:
    """What is new, newly contested or corrected between A and B, and what was ruled on.

    Since a date of reading: what do I have that I did not have then? With `--clock published` since a date of
    publication, and with `--as-of` between two of them: what became known in March? Each line has the sentences that
    brought it, and for a correction what stood there before.

    \b
    Example:
      bilat news RUS IRN --since 2024-05-20 --record R
      bilat news RUS IRN --since 2024-03-01 --as-of 2024-03-31 --clock published --record R
    """
    rows = bilat.open(record).news(a, b, since, as_of, clock)
    if json_wanted:
        print_json(rows)
    elif not rows:
        click.echo(f"the record holds nothing new on {a} and {b} since {since}")
    else:
        print_lines(line for row in rows for line in _lines(row))


def _lines(row: dict[str, Any]) -> list[str]:
    changed = "; ".join(f"{name}: {_words(was)} -> {_words(now)}" for name, (was, now) in row["changes"].items())
    told = [item for item in row["because"] if item["sentence"] != row["sentence"]]
    head = f"{row['news'].upper()} {row['kind']} {row.get('date', 'undated')} ({row['id']}): {_flat(row['sentence'])}"
    return [
        f"{head} ({row['doc']})",
        *([f"    {changed}"] if changed else []),
        *(f"    {_flat(item['sentence'])} ({item['doc']})" for item in told),
    ]


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "nothing" if value is None else str(value)


def _flat(text: str) -> str:
    return " ".join(text.split())
