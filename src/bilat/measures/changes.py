"""Steps and pulses of one dyad's daily counts: two kinds of change.

A step is a level that holds for weeks; it is found on weekly counts, then placed on its day. A pulse is a day or two
of much business, such as a visit, in a level that stays. A detector of one does not see the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from bilat.measures.panel import Floats

LEAST_RATE = 1.0  # events a week
LEAST_WEEKS = 12
_CLASS_RATE = 3.0  # events a week of a class that is looked at by itself, as much as a dyad needs to be covered
PENALTY = 2.5  # times the logarithm of the number of weeks, in units of the noise's variance
SHORTEST = 2  # weeks of a level
_RISE = 0.8  # the least rise or fall of a step in logarithms of weekly counts, beside its significance
DIFFERENT = 3.8  # the least t of twelve weeks against twelve; chosen by false alarms on shuffled weeks
_SIDES = 12  # weeks
_ENDS = 21  # days at either end that are too few to tell
_NEAR = 14  # days within which both detectors see the same step
_LEAST_CHANGE = 0.7  # in logarithms of weekly counts, of twelve weeks against twelve
_AROUND = 28  # days on either side of which a day's expected count is made
_APART = 3  # days between two pulses
_LEAST_PULSE = 5.0
_ODDS = 0.2  # false pulses to be expected in a year of nothing but noise


@dataclass(frozen=True, slots=True)
class Change:
    """A step or a pulse.

    `date` is the first day of a step's new level, or a pulse's highest day. `size` is how many times as many events as
    before (a step) or as expected (a pulse), `interval` its 95 % interval. `until` is the last day of the level or
    of the pulse. `before` and `after` are events a week for a step; expected and found events of the day for a pulse.
    `of` is the class of events that changed, empty where it is all of them together.
    """

    date: dt.date
    until: dt.date
    size: float
    interval: tuple[float, float]
    before: float
    after: float
    of: str = ""


def corrected(counts: Floats, volume: Floats) -> Floats:
    """Counts as they would be had the same number of events been read every week, (days,) of both.

    `volume` is all that was read each day. Weeks are corrected, not days: fewer events on a Sunday are no fault of the
    reading.
    """
    width = 7
    smooth = np.convolve(volume, np.ones(width), "same") / np.convolve(np.ones(len(volume)), np.ones(width), "same")
    typical = float(np.median(smooth))
    return np.asarray(counts * typical / np.maximum(smooth, typical / 10)) if typical else counts


def joint_steps(counts: Floats, classes: Mapping[str, Floats], volume: Floats, first: dt.date) -> list[Change]:
    """The steps of a dyad's daily counts (days,), and those that only a class of its events shows, in order of time.

    Conflict may rise while all events together, of which talk is most, do not. A class is looked at where it has three
    events a week, with the bar raised by the number of series looked at (Bonferroni), so that many looks bring hardly
    more false steps than one. What all events show within two weeks is one step, theirs. `volume` is all that was read
    each day, see `corrected`.
    """
    found = steps(corrected(counts, volume), first)
    for name, some in classes.items():
        if some.mean() * 7 >= _CLASS_RATE:
            own = steps(corrected(some, volume), first, 1 + len(classes))
            found += [
                replace(one, of=name)
                for one in own
                if all(abs((one.date - other.date).days) >= _NEAR for other in found)
            ]
    return sorted(found, key=lambda one: one.date)


def steps(counts: Floats, first: dt.date, looks: int = 1) -> list[Change]:
    """The steps of daily counts (days,) that begin on `first`; none where there are fewer than twelve weeks.

    Two detectors that miss different steps. Least squares over all ways to cut the weeks into levels (optimal
    partitioning, Jackson et al. 2005) on log(1 + n), in units of a robust spread (MAD of week-to-week moves), with a
    penalty of 2.5 ln(weeks) a cut: it sees levels of two weeks and more. And each day's twelve weeks before against the
    twelve weeks after (a moving sum test with a shrunken variance, Tusher et al. 2001; Eichinger and Kirch 2018): it
    sees levels that last in series whose weeks are uneven.

    `looks` is how many series of a dyad are looked at: each has its bar raised by their logarithm, in the units of a
    log likelihood.
    """
    number = len(counts) // 7
    if number < LEAST_WEEKS:
        return []
    raised = 2 * float(np.log(looks))
    weeks = counts[: 7 * number].reshape(number, 7).sum(1)
    logs = np.log1p(weeks)
    cuts = partition(logs / _noise(logs, weeks), PENALTY * float(np.log(number)) + raised, SHORTEST)
    edges = [0, *cuts, number]
    days: list[int] = []
    for left, cut, right in zip(edges, edges[1:], edges[2:], strict=False):
        if abs(logs[left:cut].mean() - logs[cut:right].mean()) >= _RISE / 2:
            begun = max([7 * left, *days])  # a cut may be placed later than it was, but never beyond the next one
            days.append(_placed(counts, begun, 7 * cut, 7 * right, 13))
    usual = float(np.var(np.diff(logs)) / 2 + 0.05)
    scanned = _scanned(counts[: 7 * number], usual, (DIFFERENT**2 + raised) ** 0.5)
    # the partition sees short levels, and places them better; where both see a step, it is one
    days = sorted([*days, *(one for one in scanned if all(abs(one - day) >= _NEAR for day in days))])
    found = []
    for left, day, right in zip([0, *days], days, [*days[1:], 7 * number], strict=False):
        until = first + dt.timedelta(days=right - 1)
        found.append(_step(counts[left:day], counts[day:right], first + dt.timedelta(days=day), until))
    return found


def _scanned(counts: Floats, usual: float, least: float) -> list[int]:
    """The day of a level whose twelve weeks before and after differ most, and those of the parts on either side.

    `usual` is the variance of weeks about their level, in logarithms; `least` the least t of a difference.
    """
    days = np.arange(_ENDS, len(counts) - _ENDS + 1)
    if not len(days):
        return []
    edges = days[:, None] + 7 * np.arange(-_SIDES, _SIDES + 1)
    whole = (edges[:, :-1] >= 0) & (edges[:, 1:] <= len(counts))
    weeks = np.log1p(np.diff(np.r_[0.0, counts.cumsum()][edges.clip(0, len(counts))], axis=1))
    numbers, means, squares = [], [], []
    for side in (slice(0, _SIDES), slice(_SIDES, 2 * _SIDES)):
        there, given = whole[:, side], weeks[:, side]
        numbers.append(there.sum(1))
        means.append((given * there).sum(1) / numbers[-1])
        squares.append((there * (given - means[-1][:, None]) ** 2).sum(1))
    variance = (squares[0] + squares[1] + 4 * usual) / (numbers[0] + numbers[1] + 4)
    change = abs(means[1] - means[0])
    score = change / np.sqrt(variance * (1 / numbers[0] + 1 / numbers[1])) * (change >= _LEAST_CHANGE)
    if score.max() < least:
        return []
    best = int(days[score.argmax()])
    day = _placed(counts, 0, best, len(counts), 7)
    below, above = _scanned(counts[:day], usual, least), _scanned(counts[day:], usual, least)
    return [*below, day, *(day + one for one in above)]


def _noise(logs: Floats, weeks: Floats) -> float:
    """The spread of weeks about their level: robust, and never less than that of rare independent events."""
    moves = 1.4826 * float(np.median(np.abs(np.diff(logs) - np.median(np.diff(logs))))) / 2**0.5
    return max(moves, min(0.5, float(1 / np.sqrt(1 + np.quantile(weeks, 0.25)))), 0.2)


def partition(values: Floats, penalty: float, shortest: int) -> list[int]:
    """Where to cut values into levels: the cuts of least squared error plus `penalty` for each."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    squares = np.concatenate([[0.0], np.cumsum(values**2)])
    best = np.full(len(values) + 1, np.inf)
    best[0] = -penalty
    came = np.zeros(len(values) + 1, dtype=int)
    for end in range(shortest, len(values) + 1):
        starts = np.arange(0, end - shortest + 1)
        total = sums[end] - sums[starts]
        cost = best[starts] + squares[end] - squares[starts] - total**2 / (end - starts) + penalty
        came[end] = starts[np.argmin(cost)]
        best[end] = cost.min()
    cuts = []
    end = len(values)
    while end := int(came[end]):
        cuts.append(end)
    return cuts[::-1]


