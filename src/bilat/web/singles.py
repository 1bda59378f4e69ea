"""One happening with all its reports, one actor, one document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from bilat import reports
from bilat.model import Document, Happening, Mention, to_row
from bilat.ontology import KINDS
from bilat.record import Record
from bilat.web.asking import Asked, code, identity
from bilat.web.counting import activity, known
from bilat.web.errors import Problem
from bilat.web.holding import Holding
from bilat.web.library import load
from bilat.web.rows import last_first, ledger, reports_kinds, rows, totals
from bilat.web.showing import Page, actor_name
from bilat.web.texts import paragraphs

_MOST_REPORTS = 120
_MOST_READ = 600  # mentions that spellings are taken from
_MOST_PERSONS = 30


def event(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """A happening: what it is, and every report of it, grouped by origin; as of a day what was known of it then."""
    one = _happening(holding, record, identity(params["id"]), asked.as_of)
    told = rows(record, [one], ("", ""))
    if not told:
        raise Problem(404, "the articles of this row were coded anew since it was matched: `bilat read` matches anew")
    row = told[0]
    found = record.mentions_named(one.mentions[:_MOST_REPORTS])
    mentions = dict(sorted(found.items(), key=lambda item: (item[1].doc, item[1].start, item[1].end, item[0])))
    documents = {document.id: document for document in record.documents({m.doc for m in mentions.values()})}
    origins = _origins(holding, record, list(mentions.values()), documents, asked.as_of)
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (key, m), origin in zip(mentions.items(), origins, strict=True):
        groups[origin].append({**source_row(m.doc, documents[m.doc]), **mention_row(key, m)})
    grouped: list[dict[str, Any]] = [
        {"origin": origin, "name": _origin_name(origin, found_in, documents), "reports": found_in}
        for origin, found_in in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    data = {"row": row, "kind": one.kind, "origins": grouped, "shown": len(mentions), "reports": one.reports,
            "same": asked.get("same")}  # fmt: skip
    flat = [{"origin": group["name"], **report} for group in grouped for report in group["reports"]]
    return Page("event.html", row["words"]["text"], data, flat)


def _happening(holding: Holding, record: Record, key: str, as_of: str | None) -> Happening:
    """The happening of an id; as of a day, what it was then: that of this id, or which shares most reports with it."""
    found = record.happenings_named([key])
    if as_of:
        told = {mention for one in found for mention in one.mentions}
        then = [one for kind in known(holding, record, as_of).happenings.values() for one in kind]
        found = sorted(
            (one for one in then if one.id == key or told.intersection(one.mentions)),
            key=lambda one: (one.id != key, -len(told.intersection(one.mentions)), one.id),
        )
        if told and not found:
            raise Problem(404, "no document published by that day tells of this")
    if not found:
        raise Problem(404, "the record has no row of this id; matching anew may have given it another")
    return found[0]


def _origins(
    holding: Holding, record: Record, mentions: Sequence[Mention], documents: dict[str, Document], as_of: str | None
) -> list[str]:
    """Of each mention who reported it first, as matching counts origins."""
    load()
    from bilat import matching  # loads numerical libraries

    if as_of:
        printed = known(holding, record, as_of).reporters
    else:
        printed = record.origins_of(documents) | record.reporters_of(documents)
    items = {doc: matching.items_of(document) for doc, document in documents.items()}
    return [matching.origin_of(m, items[m.doc], printed) for m in mentions]


def _origin_name(origin: str, told: Sequence[dict[str, Any]], documents: dict[str, Document]) -> str:
    house = origin.partition(":")[2]
    if house:
        own = (named for one in told for named in (documents[one["document"]].origin, one["outlet"]) if named)
        known = next((named for named in own if named.casefold().removeprefix("the ") == house), "")
        return known or _as_written(house, (documents[one["document"]].text for one in told))
    document = documents.get(origin) or documents[told[0]["document"]]
    return document.origin or document.outlet or document.title or document.name


def _as_written(house: str, texts: Iterable[str]) -> str:
    """A house as the articles that name it write it: `BBC`, of which the key is `bbc`."""
    found = (re.search(rf"(?<!\w){re.escape(house)}(?!\w)", text, re.IGNORECASE) for text in texts)
    return next((one[0] for one in found if one), house.title())


def source_row(key: str, document: Document) -> dict[str, Any]:
    """Whose report it is; `key` is the document's id."""
    return {
        "document": key, "title": document.title or document.name, "outlet": document.outlet,
        "url": reports.safe_url(document.url), "published": document.published.iso if document.published else None,
    }  # fmt: skip


