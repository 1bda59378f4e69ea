"""The commands that answer from a record: the nine lists, `contradictions`, `doctor`."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, as_of, print_json, print_lines, record

PROBLEMS = 3
# command -> what it lists, an example of its own, and a row of it in a line
LISTS = {
    "events": (
        "Who did what to whom.",
        "RUS IRN --since 2024-01 --until 2024-05",
        "{source} {type} {target} [{status}]: {sentence}",
    ),
    "quotes": ("Who said what, word for word.", "Russia", "{speaker}: {content}"),
    "claims": (
        "What is contested: who asserts it and who denies it.",
        "RUS IRN",
        "{proposition} [asserted by {asserted_by}; denied by {denied_by}]",
    ),
    "meetings": ("Who met whom, where and when.", "RUS IRN --since 2021", "{participants} [{form}]: {sentence}"),
    "agreements": (
        "Agreements, each with the stages that it has reached.",
        "RUS IRN",
        "{title} [{stage}] {parties}: {sentence}",
    ),
    "memberships": ("Who joined, applied to or left which body.", "IRN", "{member} {org} [{status}]: {sentence}"),
    "roles": ("Who held which office.", "IRN", "{person}, {office}, {country} [{status}]"),
    "transfers": ("Who gave what to whom.", "IRN RUS", "{giver} to {receiver}: {goods} [{status}]: {sentence}"),
    "expectations": ("Who expects what.", "RUS IRN", "{holder} [{direction}]: {proposition}"),
}


def _list_command(name: str, what: str, example: str, line: str) -> click.Command:
    @click.command(
        name,
        help=f"{what}\n\nOf A, or of A and B together; of everybody where neither is given. One line a happening, "
        "with the sentence that tells it best.\n\n\b\nExample:\n"
        f"  bilat {name} {example} --record R\n  bilat {name} --record R --json",
        short_help=what,
    )
    @click.argument("a", required=False)
    @click.argument("b", required=False)
    @record
    @click.option("--since", metavar="D", help="Only what may have been on or after this day, month or year.")
    @click.option("--until", metavar="D", help="Only what may have been on or before this day, month or year.")
    @as_of
    @as_json
    def command(
        a: str | None,
        b: str | None,
        record: Path,
        since: str | None,
        until: str | None,
        as_of: str | None,
        json_wanted: bool,
    ) -> None:
        rows = getattr(bilat.open(record), name)(a, b, since, until, as_of)
        if json_wanted:
            print_json(rows)
        else:
            print_lines(told for row in rows for told in (_line(row, line), *_below(row)))
        if not rows:
            whose = " and ".join(filter(None, (a, b)))
            click.echo(f"the record holds no {name}{f' of {whose}' if whose else ''} that fit", err=True)

    return command


def _line(row: dict[str, Any], line: str) -> str:
    """A row of a list in one line: date, what, counts, document."""
    told = line.format_map(defaultdict(lambda: "?", {name: _words(value) for name, value in row.items()}))
    support = f"({row['reports']} of {row['origins']} origins; {row['doc']}; {row['id']})"
    return f"{row.get('date', 'undated'):<11} {' '.join(told.split())} {support}"


def _below(row: dict[str, Any]) -> list[str]:
    """What a ledger adds to a row, a line each."""
    return [f"{'':<11}   {told}" for told in row.get("ledger", ())]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value)) or "nobody"
    if isinstance(value, dict):
        return str(value.get("name", value))
    return str(value)


LIST_COMMANDS = [_list_command(name, *about) for name, about in LISTS.items()]


@click.command()
@record
@as_of
@as_json
def contradictions(record: Path, as_of: str | None, json_wanted: bool) -> None:
    """Where documents differ on one happening.

    Its day, its toll, or who said the same words: each value with its sentence and document.

    \b
    Example:
      bilat contradictions --record R
    """
    rows = bilat.open(record).contradictions(as_of)
    if json_wanted:
        print_json(rows)
    else:
        print_lines(
            f"{row['what']}{': ' + row['told'] if 'told' in row else ''}: "
            + "; ".join(f'{v["value"]} [{v["doc"]}] "{v["sentence"]}"' for v in row["values"])
            for row in rows
        )
    if not rows:
        click.echo("the record holds no contradictions", err=True)


@click.command()
@record
@as_json
def doctor(record: Path, json_wanted: bool) -> int:
    """Check that the record is sound, and say what it holds.

    Checks the file, the hash of every text, that every mention's quote stands where it says, the search index, and
    that matching has seen all mentions. The exit status is 3 where something is wrong.

    \b
    Example:
      bilat doctor --record R
    """
    report = bilat.open(record).doctor()
    if json_wanted:
        print_json(report)
    else:
        print_lines(f"{what}: {_count(count)}" for what, count in report["counts"].items())
        print_lines(report["problems"] or ["no problem found"])
    return PROBLEMS if report["problems"] else 0


def _count(count: int | dict[str, int]) -> str:
    if isinstance(count, int):
        return f"{count:,}"
    return ", ".join(f"{number:,} {name}" for name, number in count.items()) or "0"
