"""Mentions of one happening found and joined, whatever the order in which they come.

Mentions of a kind are sorted once, the most exactly dated first, and each then joins the likeliest happening that an
earlier one began, or begins its own. Only happenings that share a block (kind, type, a pair of codes, and the days)
are compared, and of a crowded block only the nearest, so that the time grows with the mentions and not their square.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from bilat.actors import person_key
from bilat.matching.merging import merge
from bilat.matching.rules import ENOUGH, RULES, SLACK_DAYS, SURE, same_span, why
from bilat.matching.rulings import Docket
from bilat.matching.traits import DAY, MONTH, NONE, WIDE, Side, Traits, is_mutual, traits
from bilat.matching.words import codes_in, plain_words, title_stems
from bilat.model import Document, Happening, Mention

_NEAREST = 40  # happenings of one block that a mention is compared with
_PAIRS = 12  # of actors; a mention with more is looked up by all of them at once
_UNDATED_DAYS = 10  # how far back news without a date may lie
_GRAM = 4  # words

Keys = Callable[[Traits], list[Hashable]]


@dataclass(slots=True, eq=False)
class Cluster:
    """A happening in the making: the mention that began it, those that joined, and why the likeliest did."""

    number: int
    seed: Traits
    members: list[Traits] = field(default_factory=list)
    weakest: tuple[float, Traits] | None = None
    blocks: set[Hashable] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)  # of its mentions, by the rulings


def match(
    mentions: Iterable[Mention],
    documents: Mapping[str, Document],
    origins: Mapping[str, str],
    rulings: Docket | None = None,
) -> Iterator[Happening]:
    """The happenings that these mentions tell of, in the order of kind, first day and id.

    `documents` and `origins` are by document id; a document that is missing from `origins` is its own origin. The
    result does not depend on the order of the mentions. `rulings` come before every score.
    """
    rulings = rulings or Docket()
    with _no_collection():
        kinds: dict[str, dict[str, Traits]] = defaultdict(dict)
        for mention in mentions:
            found = traits(mention, documents, rulings)
            if found.id in rulings.wrong:
                continue
            twin = kinds[mention.kind].setdefault(found.id, found)
            # an id leaves out date and voice: of two readings of one place the choice must not hang on their order
            if twin is not found and _choice(found) < _choice(twin):
                kinds[mention.kind][found.id] = found
        rows = [
            merge(cluster.members, origins, _reasons(cluster, rulings))
            for kind in RULES
            for cluster in _join(kind, list(kinds[kind].values()), rulings)
        ]
    order = list(RULES).index
    yield from sorted(rows, key=lambda h: (order(h.kind), h.first or "9999", h.last or "9999", h.id))


def _choice(t: Traits) -> tuple[object, ...]:
    return (t.precision, -t.mention.confidence, repr(t.mention))


@contextmanager
def _no_collection() -> Iterator[None]:
    """The collector paused: nothing here makes cycles, and its rounds over the records cost a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reasons(cluster: Cluster, rulings: Docket) -> tuple[str, ...]:
    ruled = tuple(dict.fromkeys(line for t in cluster.members for line in rulings.notes.get(t.id, ())))
    if cluster.weakest is None:
        return ruled
    return (
        *ruled,
        f"{len(cluster.members)} mentions joined; weakest link: {why(cluster.seed, cluster.weakest[1])}",
    )


def _order(t: Traits) -> tuple[object, ...]:
    people = sum(len(who) for s in t.sides for who in s.named.values())
    return (t.precision, t.low or 0, -people, -len(t.words), t.id)


