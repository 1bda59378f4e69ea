"""A text's layout: what is title, date line, heading, caption or furniture, or a digest's topics and items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bilat.model import Part, When
from bilat.sources import credits, digests
from bilat.sources.header import Header, dated, is_dateline, read_header, same_line
from bilat.sources.lines import (
    addresses_reader,
    is_bullet,
    is_caption,
    is_furniture,
    is_heading,
    is_offer,
    opens_closing,
)
from bilat.sources.units import Unit, units
from bilat.sources.wires import wire

_CLOSING_SHARE = 0.5  # a closing section begins in the second half of the text
_MOST_TEASERS = 6
_LONGEST_TEASER = 70  # words: a longer paragraph after "Related" is the article again


@dataclass(frozen=True, slots=True)
class Layout:
    """What a text's own layout tells of it; the offsets of `parts` count in that text."""

    title: str | None
    published: When | None
    authors: tuple[str, ...]
    outlet: str | None
    origin: str | None
    url: str | None
    form: str
    parts: tuple[Part, ...]


def lay_out(text: str, title: str | None = None) -> Layout:
    """The layout of a text; `title` is one that came with it, to be found where it stands in the text."""
    us = units(text)
    if digests.is_digest(us):
        return _digest(us, title)
    roles: list[str | None] = [
        "caption" if is_caption(u) else "furniture" if is_furniture(u) and not is_dateline(u.text) else None for u in us
    ]
    header = read_header(us, roles, title)
    for i, role in header.roles:
        roles[i] = role
    _mark_closing(us, roles, header.end)
    _mark_headings(us, roles)
    if header.title:
        for i, unit in enumerate(us):
            if roles[i] in (None, "heading", "furniture") and same_line(unit.text.strip("#* "), header.title):
                roles[i] = "title"
    parts = [_part(u, role, header.title) for u, role in zip(us, roles, strict=True) if role]
    first = next((u for u, role in zip(us, roles, strict=True) if role is None), None)
    opening = wire(first.text) if first else None
    if first and opening:
        parts.append(Part(first.start, first.start + opening.end, "dateline"))
        header = replace(
            header,
            origin=opening.origin or header.origin,
            published=header.published or dated(first.text[: opening.end]),
        )
    last = next((u for u, role in zip(reversed(us), reversed(roles), strict=True) if role is None), None)
    closing = digests.outlets_at(last.text) if last and last.text.endswith((")", "]")) else None
    if last and closing and last.text[:closing].rstrip()[-1:] in '.!?”"':
        parts.append(Part(last.start + closing, last.end, "furniture"))
        header = replace(header, origin=header.origin or last.text[closing + 1 : -1])
    lines = [u for u, role in zip(us, roles, strict=True) if role in ("furniture", "dateline")]
    header = _from_asides(lines, {u.start for u, role in zip(us, roles, strict=True) if role == "dateline"}, header)
    return _layout(header, "article", parts)


def _layout(header: Header, form: str, parts: Sequence[Part]) -> Layout:
    ordered = tuple(sorted(parts, key=lambda p: (p.start, -p.end, p.role)))
    known = header
    return Layout(known.title, known.published, known.authors, known.outlet, known.origin, known.url, form, ordered)


def _part(unit: Unit, role: str, title: str | None) -> Part:
    """A unit as a part; of a title line, without "Title:" or "#" before it."""
    at = unit.text.find(title) if role == "title" and title else -1
    if title and at > 0:
        return Part(unit.start + at, unit.start + at + len(title), role)
    return Part(unit.start, unit.end, role)


def _digest(us: Sequence[Unit], title: str | None) -> Layout:
    """A digest's layout; lines above its first item that end with a date are its header."""
    first = next((i for i, u in enumerate(us) if u.ends or digests.outlets_at(u.text) is not None), 0)
    end = max((i + 1 for i in range(first) if dated(us[i].text) or (title and same_line(us[i].text, title))), default=0)
    header = Header(title=title)
    parts: list[Part] = []
    for unit in us[:end]:
        role = "dateline" if is_dateline(unit.text) else "title"
        if role == "title" and header.title is None:
            header = replace(header, title=unit.text.strip("#* "))
        header = replace(header, published=header.published or dated(unit.text))
        parts.append(_part(unit, role, header.title))
    furniture = [u for u in us[end:] if not u.prose and digests.outlets_at(u.text) is None and is_furniture(u)]
    parts += [Part(u.start, u.end, "furniture") for u in furniture]
    aside = {u.start for u in furniture}
    parts += digests.digest_parts([u for u in us[end:] if u.start not in aside])
    return _layout(header, "digest", parts)


