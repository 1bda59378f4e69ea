"""`bilat ask`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

import bilat
from bilat.cli.options import as_json, as_of, print_json, print_lines, record
from bilat.model import BilatError


@click.command()
@click.argument("question", required=False)
@record
@click.option(
    "--questions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="JSON Lines of many questions, each with `id` and `question`.",
)
@as_of
@as_json
def ask(question: str | None, record: Path, questions: Path | None, as_of: str | None, json_wanted: bool) -> None:
    """Answer a question in plain English from the record.

    QUESTION is answered with sentences, the best first, each with its document; or with the word that the record does
    not hold it, and what comes nearest. No language model is asked.

    With --questions the answers are JSON Lines: `id`, `status` (`answered` or `not_in_record`), `answer` and
    `evidence`, a list of `doc`, `start` and `end`, the best first.

    \b
    Example:
      bilat ask "Who denies that Russia uses Iranian drones?" --record R
      bilat ask "What stage has the treaty reached?" --as-of 2024-05 --record R
      bilat ask --questions questions.jsonl --record R > answers.jsonl
    """
    if (question is None) == (questions is None):
        raise click.UsageError("give a question in quotation marks, or --questions FILE")
    space = bilat.open(record)
    if questions is not None:
        rows = _rows(questions)
        for row, answer in zip(rows, space.ask_all([row["question"] for row in rows], as_of), strict=True):
            click.echo(json.dumps({"id": row["id"], **answer}, ensure_ascii=False))
        return
    answer = space.ask(question or "", as_of)
    if json_wanted:
        print_json(answer)
    else:
        print_lines(_lines(answer))


def _lines(answer: dict[str, Any]) -> list[str]:
    out = [answer["answer"], ""]
    if answer["evidence"]:
        out.append("Evidence:" if answer["status"] == "answered" else "Nearest:")
    for number, piece in enumerate(answer["evidence"], 1):
        out.append(f'[{number}] {piece["doc"]}, {piece["date"]}: "{" ".join(piece["sentence"].split())}"')
    return out


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BilatError(f"{path}: cannot be read ({error}); name a file of JSON Lines") from None
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            rows.append(_row(path, number, line))
    return rows


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("question"), str):
        raise BilatError(f"{path}, line {number}: is no JSON object with `id` and `question`; mend or remove the line")
    return row