def _join(kind: str, found: list[Traits], rulings: Docket) -> list[Cluster]:
    rule, keys = RULES[kind], _KEYS[kind]
    found.sort(key=_ORDERS.get(kind, _order))
    blocks: dict[Hashable, list[Cluster]] = defaultdict(list)
    clusters: list[Cluster] = []
    timed = kind in _TIMED
    homes: dict[str, Cluster] = {}  # of groups that rulings made
    for t in found:
        group = rulings.groups.get(t.id, t.id)
        strangers = rulings.apart.get(group, frozenset())
        mine = keys(t)
        looks = [(k, at) for k in mine for at in _look(t)] if timed else [(k, None) for k in mine[: _FIRST.get(kind)]]
        best: Cluster | None = None
        top = 0.0
        rivals = 0
        seen: set[int] = set()
        for block in looks:
            for cluster in blocks[block][-_NEAREST:] if block in blocks else ():
                if cluster.number in seen:
                    continue
                seen.add(cluster.number)
                score = _score(rule, cluster, t)
                if score < ENOUGH or (timed and _told_apart(cluster, t, score)):
                    continue
                if not strangers.isdisjoint(cluster.groups):
                    continue
                rivals += 1
                if best is None or (score, -cluster.number) > (top, -best.number):
                    best, top = cluster, score
        home = homes.get(group)
        # a date of a month or more, or "the deal", may fit several happenings: it then joins none
        vague = t.precision in (MONTH, WIDE) and top < SURE if timed else top == ENOUGH
        if home is not None:
            best = home
        elif best is None or (vague and rivals > 1):
            best = Cluster(len(clusters), t)
            clusters.append(best)
        elif best.weakest is None or top < best.weakest[0]:
            best.weakest = (top, t)
        best.members.append(t)
        best.groups.add(group)
        if t.id in rulings.groups:
            homes[group] = best
        if timed and best.seed is not t:
            continue  # a chain of days must not grow: acts are compared with the one that began it
        for block in product(mine, _stand(t) if timed else (None,)):
            if block not in best.blocks:
                best.blocks.add(block)
                blocks[block].append(best)
    return clusters


def _score(rule: Callable[[Traits, Traits], float], cluster: Cluster, t: Traits) -> float:
    """How well a mention fits a happening: the one that began it, or one of its own document."""
    score = rule(cluster.seed, t)
    for member in cluster.members:
        if score < ENOUGH and member is not cluster.seed and member.mention.doc == t.mention.doc:
            score = max(score, rule(member, t))
    return score


def _told_apart(cluster: Cluster, t: Traits, score: float) -> bool:
    """True where its document has told of this happening already, in another sentence, and has a weak case."""
    others = [m for m in cluster.members if m.mention.doc == t.mention.doc]
    return bool(others) and score < ENOUGH + 1 and not any(same_span(m, t) for m in others)


