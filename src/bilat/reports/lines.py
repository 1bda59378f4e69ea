"""Each kind of happening as lines of a brief: sentences made of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bilat.actors import actor_name
from bilat.model import Actor, Happening, Mention
from bilat.ontology import VALUES
from bilat.reports.acts import UNNAMED, event_in_words
from bilat.reports.choosing import is_same
from bilat.reports.making import Maker, date_of, line, marks, overlaps, said, sayers, support
from bilat.reports.shapes import Detail, Line
from bilat.reports.wording import (
    WORDS,
    actor,
    actors,
    capital,
    clean,
    days_in_words,
    excerpt,
    is_plural,
    is_state,
    iso_in_words,
    listed,
    number,
    office,
    place,
    state,
)

_QUOTED = 420  # characters of a quotation; the note has the rest
_PROPOSITION = 260
_LAST = "9999"  # what has no date comes last


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
        text = f"{capital(both)} {'are to meet' if planned else 'met'} {_times(total)} in all, by one count"
        itemised = _itemised(h, make)
        found = Detail("In this record", f"{number(itemised) if itemised else 'none'} of them told one by one")
        return line(h, make, text + where, details=(found,))
    travelled = [s for s in sides if not all(map(is_state, s))]
    if h.fields["form"] == "visit" and len(travelled) == 1:
        host = next(s for s in sides if s is not travelled[0])
        verb = f"{_are(travelled[0])} to visit" if planned else "visited"
        text = f"{capital(actors(travelled[0]))} {verb} {actors(host)}"
    else:
        form = WORDS["planned_forms" if planned else "forms"][h.fields["form"]].format(other=actors(sides[1]))
        text = f"{capital(actors(sides[0]))} {_are(sides[0]) if planned else ''} {form}"
    if others:
        text += f", with {actors(others)}"
    return line(h, make, clean(text + where), marked=("planned",) if planned else None)


def _times(count: int) -> str:
    return ("once", "twice")[count - 1] if count in (1, 2) else f"{number(count)} times"


def _are(side: Sequence[Actor]) -> str:
    return "are" if is_plural(side) else "is"


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
    dated = [r for r in rungs if r["stage"] == reached]
    details += [_rung("Also dated", r, mentions, make) for r in dated[1:]]
    details += [_rung("Hoped for", r, mentions, make) for r in h.fields.get("hopes", ())]
    rests = [mentions[r["mention"]] for r in rungs if r["stage"] == reached and r["mention"] in mentions]
    parties = listed(list(dict.fromkeys(state(p.code) if p.code else actor(p) for p in h.fields["parties"])))
    text = f"{capital(clean(h.fields['title']))} ({parties}): {stages[reached]}"
    return line(h, make, text, details=tuple(details), marked=(), rests=rests)


def _rung(label: str, rung: Mapping[str, str], mentions: Mapping[str, Mention], make: Maker) -> Detail:
    day = iso_in_words(rung["date"]) if rung["date"] else "undated"
    told = [mentions[rung["mention"]]] if rung["mention"] in mentions else []
    return Detail(label, f"{WORDS['stages'][rung['stage']]}, {day}", make.notes.of(told))


# ---- what is contested


def _claim(h: Happening, make: Maker) -> Line:
    found = make.material.of(h)
    sides = []
    for label, name in (("Asserted by", "asserted_by"), ("Denied by", "denied_by")):
        told = [m for m in found if m.fields[name]]
        who = sayers(h.fields[name])
        sides.append(Detail(label, who or "nobody in this record", make.notes.of(told)))
    text = excerpt(h.fields["proposition"], _PROPOSITION)
    status = h.fields["status"]
    return line(h, make, capital(text), date=said(h, make), marked=(status,), details=tuple(sides))


# ---- transfers


_SUPPLY = {"ongoing": ("supplies", "supply"), "planned": ("is to supply", "are to supply")}


def _transfer(h: Happening, make: Maker) -> Line:
    giver, receiver = h.fields["giver"], h.fields["receiver"]
    match h.fields["status"]:
        case "ongoing" | "planned" as status:
            verb = _SUPPLY[status][is_plural(giver)]
        case "negated":
            verb = "did not supply"
        case "alleged" | "denied":
            verb = "allegedly supplied"
        case _:
            verb = "supplied"
    goods, quantity = clean(h.fields["goods"]), clean(h.fields.get("quantity", ""))
    told = set(goods.split())
    amount = f" ({quantity})" if quantity and not set(quantity.replace(";", "").split()) <= told else ""
    text = f"{capital(actors(giver) or UNNAMED)} {verb} {goods}{amount}"
    return line(h, make, text + (f" to {actors(receiver)}" if receiver else ""))


# ---- offices and memberships


def _role_lines(rows: Sequence[Happening], make: Maker) -> list[Line]:
    """One line a person, with every office that the record gives him or her."""
    groups: list[list[Happening]] = []
    for h in rows:
        group = next((g for g in groups if is_same(g[0].fields["person"], h.fields["person"])), None)
        if group is None:
            groups.append([h])
        else:
            group.append(h)
    # by the date that the line gives
    groups.sort(key=lambda group: max((h.fields.get("last_seen", "") for h in group), default="") or _LAST)
    return [_person(group, make) for group in groups]


def _person(group: Sequence[Happening], make: Maker) -> Line:
    # what is held comes before what was
    group = sorted(group, key=lambda h: (h.fields["status"] == "former", -h.reports, h.id))
    best = max((h.fields["person"] for h in group), key=lambda p: (len(p.name.split()), len(p.name)))
    offices = list({o.lower(): o for o in map(_office, group)}.values())
    dead = next((h for h in group if h.fields["status"] == "deceased"), None)
    died = ""
    if dead is not None:
        died = f"; died {date_of(dead)}" if dead.first or dead.last else "; has died"
    text = f"{best.name}, {actor_name(best.code) if best.code else 'no state given'}: {'; '.join(offices)}{died}"
    return Line(
        happening=group[0].id,
        date=f"as of {_last_seen(group, make)}",
        text=text,
        notes=make.notes.of([make.material.of(h)[0] for h in group]),
        support=support(group, make),
        details=_also_written(best, make),
    )


def _also_written(person: Actor, make: Maker) -> tuple[Detail, ...]:
    """The other spellings that were taken for the same person, so that a reader can object."""
    others = [name for name in make.spellings.get(person.id or "", ()) if name != person.name]
    return (Detail("Also written", listed(others)),) if others else ()


def _office(h: Happening) -> str:
    told: str = WORDS["roles"][h.fields["status"]].format(office=office(h.fields["office"]))
    dated = h.fields["status"] != "deceased" and (h.first or h.last)
    return f"{told}, {date_of(h)}" if dated else told


def _last_seen(group: Sequence[Happening], make: Maker) -> str:
    seen = max((h.fields.get("last_seen", "") for h in group), default="")
    return days_in_words(seen, seen) if seen else said(group[0], make)


def _membership(h: Happening, make: Maker) -> Line:
    verb = WORDS["memberships"][h.fields["status"]]
    seen = h.fields.get("last_seen", "")
    date = "" if h.first or h.last else f"as of {days_in_words(seen, seen)}" if seen else "undated"
    text = f"{capital(actor(h.fields['member']))} {verb} {state(h.fields['org'])}"
    return line(h, make, text, date=date, marked=())


# ---- what is expected and what was said


def _expectation(h: Happening, make: Maker) -> Line:
    best = make.material.of(h)[0]
    document = make.material.documents[best.doc]
    holder = h.fields["holder"]
    if holder == "author":
        who = listed(document.authors) if document.authors else "The author"
        who += f" ({clean(document.outlet)})" if document.outlet else ""
    else:
        who = capital(holder) + (f" ({clean(h.fields['affiliation'])})" if "affiliation" in h.fields else "")
    verb = "expect" if holder == "author" and len(document.authors) > 1 else "expects"
    text = (
        f"{who} {verb} {WORDS['directions'][h.fields['direction']]}: {excerpt(h.fields['proposition'], _PROPOSITION)}"
    )
    horizon = h.fields.get("horizon")
    marked = (f"horizon: {clean(horizon)}",) if horizon else ()
    return line(h, make, text, date=said(h, make), marked=marked)


def _quote(h: Happening, make: Maker) -> Line:
    content = excerpt(h.fields["content"].strip('“”"‘’ ,'), _QUOTED)
    speaker = capital(actor(h.fields["speaker"]))
    audience = h.fields.get("audience")
    to = f", to {actor(audience)}" if audience else ""
    text = f"{speaker}{to}: “{content}”" if h.fields["direct"] else f"{speaker}{to}, in reported speech: {content}"
    return line(h, make, text, date=said(h, make), marked=marks(h, make))


_LINES: Mapping[str, Callable[[Happening, Maker], Line]] = {
    "event": _event,
    "meeting": _meeting,
    "agreement": _agreement,
    "claim": _claim,
    "transfer": _transfer,
    "membership": _membership,
    "expectation": _expectation,
    "quote": _quote,
}


def lines(kind: str, rows: Sequence[Happening], make: Maker) -> list[Line]:
    """The lines of one kind in the order of the rows; of offices one line a person."""
    return _role_lines(rows, make) if kind == "role" else [_LINES[kind](h, make) for h in rows]
