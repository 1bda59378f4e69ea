"""Dates, actors and lists in the words that people use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any

from bilat.actors import actor_name, lexicon, surface
from bilat.dates import DateError, interval
from bilat.model import Actor, When

WORDS: Mapping[str, Any] = tomllib.loads(
    resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
)
_MONTHS: Sequence[str] = WORDS["months"]
_THE_ENDINGS = frozenset(WORDS["the_endings"].split())
_THE_NAMES = frozenset(WORDS["the_names"])
_OFFICE_WORDS = frozenset(WORDS["office_words"].split())
_FOR_STATE = frozenset(WORDS["for_state"].split())
_COMMON_STARTS = frozenset(WORDS["common_starts"].split())
_MOST_NAMED = 5
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_HALF = re.compile("[\ud800-\udfff]")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@lru_cache(maxsize=1 << 14)
def days_in_words(first: str | None, last: str | None, lasting: bool = False) -> str:
    """A stretch of ISO days as a reader writes it: `19 May 2024`, `Sep–Dec 2022`, `since 2015`, `undated`.

    An open end is `since` for what lasts, and `on or after` for what happened once.
    """
    low = date.fromisoformat(first) if first else None
    high = date.fromisoformat(last) if last else None
    if low is None and high is None:
        return "undated"
    if low is None or high is None:
        if low is None:
            return f"by {_end(high)}"
        return f"{'since' if lasting else 'on or after'} {_beginning(low)}"
    if low == high:
        return _day(low)
    whole = low.day == 1 and (high + timedelta(days=1)).day == 1
    if whole and low.month == 1 and high.month == 12:
        return str(low.year) if low.year == high.year else f"{low.year}–{high.year}"
    if whole:
        return _months(low, high)
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day}–{high.day} {_MONTHS[low.month - 1]} {low.year}"
    left = f"{low.day} {_short(low)}" + ("" if low.year == high.year else f" {low.year}")
    return f"{left} – {high.day} {_short(high)} {high.year}"


def _short(day: date) -> str:
    name = _MONTHS[day.month - 1]
    return name if len(name) < 5 else name[:3]


def _months(low: date, high: date) -> str:
    if (low.year, low.month) == (high.year, high.month):
        return f"{_MONTHS[low.month - 1]} {low.year}"
    if low.year == high.year:
        return f"{_short(low)}–{_short(high)} {low.year}"
    return f"{_short(low)} {low.year} – {_short(high)} {high.year}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _beginning(low: date) -> str:
    """The first day of an open stretch; the first of a month stands for it, as "since August" is kept."""
    if low.day > 1:
        return _day(low)
    return str(low.year) if low.month == 1 else f"{_MONTHS[low.month - 1]} {low.year}"


def _end(high: date | None) -> str:
    assert high is not None
    return str(high.year) if (high.month, high.day) == (12, 31) else _day(high)


def iso_in_words(iso: str, lasting: bool = False) -> str:
    """An ISO date or range in words; what is none is given back as it is."""
    try:
        span = interval(iso)
    except DateError:
        return iso
    return days_in_words(
        span.low.isoformat() if span.low else None, span.high.isoformat() if span.high else None, lasting
    )


def when_in_words(when: When | None) -> str:
    """A document's date in words."""
    return iso_in_words(when.iso) if when else "undated"


