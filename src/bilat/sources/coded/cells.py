"""From cells to days, acts and parties; what cannot be read is said in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from bilat import actors
from bilat.model import Act
from bilat.ontology import cameo_named, cameo_of

_EPOCH = date(1970, 1, 1)
_YEARS = range(1900, 2101)
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[ T].*)?")
_EMPTY = frozenset({"", "None", "none", "NA", "NULL", "null", "nan", "---"})
_WRAPPED = frozenset({'"', " ", "\u00a0"})
Who = tuple[str, str]  # code and way, both empty where nobody is known
_NOBODY: Who = ("", "")


class Malformed(Exception):
    """A line that cannot be read, and why."""


@lru_cache(maxsize=65536)
def day_of(cell: str) -> tuple[int, str]:
    """A date as days from 1970-01-01 and as ISO: `2014-01-31`, `20140131`, `31 January 2014`."""
    text = text_of(cell)
    try:
        if found := _ISO.fullmatch(text):
            day = date(*map(int, found.groups()))
        else:
            day = datetime.strptime(text, "%d %B %Y").date()
    except ValueError:
        raise Malformed(f"{_short(text)!r} is no date") from None
    if day.year not in _YEARS:
        raise Malformed(f"{_short(text)!r} is no date of an event")
    return (day - _EPOCH).days, day.isoformat()


def text_of(cell: str) -> str:
    """A cell without quotation marks around it and spaces; empty where it says that there is nothing."""
    if cell[:1] in _WRAPPED or cell[-1:] in _WRAPPED:
        cell = cell.strip()
        if len(cell) > 1 and cell[0] == cell[-1] == '"':
            cell = cell[1:-1].replace('""', '"').strip()
    return "" if cell in _EMPTY else cell


@lru_cache(maxsize=4096)
def act_of(code: str) -> Act:
    """The act of a CAMEO code."""
    text = text_of(code)
    if len(text) in (1, 3) and text.isdigit() and not cameo_of(text):
        found = cameo_of("0" + text)  # spreadsheets eat the first zero
    else:
        found = cameo_of(text) if text.isdigit() else None
    if found is None:
        raise Malformed(f"{_short(text)!r} is no CAMEO code")
    return found


@lru_cache(maxsize=4096)
def act_named(name: str) -> Act:
    """The act that CAMEO calls so."""
    found = cameo_named(name)
    if found is None:
        raise Malformed(f"{_short(name)!r} is no CAMEO event")
    return found


@lru_cache(maxsize=200_000)
def _party(name: str) -> actors.Party:
    return actors.party(name)


@lru_cache(maxsize=200_000)
def _standing(name: str, country: str) -> Who | None:
    """Whom a name stands for on any day; None where that depends on the day."""
    party = _party(name)
    if party.spells:
        return None
    return (party.code, party.way) if party.code else _of_country(country)


@lru_cache(maxsize=65536)
def _of_country(name: str) -> Who:
    code = actors.country_code(name) if name else None
    return (code, "country") if code else _NOBODY


def who_of(name: str, country: str, day: str) -> Who:
    """Whom a name stands for on a day; if nobody that we know, the country that the file gives it to."""
    standing = _standing(name, country)
    if standing is not None:
        return standing
    party = _party(name)
    code = party.on(day)
    return (code, party.way) if code else _of_country(country)


def who(name: str, day: str) -> Who:
    """Whom a name stands for on a day."""
    return who_of(name, "", day)


@lru_cache(maxsize=65536)
def who_coded(code: str, country: str = "") -> Who:
    """Whom a CAMEO actor code stands for; `country` is the file's own country code, where it has one."""
    found = actors.party_by_code(country or code)
    if found.code:
        return found.code, "node" if code == (country or code)[:3] else "part"
    body = _BODIES.get(code[:6]) or _BODIES.get(code[:3])
    return (body, "body") if body else ("", "")


# CAMEO's codes of international bodies, as data sets write them.
_BODIES: Mapping[str, str] = {
    "IGOUNO": "UN", "UNO": "UN", "IGONAT": "NATO", "NAT": "NATO", "IGOEEC": "EU", "EEC": "EU", "IGOEUR": "EU",
    "IGOIMF": "IMF", "IMF": "IMF", "IGOWBK": "WORLDBANK", "WBK": "WORLDBANK", "IGOWTO": "WTO", "WTO": "WTO",
    "IGOAFU": "AU", "AFU": "AU", "IGOASN": "ASEAN", "ASN": "ASEAN", "IGOARL": "ARABLEAGUE", "ARL": "ARABLEAGUE",
    "IGOSCO": "SCO", "SCO": "SCO", "IGOSCE": "OSCE", "SCE": "OSCE", "IGOCIS": "CIS", "CIS": "CIS", "IGOIAE": "IAEA",
    "IAE": "IAEA", "IGOGCC": "GCC", "GCC": "GCC", "HEZ": "HEZBOLLAH", "HMS": "HAMAS", "TAL": "TALIBAN",
}  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
