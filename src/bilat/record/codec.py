"""Records as the JSON that the store keeps, and back without loss."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from bilat.dates import interval
from bilat.model import Actor, Anchor, Document, Happening, Mention, Part, When

# Fields that hold actors' codes themselves: of a role, a membership, an expectation.
_CODE_FIELDS = frozenset({"country", "org", "about"})
_ACTOR = tuple(Actor.__dataclass_fields__)


def dumps(value: Any) -> str:
    """JSON of one form for one value, in which actors and dates are marked, so that `_unpack` gives them back.

    ASCII, so that what UTF-8 cannot hold, such as half a surrogate pair, is kept.
    """
    return _encode(value)


def storable(text: str) -> str:
    """A name that UTF-8 can hold: a file name's bytes that are no UTF-8 are written as `\\udcff`."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def seal(*rows: Iterable[Any]) -> str:
    """A hash of rows, to tell later whether they are still those that were written."""
    found = hashlib.sha256()
    for row in rows:
        found.update("\x1f".join(map(str, row)).encode() + b"\n")
    return found.hexdigest()[:16]


def _marked(value: Any) -> Any:
    if isinstance(value, Actor):
        return {"@actor": {name: given for name in _ACTOR if (given := getattr(value, name)) is not None}}
    if isinstance(value, When):
        return {"@when": _when(value)}
    return dict(value)


_decode = json.JSONDecoder().raw_decode


def _load(row: str) -> Any:
    """JSON as `dumps` writes it, with nothing around it: in half the time of `json.loads`."""
    return _decode(row)[0]


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_marked).encode


def when_to_json(when: When | None) -> str | None:
    return None if when is None else dumps([when.iso, when.words, when.basis])


@lru_cache(maxsize=4096)
def when_from_json(row: str | None) -> When | None:
    return None if row is None else When(*_load(row))


def days(when: When | None) -> tuple[str | None, str | None]:
    """The first and the last day that a date may be of, absent where open or unknown."""
    if when is None:
        return None, None
    return _days(when.iso)


@lru_cache(maxsize=4096)
def _days(iso: str) -> tuple[str | None, str | None]:
    span = interval(iso)
    return span.low.isoformat() if span.low else None, span.high.isoformat() if span.high else None


def details_of(document: Document) -> str:
    """All that is known of a document save its text and its names."""
    return dumps(
        {
            "title": document.title,
            "published": _when(document.published),
            "authors": document.authors,
            "outlet": document.outlet,
            "origin": document.origin,
            "url": document.url,
            "language": document.language,
            "form": document.form,
            "parts": [[part.start, part.end, part.role] for part in document.parts],
            "notes": document.notes,
        }
    )


def essence_of(document: Document) -> str:
    """A hash of the details that coding depends on."""
    parts = [[part.start, part.end, part.role] for part in document.parts]
    essence = dumps([document.title, _when(document.published), document.form, parts])
    return hashlib.sha256(essence.encode()).hexdigest()[:16]


def document_from(name: str, text: str, details: str) -> Document:
    row = _load(details)
    published = row.pop("published")
    return _document(name, text, row, When(*published) if published else None)


def document_dated(name: str, text: str, details: str, dated: str | None) -> Document:
    """A document with the coder's date in place of its own."""
    row = _load(details)
    del row["published"]
    return _document(name, text, row, when_from_json(dated))


def _document(name: str, text: str, row: dict[str, Any], published: When | None) -> Document:
    return Document(
        name=name,
        text=text,
        published=published,
        authors=tuple(row.pop("authors")),
        parts=tuple(Part(*part) for part in row.pop("parts")),
        notes=tuple(row.pop("notes")),
        **row,
    )


def mention_to_json(mention: Mention) -> str:
    return dumps(
        {
            "quote": mention.quote,
            "fields": mention.fields,
            "voice": mention.voice,
            "when": _when(mention.when),
            "background": mention.background,
            "why": mention.why,
            "confidence": mention.confidence,
        }
    )


def mention_from(doc: str, start: int, end: int, kind: str, coder: str, body: str) -> Mention:
    row = _load(body)
    when = row.pop("when")
    fields = _unpack(row.pop("fields"))
    return Mention(
        doc=doc, start=start, end=end, kind=kind, coder=coder, fields=fields, when=When(*when) if when else None, **row
    )


def happening_to_json(happening: Happening) -> str:
    return dumps(
        {
            "fields": happening.fields,
            "mentions": happening.mentions,
            "date_words": happening.date_words,
            "reports": happening.reports,
            "origins": happening.origins,
            "documents": happening.documents,
            "confidence": happening.confidence,
            "notes": happening.notes,
        }
    )


def happening_from(identity: str, kind: str, first: str | None, last: str | None, body: str) -> Happening:
    row = _load(body)
    return Happening(
        id=identity,
        kind=kind,
        fields=_unpack(row.pop("fields")),
        mentions=tuple(row.pop("mentions")),
        notes=tuple(row.pop("notes")),
        first=first,
        last=last,
        **row,
    )


def anchors_to_json(anchors: Iterable[Anchor]) -> str:
    return dumps([[a.kind, a.id, a.doc, a.start, a.end, a.said] for a in anchors])


def anchors_from_json(row: str) -> tuple[Anchor, ...]:
    return tuple(Anchor(kind, key, doc, start, end, tuple(said)) for kind, key, doc, start, end, said in _load(row))


def actors_in(fields: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Every actor in the fields of a mention or a happening, as (code, actor's id, field), empty where unknown."""
    for field, value in fields.items():
        if isinstance(value, str) and field not in _CODE_FIELDS:
            continue
        for item in _leaves(value):
            if isinstance(item, Actor):
                if item.code or item.id:
                    yield item.code or "", item.id or "", field
            elif field in _CODE_FIELDS and item:
                yield str(item), "", field


def codes_in(fields: Mapping[str, Any]) -> list[str]:
    """The codes of all actors in the fields, sorted, each once."""
    return sorted({code for code, _, _ in actors_in(fields) if code})


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, (tuple, list)):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    return [value]


def _when(when: When | None) -> list[str] | None:
    return None if when is None else [when.iso, when.words, when.basis]


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([item if type(item) in _FLAT else _unpack(item) for item in value])
    if not isinstance(value, dict):
        return value
    if "@actor" in value:
        return Actor(**value["@actor"])
    if "@when" in value:
        return When(*value["@when"])
    return {key: item if type(item) in _FLAT else _unpack(item) for key, item in value.items()}


_FLAT = frozenset({str, int, float, bool, type(None)})
