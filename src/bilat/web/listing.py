"""What counts open: the record's happenings, reports and documents, or those of one actor, the last first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from bilat.model import Happening
from bilat.ontology import KINDS
from bilat.record import UNKNOWN, Record
from bilat.web.asking import Asked, code
from bilat.web.counting import documents_read, glance, known
from bilat.web.dyads import plain
from bilat.web.errors import Problem
from bilat.web.holding import Holding
from bilat.web.rows import happenings as happenings_of
from bilat.web.rows import last_first, rows, totals
from bilat.web.showing import Page, actor_name
from bilat.web.singles import last_naming, mention_row, of_mentions, source_row, spellings

T = TypeVar("T")
Row = dict[str, Any]


def happenings(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """All happenings of a kind, the last in time first."""
    kind = _kind(params)
    if asked.as_of:
        every = last_first(known(holding, record, asked.as_of).happenings[kind])
        found = _following(every, [one.id for one in every], asked)
    else:
        found = record.page_of_kind(kind, asked.get("after"), asked.limit + 1)
    total = glance(holding, record, asked)["happenings"].get(kind, 0)
    return _told(record, kind, "All " + KINDS[kind].plural, total, found, asked, "")


def of_actor(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """The happenings of a kind in which a state or body takes part, or a person, the last in time first."""
    if ":" in params["id"]:
        return _of_person(record, params["id"], _kind(params), asked)
    kind, state = _kind(params), code(params["id"])
    found = happenings_of(holding, record, kind, state, "", asked, asked.limit + 1)
    total = totals(holding, record, state, "", asked).get(kind, 0)
    return _told(record, kind, f"{actor_name(state)}: {KINDS[kind].plural}", total, found, asked, state)


def _of_person(record: Record, person: str, kind: str, asked: Asked) -> Page:
    """The happenings of a kind that the last reports tell of which name a person, as the person's page counts them."""
    if not record.names_actor(person):
        raise Problem(404, "the record names no such person")
    told = of_mentions(record, last_naming(record, person))
    every = last_first([one for one in told if one.kind == kind])
    name = person.partition(":")[2].title()
    found = _following(every, [one.id for one in every], asked)
    state = code(person.partition(":")[0])
    return _told(record, kind, f"{name}: {KINDS[kind].plural}", len(every), found, asked, state)


def reports(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """All reports of a kind, those of the document that was read last first."""
    kind = _kind(params)
    if asked.as_of:
        every = _reports_by(holding, record, asked.as_of).get(kind, [])
        found = _following(every, every, asked)
    else:
        found = record.mentions_of_kind(kind, asked.get("after"), asked.limit + 1)
    total = glance(holding, record, asked)["mentions"].get(kind, 0)
    return _quoted(record, f"All reports of {KINDS[kind].plural}", total, found, asked)


def reports_of_actor(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """The reports that name a state, a body or a person, those that were read last first; with `named` so spelt."""
    actor = params["id"] if ":" in params["id"] else code(params["id"])
    spelt = asked.get("named")
    if spelt:
        every = [key for key, m in last_naming(record, actor).items() if spelt in spellings(m, actor)]
        return _quoted(record, f"Reports that name {spelt}", len(every), _following(every, every, asked), asked)
    found = record.mentions_by(actor, asked.limit + 1, asked.get("after"))
    if not found and not record.names_actor(actor):
        raise Problem(404, "the record names no such actor")
    name = actor.partition(":")[2].title() if ":" in actor else actor_name(actor)
    return _quoted(record, f"Reports that name {name}", None, found, asked)


def documents(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """All documents, the one that was read last first."""
    month = asked.get("month")
    if month == UNKNOWN:
        raise Problem(400, "documents are asked for by a month or a year")
    if asked.as_of:
        every = sorted(record.docs_until(asked.as_of))
        if month:
            dated = record.headers(every)
            every = [doc for doc in every if (when := dated[doc].published) and _is_of(when.iso, month)]
        found = _following(every, every, asked)
    else:
        found = record.docs(asked.get("after"), asked.limit + 1, month)
    shown = found[: asked.limit]
    given = record.headers(shown)
    told = [{**source_row(doc, given[doc]), "name": given[doc].name} for doc in shown]
    read = dict(documents_read(holding, record, asked)) if month else {}
    total = sum(n for one, n in read.items() if one.startswith(month or "")) if month else None
    data = {"total": glance(holding, record, asked)["documents"] if total is None else total, "rows": told}
    return Page("documents.html", "Documents" if month else "All documents", data, told, _more(found, asked))


def _is_of(iso: str, month: str) -> bool:
    """Whether a date is one day, of this month or year."""
    return len(iso) == 10 and iso.startswith(month)


def _told(
    record: Record, kind: str, title: str, total: int, found: Sequence[Happening], asked: Asked, state: str
) -> Page:
    told = rows(record, found[: asked.limit], (state, ""))
    data = {"kind": kind, "heading": title, "total": total, "rows": told, "code": state}
    return Page("happenings.html", title, data, [plain(row) for row in told], _more([one.id for one in found], asked))


def _quoted(record: Record, title: str, total: int | None, found: Sequence[str], asked: Asked) -> Page:
    shown = found[: asked.limit]
    mentions = record.mentions_named(shown)
    given = record.headers({m.doc for m in mentions.values()})
    belongs = record.happenings_of(shown)
    told = [
        {**source_row(m.doc, given[m.doc]), **mention_row(key, m), "happening": belongs.get(key)}
        for key in shown
        if (m := mentions[key])
    ]
    return Page("reports.html", title, {"heading": title, "total": total, "rows": told}, told, _more(found, asked))


def _kind(params: dict[str, Any]) -> str:
    kind = str(params["kind"])
    if kind not in KINDS:
        raise Problem(404, f"there is no ledger of {kind[:40]!r}; there are: {', '.join(KINDS)}")
    return kind


def _following(found: Sequence[T], ids: Sequence[str], asked: Asked) -> Sequence[T]:
    """As many as a page shows and one more, after the query's `after`."""
    after = asked.get("after")
    begin = ids.index(after) + 1 if after in ids else 0
    return found[begin : begin + asked.limit + 1]


def _more(ids: Sequence[str], asked: Asked) -> dict[str, str]:
    return {"after": ids[asked.limit - 1]} if len(ids) > asked.limit else {}


def _reports_by(holding: Holding, record: Record, as_of: str) -> dict[str, list[str]]:
    """By kind, the ids of what documents say that were published by a day."""

    def make() -> dict[str, list[str]]:
        holding.view(record, as_of)  # refuses what would take too long
        found: dict[str, list[str]] = {}
        for doc in record.docs_until(as_of):
            for m in record.mentions(doc=doc):
                found.setdefault(m.kind, []).append(m.id)
        return found

    return holding.kept(record, ("reports", as_of), make)
