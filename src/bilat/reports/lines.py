"""Each kind of happening as lines of a brief: sentences made of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bilat.model import Actor, Happening, Mention
from bilat.ontology import VALUES
from bilat.reports.acts import event_in_words
from bilat.reports.choosing import is_same
from bilat.reports.making import Maker, date_of, line, marks, overlaps, said, sayers, support
from bilat.reports.notes import source_of
from bilat.reports.shapes import Detail, Line
from bilat.reports.wording import (
    WORDS,
    actor,
    actors,
    capital,
    clean,
    excerpt,
    is_state,
    iso_in_words,
    listed,
    number,
    place,
    state,
    when_in_words,
)

_QUOTED = 420  # characters of a quotation; the note has the rest
_PROPOSITION = 260


def _event(h: Happening, make: Maker) -> Line:
    best = make.material.of(h)[0]
    text, tell = event_in_words(h, best)
    return line(h, make, text, words=excerpt(best.quote) if tell else "")


# ---- meetings


def _meeting(h: Happening, make: Maker) -> Line:
    present: Sequence[Actor] = h.fields["participants"]
    a, b = make.pair
    sides = [[p for p in present if p.code == code] for code in (a, b)]
    others = [p for p in present if p.code not in make.pair]
    where = place(h.fields.get("place", ""))
    planned = _is_planned(h, make)
    total = h.fields.get("count")
    if total is not None:
        both = listed([actors(side) for side in sides])
        text = f"{capital(both)} {'are to meet' if planned else 'met'} {number(total)} times in all, by one count"
        found = Detail("In this record", f"{number(_itemised(h, make))} of them told one by one")
        return line(h, make, text + where, details=(found,))
    travelled = [s for s in sides if not all(map(is_state, s))]
    if h.fields["form"] == "visit" and len(travelled) == 1:
        host = next(s for s in sides if s is not travelled[0])
        verb = "to visit" if planned else "visited"
        text = f"{capital(actors(travelled[0]))} {_be(travelled[0], planned)}{verb} {actors(host)}"
    else:
        forms = WORDS["planned_forms" if planned else "forms"]
        text = f"{capital(listed([actors(side) for side in sides]))} {forms[h.fields['form']]}"
    if others:
        text += f", with {actors(others)}"
    return line(h, make, clean(text + where), marked=("planned",) if planned else None)


def _be(side: Sequence[Actor], planned: bool) -> str:
    return ("are " if len(side) > 1 else "is ") if planned else ""


def _is_planned(h: Happening, make: Maker) -> bool:
    """A meeting has no status of its own: the act told in the same sentence has."""
    found = make.material.of(h)
    told = [n for m in found for n in make.consults.get(m.doc, ()) if overlaps(m, n)]
    return bool(told) and all(n.fields["status"] == "planned" for n in told)


def _itemised(total: Happening, make: Maker) -> int:
    """How many meetings of the same people the record tells one by one within the time of a stated total."""
    present: Sequence[Actor] = total.fields["participants"]

    def within(h: Happening) -> bool:
        if h.fields.get("count") is not None or _is_planned(h, make) or not (h.first or h.last):
            return False
        early = total.first is not None and (h.last or "9999") < total.first
        late = total.last is not None and (h.first or "0000") > total.last
        there: Sequence[Actor] = h.fields["participants"]
        return not early and not late and all(any(is_same(p, q) for q in there) for p in present)

    return sum(map(within, make.meetings))


# ---- agreements


def _agreement(h: Happening, make: Maker) -> Line:
    mentions = {m.id: m for m in make.material.of(h)}
    stages = WORDS["stages"]
    reached = h.fields["stage"]
    rungs = sorted(h.fields.get("rungs", ()), key=lambda r: (VALUES["stages"].index(r["stage"]), r["date"]))
    details = [_rung("Before", r, mentions, make) for r in rungs if r["stage"] != reached]
    details += [_rung("Hoped for", r, mentions, make) for r in h.fields.get("hopes", ())]
    told = tuple(m for r in rungs if r["stage"] == reached for key, m in mentions.items() if key == r["mention"])
    title = clean(h.fields["title"])
    text = f"{capital(title)} ({actors(h.fields['parties'])}): {stages[reached]}"
    row = line(h, make, text, details=tuple(details), marked=())
    return Line(**{**_as_dict(row), "notes": make.notes.of(told)}) if told else row


def _as_dict(row: Line) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}


def _rung(label: str, rung: Mapping[str, str], mentions: Mapping[str, Mention], make: Maker) -> Detail:
    words = WORDS["stages"][rung["stage"]]
    day = iso_in_words(rung["date"]) if rung["date"] else "undated"
    told = [m for key, m in mentions.items() if key == rung["mention"]]
    return Detail(label, f"{words}, {day}", make.notes.of(told))
