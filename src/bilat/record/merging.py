"""What several readings of one text tell of it together.

Each detail is chosen by an order of its own, so that the outcome depends on the set of readings alone: not on their
order, nor on how often one is repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from bilat.dates import interval
from bilat.model import Document, Part, When

_T = TypeVar("_T")


def merge(known: Document, given: Document) -> Document:
    """What is known of a text, merged with one more reading of it; the name is that of the new reading."""
    return Document(
        name=given.name,
        text=given.text,
        title=_least(known.title, given.title),
        published=_least(known.published, given.published, _date_order),
        authors=_least(known.authors, given.authors) or (),
        outlet=_least(known.outlet, given.outlet),
        origin=_least(known.origin, given.origin),
        url=_least(known.url, given.url),
        language=min(known.language, given.language),
        form=max(known.form, given.form),  # a reader that saw the items of a digest saw more
        parts=_least(known.parts, given.parts, _parts_order) or (),
        notes=tuple(sorted({*known.notes, *given.notes})),
    )


def _least(one: _T | None, other: _T | None, order: Callable[[_T], Any] = lambda value: value) -> _T | None:
    """The lesser of those that there are."""
    return min((value for value in (one, other) if value), key=order, default=None)


def _date_order(when: When) -> tuple[bool, int, str, str]:
    """A date given with the document comes before one found in its text, a narrow one before a wide one."""
    span = interval(when.iso)
    width = ((span.high or date.max) - (span.low or date.min)).days
    return when.basis != "document", width, when.iso, when.words


def _parts_order(parts: tuple[Part, ...]) -> tuple[int, list[tuple[int, int, str]]]:
    """More parts come first: a reader that saw them saw more."""
    return -len(parts), [(part.start, part.end, part.role) for part in parts]
