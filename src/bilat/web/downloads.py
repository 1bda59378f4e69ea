"""A dyad in the formats of other programs, and its brief, as files to keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bilat import exports
from bilat.exports import BRIEFS, FORMS, WAYS, Scope
from bilat.record import Record
from bilat.web.asking import Asked, asked, pair
from bilat.web.errors import Problem
from bilat.web.holding import PATIENT, Holding
from bilat.web.validating import unchanging

EXPORT, BRIEF = "/dyad/{a}/{b}/download/{form}", "/dyad/{a}/{b}/brief/{form}"
_SPAN = ("since", "until", "as_of", "as")


def offered() -> list[dict[str, str]]:
    """What the page of a dyad offers: each format with its address below the dyad's, its name and what it is."""
    briefs = [(f"/brief/{form}", f"brief, {form}", "a brief with numbered notes") for form in BRIEFS]
    files = [(f"/download/{form.name}", form.name, form.what) for form in FORMS.values()]
    return [{"path": path, "name": name, "what": what} for path, name, what in (*briefs, *files)]


def export(holding: Holding) -> Callable[[Request], Response]:
    """Answers `EXPORT`: what concerns both, in one format; a table also `as` csv, tsv, jsonl or parquet."""

    def answer(request: Request) -> Response:
        form = FORMS.get(request.path_params["form"])
        if form is None:
            raise Problem(404, f"there is no format of this name; there are: {', '.join(FORMS)}")
        query = asked(request.query_params.multi_items(), _SPAN, 1)
        if query.get("as") and not form.table:
            raise Problem(400, f"{form.name} is no table: it has one form only")
        suffix = query.get("as") or form.suffix
        a, b = pair(request.path_params)
        folder = TemporaryDirectory(prefix="bilat-")
        path = Path(folder.name) / f"{a}-{b}-{form.name}.{suffix}"
        try:
            with holding.record(PATIENT) as record:
                exports.save(form, _scope(holding, record, query, a, b), path, suffix, lambda: None)
        except BaseException:
            folder.cleanup()
            raise
        media = WAYS.get(suffix, form.media) if form.table else form.media
        headers = {"cache-control": "no-cache"}
        return FileResponse(
            path, headers=headers, media_type=media, filename=path.name, background=BackgroundTask(folder.cleanup)
        )

    return answer


def _scope(holding: Holding, record: Record, query: Asked, a: str, b: str) -> Scope:
    return Scope(holding.view(record, query.as_of), a, b, query.since, query.until)


def brief(holding: Holding) -> Callable[[Request], Response]:
    """Answers `BRIEF`: the brief on the two as a file."""

    def answer(request: Request) -> Response:
        form = request.path_params["form"]
        if form not in BRIEFS:
            raise Problem(404, f"there is no brief of this form; there are: {', '.join(BRIEFS)}")
        query = asked(request.query_params.multi_items(), ("as_of",), 1)
        a, b = pair(request.path_params)
        made: str | bytes = holding.desk.brief(a, b, form, query.as_of)
        headers = {"cache-control": "no-cache", "content-disposition": f'attachment; filename="{a}-{b}.{form}"'}
        return unchanging(request, Response(made, 200, headers, BRIEFS[form]))

    return answer


def described() -> dict[str, Any]:
    """The two addresses for the description of the API."""
    span = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in _SPAN[:3]]
    tables = {"name": "as", "in": "query", "schema": {"type": "string", "enum": list(WAYS)}}
    return {
        EXPORT: _described("export", list(FORMS), [*span, tables], "What concerns both, in one format"),
        BRIEF: _described("brief", list(BRIEFS), span[2:], "The brief on the two as a file"),
    }


def _described(name: str, forms: list[str], query: list[dict[str, Any]], about: str) -> dict[str, Any]:
    path = [{"name": part, "in": "path", "required": True, "schema": {"type": "string"}} for part in ("a", "b")]
    form = {"name": "form", "in": "path", "required": True, "schema": {"type": "string", "enum": forms}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers = {"200": {"description": "the file"}, "default": {"description": "why not", "content": problem}}
    return {"get": {"operationId": name, "summary": about, "parameters": [*path, form, *query], "responses": answers}}
