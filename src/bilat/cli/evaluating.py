"""`bilat eval`: how right a coder is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, print_json, print_lines

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("eval")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...", type=_FILE)
@click.option("--record", type=_FILE, envvar="BILAT_RECORD", metavar="R", help="The record.  [env: BILAT_RECORD]")
@click.option("--export", type=_FILE, metavar="FILE", help="Any coder's mentions, as JSON Lines, in place of a record.")
@click.option("--than", type=_FILE, metavar="FILE|R", help="Another coder's mentions or record, to compare with.")
@click.option("--texts", type=_FOLDER, metavar="DIR", help="The documents, for gold without offsets and no record.")
@click.option("--show", type=click.IntRange(0), default=0, metavar="N", help="So many misses and inventions a kind.")
@click.option("--seed", default=0, show_default=True, metavar="N", help="The seed of the bootstrap.")
@as_json
def eval_(
    gold: tuple[Path, ...],
    record: Path | None,
    export: Path | None,
    than: Path | None,
    texts: Path | None,
    show: int,
    seed: int,
    json_wanted: bool,
) -> None:
    """Score a coder against GOLD.

    GOLD and FILE are JSON Lines of mentions in the annotation guide's format; see docs/evaluation.md. Only documents
    that GOLD names are scored. Prints precision, recall and F1 a kind; of events also type, quad class and sides
    alone, dates, status, and how far their confidence can be believed; then the same by region, kind of actor and
    type. With --show, what was missed and what was invented, with the sentences; with --than, the differences of two
    coders on the same gold, with 95 % intervals (paired bootstrap over documents).

    \b
    Example:
      bilat eval gold.jsonl --record R --show 5
      bilat eval gold.jsonl --export new.jsonl --than old.jsonl --json
    """
    found = export or record
    if found is None:
        raise click.UsageError("name what to score: --record R, or --export FILE")
    scored = bilat.open(record or found).eval(gold, found, than, texts, seed)
    if json_wanted:
        print_json(
            scored if not show else scored | {side: _first(scored[side], show) for side in ("missed", "invented")}
        )
    else:
        print_lines(_told(scored, show))


def _told(scored: dict[str, Any], show: int) -> Iterator[str]:
    yield from _table("", scored["scores"])
    yield f"macro F1 over kinds {scored['macro F1 over kinds']:.3f}"
    for name, share in scored["shares"].items():
        yield f"{name} {share['n']:,}: " + ("none to judge" if share["share"] is None else f"{share['share']:.3f}")
    if scored["reliability"]["n"]:
        yield from _reliability(scored["reliability"])
    for group, rows in scored["by"].items():
        yield from _table(f"by {group}", rows)
    for side in ("missed", "invented") if show else ():
        yield f"\n{side}"
        yield from map(_line, _first(scored[side], show))
    if "compared" in scored:
        yield f"\n{'compared':<36} {'F1':>6} {'than':>6} {'more':>7}  95 %"
        for name, one in scored["compared"].items():
            between = "one document: no interval" if one["low"] is None else f"[{one['low']:+.3f}, {one['high']:+.3f}]"
            yield f"{name:<36} {one['f1']:>6.3f} {one['than']:>6.3f} {one['difference']:>+7.3f}  {between}"


def _table(title: str, rows: dict[str, Any]) -> Iterator[str]:
    if title:
        yield ""
    yield f"{title:<36} {'gold':>6} {'found':>6} {'prec.':>6} {'recall':>6} {'F1':>6}"
    for name, row in rows.items():
        rates = " ".join(f"{row[rate]:>6.3f}" for rate in ("precision", "recall", "f1"))
        yield f"{name:<36} {row['gold']:>6,} {row['found']:>6,} {rates}"


def _reliability(told: dict[str, Any]) -> Iterator[str]:
    yield f"\nconfidence of {told['n']:,} events: expected calibration error {told['ece']:.3f}"
    for one in told["bins"]:
        stated = f"stated {one['confidence']:.2f}, right {one['right']:.2f}"
        yield f"  {one['from']:.1f} to {one['to']:.1f}: {one['n']:>5,}, {stated}"


def _first(rows: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    kinds = dict.fromkeys(row["kind"] for row in rows)
    return [row for kind in kinds for row in [row for row in rows if row["kind"] == kind][:count]]


def _line(row: dict[str, Any]) -> str:
    told = [f"{name} {_words(row[name])}" for name in row if name not in _ELSEWHERE and row[name]]
    return f"  {row['kind']} ({row['doc']}) {'; '.join(told)}\n      {_words(row.get('quote', 'no text at hand'))}"


_ELSEWHERE = {"kind", "doc", "quote", "start", "end", "id", "coder", "why", "confidence", "published", "voice"} | {
    "date_words",
    "date_basis",
    "content",
    "proposition",
}


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, dict):
        return str(value.get("country") or value.get("org") or value.get("name", value))
    return " ".join(str(value).split())
