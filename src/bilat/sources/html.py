"""The article of an HTML page, as text, with what the page's head says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bilat.sources.markup import all_text, lightened

_SHELL = re.compile(r"\b(?:javascript|cookies?|captcha|access denied|are you (?:a )?(?:human|robot))\b", re.IGNORECASE)
_FEWEST_WORDS = 5
_UNSORTED = "the page is too deep or too large to tell its article from its menus: all of its text was read"


@dataclass(frozen=True, slots=True)
class Page:
    """A page's article: paragraphs with a blank line between them, its title first."""

    text: str
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def article(source: str) -> Page | None:
    """The article of a page; absent where the page holds none, as a cookie wall or a page that a script fills."""
    light = lightened(source)
    page = Page(all_text(source), notes=(_UNSORTED,)) if light is None else _extracted(light)
    words = len(page.text.split())
    if words < _FEWEST_WORDS or (words < 60 and _SHELL.search(page.text)):
        return None
    return page


def _extracted(source: str) -> Page:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        source,
        fast=True,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        # A date without a mark of its own is left to the layout's rules: they rather find none than a wrong one.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None or not (found.text or "").strip():
        return Page("")
    paragraphs = [line.strip() for line in found.text.split("\n") if line.strip()]
    title = " ".join(found.title.split()) if found.title else None
    if title and title.casefold() not in (p.casefold() for p in paragraphs[:3]):
        paragraphs.insert(0, title)
    authors = tuple(dict.fromkeys(a.strip() for a in (found.author or "").split(";") if a.strip()))
    outlet = found.sitename or found.hostname or None
    return Page("\n\n".join(paragraphs), title, found.date or None, authors, outlet, found.url or None)
