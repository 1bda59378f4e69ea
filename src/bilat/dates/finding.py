"""Where time expressions stand in a text, and what days they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bilat.dates.interval import Interval, to_iso
from bilat.dates.lexing import (
    LISTS,
    MONTHS,
    SEASONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
    WORDS,
    marks,
    may_hold_time,
    tokens,
)
from bilat.dates.locating import locate
from bilat.dates.names import ReadPoint, Tokens
from bilat.dates.phrases import HEDGES, away, count, hedge, point
from bilat.dates.points import Away, Calendar, Loose, Part, Point, Range, Span, Weekday, Years, is_absolute


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression in a text: `words` are `text[start:end]`, in code points.

    `rule` names what was read (`calendar`, `weekday`, `loose`: one that no date can be told for, such as "days
    earlier"). `relation` is how the time stands to what is told: `at`, `since`, `until`, `before`, `after`, or
    `between` for a range with both ends in words. `core` is where the time itself begins, after "since" or "on".
    `absolute` says that it needs no anchor.
    """

    start: int
    end: int
    words: str
    rule: str
    relation: str
    core: int
    absolute: bool
    point: Point


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By first word, the phrases that lead a time and their relation, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for relation, phrases in WORDS["relations"].items():
        for phrase in phrases:
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, relation))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in table.items()}


_RELATIONS = _phrases()
_DAY_TIMES = LISTS["day_times"]
_STARTS = frozenset(
    [
        *MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *SEASONS, *UNITS, *WORDS["numbers"], *WORDS["parts"],
        *WORDS["ordinals"], *LISTS["back"], *LISTS["ahead"], *LISTS["vague"], "the", "this", "that", "these", "those",
        "its", "recent", "yesterday", "today", "tomorrow", "tonight", "overnight", "earlier", "later", "christmas",
        "new", "boxing", "valentine", "q1", "q2", "q3", "q4", "final", "at", "in", "on", "during", "noon", "midnight",
        *HEDGES,
    ]
)  # fmt: skip
_ZONES = frozenset(["gmt", "utc", "et", "est", "edt", "cet", "cest", "bst", "msk"])
_CLOCK = _ZONES | {"pm", "am", "a.m.", "p.m.", "a.m", "p.m"}


def _clock(toks: Tokens, i: int) -> int:
    """The index after a time of day: "10 p.m.", "22:00 GMT", "noon"; `i` itself where there is none."""
    word = toks[i].word
    if word in ("noon", "midday", "midnight", "dawn", "dusk"):
        return i + 1
    if not word[:1].isdigit():
        return i
    j = i + 1
    sure = word[-2:] in ("am", "pm") or (word.count(":") == 1 and len(word) <= 5)
    if toks[j].word in _CLOCK:
        sure, j = True, j + 1
    if toks[j].word in _ZONES:
        j += 1
    elif toks[j + 1].word == "time" and toks[j].raw.isalpha() and sure:
        j += 2
    return j if sure else i


def _clock_led(toks: Tokens, i: int) -> int:
    """The index after a time of day with the word that leads it: "at 10 p.m."."""
    j = i
    if toks[j].word in ("at", "around", "about", "by", ","):
        j += 1
        if toks[j].word in ("around", "about"):
            j += 1
    after = _clock(toks, j)
    return after if after > j else i


def _day_time_lead(toks: Tokens, i: int) -> int:
    """The index after "at 10 p.m. on", "the evening of", "late on": what may stand before a day; else `i`."""
    clock = _clock_led(toks, i)
    if clock > i:
        return clock + 1 if toks[clock].word in ("on", "of") else clock
    j = i
    if toks[j].word in ("in", "on", "during", "by") and toks[j + 1].word == "the":
        j += 1
    if toks[j].word == "the":
        j += 1
    if toks[j].word in ("early", "late", "small"):
        j += 1
    if toks[j].word in (*_DAY_TIMES, "hours") and toks[j + 1].word in ("of", "on"):
        return j + 2
    if toks[i].word in ("late", "early", "overnight"):
        return i + 2 if toks[i + 1].word in ("on", "from") else i + 1
    return i


def _tail(toks: Tokens, i: int) -> int:
    """The index after the time of day that follows a day: "Sunday night", "Sunday at 10 p.m."."""
    if toks[i].word in _DAY_TIMES:
        return i + 1
    after = _clock_led(toks, i)
    return after if toks[i].word != "," or after > i + 1 else i


