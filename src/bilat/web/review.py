"""Rulings in the page: same, different, wrong, unsure, undo, and their log."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bilat.model import VERDICTS
from bilat.record import Record
from bilat.web.asking import Asked
from bilat.web.errors import Problem
from bilat.web.holding import Holding
from bilat.web.showing import Page

_MOST_BYTES = 4_000
_FORM = "application/x-www-form-urlencoded"
_FIELDS = frozenset({"token", "verdict", "id", "other", "by", "ruling"})


def log(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """Every ruling, the newest first; as of a day those made by then."""
    rows = holding.kept(record, "rulings", holding.desk.judge_log)[::-1]
    if asked.as_of:
        rows = [row for row in rows if row["at"][:10] <= asked.as_of]
    return Page("review.html", "Review", {"rows": rows, "verdicts": dict(VERDICTS)}, rows)


def ruling(holding: Holding, token: str) -> Callable[[Request], Awaitable[Response]]:
    """Takes a ruling from a form of the site's own and leads to the log."""

    async def take(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise Problem(415, "a ruling comes from the form of a page")
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > _MOST_BYTES:
            raise Problem(413, "a ruling is short")
        form = await request.form()
        given = {name: str(value).strip() for name, value in form.items()}
        if not set(given) <= _FIELDS or "\0" in "".join(given.values()):
            raise Problem(400, "the form has fields that are not known")
        if not hmac.compare_digest(given.get("token", "").encode(), token.encode()):
            raise Problem(403, "this page is from an earlier start of the site: load it again, then rule")
        await run_in_threadpool(_rule, holding, given)
        return RedirectResponse("/review", 303)

    return take


def _rule(holding: Holding, given: dict[str, str]) -> None:
    desk, by = holding.desk, given.get("by") or None
    verdict = given.get("verdict", "")
    if verdict == "undo":
        number = given.get("ruling", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Problem(400, "undo takes the number of a ruling")
        desk.judge_undo(int(number), by=by)
        return
    desk.judge(verdict, *(value for name in ("id", "other") if (value := given.get(name))), by=by)
