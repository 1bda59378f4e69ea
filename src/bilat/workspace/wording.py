"""A question about what is to come, in plain English, taken apart: who, what, which way, how often, how soon."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bilat import actors, dates
from bilat.model import BilatError
from bilat.ontology import QUADS, TYPES
from bilat.workspace.standing import Stood

_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twice": 2, "a dozen": 12, "twelve": 12, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_NUMBER = rf"\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_UNIT = "|".join(_DAYS)
_SPAN = re.compile(
    rf"\b(?:within|inside|in|over|during|for)(?: of)?(?: the)?(?: next| coming| following)?"
    rf"(?: (?P<number>{_NUMBER}))? (?P<unit>{_UNIT})s?\b"
    rf"|\b(?:next|this coming) (?P<next>{_UNIT})\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"\b(?:at least|no (?:fewer|less) than) (?P<least>{_NUMBER})\b(?: times\b)?"
    rf"|\b(?P<or_more>{_NUMBER}) (?:times )?or more\b"
    rf"|\bmore than (?P<more>{_NUMBER})\b(?: times\b)?|\b(?P<times>{_NUMBER}) times\b|\b(?P<twice>twice)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no longer|cease to|stop)\b|n[’']t\b|\bwithout\b", re.IGNORECASE)
_TWO_WAY = re.compile(r"\b(?:and|between|with|or)\b|[-–]", re.IGNORECASE)
_SOME_DAY = re.compile(r"\b(?i:within|before|until|till)\b|\bby (?=[A-Z\d])")
_NO_NAME = re.compile(
    r"will|does|and|or|with|between|president|prime|minister|supreme|leader|king|queen|emir", re.IGNORECASE
)
_PARTICLES = frozenset({"al", "el", "bin", "ibn", "van", "von", "der", "den", "de", "da", "dos", "du", "la"})
_WORD = re.compile(r"[^\W_]+(?:[’'.][^\W_]+)*")
_LONGEST_NAME = 5


class QuestionError(BilatError):
    """A question that cannot be read; the message says what can be asked, and how."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question taken apart: `way` is `both`, or `forth` where A alone acts. `by` is a last day, `within` is of
    days, and counts where there is no such day. `persons` are those who are to meet, by full name; `read_as` says whom
    each person that is named was taken to stand for."""

    a: str
    b: str
    what: str
    way: str
    least: int
    within: int = 30
    by: dt.date | None = None
    persons: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()


def taken_apart(text: str, day: str, stood: Callable[[str], Stood | None]) -> Wanted:
    """The question in a sentence such as "Russia and Iran meet at head-of-state level within 30 days".

    It is asked at the end of `day`, an ISO day: "by 1 March" is the next one. `stood` tells whom a person that is named
    stands for.
    """
    text = " ".join(text.split())
    if _NOT.search(text):
        raise _unreadable(text, "ask for what happens: the chance that it does not is what is left of 100 %")
    within, by, soon = _soon(text, day)
    least, often = _least(text)
    asked = _blanked(text, [*soon, *often])  # "by May" names no Theresa May
    states = list(_named(asked))
    persons = list(_persons(_blanked(asked, [(start, end) for _, start, end in states]), text.islower(), stood))
    acting = [(who.code, start, end) for who, start, end in persons if who.code]
    named = sorted([*states, *acting], key=lambda one: one[1])
    codes = list(dict.fromkeys(code for code, _, _ in named))
    if len(codes) != 2:
        known = [(start, end) for _, start, end in [*states, *persons]]
        raise _unreadable(text, _not_two(codes, [who for who, _, _ in persons], _blanked(asked, known)))
    for who, _, _ in persons:
        if who.code and who.others:
            raise _unreadable(text, f"{who.person} may be meant or {' or '.join(who.others)}: give the full name")
    rest = _blanked(asked, [*((start, end) for _, start, end in states), *((start, end) for _, start, end in persons)])
    what = next((name for name in (*QUADS, *TYPES) if re.search(rf"\b{re.escape(name)}\b", rest)), None) or next(
        (name for name, words in _wording() if words.search(" ".join(rest.split()))), None
    )
    if what is None:
        raise _unreadable(text, "no word in it says what is to happen")
    (_, _, end), start = named[0], next(start for code, start, _ in named if code != codes[0])
    two_way = what == "agreement/signed" or what.startswith(("meeting", "CONSULT"))
    way = "both" if two_way or _TWO_WAY.fullmatch(text[end:start].strip()) or _between(text, named[0][1]) else "forth"
    meet = what.startswith(("meeting", "CONSULT"))
    there = tuple(dict.fromkeys(who.person for who, _, _ in persons if who.code)) if meet else ()
    told = tuple(_read_as(who, meet) for who in dict.fromkeys(who for who, _, _ in persons if who.code))
    return Wanted(codes[0], codes[1], what, way, least, within, by, there, told)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks in place of some of it, so that the rest stands where it stood."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _not_two(codes: Sequence[str], persons: Sequence[Stood], rest: str) -> str:
    """Why a question does not name two, and of whom that it names nothing is known that day; `rest` is what else it
    says."""
    told = ", ".join(actors.actor_name(code) for code in codes) or "none"
    parts = [f"it should name two states or bodies, or who acts for them; it names {told}"]
    for who in persons:
        if not who.code:
            parts.append(
                f"{who.person} held no office of a state or body that is known on {who.day} (last known: {who.office})"
            )
    words = [found[0] for found in _WORD.finditer(rest) if found.start() and found[0][0].isupper()]
    if strange := [word for word in words if not _NO_NAME.fullmatch(word)]:
        parts.append(f"who {' or '.join(strange)} may be cannot be told: give the full name, or the state")
    return "; ".join(parts)


def _read_as(who: Stood, meet: bool) -> str:
    counted = "meetings with this very person are counted" if meet else "all that it does is counted, whoever does it"
    return f"{who.person} stands for {actors.actor_name(who.code)} ({who.office} on {who.day}); {counted}"


def _between(text: str, start: int) -> bool:
    return re.search(r"\bbetween(?: the)? $", text[:start], re.IGNORECASE) is not None


def _named(text: str) -> Iterator[tuple[str, int, int]]:
    """The states and bodies that a text names, by name or code: the code, and where it stands."""
    tokens = list(_WORD.finditer(text))
    forms, codes = actors.lexicon(), actors.codes()
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST_NAME, len(tokens) - i), 0, -1):
            start, end = tokens[i].start(), tokens[i + length - 1].end()
            said = re.sub(r"[’']s?$", "", text[start:end])
            said = said.title() if text.islower() else said
            found = forms.get(said) or (forms.get("the " + said) if said[:1].isupper() else None)
            code = found[0].org or found[0].country if found and not said.islower() else None
            code = code or (said if said in codes and len(said) == 3 else None)
            if code:
                yield code, start, end
                i += length
                break
        else:
            i += 1


def _persons(text: str, lower: bool, stood: Callable[[str], Stood | None]) -> Iterator[tuple[Stood, int, int]]:
    """The persons that a text names whom somebody knows, and where their names stand; `lower` as for `_person`."""
    tokens = list(_WORD.finditer(text))
    i = 0
    while i < len(tokens):
        for length in range(min(_LONGEST_NAME, len(tokens) - i), 0, -1):
            start, end = tokens[i].start(), tokens[i + length - 1].end()
            said = re.sub(r"[’']s?$", "", text[start:end])
            who = _person(said, lower, stood)
            if who:
                yield who, start, end
                i += length
                break
        else:
            i += 1


def _person(said: str, lower: bool, stood: Callable[[str], Stood | None]) -> Stood | None:
    """Who is meant by some words, each of which should begin with a capital unless the text has none (`lower`)."""
    words = said.split(" ")
    if "" in words or any(_NO_NAME.fullmatch(word) for word in words):
        return None
    if not lower:
        small = [word for word in words if not word[0].isupper()]
        return stood(said) if words[0] not in small and _PARTICLES.issuperset(small) else None
    who = stood(said.title())
    return who if who and who.code else None  # so that no common word is somebody who was once in office


def _soon(text: str, day: str) -> tuple[int, dt.date | None, list[tuple[int, int]]]:
    if said := _SPAN.search(text):
        days = _number(said["number"] or "one") * _DAYS[(said["unit"] or said["next"]).lower()]
        if not 1 <= days <= 365:
            raise _unreadable(text, "ask for 1 to 365 days")
        return days, None, [said.span()]
    for found in dates.find(text):
        when = dates.resolve(found, dates.interval(day), "future")
        if when is None:
            continue
        span, tomorrow = dates.interval(when), dt.date.fromisoformat(day) + dt.timedelta(days=1)
        begins = found.relation in ("until", "before") or (span.low is not None and span.low <= tomorrow)
        if not begins or span.high is None:
            raise _unreadable(text, f"ask for the days from {tomorrow} on: {found.words!r} is not until a day")
        return 30, span.high, [(found.start, found.end)]
    if left := _SOME_DAY.search(text):
        raise _unreadable(text, f"{text[left.start() :]!r} names no day or number of days that can be told")
    return 30, None, []


def _least(text: str) -> tuple[int, list[tuple[int, int]]]:
    found = _LEAST.search(text)
    if not found:
        return 1, []
    said = next(found[name] for name in ("least", "or_more", "more", "times", "twice") if found[name])
    return max(1, _number(said) + (found["more"] is not None)), [found.span()]


def _number(said: str) -> int:
    return _NUMBERS.get(said.lower()) or int(said)


@cache
def _wording() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is asked for and the words that say so, each from the start of a word; the particular before the general."""
    table = (resources.files(__package__) / "wording.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in table)
    return tuple((what, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for what, words in rows)


def _unreadable(text: str, reason: str) -> QuestionError:
    return QuestionError(
        f"{text!r} cannot be read as a question: {reason}. What can be asked: that two states meet, meet at "
        "head-of-state level, visit, telephone, sign an agreement, agree, support, concede, cooperate, aid, retreat, "
        "request, accuse, reject, threaten, protest, sanction, mobilize, coerce or attack; that there is verbal or "
        "material cooperation or conflict between them; at least so often; within so many days, weeks or months, or "
        'by a date. For example: "France sanctions Russia at least twice within 3 months", "Russia and Iran sign an '
        'agreement by 31 December 2025"'
    )
