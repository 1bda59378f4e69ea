"""Where documents differ on one happening: its day, its toll, or who said the words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from bilat.actors import same_person
from bilat.ledgers.remarks import Shelf, shelf
from bilat.ledgers.view import View
from bilat.model import Happening

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER = rf"\d[\d,]*|{'|'.join(_UNITS)}"
_BE = r"(?:were |was |are |is |have been |has been )?"
_ABOUT = r"(?:at least |about |around |nearly |more than )?"
_TOLL = re.compile(
    rf"(?:(?P<n>{_NUMBER})(?: (?!and\b)[\w-]+){{0,3}}? {_BE}(?P<what>killed|dead|injured|wounded|die|died|arrested))"
    rf"|(?:(?P<what2>killing|injuring|wounding|killed|kills|injured|injures|arrests) {_ABOUT}(?P<n2>{_NUMBER})\b)",
    re.IGNORECASE,
)
_SAME = {"die": "killed", "died": "killed", "dead": "killed", "killing": "killed", "kills": "killed"}
_SAME |= {
    "injuring": "injured",
    "injures": "injured",
    "wounded": "injured",
    "wounding": "injured",
    "arrests": "arrested",
}
_LONG = 3  # words that must agree before two quotes of different speakers are one


def contradictions(view: View) -> list[dict[str, Any]]:
    """Every difference: `what` (`date`, `toll`, `attribution`), `row`, and each value with its sentence.

    A toll that grows from one day's documents to the next contradicts nothing: its `what` is `toll rose`, `told` says
    from what to what, and the values stand in the order of time.
    """
    out: list[dict[str, Any]] = []
    for kind in ("event", "meeting", "agreement", "transfer"):
        rows = [row for row in view.happenings(kind) if row.documents > 1]
        known = shelf(view, rows)
        for row in rows:
            out += _of_row(row, known)
    quotes = view.happenings("quote")
    out += _attributions(quotes, view)
    return out


def _of_row(row: Happening, known: Shelf) -> Iterator[dict[str, Any]]:
    mentions = [known.mentions[i] for i in row.mentions if i in known.mentions]
    if row.kind != "agreement":
        days = {m.id: m.when.iso for m in mentions if m.when and re.fullmatch(r"\d{4}-\d\d-\d\d", m.when.iso)}
        if len(set(days.values())) > 1:
            yield _told("date", row, {days[i]: i for i in reversed(list(days))}, known)
    tolls: dict[str, dict[str, str]] = defaultdict(dict)
    for mention in mentions:
        for what, number in tolls_in(mention.quote):
            tolls[what].setdefault(number, mention.id)
    for what, numbers in sorted(tolls.items()):
        if len(numbers) > 1:
            values = {f"{n} {what}": i for n, i in numbers.items()}
            ordered = _rise(numbers, known)
            told = _told("toll rose" if ordered else "toll", row, values, known)
            if ordered:
                told["told"] = f"rose from {ordered[0]} {what} to {ordered[-1]}"
                told["values"].sort(key=lambda value: ordered.index(value["value"].split()[0]))
            yield told


def _rise(numbers: dict[str, str], known: Shelf) -> list[str]:
    """Numbers in their order where each was told on a later day than the smaller ones: a toll that rose; else none."""
    ordered = sorted(numbers, key=int)
    days = [known.told(numbers[number]) for number in ordered]
    dated = [day for day in days if day is not None]
    rises = len(dated) == len(days) and all(one < other for one, other in pairwise(dated))
    return ordered if rises else []


def tolls_in(text: str) -> Iterator[tuple[str, str]]:
    """How many were killed, injured or arrested, as a text says: (what, number)."""
    for found in _TOLL.finditer(text):
        number = (found["n"] or found["n2"]).lower().replace(",", "")
        what = (found["what"] or found["what2"]).lower()
        yield _SAME.get(what, what), str(_UNITS.index(number) + 1) if number in _UNITS else number


def _attributions(quotes: Sequence[Happening], view: View) -> Iterator[dict[str, Any]]:
    """The same words in the mouths of two speakers."""
    by_words: dict[str, list[Happening]] = defaultdict(list)
    for row in quotes:
        words = re.findall(r"\w+", row.fields["content"].lower())
        if row.fields.get("direct") and len(words) >= _LONG:
            by_words[" ".join(words)].append(row)
    several = [rows for rows in by_words.values() if len(rows) > 1]
    known = shelf(view, [row for rows in several for row in rows])
    for rows in several:
        names: dict[str, str] = {}
        for row in rows:
            name = row.fields["speaker"].name
            if not any(same_person(name, other) for other in names):
                names[name] = row.mentions[0]
        if len(names) > 1:
            yield _told("attribution", rows[0], names, known)


def _told(what: str, row: Happening, values: dict[str, str], known: Shelf) -> dict[str, Any]:
    told = [{"value": value, **known.cite(identity)} for value, identity in sorted(values.items())]
    return {"what": what, "row": row.id, "kind": row.kind, "values": told}
