"""The site: which address shows what."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bilat.model import BilatError
from bilat.record import Record, RecordError
from bilat.web import charts, downloads, dyads, home, listing, maps, review, scoreboard, singles, turns
from bilat.web.asking import Asked, asked
from bilat.web.desk import Desk
from bilat.web.errors import Problem
from bilat.web.guard import Guard
from bilat.web.holding import DEADLINE, PATIENT, Holding
from bilat.web.library import library, load
from bilat.web.openapi import description
from bilat.web.showing import FORMS, STATIC_TYPES, Page, address, problem_response, response, static
from bilat.web.validating import unchanging, validated

Make = Callable[[Holding, Record, Asked, dict[str, Any]], Page]


@dataclass(frozen=True, slots=True)
class Place:
    """An address with what may be asked there, and its deadline. `limit` is the number of rows where none is asked."""

    path: str
    make: Make
    allowed: tuple[str, ...] = ()
    limit: int = 50
    seconds: float = DEADLINE


_SPAN = ("since", "until", "as_of")
_PAGED = ("after", "limit")
PLACES = (
    Place("/", home.home, ("limit", "as_of"), 30),
    Place("/search", home.search, ("q", "limit", "as_of"), 20),
    Place("/documents", listing.documents, ("as_of", *_PAGED, "month")),
    Place("/happenings/{kind}", listing.happenings, ("as_of", *_PAGED)),
    Place("/reports/{kind}", listing.reports, ("as_of", *_PAGED)),
    Place("/limits", home.limits, ("as_of",)),
    Place("/network", dyads.network, (*_SPAN, "quad", "limit"), 100, PATIENT),
    Place("/review", review.log, ("as_of",)),
    Place("/scoreboard", scoreboard.scoreboard, ("as_of", "state", "holder")),
    Place("/compare/{a}/{b}/{c}/{d}", dyads.compare, _SPAN),
    Place("/dyad/{a}/{b}", dyads.dyad, _SPAN),
    Place("/dyad/{a}/{b}/course", dyads.course, ("as_of",)),
    Place("/dyad/{a}/{b}/series", dyads.series, ("since", "until", "by", "as_of")),
    Place("/dyad/{a}/{b}/turns", turns.turns, _SPAN),
    Place("/dyad/{a}/{b}/imported", turns.imported, (*_SPAN, *_PAGED, "origin", "quad"), 100),
    Place("/dyad/{a}/{b}/changes", dyads.changes, ("since", "as_of", "clock", "limit")),
    Place("/dyad/{a}/{b}/{kind}", dyads.rows_of, (*_SPAN, *_PAGED, "quad", "status", "month", "dated"), 50),
    Place("/event/{id}", singles.event, ("as_of", "same")),
    Place("/actor/{id}", singles.actor, ("limit", *_SPAN), 60),
    Place("/actor/{id}/reports", listing.reports_of_actor, ("named", *_PAGED)),
    Place("/actor/{id}/{kind}", listing.of_actor, (*_SPAN, *_PAGED)),
    Place("/document/{id}", singles.document, ("as_of",)),
)
CHARTS = {
    "/chart/course/{a}/{b}": charts.course,
    "/chart/levels/{a}/{b}": charts.levels,
    "/chart/timeline/{a}/{b}": charts.timeline,
    "/chart/offices/{a}/{b}": charts.offices,
    "/chart/compare/{a}/{b}/{c}/{d}": charts.compare,
    "/chart/network": maps.network,
    "/chart/map/{a}/{b}": maps.places,
}


def application(desk: Desk, hosts: Iterable[str]) -> Starlette:
    """The site on the record of a workspace, as an ASGI application. `hosts` are the `Host` headers that it answers."""
    holding = Holding(desk)
    token = secrets.token_urlsafe(24)
    routes = [
        Route("/static/{name}", _static),
        Route("/openapi.json", _openapi),
        Route(downloads.EXPORT, downloads.export(holding)),
        Route(downloads.BRIEF, downloads.brief(holding)),
        Route("/go", _go),
        Route("/review", review.ruling(holding, token), methods=["POST"]),
    ]
    routes += [Route(path, _chart(holding, make, token)) for path, make in CHARTS.items()]
    for place in PLACES:
        # the longer ones first: `{a}` would take in the suffix
        path = "/home" if place.path == "/" else place.path
        routes += [Route(f"{path}.{form}", _shown(holding, place, form, token)) for form in FORMS if form != "html"]
        routes.append(Route(place.path, _shown(holding, place, "html", token)))
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers={Problem: _problem, BilatError: _problem, HTTPException: _problem, Exception: _fault},
    )


def _shown(holding: Holding, place: Place, form: str, token: str) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        query = asked(request.query_params.multi_items(), place.allowed, place.limit)
        params = _params(request.path_params)
        path = address_of(place.path, params)

        def make() -> Response:
            page = place.make(holding, record, query, params)
            return response(page, form, path, query.given, token if form == "html" else "")

        with holding.record(PATIENT if query.as_of else place.seconds) as record:
            # one answer until the record changes
            key = ("page", place.path, form, path, tuple(sorted(query.given.items())))
            return validated(holding, record, request, key, token, make)

    return show


def _chart(holding: Holding, make: charts.Chart, token: str) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        query = asked(request.query_params.multi_items(), ("since", "until", "as_of", "by", "quad"), 400)
        params = _params(request.path_params)
        path = request.url.path

        def drawn() -> Response:
            load()
            return response(Page("", "", make(holding, record, query, params)), "json", "/", {})

        with holding.record(PATIENT) as record:
            key = ("chart", path, tuple(sorted(query.given.items())))
            return validated(holding, record, request, key, token, drawn)

    return show


def _openapi(request: Request) -> Response:
    return unchanging(request, response(Page("", "bilat", _described()), "json", "/", {}))


def _described() -> dict[str, Any]:
    about = description(PLACES)
    return {**about, "paths": {**about["paths"], **downloads.described()}}


def _params(given: Mapping[str, Any]) -> dict[str, Any]:
    for value in given.values():
        if "\0" in value or len(value) > 400:
            raise Problem(404, "there is no page of this address")
    return dict(given)


def address_of(template: str, params: Mapping[str, Any]) -> str:
    """A place's address with its parts filled in."""
    return template.format(**params) if params else template


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    headers = {"cache-control": "max-age=3600"}
    if name == "vega.js":
        return unchanging(request, Response(library(), 200, headers, STATIC_TYPES["js"]))
    content = static(name)
    if content is None:
        raise Problem(404, "there is no such file")
    kind = STATIC_TYPES[name.rpartition(".")[2]]
    return unchanging(request, Response(content, 200, {"cache-control": "no-cache"}, kind))


def _go(request: Request) -> Response:
    query = asked(request.query_params.multi_items(), ("first", "second", "as_of"), 1)
    to = home.go(query)
    return RedirectResponse(address(to or "/", {"as_of": query.get("as_of")}), 303)


def _problem(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        problem = error
    elif isinstance(error, HTTPException):
        status = error.status_code if error.status_code in (404, 405) else 400
        problem = Problem(status, "there is no page of this address" if status == 404 else str(error.detail))
    elif isinstance(error, RecordError):
        problem = Problem(503, str(error))
    else:
        problem = Problem(400, str(error))
    return problem_response(problem, _wants_html(request))


def _fault(request: Request, error: Exception) -> Response:
    logging.getLogger("bilat.web").error("%s: %s", request.url.path, error, exc_info=error)
    return problem_response(Problem(500, "the record is whole; please report what you asked for"), _wants_html(request))


def _wants_html(request: Request) -> bool:
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.endswith((".json", ".csv", ".js"))
