"""The record as a STIX 2.1 bundle, for threat-intelligence platforms such as OpenCTI."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from uuid import NAMESPACE_URL, UUID, uuid5

from bilat import dates
from bilat.actors import actor_name, states
from bilat.exports import safe
from bilat.exports.scope import told
from bilat.exports.shapes import Row, Scope, Text
from bilat.exports.sides import is_organ, parties
from bilat.model import Actor, Document
from bilat.reports import Told, in_words, source_in_words

# A name space of our own, so that the same row has the same id wherever and whenever it is exported.
_OURS = uuid5(NAMESPACE_URL, "urn:bilat:stix")
_EPOCH = "1970-01-01T00:00:00.000Z"
_MOST = 8  # sentences of a note; the record has the rest
_EXTENSION = f"extension-definition--{uuid5(_OURS, 'extension 1')}"
_MAKER = f"identity--{uuid5(_OURS, 'bilat')}"
_CLASSES = dict.fromkeys(("GOV", "BUS", "MED", "IGO"), "organization")


def rows(scope: Scope) -> Iterator[Row]:
    """The objects: who exports, actors, a note for each happening, opinions on it, a report for each dated document."""
    yield _object("identity", "bilat", _EPOCH, _EPOCH, name="bilat", identity_class="system")
    yield _extension()
    named: set[str] = set()
    dated: dict[str, Document] = {}
    notes: dict[str, list[str]] = {}
    for one in told(scope):
        actors = parties(one.happening)
        for actor in actors:
            identity = _identity(actor)
            if identity["id"] not in named:
                named.add(identity["id"])
                yield identity
        note = _note(one, scope, [_identity_id(actor) for actor in actors] or [_MAKER])
        yield note
        yield from _opinions(one, note)
        for key, document in one.documents.items():
            if document.published:
                dated[key] = document
                notes.setdefault(key, []).append(note["id"])
    for key in sorted(dated):
        yield _report(dated[key], notes[key])


def _object(kind: str, key: str, created: str, modified: str, **properties: object) -> Row:
    about = {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid5(_OURS, key)}", "created": created}
    by = {} if key == "bilat" else {"created_by_ref": _MAKER}
    return {**about, "modified": modified, **by, **{k: v for k, v in properties.items() if v not in (None, [], "")}}


def _extension() -> Row:
    return _object(
        "extension-definition", "extension 1", _EPOCH, _EPOCH,
        name="bilat: what STIX has no property for",
        description="kind, PLOVER type, status, the first and last day that it may have been, and three counts",
        schema="urn:bilat:codebook", version=version("bilat"), extension_types=["property-extension"],
    )  # fmt: skip


def _key(actor: Actor) -> str:
    return "actor " + (actor.id or actor.code or f"named {safe.line(actor.name).casefold()}")


def _identity_id(actor: Actor) -> str:
    return f"identity--{uuid5(_OURS, _key(actor))}"


def _identity(actor: Actor) -> Row:
    itself = actor.code is not None and actor.id in (None, actor.code)
    person = actor.id is not None and ":" in actor.id and not is_organ(actor)
    state = actor.code if itself and actor.code in states() else None
    return _object(
        "identity", _key(actor), _EPOCH, _EPOCH,
        name=actor_name(actor.code) if actor.code and itself else safe.line(actor.name) or "unnamed",
        identity_class="individual" if person else _CLASSES.get("IGO" if itself else actor.sector or "", "group"),
        sectors=["government"] if actor.sector == "GOV" else [],
        roles=[safe.line(actor.office)] if actor.office else [],
        external_references=[{"source_name": "ISO 3166-1 alpha-3", "external_id": state}] if state else [],
    )  # fmt: skip


def _times(documents: Iterable[Document]) -> tuple[str, str]:
    """When it was first told and last: the first days that its documents may be of."""
    days = sorted(filter(None, map(_day, documents)))
    return (f"{days[0]}T00:00:00.000Z", f"{days[-1]}T00:00:00.000Z") if days else (_EPOCH, _EPOCH)


def _day(document: Document) -> str | None:
    span = dates.interval(document.published.iso) if document.published else None
    day = (span.low or span.high) if span else None
    return day.isoformat() if day else None


def _note(one: Told, scope: Scope, about: list[str]) -> Row:
    happening, line = one.happening, in_words(one, scope.view, (scope.a, scope.b))
    created, modified = _times(one.documents.values())
    marks = f" [{'; '.join(line.marks)}]" if line.marks else ""
    quotes = "\n".join(f"“{safe.line(m.quote)}”" for m in one.mentions[:_MOST])
    more = {
        "kind": happening.kind,
        "type": happening.fields.get("type"),
        "status": happening.fields.get("status"),
        "date_low": happening.first,
        "date_high": happening.last,
        "date_words": safe.line(happening.date_words) or None,
        "reports": happening.reports,
        "origins": happening.origins,
        "documents": happening.documents,
    }
    return _object(
        "note", f"note {happening.id}", created, modified,
        abstract=safe.line(f"{line.text}{marks}"),
        content=f"{safe.line(f'{line.date}: {line.text}{marks}')}\n{quotes}",
        object_refs=list(dict.fromkeys(about)),
        confidence=round(100 * happening.confidence),
        external_references=[_reference(one, doc) for doc in list(one.documents)[:_MOST]],
        extensions={
            _EXTENSION: {"extension_type": "property-extension", **{k: v for k, v in more.items() if v is not None}}
        },
    )  # fmt: skip


def _reference(one: Told, doc: str) -> Row:
    document = one.documents[doc]
    row = {"source_name": safe.line(source_in_words(document, one.names[doc][0])), "external_id": doc}
    address = safe.url(document.url)
    return {**row, "url": address} if address else row


def _opinions(one: Told, note: Row) -> Iterator[Row]:
    """Who agrees and who disagrees: those who assert or deny a claim, and whoever denies an act."""
    held: dict[tuple[str, str], tuple[str, str]] = {}
    for m in one.mentions:
        for side, opinion in (("asserted_by", "agree"), ("denied_by", "disagree")):
            for actor in m.fields.get(side, ()):
                held.setdefault((opinion, safe.line(actor.name)), (m.quote, m.doc))
        if one.happening.kind != "claim" and m.fields.get("status") == "denied":
            held.setdefault(("disagree", safe.line(m.voice)), (m.quote, m.doc))
    for (opinion, author), (quote, doc) in held.items():
        created, modified = _times([one.documents[doc]])
        yield _object(
            "opinion", f"opinion {one.happening.id} {opinion} {author}", created, modified,
            opinion=opinion, authors=[author or "unnamed"], explanation=safe.line(quote), object_refs=[note["id"]],
        )  # fmt: skip


def _report(document: Document, notes: list[str]) -> Row:
    created, _ = _times([document])
    address = safe.url(document.url)
    reference = {"source_name": safe.line(document.outlet or document.name), "external_id": document.id}
    return _object(
        "report", f"report {document.id}", created, created,
        name=safe.line(document.title or document.name) or "untitled", published=created, object_refs=notes,
        external_references=[{**reference, "url": address} if address else reference],
    )  # fmt: skip


def _text(rows: Iterable[Row], scope: Scope) -> Iterator[str]:
    found = hashlib.sha256()
    between = '{"type": "bundle", "objects": [\n'
    for row in rows:
        line = json.dumps(row, ensure_ascii=False)
        found.update(line.encode("utf-8"))
        yield between + line
        between = ",\n"
    # at the end, as it is made of all that the bundle holds
    yield f'\n], "id": "bundle--{UUID(bytes=found.digest()[:16], version=4)}"}}\n'


MAKER = Text(
    rows,
    _text,
    (
        ("identity", "states, bodies, groups, persons; and bilat itself, which made the objects"),
        ("note", "a happening: `abstract` in words with its marks, `content` with its sentences, on the identities"),
        ("note.extensions", "kind, type, status, `date_low`, `date_high`, `date_words`, and the three counts, under the"
         " extension that the bundle defines, as STIX has exact times only"),
        ("opinion", "`disagree` for each denial, `agree` for each assertion, with the author and the sentence"),
        ("report", "a dated document with the notes that it tells"),
        ("created, modified", "of the first and the last document that tells it, at midnight; 1970 without a date"),
        ("id", "made from the record's own ids: the same row has the same id in every export"),
    ),
)  # fmt: skip
