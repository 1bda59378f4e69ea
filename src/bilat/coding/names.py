"""Where a parsed block names somebody or some place: the lexicon of actors first, then the parser's own entities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bilat.actors import Entry, lexicon, offices_of, place_of
from bilat.coding.nouns import office_of
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+|[^\w\s]")
_HONORIFICS = words("honorifics")
_EPITHETS = words("epithets")
_NO_NAMES = words("no_names")
_PEERS = frozenset({"counterpart", "colleague"})
_BESIDE = 8  # words between an office and a name
_BRANCHES = frozenset({"LEG", "JUD", "MIL"})
# States that share their name with a part of another: (the state, the other).
_NAMESAKES = frozenset({("GEO", "USA")})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a block: tokens `first` to `last` (inclusive), `kind` an entry's kind, `person`, `org` or `place`."""

    first: int
    last: int
    text: str
    kind: str
    entry: Entry | None = None


@cache
def _trie() -> Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]:
    """First word of a surface form to its forms, longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for form, entries in lexicon().items():
        parts = tuple(_WORD.findall(form))
        by_first.setdefault(parts[0], []).append((parts, entries[0]))
    return {w: tuple(sorted(rows, key=lambda r: -len(r[0]))) for w, rows in by_first.items()}


def _known(text: str) -> Iterator[tuple[int, int, Entry]]:
    """Every longest form of the lexicon in the text, as offsets."""
    trie = _trie()
    places = [m.span() for m in _WORD.finditer(text)]
    words = tuple(text[start:end] for start, end in places)
    at = 0
    while at < len(words):
        step = 1
        for parts, entry in trie.get(words[at], ()):
            size = len(parts)
            if words[at : at + size] == parts:
                yield places[at][0], places[at + size - 1][1], entry
                step = size
                break
        at += step


def names(doc: Doc) -> list[Name]:
    """The names of a parsed block, in order, none within another."""
    taken = [False] * len(doc)
    found: list[Name] = []

    def take(first: int, last: int, kind: str, entry: Entry | None) -> None:
        for i in range(first, last + 1):
            taken[i] = True
        if last + 2 < len(doc) and doc[last + 1].text == "-" and doc[last + 2].lower_ in _EPITHETS:
            return  # "Iran-backed militia" names no act and no side of Iran's
        found.append(Name(first, last, doc[first : last + 1].text, kind, entry))

    persons = [_trimmed(e.start, e.end - 1, doc) for e in doc.ents if e.label_ == "PERSON" and not _is_office(e.text)]
    spans = {_whole(*_longer(a, b, doc), doc) for a, b in persons if a <= b and not _ROMAN.fullmatch(doc[a].text)}
    for start, end, entry in _known(doc.text):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        first, last = span.start, span.end - 1
        # "Jordan Peterson", "Paris Hilton": a place's name within a person's is the person's.
        if any(
            a <= first and last <= b and (b - a) > (last - first) and entry.kind not in ("person", "demonym")
            for a, b in spans
        ):
            continue
        if any(taken[first : last + 1]) or _is_day(doc, first, last):
            continue
        if (
            entry.sector == "MED"
            and first > 0
            and last + 1 < len(doc)
            and doc[first - 1].text + doc[last + 1].text == "()"
        ):
            continue  # "AMMAN (AFP) -": who sent it, not who acts
        known = _within(doc, first, entry, found)
        take(first, last, known.kind, known)
    for first, last in sorted(spans):
        if not any(taken[first : last + 1]) and (doc[last].text[0].isupper() or doc[last - 1].text == "-"):
            take(first, last, "person", None)
    for ent in doc.ents:
        if ent.label_ not in ("ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WORK_OF_ART", "LANGUAGE"):
            continue
        first, last = _trimmed(ent.start, ent.end - 1, doc)
        first, last = _whole(first, last, doc) if first <= last else (first, last)
        if first <= last and office_of(doc[first : last + 1].text) is not None:
            continue  # "the Supreme Leader" is an office, not a name
        if first > last or any(taken[first : last + 1]) or not any(t.text[0].isupper() for t in doc[first : last + 1]):
            continue
        if ent.label_ != "LOC" and last - first < 3 and offices_of(doc[first : last + 1].text):
            take(first, last, "person", None)
            continue
        place = place_of(doc[first : last + 1].text) if ent.label_ in ("GPE", "LOC", "FAC") else None
        if place is not None:
            entry = Entry(id=f"place:{place.name}", name=place.name, kind="place", country=place.country)
            take(first, last, "place", entry)
        else:
            kind = "place" if ent.label_ in ("GPE", "LOC", "FAC") else "org"
            take(first, last, "person" if _is_called(doc, first, last) else kind, None)
    _surnames(doc, taken, take)
    _titled(doc, taken, take)
    return sorted(found, key=lambda n: n.first)


def _is_called(doc: Doc, first: int, last: int) -> bool:
    """Whether a name taken for a body stands beside an office: `a spokeswoman, Yolande Makolo, said`."""
    head = doc[first : last + 1].root
    office = head.head if head.dep_ == "appos" else next((c for c in head.children if c.dep_ == "appos"), None)
    words = [t for t in doc[first : last + 1] if t.text not in ("al", "bin", "de", "van", "-")]
    named = last - first in (1, 2, 3) and all(t.text.istitle() and t.pos_ == "PROPN" for t in words)
    if not named or office is None or office.pos_ != "NOUN" or abs(office.i - head.i) > _BESIDE:
        return False
    return office.lemma_ in _PEERS or office_of(office.lemma_) is not None


def _is_day(doc: Doc, first: int, last: int) -> bool:
    """Whether words are a day, though a group is called after it: `on November 17`."""
    return doc[last].like_num and any(e.label_ == "DATE" and e.start <= first <= last < e.end for e in doc.ents)


def _within(doc: Doc, first: int, entry: Entry, before: list[Name]) -> Entry:
    """The entry as the name before it has it: `Maldivian Democratic Party`, `Peru's Congress`, `Savannah, Georgia`."""
    prior = before[-1] if before else None
    gap = doc[prior.last + 1 : first].text if prior is not None else ""
    if prior is not None and prior.entry is not None and gap in ("", "'s", "’s") and entry.kind == "organ":
        state = prior.entry.country
        if prior.entry.kind in ("demonym", "state") and state is not None and state != entry.country:
            return replace(
                entry,
                id=f"{state}:{entry.name.lower()}",
                country=state,
                sector=entry.sector if entry.sector in _BRANCHES else None,
            )
    if entry.kind == "state" and first > 1 and doc[first - 1].text == ",":
        town = place_of(doc[first - 2].text) if doc[first - 2].ent_type_ == "GPE" else None
        if town is not None and (entry.country, town.country) in _NAMESAKES:
            return Entry(id=f"place:{entry.name}", name=entry.name, kind="place", country=town.country)
    return entry


def _is_office(text: str) -> bool:
    """Whether what the parser took for a person is an office in capitals: `Supreme Leader`."""
    kind = office_of(text)
    return kind is not None and all(w[0].isupper() for w in text.split()) and not offices_of(text.split()[-1])


def _whole(first: int, last: int, doc: Doc) -> tuple[int, int]:
    """A name with the part that the parser cut off, where the tables know the whole: `Yoon Suk` + `Yeol`."""
    for low, high in ((first - 1, last), (first, last + 1), (first - 2, last), (first, last + 2), (first, last + 3)):
        proper = low >= 0 and high < len(doc) and all(doc[i].pos_ == "PROPN" for i in range(low, high + 1))
        part = first == last or not offices_of(doc[first : last + 1].text)
        titled = 0 <= low < first and doc[low].text in _TITLES
        if proper and part and not titled and offices_of(doc[low : high + 1].text):
            return low, high
    return first, last


_ROMAN = re.compile(r"[IVX]{2,}|[IVX]{1,5}(?:st|nd|th)?")
_NO_SURNAMES = words("no_surnames")


def _longer(first: int, last: int, doc: Doc) -> tuple[int, int]:
    """A person's name with the surname or the number that the parser's entity leaves out: `Yacouba Isaac` + `Zida`."""
    while last + 1 < len(doc):
        after = doc[last + 1]
        joined = doc[last].head.i == last + 1 and doc[last].dep_ in ("compound", "flat") and after.pos_ == "PROPN"
        surname = joined and after.text.istitle() and len(after.text) > 2 and after.lower_ not in _NO_SURNAMES
        titled = last > first or doc[first - 1].text in _TITLES
        number = _ROMAN.fullmatch(after.text) is not None and len(after.text) > 1
        if not number and not (surname and titled and after.ent_type_ in ("", "PERSON")):
            break
        last += 1
    if first > 1 and doc[first - 1].pos_ == "PROPN" and doc[first - 1].ent_type_ == "PERSON" and last > first:
        first -= doc[first - 1].text.istitle() and doc[first - 1].lower_ not in _HONORIFICS
    return first, last


def _trimmed(first: int, last: int, doc: Doc) -> tuple[int, int]:
    """An entity without its title, its possessive or stray punctuation."""
    while first <= last and (
        doc[first].lower_.rstrip(".") in _HONORIFICS or doc[first].is_punct or doc[first].pos_ in ("DET", "ADP")
    ):
        first += 1
    while last >= first and (doc[last].text in ("'s", "'") or (doc[last].is_punct and doc[last].text != ".")):
        last -= 1
    return first, last


_TITLES = words("titles")


def _surnames(doc: Doc, taken: list[bool], take: object) -> None:
    """A lone surname of somebody in the tables that the parser passed over: `Trump threatened`."""
    for token in doc:
        named = token.pos_ == "PROPN" or (token.tag_ == "NN" and token.dep_ in ("nsubj", "poss", "dobj"))
        if not named or not token.text[0].isupper() or taken[token.i] or len(token.text) < 4:
            continue
        if token.dep_ in ("compound", "amod") or token.text in _TITLES or token.text in _NO_NAMES:
            continue
        beside = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
        if not any(b.pos_ == "PROPN" for b in beside) and offices_of(token.text):
            take(token.i, token.i, "person", None)  # type: ignore[operator]


def _titled(doc: Doc, taken: list[bool], take: object) -> None:
    """Capitalised words after a title that the parser did not see as a person."""
    for token in doc:
        if token.text in _TITLES and token.i + 1 < len(doc):
            first = last = token.i + 1
            while (
                last < len(doc)
                and doc[last].pos_ == "PROPN"
                and not taken[last]
                and doc[last].text[0].isupper()
                and doc[last].text not in _TITLES
            ):
                last += 1
            if last > first and doc[first].text not in _NO_NAMES:
                take(first, last - 1, "person", None)  # type: ignore[operator]
