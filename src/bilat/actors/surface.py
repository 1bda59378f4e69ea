"""How names are written in the lexicon's keys."""

from __future__ import annotations

import re
import unicodedata

_ONE_FOR_ONE = str.maketrans(
    {
        "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u02bb": "'", "\u02be": "'", "\u02bf": "'", "\u0060": "'",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip


def surface(text: str) -> str:
    """A name as the lexicon's keys have it: NFC, plain apostrophes and hyphens, single spaces; case is kept."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_ONE_FOR_ONE).split())


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "ə": "a", "Ə": "A", "þ": "th", "Þ": "Th", "ð": "d"}
)  # fmt: skip


def without_accents(text: str) -> str:
    """The text with accents taken off Latin letters; other scripts stay as they are."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return unicodedata.normalize("NFC", re.sub(r"(?<=[A-Za-z])[\u0300-\u036f]+", "", split))
