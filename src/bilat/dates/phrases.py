"""From tokens to points of the calendar that count from another: "last July", "two days ago", "the end of May".

Every function takes the tokens and an index and answers with what it read and the index after it, or with None.
`point` reads whatever point begins at a token.
"""

from __future__ import annotations

from bilat.dates.lexing import LISTS, NUMBERS, SEASONS, UNITS, WEEKDAYS, WORDS
from bilat.dates.names import (
    ReadNumber,
    ReadPoint,
    Tokens,
    dated,
    day_first,
    day_number,
    is_name,
    month,
    month_first,
    numeric,
    season,
    weekday,
    year,
    year_words,
)
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
)

_ORDINALS: dict[str, int] = WORDS["ordinals"]
_PARTS: dict[str, str] = WORDS["parts"]
_FEASTS: dict[str, list[int]] = WORDS["feasts"]
_BACK, _AHEAD = LISTS["back"], LISTS["ahead"]
_HEDGE_NAMES = ("more", "less", "about")
HEDGES = frozenset(words.split()[0] for name in _HEDGE_NAMES for words in LISTS[name])
_DAY_TIMES = LISTS["day_times"]
_SINGULAR = frozenset(["day", "week", "month", "year", "quarter", "decade", "century", "fortnight", "weekend"])
_OF_DAY = frozenset(["morning", "afternoon", "evening", "night"])
_ANAPHORIC = frozenset(["earlier", "later", "before", "after", "prior", "previously", "beforehand", "afterwards"])


def count(tokens: Tokens, i: int) -> ReadNumber:
    """A whole number in digits or words; 0 for a vague one ("several")."""
    word = tokens[i].word
    if word == "a" and tokens[i + 1].word in LISTS["vague"]:
        i, word = i + 1, tokens[i + 1].word
    if word in LISTS["vague"]:
        return 0, i + (2 if tokens[i + 1].word == "of" else 1)
    if word in NUMBERS:
        value = NUMBERS[word]
        if value >= 20 and tokens[i + 1].word == "-" and NUMBERS.get(tokens[i + 2].word, 10) < 10:
            return value + NUMBERS[tokens[i + 2].word], i + 3
        return value, i + 1
    digits = word.replace(",", "")
    return (int(digits), i + 1) if digits.isdecimal() and len(digits) < 6 else None


def hedge(tokens: Tokens, i: int) -> tuple[str, int]:
    """ "more than", "nearly": what it makes of the number after it."""
    if tokens[i].word not in HEDGES:
        return "", i
    for size in (2, 1):
        words = " ".join(t.word for t in tokens[i : i + size])
        for name in _HEDGE_NAMES:
            if words in LISTS[name]:
                return name, i + size
    return "", i


def away(tokens: Tokens, i: int) -> ReadPoint:
    """ "two days ago", "less than three weeks after", "days earlier"."""
    hedged, j = hedge(tokens, i)
    number = count(tokens, j) or (0, j)
    if hedged and number[1] == j:
        return None
    j = number[1]
    if tokens[j].word == "full":
        j += 1
    unit = UNITS.get(tokens[j].word)
    if not unit or (number[1] == i and tokens[j].word in _SINGULAR):
        return None
    after = tokens[j + 1].word
    vague = number[0] == 0
    if after == "ago":
        return (Loose() if vague else Away(number[0], unit, -1, hedged)), j + 2
    if (after == "from" and tokens[j + 2].word == "now") or after == "hence":
        return (Loose() if vague else Away(number[0], unit, 1, hedged)), j + (3 if after == "from" else 2)
    if after not in _ANAPHORIC:
        return None
    if after in ("before", "after") and not vague:
        inner = _plain(tokens, j + 2, True)
        if inner and not isinstance(inner[0], Loose):
            return Offset(number[0], unit, -1 if after == "before" else 1, inner[0], hedged), inner[1]
    return Loose(), j + 2


def _named_turn(tokens: Tokens, i: int, turn: int) -> ReadPoint:
    """The month, season, weekday or weekend of "last July", "next Sunday", "this spring"."""
    token = tokens[i]
    if token.word == "weekend":
        return Turned(Weekday(5, 2), turn), i + 1
    if token.word in WEEKDAYS and is_name(token):
        return Turned(Weekday(WEEKDAYS[token.word]), turn), i + 1
    if token.word in SEASONS:
        return Turned(Calendar(SEASONS[token.word], months=3), turn), i + 1
    named = month(tokens, i)
    if not named:
        return None
    day = day_number(tokens, named[1], named[0])
    if day:
        return Turned(Calendar(named[0], day[0]), turn), day[1]
    full, j = dated(tokens, named[1], named[0], None)
    return (full if full.year else Turned(full, turn)), j if full.year else named[1]


