"""What of the record is exported, read a batch at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from bilat import dates
from bilat.exports.shapes import Scope
from bilat.ledgers import View
from bilat.model import Document, Mention
from bilat.ontology import KINDS
from bilat.reports import Told, with_mentions

_BATCH = 400  # happenings whose sentences are looked up together


def told(scope: Scope, kinds: Iterable[str] = KINDS) -> Iterator[Told]:
    """The happenings of these kinds within the scope, each kind in order of time."""
    view = scope.view
    for kind in kinds:
        found = view.each_happening(kind, scope.a, scope.b, scope.since, scope.until)
        while batch := list(islice(found, _BATCH)):
            yield from with_mentions(view, batch)


def mentions(scope: Scope, kind: str | None = None) -> Iterator[Mention]:
    """The mentions within the scope, by document and place."""
    withdrawn = _withdrawn(scope.view)
    for m in scope.view.mentions(kind, code=scope.a):
        if m.id in withdrawn:
            continue
        if scope.b and scope.b not in {actor.code for actor in m.actors()}:
            continue
        if _within(m, scope.since, scope.until):
            yield m


def _withdrawn(view: View) -> frozenset[str]:
    """The mentions that a person ruled wrong: they leave with every export."""
    rulings = view.record.rulings()
    if not rulings:
        return frozenset()
    from bilat import matching  # here, because it loads numerical libraries

    docs = {anchor.doc for ruling in rulings for anchor in (*ruling.left, *ruling.right) if anchor.doc}
    return matching.docket(rulings, [m for doc in sorted(docs) for m in view.record.mentions(doc=doc)]).wrong


def by_document(found: Iterable[Mention], view: View) -> Iterator[tuple[Document, list[Mention]]]:
    """Mentions document by document."""
    for doc, group in groupby(found, key=lambda m: m.doc):
        here = list(group)
        for document in view.documents([doc]):
            yield document, here


def documents(scope: Scope) -> Iterator[Document]:
    """The documents within the scope: all, or those in which something within it is told."""
    if scope.whole:
        yield from scope.view.documents()
        return
    for doc in dict.fromkeys(m.doc for m in mentions(scope)):
        yield from scope.view.documents([doc])


def _within(mention: Mention, since: str | None, until: str | None) -> bool:
    if not (since or until):
        return True
    if mention.when is None:
        return False
    span = dates.interval(mention.when.iso)
    late = since and span.high and span.high.isoformat() < since
    early = until and span.low and span.low.isoformat() > until
    return not (late or early)
