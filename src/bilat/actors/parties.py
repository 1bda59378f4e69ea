"""Whom an actor's name in an event data set stands for, on a given day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bilat.actors.leaders import Office, all_offices
from bilat.actors.lexicon import Entry, lexicon, states
from bilat.actors.names import person_key, same_person
from bilat.actors.surface import surface
from bilat.actors.tables import table

# What a name is to the state that it stands for.
NODE, PART, OFFICE, BODY, COUNTRY = "node", "part", "office", "body", "country"
WAYS: Mapping[str, str] = {
    NODE: "the state itself",
    PART: "an actor that names the state, such as Ministry (France)",
    OFFICE: "a person who held office that day",
    BODY: "the body or the group itself",
    COUNTRY: "an actor that the file gives to the state",
}
_BRACKETS = re.compile(r"^(?P<who>.*\S)\s*\((?P<whose>[^()]+)\)$")
_YEARS = re.compile(r"\s*\(\d{4}\s*-\s*(?:\d{4})?\)")
_ORGAN = re.compile(
    r"(?i)\b(?:armed|defen[cs]e|security|military|police|naval|air|ground|special|border|peacekeeping) forces?\b|"
    r"\b(?:army|navy|military|parliament|government|cabinet|ministry|police|senate|congress|coast guard|air force|"
    r"embassy|supreme court|national guard|intelligence|border guards?)\b"
)
_OF = re.compile(r"(?i)\b(?:of|in)\s+(?:the\s+)?")
# CAMEO's country codes where they differ from ISO 3166-1, and of states that are no more.
_OLD_CODES = {"ROM": "ROU", "TMP": "TLS", "WSB": "PSE", "GZS": "PSE", "ZAR": "COD", "KOS": "XKX", "RKS": "XKX",
              "BUR": "MMR", "ADO": "AND", "SUN": "RUS"}  # fmt: skip
_INHERITED = {"Palestinian Territory, Occupied": "PSE", "Occupied Palestinian Territory": "PSE",
              "Holy See Vatican City State": "VAT"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a name stands for: `code` always, or on the days of `spells` (first day, last day, code), ISO days.

    `way` is one of `WAYS`, empty where the name stands for no actor that we know.
    """

    code: str | None = None
    way: str = ""
    spells: tuple[tuple[str, str, str], ...] = ()

    def on(self, day: str) -> str | None:
        """The state or body on a day, None where there is none."""
        if not self.spells:
            return self.code
        return next((code for first, last, code in self.spells if first <= day <= last), None)


_NOBODY = Party()


def party(name: str) -> Party:
    """Whom an actor's name stands for in event data: `China`, `Police (China)`, `Xi Jinping`, `European Union`.

    A state by its own node; by an actor that names it in brackets or as its organ; by a person while in office. What
    is none of these, such as a city, a people or a person out of office, stands for nobody.
    """
    asked = surface(_YEARS.sub("", name))
    if entry := _entry(asked):
        return _of_entry(entry)
    bracketed = _BRACKETS.match(asked)
    if bracketed:
        entry = _entry(bracketed["whose"])
        return Party(entry.country or entry.org, PART) if entry else _NOBODY
    return _organ(asked) or _person(asked)


def party_by_code(code: str) -> Party:
    """The party of a CAMEO actor code (`RUS`, `USAGOV`, `IRNMIL`) or an ISO 3166-1 code: its first three letters."""
    head = code[:3].upper()
    head = _OLD_CODES.get(head, head)
    if head not in states():
        return _NOBODY
    return Party(head, NODE if len(code) == 3 else PART)


def country_code(name: str) -> str | None:
    """The ISO 3166-1 alpha-3 code of a country as data sets write it, by name or by code; None where it is none."""
    asked = name.strip()
    if len(asked) == 3 and asked.isupper():
        head = _OLD_CODES.get(asked, asked)
        return head if head in states() else None
    entry = _entry(surface(asked))
    return entry.country if entry and entry.kind == "state" else None


def _entry(form: str) -> Entry | None:
    """The actor that a whole name stands for: none where the likeliest reading is a people or a place."""
    if code := _INHERITED.get(form):
        return Entry(code, form, "state", country=code)
    for asked in (form, form.removeprefix("The ").removeprefix("the ")):
        for entry in lexicon().get(asked, ()):
            if entry.kind not in ("demonym", "place"):
                return entry
    return None


def _of_entry(entry: Entry) -> Party:
    if entry.kind == "state":
        return Party(entry.country, NODE)
    if entry.country or entry.kind in ("capital", "seat", "organ"):  # a group within one state is a part of it
        return Party(entry.country or entry.org, PART)
    return Party(entry.org, BODY)


def _organ(name: str) -> Party | None:
    """`Military Forces of Chad`, `Yemeni Armed Forces`: an organ with its state's name or adjective."""
    if not _ORGAN.search(name):
        return None
    for found in reversed(list(_OF.finditer(name))):
        words = name[found.end() :].split()
        for size in range(min(len(words), 5), 0, -1):
            entry = _entry(" ".join(words[:size]).rstrip(",:"))
            if entry and entry.kind == "state":
                return Party(entry.country, PART)
    words = name.split()
    for size in range(min(len(words) - 1, 3), 0, -1):
        for entry in lexicon().get(" ".join(words[:size]), ()):
            if entry.country and entry.kind in ("state", "demonym"):
                return Party(entry.country, PART)
    return None


def _person(name: str) -> Party:
    """A person of two names or more who is known to have held an office, on the days of that office."""
    tokens = person_key(name).split()
    if len(tokens) < 2:
        return _NOBODY
    key = _aliases().get(" ".join(tokens), " ".join(tokens))
    held = [one for one in _offices_by_key().get(key) or _alike(name, tokens) if one.acts]
    spells = [(_start(one.first), _end(one.last), one.country or one.org or "") for one in held]
    return Party(None, OFFICE, tuple(sorted(spells))) if spells else _NOBODY


def _alike(name: str, tokens: list[str]) -> tuple[Office, ...]:
    """The offices of the person whose name is a longer or shorter form of this one; nobody's where two are as near."""
    shared = Counter(key for token in set(tokens) for key in _keys_by_token().get(token, ()))
    fitting = {key: count for key, count in shared.items() if len(key.split()) > 1 and same_person(name, key)}
    most = max(fitting.values(), default=0)
    nearest = [key for key, count in fitting.items() if count == most]
    return _offices_by_key()[nearest[0]] if len(nearest) == 1 else ()


@cache
def _offices_by_key() -> Mapping[str, tuple[Office, ...]]:
    found: dict[str, list[Office]] = {}
    for office in all_offices():
        found.setdefault(person_key(office.person), []).append(office)
    return {key: tuple(group) for key, group in found.items()}


@cache
def _keys_by_token() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for key in _offices_by_key():
        for token in key.split():
            found.setdefault(token, set()).add(key)
    return {token: tuple(sorted(keys)) for token, keys in found.items()}


@cache
def _aliases() -> Mapping[str, str]:
    return {person_key(row["alias"]): person_key(row["person"]) for row in table("aliases.tsv")}


def _start(first: str) -> str:
    return first + "-01-01"[len(first) - 4 :] if first else "0000-01-01"


def _end(last: str | None) -> str:
    return last + "-12-31"[len(last) - 4 :] if last else "9999-12-31"