def _is_day(found: Point) -> bool:
    return isinstance(found, Weekday) or (isinstance(found, Calendar) and found.day is not None)


_JOINTS = frozenset(["to", "through", "until", "till", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014"])


def _range_on(toks: Tokens, first: Point, j: int, joints: frozenset[str]) -> ReadPoint:
    """A range, where a point is followed by a joint and another of its sort."""
    if toks[j].word not in joints or isinstance(first, (Loose, Range, Span)):
        return None
    k = _day_time_lead(toks, j + 1) if toks[j].word in ("to", "and") else j + 1
    last = point(toks, k if toks[k].raw else j + 1, True)
    if not last or isinstance(last[0], (Loose, Range, Span)):
        return None
    if isinstance(last[0], Years) and isinstance(first, (Weekday, Calendar)) and "and" in joints:
        return None
    return Range(first, last[0]), last[1]


def _dated(toks: Tokens, i: int, led: bool) -> ReadPoint:
    """A point with the time of day around it, or a range of two points."""
    if toks[i].word not in _STARTS and not toks[i].word[:1].isdigit():
        return None
    lead = _day_time_lead(toks, i)
    if lead > i:
        led_point = point(toks, lead, True)
        if led_point and _is_day(led_point[0]):
            ranged = _range_on(toks, *led_point, _JOINTS - {"until", "till"})
            return ranged or (led_point[0], _tail(toks, led_point[1]))
    found = point(toks, i, led)
    if not found:
        return None
    ranged = _range_on(toks, *found, _JOINTS - {"until", "till"})
    if ranged:
        return ranged
    return (found[0], _tail(toks, found[1])) if _is_day(found[0]) or toks[i].word in _NEARS else found


_NEARS = frozenset(["yesterday", "today", "tomorrow"])


def _between(toks: Tokens, i: int) -> ReadPoint:
    """ "between A and B", "from A to B"."""
    word = toks[i].word
    joints = frozenset(["and"]) if word == "between" else _JOINTS
    j = _day_time_lead(toks, i + 1)
    first = point(toks, j, True)
    if not first:
        return None
    if isinstance(first[0], Range):
        return first
    end = _tail(toks, first[1]) if _is_day(first[0]) else first[1]
    ranged = _range_on(toks, first[0], end, joints)
    if ranged:
        return ranged[0], _tail(toks, ranged[1])
    return None


def _in_units(toks: Tokens, i: int) -> ReadPoint:
    """ "in two weeks", "within three days": from now on, but not in "the first time in five years"."""
    number = count(toks, i + 1)
    if not number or number[0] == 0:
        return None
    unit = UNITS.get(toks[number[1]].word)
    after = number[1] + 1
    if not unit or unit == "weekend" or toks[after].word in ("of", "-", "after", "before"):
        return None
    if toks[after].word in ("'s", "\u2019s", "'", "\u2019") and toks[after + 1].word == "time":
        after += 2
    before = [t.word for t in toks[max(0, i - 4) : i]]
    if any(w.endswith("est") or w in ("first", "only", "most", "time", "worst") for w in before):
        return None
    return (Away(number[0], unit, 1) if toks[i].word == "in" else Span(number[0], unit, 1)), after


def _expression(toks: Tokens, i: int) -> tuple[Point, str, int, int] | None:
    """The point that is read from a token on, its relation, the index where it begins and the one after it."""
    word = toks[i].word
    if word in ("between", "from"):
        ranged = _between(toks, i)
        if ranged:
            return ranged[0], "between", i + 1, ranged[1]
    if word in HEDGES and hedge(toks, i)[0]:
        counted = away(toks, i)  # "over a year ago" before "over"
        if counted:
            return counted[0], "at", i, counted[1]
    for words, relation in _RELATIONS.get(word, ()):
        size = len(words)
        if size > 1 and tuple(t.word for t in toks[i : i + size]) != words:
            continue
        found = _dated(toks, i + size, True)
        if found:
            return found[0], relation, i + size, found[1]
    if word in ("in", "within"):
        units = _in_units(toks, i)
        if units:
            return units[0], "at", i + 1, units[1]
    if word in ("from", "of", "between", "to"):
        found = _dated(toks, i + 1, True)
        if found and word == "from" and toks[found[1]].word in ("on", "onward", "onwards"):
            return found[0], "since", i + 1, found[1] + 1
        return (found[0], "at", i + 1, found[1]) if found else None
    if word in ("pre", "post") and toks[i + 1].word == "-":
        found = point(toks, i + 2, True)
        return (found[0], "before" if word == "pre" else "after", i + 2, found[1]) if found else None
    found = _dated(toks, i, False)
    if not found:
        return None
    if toks[found[1]].word in ("onward", "onwards"):
        return found[0], "since", i, found[1] + 1
    return found[0], "at", i, found[1]


_LEAD = 9  # "no later than the beginning of the year": more words never stand before the one that names a time


def find(text: str) -> list[Expression]:
    """The time expressions of a text, in order, without overlap.

    Those that no date can be told for ("days earlier") are there too, with rule `loose`.
    """
    if not may_hold_time(text):
        return []
    toks = tokens(text)
    ahead = iter(marks(toks))
    mark = next(ahead, None)
    found: list[Expression] = []
    i = 0
    while mark is not None:
        if mark < i:
            mark = next(ahead, None)
            continue
        i = max(i, mark - _LEAD)
        read = _expression(toks, i)
        if read is None:
            i += 1
            continue
        what, relation, core, after = read
        # "of May" and "to Sunday" lead a time but are no part of it.
        first = core if toks[i].word in ("of", "to", "between") and relation == "at" else i
        if toks[after].word in ("'s", "\u2019s") and relation != "between":
            # "after Monday's vote" is after the vote: the day only says which.
            first, relation = core, "at"
        if isinstance(what, Loose) and relation == "at":
            first = core  # "handed over | months before"
        if relation == "before" and isinstance(what, Part) and what.name == "end":
            relation = "until"  # "before the end of the year" is by its last day
        start, end = toks[first].start, toks[after - 1].end
        rule = type(what).__name__.lower()
        found.append(Expression(start, end, text[start:end], rule, relation, toks[core].start, is_absolute(what), what))
        i = after
    return found


def _seen(expression: Expression, anchor: Interval | None, tense: str | None) -> Interval | None:
    """The days of the core: from the anchor's low end; from a long anchor only what all its days agree on."""
    day = anchor.low if anchor else None
    ahead = expression.relation == "until" or expression.words.split()[0].lower() in LISTS["onward"]
    if ahead and tense != "past":
        tense = "future"
    elif expression.relation == "since":
        tense = "present"
    low = locate(expression.point, day, tense)
    if anchor and anchor.low and anchor.high and (anchor.high - anchor.low).days > 7:
        return low if low == locate(expression.point, anchor.high, tense) else None
    return low


def resolve(expression: Expression, anchor: Interval | None, tense: str | None) -> str | None:
    """The days of an expression as an ISO date or range, or None where they cannot be told.

    `anchor` is when the text was published: relative dates count from its low end, and without one only absolute
    expressions resolve. `tense` is `past`, `present` or `future` of what is told; a bare month, date or weekday looks
    back from the anchor in all but the future.
    """
    try:
        days = _seen(expression, anchor, tense)
        related = _related(days, expression.relation, anchor, tense) if days else None
    except (ValueError, OverflowError):  # "5,000 years ago" is before the calendar
        return None
    if not related:
        return None
    too_late = related.low and anchor and anchor.high and related.low > anchor.high
    return None if too_late and tense == "past" and not expression.absolute else to_iso(related)


def _up_to(last: date, anchor: Interval | None, tense: str | None) -> Interval:
    """Until a day: what is to come lies between now and then."""
    now = anchor.low if anchor and tense == "future" else None
    return Interval(now if now and now <= last else None, last)


def _related(days: Interval, relation: str, anchor: Interval | None, tense: str | None) -> Interval | None:
    match relation:
        case "since":
            return Interval(days.low, None) if days.low else None
        case "until":
            return _up_to(days.high, anchor, tense) if days.high else None
        case "before":
            return _up_to(days.low - timedelta(1), anchor, tense) if days.low else None
        case "after":
            return Interval(days.high + timedelta(1), None) if days.high else None
        case _:
            return days


def header_dates(text: str) -> list[Expression]:
    """The days written in full in a header or dateline: "May 21, 2024", "21 May 2024", "2024-05-21"."""
    return [e for e in find(text) if isinstance(e.point, Calendar) and e.point.day and e.point.year]
