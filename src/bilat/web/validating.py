"""Validators of pages: a browser that has a page still asks, and is told that nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from bilat.record import Record
from bilat.web.holding import Holding

_HEADERS = {"cache-control": "no-cache"}


def validated(
    holding: Holding, record: Record, request: Request, key: Hashable, start: str, make: Callable[[], Response]
) -> Response:
    """The page of this key with its `ETag`, or 304 where the request names it already: then nothing is made.

    `start` differs with every start of the site, as do the tokens in its forms.
    """
    state = holding.state(record)
    told = repr((version("bilat"), start, key, state)).encode()
    tag = f'"{hashlib.blake2b(told, digest_size=16).hexdigest()}"'
    unchanged = Response(status_code=304, headers={**_HEADERS, "etag": tag})
    if tag in _named(request):
        return unchanged

    def tagged() -> Response:
        made = make()
        made.headers.update({**_HEADERS, "etag": tag})
        return made

    answer = holding.answered(key, state, tagged)
    return unchanged if "*" in _named(request) else answer  # `*` asks whether there is a page at all: so it is made


def unchanging(request: Request, made: Response) -> Response:
    """An answer that is made at once anyway, with an `ETag` of its content; 304 where the request names it already."""
    tag = f'"{hashlib.blake2b(bytes(made.body), digest_size=16).hexdigest()}"'
    held = {"etag": tag, "cache-control": made.headers.get("cache-control", _HEADERS["cache-control"])}
    if {tag, "*"} & _named(request):
        return Response(status_code=304, headers=held)
    made.headers.update(held)
    return made


def _named(request: Request) -> set[str]:
    """The validators of `If-None-Match`; that of a weak one is compared like the others (RFC 9110, 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return {one.strip().removeprefix("W/") for one in given.split(",")}
