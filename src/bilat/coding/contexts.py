"""PLOVER's contexts of a sentence, by words that mark them."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources


@cache
def _marks() -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("data/contexts.toml").read_text(encoding="utf-8"))
    return tuple(
        (name, re.compile(r"\b(?:" + "|".join(map(re.escape, words.split())) + ")", re.I))
        for name, words in data.items()
    )


@lru_cache(maxsize=64)  # a sentence has several events, one after the other
def contexts(text: str) -> tuple[str, ...]:
    """The contexts whose words stand in the text."""
    return tuple(name for name, pattern in _marks() if pattern.search(text))
