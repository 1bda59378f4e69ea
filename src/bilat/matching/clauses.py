"""The clause of a sentence that a mention is made of: its deciding word, and whether it reports or recalls.

A sentence often reports one act and recalls another ("a day after gunmen killed six"). What is recalled was reported
before, so it may be joined over days where two fresh reports may not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bilat.matching.words import stems
from bilat.model import Mention

_DATA = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
_KIN: dict[str, frozenset[int]] = {}
for _number, _row in enumerate(_DATA["kindred"]):
    for _word in _row.split():
        _KIN[_word] = _KIN.get(_word, frozenset()) | {_number}
_IRREGULAR = dict(row.split() for row in _DATA["irregular"])
_LINKS = r"after|following|who|which|in response to|in the wake of|in wake of|amid(?:st)?|since|ahead of|over"
_CUT = re.compile(rf"[,;:]\s|\b(?:{_LINKS}|that|while|as|before|when|until)\b", re.IGNORECASE)
_RECALLING = re.compile(rf"(?:{_LINKS})\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:sa(?:y|id)|announc|report|claim|stat|confirm|reveal|show|agree|warn|tweet|tell|told|admit)\w*\s+$"
)
_LAST = "last (?:night|week|month|year|mon|tues|wednes|thurs|fri|satur|sun)"
_PAST = re.compile(rf"\b(?:yesterday|earlier|ago|{_LAST}|previous(?:ly)?|had|was|were|recent(?:ly)?)", re.IGNORECASE)
_FRESH = re.compile(
    r"\b(?:another|further|fresh|again|also|still|continu\w+|additional|separate|more(?! than))\b", re.IGNORECASE
)
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen",
)  # fmt: skip
_NUMBER = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b(?! (?:days?|weeks?|months?|years?|hours?)\b)", re.IGNORECASE)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_NO_COUNT = re.compile(
    rf"\b{_MONTH} \d+|\b\d+ {_MONTH}\b|\b(?:19|20)\d\d\b|\d+[.:-]\d+|[$€£]\d+|\d+(?:%|-year|st\b|nd\b|rd\b|th\b)"
)
_FIGURE = re.compile(r"(?<![\w-])\d{1,3}(?:,?\d{3})*\b(?! (?:days?|weeks?|months?|years?|hours?|percent)\b)")


@dataclass(frozen=True, slots=True)
class Clause:
    """`act` is the word that made the coder decide; `recalls` where a conjunction hangs it on another act,
    `fresh` where it says itself that it is one more of its kind ("another", "further"). `counts` are the numbers of
    persons or things in it, in words or figures, without days and years. `part` counts the parts of its
    sentence that semicolons divide, and `start` is where in the sentence it begins."""

    act: str
    words: frozenset[str]
    recalls: bool
    past: bool
    fresh: bool
    counts: frozenset[int]
    start: int = 0
    part: int = 0


def clause(mention: Mention) -> Clause:
    """The clause round the deciding word, nearest to the actors where the word stands more than once."""
    quote = mention.quote
    decided = mention.why.partition(" [")[0].rpartition("… ")[2].split()
    act = decided[0].casefold() if decided else ""
    return _round(quote, act, _where(act, mention))


@lru_cache(maxsize=1 << 12)
def _round(quote: str, act: str, at: int) -> Clause:
    cuts = _cuts(quote)
    start = max((cut for cut in cuts if cut <= at), default=0)
    end = min((cut for cut in cuts if cut > at), default=len(quote))
    told = quote[start:end]
    hung = _RECALLING.match(told) is not None
    if told[:4].casefold() == "that":
        hung = _SAYING.search(quote[:start]) is None
    past, fresh = _PAST.search(told) is not None, _FRESH.search(told) is not None
    return Clause(act, stems(told), hung, past, fresh, _counts(told), start, quote.count(";", 0, at))


# A sentence makes several mentions, one after the other: a few are kept.
@lru_cache(maxsize=1 << 10)
def _cuts(quote: str) -> tuple[int, ...]:
    return tuple(m.start() for m in _CUT.finditer(quote))


def _counts(told: str) -> frozenset[int]:
    told = _NO_COUNT.sub("", told)
    figures = (int(m[0].replace(",", "")) for m in _FIGURE.finditer(told))
    return frozenset(figures) | {_NUMBERS.index(m[0].casefold()) + 1 for m in _NUMBER.finditer(told)}


def kindred(a: str, b: str) -> bool:
    """True for two words for one act: `seize`, `capture`."""
    return not _KIN.get(a, frozenset()).isdisjoint(_KIN.get(b, frozenset()))


def _where(act: str, mention: Mention) -> int:
    starts = [a.start - mention.start for a in mention.actors() if a.start is not None]
    if act:
        found = [m.start() for m in _forms(act)(mention.quote)]
        if found:
            return min(found, key=lambda at: min((abs(at - s) for s in starts), default=at))
    return max(0, min(starts, default=0))


@lru_cache(maxsize=1 << 13)
def _forms(act: str) -> Callable[[str], Iterator[re.Match[str]]]:
    """Finds a word in any form of it: `deny` in `denies`, `hold` in `held`."""
    stems_of = [act.removesuffix("y")[:4], *([_IRREGULAR[act]] if act in _IRREGULAR else [])]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems_of))})", re.IGNORECASE).finditer
