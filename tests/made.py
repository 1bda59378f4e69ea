"""Documents and mentions made by hand, for the tests of matching and reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bilat.model import Actor, Document, Happening, Mention, When
from bilat.ontology import TYPES, intensity_of

RUSSIA = Actor("Russia", "RUS", sector="GOV", id="RUS")
IRAN = Actor("Iran", "IRN", sector="GOV", id="IRN")
CHINA = Actor("China", "CHN", sector="GOV", id="CHN")
WEST = Actor("the West", org="WEST", id="WEST")


def person(name: str, country: str, office: str | None = None, key: str | None = None) -> Actor:
    """A person of a state's government."""
    return Actor(name, country, sector="GOV", id=f"{country}:{key or name.lower()}", office=office)


PUTIN = person("Vladimir Putin", "RUS", "President")
RAISI = person("Ebrahim Raisi", "IRN", "President")
LAVROV = person("Sergey Lavrov", "RUS", "Foreign Minister")


def document(text: str, published: str | None = "2024-05-21", **more: Any) -> Document:
    """A document of that text, published on that day or interval."""
    return Document(more.pop("name", "a text"), text, published=When(published) if published else None, **more)


def told(doc: Document, sentence: str, kind: str, when: str | None = None, **fields: Any) -> Mention:
    """A mention made of a sentence of a document; `voice`, `why`, `confidence` and `basis` are not fields."""
    own = {k: fields.pop(k) for k in ("voice", "why", "confidence", "background") if k in fields}
    basis = fields.pop("basis", "text")
    words = fields.pop("words", "")
    start = doc.text.index(sentence)
    return Mention(
        doc=doc.id,
        start=start,
        end=start + len(sentence),
        quote=sentence,
        kind=kind,
        fields=fields,
        when=When(when, words, basis) if when else None,
        coder="by hand",
        **own,
    )


def event(doc: Document, sentence: str, type_: str, when: str | None = None, **fields: Any) -> Mention:
    """An event by Russia towards Iran that occurred, unless said otherwise."""
    given = {"source": (RUSSIA,), "target": (IRAN,), "status": "occurred", "quad": TYPES[type_].quad, **fields}
    return told(doc, sentence, "event", when, type=type_, intensity=intensity_of(type_), **given)


def by_id(items: Iterable[Any]) -> dict[str, Any]:
    """Documents, mentions or happenings by their ids."""
    return {item.id: item for item in items}


def only(rows: Iterable[Happening], kind: str) -> list[Happening]:
    """The happenings of one kind."""
    return [h for h in rows if h.kind == kind]
