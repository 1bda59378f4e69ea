"""What exports are made of; light, since the list of commands is made with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from bilat.ledgers import View

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is wanted of a view: all, what concerns `a`, or `a` and `b` together; `since` and `until` are ISO days."""

    view: View
    a: str | None = None
    b: str | None = None
    since: str | None = None
    until: str | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing of the view is left out."""
        return not (self.a or self.since or self.until)


class Column(NamedTuple):
    """A column: `what` is text, int, number, bool, day (an ISO day) or list (several texts)."""

    name: str
    what: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the same columns."""

    columns: Sequence[Column]
    rows: Callable[[Scope], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Text:
    """Rows, and how they are put into a text of their format.

    `fields` are what the format calls things, each with what it holds: for the documentation.
    """

    rows: Callable[[Scope], Iterator[Row]]
    text: Callable[[Iterable[Row], Scope], Iterator[str]]
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows, and how they are written to a file that is no text."""

    rows: Callable[[Scope], Iterator[Row]]
    save: Callable[[Iterable[Row], Path], None]
    fields: Sequence[tuple[str, str]] = ()


Maker = Table | Text | Whole
