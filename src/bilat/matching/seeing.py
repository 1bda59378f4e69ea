"""Who sees whom, of all mentions of a kind, worked out in numbers: what `seen_of` says of each, for many at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bilat.matching.arrays import Numbers, distinct
from bilat.matching.joining import CROWD

_DAYS = 22  # bits of a day
_RANKS = 32  # bits of a place in a crowd
_CELLS = 100_000  # looked into at a time


@dataclass(frozen=True, slots=True)
class Stands:
    """Where mentions stand and look. `spots` has rows of key, day and number; `looks` of key, first and last day and
    number; `rank` is by number the order in which they stand in a crowd."""

    spots: Numbers
    looks: Numbers
    rank: Numbers

    @classmethod
    def of(
        cls, spots: Numbers, looks: Numbers, first: Numbers, places: NDArray[np.bytes_], ids: NDArray[np.bytes_]
    ) -> Stands:
        """Those of all who are the `first` of their twins; they stand by place, then by id."""
        stands = first == np.arange(len(first))
        rank = np.empty(len(ids), dtype=np.int64)
        rank[np.lexsort((ids, places))] = np.arange(len(ids))
        return cls(spots[stands[spots[:, 2]]], looks[stands[looks[:, 3]]], rank)


def seen_pairs(stands: Stands) -> Iterator[Numbers]:
    """Pairs of whom one sees the other, some at a time, those near in time and actors together.

    Rows of both numbers, the first being seen (1), seeing (2), or both (3). A pair may come again, seen by the other.
    """
    if not len(stands.spots) or not len(stands.looks):
        return
    spots, looks = stands.spots, stands.looks
    keys, of = np.unique(spots[:, 0], return_inverse=True)
    cell = of << _DAYS | spots[:, 1]
    order = np.lexsort((stands.rank[spots[:, 2]], cell))
    who = spots[order, 2]
    cells, begin = np.unique(cell[order], return_index=True)
    end = np.append(begin[1:], len(order))
    crowds = np.repeat(np.arange(len(cells)), end - begin) << _RANKS | stands.rank[who]

    looks = looks[np.isin(looks[:, 0], keys)]
    key = np.searchsorted(keys, looks[:, 0]) << _DAYS
    low = np.searchsorted(cells, key | looks[:, 1].clip(0))
    high = np.searchsorted(cells, key | looks[:, 2].clip(0), side="right")
    # the looks of one mention after the other, in the order of where each looks first
    head = np.full(len(stands.rank), len(cells))
    np.minimum.at(head, looks[:, 3], low)
    sequence = np.lexsort((looks[:, 3], head[looks[:, 3]]))
    nearness = np.lexsort((np.arange(len(head)), head))
    near = np.empty(len(head), dtype=np.int64)
    near[nearness] = np.arange(len(head))
    low, high, seer = low[sequence], high[sequence], looks[sequence, 3]
    cuts = np.searchsorted(np.cumsum(high - low), np.arange(_CELLS, int((high - low).sum()), _CELLS))
    for part in np.split(np.arange(len(seer)), cuts):
        looker, into = _ranges(low[part], high[part])
        looker = seer[part][looker]
        from_, to = begin[into], end[into]
        crowd = to - from_ > CROWD
        at = np.searchsorted(crowds, into[crowd] << _RANKS | stands.rank[looker[crowd]])
        from_[crowd] = np.maximum(from_[crowd], at - CROWD // 4)
        to[crowd] = np.minimum(to[crowd], from_[crowd] + CROWD // 2)
        sees, row = _ranges(from_, to)
        one, other = near[looker[sees]], near[who[row]]
        seen = distinct(np.minimum(one, other) * len(near) + np.maximum(one, other) << 1 | (one < other))
        seen = seen[(seen >> 1) // len(near) != (seen >> 1) % len(near)]
        pairs, at = np.unique(seen >> 1, return_index=True)
        ways = np.add.reduceat(1 + (seen & 1), at) if len(at) else at
        yield np.stack((nearness[pairs // len(near)], nearness[pairs % len(near)], ways), axis=1)


def _ranges(low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """All numbers from each `low` to below its `high`, and before them which range each is of."""
    many = np.maximum(0, high - low)
    which = np.repeat(np.arange(len(low)), many)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many) + low[which]
