"""Common nouns that stand for an actor, with the sector that they speak for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def noun_sectors() -> Mapping[str, str]:
    """Lemma to sector; `OBJECT` for things that stand for whose they are, `PARTY` for political bodies."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/nouns.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for sector, words in data.items():
        for word in words.split():
            found.setdefault(word, sector)
    return found
