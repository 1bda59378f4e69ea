"""Who first reported what a mention says: the origin, against the outlet that printed it.

A sentence that names its source is that source's ("the Post revealed", "X, citing Y" is Y's); an item of a digest is
that of the outlet in its closing bracket, an agency before those that printed it ("AP via Fox News"); all else is its
document's, where copies and reports of one house are one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bilat.model import Document, Mention, Part

_DATA = tomllib.loads(resources.files(__package__).joinpath("outlets.toml").read_text(encoding="utf-8"))
_AGENCIES = frozenset(_DATA["agencies"])
_LAST = frozenset(_DATA["last_words"].split())
_ALIASES: dict[str, str] = _DATA["aliases"]
_WHOLE = frozenset(_DATA["names"])
_NAME = r"(?:[Tt]he )?(?:[A-Z][\w.&’'-]*)(?: (?:[A-Z][\w.&’'-]*|of|and|für|le|la)){0,4}"
_CITED = re.compile(
    r"\b(?:citing|quoting|quoted by|cited by|reported by|according to|revealed by|obtained by|told)\s+"
    rf"(?P<name>{_NAME})"
)
_REVEALED = re.compile(
    rf"(?P<name>{_NAME})(?:,[^,.]{{1,60}},)?\s+(?:has |had |first |newspaper |also )*"
    r"(?:report|reveal|disclos|publish|obtain|broke|wrote|said|says|cited|quoted|learn)(?:ed|s|es|)?\b"
)
_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
_VIA = re.compile(r"\s+via\s+|\s+on\s+behalf\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+")


@lru_cache(maxsize=1 << 14)
def house(name: str) -> str:
    """One key for the names of an outlet: `The Associated Press`, `AP`."""
    plain = _ARTICLE.sub("", " ".join(re.findall(r"[\w&]+", name.casefold())))
    return _ALIASES.get(plain, plain)


@lru_cache(maxsize=1 << 14)
def is_outlet(name: str) -> bool:
    """True for a name that only an outlet or an agency has."""
    key = house(name)
    return key in _AGENCIES or key in _WHOLE or (" " in key and key.rpartition(" ")[2] in _LAST)


def house_of(document: Document) -> str:
    """The house that a document itself names as the one that reported, else ''."""
    told = document.origin or (document.outlet if house(document.outlet or "") in _AGENCIES else None)
    return house(told) if told else ""


def houses(documents: Mapping[str, Document], origins: Mapping[str, str]) -> dict[str, str]:
    """Each document's origin: the house that some copy of it names as its origin, else the copies' common key."""
    return houses_of({key: house_of(document) for key, document in documents.items()}, origins)


def houses_of(told: Mapping[str, str], origins: Mapping[str, str]) -> dict[str, str]:
    """The same from the house that each document names."""
    named: dict[str, str] = {}
    for key in sorted(told):
        if told[key]:
            group = origins.get(key, key)
            named[group] = min(told[key], named.get(group, "\uffff"))
    return {key: f"house:{named[group]}" if (group := origins.get(key, key)) in named else group for key in told}


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a digest: where it stands, and the houses that brackets in it name, each with the bracket's place."""

    start: int
    end: int
    credits: tuple[tuple[int, str], ...]


def items_of(document: Document) -> tuple[Item, ...]:
    """The items of a digest, in their order; none of other documents."""
    if document.form != "digest":
        return ()
    tails = [p for p in document.parts if p.role == "furniture"]
    return tuple(Item(p.start, p.end, _credits(document, p, tails)) for p in document.parts if p.role == "item")


def item_at(items: Iterable[Item], start: int) -> Item | None:
    """The item that this place is in."""
    return next((item for item in items if item.start <= start < item.end), None)


def origin_of(mention: Mention, items: Iterable[Item], printed: Mapping[str, str]) -> str:
    """The key of who first reported what a mention says.

    `items` are those of its document; `printed` has the documents' own origins.
    """
    named = _named(mention)
    if named:
        return f"house:{named}"
    item = item_at(items, mention.start)
    credit = _credit(item, mention.start) if item is not None else ""
    return f"house:{credit}" if credit else printed.get(mention.doc, mention.doc)


def _named(mention: Mention) -> str:
    """The outlet that the sentence itself names, the last of a chain of citations; empty where there is none."""
    cited, telling = _outlets(mention.quote)
    if cited:
        return cited
    if mention.voice != "author" and is_outlet(mention.voice):
        return house(mention.voice)
    return telling


# A sentence makes several mentions, one after the other: a few are kept.
@lru_cache(maxsize=1 << 10)
def _outlets(quote: str) -> tuple[str, str]:
    """The outlet that a sentence cites last, and the first that it says reported."""
    cited = [m["name"] for m in _CITED.finditer(quote) if is_outlet(m["name"])]
    told = (m["name"] for m in _REVEALED.finditer(quote) if is_outlet(m["name"]))
    return (house(cited[-1]), "") if cited else ("", house(next(told, "")))


def _credit(item: Item, start: int) -> str:
    """The house in the brackets that close what begins there: an agency where there is one, else the first."""
    names = [name for at, name in item.credits if at >= start]
    return next((name for name in names if name in _AGENCIES), names[0] if names else "")


def _credits(document: Document, item: Part, tails: Iterable[Part]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (p.start, house(name))
        for p in tails
        if item.start <= p.start and p.end <= item.end
        for bracket in _BRACKET.findall(document.text[p.start : p.end])
        for name in _VIA.split(bracket)[0].split("/")
    )
