"""Who wrote, printed and first reported a text, found in the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bilat.sources.lines import AGENCIES, GENRES, OUTLET_WORDS

_CAPITAL = r"[^\W\d_a-z][\w.'’-]*"
_PERSON = rf"{_CAPITAL}(?:\s+(?:{_CAPITAL}|de|van|von|der|den|da|di|del|la|le|du|dos|al|el|bin|ibn|ter))" + "{0,4}"
_BODY = rf"(?:[Tt]he\s+)?{_CAPITAL}(?:\s+(?:of|for|and|on|in|the|&|{_CAPITAL}))" + "{0,11}"
_BYLINE = re.compile(
    r"^(?:(?:[Ww]ritten |[Ss]tory |[Aa]nalysis |[Rr]eport(?:ed|ing)? )?[Bb][Yy]|[Aa]uthors?\s*:|[Bb]yline\s*:)\s+"
    rf"(?P<names>{_PERSON}(?:\s*(?:,|and|&|with)\s+{_PERSON})*)(?P<rest>.*)$"
)
_REPORTING = re.compile(
    r"[(\[]?(?:Additional r|R)eport(?:ing|ed)(?: and writing)? by "
    rf"(?P<names>{_PERSON}(?:\s*(?:,|and|in)\s+{_PERSON})*)"
)
_HONORIFIC = re.compile(r"^(?:Dr|Prof|Professor|Amb|Ambassador|Sir)\b\.?\s+")
_IN_PLACE = re.compile(r"\s+in\s+[A-Z][\w' .-]*?(?=\s*(?:,|and\b|&|\||$))")
_JOIN = re.compile(r"\s*(?:,|\band\b|&|\bwith\b|;)\s*")
_CITATION_MARK = re.compile(r"^.{0,20}\b(?:cit(?:ation|e)\b[^:]{0,20}|how to cite[^:]{0,20}):\s*", re.IGNORECASE)
_CITATION = re.compile(
    r"(?P<names>[^“\"‘]{3,200}?)\s*\.?\s*[“\"](?P<title>[^”\"]{5,300}?)[.,]?[”\"][.,]?"
    r"\s*(?:In\s+)?(?P<outlet>[^,.\d(]{2,80}?)\s*[,.(]"
)
_FROM = re.compile(rf"^(?:From|Via|Source|Courtesy of|Reprinted from|Republished from)\s*:?\s+(?P<name>{_BODY})\.?$")
_FIRST = re.compile(
    r"\b(?:originally|first)\s+(?:published|appeared|ran|posted|reported|released)\s+(?:\w+\s+){0,2}?(?:in|on|by|at)\s+"
    rf"(?P<name>{_BODY})"
    rf"|\brepublished\s+(?:with\s+permission\s+)?from\s+(?P<name2>{_BODY})"
)
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)\s*(?:©|\([cC]\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?,?\s+)(?:[Bb]y\s+)?"
    rf"(?P<name>{_BODY})"
)
_OFFERED = re.compile(
    rf"\b(?:[Ss]ign up|[Ss]ubscribe)\b.{{0,20}}?\b(?:for|to)\s+(?:[Tt]he\s+)?(?P<name>{_CAPITAL}(?:\s+{_CAPITAL})*?)\s+"
    r"(?:Daily|Weekly|[Nn]ewsletters?|Briefing|Today|Alerts?)\b"
)
_BIOGRAPHY = re.compile(
    rf"^(?:[Dd]r\.?\s+|[Pp]rof(?:essor|\.)?\s+)?(?P<name>{_PERSON}),?\s+"
    r"(?:is|was|has|serves|works|covers|writes|reports|teaches|holds)\b"
)
_SMALL = frozenset(["the", "and", "of", "&", "on", "for", "in", "a"])
_SEGMENT = re.compile(r"\s+[|•·–—/-]\s+|\s*[|•·]\s*|\t+|\s{3,}")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a line "For citation: Surname, First. "Title." Outlet, date." says."""

    authors: tuple[str, ...]
    title: str
    outlet: str


def byline(line: str) -> tuple[tuple[str, ...], str | None] | None:
    """The authors that a line names after "By", and the body where it names one; absent where it is no byline."""
    found = _BYLINE.match(line)
    if not found or len(line) > 200 or line.endswith((".", "?")):
        return None
    people: list[str] = []
    body = None
    for name in _JOIN.split(_IN_PLACE.sub("", found["names"])):
        name = _HONORIFIC.sub("", name.strip(" ,."))
        if name.removeprefix("the ").removeprefix("The ") in AGENCIES or is_outlet(name):
            body = name
        elif is_person(name):
            people.append(name)
    return (tuple(people), body) if people or body else None


def origin_of(people: tuple[str, ...], body: str | None) -> str | None:
    """The agency of a byline: a body beside persons is where they work, unless it is a known agency."""
    return body if not people or body in AGENCIES else None


def reporters(line: str) -> tuple[tuple[str, ...], str | None]:
    """The persons and the agency in "(Reporting by A and B; Editing by C)"."""
    found = _REPORTING.match(line)
    listed = _JOIN.split(_IN_PLACE.sub("", found["names"])) if found else []
    agency = next((n for n in listed if is_outlet(n) or n in AGENCIES), None)
    return tuple(n for n in listed if is_person(n) and not is_outlet(n)), agency


