"""Tables as Parquet: the columns' types as its schema, their labels as the schema's metadata."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bilat.exports.shapes import Column, Row
from bilat.reports import flat

_BATCH = 5_000  # rows in memory at a time


def _text(value: Any) -> str:
    # what UTF-8 cannot hold would end the writing
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _texts(value: Any) -> list[str]:
    return [_text(one) for one in (value if isinstance(value, list) else [value])]


_TYPES: Mapping[str, tuple[Any, Callable[[Any], Any]]] = {
    "text": (pa.string(), _text),
    "int": (pa.int64(), int),
    "number": (pa.float64(), float),
    "bool": (pa.bool_(), bool),
    "day": (pa.date32(), date.fromisoformat),
    "list": (pa.list_(pa.string()), _texts),
}


def schema_of(form: str, columns: Sequence[Column]) -> Any:
    """The Arrow schema of a table, each field with its `label`."""
    fields = [pa.field(c.name, _TYPES[c.what][0], metadata={"label": c.label}) for c in columns]
    return pa.schema(fields, metadata={"bilat": version("bilat"), "format": form})


def save(form: str, columns: Sequence[Column], rows: Iterable[Row], path: Path) -> None:
    """Write rows a batch at a time."""
    schema = schema_of(form, columns)
    given = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := [flat(row) for row in islice(given, _BATCH)]:
            cells = [_column(c, batch) for c in columns]
            writer.write_table(pa.Table.from_arrays(cells, schema=schema))


def _column(column: Column, batch: Sequence[Row]) -> Any:
    kind, made = _TYPES[column.what]
    values = [row.get(column.name) for row in batch]
    return pa.array([None if v is None or v == "" else made(v) for v in values], kind)
