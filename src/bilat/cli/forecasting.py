"""`bilat forecast`: of two, of a question, the scoreboard, a model that learns on, and an evaluation."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TextIO

import click

import bilat
from bilat.cli.options import as_json, print_json, print_lines, record

NOT_COVERED = 3


class _OfTwoByDefault(click.Group):
    """A group whose first command is meant where the first word names none."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            args = ["between", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_OfTwoByDefault, subcommand_metavar="A B --record R | COMMAND ...")
def forecast() -> None:
    """What comes next between A and B, with why; how good such forecasts were.

    `bilat forecast A B` is short for `bilat forecast between A B`.

    \b
    Example:
      bilat forecast RUS IRN --record R
      bilat forecast question "Russia and Iran meet within 30 days" --record R
      bilat forecast scoreboard --record R
      bilat forecast evaluate events.tsv.gz
    """


@forecast.command()
@click.argument("a")
@click.argument("b")
@record
@click.option("--as-of", "as_of", metavar="D", help="As it would have been made on this day; it is not stored.")
@as_json
def between(a: str, b: str, record: Path, as_of: str | None, json_wanted: bool) -> int:
    """How often each thing will be between A and B in the next week, month and quarter.

    By quad class and type, of both together and, for quad classes, of A towards B (forth) and of B towards A (back),
    with 90 % intervals, what moves it and the latest events that it rests on; each origin apart. It is stored for the
    scoreboard. Exit status 3 where no origin covers the two.

    \b
    Example:
      bilat forecast RUS IRN --record R
      bilat forecast RUS IRN --record R --as-of 2024-05-19 --json
    """
    rows = bilat.open(record).forecast(a, b, as_of)
    if json_wanted:
        print_json(rows)
    else:
        if any(row["status"] == "forecast" for row in rows):
            click.echo(
                f"{'origin':<10} {'horizon':<8} {'last day':<13}  {'what':<32} expected  90 % within  any at all  moves"
            )
        print_lines(_line(row) for row in rows)
        _why(rows)
    return _status(rows)


@forecast.command()
@click.argument("words", nargs=-1, required=True, metavar='A B WHAT | "QUESTION"')
@record
@click.option("--within", type=click.IntRange(1, 365), metavar="DAYS", help="How soon, with A B WHAT.  [default: 30]")
@click.option("--least", type=click.IntRange(1), metavar="N", help="How often at least, with A B WHAT.  [default: 1]")
@click.option("--as-of", "as_of", metavar="D", help="As it would have been answered on this day.")
@as_json
def question(
    words: tuple[str, ...], record: Path, within: int | None, least: int | None, as_of: str | None, json_wanted: bool
) -> int:
    """The probability that something happens between two, from a question in plain words or as A B WHAT.

    WHAT is all, a quad class, a PLOVER type, TYPE/mode, meeting, meeting/FORM (summit, talks, visit, call,
    multilateral) or agreement/signed. Plain words name two states or bodies, or persons in office, what happens, and
    how soon; where A alone acts ("France sanctions Russia"), its acts towards B are counted, else those of both, and
    of persons who are to meet their own meetings. Beside the probability stands the base rate: in which part of all
    such stretches so far it was so.

    \b
    Example:
      bilat forecast question "Russia and Iran meet at head-of-state level within 30 days" --record R
      bilat forecast question "France sanctions Russia at least twice within 3 months" --record R
      bilat forecast question "Putin and Pezeshkian meet by 1 March" --record R
      bilat forecast question RUS IRN meeting/summit --within 30 --record R
      bilat forecast question RUS IRN "material conflict" --within 7 --least 2 --record R
    """
    space = bilat.open(record)
    if len(words) == 3:
        rows = space.forecast_question(*words, within=within or 30, least=least or 1, as_of=as_of)
    elif len(words) != 1 or within or least:
        raise click.UsageError(
            "give A, B and WHAT, or one question in quotation marks that says how soon and how often: "
            '"Russia and Iran meet at least twice within 30 days"'
        )
    else:
        rows = space.forecast_in_words(words[0], as_of)
    if json_wanted:
        print_json(rows)
    for row in () if json_wanted else rows:
        if row["status"] == "not_covered":
            click.echo(_line(row))
            continue
        two = (
            f"between {row['a']} and {row['b']}" if row["direction"] == "both" else f"of {row['a']} towards {row['b']}"
        )
        who = f" with {' and '.join(row['persons'])}" if row["persons"] else ""
        click.echo(
            f"{row['origin']}: {row['probability']:.0%} for {row['what']} {two}{who}, at least {row['least']}, "
            f"from {row['start']} to {row['end']}"
        )
        print_lines(f"  {told}" for told in row["read_as"])
        base = (
            "unknown: never were so many days read in a row" if row["base_rate"] is None else f"{row['base_rate']:.0%}"
        )
        click.echo(f"  base rate: {base}")
        click.echo(f"  why: {row['moved_by']['told']}")
        print_lines(f"  {told['date']}: {' '.join(told['told'].split())} ({told['doc']})" for told in row["rests_on"])
    return _status(rows)


