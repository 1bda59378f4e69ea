"""Do relations change when a leader goes? The average over many exits, against fake ones.

For each exit, the weeks after are compared with the weeks before in every relation of the state that is busy enough:
log ratios, each less the median of all relations on that day, so that what moved everybody is out (differences in
differences). The average over exits stands against the averages of as many fake exits: states with half to twice as
many such relations, on days far from any real exit of theirs. Exits as natural experiments: Jones and Olken 2005;
randomisation inference: Fisher 1935.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bilat.measures.panel import Floats, Ints, Panel, running

WEEKS = 8  # on either side
FAKES = 1999
_APART = 112  # days between a fake exit and a real one of the same state
_HALF = 0.5
_TAIL = 50  # of the fakes: with 1999, one-sided p is at most 0.025 beyond the 50th


@dataclass(frozen=True, slots=True)
class Turnover:
    """What exits brought on average.

    `effect` is the ratio of the weeks after to the weeks before, over that of all relations; `interval` its 95 %
    interval, without 1 just where `p` (two-sided) is at most 0.05. `detectable` is the least multiple that 80 % of
    such averages would find.
    """

    effect: float
    interval: tuple[float, float]
    p: float
    detectable: float
    exits: int
    dyads: int


class Moves:
    """How each state's relations moved around each day, (states, days), NaN where it has none that is busy enough."""

    def __init__(self, panel: Panel, dyads: Ints) -> None:
        """`dyads` are the rows of the panel that are busy enough; raises ValueError where days are too few."""
        half = 7 * WEEKS
        if panel.days < 2 * half + 1:
            raise ValueError(f"{panel.days} days, and {2 * half + 1} are needed")
        sums = running(panel.counts[dyads])
        before, after = sums[:, half:-half] - sums[:, : -2 * half], sums[:, 2 * half :] - sums[:, half:-half]
        ratios = np.log(after / WEEKS + _HALF) - np.log(before / WEEKS + _HALF)
        ratios -= np.median(ratios, axis=0)
        self.first_day = half
        self.states = sorted({code for row in dyads for code in panel.pairs[row]})
        member = np.array([[code in panel.pairs[row] for row in dyads] for code in self.states], dtype=float)
        self.dyads = member.sum(1).astype(int)
        self.mean: Floats = (member @ ratios) / self.dyads[:, None]

    def place(self, state: str, column: int) -> tuple[int, int] | None:
        """Where an exit stands in `mean`; None where its state or day is not covered."""
        at = column - self.first_day
        return (self.states.index(state), at) if state in self.states and 0 <= at < self.mean.shape[1] else None


def turnover(
    moves: Moves, exits: Sequence[tuple[int, int]], real: Sequence[tuple[int, int]], seed: int = 0
) -> Turnover:
    """The average change at `exits` (places in `moves`) against fake ones, which keep away from `real` exits."""
    free = np.ones(moves.mean.shape, dtype=bool)
    for state, day in real:
        free[state, max(0, day - _APART) : day + _APART + 1] = False
    chance = np.random.default_rng(seed)
    fakes = np.zeros(FAKES)
    for state, _ in exits:
        like = (moves.dyads * 2 >= moves.dyads[state]) & (moves.dyads <= 2 * moves.dyads[state])
        fakes += chance.choice(moves.mean[like][free[like]], FAKES)
    fakes = np.sort(fakes / len(exits))
    found = float(np.mean([moves.mean[place] for place in exits]))
    above, below = int((fakes >= found).sum()), int((fakes <= found).sum())
    low, high = float(fakes[_TAIL - 1]), float(fakes[-_TAIL])
    return Turnover(
        effect=float(np.exp(found)),
        interval=(float(np.exp(found - high)), float(np.exp(found - low))),
        p=min(1.0, 2 * (min(above, below) + 1) / (FAKES + 1)),
        detectable=float(np.exp(high - np.quantile(fakes, 0.2))),
        exits=len(exits),
        dyads=int(moves.dyads[sorted({state for state, _ in exits})].sum()),
    )
