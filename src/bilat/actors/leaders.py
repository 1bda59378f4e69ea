"""Who held which office when: heads, ministers and other persons whom news names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from bilat.actors.names import person_key
from bilat.actors.tables import table
from bilat.actors.titles import office_of

_K = TypeVar("_K")
_FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "HKG", "MAC", "PRK", "KOR", "VNM", "KHM", "HUN"})
_SURNAME_SHARED_BY = 3
_COMMON = 3
_SECTORS = {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "supreme_leader"}
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "IGO"})


@dataclass(frozen=True, slots=True)
class Office:
    """A person in an office.

    `country` is ISO 3166-1 alpha-3, or else `org` a body's or group's code. `kind` is one of `head_of_state`,
    `head_of_government`, `foreign_minister`, `defence_minister`, `supreme_leader`, `other`. `first` and `last` are
    ISO dates at the precision known; `first` is empty where the start is not known, `last` is absent where the person
    held the office when the row was written (2025). `source` says where the row is from.
    """

    country: str | None
    person: str
    office: str
    kind: str
    first: str
    last: str | None
    source: str
    org: str | None = None
    sector: str | None = None

    @property
    def acts(self) -> bool:
        """Whether who holds it acts for the state or body: a party leader or a journalist does not."""
        return self.sector in _OFFICIAL or (self.country is None and self.sector == "REB")

    def held_on(self, day: str) -> bool:
        """Whether it was held on a day (`2024-05-19`); a month or year given whole counts as held."""
        begun = not self.first or self.first <= day[: len(self.first)]
        return begun and (self.last is None or day[: len(self.last)] <= self.last)


@cache
def _all() -> tuple[Office, ...]:
    rows = [
        Office(row["country"], row["person"], row["office"], row["kind"], row["first"], row["last"] or None,
               row["source"], sector=_sector(row))
        for row in table("leaders.tsv")
    ]  # fmt: skip
    states = {row["code"] for row in table("states.tsv")}
    for row in table("persons.tsv"):
        country, org = (row["actor"], None) if row["actor"] in states else (None, row["actor"])
        rows.append(
            Office(country, row["person"], row["office"], "other", row["first"], row["last"] or None, row["source"],
                   org, row["sector"])
        )  # fmt: skip
    return tuple(rows)


def _sector(row: Mapping[str, str]) -> str:
    if row["kind"] in _SECTORS:
        return "GOV"
    known = office_of(row["office"])
    return known.sector if known and known.sector else "GOV"


@cache
def _by_post() -> Mapping[tuple[str | None, str], tuple[Office, ...]]:
    return _grouped(((office.country or office.org, office.kind), office) for office in _all())


@cache
def _by_key() -> Mapping[str, tuple[Office, ...]]:
    return _grouped((person_key(office.person), office) for office in _all())


@cache
def _by_surname() -> Mapping[str, tuple[Office, ...]]:
    return _grouped((surname, office) for office in _all() for surname in _surnames(office))


@cache
def _aliases() -> Mapping[str, str]:
    return MappingProxyType({person_key(row["alias"]): person_key(row["person"]) for row in table("aliases.tsv")})


def _grouped(pairs: Iterable[tuple[_K, Office]]) -> Mapping[_K, tuple[Office, ...]]:
    found: dict[_K, list[Office]] = {}
    for key, office in pairs:
        found.setdefault(key, []).append(office)
    return MappingProxyType({key: tuple(sorted(group, key=lambda o: o.first)) for key, group in found.items()})


def _surnames(office: Office) -> set[str]:
    words = person_key(office.person).split()
    if len(words) == 1:
        return set()
    if office.country in _FAMILY_NAME_FIRST or office.org == "TIBETGOV":
        return {words[0]}
    # "Salman" is no name for Mohammed bin Salman, "bin Salman" is; "Al Nahyan" is a house, not a person.
    if "bin" in words[:-1]:
        at = words.index("bin")
        return {" ".join(words[at:])} if at + 2 == len(words) else {" ".join(words[: at + 2])}
    return {words[-1], " ".join(words[-2:])} if len(words) > 2 else {words[-1]}


def all_offices() -> tuple[Office, ...]:
    """Every office in the tables, in their order."""
    return _all()


@cache
def _given() -> Mapping[str, int]:
    people = {(o.country, person_key(o.person)) for o in _all()}
    named = ((country, name.split()) for country, name in people)
    return Counter(words[-1 if country in _FAMILY_NAME_FIRST else 0] for country, words in named if len(words) > 1)


def is_given_name(word: str) -> bool:
    """Whether several of the tables bear a word as a given name: `Thomas` alone need not be a Prime Minister."""
    return _given()[person_key(word)] >= _COMMON


def offices(country: str, kind: str, day: str) -> tuple[Office, ...]:
    """Who held an office of that kind in a state or body on a day (ISO, `2024-05-19`), the one in office longest first.

    Where a state has no separate head of government, its head of state is given.
    """
    held = tuple(o for o in _by_post().get((country, kind), ()) if o.held_on(day))
    if kind == "head_of_government" and not _by_post().get((country, kind)):
        return offices(country, "head_of_state", day)
    return held


def offices_of(person_name: str) -> tuple[Office, ...]:
    """All offices known of a person, by full name or by-name, or by a surname that at most three persons bear.

    With several persons, choose by day and country. Empty where nobody is known by that name.
    """
    key = person_key(person_name)
    key = _aliases().get(key, key)
    if found := _by_key().get(key):
        return found
    found = _by_surname().get(key, ())
    return found if len({person_key(o.person) for o in found}) <= _SURNAME_SHARED_BY else ()


@cache
def _sole() -> Mapping[str, str]:
    held: dict[str, set[str]] = {}
    for office in _all():
        if office.kind in ("head_of_state", "head_of_government") and office.country and " " not in office.office:
            held.setdefault(office.office.lower(), set()).add(office.country)
    return {title: next(iter(of)) for title, of in held.items() if len(of) == 1}


def state_of_title(title: str) -> str | None:
    """The one state whose leader has that title of one word: `pope`, `taoiseach`; None where several have it."""
    return _sole().get(title.lower())


_REIGNS = frozenset({"king", "queen", "emir", "sultan", "emperor", "empress", "crown prince", "pope"})


def reigning(name: str, office: str, day: str) -> tuple[Office, ...]:
    """The offices of whoever reigned on a day (ISO) by that first name: `Salman`, `King`; one a person and post."""
    if office.lower() not in _REIGNS:
        return ()
    key = person_key(name)
    return tuple(o for o in _all() if o.office.lower() == office.lower() and o.held_on(day) and _first_name(o) == key)


def _first_name(office: Office) -> str:
    return person_key(office.person).split()[0]
