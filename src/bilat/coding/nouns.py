"""Common nouns that stand for an actor, with the sector that they speak for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from bilat import actors


@cache
def noun_sectors() -> Mapping[str, str]:
    """Lemma to sector; `OBJECT` for things that stand for whose they are, `PARTY` for political bodies."""
    data = tomllib.loads(resources.files(__package__).joinpath("data/nouns.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for sector, words in data.items():
        for word in words.split():
            found.setdefault(word, sector)
    return found


@lru_cache(maxsize=100_000)
def office_of(phrase: str) -> actors.OfficeKind | None:
    """The kind of office that a phrase names; the same few phrases are asked for again and again."""
    return actors.office_of(phrase)