def _mark_closing(us: Sequence[Unit], roles: list[str | None], start: int) -> None:
    """Mark what stands after the text's last paragraph: links, tags, offers, notes on the author."""
    last = len(us)
    for i in range(len(us) - 1, start - 1, -1):
        unit = us[i]
        if roles[i] == "caption":
            continue
        offered = roles[i] == "furniture"
        if offered or (not unit.prose and not is_bullet(unit) and not _cut(us, i)):
            last = i
        elif not (addresses_reader(unit) or is_bullet(unit) or _beside_offer(us, roles, i)):
            break
    last = min(last, _closing_section(us, start, last))
    if not any(role is None and u.prose for role, u in zip(roles[:last], us, strict=False)):
        return
    for i in range(last, len(us)):
        if roles[i] != "caption":
            roles[i] = "dateline" if is_dateline(us[i].text) and not is_offer(us[i]) else "furniture"


def _closing_section(us: Sequence[Unit], start: int, last: int) -> int:
    """The first line in the second half that opens a closing section; `last` where there is none.

    No long paragraph and few short ones may follow it.
    """
    found = last
    teasers = 0
    for i in range(len(us) - 1, start - 1, -1):
        unit = us[i]
        if unit.start <= _CLOSING_SHARE * us[-1].end:
            break
        if i < last and opens_closing(unit):
            found = i
        teasers += unit.prose
        if teasers > _MOST_TEASERS or unit.text.count(" ") > _LONGEST_TEASER:
            break
    return found


def _cut(us: Sequence[Unit], i: int) -> bool:
    """Whether the last line is a sentence cut off rather than a link or a tag."""
    unit = us[i]
    return i == len(us) - 1 and len(unit.words) >= 12 and not unit.titled


def _beside_offer(us: Sequence[Unit], roles: Sequence[str | None], i: int) -> bool:
    """Whether a short sentence stands in the same block of lines as an offer."""
    beside = range(max(0, i - 4), min(len(us), i + 5))
    return len(us[i].words) <= 15 and any(us[j].block == us[i].block and is_offer(us[j]) for j in beside if j != i)


def _mark_headings(us: Sequence[Unit], roles: list[str | None]) -> None:
    """Mark the lines within the text that head a section: text follows, and no quotation stands before."""
    last = max((i for i, u in enumerate(us) if roles[i] is None and u.prose), default=0)
    before = ""
    for i, unit in enumerate(us[:last]):
        if roles[i] is not None:
            continue
        signs = before.endswith(("”", '"')) and "," in unit.text
        if not unit.prose and is_heading(unit) and not signs:
            roles[i] = "heading"
        else:
            before = unit.text[-10:]


def _from_asides(us: Sequence[Unit], dates: set[int], header: Header) -> Header:
    """The header with what the page's other lines say: the citation, the author, the rights, where it came from.

    `dates` are the starts of the lines at the top that give the date and the like, which have been read already.
    """
    authors, outlet, origin = header.authors, header.outlet, header.origin
    published, title = header.published, header.title
    offers: list[str] = []
    genres = [p for u in us if is_dateline(u.text) for p in credits.segments(u.text) if credits.is_section(p)]
    for i, unit in enumerate(us):
        line = unit.text
        if cited := credits.citation(line):
            authors = authors or cited.authors
            outlet = cited.outlet
            title = title or cited.title
            published = published or dated(line)
        if unit.start not in dates:
            origin = origin or credits.origin_line(line) or credits.origin_phrase(line)
        outlet = outlet or credits.copyright_holder(line)
        people, agency = credits.reporters(line)
        authors, origin = authors or people, origin or agency
        if is_dateline(line):
            published = published or dated(line)
        if line.lower().strip(" :#*") in ("the author", "about the author", "author") and i + 1 < len(us):
            following = us[i + 1].text
            about = credits.person(following) or credits.biography(following)
            authors = authors or ((about,) if about else ())
        if name := credits.offered(line):
            offers.append(name)
    outlet = outlet or credits.outlet_before(genres, [u.text for u in us])
    if not outlet and offers:
        outlet = next((n for n in offers if sum(n.lower() in u.text.lower() for u in us) > 1), None)
    return replace(header, authors=authors, outlet=outlet, origin=origin, published=published, title=title)
