"""How a format is written: a table in several ways, other things in their one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bilat.exports.forms import WAYS, Form
from bilat.exports.shapes import Column, Maker, Row, Scope, Table, Text, Whole
from bilat.model import BilatError


class MissingExtra(BilatError):
    """What a format is written with is not installed."""


def maker(form: Form) -> Maker:
    """What makes a format."""
    made: Maker = import_module(f"bilat.exports.{form.module}").MAKER
    return made


def columns_of(form: Form) -> Sequence[Column]:
    """The columns of a table; none of anything else."""
    made = maker(form)
    return made.columns if isinstance(made, Table) else ()


def fields_of(form: Form) -> Sequence[tuple[str, str]]:
    """What a format that is no table calls things, with what each holds."""
    made = maker(form)
    return () if isinstance(made, Table) else made.fields


def rows(form: Form, scope: Scope) -> Iterator[Row]:
    """What an export holds, one by one, before it is written."""
    return maker(form).rows(scope)


def text(form: Form, scope: Scope, seen: Callable[[], None]) -> Iterator[str]:
    """A format as text, piece by piece; `seen` is called for each row."""
    from bilat.exports import tables

    made = maker(form)
    if form.binary or isinstance(made, Whole):
        raise BilatError(f"{form.name} is no text: name a file for it with --out")
    given = _counted(made.rows(scope), seen)
    if isinstance(made, Text):
        return made.text(given, scope)
    return tables.WAYS[form.suffix](made.columns, given)


def save(form: Form, scope: Scope, path: Path, suffix: str, seen: Callable[[], None]) -> None:
    """Write a format to a file; `suffix` is that of its name, which says how a table is written."""
    from bilat.exports import tables

    made = maker(form)
    given = _counted(made.rows(scope), seen)
    if isinstance(made, Text):
        tables.write(path, made.text(given, scope))
    elif isinstance(made, Whole):
        made.save(given, path)
    elif (way := suffix if suffix in WAYS else form.suffix) == "parquet":
        if find_spec("pyarrow") is None:
            raise MissingExtra('Parquet needs `pip install "bilat[exports]"`')
        from bilat.exports import parquet

        parquet.save(form.name, made.columns, given, path)
    else:
        tables.write(path, tables.WAYS[way](made.columns, given))


def _counted(given: Iterable[Row], seen: Callable[[], None]) -> Iterator[Row]:
    for row in given:
        seen()
        yield row