@forecast.command()
@record
@click.option("--as-of", "as_of", metavar="D", help="As it stood on this day; nothing is closed for good.")
@as_json
def scoreboard(record: Path, as_of: str | None, json_wanted: bool) -> None:
    """How good the forecasts were whose days have passed, beside what named holders expected.

    Forecasts whose last day has been read are closed with what came of them: CRPS of the count, Brier score of the
    chance that there is any. A holder's expectation that two will grow closer, go on or decline is held against their
    cooperative acts in the 91 days before and after; the tool's chance of the same, from the days before alone, stands
    beside it.

    \b
    Example:
      bilat forecast scoreboard --record R
    """
    found = bilat.open(record).forecast_scoreboard(as_of)
    if json_wanted:
        print_json(found)
        return
    tool = found["tool"]
    click.echo(f"bilat: {tool['made']} forecasts made, {tool['closed']} of them closed")
    if tool["closed"]:
        click.echo(
            f"  CRPS {tool['crps']}, Brier score of any at all {tool['brier']}; {tool['within_interval']:.0f} % of the "
            "outcomes lay within their 90 % intervals"
        )
    elif tool["made"]:
        click.echo("  a forecast is closed when its last day has been read: read or import later days")
    else:
        click.echo("  `bilat forecast A B --record R` makes some")
    print_lines(
        f"{row['holder']}: {_told({k: v for k, v in row.items() if k != 'holder'})}" for row in found["holders"]
    )


@forecast.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--entities", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Names of all candidates."
)
@click.option("--seed", default=0, show_default=True, metavar="N", help="The seed of what is drawn at random.")
@click.option("--out", type=click.File("w", "utf-8", lazy=False), metavar="FILE", help="Each forecast, with why.")
@as_json
def evaluate(file: Path, entities: Path | None, seed: int, out: TextIO | None, json_wanted: bool) -> None:
    """Forecast the test days of a table of events, and score that.

    FILE is a table, tab-separated, gzip or not, with the columns split (train, valid, test), date, source, relation
    and target. Every event of test asks who the target is and who the source is, with all days before known. All
    entities are candidates, those of --entities too; other right answers of the day are taken out; ties count at
    their mean rank. Figures are in per cent. The answer is JSON. With --out each forecast is written as a line of JSON:
    its best three candidates, the latest events that each rests on, and the features that moved it.

    \b
    Example:
      bilat forecast evaluate events.tsv.gz --entities events.entities.txt
    """
    from bilat import forecasting

    print_json(forecasting.evaluate(file, entities, seed, out))


@forecast.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--model", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="M", help="Its file.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="The seed of a new model.")
@as_json
def learn(file: Path, model: Path, seed: int, json_wanted: bool) -> None:
    """Learn who does what to whom from events as they come, into a file that keeps what it knows.

    FILE is a table, tab-separated, gzip or not, with the columns date, source, relation and target. Where M exists,
    only events after its last day are taken in, and nothing old is learnt again; give it the new days, or all.

    \b
    Example:
      bilat forecast learn events.tsv --model world.npz
      bilat forecast learn yesterday.tsv --model world.npz
    """
    from bilat import forecasting

    found = forecasting.learn(file, model, seed)
    if json_wanted:
        print_json(found)
    else:
        click.echo(
            f"{found['learnt']} new events learnt, {found['known_already']} before the day it knew to; it knows "
            f"{found['events']} up to {found['to']} ({found['seconds']} s)"
        )


@forecast.command()
@click.argument("relation")
@click.option("--source", metavar="NAME", help="Who does it: whom to?")
@click.option("--target", metavar="NAME", help="To whom it is done: who does it?")
@click.option("--model", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="M", help="Its file.")
@as_json
def who(relation: str, source: str | None, target: str | None, model: Path, json_wanted: bool) -> None:
    """Who comes next: the likeliest others of a source or a target in a RELATION on the day after M's last, and why.

    \b
    Example:
      bilat forecast who Consult --source Iran --model world.npz
    """
    from bilat import forecasting

    if (source is None) == (target is None):
        raise click.UsageError("give either --source or --target; the other is what is asked")
    found = forecasting.who(model, relation, source, target)
    if json_wanted:
        print_json(found)
        return
    for place, one in enumerate(found["forecast"], 1):
        moved = "; ".join(f"{part['told']} ({part['value']:g}): {part['part']:+.2f}" for part in one["moved_by"])
        click.echo(f"{place}. {one['name']}, score {one['score']:.2f}")
        click.echo(f"   moved by {moved or 'the vectors alone'}")
        print_lines(f"   {event}" for event in one["rests_on"])


def _line(row: dict[str, Any]) -> str:
    if row["status"] == "not_covered":
        return f"{row['origin']}: not covered: {row['reason']}"
    what = f"{row['what'].replace('_', ' ')} ({row['direction']})"
    span = f"{row['low']} to {row['high']}"
    return (
        f"{row['origin']:<10} {row['horizon']:<8} to {row['end']}  {what:<32} {row['expected']:>8.1f}  {span:<11}  "
        f"{row['any']:>10.0%}  {row['moved_by']['moves']}"
    )


def _why(rows: list[dict[str, Any]]) -> None:
    """What moves the forecasts of everything together, and the latest events."""
    for row in rows:
        if row["status"] == "forecast" and (row["what"], row["direction"], row["horizon"]) == ("all", "both", "week"):
            click.echo(f"\n{row['origin']}: {row['moved_by']['told']}; the latest:")
            print_lines(f"  {one['date']}: {' '.join(one['told'].split())} ({one['doc']})" for one in row["rests_on"])


def _status(rows: list[dict[str, Any]]) -> int:
    return 0 if any(row["status"] == "forecast" for row in rows) else NOT_COVERED


def _told(found: dict[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found.items())
