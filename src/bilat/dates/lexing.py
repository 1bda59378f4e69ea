"""A sentence to tokens, and the quick test whether it can hold a time expression at all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any, NamedTuple

WORDS: dict[str, Any] = tomllib.loads((files("bilat.dates") / "words.toml").read_text("utf-8"))
MONTHS: dict[str, int] = WORDS["months"]
SHORT_MONTHS: dict[str, int] = WORDS["short_months"]
WEEKDAYS: dict[str, int] = WORDS["weekdays"]
SHORT_WEEKDAYS: dict[str, int] = WORDS["short_weekdays"]
SEASONS: dict[str, int] = WORDS["seasons"]
UNITS: dict[str, str] = WORDS["units"]
NUMBERS: dict[str, int] = WORDS["numbers"]
LISTS: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in WORDS["lists"].items()}


class Token(NamedTuple):
    """A word, a number with its separators, or a sign; `word` is in lower case, `raw` as written."""

    word: str
    start: int
    end: int
    raw: str


_TOKEN = re.compile(
    r"""
    [apAP]\.\s?[mM](?:\.|\b)                                    # p.m.
  | [^\W\d_]++(?:-\d[^\W_]*)?+[^\W_]*+                          # words; F-16 is one
  | \d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?(?![^\W_])  # 2024-05-19, with its time
  | \d+(?:,\d{3}(?!\d)|[.:/\-\u2010-\u2013]\d+)*+[^\W\d_]*+     # 19 2,000 10:30 19-20 3rd 1990s
  | ['\u2019]s(?![^\W_])
  | \n[^\S\n]*\n                                                # the end of a paragraph
  | \S
    """,
    re.VERBOSE,
)
# Before a hyphen and a number, these are words of time: "mid-2022", "17-Jan-2025".
_HYPHENED = frozenset(["mid", "pre", "post", "early", "late", *MONTHS, *SHORT_MONTHS])

END = Token("", 0, 0, "")


def tokens(text: str) -> list[Token]:
    """The tokens of a text, closed by empty ones, so that a look ahead or one step back needs no test."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        raw, start = match.group(), match.start()
        cut = raw.find("-") + 1
        if cut and raw[: cut - 1].lower() in _HYPHENED:
            found.append(Token(raw[: cut - 1].lower(), start, start + cut - 1, raw[: cut - 1]))
            found.append(Token("-", start + cut - 1, start + cut, "-"))
            found.append(Token(raw[cut:].lower(), start + cut, match.end(), raw[cut:]))
        else:
            found.append(Token("\n" if raw.isspace() else raw.lower(), start, match.end(), raw))
    found.extend([END] * 8)
    return found


def _triggers() -> frozenset[str]:
    def named(words: Iterable[str]) -> list[str]:
        return [form for word in words for form in (word.capitalize(), word.upper())]

    plain = ["yesterday", "today", "tomorrow", "tonight", "overnight", *UNITS, *SEASONS]
    plain += ["morning", "afternoon", "evening", "night"]
    plain += [form.capitalize() for form in plain]
    names = named([*MONTHS, *SHORT_MONTHS, *WEEKDAYS, "christmas", "eve", "q1", "q2", "q3", "q4"])
    return frozenset([*plain, *names, *(str(year) for year in range(1000, 2100))])


_TRIGGERS = _triggers()
_MARKS = frozenset(word.lower() for word in _TRIGGERS)
_GATE = re.compile(r"[A-Za-z]+|\d+")


def may_hold_time(text: str) -> bool:
    """Whether a text has any word that a time expression needs; most sentences end here."""
    return not _TRIGGERS.isdisjoint(_GATE.findall(text)) or "9/11" in text


def marks(toks: list[Token]) -> list[int]:
    """The indexes of the tokens one of which every time expression has: names of times and numbers."""
    return [i for i, token in enumerate(toks) if token.word in _MARKS or token.word[:1].isdigit()]
