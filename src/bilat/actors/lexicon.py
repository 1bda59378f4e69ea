"""States, bodies, groups and their names: which actor a surface form may stand for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bilat.actors.surface import surface, without_accents
from bilat.actors.tables import names_in, table
from bilat.model import BilatError


class UnknownActor(BilatError):
    """No actor has this name or code; the message names those that come near."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a surface form may stand for.

    `kind` is one of `state`, `demonym`, `capital`, `seat`, `body`, `organ`, `group`, `place`, `collective`. `id` is
    the code of a state, body or group, or `USA:fbi` for an organ. A group that fights within one state has both
    `country` and `org`; one across borders has `org` only. A `place` without a country (`South China Sea`) is nobody:
    it is here so that its parts are not taken for actors.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    org: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory of ISO 3166-1 (or Kosovo) with its numbers elsewhere.

    `cow` is the Correlates of War number, `gw` Gleditsch and Ward's; absent where the list has none. `iso2` is the
    alpha-2 code.
    """

    code: str
    name: str
    cow: int | None
    gw: int | None
    iso2: str


@cache
def states() -> Mapping[str, State]:
    """Every state by its ISO 3166-1 alpha-3 code."""
    return MappingProxyType(
        {
            row["code"]: State(row["code"], row["name"], _number(row["cow"]), _number(row["gw"]), row["iso2"])
            for row in table("states.tsv")
        }
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def lexicon() -> Mapping[str, tuple[Entry, ...]]:
    """Every surface form with the actors that it may stand for, the likeliest first.

    Keys are written as `surface` writes them, without a leading "the" save where the name needs it (`the West`);
    case counts (`US`, not `us`). Forms without accents have keys of their own.
    """
    never = {row["name"] for row in table("never.tsv")}
    found: dict[str, dict[tuple[str, str], Entry]] = {}
    for form, entry in _forms():
        key = surface(form)
        plain = without_accents(key)
        for written in (key,) if plain == key or plain in never else (key, plain):  # Malé is a capital, Male is not
            found.setdefault(written, {}).setdefault((entry.id, entry.kind), entry)
    return MappingProxyType({key: tuple(entries.values()) for key, entries in found.items()})


def _forms() -> Iterator[tuple[str, Entry]]:
    yield from _state_forms()
    yield from _body_forms()
    yield from _group_forms()
    yield from _organ_forms()
    for row in table("collectives.tsv"):
        entry = Entry(row["code"], row["name"], "collective", org=row["code"], sector=row["sector"] or None)
        for name in [row["name"], *names_in(row["names"])]:
            yield name, entry
    for row in table("regions.tsv"):
        yield from _region_forms(row)


def _state_forms() -> Iterator[tuple[str, Entry]]:
    # Brussels stands for the EU oftener than for Belgium.
    yield "Brussels", Entry("EU", "European Union", "seat", org="EU", sector="IGO")
    for row in table("states.tsv"):
        code, name = row["code"], row["name"]
        for form in [name, *names_in(row["names"])]:
            yield form, Entry(code, name, "state", country=code)
        people = Entry(code, name, "demonym", country=code)
        for adjective in names_in(row["adjectives"]):
            yield adjective, people
            if _takes_plural(adjective):
                yield adjective + "s", people
        for person in names_in(row["people"]):
            yield person, people
            yield person[:-3] + "men" if person.endswith("man") and len(person) > 7 else person + "s", people
        for column, kind in (("capitals", "capital"), ("seats", "seat")):
            for form in names_in(row[column]):
                yield form, Entry(code, name, kind, country=code, sector="GOV")


def _takes_plural(adjective: str) -> bool:
    return not adjective.endswith(("s", "sh", "ch", "se", "ic", "e", "é")) and not adjective.isupper()


def _body_forms() -> Iterator[tuple[str, Entry]]:
    for row in table("bodies.tsv"):
        code, name, sector = row["code"], row["name"], row["sector"]
        for form in [name, *names_in(row["names"])]:
            yield form, Entry(code, name, "body", org=code, sector=sector)
        for form in names_in(row["organs"]):
            yield form, Entry(f"{code}:{form.lower()}", form, "organ", org=code, sector=sector)


def _group_forms() -> Iterator[tuple[str, Entry]]:
    for row in table("groups.tsv"):
        code = row["code"]
        entry = Entry(code, row["name"], "group", row["country"] or None, code, row["sector"])
        for form in [row["name"], *names_in(row["names"])]:
            yield form, entry


def _organ_forms() -> Iterator[tuple[str, Entry]]:
    # A row lists organs of one state and sector, so each goes by its own name.
    for row in table("organs.tsv"):
        for form in [row["name"], *names_in(row["names"])]:
            yield form, Entry(f"{row['country']}:{form.lower()}", form, "organ", row["country"], None, row["sector"])


def _region_forms(row: Mapping[str, str]) -> Iterator[tuple[str, Entry]]:
    place = Entry(f"{row['country']}:{row['name'].lower()}", row["name"], "place", row["country"] or None)
    for form in [row["name"], *names_in(row["names"])]:
        yield form, place
    for form in names_in(row["adjectives"]):
        people = Entry(place.id, place.name, "demonym", place.country)
        yield form, people
        if _takes_plural(form):
            yield form + "s", people


@cache
def _names_by_code() -> Mapping[str, str]:
    rows = (*table("states.tsv"), *table("bodies.tsv"), *table("groups.tsv"), *table("collectives.tsv"))
    return MappingProxyType({row["code"]: row["name"] for row in rows})


def codes() -> tuple[str, ...]:
    """The codes of all states, bodies, groups and collectives, in the order of the tables."""
    return tuple(_names_by_code())


def actor_name(code: str) -> str:
    """The name of a state, body or group; the code itself where it is not in the tables."""
    return _names_by_code().get(code, code)


def find_actor(name: str) -> str:
    """The code of an actor given by code or by any of its names, in any case, with or without "the".

    Raises UnknownActor, whose message names the nearest names.
    """
    asked = surface(name)
    if asked.upper() in _names_by_code():
        return asked.upper()
    bare = asked[4:] if asked.lower().startswith("the ") else asked
    for entries in (lexicon().get(asked), lexicon().get(bare), _folded().get(_fold(bare))):
        if entries and (code := entries[0].country or entries[0].org):
            return entries[0].org or code
    near = difflib.get_close_matches(_fold(bare), _folded(), n=3)
    hint = ", ".join(dict.fromkeys(f"{_folded()[key][0].name} ({_folded()[key][0].id})" for key in near))
    raise UnknownActor(f"no actor called {name!r}" + (f"; did you mean {hint}?" if hint else "; give a name or a code"))


def _fold(text: str) -> str:
    return without_accents(text).casefold().removeprefix("the ")


@cache
def _folded() -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for key, entries in lexicon().items():
        found.setdefault(_fold(key), entries)
    return MappingProxyType(found)


@cache
def twins() -> Mapping[str, tuple[str, ...]]:
    """The plurals that stand for two states by what they share of their names (`the two Koreas`), to their codes."""
    return MappingProxyType({row["name"]: tuple(names_in(row["codes"])) for row in table("twins.tsv")})
