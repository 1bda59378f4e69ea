"""From a point of the calendar to its days, seen from a day: `locate`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from bilat.dates.interval import Interval, month_end
from bilat.dates.points import (
    Away,
    Calendar,
    Loose,
    Near,
    Offset,
    Part,
    Point,
    Range,
    Span,
    Turned,
    Unit,
    Weekday,
    Years,
    is_yearly,
)

_LEAP = 9  # a 29 February is at most eight years off


def add_months(day: date, count: int) -> date:
    """The same day of another month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return min(month_end(year, month + 1), date(year, month + 1, 1) + timedelta(day.day - 1))


def unit_around(unit: str, day: date, turn: int) -> Interval:
    """The unit of the calendar that holds a day, or the one `turn` units later."""
    if unit in ("hour", "day"):
        return Interval(day + timedelta(turn), day + timedelta(turn))
    if unit in ("week", "fortnight"):
        days = 7 if unit == "week" else 14
        low = day - timedelta(day.weekday()) + timedelta(days * turn)
        return Interval(low, low + timedelta(days - 1))
    if unit in ("month", "quarter"):
        months = 1 if unit == "month" else 3
        low = add_months(day.replace(day=1), months * turn - (day.month - 1) % months)
        return Interval(low, add_months(low, months) - timedelta(1))
    years = {"year": 1, "decade": 10, "century": 100}[unit]
    offset = 1 if unit == "century" else 0
    first = (day.year - offset) // years * years + offset + turn * years
    return Interval(date(max(first, 1), 1, 1), date(first + years - 1, 12, 31))


def _in_year(point: Point, year: int) -> Interval | None:
    """A yearly point in a given year; None for a 29 February that the year does not have."""
    match point:
        case Calendar(month=month, day=None, months=months):
            low = date(year, month, 1)
            return Interval(low, add_months(low, months) - timedelta(1))
        case Calendar(month=month, day=int(day)):
            if day > month_end(year, month).day:
                return None
            return Interval(date(year, month, day), date(year, month, day))
        case Part(inner=inner):
            whole = _in_year(inner, year)
            return _part(point, whole, None) if whole else None
        case _:
            return None


def _pick(point: Point, years: Iterable[int], fits: Callable[[date, date], bool]) -> Interval | None:
    for year in years:
        found = _in_year(point, year)
        if found and found.low and found.high and fits(found.low, found.high):
            return found
    return None


def _latest(point: Point, day: date) -> Interval | None:
    """The latest of a yearly point that begins by a day."""
    return _pick(point, range(day.year, max(0, day.year - _LEAP), -1), lambda low, high: low <= day)


def _earliest(point: Point, day: date) -> Interval | None:
    """The earliest of a yearly point that ends on or after a day."""
    return _pick(point, range(day.year - 1, day.year + _LEAP), lambda low, high: high >= day)


def _year_of(point: Point, day: date | None) -> int | None:
    """The year that the words give a yearly point."""
    match point:
        case Calendar(year=int(year)):
            return year
        case Calendar(turn=int(turn)):
            return day.year + turn if day else None
        case Part(inner=inner):
            return _year_of(inner, day)
        case _:
            return None


def _locate_yearly(point: Point, day: date | None, tense: str | None) -> Interval | None:
    year = _year_of(point, day)
    if year is not None:
        return _in_year(point, year)
    if day is None:
        return None
    return _earliest(point, day) if tense == "future" else _latest(point, day)


def _weekday(point: Weekday, day: date, forward: bool) -> Interval:
    if forward:
        low = day + timedelta((point.day - day.weekday()) % 7)
        if (day.weekday() - point.day) % 7 < point.days:
            low = day - timedelta((day.weekday() - point.day) % 7)
    else:
        low = day - timedelta((day.weekday() - point.day) % 7)
    return Interval(low, low + timedelta(point.days - 1))


def _turned(point: Turned, day: date, tense: str | None) -> Interval | None:
    inner, turn = point.inner, point.turn
    if isinstance(inner, Weekday):
        if turn == 0:
            return _weekday(inner, day, tense != "past")
        now = _weekday(inner, day, False)
        assert now.low and now.high
        step = 7 if turn > 0 or now.high >= day else 0
        return Interval(now.low + timedelta(step * turn), now.high + timedelta(step * turn))
    if turn < 0:
        return _pick(inner, range(day.year, max(0, day.year - _LEAP), -1), lambda low, high: high < day)
    if turn > 0:
        return _pick(inner, range(day.year, day.year + _LEAP), lambda low, high: low > day)
    holds = _pick(inner, (day.year - 1, day.year), lambda low, high: low <= day <= high)
    return holds or _in_year(inner, day.year)


