"""The top of an article: its title, its date, its byline, and the labels around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilat.model import When
from bilat.sources import credits
from bilat.sources.days import days
from bilat.sources.lines import is_affiliation
from bilat.sources.units import Unit

_LONGEST_HEADER = 20  # lines
_KEY = re.compile(
    r"^[*_]*(?P<key>title|headline|date|published(?: on)?|pub_?date|publication date|authors?|byline|publisher|outlet"
    r"|publication|source|url|link|language|section|slug|dateline|location|id)[*_]*\s*:\s+(?P<value>\S.*)$",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:updated|modified|last|revised|edited|corrected)\b[^|•·]{0,25}$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:first |originally )?(?:published|posted|issued|released|updated|last updated|date|on)\b", re.IGNORECASE
)
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?|\b\d{1,2}\s*[ap]\.?m\.?"
    r"|\b(?:gmt|utc|est|edt|et|cet|cest|bst|msk|ist|local time)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"\b(?:of|on|from|for|since|until|in|dated|after|before|by)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What the top of an article says; `roles` maps a unit's number to its role, `spans` title spans within a unit."""

    title: str | None = None
    published: When | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    origin: str | None = None
    url: str | None = None
    roles: tuple[tuple[int, str], ...] = ()
    end: int = 0


def dated(line: str) -> When | None:
    """The date of publication that a line of its own gives, the first one that is not a date of revision."""
    found = days(line) if len(line) <= 300 else []
    if not found:
        return None
    chosen = next((d for d in found if not _LATER.search(line[: d.start])), found[0])
    return When(chosen.iso, line[chosen.start : chosen.end], "text")


def is_dateline(line: str) -> bool:
    """Whether a line is there for its date: little else stands in it."""
    found = days(line) if len(line) <= 200 else []
    if not found:
        return False
    if _LABEL.match(line):
        return len(line.split()) <= 20
    if _BEFORE_DATE.search(line[: found[0].start]):
        return False
    rest = line
    for date in reversed(found):
        rest = rest[: date.start] + " " + rest[date.end :]
    return len(re.findall(r"[^\W\d_]{2,}", _TIME.sub(" ", rest))) <= 8


