"""Options that several commands have."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

_F = TypeVar("_F", bound=Callable[..., Any])


def record(command: _F) -> _F:
    """--record R: the record to work on."""
    return click.option(
        "--record",
        required=True,
        envvar="BILAT_RECORD",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="R",
        help="The record's file.  [env: BILAT_RECORD]",
    )(command)


def as_json(command: _F) -> _F:
    """--json: the answer as JSON on standard output."""
    return click.option("--json", "json_wanted", is_flag=True, help="Answer in JSON.")(command)


def as_of(command: _F) -> _F:
    """--as-of D: the record as it was."""
    return click.option(
        "--as-of", metavar="D", help="Only what documents said that were published by this day, month or year."
    )(command)


def print_json(value: Any) -> None:
    """One JSON value; a list has one item a line, so that line tools can work on it too."""
    if isinstance(value, list):
        body = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
        click.echo(f"[\n{body}\n]" if value else "[]")
    else:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Lines on standard output."""
    for line in lines:
        click.echo(line)
