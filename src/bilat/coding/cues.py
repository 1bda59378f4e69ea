"""Turns of phrase that mark a direction, a horizon or an agreement's stage, from `data/cues.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    text = resources.files(__package__).joinpath("data/cues.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    return data


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of a direction, of `not` or of `ties`."""
    data = _data()
    if name in data["starts"]:
        return re.compile(r"\b(?:" + "|".join(data["starts"][name]) + ")", re.I)
    return re.compile(r"\b(?:" + "|".join(data["whole"][name]) + r")\b", re.I)


@cache
def horizon() -> re.Pattern[str]:
    """`under the new government`, `by the end of the year`: how far an expectation reaches."""
    lead = r"(?:under|during|by|within|in|over|before|until|throughout|for) (?:the |this |his |her |their |its )?"
    return re.compile(rf"\b{lead}(?:[\w'’-]+ ){{0,4}}?(?:" + "|".join(_data()["horizon"]["ends"]) + r")\b")


@cache
def _stages() -> Mapping[tuple[str, str], str]:
    rows: Mapping[str, Mapping[str, str]] = _data()["stages"]  # type: ignore[assignment]
    return {
        (part, word): stage for part, kinds in rows.items() for stage, text in kinds.items() for word in text.split()
    }


def stage_of(part: str, word: str) -> str | None:
    """The stage of an agreement that a `verb`, `noun` or `modifier` tells, by its lemma."""
    return _stages().get((part, word))


@cache
def pacts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Pacts that news names without their parties, with the states that they bind."""
    rows: Mapping[str, str] = _data()["pacts"]  # type: ignore[assignment]
    return tuple((name, tuple(codes.split())) for name, codes in rows.items())
