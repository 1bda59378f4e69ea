"""Mentions of one happening found and joined, whatever the order in which they come.

Two mentions are linked where their rule says so; that hangs on the two alone. Mentions that links connect are a
company, and what becomes of a company hangs on its members alone: sorted, the most exactly dated first, each joins the
likeliest happening that an earlier one began, or begins its own. So new mentions change only the companies that they
are linked to, and the outcome is the same whether all are matched at once or one after the other.
"""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bilat.matching.comparing import ENOUGH, SURE, same_span
from bilat.matching.merging import merge
from bilat.matching.places import TIMED, likeness, spots, stretches, twins
from bilat.matching.reporters import houses
from bilat.matching.rules import RULES, conflict, why
from bilat.matching.rulings import Docket
from bilat.matching.traits import MONTH, WIDE, Told, Traits, told_of, traits
from bilat.matching.words import title_stems
from bilat.model import Document, Happening, Mention

Links = Mapping[str, Mapping[str, float]]
T = TypeVar("T", bound=tuple[Any, ...])
CROWD = 12  # mentions at one spot that are all compared; of more, each sees half as many, the likest


@dataclass(slots=True, eq=False)
class Cluster:
    """A happening in the making: the mention that began it, those that joined, and why the likeliest did."""

    number: int
    seed: Traits
    members: list[Traits] = field(default_factory=list)
    weakest: tuple[float, Traits] | None = None
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
    with no_collection():
        told = {key: told_of(document) for key, document in documents.items()}
        rows = [
            row
            for kind, found in by_kind(mentions, told, rulings, houses(documents, origins)).items()
            for company, links in companies(kind, found, rulings)
            for row in rows_of(kind, company, links, rulings)
        ]
    order = list(RULES).index
    yield from sorted(rows, key=lambda h: (order(h.kind), h.first or "9999", h.last or "9999", h.id))


def by_kind(
    mentions: Iterable[Mention], told: Mapping[str, Told], rulings: Docket, printed: Mapping[str, str]
) -> dict[str, dict[str, Traits]]:
    """What counts of the mentions, by kind and id, without those that were ruled wrong."""
    kinds: dict[str, dict[str, Traits]] = {kind: {} for kind in RULES}
    for mention in mentions:
        found = traits(mention, told, rulings, printed)
        if found.id in rulings.wrong:
            continue
        twin = kinds[mention.kind].setdefault(found.id, found)
        # an id leaves out date and voice: of two readings of one place the choice must not hang on their order
        if twin is not found and _choice(found) < _choice(twin):
            kinds[mention.kind][found.id] = found
    return kinds


def companies(kind: str, found: Mapping[str, Traits], rulings: Docket) -> Iterator[tuple[list[Traits], Links]]:
    """The mentions of a kind that links connect, each company with its links, those of one member too."""
    links = _links(kind, found)
    parent = {key: key for key in found}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for a, others in links.items():
        for b in others:
            parent[root(a)] = root(b)
    ruled: dict[str, str] = {}
    for key in found.keys() & rulings.groups.keys():
        parent[root(key)] = root(ruled.setdefault(rulings.groups[key], key))
    together: dict[str, list[Traits]] = defaultdict(list)
    for key, t in found.items():
        together[root(key)].append(t)
    for company in together.values():
        yield company, links


def rows_of(kind: str, company: list[Traits], links: Links, rulings: Docket) -> Iterator[Happening]:
    """The happenings of one company."""
    for cluster in _clusters(kind, company, links, rulings):
        yield merge(cluster.members, _reasons(cluster, rulings))


def _links(kind: str, found: Mapping[str, Traits]) -> dict[str, dict[str, float]]:
    """The score of each pair that is enough, both ways; of twins only the first is compared with others."""
    twin = twins(kind)
    links: dict[str, dict[str, float]] = defaultdict(dict)
    firsts: dict[Hashable, Traits] = {}
    for key in sorted(found):
        first = firsts.setdefault(twin(found[key]), found[key])
        if first.id != key:
            links[first.id][key] = links[key][first.id] = SURE
    nodes = {t.id: t for t in firsts.values()}
    cells = _Cells(nodes.values())
    done: set[tuple[str, str]] = set()
    for key, t in nodes.items():
        for other in cells.near(t):
            pair = (key, other) if key < other else (other, key)
            if other == key or pair in done:
                continue
            done.add(pair)
            strength = score(t, nodes[other])
            if strength >= ENOUGH:
                links[key][other] = links[other][key] = strength
    return links


def score(one: Traits, other: Traits) -> float:
    """How far two mentions of a kind tell of one thing, whichever comes first."""
    a, b = (one, other) if one.order < other.order else (other, one)
    return RULES[one.mention.kind](a, b)


