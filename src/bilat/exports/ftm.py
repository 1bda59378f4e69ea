"""The record as FollowTheMoney entities, for Aleph and OpenSanctions' tools; written by us, after its schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bilat.actors import actor_name, place_of, states
from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Text
from bilat.exports.sides import alpha2, is_organ, of_code, parties
from bilat.model import Actor, Document
from bilat.reports import Told, in_words, iso_of

_LANGUAGES = {"en": "eng"}  # FollowTheMoney has ISO 639-3
_ACTS = ("event", "meeting", "agreement", "transfer")
_SAID = ("claim", "expectation", "quote")
_MOST = 20  # articles that one row names as its proof


def rows(scope: Scope) -> Iterator[Row]:
    """Entities, each before what refers to it; a second of one id is surer of its schema, as its readers merge them."""
    seen: set[tuple[str, str]] = set()
    for one in told(scope):
        for row in _entities(one, scope):
            if (row["id"], row["schema"]) not in seen:
                seen.add((row["id"], row["schema"]))
                yield row


def _entities(one: Told, scope: Scope) -> Iterator[Row]:
    for document in one.documents.values():
        yield _article(document, one.names[document.id])
    for party in parties(one.happening):
        if party.id or party.code:
            yield _actor(party)
    kind = one.happening.kind
    if kind in _ACTS:
        yield _event(one, scope)
    elif kind in _SAID:
        yield _note(one, scope)
    elif kind == "role":
        yield from _occupancy(one)
    else:
        yield from _membership(one)


def _entity(schema: str, key: str, properties: Mapping[str, Iterable[str | None]]) -> Row:
    held = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in held.items() if values}}


def _key(prefix: str, of: str) -> str:
    return f"{prefix}-{hashlib.sha256(of.encode('utf-8', 'replace')).hexdigest()[:20]}"


def _article(document: Document, names: Iterable[str]) -> Row:
    published = document.published.iso if document.published else ""
    return _entity("Article", f"article-{document.id}", {
        "name": [safe.line(document.title or document.name)],
        "title": [safe.line(document.title or "")],
        "fileName": [safe.line(name) for name in names],
        "author": [safe.line(name) for name in document.authors],
        "publisher": [safe.line(document.outlet or "")],
        "publishedAt": [published if "/" not in published else None],
        "sourceUrl": [safe.url(document.url)],
        "language": [_LANGUAGES.get(document.language)],
    })  # fmt: skip


def _actor_id(actor: Actor) -> str:
    if actor.code and actor.id in (None, actor.code):
        return f"actor-{actor.code}"
    return _key("actor", actor.id or "")


def _actor(actor: Actor) -> Row:
    itself = actor.code is not None and actor.id in (None, actor.code)
    country = [alpha2(actor.country)]
    if itself:
        schema = "PublicBody" if actor.code in states() else "Organization"
        name = actor_name(actor.code or "")
        return _entity(schema, _actor_id(actor), {
            "name": [name], "country": country, "abbreviation": [actor.code if actor.org else None],
        })  # fmt: skip
    schema = "PublicBody" if is_organ(actor) else "Person" if actor.office else "LegalEntity"
    return _entity(schema, _actor_id(actor), {
        "name": [safe.line(actor.name)],
        "country": country,
        "position": [safe.line(actor.office or "")] if schema == "Person" else [],
    })  # fmt: skip


def _involved(one: Told) -> list[str]:
    return [_actor_id(party) for party in parties(one.happening) if party.id or party.code]


def _proof(one: Told) -> list[str]:
    return [f"article-{doc}" for doc in list(dict.fromkeys(m.doc for m in one.mentions))[:_MOST]]


def _dates(one: Told) -> dict[str, list[str | None]]:
    """A date as exact as it is; the ends of an interval where it is none of FollowTheMoney's."""
    iso = iso_of(one.happening) or ""
    if iso and "/" not in iso:
        return {"date": [iso]}
    return {"startDate": [one.happening.first], "endDate": [one.happening.last]}


def _told(one: Told, scope: Scope) -> dict[str, Iterable[str | None]]:
    line = in_words(one, scope.view, (scope.a, scope.b))
    marks = f" [{'; '.join(line.marks)}]" if line.marks else ""
    return {
        "name": [safe.line(f"{line.text}{marks}")],
        "description": [safe.line(one.best.quote)],
        "summary": [safe.line(line.support)],
        "proof": _proof(one),
        "sourceUrl": [safe.url(one.document.url)],
        "publisher": [safe.line(one.document.outlet or "")],
    }


def _event(one: Told, scope: Scope) -> Row:
    fields = one.happening.fields
    place = fields.get("place")
    where = place_of(place) if place else None
    country = alpha2(where.country) if where else None
    words = [one.happening.kind, fields.get("type"), fields.get("status"), fields.get("stage")]
    return _entity("Event", f"event-{one.happening.id}", {
        **_told(one, scope),
        **_dates(one),
        "involved": _involved(one),
        "location": [safe.line(place or "")],
        "country": [country],
        "keywords": words,
        "recordId": [one.happening.id],
    })  # fmt: skip


def _note(one: Told, scope: Scope) -> Row:
    return _entity("Note", f"note-{one.happening.id}", {
        **_told(one, scope), "entity": _involved(one), "keywords": [one.happening.kind],
    })  # fmt: skip


def _occupancy(one: Told) -> Iterator[Row]:
    fields = one.happening.fields
    person: Actor = fields["person"]
    if not (person.id or person.code):
        return
    office, country = safe.line(fields["office"]), fields.get("country")
    post = _key("post", f"{country} {office.casefold()}")
    yield _actor(replace(person, office=person.office or office))
    yield _entity("Position", post, {"name": [office], "country": [alpha2(country)]})
    yield _entity("Occupancy", f"occupancy-{one.happening.id}", {
        "holder": [_actor_id(person)],
        "post": [post],
        **_dates(one),
        "description": [safe.line(one.best.quote)],
        "summary": [fields["status"]],
        "proof": _proof(one)[:1],
        "sourceUrl": [safe.url(one.document.url)],
        "recordId": [one.happening.id],
    })  # fmt: skip


def _membership(one: Told) -> Iterator[Row]:
    fields = one.happening.fields
    member: Actor = fields["member"]
    body = of_code(fields["org"])
    if not (member.id or member.code):
        return
    yield _actor(body)
    yield _entity("Membership", f"membership-{one.happening.id}", {
        "member": [_actor_id(member)],
        "organization": [_actor_id(body)],
        **_dates(one),
        "role": [fields["status"]],
        "description": [safe.line(one.best.quote)],
        "proof": _proof(one)[:1],
        "sourceUrl": [safe.url(one.document.url)],
        "recordId": [one.happening.id],
    })  # fmt: skip


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


MAKER = Text(
    rows,
    _text,
    (
        ("Article", "a document: title, author, publisher, publishedAt, sourceUrl; not its text"),
        ("PublicBody, Organization", "states and their organs; bodies and groups, with their acronym as abbreviation"),
        ("Person, LegalEntity", "those with an office; others of whom it is not known what they are"),
        ("Event", "events, meetings, agreements, transfers: `involved` are those who take part, `keywords` kind, type,"
         " status and stage, `proof` the articles"),
        ("Position, Occupancy", "an office and who held it; `summary` is holds, appointed, former, ..."),
        ("Membership", "who belongs to which body; `role` is member, joined, applied, observer or left"),
        ("Note", "claims, expectations and quotes, for which FollowTheMoney has no schema"),
        ("date", "as exact as it is (`2024`, `2024-05`); startDate and endDate for other intervals"),
    ),
)  # fmt: skip
