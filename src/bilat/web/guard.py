"""Who may ask, and what a browser may do with the answer.

A page on another site must not read this one under a name that it made point here (DNS rebinding): only the hosts
allowed are answered. Nor may it have a reader's browser rule in his name: what changes something is taken only from
the site's own pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bilat.web.errors import Problem
from bilat.web.showing import problem_response

# What it needs is served from here; inline style is for Vega's menus, inline script is for nobody.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
    " font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
SAFE = frozenset({"GET", "HEAD"})
_LONGEST_URL = 8_000


class Guard:
    """ASGI middleware: refuses foreign hosts and cross-site changes, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        """`hosts` are `Host` headers as they are to come, port and all."""
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *own]}
            await send(message)

        problem = self._problem(scope)
        if problem is not None:
            await problem_response(problem)(scope, receive, headed)
            return
        await self.app(scope, receive, headed)

    def _problem(self, scope: Scope) -> Problem | None:
        given: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            given.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = given.get("host", [])
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return Problem(421, "this site answers only under its own name; see what `bilat serve` printed")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_URL:
            return Problem(413, f"an address has at most {_LONGEST_URL:,} characters")
        if scope["method"] in SAFE:
            return None
        if scope["method"] != "POST":
            return Problem(405, "pages are read with GET; rulings are sent with POST")
        if given.get("sec-fetch-site", ["same-origin"]) != ["same-origin"]:
            return Problem(403, "a ruling is taken only from the site's own pages")
        origins = given.get("origin", [])
        if any(urlsplit(origin).netloc.lower() != hosts[0].lower() for origin in origins) or len(origins) > 1:
            return Problem(403, "a ruling is taken only from the site's own pages")
        return None