def _turned(tokens: Tokens, i: int) -> ReadPoint:
    """ "last week", "this morning", "next Sunday", "this past July", "last night"."""
    word = tokens[i].word
    turn = {"last": -1, "this": 0, "next": 1, "past": -1, "coming": 1, "upcoming": 1}.get(word)
    if turn is None:
        return None
    j = i + 1
    if word == "this" and tokens[j].word in ("past", "coming"):
        turn, j = (-1 if tokens[j].word == "past" else 1), j + 1
    after = tokens[j].word
    named = _named_turn(tokens, j, turn)
    if named:
        return named
    if after in _DAY_TIMES and after not in ("noon", "midday", "midnight") and word in ("this", "last"):
        return (Near(0, 0) if word == "this" else Near(-1, -1)), j + 1
    plain = after in _SINGULAR and j == i + 1 and word in ("last", "this", "next")
    if plain and after != "day" and tokens[i - 1].word != "the":
        return Unit(UNITS[after], turn), j + 1
    return None


# What goes on after "that night" where it is a time ("that evening and"), and not "said that night fell".
_AFTER_THAT_DAY = frozenset(["", ".", ",", ";", ":", ")", "and", "in", "at", "to", "by", "with", "after", "but"])


def _span(tokens: Tokens, i: int) -> ReadPoint:
    """ "the past decade", "the last five years", "the two previous years", "the next day" (loose)."""
    j = i + 1 if tokens[i].word in ("the", "these", "those", "its", "his", "this", "their") else i
    number = count(tokens, j) if tokens[j].word not in ("a", "an") else None
    if number and tokens[number[1]].word in (_BACK | _AHEAD):
        j, word = number[1] + 1, tokens[number[1]].word
    elif tokens[j].word in _BACK or tokens[j].word in _AHEAD:
        word = tokens[j].word
        number = count(tokens, j + 1) if tokens[j + 1].word not in ("a", "an") else None
        j = number[1] if number else j + 1
        if word in ("next", "following") and tokens[j].word in _OF_DAY:
            return Loose(), j + 1
    elif tokens[i].word in ("the", "that") and tokens[i + 1].word == "same":
        return (Loose(), i + 3) if tokens[i + 2].word in _SINGULAR | _OF_DAY else None
    elif tokens[i].word == "that" and tokens[i + 1].word in _OF_DAY | {"day"}:
        return (Loose(), i + 2) if tokens[i + 2].word in _AFTER_THAT_DAY else None
    else:
        return (Loose(), j + 2) if tokens[j].word == "recent" and tokens[j + 1].word in UNITS else None
    unit = UNITS.get(tokens[j].word)
    if not unit or tokens[j + 1].word in ("of", "-"):
        return None
    side = -1 if word in _BACK else 1
    if number:
        loose = number[0] == 0 or word == "following" or unit == "weekend"
        return (Loose() if loose else Span(number[0], unit, side)), j + 1
    if tokens[j].word not in _SINGULAR or unit == "weekend" or word in ("previous", "preceding", "following"):
        return Loose(), j + 1
    if unit == "day":
        return (Loose(), j + 1) if word == "next" else None
    return Span(1, unit, side), j + 1


def _part_of(tokens: Tokens, i: int) -> ReadPoint:
    """What a part is a part of: "the year", "this year", "May", "the 1990s"."""
    if tokens[i].word in ("the", "that") and tokens[i + 1].word in _SINGULAR:
        told = tokens[i].word == "the" and tokens[i + 1].word not in ("weekend", "day")
        return (Unit(UNITS[tokens[i + 1].word], 0, told=True) if told else Loose()), i + 2
    return _plain(tokens, i, True)


def _part(tokens: Tokens, i: int) -> ReadPoint:
    """ "late 2022", "mid-May", "early this year", "the end of last year", "year-end"."""
    j = i + 1 if tokens[i].word == "the" else i
    word = tokens[j].word
    if word in ("year", "month", "week") and (
        (tokens[j + 1].word == "-" and tokens[j + 2].word == "end" and tokens[j + 1].start == tokens[j].end)
        or (tokens[j + 1].word in ("'s", "\u2019s") and tokens[j + 2].word == "end")
    ):
        return Part("end", Unit(word, 0, told=True)), j + 3
    name = _PARTS.get(word)
    if not name:
        return None
    j += 1
    last = name
    to = j + 1 if tokens[j].word == "-" else j
    if tokens[to].word == "to":
        to += 2 if tokens[to + 1].word == "-" else 1
        if tokens[to].word in ("mid", "late"):
            last, j = tokens[to].word, to + 1
    if tokens[j].word == "-" and tokens[j].start == tokens[j - 1].end:
        j += 1
    if word in ("early", "mid", "late"):
        j += 1 if tokens[j].word in ("in", "on") else 0
    elif tokens[j].word == "of":
        j += 1
    else:
        return None
    inner = _piece(tokens, j) or _part_of(tokens, j)
    if not inner:
        return None
    if isinstance(inner[0], (Loose, Away, Span, Offset, Range)):
        return Loose(), inner[1]
    if last != name:
        return Range(Part(name, inner[0]), Part(last, inner[0])), inner[1]
    return Part(name, inner[0]), inner[1]