class _Cells:
    """Mentions by the spots where they stand; of a crowd at one spot only the likest are seen."""

    def __init__(self, found: Iterable[Traits]) -> None:
        self._cells: dict[int, dict[int, list[tuple[tuple[int, ...], str]]]] = defaultdict(lambda: defaultdict(list))
        for t in found:
            for at, day in spots(t):
                self._cells[at][day].append((likeness(t), t.id))
        self._days = {at: sorted(days) for at, days in self._cells.items()}
        for days in self._cells.values():
            for crowd in days.values():
                crowd.sort()

    def near(self, t: Traits) -> set[str]:
        """The ids of those that a mention sees."""
        found: set[str] = set()
        mine = (likeness(t), t.id)
        for at, first, last in stretches(t):
            days = self._days.get(at, [])
            for i in range(bisect_left(days, first), len(days)):
                if days[i] > last:
                    break
                found.update(key for _, key in seen_of(self._cells[at][days[i]], mine))
        return found


def seen_of(crowd: Sequence[T], mine: T) -> Sequence[T]:
    """Those of a sorted crowd that one sees who stands, or would stand, at `mine`."""
    if len(crowd) <= CROWD:
        return crowd
    begin = max(0, bisect_left(crowd, mine) - CROWD // 4)
    return crowd[begin : begin + CROWD // 2]


def _choice(t: Traits) -> tuple[object, ...]:
    return (t.precision, -t.mention.confidence, repr(t.mention))


@contextmanager
def no_collection() -> Iterator[None]:
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
    strength, joined = cluster.weakest
    told = f"weakest link {strength:.1f} of {ENOUGH:.1f} needed: {why(cluster.seed, joined)}"
    return (*ruled, f"{len(cluster.members)} mentions joined; {told}")


def _clusters(kind: str, company: list[Traits], links: Links, rulings: Docket) -> list[Cluster]:
    """The happenings of one company."""
    clusters: list[Cluster] = []
    homes: dict[str, Cluster] = {}  # of groups that rulings made
    of: dict[str, Cluster] = {}
    # most companies are of one, whose words nobody needs
    for t in sorted(company, key=_ORDERS.get(kind, lambda t: t.order)) if len(company) > 1 else company:
        group = rulings.groups.get(t.id, t.id)
        strangers = rulings.apart.get(group, frozenset())
        scores: dict[int, float] = {}
        for other, strength in links.get(t.id, {}).items():
            if other in of:
                number = of[other].number
                scores[number] = max(strength, scores.get(number, 0.0))
        fitting = [
            (strength, -number)
            for number, strength in scores.items()
            if strangers.isdisjoint(clusters[number].groups) and _fits(kind, clusters[number], t, strength, links)
        ]
        top, number = max(fitting, default=(0.0, 0))
        # a date of a month or more, or "the deal", may fit several happenings: it then joins none
        vague = t.precision in (MONTH, WIDE) and top < SURE if kind in TIMED else top == ENOUGH
        home = homes.get(group)
        if home is not None:
            best = home
        elif not fitting or (vague and len(fitting) > 1):
            best = Cluster(len(clusters), t)
            clusters.append(best)
        else:
            best = clusters[-number]
            if best.weakest is None or top < best.weakest[0]:
                best.weakest = (top, t)
        best.members.append(t)
        best.groups.add(group)
        of[t.id] = best
        if t.id in rulings.groups:
            homes[group] = best
    return clusters


def _fits(kind: str, cluster: Cluster, t: Traits, strength: float, links: Links) -> bool:
    """True where a mention of an act fits more than a link in a chain: the one that began it, or half of the others."""
    if kind not in TIMED:
        return True
    linked = links[t.id]
    if any(m.id not in linked and conflict(m, t) for m in cluster.members):
        return False
    others = [m for m in cluster.members if m.mention.doc == t.mention.doc]
    if others and strength < ENOUGH + 1 and not any(same_span(m, t) for m in others):
        return False  # its document has told of this already, in another sentence, and this is a weak case
    return cluster.seed.id in linked or 2 * sum(m.id in linked for m in cluster.members) >= len(cluster.members)


# The fullest first where time does not order: the shorter then stand in the longer.
_ORDERS: Mapping[str, Callable[[Traits], tuple[object, ...]]] = {
    "quote": lambda t: (-len(t.mention.fields["content"]), t.id),
    "role": lambda t: (-len(t.mention.fields["person"].name), -len(t.mention.fields["office"]), t.id),
    "agreement": lambda t: (-len(title_stems(t.mention.fields["title"])), t.published or 0, t.id),
}
