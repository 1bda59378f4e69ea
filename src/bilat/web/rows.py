"""The rows of a ledger for a page: a few at a time, each in words, with its three counts and its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from bilat import reports
from bilat.ledgers import Remark, chosen, remarks
from bilat.model import Actor, Happening
from bilat.record import Record
from bilat.web.asking import Asked
from bilat.web.counting import is_of_month
from bilat.web.holding import Holding

Row = dict[str, Any]
# Up to here a ledger is chosen as the commands choose it, with what third parties say of the two; beyond, only what
# both take part in, which an index finds.
_FEW = 9_000
_OF_ONE = frozenset({"role", "membership"})
_MOST_TOLD = 24  # mentions that a row in words is made from


def ledger(
    holding: Holding, record: Record, kind: str, a: str, b: str, asked: Asked, limit: int
) -> tuple[list[Row], str | None]:
    """The rows of a kind of one or two codes, the last in time first, and the id to go on after, if there are more.

    `b` is empty for those of one code. `since`, `until` and `as_of` are those of the query.
    """
    # pages, tables and charts of one dyad ask for the same rows
    key = ("ledger", kind, a, b, limit, tuple(sorted(asked.given.items())))
    return holding.kept(record, key, lambda: _ledger(holding, record, kind, a, b, asked, limit))


def _ledger(
    holding: Holding, record: Record, kind: str, a: str, b: str, asked: Asked, limit: int
) -> tuple[list[Row], str | None]:
    found = happenings(holding, record, kind, a, b, asked, limit + 1)
    more = found[limit - 1].id if len(found) > limit else None
    told = rows(record, found[:limit], (a, b))
    if asked.as_of or _is_small(holding, record):
        _remark(holding, record, kind, a, b, asked, told)
    return told, more


def _remark(holding: Holding, record: Record, kind: str, a: str, b: str, asked: Asked, shown: Sequence[Row]) -> None:
    """Add what the rest of the ledger says of a row: meetings stated against found, rungs, outcomes, translations."""

    def make() -> dict[str, Remark]:
        return remarks(holding.view(record, asked.as_of), kind, _all(holding, record, kind, a, b, asked))

    found = holding.kept(record, ("remarks", kind, a, b, asked.since, asked.until, asked.as_of), make)
    for row in shown:
        if one := found.get(row["id"]):
            told = reports.beside((detail["label"] for detail in row["words"]["details"]), one.told)
            row |= {**one.fields, "remarks": [{"label": label, "text": words} for label, words in told]}


def totals(holding: Holding, record: Record, a: str, b: str, asked: Asked) -> dict[str, int]:
    """How many happenings of each kind there are of one or two codes, in the span of the query."""
    counts = record.counted(a, b, asked.since, asked.until)
    if _is_small(holding, record) or asked.as_of:
        return {kind: len(found) for kind in reports_kinds() if (found := _all(holding, record, kind, a, b, asked))}
    return counts


def reports_kinds() -> tuple[str, ...]:
    """The kinds in the order of a brief."""
    return ("event", "meeting", "agreement", "claim", "transfer", "role", "membership", "expectation", "quote")


def _is_small(holding: Holding, record: Record) -> bool:
    return record.happenings_upto() <= _FEW


def _all(holding: Holding, record: Record, kind: str, a: str, b: str, asked: Asked) -> list[Happening]:
    """All of a kind, the last first, as the commands choose them."""

    def make() -> list[Happening]:
        view = holding.view(record, asked.as_of)
        codes = [code for code in (a, b) if code]
        return last_first(chosen(view, kind, codes, asked.since, asked.until))

    return holding.kept(record, ("all", kind, a, b, asked.since, asked.until, asked.as_of), make)


def happenings(
    holding: Holding, record: Record, kind: str, a: str, b: str, asked: Asked, limit: int
) -> list[Happening]:
    """The happenings of a kind of one or two codes, the last in time first, after the query's `after`."""
    after, quad, status, month = (asked.get(name) for name in ("after", "quad", "status", "month"))
    exact = asked.get("dated") == "day"
    if asked.as_of or _is_small(holding, record):
        found = [
            one
            for one in _all(holding, record, kind, a, b, asked)
            if quad in (None, one.fields.get("quad"))
            and status in (None, one.fields.get("status"))
            and (month is None or is_of_month(one, month))
            and (not exact or (one.first is not None and one.first == one.last))
        ]
        begin = next((n + 1 for n, one in enumerate(found) if one.id == after), 0) if after else 0
        return found[begin : begin + limit]
    if kind in _OF_ONE and b:
        either = [record.page(kind, code, "", asked.since, asked.until, after, limit, month=month) for code in (a, b)]
        return last_first({one.id: one for found in either for one in found}.values())[:limit]
    return record.page(kind, a, b, asked.since, asked.until, after, limit, quad, status, month, exact)


