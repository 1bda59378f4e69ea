"""The API in OpenAPI 3.1, made from the pages' own table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import metadata
from typing import Any, Protocol

from bilat.web.asking import CHOICES, DATES, MOST_ROWS

_ABOUT = (
    "One record, to read. Every page is also JSON and CSV; a list has the next page's address under `next` and in its "
    "Link header."
)
_WORDS = {
    "after": "the id of the last row of the page before",
    "limit": f"rows of a page, 1 to {MOST_ROWS}",
    "since": "from this day, month or year on",
    "until": "to this day, month or year, its last day included",
    "as_of": "only what documents said that were published by then",
    "q": "words of a sentence, or the name of a state or body",
    "month": "what is known to be of this month (2024-05), or of a month of this year; `unknown`: of no month",
    "same": "an id to be ruled the same or not",
}


class _Place(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def make(self) -> Any: ...
    @property
    def allowed(self) -> tuple[str, ...]: ...


def description(places: Iterable[_Place]) -> dict[str, Any]:
    """The document that `/openapi.json` answers with."""
    paths: dict[str, Any] = {}
    for place in places:
        path = "/home" if place.path == "/" else place.path
        for form, media in (("json", "application/json"), ("csv", "text/csv")):
            paths[f"{path}.{form}"] = {"get": _operation(place, path, form, media)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "bilat", "version": metadata.version("bilat"), "description": _ABOUT},
        "paths": paths,
        "components": {"schemas": {"Problem": _PROBLEM}},
    }  # fmt: skip


_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def _operation(place: _Place, path: str, form: str, media: str) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    parameters += [_parameter(name) for name in place.allowed]
    schema: dict[str, Any] = {"type": "object"} if form == "json" else {"type": "string"}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": f"{place.make.__name__}_{form}",
        "summary": (place.make.__doc__ or "").partition("\n")[0],
        "parameters": parameters,
        "responses": {
            "200": {"description": "the page", "content": {media: {"schema": schema}}},
            "default": {"description": "why not, and what to do", "content": problem},
        },
    }


def _parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in CHOICES:
        schema["enum"] = list(CHOICES[name])
    elif name == "limit":
        schema = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}
    told = _WORDS.get(name) or ("a date" if name in DATES else name)
    return {"name": name, "in": "query", "required": False, "description": told, "schema": schema}