def biography(line: str) -> str | None:
    """Whom a note on the author is about: "Jane Roe is a fellow at ..."."""
    found = _BIOGRAPHY.match(line) if len(line) < 800 else None
    return found["name"] if found and is_person(found["name"]) else None


def names(value: str) -> tuple[str, ...]:
    """The persons of a list of names in words, such as "Jane Roe, John Doe and others"."""
    value = re.sub(r"^\s*(?:by|written by)\s+", "", value, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(n for n in (p.strip(" .") for p in _JOIN.split(value)) if n))


def person(line: str) -> str | None:
    """The person that a line of its own names, without a title; absent where it names none."""
    name = _HONORIFIC.sub("", line)
    return name if is_person(name) and not is_outlet(name) else None


def is_person(name: str) -> bool:
    """Whether a name may be a person's: two to five words with capitals, none of a section's or an outlet's."""
    parts = name.split()
    if not 2 <= len(parts) <= 5 or any(c.isdigit() for c in name):
        return False
    if any(p.lower().strip(".,") in GENRES for p in parts):
        return False
    return bool(re.fullmatch(_PERSON, name))


def citation(line: str) -> Citation | None:
    """The citation that a line offers for copying."""
    mark = _CITATION_MARK.match(line)
    found = _CITATION.match(line, mark.end()) if mark and len(line) < 800 else None
    if not found:
        return None
    listed = (n.strip(" .,") for n in re.split(r"\s*(?:;|\band\b|&)\s*", found["names"]))
    people = tuple(_turned(n) for n in listed if n)
    return Citation(people, found["title"].strip(), found["outlet"].strip())


def _turned(name: str) -> str:
    """`Surname, First` as `First Surname`."""
    family, comma, first = name.partition(",")
    return f"{first.strip()} {family.strip()}" if comma else family


def origin_line(line: str) -> str | None:
    """Who is named by a line of its own such as "From The Daily Name" or "Source: Agency"."""
    found = _FROM.match(line) if len(line) < 80 else None
    return _name(found["name"]) if found and not re.search(r"\s(?:to|and)\s+[A-Z]", found["name"]) else None


def origin_phrase(line: str) -> str | None:
    """Who is named in "This article first appeared in ..."."""
    found = _FIRST.search(line) if len(line) < 400 else None
    return _name(found["name"] or found["name2"]) if found else None


def copyright_holder(line: str) -> str | None:
    """Who holds the rights, by a copyright line."""
    found = _COPYRIGHT.search(line) if len(line) < 300 else None
    if not found:
        return None
    return _name(re.split(r"\s+(?:All|Inc|Ltd|LLC)\b", found["name"])[0])


def _name(words: str) -> str | None:
    """A name without the small words that the sentence goes on with."""
    return re.sub(r"(?:\s+(?:of|for|and|on|in|the|&))+$", "", words).strip(" .,") or None


def offered(line: str) -> str | None:
    """Whose newsletter a line offers."""
    found = _OFFERED.search(line) if len(line) < 200 else None
    return found["name"] if found else None


def segments(line: str) -> list[str]:
    """The pieces of a line that bars, dots or dashes part."""
    return [s.strip(" ,") for s in _SEGMENT.split(line) if s.strip(" ,")]


def is_outlet(name: str) -> bool:
    """Whether a name reads as an outlet's: it has a word that outlets' names have, or a section's word and one more."""
    words = [w.lower().strip(".,") for w in name.split()]
    if not 1 < len(words) <= 10 or words[0] == "by" or not re.fullmatch(_BODY, name):
        return False
    told = [w for w in words if w not in _SMALL]
    return any(w in OUTLET_WORDS for w in told) or (0 < sum(w in GENRES for w in told) < len(told) <= 4)


def outlet_of(line: str) -> str | None:
    """The outlet in a line near the title: an outlet's name, or what follows a section ("Opinion - Name")."""
    pieces = segments(line)
    for piece in pieces:
        if is_outlet(piece):
            return piece
    if len(pieces) == 2 and is_section(pieces[0]) and not is_section(pieces[1]) and len(pieces[1].split()) <= 5:
        return pieces[1]
    return None


def is_section(piece: str) -> bool:
    """Whether a piece of a line names a section or a genre: "Opinion", "Flash Brief"."""
    words = [w.lower().strip(".,:()") for w in piece.split()]
    return any(w in GENRES for w in words) and all(w in GENRES or not w.isalpha() for w in words)


def outlet_before(genres: Sequence[str], lines: Sequence[str]) -> str | None:
    """The acronym that stands before the text's own genre in at least two of the page's lines ("ABC Policy Brief")."""
    for genre in genres:
        found = [m[1] for line in lines if (m := re.search(rf"\b([A-Z]{{2,8}})\s+{re.escape(genre)}\b", line[:400]))]
        if len(found) > 1 and len(set(found)) == 1:
            return found[0]
    return None


def is_label(line: str) -> bool:
    """Whether a line is made of sections, genres and outlets alone, as no title is."""
    pieces = segments(line)
    return bool(pieces) and all(
        is_section(p) or any(w.lower().strip(".,") in OUTLET_WORDS for w in p.split() if is_outlet(p)) for p in pieces
    )
