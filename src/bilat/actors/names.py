"""Names of persons: one key for the spellings of a name, and whether two names may be one person's."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache, lru_cache

from bilat.actors.surface import without_accents
from bilat.actors.tables import table

_ARTICLES = frozenset(["al", "el", "ul", "ad", "an", "as", "ash", "ar", "at", "az", "the", "jr", "sr"])
_APOSTROPHES = re.compile(r"['`\u2018\u2019\u02bb\u02bc\u02be\u02bf]")
_ROMAN = re.compile(r"[ivx]{2,}")
# In this order: a later rule counts on what an earlier one has done.
_SOUNDS = (
    (re.compile(r"(?<=...)ee|ee(?=..)"), "i"),
    (re.compile(r"(?<=..)oo(?=..)"), "u"),
    (re.compile(r"([^eo])\1+"), r"\1"),
    (re.compile(r"(?<=.)y"), "i"),
    (re.compile(r"i{2,}"), "i"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"^ye(?=.)"), "e"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"ck"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"q"), "k"),
    (re.compile(r"(?<=a)h$"), ""),
)


@cache
def _variants() -> dict[str, str]:
    return {
        _sounds(spelling): row["one"]
        for row in table("variants.tsv")
        for spelling in (row["one"], *row["spellings"].split())
    }


def _sounds(token: str) -> str:
    if _ROMAN.fullmatch(token):
        return token
    for pattern, instead in _SOUNDS:
        token = pattern.sub(instead, token)
    return token


@lru_cache(maxsize=65536)
def _tokens(name: str) -> tuple[str, ...]:
    seen = "".join(c for c in name if unicodedata.category(c) != "Cf")  # zero-width joiners and the like
    plain = _APOSTROPHES.sub("", without_accents(unicodedata.normalize("NFC", seen.casefold())))
    # A prefixed "Abd al-" is one word in half of the spellings.
    plain = re.sub(r"\babd[aeou]?[ -](?:al|el|ul|ar|as|ol)[ -]?", "abdul ", plain)
    plain = re.sub(r"\b(abd[aeou]l)(?=[a-z]{3})(?!la)", "abdul ", plain)
    words = [w for w in re.split(r"[^\w]+", plain) if w]
    words = ["bin" if w == "ibn" else w for w in words]
    kept = [w for w in words if w not in _ARTICLES] or words
    variants = _variants()
    return tuple(variants.get(sound, sound) for sound in map(_sounds, kept))


def person_key(name: str) -> str:
    """One key for the spellings of a person's name: lower-case words, a space between them.

    Accents, apostrophes, hyphens, articles (`al-`, `el-`), doubled letters and the common ways to write Arabic,
    Persian and Slavic names in Latin letters do not count. Letters of other scripts stay as they are.
    """
    return " ".join(_tokens(name))


def same_person(a: str, b: str) -> bool:
    """Whether two names may be one person's: every word of the shorter has its like in the longer.

    A single given name (`Ali`) is not enough for a longer name, a surname is. Words of five letters and more may
    differ by a slip (`Jalali`, `Jalili`).
    """
    one, two = _tokens(a), _tokens(b)
    short, long = sorted((one, two), key=len)
    if not short:
        return False
    if "".join(long).endswith("".join(short)) and len("".join(short)) > 6:
        return True
    if len(short) == 1 and len(long) > 1 and short[0] == long[0] and short[0] in _given():
        return False
    left = list(long)
    for word in short:
        like = next((w for w in left if _alike(word, w)), None)
        if like is None:
            return False
        left.remove(like)
    return True


@cache
def _given() -> frozenset[str]:
    """Given names that many bear: they do not tell who is meant."""
    return frozenset(_variants().values()) - {"asad", "gadafi", "khamenei", "zelenski", "lukashenko", "nasrala"}


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if 1 in (len(a), len(b)):
        return a[0] == b[0]
    if min(len(a), len(b)) < 5 or a[0] != b[0] or abs(len(a) - len(b)) > 2:
        return False
    if a in _given() and b in _given():
        return False
    return difflib.SequenceMatcher(None, a, b).ratio() >= 0.8


def mixed_script(name: str) -> bool:
    """Whether a name has Latin letters and such of a script that has look-alikes of them (Cyrillic, Greek...)."""
    scripts = {_script(c) for c in name if c.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "unknown").split()[0]
