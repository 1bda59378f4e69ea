"""The words that tell one happening from another: stems without what every sentence of news holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

from bilat.actors import lexicon, surface

_DATA = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
_STEM = 6  # letters that inflections leave alone: sanction-s, sanction-ed


def _listed(name: str) -> frozenset[str]:
    return frozenset(_DATA[name].split())


_STOP = _listed("stop")
_COMMONPLACE = frozenset(word[:_STEM] for word in _listed("commonplace"))
_SMALL = frozenset(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
AGREEMENT_WORDS = frozenset(word[:_STEM] for word in _listed("agreement"))
# what one pair of states makes many of
PASSING = frozenset(word[:_STEM] for word in _listed("passing"))
OFFICE_APART = _listed("office_apart")
_OFFICE_STOP = _listed("office_stop")
_OFFICE_SAME: dict[str, str] = _DATA["office_same"]

_CAPITAL = re.compile(r"(?<=[\w,;:’'] )[^\W\d_a-z][a-z][^\W_]+")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
# a word of a name; a possessive ending is none of it
_NAME = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’](?!s\b)[^\W_]+)*")


_YEAR = re.compile("(?:19|20)[0-9]{2}")


class _Stems(dict[str, str]):
    """Each word's stem, empty where it tells nothing; kept, since news uses few words often."""

    def __missing__(self, word: str) -> str:
        tells = word not in _STOP and (len(word) > 1 or word.isdigit())
        self[word] = stem = word[:_STEM] if tells else ""
        return stem


_STEMS = _Stems()
_NOTHING = frozenset({""})


@lru_cache(maxsize=1 << 14)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, and its numbers."""
    return frozenset(map(_STEMS.__getitem__, _WORD.findall(text.lower()))) - _NOTHING


def figures(words: frozenset[str]) -> frozenset[str]:
    """The numbers among these words that tell one happening from another: no single digit, no year."""
    return frozenset(w for w in words if w.isdigit() and len(w) > 1 and not _YEAR.fullmatch(w))


@lru_cache(maxsize=1 << 14)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, in lower case, without punctuation."""
    return tuple(_WORD.findall(text.lower()))


@cache
def _longest() -> Mapping[str, int]:
    """For each word that begins a name of the lexicon, the words of the longest such name."""
    longest: dict[str, int] = {}
    for name in lexicon():
        words = _NAME.findall(name)
        if words:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@cache
def bodies() -> frozenset[str]:
    """The ids of the lexicon's entries: those of states, bodies, groups and organs, none a person's."""
    return frozenset(entry.id for entries in lexicon().values() for entry in entries)


@cache
def _name_stems() -> frozenset[str]:
    # regions tell one attack from another, states do not
    states = (name for name, entries in lexicon().items() if name.isalpha() and entries[0].kind != "place")
    return frozenset(name.lower()[:_STEM] for name in states)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the names of the lexicon stand in a text as `surface` writes it, the longest first, with their codes."""
    words = [(m.start(), m.end()) for m in _NAME.finditer(text)]
    known, longest = lexicon(), _longest()
    at = 0
    while at < len(words):
        start = words[at][0]
        most = min(longest.get(text[start : words[at][1]], 0), len(words) - at)
        for length in range(most, 0, -1):
            end = words[at + length - 1][1]
            entries = known.get(text[start:end])
            code = entries and (entries[0].country or entries[0].org)
            if code:
                yield start, end, code
                at += length - 1
                break
        at += 1


@lru_cache(maxsize=1 << 14)
def codes_in(text: str) -> frozenset[str]:
    """The codes of the states and bodies that a text names, by name, demonym, capital or acronym."""
    return frozenset(code for _, _, code in _spans(surface(text)))


@lru_cache(maxsize=1 << 14)
def stems_without_names(text: str) -> frozenset[str]:
    """The stems of a text without the names of states and bodies in it."""
    text = surface(text)
    cuts = [(0, 0), *((s, e) for s, e, _ in _spans(text)), (len(text), len(text))]
    return stems(" ".join(text[a[1] : b[0]] for a, b in pairwise(cuts)))


@lru_cache(maxsize=1 << 14)
def proper_stems(text: str) -> frozenset[str]:
    """The stems of the words within a sentence that have a capital: its towns, ships and people, but no state."""
    return frozenset(map(_STEMS.__getitem__, map(str.lower, _CAPITAL.findall(text)))) - _NOTHING - _name_stems()


@lru_cache(maxsize=1 << 14)
def telling(text: str) -> frozenset[str]:
    """The stems of a sentence without any that a state's or body's name has: cheaper, for whole sentences."""
    return stems(text) - _name_stems()


def weight(stem: str, named: bool) -> float:
    """How far one word in common tells that two sentences tell of one thing; `named` where it has a capital."""
    if stem.isdigit():
        return 0.15 if len(stem) == 1 else 0.6
    if stem in _SMALL:
        return 0.15
    if stem in _COMMONPLACE:
        return 0.2
    return 1.2 if named else 1.0


@lru_cache(maxsize=1 << 14)
def title_stems(title: str) -> frozenset[str]:
    """What tells an agreement's title from others, with the initials that it may be known by."""
    found = set(stems_without_names(title) - AGREEMENT_WORDS)
    initials = "".join(w[0] for w in re.findall(r"[^\W_]+", title) if w[0].isupper())
    if len(initials) >= 3:
        found.add(initials.lower()[:_STEM])
    return frozenset(found)


@lru_cache(maxsize=1 << 14)
def title_numbers(title: str) -> frozenset[str]:
    """The numbers in an agreement's title, small ones in words too: `14.7` of "a $14.7 billion settlement"."""
    return frozenset(_NUMBER.findall(title)) | _SMALL.intersection(_WORD.findall(title.lower()))


@lru_cache(maxsize=1 << 14)
def office_stems(office: str) -> tuple[frozenset[str], frozenset[str]]:
    """An office's words in one spelling, and those of them that make another office of it."""
    office = surface(office)
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", office.lower().replace("'s", ""))
    same = " ".join(_OFFICE_SAME.get(w, w) for w in words).replace("-", " ").split()
    apart = frozenset(w for w in same if w in OFFICE_APART)
    named = {w for start, end, _ in _spans(office) for w in office[start:end].lower().split()}
    return frozenset(w for w in same if w not in _OFFICE_STOP and w not in named) - apart, apart
