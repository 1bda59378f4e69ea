"""Agreements: one ladder of stages for all the names of one paper, each rung dated and sourced, hopes told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bilat import actors, dates
from bilat.ledgers.remarks import Remark, Shelf, codes, shelf
from bilat.ledgers.view import View
from bilat.model import Happening
from bilat.ontology import VALUES
from bilat.record import stems

# Words that name some paper and not which one.
_GENERIC = frozenset(
    stems(
        "a an the new existing large big full old agreement agreements treaty treaties deal deals pact accord accords "
        "document paper contract interstate bilateral this that between of on and with in s"
    )
)
_APART = timedelta(days=550)  # told further apart than this, "the treaty" is another


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage that an agreement reached on a day, or that somebody hopes for; `mention` is the sentence's."""

    stage: str
    date: str
    mention: str


@dataclass(slots=True, eq=False)
class Paper:
    """One agreement under all its names."""

    parties: frozenset[str]
    words: set[str]
    rows: list[Happening]
    days: list[date]
    rungs: list[Rung] = field(default_factory=list)
    hopes: list[Rung] = field(default_factory=list)

    def reached(self, stage: str, after: date | None) -> Rung | None:
        """The first dated rung at this stage or above, of those later than a day."""
        order = VALUES["stages"].index
        climb = range(order(stage), order("in_force") + 1)
        found = [r for r in self.rungs if r.date and order(r.stage) in climb]
        later = [r for r in found if after is None or _low(r.date) > after]
        return min(later, key=lambda r: (_low(r.date), order(r.stage)), default=None)


def papers(view: View) -> tuple[list[Paper], Shelf]:
    """Every agreement of a record with its names joined, and what it is cited from."""
    rows = view.happenings("agreement")
    known = shelf(view, rows)
    out: list[Paper] = []
    # those with a telling name first, so that "the treaty" finds them
    for row in sorted(rows, key=lambda one: (not title_words(one.fields["title"]), one.first or "9999", one.id)):
        words = title_words(row.fields["title"])
        parties = codes(row.fields["parties"])
        days = [d for identity in row.mentions if identity in known.mentions and (d := known.told(identity))]
        same = [paper for paper in out if paper.parties == parties and _alike(paper, words, days)]
        if parties and len(same) == 1:
            same[0].rows.append(row)
            same[0].words |= words
            same[0].days += days
        else:
            out.append(Paper(parties, set(words), [row], days))
    for paper in out:
        _climb(paper)
    return out, known


def title_words(title: str) -> frozenset[str]:
    """The stems of a title that say which paper it is."""
    forms = actors.lexicon()
    said = [word for word in re.findall(r"[^\W_]+", title) if word not in forms]
    return frozenset(stem for stem in stems(" ".join(said)) if stem not in _GENERIC and not stem.isdigit())


def _alike(paper: Paper, words: frozenset[str], days: Sequence[date]) -> bool:
    if words and paper.words:
        shared = len(words & paper.words)
        return shared >= 2 or shared == min(len(words), len(paper.words))
    return any(abs(one - other) <= _APART for one in days for other in paper.days)


def _climb(paper: Paper) -> None:
    order = VALUES["stages"].index
    seen: set[tuple[str, str]] = set()
    for row in paper.rows:
        for name, into in (("rungs", paper.rungs), ("hopes", paper.hopes)):
            for rung in row.fields.get(name, ()):
                key = (rung["stage"], rung["date"])
                if name == "hopes" or key not in seen:
                    into.append(Rung(rung["stage"], rung["date"], rung["mention"]))
                    seen.add(key)
    dated = {rung.stage for rung in paper.rungs if rung.date}
    paper.rungs = [rung for rung in paper.rungs if rung.date or rung.stage not in dated]
    paper.rungs.sort(key=lambda rung: (order(rung.stage), rung.date))


def _low(iso: str) -> date:
    return dates.interval(iso).low or date.min


def agreement_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row: `ladder`, `hopes`, `reached`, and `also_called` where the paper has other names."""
    every, known = papers(view)
    wanted = {row.id for row in rows}
    out = {}
    for paper in every:
        names = sorted({row.fields["title"] for row in paper.rows})
        ladder = [
            {"stage": r.stage, "date": r.date, **known.cite(r.mention)}
            for r in paper.rungs
            if r.mention in known.mentions
        ]
        hopes = [
            {"stage": r.stage, "date": r.date, **known.cite(r.mention)}
            for r in paper.hopes
            if r.mention in known.mentions
        ]
        fields: dict[str, Any] = {"ladder": ladder, "hopes": hopes}
        told = []
        if ladder:
            fields["reached"] = ladder[-1]["stage"]
            climbed = "; ".join(f"{r['stage'].replace('_', ' ')} {r['date'] or 'undated'} [{r['doc']}]" for r in ladder)
            told.append(("Stages", climbed))
        if hopes:
            told.append(("Hoped for", "; ".join(f"{r['stage']} {r['date']} [{r['doc']}]" for r in hopes)))
        for row in paper.rows:
            if row.id in wanted:
                others = [name for name in names if name != row.fields["title"]]
                more = {"also_called": others} if others else {}
                also = (("Also called", ", ".join(others)),) if others else ()
                out[row.id] = Remark({**fields, **more}, (*told, *also))
    return out