def _placed(counts: Floats, left: int, cut: int, right: int, most: int) -> int:
    """The day near a cut, at most so many days off, that parts the four weeks on either side best."""
    near = np.log1p(counts[max(left, cut - 28) : min(right, cut + 28)])
    start = max(left, cut - 28)
    candidates = [d for d in range(cut - most, cut + most + 1) if left + 7 <= d <= right - 7]
    gain = [
        abs(near[: d - start].mean() - near[d - start :].mean()) * _balance(d - start, len(near)) for d in candidates
    ]
    return candidates[int(np.argmax(gain))]


def _balance(k: int, number: int) -> float:
    return float(np.sqrt(k * (number - k) / number))


def _step(before: Floats, after: Floats, day: dt.date, until: dt.date) -> Change:
    low, high = before.mean() * 7, after.mean() * 7
    dispersion = max(1.0, *(_dispersion(part) for part in (before, after)))
    centre = float(np.log((high + 0.5) / (low + 0.5)))
    wide = 1.96 * float(np.sqrt(dispersion * (1 / (before.sum() + 0.5) + 1 / (after.sum() + 0.5))))
    interval = (float(np.exp(centre - wide)), float(np.exp(centre + wide)))
    return Change(day, until, float(np.exp(centre)), interval, float(low), float(high))


