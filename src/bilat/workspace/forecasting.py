"""Forecasts of a dyad from what the record has of it, each origin apart, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bilat import forecasting
from bilat.ledgers import View
from bilat.measures import TEXT
from bilat.model import BilatError, DayCount, Forecast, Happening
from bilat.ontology import QUADS, TYPES, VALUES
from bilat.record import ImportedRow, Record
from bilat.workspace.counting import day_counts, day_volumes, directions
from bilat.workspace.summits import heads_meet, is_head, is_person
from bilat.workspace.wording import Wanted

Row = dict[str, Any]
What = tuple[str, str]  # what is counted, and in which direction
_LEAST_DAYS = 56  # read in a shorter time, a series tells nothing of how it moves
_SEEN_AFTER = 7  # a document tells of the days before it, so long back
_POOL = 30  # the busiest other dyads of an origin, to learn from how theirs went
_EVENTS_SHOWN = 3
_LONGEST = 365  # days
_SIGNED = "057"  # CAMEO: sign formal agreement
_SHORT = ("all", *QUADS, *TYPES, "meeting", "meeting/summit", "agreement/signed")


PERSONS = "meeting/persons"  # the counts of what was asked of persons by name


class ForecastError(BilatError):
    """Something was asked for that cannot be forecast."""


@dataclass(frozen=True, slots=True)
class History:
    """What an origin has of a dyad: counts by day for each thing and direction, and which days were read."""

    origin: str
    first: dt.date
    counts: dict[What, NDArray[np.int64]]
    read: NDArray[np.bool_]

    @property
    def last(self) -> dt.date:
        """The last day that was read."""
        return self.first + dt.timedelta(days=len(self.read) - 1)

    def between(self, what: What, start: str, end: str) -> tuple[int, float]:
        """How many there were from one ISO day to another, and what part of these days was read."""
        low, high = ((dt.date.fromisoformat(day) - self.first).days for day in (start, end))
        if low < 0 or high >= len(self.read):
            return 0, 0.0
        counts = self.counts.get(what)
        there = int(counts[low : high + 1].sum()) if counts is not None else 0
        return there, float(self.read[low : high + 1].mean())


def histories(record: Record, a: str, b: str, until: str | None = None) -> list[History]:
    """All that each origin has of two states or bodies, up to an ISO day."""
    volumes: dict[str, list[dt.date]] = {}
    for origin, day, _ in day_volumes(View(record), None, until):
        volumes.setdefault(origin, []).append(dt.date.fromisoformat(day))
    counted: dict[str, list[tuple[str, What, int]]] = {origin: [] for origin in volumes}
    for one in day_counts(View(record), a, b, None, until):
        counted.setdefault(one.origin, []).extend((one.day, what, one.events) for what in _whats(one, a))
    for kind in ("meeting", "agreement"):
        for told in record.happenings(kind, a, b, None, until):
            if told.first and told.first == told.last:
                counted.setdefault(TEXT, []).extend((told.first, what, 1) for what in _whats_told(told, a, b))
    return [_history(origin, days, counted[origin]) for origin, days in sorted(volumes.items())]


def known_to(record: Record, until: str | None = None) -> str:
    """The last day that any origin has read, an ISO day; today where none has."""
    return max((day for _, day, _ in day_volumes(View(record), None, until)), default=dt.date.today().isoformat())


def dyad_forecast(record: Record, a: str, b: str, until: str | None = None) -> tuple[list[Row], list[Forecast]]:
    """Rows for each origin, thing, direction and horizon, with why; and what of that is to be stored."""
    rows: list[Row] = []
    made: list[Forecast] = []
    for history in histories(record, a, b, until):
        if reason := _not_covered(history):
            rows.append({"origin": history.origin, "status": "not_covered", "reason": reason})
            continue
        order, ways = askable(), ("both", "forth", "back")
        whats = [what for what, counts in history.counts.items() if counts.any() and _is_listed(what)]
        whats.sort(key=lambda what: (order.index(what[0]), ways.index(what[1])))
        panel, of = _panel(record, history, a, b, whats)
        told = _told(record, history, a, b)
        for horizon, days in forecasting.HORIZONS.items():
            found = forecasting.mixtures(panel, history.read, days, of)[: len(whats)]
            for what, mixture in zip(whats, found, strict=True):
                one = _forecast(history, a, b, what, days, mixture)
                made.append(one)
                rows.append(_row(one, horizon, history, what, mixture.memory, told))
    return rows, made


def question(record: Record, wanted: Wanted, until: str | None = None) -> list[Row]:
    """The probability that something happens at least so often within so many days or by a day, by each origin."""
    a, b, way = wanted.a, wanted.b, wanted.way
    if wanted.what not in askable():
        raise ForecastError(
            f"{wanted.what!r} cannot be asked for; there are: {', '.join(_SHORT)}, and TYPE/MODE as the codebook lists "
            'them. A whole question can be asked in plain words too: bilat forecast question "Russia and Iran meet at '
            'head-of-state level within 30 days" --record R'
        )
    rows: list[Row] = []
    for history in histories(record, a, b, until):
        what = wanted.what
        within = (wanted.by - history.last).days if wanted.by else wanted.within
        reason = _not_covered(history) or _not_ahead(history, within)
        told = _told(record, history, a, b) if not reason else {}
        if not reason and wanted.persons:
            what = PERSONS
            reason = _of_persons(record, history, wanted, told)
        elif not reason and what.startswith("meeting") and history.origin != TEXT:
            reason = _summits(record, history, a, b, what, told)
        if reason:
            rows.append({"origin": history.origin, "status": "not_covered", "reason": reason})
            continue
        series = history.counts.get((what, way), np.zeros(len(history.read), np.int64))
        others = [one for one in history.counts if one != (what, way) and _is_listed(one)]
        panel, of = _panel(record, history, a, b, [(what, way), *others])
        mixture = forecasting.mixtures(panel, history.read, within, of)[0]
        one = _forecast(history, a, b, (what, way), within, mixture)
        rows.append(
            {
                "origin": history.origin, "status": "forecast", "a": a, "b": b, "what": wanted.what, "direction": way,
                "persons": list(wanted.persons), "read_as": list(wanted.read_as),
                "least": wanted.least,
                "start": one.start, "end": one.end, "probability": round(mixture.at_least(wanted.least), 4),
                "base_rate": _base_rate(series, history.read, within, wanted.least),
                "moved_by": _moved_by(series, history.read, mixture.memory),
                "rests_on": _shown(told.get((what, way), [])),
            }
        )  # fmt: skip
    return rows


def askable() -> tuple[str, ...]:
    """What the probability of may be asked for."""
    modes = [f"{name}/{mode}" for name, kind in TYPES.items() for mode in kind.modes]
    meetings = [f"meeting/{form}" for form in VALUES["meeting_forms"] if form != "summit"]
    return (*_SHORT, *modes, *meetings)


def _is_listed(what: What) -> bool:
    """Whether a forecast of the two tells of it: neither modes and forms, nor types by direction."""
    return "/" not in what[0] and (what[1] == "both" or what[0] not in TYPES)


def _whats(one: DayCount, a: str) -> Iterable[What]:
    directions = ("forth", "back") if one.joint else ("forth",) if one.source == a else ("back",)
    if one.type:
        yield from (("all", way) for way in ("both", *directions))
        yield from ((one.quad, way) for way in ("both", *directions))
        yield from ((one.type, way) for way in ("both", *directions))
        if one.mode:
            yield from ((f"{one.type}/{one.mode}", way) for way in ("both", *directions))
        if one.origin != TEXT and one.code == _SIGNED:
            yield "agreement/signed", "both"


def _history(origin: str, volumes: list[dt.date], counted: list[tuple[str, What, int]]) -> History:
    first, last = min(volumes), max(volumes)
    read = np.zeros((last - first).days + 1, np.bool_)
    for day in volumes:
        at = (day - first).days
        read[max(0, at - _SEEN_AFTER + 1 if origin == TEXT else at) : at + 1] = True
    counts: dict[What, NDArray[np.int64]] = {}
    for iso, what, events in counted:
        at = (dt.date.fromisoformat(iso) - first).days
        if 0 <= at < len(read):
            counts.setdefault(what, np.zeros(len(read), np.int64))[at] += events
    return History(origin, first, dict(sorted(counts.items())), read)


def _not_covered(history: History) -> str:
    if history.read.sum() < _LEAST_DAYS:
        return f"only {int(history.read.sum())} days were read; a forecast needs {_LEAST_DAYS}"
    if not any(counts.any() for counts in history.counts.values()):
        return "it has no act of the one towards the other on a day that is known"
    return ""


def _not_ahead(history: History, within: int) -> str:
    if within < 1:
        return f"the day asked for has passed: it was read up to {history.last}"
    return f"the day asked for is {within} days ahead; ask for at most {_LONGEST}" if within > _LONGEST else ""


def _summits(record: Record, history: History, a: str, b: str, what: str, told: dict[What, list[Row]]) -> str:
    """Adds to an imported history, and to what is told of it, the meetings of heads; or says why it cannot."""
    if what != "meeting/summit":
        return "imported events do not tell such meetings apart; ask for CONSULT or meeting/summit"
    days = heads_meet(record, history.origin, a, b, history.first, len(history.read))
    if days is None:
        return "no name in the imported events between the two tells the heads of both; ask for CONSULT"
    history.counts[what, "both"] = days
    known = {(history.first + dt.timedelta(days=int(at))).isoformat() for at in np.flatnonzero(days)}
    told[what, "both"] = [row for row in told.get(("CONSULT", "both"), []) if row["date"] in known and row["heads"]]
    return ""


def _of_persons(record: Record, history: History, wanted: Wanted, told: dict[What, list[Row]]) -> str:
    """Adds to a history, and to what is told of it, the meetings in which each of some persons took part; or says why
    it cannot."""
    a, b, what = wanted.a, wanted.b, wanted.what
    found: list[tuple[str, Row]] = []
    if history.origin == TEXT:
        for one in record.happenings("meeting", a, b, None, history.last.isoformat()):
            names = [who.name for who in one.fields.get("participants") or ()]
            if one.first and one.first == one.last and _fits(what, one.fields["form"]) and _all(wanted.persons, names):
                found.append((one.first, _sentence(record, one)))
    else:
        named = False
        for event in record.imported_events(a, b, history.first.isoformat(), history.last.isoformat()):
            if event.origin == history.origin and _all(wanted.persons, (event.source_name, event.target_name)):
                named = True
                if event.type == "CONSULT" and _fits(what, event.mode):
                    found.append((event.day, _imported(event)))
        if not named:
            return f"no imported event between the two names {' and '.join(wanted.persons)}; ask for the states instead"
    counts = np.zeros(len(history.read), np.int64)
    for day, _ in found:
        if 0 <= (at := (dt.date.fromisoformat(day) - history.first).days) < len(counts):
            counts[at] += 1
    history.counts[PERSONS, "both"] = counts
    told[PERSONS, "both"] = [row for _, row in reversed(found)]
    return ""


def _fits(what: str, form: str) -> bool:
    """Whether a meeting of a form is one that was asked for: any that is not by telephone, or a visit, or a call."""
    wanted = what.partition("/")[2]
    by_phone = form in ("call", "phone")
    return by_phone if wanted in ("call", "phone") else form == "visit" if wanted == "visit" else not by_phone


def _all(persons: Sequence[str], names: Sequence[str]) -> bool:
    return all(any(is_person(name, person) for name in names) for person in persons)


def _imported(one: ImportedRow) -> Row:
    return {"date": one.day, "told": f"{one.source_name}: {one.name or one.code}: {one.target_name}", "doc": one.file,
            "line": one.line}  # fmt: skip


def _panel(
    record: Record, history: History, a: str, b: str, whats: list[What]
) -> tuple[NDArray[np.int64], list[tuple[str, What]]]:
    """Counts by day of each thing between the two, then of the same between the busiest others of the origin, and the
    dyad and thing that each row is of."""
    nothing = np.zeros(len(history.read), np.int64)
    rows = [history.counts.get(what, nothing) for what in whats]
    of = [(f"{a} {b}", what) for what in whats]
    others = [] if history.origin == TEXT else record.imported_dyads(len(history.read) // 7, history.last.isoformat())
    for x, y in [(x, y) for x, y, _ in others if {x, y} != {a, b}][:_POOL]:
        # the meetings of heads are counted from names, and of no others
        counts = {what: np.zeros(len(history.read), np.int64) for what in whats if not what[0].startswith("meeting")}
        for one in record.imported_daily(x, y, history.first.isoformat(), history.last.isoformat()):
            if one.origin == history.origin and one.type:
                at = (dt.date.fromisoformat(one.day) - history.first).days
                for what in _whats(one, x):
                    if what in counts:
                        counts[what][at] += one.events
        rows += counts.values()
        of += [(f"{x} {y}", what) for what in counts]
    return np.array(rows), of


def _forecast(history: History, a: str, b: str, what: What, days: int, mixture: Any) -> Forecast:
    chances = mixture.chances()
    low, high = forecasting.interval(chances, mixture.level)
    # that there is any is what past questions were asked of: the rest of the distribution makes room
    chances[1:] *= mixture.at_least(1) / chances[1:].sum()
    chances[0] = 1 - chances[1:].sum()
    start, end = history.last + dt.timedelta(days=1), history.last + dt.timedelta(days=days)
    return Forecast(
        history.origin, a, b, what[0], what[1], start.isoformat(), end.isoformat(), round(mixture.mean, 3), low, high,
        tuple(round(float(chance), 7) for chance in chances),
    )  # fmt: skip


def _row(one: Forecast, horizon: str, history: History, what: What, memory: float, told: dict[What, list[Row]]) -> Row:
    row = {"status": "forecast", **asdict(one), "horizon": horizon, "any": round(1 - one.chances[0], 4)}
    row["moved_by"] = _moved_by(history.counts[what], history.read, memory)
    row["rests_on"] = _shown(told.get(what, []))
    return {name: value for name, value in row.items() if name not in ("chances", "made")}


def _shown(told: Sequence[Row]) -> list[Row]:
    """The first few; a sentence that tells of two acts is shown once."""
    return list({(row["date"], row["told"], row["doc"]): row for row in reversed(told)}.values())[::-1][:_EVENTS_SHOWN]


def _moved_by(counts: NDArray[np.int64], read: NDArray[np.bool_], memory: float) -> Row:
    """How often it was of late and at all, a week; what the forecast remembers, and which of the two moves it."""
    weeks = max(1, round(memory))
    late = slice(max(0, len(read) - 7 * weeks), None)
    recent = 7 * float(counts[late][read[late]].sum()) / max(1, int(read[late].sum()))
    usual = 7 * float(counts[read].sum()) / int(read.sum())
    way = "up" if recent > 1.25 * usual else "down" if recent < 0.8 * usual else "as usual"
    span = f"last {weeks} weeks" if weeks > 1 else "last week"
    told = f"{_often(recent)} a week over the {span}, against {_often(usual)} over all"
    return {"memory_weeks": weeks, "recent": round(recent, 2), "usual": round(usual, 2), "moves": way, "told": told}


def _often(rate: float) -> str:
    return f"{rate:.1f}" if rate >= 1 or not rate else f"{rate:.2g}"


def _base_rate(counts: NDArray[np.int64], read: NDArray[np.bool_], within: int, least: int) -> float | None:
    """In which part of all stretches of so many days there were so many; absent where none was read whole."""
    total, known = np.concatenate([[0], counts.cumsum()]), np.concatenate([[0], read.cumsum()])
    whole = known[within:] - known[:-within] == within
    return round(float(((total[within:] - total[:-within])[whole] >= least).mean()), 4) if whole.any() else None


def _told(record: Record, history: History, a: str, b: str) -> dict[What, list[Row]]:
    """The latest events by what they count for, as sentences where the record has them, the latest first."""
    until = history.last.isoformat()
    if history.origin == TEXT:
        return _told_by_texts(record, a, b, until)
    since = (history.last - dt.timedelta(days=365)).isoformat()
    found: dict[What, list[Row]] = {}
    for one in record.imported_events(a, b, since, until):
        if one.origin == history.origin:
            row = _imported(one)
            if one.type == "CONSULT":
                row["heads"] = is_head(one.source_name, one.day) and is_head(one.target_name, one.day)
            count = DayCount(one.origin, one.day, one.source, one.target, one.code, one.type, one.mode, one.quad,
                             None, None, 1)  # fmt: skip
            for what in _whats(count, a):
                found.setdefault(what, []).insert(0, row)
    return found


def _told_by_texts(record: Record, a: str, b: str, until: str) -> dict[What, list[Row]]:
    found: dict[What, list[Row]] = {}
    for kind in ("event", "meeting", "agreement"):
        for one in record.happenings(kind, a, b, None, until):
            if one.first and one.first == one.last and one.fields.get("status", "occurred") == "occurred":
                row = _sentence(record, one)
                for what in _whats_told(one, a, b):
                    found.setdefault(what, []).insert(0, row)
    return found


def _whats_told(one: Happening, a: str, b: str) -> Iterable[What]:
    if one.kind == "meeting":
        form = "summit" if _of_heads(one, a, b) else one.fields["form"]
        return [("meeting", "both"), (f"meeting/{form}", "both")]
    if one.kind == "agreement":
        return [("agreement/signed", "both")] if one.fields["stage"] == "signed" else []
    found = Counter[What]()
    for source, target, joint in directions(one, a, b):
        fields = one.fields
        count = DayCount(
            TEXT, "", source, target, "", fields["type"], fields.get("mode") or "", fields["quad"], None, None, 1, joint
        )
        found.update(_whats(count, a))
    return list(found)


def _of_heads(one: Happening, a: str, b: str) -> bool:
    """Whether a head of state or government of each of two took part, by the offices that persons held that day."""
    there = (who for who in one.fields.get("participants") or () if is_head(who.name, one.first or ""))
    return {a, b} <= {who.code for who in there}


def _sentence(record: Record, one: Happening) -> Row:
    mention = next(iter(record.mentions(ids=one.mentions[:1])))
    return {"date": one.first, "told": mention.quote, "doc": record.names(mention.doc)[0], "id": one.id}
