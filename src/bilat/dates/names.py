"""From tokens to points of the calendar that have names or numbers: dates, months, years, weekdays, seasons.

Every function takes the tokens and an index and answers with what it read and the index after it, or with None.
`led` says that a word before ("in", "last") makes it surely a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bilat.dates.interval import month_end
from bilat.dates.lexing import LISTS, MONTHS, SEASONS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS, Token
from bilat.dates.points import Calendar, Loose, Point, Range, Weekday, Years

Tokens = Sequence[Token]
ReadPoint = tuple[Point, int] | None
ReadNumber = tuple[int, int] | None

_COUNTED = LISTS["counted"]
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_DAY = re.compile(r"([0-3]?\d)(?:st|nd|rd|th)?")
_DAYS = re.compile(r"([0-3]?\d)[-\u2010-\u2013]([0-3]?\d)")
_YEARS = re.compile(r"((?:1[6-9]|20)\d\d)[-/\u2010-\u2013](\d{4}|\d\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d\d)[-/.](\d\d)(?:t.*)?")
_NUMERIC = re.compile(r"(\d\d?)([./])(\d\d?)\2(\d{4})")
_DECADE = re.compile(r"(1[6-9]\d0|20\d0)s")
_CENTURY = re.compile(r"(\d\d)(?:st|nd|rd|th)")


def is_name(token: Token) -> bool:
    return token.raw[:1].isupper()


def month(tokens: Tokens, i: int) -> ReadNumber:
    """A month's name, or its short form with or without a stop."""
    token = tokens[i]
    if not is_name(token):
        return None
    if token.word in MONTHS:
        return MONTHS[token.word], i + 1
    if token.word in SHORT_MONTHS:
        return SHORT_MONTHS[token.word], i + (2 if tokens[i + 1].word == "." else 1)
    return None


def _stands_alone(tokens: Tokens, i: int, led: bool) -> bool:
    """Whether a month without day or year is one: "May" and "March" are also other words, "Jan" a name."""
    token, after = tokens[i], tokens[i + 1]
    if token.word in SHORT_MONTHS:
        return led and after.word == "."
    if token.word not in ("may", "march"):
        return True
    if led or tokens[i - 1].word in ("early", "late", "mid", "-", "earlier", "later"):
        return True
    owned = tokens[i - 1].word in ("the", "a", "its", "his", "her", "their", "'s", "\u2019s", "this", "last", "next")
    return owned and after.raw[:1].islower() and after.word not in LISTS["not_month"]


def year(tokens: Tokens, i: int) -> ReadNumber:
    """A year of four digits, where nothing beside it makes it a count, a sum or a name."""
    token = tokens[i]
    if not _YEAR.fullmatch(token.word):
        return None
    before, after = tokens[i - 1], tokens[i + 1]
    if before.word in LISTS["not_year"] or before.word in ("$", "\u20ac", "\u00a3", "#", "+", "\u2116", "\u00b1"):
        return None
    # "total of 2000", "No. 2014", and a hyphen that is not one of "mid-2022".
    if before.word in ("of", "."):
        if tokens[i - 2].word in ("total", "some", "group", "number", "crowd", "no", "nos", "force"):
            return None
    elif before.word in _DASHES and before.end == token.start:
        two = tokens[i - 2]
        if two.end == before.start and two.word not in ("mid", "pre", "post", "early", "late") and not _year_like(two):
            return None
    if after.word == "%" or (after.word in _DASHES and after.start == token.end and tokens[i + 2].raw[:1].islower()):
        return None
    if after.word in _COUNTED and not (before.word in ("in", "since", "during") and i < 2):
        return None
    return int(token.word), i + 1


def _year_like(token: Token) -> bool:
    return bool(_YEAR.fullmatch(token.word))


def _year_after(tokens: Tokens, i: int) -> ReadNumber:
    """The year of a date: straight after it, after a comma, after "of" or a hyphen."""
    token = tokens[i]
    j = i + 1 if token.word in (",", "of", "-") else i
    found = tokens[j]
    if not _year_like(found) or (token.word == "-" and token.start != tokens[i - 1].end):
        return None
    if tokens[j + 1].word in _COUNTED and j > i:
        return None
    return int(found.word), j + 1