def _dispersion(days: Floats) -> float:
    """Variance over mean of whole weeks."""
    weeks = days[: len(days) // 7 * 7].reshape(-1, 7).sum(1)
    return float(weeks.var(ddof=1) / weeks.mean()) if len(weeks) > 1 and weeks.sum() else 1.0


def pulses(counts: Floats, volume: Floats, first: dt.date) -> list[Change]:
    """The pulses of daily counts (days,) that begin on `first`, given all that was read each day.

    A day is a pulse where its count is the highest within three days, and too high for a negative binomial count of
    the rate of the four weeks on either side, at the dispersion of the whole series, with the day's share of what was
    read.
    """
    if len(counts) < 7 * LEAST_WEEKS:
        return []
    share = np.maximum(volume, 1.0) / max(1.0, float(volume.mean()))
    expected = _expected(counts, share)
    size = _shape(counts, expected)
    limit = _ODDS / 365
    found = []
    for day in np.flatnonzero(counts >= _LEAST_PULSE):
        around = counts[max(0, day - _APART) : day + _APART + 1]
        if counts[day] < around.max() or counts[day] in counts[max(0, day - _APART) : day]:
            continue
        if tail(float(counts[day]), float(expected[day]), size) < limit:
            found.append(_pulse(counts, expected, int(day), first))
    return found


def _expected(counts: Floats, share: Floats) -> Floats:
    """What is to be expected of each day: the trimmed rate of the days around it, times its share of the volume."""
    rates = counts / share
    out = np.empty(len(counts))
    for day in range(len(counts)):
        near = np.r_[max(0, day - _AROUND) : max(0, day - _APART), day + _APART + 1 : day + _AROUND + 1]
        around = rates[near[near < len(counts)]]
        out[day] = np.minimum(around, np.quantile(around, 0.9)).mean() * share[day]
    return np.asarray(np.maximum(out, 0.1))


def _shape(counts: Floats, expected: Floats) -> float:
    """The size parameter of the negative binomial by moments, without the highest three in a hundred days."""
    calm = counts <= np.quantile(counts, 0.97)
    excess = float(((counts - expected)[calm] ** 2 - expected[calm]).sum())
    return float(np.clip((expected[calm] ** 2).sum() / max(excess, 1e-9), 0.1, 100.0))


def tail(count: float, mean: float, size: float) -> float:
    """The chance of a negative binomial count of at least `count`: variance mean + mean^2 / size."""
    below = np.arange(int(np.ceil(count)))
    odds = np.log(size / (size + mean)) * size
    ratios = np.log((size + below[:-1]) / (below[:-1] + 1) * (mean / (size + mean)))
    chances = np.exp(odds + np.concatenate([[0.0], np.cumsum(ratios)]))
    return float(max(0.0, 1.0 - chances.sum()))


def _pulse(counts: Floats, expected: Floats, day: int, first: dt.date) -> Change:
    found, mean = float(counts[day]), float(expected[day])
    last = day
    while last + 1 < len(counts) and counts[last + 1] > max(2 * expected[last + 1], found / 3):
        last += 1
    # the square root of a Poisson count has variance 1/4
    low, high = ((max(0.0, found**0.5 + sign * 0.98) ** 2) / mean for sign in (-1, 1))
    return Change(
        first + dt.timedelta(days=day), first + dt.timedelta(days=last), found / mean, (low, high), mean, found
    )
