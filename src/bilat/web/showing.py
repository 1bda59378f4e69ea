"""A page's data as HTML, JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from bilat import actors, reports
from bilat.ontology import KINDS, QUADS, STATUSES, TYPES
from bilat.web.errors import TITLES, Problem

Row = dict[str, Any]
FORMS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: `data` is its JSON, `rows` its CSV, `template` makes HTML of `data`.

    `more` is the query that gives the rows after these, where there are any.
    """

    template: str
    title: str
    data: Row
    rows: Sequence[Row] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


def response(page: Page, form: str, path: str, given: Mapping[str, str], token: str = "") -> Response:
    """A page in one of `FORMS`. `path` is its address without the form's suffix, `given` its query."""
    headers = {"cache-control": "no-store" if token else "no-cache"}
    following = address(path, {**given, **page.more}, f".{form}" if form != "html" else "") if page.more else ""
    if following:
        headers["link"] = f'<{following}>; rel="next"'
    if form == "json":
        data = {"title": page.title, **page.data, **({"next": following} if following else {})}
        return Response(json.dumps(data, ensure_ascii=False), page.status, headers, FORMS[form])
    if form == "csv":
        name = quote(path.strip("/").replace("/", "-") or "bilat", safe="-")
        headers["content-disposition"] = f'attachment; filename="{name}.csv"'
        return Response("".join(reports.csv_table(page.rows)), page.status, headers, FORMS[form])
    carried = {name: value for name, value in given.items() if name == "as_of"}
    body = (
        _room()
        .get_template(page.template)
        .render(
            page.data,
            title=page.title,
            following=following,
            path=path,
            given={"as_of": "", "since": "", "until": "", **given},
            token=token,
            here=lambda suffix: address(path, given, suffix),
            carried=carried,
            tail=address("", carried),
        )
    )
    return Response(body, page.status, headers, FORMS[form])


def problem_response(problem: Problem, html: bool = False) -> Response:
    """A problem as `application/problem+json`, or as a page for a reader."""
    # an address that is asked for by a program tells its problem as JSON, by a reader as a page
    headers = {"cache-control": "no-store", "vary": "accept"}
    if problem.status == 405:
        headers["allow"] = "GET, HEAD, POST"
    if html:
        page = Page("problem.html", TITLES[problem.status], {"problem": problem.row()}, status=problem.status)
        shown = response(page, "html", "/", {})
        shown.headers.update(headers)
        return shown
    return Response(json.dumps(problem.row(), ensure_ascii=False), problem.status, headers, "application/problem+json")


def address(path: str, query: Mapping[str, str | None], suffix: str = "") -> str:
    """An address on this site."""
    told = urlencode({name: value for name, value in query.items() if value})
    return quote(path + (suffix if path != "/" else f"/home{suffix}" if suffix else ""), safe="/:") + (
        f"?{told}" if told else ""
    )


def static(name: str) -> bytes | None:
    """A file that pages load, None where there is no such."""
    if name not in _STATIC:
        return None
    return resources.files(__package__).joinpath("static", name).read_bytes()


_STATIC = frozenset({"style.css", "page.js"})
STATIC_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


_UNDATED = ", those without a date at the end"


@cache
def _room() -> Environment:
    room = Environment(
        loader=PackageLoader("bilat.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters |= {
        "days": reports.iso_in_words,
        "actor": actor_name,
        "plural": plural,
        "safe_url": reports.safe_url,
        "path": lambda value: quote(str(value), safe=""),
        "kind": lambda name: KINDS[name].label,
        "kinds": lambda name: KINDS[name].plural,
    }
    room.globals |= {
        "address": address,
        "statuses": STATUSES,
        "types": TYPES,
        "kind_names": tuple(KINDS),
        "quads": QUADS,
        "undated": _UNDATED,
    }
    return room


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def actor_name(code: str) -> str:
    """The name of a state or body, or the code itself where it is none that we know."""
    try:
        return actors.actor_name(code)
    except actors.UnknownActor:
        return code
