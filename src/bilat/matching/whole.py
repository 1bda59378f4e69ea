"""All mentions of a record matched at once, in memory that hardly grows with it.

The outcome is that of `match`, but mentions are never held together: kind by kind they are read one by one, and of each
stays where it stands and looks, in numbers. Those tell which pairs are to be compared; their mentions are read again
then, neighbours together, and once more where companies become rows.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bilat.matching.arrays import Numbers, distinct
from bilat.matching.comparing import ENOUGH, SURE
from bilat.matching.copies import Prints, Sequences, fingerprint, is_copy, origins_of, sequences
from bilat.matching.joining import rows_of, score
from bilat.matching.places import place_of, spots, stretches, twin_key
from bilat.matching.reporters import house_of, houses_of
from bilat.matching.rules import RULES
from bilat.matching.rulings import Docket
from bilat.matching.seeing import Stands, seen_pairs
from bilat.matching.traits import Told, Traits, told_of, traits
from bilat.model import Happening
from bilat.record import Growth, Kept

_LATELY = 20_000  # mentions that are held with what counts of them, some 10 kB each
_TEXTS = 2_000  # texts, by their sequences of words
_AT_ONCE = 2_000  # pairs to be compared, or mentions to become rows


def match_whole(kept: Kept, growth: Growth, rulings: Docket) -> None:
    """Fill the growth with all that there is, as if nothing had been matched."""
    told, reporters = _sources(kept, growth)
    for kind in RULES:
        _Kind(kind, _Reader(kept, told, reporters, rulings), growth, rulings).go()


def _sources(kept: Kept, growth: Growth) -> tuple[dict[str, Told], dict[str, str]]:
    """Copies and houses: what counts of each document for its mentions, and who reported it."""
    stamps = kept.stamps()
    prints = Prints(len(stamps))
    told: dict[str, Told] = {}
    named: dict[str, str] = {}
    same: dict[Told, Told] = {}  # most documents of a day are alike in this
    for document in kept.each_document():
        prints.add(document.id, fingerprint(document))
        found = told_of(document)
        told[document.id] = same.setdefault(found, found)
        named[document.id] = house_of(document)

    @lru_cache(maxsize=_TEXTS)
    def words(doc: str) -> Sequences:
        return sequences(next(kept.documents([doc])))

    compared: list[tuple[str, str, bool]] = []

    def copied(a: str, b: str) -> bool:
        found = is_copy(words(a), words(b))
        compared.append((a, b, found))
        if len(compared) >= _AT_ONCE:
            growth.compared.add(compared)
            compared.clear()
        return found

    origins = origins_of(prints, copied)
    growth.compared.add(compared)
    reporters = houses_of(named, origins)
    growth.documents.add(
        (doc, stamps[doc], one.signature, one.declared, one.printed, named[doc], origins[doc], reporters[doc])
        for doc, one in prints
    )
    return told, reporters


class _Reader:
    """Mentions with what counts of them, as they are asked for; those of late are held."""

    def __init__(self, kept: Kept, told: Mapping[str, Told], reporters: Mapping[str, str], rulings: Docket) -> None:
        self._kept, self._told, self._reporters, self._rulings = kept, told, reporters, rulings
        self._lately: OrderedDict[str, Traits] = OrderedDict()

    def each(self, kind: str) -> Iterator[Traits]:
        """All of a kind, by document and place, without those that were ruled wrong."""
        for mention in self._kept.each_mention(kind):
            t = traits(mention, self._told, self._rulings, self._reporters)
            if t.id not in self._rulings.wrong:
                self._hold(t)
                yield t

    def some(self, ids: Sequence[str]) -> dict[str, Traits]:
        """Those of these ids."""
        found = {key: self._lately[key] for key in ids if key in self._lately}
        for key in found:
            self._lately.move_to_end(key)
        missing = [key for key in dict.fromkeys(ids) if key not in found]
        for mention in self._kept.mentions(missing) if missing else ():
            t = traits(mention, self._told, self._rulings, self._reporters)
            found[t.id] = t
            self._hold(t)
        return found

    def _hold(self, t: Traits) -> None:
        self._lately[t.id] = t
        if len(self._lately) > _LATELY:
            self._lately.popitem(last=False)


class _Kind:
    """The mentions of one kind, by their numbers in the order of reading."""

    def __init__(self, kind: str, reader: _Reader, growth: Growth, rulings: Docket) -> None:
        self._kind, self._reader, self._growth, self._rulings = kind, reader, growth, rulings
        self._ids: list[str] = []
        self._ones, self._others, self._scores = array("q"), array("q"), array("d")  # links

    def go(self) -> None:
        """The steps in their order."""
        stands = self._read()
        if self._ids:
            self._compare(stands)
            self._join()

    def _read(self) -> Stands:
        """Where they stand and look; of twins only the first does."""
        places: list[str] = []
        twins, stood, looks = array("q"), array("q"), array("q")

        def nodes() -> Iterator[tuple[str, str, int]]:
            for at, t in enumerate(self._reader.each(self._kind)):
                self._ids.append(t.id)
                places.append(place_of(t)[0])
                twins.append(twin_key(t))
                for spot in dict.fromkeys(spots(t)):
                    stood.extend((*spot, at))
                for stretch in dict.fromkeys(stretches(t)):
                    looks.extend((*stretch, at))
                yield t.id, t.mention.doc, twins[-1]

        self._growth.nodes.add(nodes())
        ids = np.array(self._ids, dtype=np.bytes_)
        first = _firsts(_numbers(twins), ids)
        for at in np.flatnonzero(first != np.arange(len(first))).tolist():
            self._link(int(first[at]), at, SURE)
        stands = Stands.of(_numbers(stood, 3), _numbers(looks, 4), first, np.array(places, dtype=np.bytes_), ids)
        self._growth.spots.add((key, day, places[at], self._ids[at]) for key, day, at in _each(stands.spots))
        self._growth.stretches.add((*look, places[at], self._ids[at]) for *look, at in _each(stands.looks))
        return stands

    def _link(self, one: int, other: int, strength: float) -> None:
        self._ones.append(one)
        self._others.append(other)
        self._scores.append(strength)

    def _compare(self, stands: Stands) -> None:
        """Links between those of whom one sees the other."""
        for pairs in seen_pairs(stands):
            for some in np.array_split(pairs, len(pairs) // _AT_ONCE + 1):
                found = self._reader.some([self._ids[at] for at in distinct(some[:, :2].ravel()).tolist()])
                links: list[tuple[str, str, float]] = []
                for one, other, ways in some.tolist():
                    a, b = self._ids[one], self._ids[other]
                    strength = score(found[a], found[b])
                    if strength >= ENOUGH:
                        self._link(one, other, strength)
                        seeing = ((b, a), (a, b)) if ways == 3 else ((b, a),) if ways == 1 else ((a, b),)
                        links += [(*pair, strength) for pair in seeing]
                self._growth.links.add(links)

    def _join(self) -> None:
        """The rows of each company: what links and rulings connect."""
        roots = _roots(len(self._ids), self._ones, self._others, self._grouped())
        order = np.argsort(roots, kind="stable")
        begins = np.flatnonzero(np.diff(roots[order], prepend=-1))
        linked = np.argsort(roots[_numbers(self._ones)], kind="stable")
        some: list[Numbers] = []
        held = 0
        for company in np.split(order, begins[1:]):
            some.append(company)
            held += len(company)
            if held >= _AT_ONCE:
                self._rows(some, roots, linked)
                some, held = [], 0
        self._rows(some, roots, linked)

    def _rows(self, companies: Sequence[Numbers], roots: Numbers, linked: Numbers) -> None:
        """Make the rows of some companies; `linked` are the links sorted by the root of their company."""
        found = self._reader.some([self._ids[at] for company in companies for at in company.tolist()])
        of = roots[_numbers(self._ones)[linked]]
        rows: list[Happening] = []
        for company in companies:
            links: dict[str, dict[str, float]] = {self._ids[at]: {} for at in company.tolist()}
            begin, end = np.searchsorted(of, [roots[company[0]], roots[company[0]] + 1])
            for at in linked[begin:end].tolist():
                one, other = self._ids[self._ones[at]], self._ids[self._others[at]]
                links[one][other] = links[other][one] = self._scores[at]
            rows += rows_of(self._kind, [found[key] for key in links], links, self._rulings)
        self._growth.add(rows)

    def _grouped(self) -> Iterator[tuple[int, int]]:
        """Those that rulings put together."""
        groups, home = self._rulings.groups, dict[str, int]()
        if groups:
            for at, key in enumerate(self._ids):
                if key in groups:
                    yield home.setdefault(groups[key], at), at


def _roots(count: int, ones: Sequence[int], others: Sequence[int], grouped: Iterator[tuple[int, int]]) -> Numbers:
    """For each the first of those that it is connected with."""
    parent = list(range(count))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for pairs in (zip(ones, others, strict=True), grouped):
        for one, other in pairs:
            low, high = sorted((root(one), root(other)))
            parent[high] = low
    return np.fromiter(map(root, range(count)), dtype=np.int64, count=count)


def _firsts(twins: Numbers, ids: NDArray[np.bytes_]) -> Numbers:
    """For each the one of its twins with the smallest id."""
    order = np.lexsort((ids, twins))
    begins = np.diff(twins[order], prepend=-1) != 0
    first = np.empty(len(ids), dtype=np.int64)
    first[order] = order[begins][np.cumsum(begins) - 1]
    return first


def _numbers(kept: array[int], columns: int = 0) -> Numbers:
    found = np.frombuffer(kept, dtype=np.int64) if kept else np.empty(0, dtype=np.int64)
    return found.reshape(-1, columns) if columns else found


def _each(rows: Numbers) -> Iterator[list[int]]:
    """The rows as plain numbers, some at a time."""
    for part in np.array_split(rows, len(rows) // _AT_ONCE + 1):
        yield from part.tolist()
