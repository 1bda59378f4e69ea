"""Expectations: what became of them, by what later documents say.

One that a paper will be signed, ratified or in force, or that somebody will join a body, is closed by the first later
row of that kind. Any other stays open: that ties "grew" is a matter of judgement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bilat import dates
from bilat.ledgers.agreements import Paper, papers
from bilat.ledgers.remarks import Remark, Shelf, codes, day, shelf
from bilat.ledgers.view import View
from bilat.model import ENDINGS, Happening
from bilat.record import stems

STATES = ("open", "borne out", "not borne out", "overtaken")
_STAGES = (("signed", "sign conclude"), ("ratified", "ratify ratification approve"), ("in_force", "force effect"))
_PAPERS = frozenset(stems("agreement treaty deal pact accord document memorandum it"))
_CUE = re.compile(
    r"\b(?:will|would|may|might|could|can|expect\w*|predict\w*|forecast\w*|hope\w*|hopefully|likely|poised|believe\w*)\b",
    re.IGNORECASE,
)
_JOINING = frozenset(stems("join member membership accede"))


def expectation_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row: `state`, and where it is closed `closed_by`, `on`, and `missed_by_days` or `early_by_days`."""
    known = shelf(view, rows)
    every, agreed = papers(view)
    seats = view.happenings("membership")
    cited = shelf(view, seats)
    last = _last(view)
    found = {row.id: _remark(row, known, every, agreed, seats, cited, last) for row in rows}
    return found | _ruled(view, rows, found)


def _ruled(view: View, rows: Sequence[Happening], found: Mapping[str, Remark]) -> dict[str, Remark]:
    """The remarks on rows whose end a person ruled: this comes before what documents say, and names who ruled it."""
    from bilat import matching  # here, because it loads numerical libraries

    rulings = view.record.rulings()
    if not any(ruling.verdict in ENDINGS for ruling in rulings):
        return {}
    docs = {anchor.doc for ruling in rulings for anchor in (*ruling.left, *ruling.right) if anchor.doc}
    endings = matching.docket(rulings, [m for doc in sorted(docs) for m in view.record.mentions(doc=doc)]).endings
    out = {}
    for row in rows:
        ruling = max((endings[m] for m in row.mentions if m in endings), key=lambda one: one.number, default=None)
        if ruling is not None:
            state = ruling.verdict.replace("-", " ")
            until = {name: value for name, value in found[row.id].fields.items() if name == "until"}
            ruled = {"ruling": ruling.number, "by": ruling.by, "at": ruling.at}
            told = f"{state}, as {ruling.by} ruled on {ruling.at[:10]} (ruling {ruling.number})"
            out[row.id] = Remark({"state": state, "closed_by": ruled, **until}, (("State", told),))
    return out


def _last(view: View) -> date | None:
    """The latest day that the record has a document of."""
    days = [dates.interval(d.published.iso).low for d in view.documents() if d.published]
    return max((one for one in days if one), default=None)


def _remark(
    row: Happening,
    known: Shelf,
    every: Sequence[Paper],
    agreed: Shelf,
    seats: Sequence[Happening],
    cited: Shelf,
    last: date | None,
) -> Remark:
    best = next((identity for identity in row.mentions if identity in known.mentions), None)
    told_on = known.told(best) if best else None
    horizon = _horizon(row, told_on)
    said = row.fields["proposition"]
    words = frozenset(stems(said))
    cue = _CUE.search(said)
    # "if signed, it would last for decades" expects no signature
    foretold = frozenset(stems(said[cue.end() :] if cue else said))
    about = frozenset(row.fields.get("about", ()))
    met = _signed(words, foretold, about, every, told_on)
    if met is not None:
        paper, iso, mention = met
        return _closed(iso, horizon, agreed.cite(mention), paper)
    seat = _joined(foretold, about, seats, told_on)
    if seat is not None and seat.first:
        return _closed(seat.first, horizon, cited.cite(seat.mentions[0]), False)
    fields: dict[str, Any] = {"state": "open"}
    told = "open"
    if horizon and last and last > horizon:
        fields["overdue_days"] = (last - horizon).days
        told += f"; its time ran out on {horizon.isoformat()}, and the record does not say what came of it"
    if horizon:
        fields["until"] = horizon.isoformat()
    return Remark(fields, (("State", told),))


def _closed(iso: str, horizon: date | None, evidence: dict[str, Any], ended: bool) -> Remark:
    came = dates.interval(iso)
    low = came.low or date.min
    fields: dict[str, Any] = {"closed_by": evidence, "on": iso}
    if horizon:
        fields["until"] = horizon.isoformat()
    if ended:
        return Remark({"state": "overtaken", **fields}, (("State", f"overtaken: ended on {iso} [{evidence['doc']}]"),))
    if horizon and low > horizon:
        late = (low - horizon).days
        words = f"not borne out: it came on {iso}, {late} day{'s' * (late != 1)} late [{evidence['doc']}]"
        return Remark({"state": "not borne out", "missed_by_days": late, **fields}, (("State", words),))
    return Remark({"state": "borne out", **fields}, (("State", f"borne out on {iso} [{evidence['doc']}]"),))


def _horizon(row: Happening, told_on: date | None) -> date | None:
    """The last day by which it was to happen, from its horizon or else from its words."""
    anchor = dates.Interval(told_on, told_on) if told_on else None
    said = row.fields["proposition"]
    cue = _CUE.search(said)
    # a time before "would" or "expects" is that of the telling
    for text in (row.fields.get("horizon", ""), said[cue.end() :] if cue else ""):
        ends = []
        for found in dates.find(text):
            iso = dates.resolve(found, anchor, "future")
            high = dates.interval(iso).high if iso else None
            if high and (told_on is None or high >= told_on):
                ends.append(high)
        if ends:
            return max(ends)
    return None


def _signed(
    words: frozenset[str],
    foretold: frozenset[str],
    about: frozenset[str],
    every: Sequence[Paper],
    told_on: date | None,
) -> tuple[bool, str, str] | None:
    """The first later rung of the paper that is expected to be signed, ratified or in force; whether it ended it."""
    stage = next((name for name, group in _STAGES if foretold & set(stems(group))), None)
    if stage is None or not words & _PAPERS or not about:
        return None
    fitting = [paper for paper in every if about <= paper.parties]
    named = [paper for paper in fitting if paper.words & words]
    found = []
    for paper in named or fitting:
        rung = paper.reached(stage, told_on)
        if rung is not None:
            found.append((len(paper.words & words), rung))
        over = next((r for r in paper.rungs if r.stage == "ended" and r.date), None)
        if (
            rung is None
            and over is not None
            and (told_on is None or (dates.interval(over.date).low or date.min) > told_on)
        ):
            return True, over.date, over.mention
    if not found or (not named and len(found) > 1):
        return None
    best = max(found, key=lambda pair: (pair[0], pair[1].date))
    return False, best[1].date, best[1].mention


def _joined(
    words: frozenset[str], about: frozenset[str], seats: Sequence[Happening], told_on: date | None
) -> Happening | None:
    if not words & _JOINING:
        return None
    for seat in seats:
        began = day(seat.first)
        fits = seat.fields["status"] in ("member", "joined") and set(stems(seat.fields["org"])) <= words
        if fits and codes((seat.fields["member"],)) <= about and began and (told_on is None or began > told_on):
            return seat
    return None
