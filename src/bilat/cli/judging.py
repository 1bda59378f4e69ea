"""`bilat judge`: what a person rules, kept in a log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, print_json, print_lines, record
from bilat.model import ENDINGS, VERDICTS

by = click.option("--by", metavar="NAME", help="Who rules.  [default: the user's name]")


@click.group()
def judge() -> None:
    """Rule what is one happening or one person, what is wrong, and what came of an expectation.

    ID is a mention's or a happening's, as the lists and exports show it, or a person's (`RUS:sergei lavrov`, also one
    spelling of a name). A ruling goes into a log that only grows, with who and when; it comes before every score
    whenever mentions are matched, and outlives a second reading and a new coder wherever a mention of that kind still
    stands at that place of that text. A newer ruling goes before an older one that it contradicts.

    \b
    Example:
      bilat judge same 1f0c9d2e7a6b5c43 9a8b7c6d5e4f3a2b --record R
      bilat judge different "RUS:sergei ivanov" "RUS:sergey ivanov" --record R --by "Ann Author"
      bilat judge not-borne-out 5c43a2b1f0c9d2e7 --record R
      bilat judge undo 2 --record R
    """


def _verdict(name: str, about: str) -> click.Command:
    several = name != "wrong" and name not in ENDINGS

    @judge.command(name, help=f"{about[0].upper()}{about[1:]}.", short_help=about)
    @click.argument("ids", nargs=2 if several else 1, metavar="ID ID" if several else "ID")
    @record
    @by
    @as_json
    def command(ids: tuple[str, ...] | str, record: Path, by: str | None, json_wanted: bool) -> None:
        given = (ids,) if isinstance(ids, str) else ids
        _tell(bilat.open(record).judge(name, *given, by=by), json_wanted)

    return command


for verdict in (*VERDICTS.items(), *ENDINGS.items()):
    _verdict(*verdict)


@judge.command()
@click.argument("ruling", type=int)
@record
@by
@as_json
def undo(ruling: int, record: Path, by: str | None, json_wanted: bool) -> None:
    """Take a ruling back.

    RULING is its number in the log. The log keeps both; an undoing can be undone.
    """
    _tell(bilat.open(record).judge_undo(ruling, by), json_wanted)


@judge.command()
@record
@as_json
def log(record: Path, json_wanted: bool) -> None:
    """Every ruling, the oldest first, with what became of it.

    In force; undone; overruled by a newer one; or asleep, where no mention that says the like stands at its place now.
    """
    rows = bilat.open(record).judge_log()
    if json_wanted:
        print_json(rows)
    else:
        print_lines(map(_line, rows))


def _tell(row: dict[str, Any], json_wanted: bool) -> None:
    if json_wanted:
        print_json(row)
    else:
        click.echo(_line(row))


def _line(row: dict[str, Any]) -> str:
    about = f"ruling {row['undoes']}" if "undoes" in row else _sides(row)
    return f"{row['ruling']} {row['at']} {row['by']}: {row['verdict']} {about} [{row['state']}]"


def _sides(row: dict[str, Any]) -> str:
    sides = [", ".join(anchor["id"] for anchor in row[side]) for side in ("left", "right")]
    return " | ".join(filter(None, sides))