def number(count: int) -> str:
    """A count, in a word up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: `1 report`, `3 reports`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(items: Sequence[str]) -> str:
    """Several things in a row: `a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def with_article(name: str) -> str:
    """A name as it stands within a sentence: `the United States`, `Iran`."""
    words = name.split()
    if not words or words[0].lower() == "the" or words[0].endswith(("'s", "’s")):
        return name
    takes = name in _THE_NAMES or (words[-1] in _THE_ENDINGS and len(words) > 1)
    return f"the {name}" if takes else name


@lru_cache(maxsize=1 << 12)
def state(code: str) -> str:
    """A state or body by its code, as it stands within a sentence."""
    return with_article(actor_name(code))


def is_state(actor: Actor) -> bool:
    """True for the state or body itself, by whatever name it is called; false for people and organs."""
    if actor.code is None or actor.id not in (None, actor.code):
        return False
    return _names_state(actor.name, actor.code, actor.sector)


@lru_cache(maxsize=1 << 14)
def _names_state(name: str, code: str, sector: str | None) -> bool:
    named = re.sub(r"^[Tt]he\s+", "", surface(name))
    if any(code in (e.country, e.org) and e.kind != "organ" for e in lexicon().get(named, ())):
        return True
    words = named.lower().split()
    # "their ministers" tells nobody more than the state; "a Russian trader" is not Russia
    return sector == "GOV" and (words[0] in _FOR_STATE or words[-1] in _FOR_STATE)


def _says_whose(name: str, code: str) -> bool:
    """True where a name tells itself which state it belongs to: `Iranian Foreign Ministry`."""
    known = lexicon()
    words = re.findall(r"[^\W_]+", surface(name))
    return any(code in (e.country, e.org) and e.kind != "organ" for w in words for e in known.get(w, ()))


def actor(who: Actor) -> str:
    """An actor as a brief names it: a state by its name, a person with state and office."""
    code = who.code
    if code and is_state(who):
        return state(code)
    place = "" if code is None or _says_whose(who.name, code) else actor_name(code)
    beside = ", ".join(filter(None, (place, office(who.office))))
    called = _uncapital(who.name)
    name = with_article(called) if who.office is None and not place and called[:1].isupper() else called
    return f"{name} ({beside})" if beside else name


def _uncapital(name: str) -> str:
    """A description without the capital that it had at the head of its sentence: `seventeen people`."""
    first = name.partition(" ")[0].lower()
    return name[:1].lower() + name[1:] if first in _COMMON_STARTS or first.isdigit() else name


def office(title: str | None) -> str:
    """An office's title, in lower case where it is made of common words only: `defence minister`."""
    title = clean(title or "")
    return title.lower() if set(title.lower().replace("-", " ").split()) <= _OFFICE_WORDS else title


def actors(side: Iterable[Actor]) -> str:
    """A side in words; a long one is cut with a count of the rest."""
    named = list(dict.fromkeys(map(actor, side)))
    if len(named) <= _MOST_NAMED + 1:
        return listed(named)
    return listed([*named[:_MOST_NAMED], f"{len(named) - _MOST_NAMED} others"])


def is_plural(side: Sequence[Actor]) -> bool:
    """True where a side takes a verb in the plural."""
    if len(side) != 1:
        return len(side) > 1
    who = side[0]
    name = actor_name(who.code) if who.code and is_state(who) else who.name
    several = name.islower() if who.country else who.office is None  # reformists, Houthis
    return several and name.endswith("s") and " " not in name


def place(name: str) -> str:
    """A place with its preposition, empty where there is none."""
    if not name:
        return ""
    return f" {name}" if re.match(r"(in|at|on|near|off|over|outside)\s", name) else f" in {with_article(name)}"


def clean(text: str) -> str:
    """A text on one line, white space made single, without control characters."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """A text without what a terminal or a word processor would act on instead of showing it.

    Left out are control characters other than white space, and signs that turn the direction of all that follows;
    half a surrogate pair, which no file can hold, becomes U+FFFD.
    """
    return _HALF.sub("\ufffd", _UNSHOWN.sub("", text))


def excerpt(text: str, most: int = 150) -> str:
    """The beginning of a sentence, cut at a word where it is long."""
    text = clean(text)
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(",;:–—- ") + " …"


def quoted(text: str) -> str:
    """A text in quotation marks, unless it begins with its own."""
    return text if text.startswith(("“", '"', "‘")) else f"“{text}”"


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]
