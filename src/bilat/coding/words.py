"""Closed lists of words, kept as data in `data/words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("data/words.toml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in data.items()}


def words(name: str) -> frozenset[str]:
    """The words of a list; a `KeyError` names a list that is not there."""
    return _lists()[name]