def mention_row(key: str, m: Mention) -> dict[str, Any]:
    """A mention as plain data; `key` is its id."""
    return {
        "mention": key, "kind": m.kind, "start": m.start, "end": m.end, "sentence": m.quote, "voice": m.voice,
        "date": m.when.iso if m.when else None, "date_words": m.when.words if m.when else "",
        "background": m.background, "why": m.why, "confidence": m.confidence, "fields": to_row(m.fields),
    }  # fmt: skip


def last_naming(record: Record, actor: str) -> dict[str, Mention]:
    """The last mentions stored that name a state, a body or a person, by id, so many as spellings are taken from."""
    return record.mentions_named(record.mentions_by(actor, _MOST_READ))


def spellings(mention: Mention, actor: str) -> set[str]:
    """How a mention writes an actor."""
    return {who.name for who in mention.actors() if who.id == actor}


def of_mentions(record: Record, mentions: Iterable[str]) -> list[Happening]:
    """The happenings that mentions belong to."""
    return record.happenings_named(dict.fromkeys(record.happenings_of(mentions).values()))


def actor(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """A state, a body or a person: with whom, the offices, the spellings, the last rows of every ledger."""
    key = params["id"]
    person = ":" in key
    state = code(key.partition(":")[0])
    if person and not record.names_actor(key):
        raise Problem(404, "the record names no such person; the page of the state lists those that it names")
    mentions = last_naming(record, key if person else state)
    spelt = Counter(name for m in mentions.values() for name in spellings(m, key if person else state))
    name = max(spelt, key=lambda n: (spelt[n], n)) if person and spelt else actor_name(state)
    partners = [
        {"code": other, "name": actor_name(other), "happenings": one.happenings}
        for one in activity(holding, record, asked, 40, state)
        if (other := one.b if one.a == state else one.a)
    ]
    data: dict[str, Any] = {
        "id": key if person else state, "code": state, "name": name, "person": person,
        "spellings": [{"name": n, "mentions": count} for n, count in spelt.most_common(30)],
        "read": len(mentions), "partners": partners,
        "persons": [] if person else [
            {"id": one, "mentions": count} for one, count in record.persons_of(state, _MOST_PERSONS)
        ],
    }  # fmt: skip
    if person:
        happenings = of_mentions(record, mentions)
        found = rows(record, last_first(happenings)[: asked.limit], (state, ""))
        data["counts"] = dict(Counter(one.kind for one in happenings))
        grouped = [(kind, [row for row in found if row["kind"] == kind]) for kind in reports_kinds()]
    else:
        data["counts"] = totals(holding, record, state, "", asked)
        grouped = [
            (kind, ledger(holding, record, kind, state, "", asked, 8)[0])
            for kind in ("role", "membership", "event", "meeting")
            if data["counts"].get(kind)
        ]
    data["ledgers"] = [
        {"kind": kind, "title": KINDS[kind].plural, "happenings": data["counts"].get(kind, 0), "rows": given}
        for kind, given in grouped
        if given
    ]
    return Page("actor.html", name, data, partners)


def document(holding: Holding, record: Record, asked: Asked, params: dict[str, Any]) -> Page:
    """An article, every mention of it highlighted by kind, each leading to its row."""
    key = params["id"]
    found = list(record.documents([key]))
    if not found and (named := record.doc_named(key)):
        key = named
        found = list(record.documents([key]))
    if not found:
        raise Problem(404, "the record has no such document")
    one = found[0]
    mentions = record.mentions_in(key)
    belongs = record.happenings_of(mentions)
    told = [{**mention_row(m, mention), "happening": belongs.get(m)} for m, mention in mentions.items()]
    data = {
        **source_row(key, one), "name": one.name, "names": list(record.names(key)), "authors": list(one.authors),
        "origin": one.origin, "language": one.language, "notes": list(one.notes), "text": one.text,
        "mentions": told, "paragraphs": paragraphs(one.text, mentions, belongs),
    }  # fmt: skip
    return Page("document.html", one.title or one.name, data, told)
