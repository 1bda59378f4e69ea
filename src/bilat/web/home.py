"""Home, search, and what the record leaves out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bilat import actors
from bilat.evaluation import error_rates
from bilat.record import Record
from bilat.web.asking import Asked, code
from bilat.web.counting import activity, documents_read, glance
from bilat.web.holding import Holding
from bilat.web.showing import Page, actor_name

_MOST_DYADS = 40


def home(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """The record at a glance: its counts, its busiest dyads."""
    whole = holding.kept(record, "counts", record.counts)
    counts = glance(holding, record, asked)
    dyads = [
        {"a": one.a, "b": one.b, "name": f"{actor_name(one.a)} and {actor_name(one.b)}", "happenings": one.happenings}
        for one in activity(holding, record, asked, asked.limit)
    ]
    imported = [
        {"a": a, "b": b, "name": f"{actor_name(a)} and {actor_name(b)}", "events": events}
        for a, b, events in holding.kept(
            record, ("imported", asked.as_of), lambda: record.imported_dyads(1, asked.as_of)[:_MOST_DYADS]
        )
    ]
    months = documents_read(holding, record, asked)
    data = {
        "counts": {
            **counts,
            "sentences": whole.sentences,
            "inputs": whole.ledger,
        },
        "first": months[0][0] if months else None,
        "last": months[-1][0] if months else None,
        "dyads": dyads,
        "imported": imported,
        "matched": record.matched(),
    }
    return Page("home.html", "The record", data, dyads)


def search(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """States and bodies of that name, and sentences that hold the words."""
    words = asked.get("q") or ""
    who = []
    if words:
        try:
            found = actors.find_actor(words)
            who = [{"code": found, "name": actor_name(found)}]
        except actors.UnknownActor:
            pass
    hits = record.search(words, asked.limit) if words else []
    documents = {one.id: one for one in record.documents({hit.doc for hit in hits})}
    rows = [
        {
            "sentence": hit.sentence,
            "document": hit.doc,
            "start": hit.start,
            "end": hit.end,
            "title": documents[hit.doc].title or documents[hit.doc].name,
            "outlet": documents[hit.doc].outlet,
            "published": published.iso if (published := documents[hit.doc].published) else None,
        }
        for hit in hits
    ]
    return Page(
        "search.html", f"Search: {words}" if words else "Search", {"q": words, "actors": who, "hits": rows}, rows
    )


def go(asked: Asked) -> str | None:
    """Where two names that were typed into the form lead: the dyad's page."""
    a, b = asked.get("first"), asked.get("second")
    return f"/dyad/{code(a)}/{code(b)}" if a and b else None


def limits(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """What the record leaves out, how often the coder errs, and how a row is corrected.

    As of a day the documents are those published by then; the inputs are all.
    """
    inputs = holding.kept(record, "counts", record.counts).ledger
    months = documents_read(holding, record, asked)
    rates = [asdict(rate) for rate in error_rates()]
    return Page(
        "limits.html",
        "Limits and care",
        {
            "inputs": inputs,
            "errors": rates,
            "months": [{"month": month, "documents": count} for month, count in months],
        },
        [{"month": month, "documents": count} for month, count in months],
    )