def _piece(tokens: Tokens, i: int) -> ReadPoint:
    """ "the first half of 2024", "the last week of May", "first nine months of this year", "Q3 2024"."""
    if tokens[i].word in ("q1", "q2", "q3", "q4"):
        found = year(tokens, i + 2 if tokens[i + 1].word in ("of", ",") else i + 1)
        return (Part("", Years(found[0], found[0]), int(tokens[i].word[1]), "quarter"), found[1]) if found else None
    j = i + 1 if tokens[i].word == "the" else i
    index = {**_ORDINALS, "last": -1, "final": -1}.get(tokens[j].word)
    if index is None:
        return None
    number = count(tokens, j + 1)
    k = number[1] if number else j + 1
    unit = "half" if tokens[k].word == "half" else UNITS.get(tokens[k].word)
    if unit not in ("half", "quarter", "month", "week", "day", "year", "decade") or tokens[k + 1].word != "of":
        return None
    inner = _part_of(tokens, k + 2)
    if not inner:
        return None
    if isinstance(inner[0], (Loose, Away, Span, Offset, Range)) or (number and (number[0] == 0 or abs(index) > 1)):
        return Loose(), inner[1]
    if number:
        return Part("first" if index > 0 else "last", inner[0], index * number[0], unit), inner[1]
    return Part("", inner[0], index, unit), inner[1]


def _earlier(tokens: Tokens, i: int) -> ReadPoint:
    """ "earlier this week", "later on Sunday", "earlier in May"; "earlier in the day" is loose."""
    word = tokens[i].word
    if word not in ("earlier", "later"):
        return None
    j = i + 2 if tokens[i + 1].word in ("in", "on") else i + 1
    if tokens[j].word in ("the", "that") and tokens[j + 1].word in _SINGULAR:
        return Loose(), j + 2
    inner = _plain(tokens, j, j > i + 1)
    if not inner or isinstance(inner[0], (Loose, Away, Span, Offset, Range)):
        return None
    if isinstance(inner[0], (Unit, Years)):
        return Part(word, inner[0]), inner[1]
    return inner


_SIMPLE: dict[str, Point] = {
    "yesterday": Near(-1, -1),
    "today": Near(0, 0),
    "tonight": Near(0, 0),
    "tomorrow": Near(1, 1),
    "overnight": Near(-1, 0),
}


def _simple(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    word = tokens[i].word
    if word in _SIMPLE:
        # "Russia Today", "USA Today" are outlets; "today's world" is no day.
        if is_name(tokens[i]) and tokens[i - 1].raw.isalpha():
            return None
        if word == "overnight" and tokens[i + 1].word in ("on", "from", *WEEKDAYS):
            return None
        return None if word == "today" and tokens[i + 1].word in ("'s", "\u2019s") else (_SIMPLE[word], i + 1)
    if word == "the" and tokens[i + 1].word == "day" and tokens[i + 2].word in ("before", "after"):
        near = {"yesterday": -2, "tomorrow": 2}.get(tokens[i + 3].word)
        return (Near(near, near), i + 4) if near else (Loose(), i + 3)
    if word == "the" and tokens[i + 1].word == "weekend" and led and tokens[i + 2].word != "of":
        return Weekday(5, 2), i + 2
    if word == "the" and tokens[i + 1].word in _SINGULAR and tokens[i + 2].word in ("before", "after", "earlier"):
        return Loose(), i + 3
    if word == "that" and tokens[i + 1].word in ("day", "week", "month", "year"):
        return Loose(), i + 2
    if word == "that" and (tokens[i + 1].word in SEASONS or month(tokens, i + 1)):
        full = month_first(tokens, i + 1, False)
        bare = full is None or full[1] == i + 2
        return (Loose(), i + 2) if bare else None  # "that August" is one told of before
    if word == "9/11":
        return Calendar(9, 11, year=2001), i + 1
    if word in ("christmas", "new", "boxing", "may", "valentine"):
        for size in (4, 3, 2):
            feast = _FEASTS.get(" ".join(t.word for t in tokens[i : i + size]).replace("\u2019", "'"))
            if feast:
                found, j = dated(tokens, i + size, feast[0], feast[1])
                return found, j
    return None


def _plain(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    """A point that holds no other: parts are parts of these, so that nothing nests without end."""
    return (
        _simple(tokens, i, led)
        or _turned(tokens, i)
        or _span(tokens, i)
        or numeric(tokens, i)
        or day_first(tokens, i)
        or month_first(tokens, i, led)
        or weekday(tokens, i, led)
        or season(tokens, i, led)
        or year_words(tokens, i)
    )


def point(tokens: Tokens, i: int, led: bool) -> ReadPoint:
    """The point that begins at a token; `led` where a word before it ("in", "last") makes it surely a time."""
    return _part(tokens, i) or _piece(tokens, i) or _earlier(tokens, i) or _plain(tokens, i, led) or away(tokens, i)
