"""When two mentions of one kind tell of one thing, kind by kind.

Each rule takes two mentions and gives a score: from `ENOUGH` on they are one, `NO` where they cannot be. The numbers
weigh what people who count events by hand go by: day, people, place, and the words that both sentences hold. Rules
run for every pair that shares a block, so they give no reasons; `why` does, for those that were joined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bilat.matching.clauses import kindred
from bilat.matching.comparing import ENOUGH, NO, SURE, cosine, fit, gap, overlap, people, same_span, share_people
from bilat.matching.standing import agreement, claim, expectation, membership, quote, role
from bilat.matching.telling_apart import one_more, other_clause
from bilat.matching.traits import DAY, MONTH, NONE, RECENT_DAYS, WIDE, Traits, span
from bilat.matching.words import stems_without_names, weight

SLACK_DAYS = 2
_LEAST_COMMON = 0.25
_MOST_WORDS = 3.0
_REPRINT = 0.75  # the share of words from which two reports are one text rather than one kind of act
_DOUBT = 0.3  # chosen so that few joins are false rather than that many are found
_RECALL_COSTS = 0.5  # a recall needs so much more than a report told alike
_SAME_DATE = (2.0, 1.2, 0.8)  # of a day, of a month, of several months
_SAME_PEOPLE = (0.0, 0.8, 1.3)  # on no side, on one, on both


def _date(a: Traits, b: Traits) -> float | None:
    """What the dates add; None where they speak against."""
    grade = max(a.precision, b.precision)
    days = gap(a, b)
    if grade == NONE or days is None:
        return 0.0
    if days == 0:
        return _SAME_DATE[grade]
    if grade != DAY or days > SLACK_DAYS:
        return None
    # two papers that each write "today" a day apart seldom mean the same day
    if a.mention.when and b.mention.when and a.mention.when.basis == b.mention.when.basis == "document":
        return 0.0
    return 1.2 - 0.4 * days


def _same_place(a: Traits, b: Traits) -> float:
    if not a.place or not b.place:
        return 0.0
    return 0.8 if a.place in b.place or b.place in a.place else -1.0


def _proper(a: Traits, b: Traits) -> float:
    """Two sentences that name towns or ships, and none in common, tell of two things."""
    if not a.proper or not b.proper:
        return 0.0
    return -2.0 if a.proper.isdisjoint(b.proper) else 0.3


def _act(a: Traits, b: Traits, least: float) -> float:
    """Two acts are one where both are told alike, or where the later report recalls what the earlier one told."""
    shared, misfits = 0, 0
    for mine, yours in zip(a.sides, b.sides, strict=True):
        named = people(mine, yours)
        if named is None:
            return NO
        shared += named
        misfits += not fit(mine, yours)
    if a.mention.doc == b.mention.doc and same_span(a, b):
        return NO if misfits or other_clause(a, b) else SURE
    common = a.all_words & b.all_words
    if not common and not shared:
        return NO
    alike = _alike(a, b, least, shared) if not misfits else NO
    score = max(alike, _recalled(a, b, common, shared) - 1.2 * misfits)
    return max(NO, score - _apart(a, b)) if score >= ENOUGH - 1 else NO


def _alike(a: Traits, b: Traits, least: float, shared: int) -> float:
    """Day, people, place and words of two reports; `least` is the share of words that must be common.

    Where both sides name the same people, words need not agree.
    """
    date = _date(a, b)
    if date is None:
        return NO
    common = cosine(a.words, b.words)
    if common < least and shared < 2:
        return NO
    score = date + _same_place(a, b) + _proper(a, b) + 4 * common + _SAME_PEOPLE[min(shared, 2)]
    return score - 1.0 if a.mention.doc == b.mention.doc else score  # an article seldom tells one act twice


def _recalled(a: Traits, b: Traits, common: frozenset[str], shared: int) -> float:
    """What the later report recalls, against the earlier one: act, day, telling words, numbers and people."""
    first, later = (a, b) if _told(a) <= _told(b) else (b, a)
    recalls = _recalls(first, later)
    date = _recalled_date(first, later, recalls)
    if date is None:
        return NO
    x, y = first.clause, later.clause
    score = date - _RECALL_COSTS
    if x.act and x.act == y.act:
        score += 1.0 if recalls else 0.5
    elif kindred(x.act, y.act):
        score += 0.6
    else:
        score -= 0.4
    telling = sum(weight(w, w in a.proper or w in b.proper) for w in sorted(common))
    if shared:  # whom both name counts as people already: their names count half
        telling -= 0.5 * sum(weight(w, True) for w in sorted(common - a.words - b.words))
    score += min(_MOST_WORDS, 0.8 * telling) + 0.7 * min(2, shared)
    if first.numbers & later.numbers:
        score += 0.6
    mine, yours = first.names, later.names
    if y.recalls:  # the rest of its sentence tells of another act
        mine, yours = mine & x.words, yours & y.words
    if mine and yours and mine.isdisjoint(later.all_words) and yours.isdisjoint(first.all_words):
        score -= 1.8
    return score - 0.4 if first.mention.doc == later.mention.doc else score


def _told(t: Traits) -> tuple[int, int, str]:
    return (t.published or 0, t.mention.start, t.id)


def _recalls(first: Traits, later: Traits) -> bool:
    """True where the later report tells of something past: hung on another act, or dated before its telling."""
    when = later.mention.when
    if later.clause.recalls or (when and when.basis == "text" and (later.high or 0) < (later.published or 0)):
        return True
    return later.clause.past and (later.published or 0) > (first.published or 0)


def _recalled_date(first: Traits, later: Traits, recalls: bool) -> float | None:
    """What the dates add to a recall; None where they speak against."""
    (low, high), (from_, to) = span(first), span(later)
    if low is None or high is None or from_ is None or to is None:
        return None
    days = max(0, low - to, from_ - high)
    given = [t.mention.when.basis if t.mention.when else "" for t in (first, later)]
    grade = max(first.precision, later.precision)
    if grade == DAY:
        if days == 0:
            return 1.5 if "text" in given else 0.5
        if recalls and given[1] != "text" and days <= RECENT_DAYS + 1:
            return 0.8 if days <= SLACK_DAYS else 0.0
        return 0.3 if recalls and days == 1 else -0.8 if days == 1 and given[0] == given[1] else None
    # a month that is named holds the day, or it is another month
    if days > (0 if grade == MONTH else SLACK_DAYS + 1):
        return None
    if grade != NONE:
        return 0.8 if recalls else 0.0
    return 0.8 if recalls else 0.0 if first.published == later.published else -0.5


def _apart(a: Traits, b: Traits) -> float:
    """What speaks against every join: other numbers in both clauses; fresh reports of different days."""
    cost = _DOUBT
    if (a.clause.fresh or b.clause.fresh) and a.mention.doc != b.mention.doc:
        cost += 1.5
    if a.numbers and b.numbers and a.numbers.isdisjoint(b.numbers):
        cost += 1.2 if a.numbers & a.clause.words and b.numbers & b.clause.words else 0.0
    elif a.clause.counts and b.clause.counts and a.clause.counts.isdisjoint(b.clause.counts):
        # a toll may be corrected; other numbers of another act are another happening
        same = a.clause.act == b.clause.act or kindred(a.clause.act, b.clause.act)
        cost += 0.3 if same else 1.5
    unlike = not _reprint(a, b) and not _dated_by_text(a) and not _dated_by_text(b)
    if a.published != b.published and not (_recalls(a, b) or _recalls(b, a)) and (_undated(a, b) or unlike):
        cost += 1.0
    return cost


def _undated(a: Traits, b: Traits) -> bool:
    return a.precision == b.precision == NONE


def _dated_by_text(t: Traits) -> bool:
    return t.mention.when is not None and t.mention.when.basis == "text"


def _reprint(a: Traits, b: Traits) -> bool:
    return cosine(a.all_words, b.all_words) >= _REPRINT


def conflict(a: Traits, b: Traits) -> bool:
    """True for two reports of acts that cannot be of one: other people on a side, sides that do not fit, days apart.

    Who stands in one happening with others may be in conflict with none of them, whatever links there are between.
    """
    if len(a.sides) != len(b.sides):
        return True
    for mine, yours in zip(a.sides, b.sides, strict=True):
        if people(mine, yours) is None or (mine.codes and yours.codes and mine.codes.isdisjoint(yours.codes)):
            return True
    first, later = (a, b) if _told(a) <= _told(b) else (b, a)
    return _recalled_date(first, later, _recalls(first, later)) is None and _date(a, b) is None


def event(a: Traits, b: Traits) -> float:
    """Fitting sides, then as for every act; two modes that differ speak against."""
    if len(a.sides) != len(b.sides):
        return NO
    score = _act(a, b, _LEAST_COMMON)
    if score == SURE or score < ENOUGH:
        return score
    if one_more(a, b):
        return NO
    mine, yours = a.mention.fields.get("mode"), b.mention.fields.get("mode")
    if mine and yours and mine != yours:
        score -= 0.8
    return score - 1.0 if _planned(a, b) or _planned(b, a) else score


def _planned(plan: Traits, act: Traits) -> bool:
    """True for a plan for some day in many months, and an act reported fresh that may be any in them."""
    told = [t.mention.fields.get("status") == "planned" for t in (plan, act)]
    when = act.mention.when
    return told == [True, False] and plan.precision == WIDE and when is not None and when.basis == "document"


def meeting(a: Traits, b: Traits) -> float:
    """Stated totals join only with the same total; other meetings as every act."""
    totals = (a.mention.fields.get("count"), b.mention.fields.get("count"))
    if totals[0] != totals[1]:
        return NO
    score = _act(a, b, 0.0)
    if totals[0] is None and score != NO and max(a.precision, b.precision) == MONTH and share_people(a, b):
        return score + 1.3  # the same people seldom meet twice in a month
    if score == NO or totals[0] is None:
        return score
    return SURE if not gap(a, b) else NO


def _goods(a: Traits, b: Traits) -> float:
    return overlap(stems_without_names(a.mention.fields["goods"]), stems_without_names(b.mention.fields["goods"]))


def transfer(a: Traits, b: Traits) -> float:
    """Same giver and receiver, goods of one name, dates that do not speak against."""
    if not all(fit(x, y) for x, y in zip(a.sides, b.sides, strict=True)) or _goods(a, b) < 0.5:
        return NO
    date = _date(a, b)
    if date is None:
        return NO
    undated = 0.8 if a.precision == b.precision == NONE else 0.0
    return 2.2 + date + 2 * cosine(a.words, b.words) + undated


RULES: Mapping[str, Callable[[Traits, Traits], float]] = {
    "event": event,
    "meeting": meeting,
    "transfer": transfer,
    "agreement": agreement,
    "claim": claim,
    "expectation": expectation,
    "quote": quote,
    "role": role,
    "membership": membership,
}

_SHARED = {
    "transfer": "same goods",
    "agreement": "same title",
    "claim": "same charge",
    "expectation": "same forecast",
    "quote": "same words",
    "role": "same person and office",
    "membership": "same member and body",
}


def why(a: Traits, b: Traits) -> str:
    """What two joined mentions have in common, in words."""
    kind = a.mention.kind
    days = gap(a, b)
    found = [
        _SHARED.get(kind, ""),
        "same sentence" if same_span(a, b) else "",
        "" if days is None else "same date" if days == 0 else f"{days} day{'s' * (days > 1)} apart",
    ]
    if kind not in _SHARED:
        shared = sum(people(x, y) or 0 for x, y in zip(a.sides, b.sides, strict=True))
        found += ["same people" if shared else "", "same place" if _same_place(a, b) > 0 else ""]
        found.append(f"{cosine(a.words, b.words):.0%} of the words")
    return ", ".join(filter(None, found))
