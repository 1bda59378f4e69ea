"""How often of late: rates a week of many series, each remembered for a longer or a shorter time.

A discounted gamma-Poisson filter (Harvey and Fernandes 1989; West and Harrison 1997, ch. 10) keeps a rate that forgets
by a constant factor a day. It is drawn towards the series' own long rate, and that towards the rate of all acts of the
dyad times the part that acts of the kind have in the pool.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]
# Chosen on two years; see docs/forecasting.md.
_FADING = np.array([0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98])  # what a count weighs after one more week
_PULLS = (1.0, 4.0)  # how many weeks the long rate is worth in a filter
_LONG = 0.99  # how the long rate fades
_DYAD = 0.3  # how the rate of all acts of the dyad fades
_LONG_PULL = 8.0  # how many weeks the dyad's and kind's rate is worth in the long one
MEMORIES = np.tile(1 / (1 - _FADING), len(_PULLS))  # of each filter, in weeks


def filtered(by_day: Doubles, read: NDArray[np.bool_], dyads: NDArray[np.intp], kinds: NDArray[np.intp]) -> Doubles:
    """The rate a week by each filter and series, before each week and after the last (weeks + 1, filters, series).

    `by_day` (series, weeks, 7), `read` (weeks, 7); `dyads` and `kinds` (series) are numbers.
    """
    series, weeks = by_day.shape[:2]
    out = np.empty((weeks + 1, len(MEMORIES), series))
    keep = _FADING[:, None]
    fade = keep ** ((6 - np.arange(7)) / 7)
    events, seen = np.zeros((len(_FADING), series)), np.zeros((len(_FADING), 1))
    long_events, long_seen = np.zeros(series), 0.0
    late_events, late_seen = np.zeros(series), 0.0
    for week in range(weeks + 1):
        of_dyad, late = _largest(long_events, dyads), _largest(late_events, dyads)
        everyone = (of_dyad.sum() + 1) / (len(of_dyad) * (long_seen + 1))
        share = (np.bincount(kinds, long_events) + 0.5) / (of_dyad.sum() + 5)
        expected = ((late + everyone) / (late_seen + 1))[dyads] * share[kinds]
        usual = (long_events + _LONG_PULL * expected) / (long_seen + _LONG_PULL)
        out[week] = np.concatenate([(events + pull * usual) / (seen + pull) for pull in _PULLS])
        if week < weeks:
            events = events * keep + fade @ by_day[:, week].T
            seen = seen * keep + (fade @ read[week] / 7)[:, None]
            whole, part = by_day[:, week].sum(axis=1), float(read[week].mean())
            long_events, long_seen = long_events * _LONG + whole, long_seen * _LONG + part
            late_events, late_seen = late_events * _DYAD + whole, late_seen * _DYAD + part
    return out


def _largest(events: Doubles, dyads: NDArray[np.intp]) -> Doubles:
    """A dyad's largest series stands for all of its acts."""
    found = np.zeros(dyads.max() + 1)
    np.maximum.at(found, dyads, events)
    return found
