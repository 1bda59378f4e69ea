"""When two mentions say the same: the annotation guide's tests, a kind at a time."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from bilat.dates import DateError, interval
from bilat.ontology import TYPES

Row = Mapping[str, Any]
Test = Callable[[Row, Row], bool]

_FILLERS = {"the", "s", "of"}
_EITHER_WAY = {"CONSULT", "COOPERATE"}  # and what gold marks as joint
_CONTENT_SHARED, _NAME_SHARED, _LETTERS_SHARED = 0.5, 0.4, 0.8
_SHORT_NAME = 4  # a shorter name must be spelt alike


@cache
def _bodies() -> dict[str, str]:
    table = tomllib.loads(files("bilat.evaluation").joinpath("bodies.toml").read_text(encoding="utf-8"))
    return {name: code for code, names in table.items() for name in names}


@cache
def words(text: str) -> tuple[str, ...]:
    """Lower-case words without accents and fillers."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(word for word in re.findall(r"\w+", plain.lower()) if word not in _FILLERS)


def actors(value: Any) -> list[Row]:
    """A field of actors as a list of objects; a bare string is an actor's name."""
    listed = value if isinstance(value, list) else [value]
    return [{"name": one} if isinstance(one, str) else one for one in listed if one]


def _known_as(actor: Row) -> set[str]:
    """An actor's state and body, else its name."""
    name = " ".join(words(str(actor.get("name", ""))))
    codes = {str(actor[part]).upper().replace(" ", "") for part in ("country", "org") if actor.get(part)}
    codes |= {_bodies().get(code.lower(), code) for code in codes}
    if name in _bodies():
        codes.add(_bodies()[name])
    if re.fullmatch(r"[a-z]{3}", name):
        codes.add(name.upper())
    return codes or {name}


def same_actors(one: Any, other: Any) -> bool:
    """Whether two lists name the same states and bodies, however often and in whatever order."""
    left, right = ([_known_as(actor) for actor in actors(side)] for side in (one, other))
    if bool(left) != bool(right):
        return False
    return all(any(a & b for b in right) for a in left) and all(any(a & b for a in left) for b in right)


def same_person(one: Any, other: Any) -> bool:
    """Whether two name one person or office: the words of one among those of the other, but for a letter."""
    left, right = (next(iter(actors(side)), {}) for side in (one, other))
    if left.get("country") and right.get("country") and left["country"] != right["country"]:
        return False
    if isinstance(left.get("name"), Mapping):  # held by its place alone
        start, end = left["name"]["at"]
        return right.get("start") is not None and bool(start < right["end"] and right["start"] < end)
    few, many = sorted((words(str(left.get("name", ""))), words(str(right.get("name", "")))), key=len)
    return bool(few) and all(any(_spelt_alike(a, b) for b in many) for a in few)


def _spelt_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    long = min(len(one), len(other)) > _SHORT_NAME
    return long and SequenceMatcher(None, one, other).ratio() >= _LETTERS_SHARED


def alike(gold: Any, found: Any, mention: Row) -> float:
    """Dice's coefficient of the words of two stretches; of their characters' places where gold has only offsets."""
    if isinstance(gold, Mapping):
        at = mention.get("quote", "").find(str(found)) if found else -1
        if at < 0 or mention.get("start") is None:
            return 0.0
        start = mention["start"] + at
        shared = min(gold["at"][1], start + len(found)) - max(gold["at"][0], start)
        return float(max(0, 2 * shared) / (gold["at"][1] - gold["at"][0] + len(found)))
    left, right = set(words(str(gold))), set(words(str(found or "")))
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def same_sides(gold: Row, found: Row) -> bool:
    """Whether the same did it to the same; either way round for meetings, cooperation and what gold marks as joint."""
    gold_sides, sides = ([actors(row.get(side, [])) for side in ("source", "target")] for row in (gold, found))
    if all(same_actors(*pair) for pair in zip(gold_sides, sides, strict=True)):
        return True
    if gold["type"] not in _EITHER_WAY and not gold.get("joint"):
        return False
    return any(sides) and same_actors(gold_sides[0] + gold_sides[1], sides[0] + sides[1])


def same_type(gold: Row, found: Row) -> bool:
    """Whether two events are of one PLOVER type."""
    return bool(gold["type"] == found.get("type"))


def same_quad(gold: Row, found: Row) -> bool:
    """Whether two events are of one quad class."""
    return _quad(gold) == _quad(found)


def _quad(row: Row) -> str:
    known = TYPES.get(row.get("type", ""))
    return known.quad if known else ""


def _event(gold: Row, found: Row) -> bool:
    return same_type(gold, found) and same_sides(gold, found)


def _quote(gold: Row, found: Row) -> bool:
    content = alike(gold["content"], found.get("content"), found)
    return content >= _CONTENT_SHARED and same_person(gold["speaker"], found.get("speaker"))


def _claim(gold: Row, found: Row) -> bool:
    return all(same_actors(gold.get(side, []), found.get(side, [])) for side in ("asserted_by", "denied_by"))


def _meeting(gold: Row, found: Row) -> bool:
    same_count = gold.get("count") == found.get("count")
    return same_count and same_actors(gold["participants"], found.get("participants", []))


def _agreement(gold: Row, found: Row) -> bool:
    return bool(gold["stage"] == found.get("stage")) and same_actors(gold["parties"], found.get("parties", []))


def _membership(gold: Row, found: Row) -> bool:
    same_body = gold["org"].upper() == str(found.get("org", "")).upper()
    return same_body and same_actors(gold["member"], found.get("member", []))


def _role(gold: Row, found: Row) -> bool:
    if gold.get("country") != found.get("country") or not same_person(gold["person"], found.get("person")):
        return False
    return alike(gold["office"], found.get("office"), found) >= _NAME_SHARED


def _transfer(gold: Row, found: Row) -> bool:
    if alike(gold["goods"], found.get("goods"), found) < _NAME_SHARED:
        return False
    return all(same_actors(gold[side], found.get(side, [])) for side in ("giver", "receiver"))


def _expectation(gold: Row, found: Row) -> bool:
    return same_person(gold["holder"], found.get("holder")) and same_actors(
        gold.get("about", []), found.get("about", [])
    )


SAME: Mapping[str, Test] = {
    "event": _event,
    "quote": _quote,
    "claim": _claim,
    "meeting": _meeting,
    "agreement": _agreement,
    "membership": _membership,
    "role": _role,
    "transfer": _transfer,
    "expectation": _expectation,
}


def same_date(gold: str, found: str | None) -> bool:
    """Whether two dates share at least half of the days that either has; or the found one is a finer reading."""
    wanted, got = _days(gold), _days(found or "")
    if not wanted or not got:
        return False
    shared = min(wanted[1], got[1]) - max(wanted[0], got[0]) + 1
    long, short = (days[1] - days[0] + 1 for days in (wanted, got))
    if shared <= 0:
        return False
    return 2 * shared >= long + short - shared or (shared == short and 4 * short >= long)


def _days(iso: str) -> tuple[int, int] | None:
    try:
        days = interval(re.sub(r"T[^/]*", "", iso))  # some coders give the hour
    except DateError:
        return None
    return (days.low or date.min).toordinal(), (days.high or date.max).toordinal()
