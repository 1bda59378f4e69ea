"""Points of the calendar as a text names them: every class says what its words say and no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """Some months from `month` on, or one `day`; `year` as written, or `turn` years from the present one."""

    month: int
    day: int | None = None
    months: int = 1
    year: int | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """Whole years, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0; also Saturday 5 with `days` 2, the weekend."""

    day: int
    days: int = 1


@dataclass(frozen=True, slots=True)
class Turned:
    """The `last` (-1), `this` (0) or `next` (1) month, season, date or weekday of that name."""

    inner: Calendar | Weekday
    turn: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The last, this or next unit of the calendar; `told` where a bare "the year" could be that of the story."""

    unit: str
    turn: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """So many units ago (-1) or from now (1); `hedge` is `more`, `less`, `about` or empty."""

    count: int
    unit: str
    side: int
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """All of the past (-1) or coming (1) so many units."""

    count: int
    unit: str
    side: int


@dataclass(frozen=True, slots=True)
class Near:
    """From `first` to `last` days after the present one: yesterday, overnight."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of another point: `early`, `end`, or the `index`-th of `of` equal parts or of its units."""

    name: str
    inner: Point
    index: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From one point to another."""

    first: Point
    last: Point


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units before (-1) or after (1) another point."""

    count: int
    unit: str
    side: int
    inner: Point
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class Loose:
    """A time that counts from something told elsewhere, or that is too vague: "days earlier"."""


Point = Calendar | Years | Weekday | Turned | Unit | Away | Span | Near | Part | Range | Offset | Loose


def is_absolute(point: Point) -> bool:
    """Whether the words alone fix the days."""
    match point:
        case Calendar(year=year):
            return year is not None
        case Years():
            return True
        case Part(inner=inner) | Offset(inner=inner):
            return is_absolute(inner) and not (isinstance(point, Part) and point.name in ("earlier", "later"))
        case Range(first=first, last=last):
            return (
                is_absolute(first) or is_absolute(last)
                if is_yearly(first) and is_yearly(last)
                else (is_absolute(first) and is_absolute(last))
            )
        case _:
            return False


def is_yearly(point: Point) -> bool:
    """Whether it comes round every year."""
    return isinstance(point, Calendar) or (isinstance(point, Part) and is_yearly(point.inner))