def _turn_after(tokens: Tokens, i: int) -> ReadNumber:
    """The year of "in May last year", "July of this year"."""
    j = i + 1 if tokens[i].word in ("of", ",") else i
    turn = {"last": -1, "this": 0, "next": 1}.get(tokens[j].word)
    if turn is None or tokens[j + 1].word != "year":
        return None
    return turn, j + 2


def dated(tokens: Tokens, i: int, number: int, day: int | None) -> tuple[Calendar, int]:
    """A month or day with the year that follows it, if one does."""
    found = _year_after(tokens, i)
    if found:
        return Calendar(number, day, year=found[0]), found[1]
    turned = _turn_after(tokens, i)
    if turned:
        return Calendar(number, day, turn=turned[0]), turned[1]
    return Calendar(number, day), i


def _real(number: int, day: int) -> bool:
    return 1 <= day <= month_end(2000, number).day


def day_number(tokens: Tokens, i: int, number: int) -> ReadNumber:
    found = _DAY.fullmatch(tokens[i].word)
    if not found or not _real(number, int(found[1])):
        return None
    after = tokens[i + 1]
    if after.word == "%" or (after.word == "-" and tokens[i + 2].raw[:1].islower()):
        return None
    # "In October 12 civilians died" counts; "On October 12 civilians died" does not.
    counts = after.word in _COUNTED and tokens[i - 2].word != "on"
    return None if counts else (int(found[1]), i + 1)


def _days(first: int, last: int, number: int, tokens: Tokens, i: int) -> ReadPoint:
    if not (_real(number, first) and _real(number, last) and first < last):
        return None
    end, j = dated(tokens, i, number, last)
    return Range(Calendar(number, first, year=end.year, turn=end.turn), end), j