def same_line(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever their case, quotation marks and space."""
    return _key(one) == _key(other)


def _key(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.lower()))


def read_header(us: Sequence[Unit], roles: Sequence[str | None], known_title: str | None) -> Header:
    """What the first units say, before and just after an article's first paragraph.

    `roles` holds what is known of each unit already; `known_title` is a title given with the text.
    """
    end = _extent(us, roles)
    header = Header(end=end)
    found: dict[int, str] = {}
    candidates: list[int] = []
    first_prose = next((i for i in range(end) if roles[i] is None and _running(us, i)), end)
    for i in range(end):
        line = us[i].text
        if roles[i] is not None or (us[i].prose and i >= first_prose):
            continue
        key = _KEY.match(line) if i < first_prose else None
        if key:
            header = _keyed(header, key["key"].lower(), key["value"].strip().strip("\"'"))
            found[i] = "title" if key["key"].lower() in ("title", "headline") else "dateline"
        elif is_dateline(line):
            found[i] = "dateline"
            header = _dated(header, line)
        elif (by := credits.byline(line)) and (i or end > 1):
            found[i] = "furniture"
            header = replace(header, authors=header.authors or by[0], origin=header.origin or credits.origin_of(*by))
        elif origin := credits.origin_line(line):
            found[i] = "furniture"
            header = replace(header, origin=header.origin or origin)
        elif i < first_prose and not line.endswith("."):
            candidates.append(i)
    title = header.title or known_title
    chosen = next((i for i in candidates if title and same_line(us[i].text.lstrip("# "), title)), None)
    if chosen is None and title is None and "title" not in found.values():
        chosen = _best(us, candidates, first_prose, found)
    if chosen is not None:
        found[chosen] = "title"
        header = replace(header, title=header.title or us[chosen].text.strip("#* _"))
    # Without a paragraph below them, lines are the text itself.
    for i in candidates if first_prose < len(us) else ():
        if i not in found:
            found[i], header = _leftover(us, i, chosen, header)
    if header.published is None and chosen is not None:
        header = replace(header, published=_closing_date(us[chosen].text))
    return replace(header, roles=tuple(sorted(found.items())))


def _extent(us: Sequence[Unit], roles: Sequence[str | None]) -> int:
    """How many units may belong to the header: up to the second paragraph of text, or the first long one."""
    prose = 0
    for i, unit in enumerate(us[:_LONGEST_HEADER]):
        if roles[i] is None and _running(us, i):
            prose += 1
            if prose == 2 or len(unit.text) > 350:
                return i
    return min(len(us), _LONGEST_HEADER)


def _running(us: Sequence[Unit], i: int) -> bool:
    """Whether a unit is running text; a first line that asks, or stands above a byline or a date, is none."""
    unit = us[i]
    if not unit.prose:
        return False
    if i == 0 and len(us) > 1 and len(unit.words) <= 25:
        below = us[1].text
        return not (unit.text[-1] in "?!" or is_dateline(below) or credits.byline(below))
    return True


def _dated(header: Header, line: str) -> Header:
    """The header with what a date line says: the date, and a name or an outlet beside it."""
    rest = line
    for day in reversed(days(line)):
        rest = f"{rest[: day.start]} | {rest[day.end :]}"
    unknown: list[str] = []
    outlet: str | None = None
    people: tuple[str, ...] = ()
    agency: str | None = None
    beside: str | None = None
    for piece in credits.segments(rest):
        if by := credits.byline(piece):
            people, body = by
            agency = credits.origin_of(people, body)
            beside = body if people and body != agency else None
        elif credits.is_outlet(piece):
            outlet = outlet or piece
        elif name := credits.person(piece):
            unknown.append(name)
    if len(unknown) > 1 and not outlet:
        # Two names and no "By": the outlet comes first oftener than its author.
        outlet, *unknown = unknown
    return replace(
        header,
        published=header.published or dated(line),
        authors=header.authors or people or tuple(unknown[:1]),
        outlet=header.outlet or outlet or beside,
        origin=header.origin or agency,
    )


def _keyed(header: Header, key: str, value: str) -> Header:
    """The header with one line of the form `Key: value`."""
    if key in ("title", "headline"):
        return replace(header, title=header.title or value)
    if key in ("date", "published", "published on", "pubdate", "pub_date", "publication date"):
        return _dated(header, value)
    if key in ("author", "authors", "byline"):
        return replace(header, authors=header.authors or credits.names(value.strip("[]")))
    if key in ("publisher", "outlet", "publication", "source") and not value.startswith("http"):
        return replace(header, outlet=header.outlet or value)
    if value.startswith(("http://", "https://")):
        return replace(header, url=header.url or value)
    return header


def _best(us: Sequence[Unit], candidates: Sequence[int], first_prose: int, found: dict[int, str]) -> int | None:
    """The likeliest title among the lines above the text; absent where none is one."""
    scored = []
    for place, i in enumerate(candidates):
        unit = us[i]
        count = len(unit.words)
        twice = any(j != i and same_line(unit.text, us[j].text) for j in range(min(len(us), _LONGEST_HEADER)))
        heads = first_prose < len(us) or bool(found)
        if count < 2 or count > 40 or not heads:
            continue
        score = min(count, 5) - place + (1.5 if unit.titled else 0)
        score += (4 if twice else 0) + (4 if unit.text.startswith("# ") else 0)
        score -= 5 if credits.is_label(unit.text) or credits.outlet_of(unit.text) else 0
        scored.append((score, -i))
    return -max(scored)[1] if scored else None


def _leftover(us: Sequence[Unit], i: int, title: int | None, header: Header) -> tuple[str, Header]:
    """The role of a line that is not the title: a label above it; below it an author, an outlet or a second title."""
    line = us[i].text
    if title is not None and i < title:
        return "furniture", replace(header, outlet=header.outlet or credits.outlet_of(line))
    if header.title and same_line(line.lstrip("# "), header.title):
        return "title", header
    before = us[i - 1] if i and i - 1 != title else None
    after = us[i + 1] if i + 1 < len(us) else None
    near = [u for u in (before, after) if u and u.block == us[i].block]
    signed = any(is_dateline(u.text) or credits.byline(u.text) for u in (before, after) if u)
    name = credits.person(line)
    if name and not header.authors and (signed or (near and after in near and is_affiliation(near[-1]))):
        return "furniture", replace(header, authors=(name,))
    if before and header.authors and is_affiliation(us[i]) and credits.person(before.text):
        return "furniture", header
    named = credits.is_outlet(line) or (signed and bool(near) and line.startswith("The ") and us[i].titled)
    if named and len(us[i].words) <= 6 and (near or (after and not after.prose)):
        return "furniture", replace(header, outlet=header.outlet or line)
    return "heading", header


def _closing_date(title: str) -> When | None:
    """The date that ends a title, as an official readout's does."""
    found = days(title)
    if found and len(title) - found[-1].end <= 2:
        return When(found[-1].iso, title[found[-1].start : found[-1].end], "text")
    return None