def _away(count: int, unit: str, side: int, hedge: str, day: date) -> Interval | None:
    if unit == "hour":
        far = timedelta(math.ceil(count / 24))
        return Interval(day - far, day) if side < 0 else Interval(day, day + far)
    if unit in ("day", "week", "fortnight"):
        days = {"day": 1, "week": 7, "fortnight": 14}[unit]
        at = day + timedelta(side * count * days)
        slack = timedelta(days // 2 if days > 1 else 1) if hedge == "about" else timedelta(0)
        found = Interval(at - slack, at + slack)
    elif unit == "weekend":
        return None
    elif unit in ("month", "quarter"):
        found = unit_around(unit, add_months(day, side * count * (1 if unit == "month" else 3)), 0)
    else:
        years = count * {"year": 1, "decade": 10, "century": 100}[unit]
        if years > 150:  # "2,000 years ago" is no year
            return None
        found = Interval(date(day.year + side * years, 1, 1), date(day.year + side * years, 12, 31))
    if hedge == "more":
        return Interval(None, found.high) if side < 0 else Interval(found.low, None)
    if hedge == "less":
        return Interval(found.low, day) if side < 0 else Interval(day, found.high)
    return found


def _far_end(span: Span, day: date) -> date:
    if span.unit == "year" and span.count == 1:
        return add_months(day, 12 * span.side)
    if span.unit == "month" and span.count == 1:
        return add_months(day, span.side)
    far = _away(span.count, span.unit, span.side, "", day)
    if far is None or far.low is None or far.high is None:
        return day + timedelta(7 * span.count * span.side)
    return far.low if span.side < 0 else far.high


def _span(span: Span, day: date) -> Interval:
    """Years are whole years, months whole months, where there are several: the words are no finer."""
    far = _far_end(span, day)
    low, high = (far, day) if span.side < 0 else (day, far)
    if span.unit in ("decade", "century") or (span.unit == "year" and span.count > 1):
        return Interval(date(low.year, 1, 1), date(high.year, 12, 31))
    if span.unit in ("quarter", "year") or (span.unit == "month" and span.count > 1):
        return Interval(low.replace(day=1), month_end(high.year, high.month))
    return Interval(low, high)


# How many months, days or years a part has: from and to, counted from 1; -1 is the last.
_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "begin": (1, 2), "end": (11, 12)}
_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "begin": (1, 7), "end": (25, 31)}
_OF_DECADE = {"early": (1, 4), "mid": (4, 7), "late": (7, 10), "begin": (1, 2), "end": (9, 10)}


def _part(part: Part, whole: Interval, day: date | None) -> Interval | None:
    """A part of an interval with two ends; a part of one or two days is all of them."""
    low, high = whole.low, whole.high
    if low is None or high is None:
        return None
    if part.name in ("earlier", "later"):
        if day is None or not low <= day <= high:
            return whole if day is None or part.name == "later" or high < day else None
        return Interval(low, day) if part.name == "earlier" else Interval(day, high)
    days = (high - low).days + 1
    if part.index:
        return _piece(part, low, high)
    if 28 <= days <= 31:
        first, last = _OF_MONTH[part.name]
        return Interval(low + timedelta(first - 1), min(high, low + timedelta(last - 1)))
    if 365 <= days <= 366:
        first, last = _OF_YEAR[part.name]
        return Interval(add_months(low, first - 1), add_months(low, last) - timedelta(1))
    if 3652 <= days <= 3653:
        first, last = _OF_DECADE[part.name]
        return Interval(date(low.year + first - 1, 1, 1), date(low.year + last - 1, 12, 31))
    if days < 3:
        return whole
    third = days // 3
    cut = {"early": (0, third), "begin": (0, third), "mid": (third, days - third)}.get(part.name, (days - third, days))
    return Interval(low + timedelta(cut[0]), low + timedelta(cut[1] - 1))


_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6}