def month_first(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    """ "May 21, 2024", "May 19-20", "May 19 and 20", "May 2024", "May"."""
    named = month(tokens, i)
    if not named:
        return None
    number, j = named
    if tokens[j].word == "-":
        j += 1
    pair = _DAYS.fullmatch(tokens[j].word)
    if pair:
        return _days(int(pair[1]), int(pair[2]), number, tokens, j + 1)
    if tokens[j].word == "the" and _DAY.fullmatch(tokens[j + 1].word) and tokens[j + 1].word[-1].isalpha():
        j += 1
    day = day_number(tokens, j, number)
    if day:
        joint = tokens[day[1]].word
        if joint in ("and", "to", "through") or joint in _DASHES:
            other = day_number(tokens, day[1] + 1, number)
            if other and not month(tokens, other[1]):
                many = _days(day[0], other[0], number, tokens, other[1])
                if many:
                    return many
        return dated(tokens, day[1], number, day[0])
    j = named[1]
    found, k = dated(tokens, j, number, None)
    if found.year or found.turn is not None or _stands_alone(tokens, i, led):
        return found, k
    return None


def day_first(tokens: Tokens, i: int) -> ReadPoint:
    """ "21 May 2024", "the 3rd of March", "19-20 May", "19 and 20 May"."""
    j = i + 1 if tokens[i].word == "the" else i
    pair = _DAYS.fullmatch(tokens[j].word)
    day = _DAY.fullmatch(tokens[j].word)
    if not pair and not day:
        return None
    k = j + 1
    second: int | None = None
    if day and (tokens[k].word in ("and", "to") or tokens[k].word in _DASHES):
        other = _DAY.fullmatch(tokens[k + 1].word)
        if other:
            second, k = int(other[1]), k + 2
        elif tokens[k].word not in _DASHES:
            return None
    if tokens[k].word in ("of", "-"):
        k += 1
    named = month(tokens, k)
    if not named:
        return None
    if pair:
        return _days(int(pair[1]), int(pair[2]), named[0], tokens, named[1])
    assert day
    if second is not None:
        return _days(int(day[1]), second, named[0], tokens, named[1])
    if not _real(named[0], int(day[1])):
        return None
    return dated(tokens, named[1], named[0], int(day[1]))


def numeric(tokens: Tokens, i: int) -> ReadPoint:
    """ "2024-05-19", "19.05.2024"; with a stroke only where one order alone is a date."""
    word = tokens[i].word
    iso = _ISO.fullmatch(word)
    if iso:
        return _calendar(int(iso[1]), int(iso[2]), int(iso[3]), i)
    found = _NUMERIC.fullmatch(word)
    if not found:
        return None
    first, second, number = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "." or first > 12 or first == second:
        return _calendar(number, second, first, i)
    if second > 12:
        return _calendar(number, first, second, i)
    return Loose(), i + 1


def _calendar(number: int, in_year: int, day: int, i: int) -> ReadPoint:
    if not (number >= 1000 and 1 <= in_year <= 12 and 1 <= day <= month_end(number, in_year).day):
        return None
    return Calendar(in_year, day, year=number), i + 1


def year_words(tokens: Tokens, i: int) -> ReadPoint:
    """ "2015", "2015-20", "2024/25", "the 1990s", "the 21st century"."""
    j = i + 1 if tokens[i].word == "the" else i
    token = tokens[j]
    decade = _DECADE.fullmatch(token.word)
    if decade:
        first = int(decade[1])
        return Years(first, first + 9), j + 1
    century = _CENTURY.fullmatch(token.word)
    if century and tokens[j + 1].word == "century":
        last = int(century[1]) * 100
        return (Years(last - 99, last), j + 2) if last <= 2100 else None
    if j > i:
        return None
    pair = _YEARS.fullmatch(token.word)
    if pair:
        first = int(pair[1])
        last = int(pair[2]) if len(pair[2]) == 4 else first // 100 * 100 + int(pair[2])
        counted = tokens[j + 1].word in _COUNTED or tokens[j - 1].word in LISTS["not_year"]
        return (Years(first, last), j + 1) if first < last < 2100 and not counted else None
    alone = year(tokens, j)
    return (Years(alone[0], alone[0]), alone[1]) if alone else None


def weekday(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    """ "Sunday", "Sunday morning", "Sunday, May 19": where a date follows, that is it."""
    token = tokens[i]
    if not is_name(token):
        return None
    short = token.word in SHORT_WEEKDAYS
    if not short and token.word not in WEEKDAYS:
        return None
    j = i + 1
    if short and tokens[j].word == ".":
        j += 1
    k = j + 1 if tokens[j].word in (",", "(") else j
    for full in (month_first(tokens, k, False), day_first(tokens, k)):
        if full and not isinstance(full[0], Range):
            if tokens[j].word != "(":
                return full
            if tokens[full[1]].word == ")":
                return full[0], full[1] + 1
    if short:
        return None
    # "Black Friday", "the Sunday Times", "on Saturday Night Live", "the Mail on Sunday": a name.
    if (is_name(tokens[j]) and tokens[j].word in LISTS["day_times"]) or tokens[i - 2].raw == "Mail":
        return None
    if is_name(tokens[j]) and tokens[j].raw.isalpha() and tokens[j].word not in MONTHS and not led:
        return None
    before = tokens[i - 1]
    if before.raw.isalpha() and is_name(before) and not led and before.word not in ("late", "early", "overnight"):
        return None
    return Weekday(WEEKDAYS[token.word]), j


def season(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    """ "the summer of 2022", "spring 2023", "in the autumn"."""
    j = i + 1 if tokens[i].word == "the" else i
    name = tokens[j].word
    if name not in SEASONS:
        return None
    start = SEASONS[name]
    pair = _YEARS.fullmatch(tokens[j + 1].word if tokens[j + 1].word != "of" else tokens[j + 2].word)
    if pair and start == 12:
        return Calendar(12, months=3, year=int(pair[1])), j + (2 if tokens[j + 1].word != "of" else 3)
    found, k = dated(tokens, j + 1, start, None)
    if found.year and start == 12:
        # "the winter of 2022" is the one that begins in it to some and the one that ends in it to others.
        return Calendar(1, months=14, year=found.year), k
    if found.year or found.turn is not None:
        return Calendar(start, months=3, year=found.year, turn=found.turn), k
    alone = led and tokens[i].word == "the" and tokens[j].raw.islower() and tokens[j + 1].word != "of"
    return (Calendar(start, months=3), j + 1) if alone else None
