"""Events in POLECAT's 40 columns, then ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from bilat.actors import Place, actor_name, place_of
from bilat.exports.scope import told
from bilat.exports.shapes import Column, Row, Scope, Table
from bilat.exports.sides import country, cow, pairs
from bilat.model import Actor
from bilat.reports import Told

# GeoNames' codes of what our places are.
_FEATURES = {"capital": "PPLC", "city": "PPL", "region": "ADM1"}
_SIDE = (
    ("Name", "text", "the {0}, by its usual name"),
    ("Country", "text", "its state, ISO 3166-1 alpha-3; empty for bodies and groups across borders"),
    ("COW", "int", "the state's Correlates of War number"),
)
_SIDE_AFTER = (
    ("Sectors", "text", "its sectors"),
    ("Title", "text", "the office that it held on that day"),
    ("Name Raw", "text", "as the best sentence has it"),
)


def _side(side: str) -> list[Column]:
    return [
        *(Column(f"{side} {name}", what, label.format(side.lower())) for name, what, label in _SIDE),
        Column(f"Primary {side} Sector", "text", "its sector"),
        *(Column(f"{side} {name}", what, label) for name, what, label in _SIDE_AFTER),
        Column(f"Wikipedia {side} ID", "text", "always empty: bilat links to no Wikipedia"),
    ]


COLUMNS = (
    Column("Event ID", "text", "the same in every row of one event"),
    Column("Event Date", "day", "the day, or the first of a month at most; empty where less is known"),
    Column("Event Type", "text", "PLOVER type"),
    Column("Event Mode", "text", "PLOVER mode"),
    Column("Intensity", "number", "PLOVER intensity, -10 to 10"),
    Column("Quad Code", "text", "quad class, in capitals"),
    Column("Contexts", "text", "PLOVER contexts"),
    *_side("Actor"),
    *_side("Recipient"),
    Column("Placename", "text", "where"),
    Column("City", "text", "where that is a city"),
    Column("District", "text", "always empty"),
    Column("Province", "text", "where that is a region"),
    Column("Country", "text", "the state of the place, ISO 3166-1 alpha-3"),
    Column("Latitude", "number", "degrees north, of the place's centre"),
    Column("Longitude", "number", "degrees east"),
    Column("GeoNames ID", "text", "always empty"),
    Column("Raw Placename", "text", "as the text has it"),
    Column("Feature Type", "text", "PPLC, PPL or ADM1: how exact the coordinates are"),
    Column("Source", "text", "who printed the best report"),
    Column("Publication Date", "day", "its day, where it has one"),
    Column("Story People", "text", "persons in the reports of this event"),
    Column("Story Organizations", "text", "bodies and groups in them"),
    Column("Story Locations", "text", "places in them"),
    Column("Language", "text", "of the best report, ISO 639-1"),
    Column("Version", "text", "the coder"),
    Column("doc", "text", "the document of the best sentence"),
    Column("start", "int", "its first code point there"),
    Column("end", "int", "the code point after its last"),
    Column("origin_count", "int", "independent origins that tell of the event"),
    Column("stance", "text", "occurred, planned, ongoing, alleged, denied or negated: only occurred happened"),
    Column("date_low", "day", "the first day that it may have been"),
    Column("date_high", "day", "the last day that it may have been"),
    Column("time_precision", "int", "of Event Date, as in ACLED: 1 the day, 2 within a week, 3 within a month"),
    Column("report_count", "int", "mentions that tell of the event"),
    Column("document_count", "int", "documents that they stand in"),
    Column("joint", "bool", "both did it together: the row stands in both directions"),
    Column("contested", "bool", "somebody denies it"),
    Column("confidence", "number", "0 to 1"),
    Column("sentence", "text", "the best sentence"),
    Column("url", "text", "of its document"),
)
SHARED = 40  # of the columns are POLECAT's


def rows(scope: Scope) -> Iterator[Row]:
    """A row for each source and target of each event, in order of time."""
    for one in told(scope, ("event",)):
        shared = _of_event(one)
        for source, target, joint in pairs(one.happening):
            yield shared | _of_side("Actor", source, one) | _of_side("Recipient", target, one) | {"joint": joint}


def _of_event(one: Told) -> Row:
    happening, best, document = one.happening, one.best, one.document
    fields = happening.fields
    day, precision = event_date(happening.first, happening.last)
    named = {actor for m in one.mentions for actor in m.actors()}
    places = {place for m in one.mentions if (place := m.fields.get("place"))}
    published = document.published.iso if document.published else ""
    return {
        "Event ID": happening.id,
        "Event Date": day,
        "Event Type": fields["type"],
        "Event Mode": fields.get("mode"),
        "Intensity": fields.get("intensity"),
        "Quad Code": fields["quad"].upper(),
        "Contexts": _joined(fields.get("contexts", ())),
        "Source": document.outlet,
        "Publication Date": published if len(published) == 10 else None,
        "Story People": _joined(actor.name for actor in named if actor.id and ":" in actor.id),
        "Story Organizations": _joined(actor_name(actor.org) for actor in named if actor.org),
        "Story Locations": _joined(places),
        "Language": document.language,
        "Version": best.coder,
        "doc": one.names[best.doc][0],
        "start": best.start,
        "end": best.end,
        "origin_count": happening.origins,
        "stance": fields["status"],
        "date_low": happening.first,
        "date_high": happening.last,
        "time_precision": precision,
        "report_count": happening.reports,
        "document_count": happening.documents,
        "contested": bool(fields.get("contested")),
        "confidence": happening.confidence,
        "sentence": best.quote,
        "url": document.url,
    } | _of_place(fields.get("place"))


def event_date(first: str | None, last: str | None) -> tuple[str | None, int | None]:
    """The first day of an event that is known to a month, with ACLED's measure of how exact that is."""
    if first is None or last is None:
        return None, None
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    if days == 0:
        return first, 1
    if days < 7:
        return first, 2
    return (first, 3) if days < 31 else (None, None)


def _of_side(side: str, actor: Actor | None, one: Told) -> Row:
    if actor is None:
        return {}
    itself = actor.code is not None and actor.id in (None, actor.code)
    return {
        f"{side} Name": actor_name(actor.code) if actor.code and itself else actor.name,
        f"{side} Country": country(actor.country),
        f"{side} COW": cow(actor.country),
        f"Primary {side} Sector": actor.sector,
        f"{side} Sectors": actor.sector,
        f"{side} Title": actor.office,
        f"{side} Name Raw": _raw(actor, one),
    }


def _raw(actor: Actor, one: Told) -> str:
    """What the best sentence calls it."""
    for named in one.best.actors():
        same = named.id == actor.id if actor.id else named.name == actor.name
        if same and named.start is not None and named.end is not None:
            return one.document.text[named.start : named.end]
    return actor.name


def _of_place(name: str | None) -> Row:
    if not name:
        return {}
    found = _place(name)
    if found is None:
        return {"Placename": name, "Raw Placename": name}
    return {
        "Placename": found.name,
        "City": None if found.kind == "region" else found.name,
        "Province": found.name if found.kind == "region" else None,
        "Country": found.country,
        "Latitude": found.latitude,
        "Longitude": found.longitude,
        "Raw Placename": name,
        "Feature Type": _FEATURES[found.kind],
    }


@lru_cache(maxsize=1 << 14)
def _place(name: str) -> Place | None:
    return place_of(name)


def _joined(given: Iterable[str]) -> str:
    return "; ".join(sorted(set(given)))


MAKER = Table(COLUMNS, rows)