def _stand(t: Traits) -> list[Hashable]:
    """The times at which others will look for it."""
    if t.precision == NONE or t.low is None or t.high is None:
        return [("undated", t.published and t.published // _UNDATED_DAYS)]
    years = [("year", y) for y in range(date.fromordinal(t.low).year, date.fromordinal(t.high).year + 1)]
    if t.precision == WIDE:
        return [*years]
    months = [("month", m) for m in range(_month(t.low), _month(t.high) + 1)]
    if t.precision == MONTH:
        return [*months, *years]
    return [*(("day", d) for d in range(t.low, t.high + 1)), *months, *years]


def _look(t: Traits) -> list[Hashable]:
    """The times at which it looks for others: those at least as exactly dated as itself."""
    if t.precision == NONE or t.low is None or t.high is None:
        if t.published is None:
            return [("undated", None)]
        slot = t.published // _UNDATED_DAYS
        recent = range(t.published, t.published - _UNDATED_DAYS, -1)
        return [*(("undated", s) for s in (slot, slot - 1, slot + 1)), *(("day", d) for d in recent)]
    if t.precision == DAY:
        return [("day", d) for d in range(t.low - SLACK_DAYS, t.high + SLACK_DAYS + 1)]
    if t.precision == MONTH:
        return [("month", m) for m in range(_month(t.low), _month(t.high) + 1)]
    return [("year", y) for y in range(date.fromordinal(t.low).year, date.fromordinal(t.high).year + 1)]


def _month(day: int) -> int:
    at = date.fromordinal(day)
    return at.year * 12 + at.month


def _pairs(a: Iterable[str], b: Iterable[str]) -> list[Hashable]:
    one, two = sorted(a) or [""], sorted(b) or [""]
    if len(one) * len(two) > _PAIRS:
        return [(tuple(one), tuple(two))]
    return list(product(one, two))


def _within(s: Side) -> list[Hashable]:
    """The pairs within one side, each once; a single code is a pair with itself."""
    codes = sorted(s.codes)
    if len(codes) * (len(codes) - 1) // 2 > _PAIRS:
        return [tuple(codes)]
    return [(x, y) for i, x in enumerate(codes) for y in codes[i + 1 :]] or [tuple(codes)]


def _event(t: Traits) -> list[Hashable]:
    kind = t.mention.fields["type"]
    pairs = _within(t.sides[0]) if is_mutual(t.mention) else _pairs(t.sides[0].codes, t.sides[1].codes)
    return [(kind, len(t.sides), pair) for pair in pairs]


def _meeting(t: Traits) -> list[Hashable]:
    return [(t.mention.fields.get("count"), pair) for pair in _within(t.sides[0])]


def _transfer(t: Traits) -> list[Hashable]:
    return _pairs(t.sides[0].codes, t.sides[1].codes)


def _agreement(t: Traits) -> list[Hashable]:
    pairs = _within(t.sides[0])
    names: list[Hashable] = [*sorted(title_stems(t.mention.fields["title"])), ("in", t.mention.doc)]
    if t.low is not None and t.precision <= MONTH:
        names.append((t.mention.fields["stage"], _month(t.low)))
    return list(product(pairs, names))


def _claim(t: Traits) -> list[Hashable]:
    codes = sorted(codes_in(t.mention.fields["proposition"]))
    return [tuple(pair) for pair in product(codes, codes) if pair[0] < pair[1]] or [tuple(codes)]


def _expectation(t: Traits) -> list[Hashable]:
    holder = t.mention.fields["holder"]
    return [t.mention.doc if holder == "author" else person_key(holder)]


def _quote(t: Traits) -> list[Hashable]:
    words = plain_words(t.mention.fields["content"])
    grams = [words[i : i + _GRAM] for i in range(max(1, len(words) - _GRAM + 1))]
    speaker = sorted(t.sides[0].codes)
    first, *others = [(*speaker, gram) for gram in grams]
    return [first, (t.mention.doc, t.mention.start), *others]


def _role(t: Traits) -> list[Hashable]:
    person = t.mention.fields["person"]
    surname = person_key(person.name).rpartition(" ")[2]
    return [(person.code, surname), *([person.id] if person.id else [])]


def _membership(t: Traits) -> list[Hashable]:
    return [(t.mention.fields["org"], *sorted(t.sides[0].codes))]


_KEYS: Mapping[str, Keys] = {
    "event": _event,
    "meeting": _meeting,
    "transfer": _transfer,
    "agreement": _agreement,
    "claim": _claim,
    "expectation": _expectation,
    "quote": _quote,
    "role": _role,
    "membership": _membership,
}
# A quote that stands within another has its first words there too, or stands in the same sentence.
_FIRST: Mapping[str, int] = {"quote": 2}
_TIMED = frozenset({"event", "meeting"})
# The fullest first where time does not order: the shorter then stand in the longer.
_ORDERS: Mapping[str, Callable[[Traits], tuple[object, ...]]] = {
    "quote": lambda t: (-len(t.mention.fields["content"]), t.id),
    "role": lambda t: (-len(t.mention.fields["person"].name), -len(t.mention.fields["office"]), t.id),
    "agreement": lambda t: (-len(title_stems(t.mention.fields["title"])), t.published or 0, t.id),
}