def last_first(found: Iterable[Happening]) -> list[Happening]:
    """The last in time first, those without a date after all that have one: the order of `Record.page`."""
    return sorted(found, key=lambda one: (one.first or one.last or "", one.id), reverse=True)


def placed(holding: Holding, record: Record, a: str, b: str, asked: Asked, limit: int) -> list[Row]:
    """The rows of those of the last so many events that name a place."""
    if asked.as_of or _is_small(holding, record):
        found = [one for one in happenings(holding, record, "event", a, b, asked, limit) if one.fields.get("place")]
    else:
        found = record.placed(a, b, asked.since, asked.until, limit)
    return rows(record, found, (a, b))


def rows(record: Record, happenings: Sequence[Happening], pair: tuple[str, str]) -> list[Row]:
    """Happenings as the exports write them, each with `words`: the line of a brief that it would be."""
    cut = [_cut(one, one.mentions[:_MOST_TOLD]) for one in happenings]
    mentions = record.mentions_named([key for one in cut for key in one.mentions])
    # a reader that is at work may have replaced mentions of which no matching knows yet
    cut = [_cut(one, kept) for one in cut if (kept := tuple(m for m in one.mentions if m in mentions))]
    whole = {one.id: one for one in happenings}
    documents = record.headers({m.doc for m in mentions.values()})
    names = {doc: (document.name,) for doc, document in documents.items()}
    found = []
    plain = reports.happening_rows(cut, mentions, documents, names)
    lines: dict[str, reports.Line] = {}
    first = {doc: document.name for doc, document in documents.items()}
    alike: dict[tuple[tuple[str, str], str], list[Happening]] = {}
    for one in cut:
        alike.setdefault((_pair_of(one, pair), one.kind), []).append(one)
    for (about, kind), some in alike.items():
        # each row stands by itself, so that nobody's origins are counted over several
        lines |= reports.rows_in_words(about, kind, some, mentions, documents, first, {})
    for one, row in zip(cut, plain, strict=True):
        best = mentions[one.mentions[0]]
        words = lines[one.id]
        row |= {"mentions": list(whole[one.id].mentions), "document": best.doc, "best": one.mentions[0]}
        row["remarks"] = []
        details = [{"label": one.label, "text": one.text, "notes": one.notes} for one in words.details]
        row["words"] = {
            "date": words.date, "text": words.text, "words": words.words, "marks": words.marks, "details": details,
        }  # fmt: skip
        found.append(row)
    return found


def _cut(one: Happening, mentions: tuple[str, ...]) -> Happening:
    return one if mentions == one.mentions else replace(one, mentions=mentions)


def _pair_of(one: Happening, pair: tuple[str, str]) -> tuple[str, str]:
    """The two from whose side a row is told: the page's, else the first two that take part."""
    if all(pair):
        return pair
    codes: list[str] = []
    for value in one.fields.values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Actor) and item.code and item.code not in codes:
                codes.append(item.code)
    others = [code for code in codes if code not in pair]
    told = [code for code in pair if code] + others + ["", ""]
    return told[0], told[1]