def _piece(part: Part, low: date, high: date) -> Interval | None:
    """The index-th unit of an interval, from its end where negative; several where the name is `first` or `last`."""
    days = (high - low).days + 1
    several = part.name in ("first", "last")
    step = abs(part.index)
    if part.unit in _MONTHS_IN and days > 31:
        months = _MONTHS_IN[part.unit]
        if part.index > 0:
            start = low if several else add_months(low, months * (step - 1))
            stop = add_months(low, months * step) - timedelta(1)
        else:
            after = high + timedelta(1)
            start = add_months(after, -months * step)
            stop = high if several else add_months(after, -months * (step - 1)) - timedelta(1)
    elif part.unit == "half":
        middle = low + timedelta((days + 1) // 2 - 1)
        start, stop = (low, middle) if part.index in (1, -2) else (middle + timedelta(1), high)
    elif part.unit in ("day", "week"):
        size = 1 if part.unit == "day" else 7
        if part.index > 0:
            start = low if several else low + timedelta(size * (step - 1))
            stop = low + timedelta(size * step - 1)
        else:
            start = high - timedelta(size * step - 1)
            stop = high if several else start + timedelta(size - 1)
    else:
        years = {"year": 1, "decade": 10}.get(part.unit, 0)
        start = low if several else add_months(low, 12 * years * (step - 1))
        stop = add_months(low, 12 * years * step) - timedelta(1)
        if part.index < 0:
            start, stop = add_months(high + timedelta(1), -12 * years * step), high
    inside = low <= start <= stop <= high
    return Interval(start, stop) if inside else None


def _range(point: Range, day: date | None, tense: str | None) -> Interval | None:
    """A range whose year stands at one end only takes the other end next to it."""
    first, last = point.first, point.last
    if is_yearly(first) and is_yearly(last):
        if _year_of(first, day) is None and _year_of(last, day) is not None:
            end = _locate_yearly(last, day, tense)
            start = _latest(first, end.high) if end and end.high else None
        else:
            start = _locate_yearly(first, day, tense)
            end = _locate_yearly(last, day, tense) if _year_of(last, day) is not None else None
            if end is None and start and start.low:
                end = _earliest(last, start.low)
    elif isinstance(first, Weekday) and isinstance(last, Weekday):
        return _weekday_range(first, last, day, tense)
    else:
        start, end = locate(first, day, tense), locate(last, day, tense)
    if not (start and end and start.low and end.high) or start.low > end.high:
        return None
    return Interval(start.low, end.high)


def _weekday_range(first: Weekday, last: Weekday, day: date | None, tense: str | None) -> Interval | None:
    if day is None:
        return None
    start = _weekday(first, day, tense == "future").low
    assert start
    return Interval(start, start + timedelta((last.day - first.day) % 7))


def locate(point: Point, day: date | None, tense: str | None) -> Interval | None:
    """The days of a point of the calendar, seen from a day (None: unknown) in a tense; None where not fixed.

    A bare month, date or weekday is the latest one begun by the day, in the future tense the earliest not yet over.
    """
    match point:
        case Years(first=first, last=last):
            return Interval(date(first, 1, 1), date(last, 12, 31))
        case Calendar():
            return _locate_yearly(point, day, tense)
        case Range():
            return _range(point, day, tense)
        case Part(inner=inner):
            if is_yearly(point):
                return _locate_yearly(point, day, tense)
            whole = locate(inner, day, tense)
            return _part(point, whole, day) if whole else None
        case Offset(inner=inner):
            whole = locate(inner, day, tense)
            if not whole or not whole.low or whole.low != whole.high:
                return None
            return _away(point.count, point.unit, point.side, point.hedge, whole.low)
        case Loose():
            return None
    return _from_day(point, day, tense) if day else None


def _from_day(point: Point, day: date, tense: str | None) -> Interval | None:
    match point:
        case Weekday():
            return _weekday(point, day, tense == "future")
        case Turned():
            return _turned(point, day, tense)
        case Unit(unit="quarter" | "month" | "week" | "year" | "decade" | "century" | "day" | "fortnight" as unit):
            return None if point.told and tense == "past" else unit_around(unit, day, point.turn)
        case Away(side=side) | Span(side=side):
            if side > 0 and tense != "future":
                return None
            return (
                _span(point, day) if isinstance(point, Span) else _away(point.count, point.unit, side, point.hedge, day)
            )
        case Near(first=first, last=last):
            return Interval(day + timedelta(first), day + timedelta(last))
        case _:
            return None
