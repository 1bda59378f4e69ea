"""What every line of a brief is made with: its date, its marks, its support, its notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.dates import interval
from bilat.model import Actor, Document, Happening, Mention
from bilat.reports.choosing import Material
from bilat.reports.notes import Notes
from bilat.reports.shapes import Detail, Line
from bilat.reports.wording import actor, days_in_words, listed, plural, when_in_words

_LASTING = frozenset({"ongoing", "holds", "member", "observer"})
_STATUS_MARKS = {"planned": "planned", "ongoing": "ongoing", "negated": "reported as not having happened"}
_MOST_VOICES = 3


@dataclass(frozen=True, slots=True)
class Maker:
    """What lines are made with: the pair in order, the material, whose report each document is, and the notes."""

    pair: tuple[str, str]
    material: Material
    origins: Mapping[str, str]
    notes: Notes
    claims: Mapping[str, Sequence[tuple[Mention, Happening]]]
    consults: Mapping[str, Sequence[Mention]]
    meetings: Sequence[Happening]
    spellings: Mapping[str, Sequence[str]]


def by_document(rows: Iterable[Happening], material: Material) -> dict[str, list[tuple[Mention, Happening]]]:
    """Each document's mentions of these happenings."""
    found: dict[str, list[tuple[Mention, Happening]]] = defaultdict(list)
    for row in rows:
        for m in material.of(row):
            found[m.doc].append((m, row))
    return found


def overlaps(m: Mention, n: Mention) -> bool:
    """True where two mentions of one document share words."""
    return m.start < n.end and n.start < m.end


def date_of(h: Happening) -> str:
    """When it happened, in words."""
    lasting = h.fields.get("status") in _LASTING or h.date_words.lower().startswith(("since", "from"))
    return days_in_words(h.first, h.last, lasting)


def said(h: Happening, make: Maker) -> str:
    """When something was said: its own date, else that of the document which tells it best."""
    return date_of(h) if h.first or h.last else when_in_words(_document(h, make).published)


def _document(h: Happening, make: Maker) -> Document:
    return make.material.documents[make.material.of(h)[0].doc]


def support(told: Sequence[Happening], make: Maker) -> str:
    """How many tell it: reports and independent origins, or that there is one source only.

    Origins are as matching counted them; those of several happenings together are their documents'.
    """
    reports = sum(h.reports for h in told)
    origins = told[0].origins
    if len(told) > 1:
        origins = len({make.origins.get(m.doc, m.doc) for h in told for m in make.material.of(h)})
    if origins < 2:
        return "single source" if reports < 2 else f"{plural(reports, 'report')}, single source"
    return f"{plural(reports, 'report')}, {plural(origins, 'origin')}"


def sayers(side: Iterable[Actor]) -> str:
    """Those who assert or deny something; an article that does so itself is called that."""
    named = ["the article itself" if a.code is None and a.name == "author" else actor(a) for a in side]
    return listed(list(dict.fromkeys(named)))


def _voices(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(m.voice for m in mentions if m.voice != "author"))


def marks(h: Happening, make: Maker) -> tuple[str, ...]:
    """What is not plainly reported as having happened, and who stands for it or against it."""
    found = make.material.of(h)
    status = h.fields.get("status")
    # only of what is itself alleged or denied: an accusation that stands beside a denial was made all the same
    asserted, denied = _claimed(found, make) if status in ("alleged", "denied") else ("", "")
    deniers = denied or listed(_voices(m for m in found if m.fields.get("status") == "denied"))
    out: list[str] = []
    if status == "alleged":
        by = asserted or listed(_voices(found)[:_MOST_VOICES])
        out.append(f"alleged by {by}" if by else "alleged")
    elif status in _STATUS_MARKS:
        out.append(_STATUS_MARKS[status])
    if status == "denied" or deniers:
        out.append(f"denied by {deniers}" if deniers else "denied")
    elif h.fields.get("contested"):
        out.append("contested")
    if status not in ("alleged", "denied") and all(m.voice != "author" for m in found):
        out.append(f"according to {listed(_voices(found)[:_MOST_VOICES])}")
    return tuple(out)


def _claimed(found: Sequence[Mention], make: Maker) -> tuple[str, str]:
    """Who asserts and who denies the claims that stand in the same words as an act."""
    claims = [claim for m in found for n, claim in make.claims.get(m.doc, ()) if overlaps(m, n)]
    return (
        sayers(a for claim in claims for a in claim.fields["asserted_by"]),
        sayers(a for claim in claims for a in claim.fields["denied_by"]),
    )


def _date(h: Happening, found: Sequence[Mention], make: Maker) -> str:
    """The days of a happening; of one that no text dates, when it was first told."""
    if h.first or h.last:
        return date_of(h)
    days = [d.published for m in found if (d := make.material.documents[m.doc]).published is not None]
    first = min(days, key=lambda w: str(interval(w.iso).low or interval(w.iso).high), default=None)
    return f"told {when_in_words(first)}" if first is not None else date_of(h)


def line(
    h: Happening,
    make: Maker,
    text: str,
    *,
    date: str = "",
    words: str = "",
    marked: tuple[str, ...] | None = None,
    details: tuple[Detail, ...] = (),
    rests: Sequence[Mention] = (),
) -> Line:
    """A line for one happening; `marked` in place of the marks that its status would give.

    `rests` are those of its mentions that tell what the line says, where some tell only what its details say.
    """
    found = make.material.of(h)
    return Line(
        happening=h.id,
        date=date or _date(h, found, make),
        text=text,
        notes=make.notes.of(rests or found),
        words=words,
        marks=marks(h, make) if marked is None else marked,
        support=support([h], make),
        details=details,
    )
