"""Happenings as rows, with what the ledgers add to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bilat.ledgers import Remark, View, remarks
from bilat.model import Happening, Mention

Row = dict[str, Any]


def added(remark: Remark | None) -> Row:
    """What a ledger adds to a row; `ledger` has the same in words."""
    return {**remark.fields, "ledger": [f"{label}: {words}" for label, words in remark.told]} if remark else {}


def mentions_of(view: View, happenings: Iterable[Happening]) -> dict[str, Mention]:
    return {m.id: m for m in view.mentions(ids=[identity for one in happenings for identity in one.mentions])}


def rows(view: View, happenings: list[Happening]) -> Iterator[Row]:
    from bilat import reports

    mentions = mentions_of(view, happenings)
    documents = {document.id: document for document in view.documents({m.doc for m in mentions.values()})}
    return reports.happening_rows(happenings, mentions, documents, {doc: view.record.names(doc) for doc in documents})


def details(view: View, happenings: Iterable[Happening]) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the ledgers add to the lines of a brief, by happening."""
    kinds: dict[str, list[Happening]] = {}
    for one in happenings:
        kinds.setdefault(one.kind, []).append(one)
    return {key: one.told for kind, rows in kinds.items() for key, one in remarks(view, kind, rows).items()}


def of_either(view: View, kind: str, codes: Iterable[str]) -> list[Happening]:
    """The happenings in which any of the codes takes part."""
    return list({one.id: one for code in codes for one in view.happenings(kind, code)}.values())
