"""Matching that goes on from where it stopped: only what new and changed documents can touch is looked at again.

The outcome is that of `match` over the whole record. What is kept for it: of each document a fingerprint, of each
mention where it stands and looks (`places`), and the links. A new mention is compared with those it sees and those
that see it; in a crowd it may hide one from another, which then looks again. The companies that links, twins and
rulings make of all these are made anew, the others stay.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import groupby

from bilat.matching.comparing import ENOUGH, SURE
from bilat.matching.copies import Print, Prints, fingerprint, is_copy, origins_of, sequences
from bilat.matching.joining import by_kind, no_collection, rows_of, score, seen_of
from bilat.matching.places import Place, Stretch, place_of, spots, stretches, twin_key
from bilat.matching.reporters import house_of, houses_of
from bilat.matching.rulings import Docket
from bilat.matching.traits import Told, Traits, told_of, traits
from bilat.matching.whole import match_whole
from bilat.model import Document
from bilat.record import Growth, Kept, Matched

_MOST_CHANGED = 4  # where more than one in so many documents changed, all are matched anew
_ROUND = 2_000  # documents that are matched into the record at a time


def grow(kept: Kept, rulings: Docket) -> Growth:
    """What changed since the record was matched last, matched; nothing is written.

    Of very many changed documents only some are: where some are `waiting`, it is to be written, and grown on.
    """
    with no_collection():
        ruled, persons = _ruled(rulings), repr((sorted(rulings.names.items()), sorted(rulings.strangers)))
        stamps, were = kept.stamps(), kept.matched()
        changed = {doc for doc, stamp in stamps.items() if doc not in were or were[doc].stamp != stamp}
        told = kept.ruled()
        on = {key for key in told.keys() | ruled.keys() if told.get(key) != ruled.get(key)}
        changed |= {mention.doc for mention in kept.mentions(on)}
        whole = persons != kept.persons() or _MOST_CHANGED * len(changed) > len(stamps)
        growth = Growth(whole, persons, ruled)
        if whole:
            match_whole(kept, growth, rulings)
            return growth
        # those that wait for the next round are gone for this one, so that it need not hold them
        waiting = set(sorted(changed)[_ROUND:])
        growth.waiting = len(waiting)
        stamps = {doc: stamp for doc, stamp in stamps.items() if doc not in waiting}
        growth.gone = were.keys() - stamps.keys()
        _Growing(kept, growth, rulings).go(changed - waiting, stamps)
    return growth


def _ruled(rulings: Docket) -> dict[str, str]:
    """What the rulings in force say of each mention that they name."""
    out = {}
    for key in rulings.groups.keys() | rulings.notes.keys() | rulings.wrong:
        group = rulings.groups.get(key, "")
        apart = sorted(rulings.apart.get(group, ()))
        out[key] = repr((group, apart, key in rulings.wrong, rulings.notes.get(key, ())))
    return out


class _Growing:
    """One run: the steps in their order, and what several of them need."""

    def __init__(self, kept: Kept, growth: Growth, rulings: Docket) -> None:
        self._kept, self._growth, self._rulings = kept, growth, rulings
        self._documents: dict[str, Document] = {}
        self._told: dict[str, Told] = {}
        self._reporters: dict[str, str] = {}
        self._traits: dict[str, Traits] = {}
        self._looks: dict[str, tuple[Place, Sequence[Stretch]]] = {}  # of those that now stand somewhere
        self._fresh: dict[str, Traits] = {}  # all mentions of changed documents
        self._standing: dict[str, Traits] = {}  # those that now stand somewhere and did not
        self._cells: dict[int, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))  # of these alone
        self._days: dict[int, list[int]] = {}

    def go(self, changed: set[str], stamps: Mapping[str, str]) -> None:
        """Fill the growth in."""
        growth, kept = self._growth, self._kept
        self._load(changed)
        moved = self._sources(changed, stamps)
        kinds = by_kind(kept.mentions_in(changed), self._told, self._rulings, self._reporters)
        self._fresh = {key: t for found in kinds.values() for key, t in found.items()}
        self._traits.update(self._fresh)
        left = kept.nodes_in(changed | growth.gone)
        growth.unmatched = set(left)
        seeds = self._stand(left)
        seeds |= self._link()
        seeds |= set(self._fresh) | set(kept.nodes_in(moved - changed))
        self._rebuild(seeds - (growth.unmatched - self._fresh.keys()))
        growth.rebuilt |= growth.unmatched

    def _sources(self, changed: set[str], stamps: Mapping[str, str]) -> set[str]:
        """Copies and houses; returns the documents whose origin is another than it was."""
        growth = self._growth
        were = self._kept.matched()
        told = {doc: m.house for doc, m in were.items() if doc in stamps}
        prints = Prints(len(stamps))
        for doc in sorted(stamps):
            if doc in changed:
                told[doc] = house_of(self._documents[doc])
                prints.add(doc, fingerprint(self._documents[doc]))
            else:
                prints.add(doc, Print(were[doc].signature, were[doc].declared, were[doc].printed))
        known = self._kept.compared()
        growth.stale = stale = changed | growth.gone

        def copied(a: str, b: str) -> bool:
            if a in stale or b in stale or (a, b) not in known:
                self._load({a, b})
                found = is_copy(sequences(self._documents[a]), sequences(self._documents[b]))
                growth.compared.add([(a, b, found)])
                return found
            return known[a, b]

        origins = origins_of(prints, copied)
        self._reporters = houses_of(told, origins)
        moved = set()
        for doc, one in prints:
            names = (told[doc], origins[doc], self._reporters[doc])
            row = Matched(stamps[doc], one.signature, one.declared, one.printed, *names)
            if row != were.get(doc):
                growth.documents.add([(doc, *astuple(row))])
                moved.add(doc)
        return moved

    def _stand(self, left: Mapping[str, int]) -> set[str]:
        """Who stands where now; returns mentions whose companies change by it."""
        growth, kept = self._growth, self._kept
        keys = {key: twin_key(t) for key, t in self._fresh.items()}
        growth.nodes.add((key, self._fresh[key].mention.doc, twin) for key, twin in keys.items())
        members: dict[int, set[str]] = defaultdict(set)
        for key, twin in keys.items():
            members[twin].add(key)
        seeds: set[str] = set()
        appearing: set[str] = set()
        held = kept.twins({*members, *left.values()})
        for twin in {*members, *held}:
            before = held.get(twin, [])
            after = {key for key in before if key not in left} | members[twin]
            first = min(after, default=None)
            if before and (before[0] != first or before[0] in left):
                growth.unplaced.add(before[0])
            if first is not None:
                seeds.add(first)
                if not before or first != before[0] or first in self._fresh:
                    appearing.add(first)
        self._need(appearing)
        self._standing = {key: self._traits[key] for key in sorted(appearing)}
        for t in self._standing.values():
            place, looks = self._looks[t.id] = place_of(t), list(dict.fromkeys(stretches(t)))
            for at, day in dict.fromkeys(spots(t)):
                self._cells[at][day].append(place)
                growth.spots.add([(at, day, *place)])
            growth.stretches.add((*stretch, *place) for stretch in looks)
        for at, days in self._cells.items():
            self._days[at] = sorted(days)
            for crowd in days.values():
                crowd.sort()
        growth.unlinked = set(growth.unplaced)
        return seeds

    def _link(self) -> set[str]:
        """Who sees whom anew, and how like they are; returns those at the ends of links that come or go."""
        growth, kept = self._growth, self._kept
        sees: dict[str, set[str]] = {key: self._near(t) for key, t in self._standing.items()}
        blinded: set[str] = set()
        places = {(at, day) for at, days in self._cells.items() for day in days}
        for at, day in sorted(places | set(kept.spots(growth.unplaced))):
            lookers = [looker for looker in kept.lookers(at, day) if looker[1] not in growth.unplaced]
            if not lookers:
                continue
            before = [(place, key) for _, place, key in kept.crowds(at, day, day)]
            after = dict(self._crowds(at, day, day)).get(day, [])
            for looker in lookers:
                saw, now = {key for _, key in seen_of(before, looker)}, {key for _, key in seen_of(after, looker)}
                if saw - now - growth.unplaced:
                    blinded.add(looker[1])
                if now - saw:
                    sees.setdefault(looker[1], set()).update(now - saw)
                # one that stood there under the same id before has lost its links and is seen afresh
                if again := now & growth.unplaced:
                    sees.setdefault(looker[1], set()).update(again)
        self._need(blinded)
        for key in blinded:
            sees[key] = self._near(self._traits[key])
        growth.unseeing = blinded
        self._need({key for one, others in sees.items() for key in (one, *others)})
        seeds = {end for a, b, _ in kept.links(growth.unplaced | blinded) for end in (a, b)}
        scores: dict[tuple[str, str], float] = {}
        for one, others in sorted(sees.items()):
            for other in sorted(others - {one}):
                pair = (one, other) if one < other else (other, one)
                if pair not in scores:
                    scores[pair] = score(self._traits[one], self._traits[other])
                if scores[pair] >= ENOUGH:
                    growth.links.add([(one, other, scores[pair])])
                    seeds |= {one, other}
        return seeds

    def _rebuild(self, seeds: set[str]) -> None:
        """The companies of these mentions made anew."""
        links: dict[str, dict[str, float]] = defaultdict(dict)
        companies = list(self._companies(seeds, links))
        self._need({key for company in companies for key in company})
        for company in companies:
            found = [self._traits[key] for key in sorted(company)]
            self._growth.rebuilt |= company
            self._growth.add(rows_of(found[0].mention.kind, found, links, self._rulings))

    def _companies(self, seeds: set[str], links: dict[str, dict[str, float]]) -> Iterator[set[str]]:
        """The mentions that these are connected with; `links` is filled with what connects them."""
        growth, kept = self._growth, self._kept
        added: dict[str, dict[str, float]] = defaultdict(dict)
        for a, b, strength in growth.links:
            added[a][b] = added[b][a] = strength
        twin = {key: at for key, _, at in growth.nodes}
        members: dict[int, set[str]] = defaultdict(set)
        for key, at in twin.items():
            members[at].add(key)
        grouped: dict[str, set[str]] = defaultdict(set)
        for key, group in self._rulings.groups.items():
            grouped[group].add(key)
        joined: dict[str, set[str]] = defaultdict(set)
        known, new = set(seeds), set(seeds)
        while new:
            held = kept.twin_keys(new - self._fresh.keys())
            there = new & self._fresh.keys() | (held.keys() - growth.unmatched)
            twin |= {key: held[key] for key in there if key in held and key not in self._fresh}
            known -= new - there  # a ruling may name what is no more
            for a, b, strength in kept.links(there):
                if not (a in growth.unlinked or b in growth.unlinked or a in growth.unseeing):
                    links[a][b] = links[b][a] = strength
            for key in there:
                for other, strength in added.get(key, {}).items():
                    links[key][other] = links[other][key] = strength
            for at, before in kept.twins({twin[key] for key in there}).items():
                members[at].update(key for key in before if key not in growth.unmatched)
            reached: set[str] = set()
            for key in there:
                first = min(members[twin[key]])
                others = members[twin[key]] if first == key else {first}
                for other in others - {key}:
                    links[key][other] = links[other][key] = SURE
                joined[key] |= links.get(key, {}).keys() | grouped.get(self._rulings.groups.get(key, ""), set())
                reached |= joined[key]
            new = reached - known
            known |= new
        yield from _connected(known, joined)

    def _near(self, t: Traits) -> set[str]:
        mine, looks = self._looks.get(t.id) or (place_of(t), stretches(t))
        return {
            key
            for at, first, last in looks
            for _, crowd in self._crowds(at, first, last)
            for _, key in seen_of(crowd, mine)
        }

    def _crowds(self, at: int, first: int, last: int) -> Iterator[tuple[int, Sequence[Place]]]:
        """Who stands at a key now, by day."""
        days = self._days.get(at, [])
        within = days[bisect_left(days, first) : bisect_right(days, last)]
        added = {day: self._cells[at][day] for day in within}
        for day, rows in groupby(self._kept.crowds(at, first, last), key=lambda row: row[0]):
            stayed = [(place, key) for _, place, key in rows if key not in self._growth.unplaced]
            yield day, sorted([*stayed, *added.pop(day, ())])
        yield from added.items()

    def _need(self, ids: Iterable[str]) -> None:
        """Traits of these mentions, read from the record where they are of no changed document."""
        missing = {key for key in ids if key not in self._traits}
        if missing:
            read = list(self._kept.mentions(missing))
            self._load({mention.doc for mention in read})
            for mention in read:
                self._traits[mention.id] = traits(mention, self._told, self._rulings, self._reporters)

    def _load(self, docs: set[str]) -> None:
        # a set less a dictionary's keys would be made by a walk over all the keys, for each pair anew
        missing = {doc for doc in docs if doc not in self._documents}
        if missing:
            found = {d.id: d for d in self._kept.documents(missing)}
            self._documents |= found
            self._told |= {key: told_of(document) for key, document in found.items()}


def _connected(keys: set[str], joined: Mapping[str, set[str]]) -> Iterator[set[str]]:
    left = set(keys)
    while left:
        company, new = set[str](), {left.pop()}
        while new:
            company |= new
            new = {other for key in new for other in joined[key] if other in keys} - company
        left -= company
        yield company
