"""What tells a lasting change of a weekly series from its ordinary ups and downs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bilat.measures.panel import Floats

HALF = 0.5  # added to counts before logarithms, so that empty weeks have one
_SPANS = (1, 2, 4, 8, 12)
_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
_PAST = 4  # weeks, from which on a past tells something
_PENALTY = 5.0
_ROUNDS = 8
_BLOCK = 96  # cases
_ROUNDS_OF_TREES = 120
_TREES = {
    "objective": "binary", "learning_rate": 0.08, "num_leaves": 8, "min_data_in_leaf": 300, "feature_fraction": 0.4,
    "max_bin": 63, "lambda_l2": 5, "verbose": -1, "num_threads": 1, "seed": 0, "deterministic": True,
}  # fmt: skip
_ROUNDS_OF_MOVES = 60
_MOVES = {
    "objective": "l2", "learning_rate": 0.07, "num_leaves": 8, "min_data_in_leaf": 80, "feature_fraction": 0.5,
    "max_bin": 63, "lambda_l2": 5, "verbose": -1, "num_threads": 1, "seed": 0, "deterministic": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weekly counts around a day: `pre` and `post` (cases, weeks), the week next to the day first.

    `beside` is what else is known of each case, (traits, cases): how the two sides fared with all others, how busy
    they are with them, and how the dyad went before the weeks compared.
    """

    pre: Floats
    post: Floats
    beside: Floats


def log(counts: Floats) -> Floats:
    return np.log(counts + HALF)


def spread(pre: Floats) -> Floats:
    """How far a series moves from week to week, in logs: (cases,)."""
    return np.asarray(np.abs(np.diff(log(pre), axis=1)).mean(1) + 0.1)


def fared(pre: Floats, sides: Sequence[tuple[Floats, Floats]]) -> Floats:
    """How the two sides fared with all others, and how busy they are with these, (6, cases).

    `sides` are the weekly counts of each with all others, before and after.
    """
    ratios = [log(high.mean(1)) - log(low.mean(1)) for low, high in sides]
    first, second = (log(low.mean(1)) for low, _ in sides)
    less, more, own = np.minimum(first, second), np.maximum(first, second), log(pre.mean(1))
    return np.stack([*ratios, less, more, own - less, own - more])


def history(pre: Floats, earlier: Sequence[Floats]) -> Floats:
    """How each dyad went in all whole weeks before those compared, (7, cases), zeros where there are fewer than four.

    A dyad that has jumped before may jump again: what looks like a change is held against its own past.
    """
    low = log(pre.mean(1))
    number = np.array([len(weeks) for weeks in earlier], dtype=float)
    rate = np.array([weeks.mean() if len(weeks) else 0.0 for weeks in earlier])
    drawn = np.log((rate * number + 4 * np.exp(low)) / (number + 4) + HALF) - low
    found = np.zeros((5, len(low)))
    for at, weeks in enumerate(earlier):
        if len(weeks) >= _PAST:
            each = log(weeks)
            moves = np.abs(np.diff(each)).mean()
            found[:, at] = (
                np.log(rate[at] + HALF) - low[at], each.mean() - low[at], each.std(), each.max() - low[at], moves,
            )  # fmt: skip
    return np.stack([drawn, number, *found])


def features(weeks: Weeks) -> Floats:
    """The evidence on each case, (cases, features).

    Contrasts of means over several spans, of quantiles and of ranks; how bursty either side is, since a pulse raises
    the mean of a few weeks and a lasting change that of all; how both sides fared with everybody else; how the dyad
    went before; and the main contrasts over the series' own spread.
    """
    pre, post = weeks.pre, weeks.post
    low, high = log(pre.mean(1)), log(post.mean(1))
    moves = spread(pre)
    found = [low, high, high - low, moves, *weeks.beside]
    found += [log(pre[:, :k].mean(1)) - low for k in _SPANS if k < pre.shape[1]]
    for k in _SPANS:
        if k < post.shape[1]:
            near = log(post[:, :k].mean(1))
            found += [near - high, near - low]
    found += _shapes(pre, post, low, high)
    quantiles = [log(np.quantile(side, _QUANTILES, axis=1)) for side in (pre, post)]
    found += [*(quantiles[1] - quantiles[0]), *(quantiles[1] - quantiles[0][::-1])]
    medians = quantiles[1][2] - quantiles[0][2]
    means = log(post).mean(1) - log(pre).mean(1)
    found += [medians, means, (high - low) / moves, medians / moves, means / moves]
    return np.stack(found, axis=1)


def known_before(weeks: Weeks) -> Floats:
    """What is known of each case before its day, (cases, traits): what the weeks after are to be expected from."""
    pre = weeks.pre
    low = log(pre.mean(1))
    half = pre.shape[1] // 2
    found = [low, spread(pre), *weeks.beside]
    found += [log(pre[:, :k].mean(1)) - low for k in _SPANS if k < pre.shape[1]]
    found += list(log(np.quantile(pre, _QUANTILES, axis=1)) - low)
    found += [log(pre).std(1), log(pre.max(1)) - low, log(pre.var(1)) - low]
    found.append(log(pre[:, :half].mean(1)) - log(pre[:, half:].mean(1)))
    return np.stack(found, axis=1)


def moved(weeks: Weeks) -> Floats:
    """How far the weeks after lie above those before, (cases, 2): by their mean, and by that of their square roots.

    A pulse of one week moves the second less than the first.
    """
    low = log(weeks.pre.mean(1))
    return np.stack([log(weeks.post.mean(1)) - low, log(np.sqrt(weeks.post).mean(1) ** 2) - low], axis=1)


def surprise(weeks: Weeks, expected: Floats) -> Floats:
    """How far the weeks after moved from what was expected of them, (cases, 5), also over the series' own spread."""
    off = moved(weeks) - expected
    return np.concatenate([off, off / spread(weeks.pre)[:, None], expected[:, :1]], axis=1)


def expecting(known: Floats, move: Floats) -> Expecting:
    """What moves are to be expected from what is known before, learnt from cases. Needs lightgbm."""
    import lightgbm

    return Expecting(
        tuple(lightgbm.train(_MOVES, lightgbm.Dataset(known, one), _ROUNDS_OF_MOVES) for one in move.transpose())
    )


@dataclass(frozen=True, slots=True)
class Expecting:
    """Boosted trees for each way of telling how far a series moved."""

    trees: tuple[Any, ...]

    def __call__(self, known: Floats) -> Floats:
        """(cases, traits) to (cases, 2)."""
        return np.stack([one.predict(known) for one in self.trees], axis=1)


def _shapes(pre: Floats, post: Floats, low: Floats, high: Floats) -> list[Floats]:
    above = (post[:, :, None] > pre[:, None, :]).mean((1, 2))
    level = (post[:, :, None] == pre[:, None, :]).mean((1, 2))
    found = [above + level / 2]
    for side, centre in ((pre, low), (post, high)):
        half = side.shape[1] // 2
        found += [
            log(side).std(1),
            log(side.max(1)) - centre,
            log(side[:, :half].mean(1)) - log(side[:, half:].mean(1)),
            log(side.var(1)) - centre,
        ]
    return found


@dataclass(frozen=True, slots=True)
class Scorer:
    """The log odds that a case was changed rather than left alone: a penalised logistic regression's, plus trees'."""

    centre: Floats
    scale: Floats
    weights: Floats
    trees: Any

    def score(self, cases: Floats) -> Floats:
        """(cases, features) to (cases,)."""
        line = self.weights[0] + ((cases - self.centre) / self.scale) @ self.weights[1:]
        return np.asarray(line + self.trees.predict(cases, raw_score=True))


def fit(unchanged: Floats, changed: Floats) -> Scorer:
    """The scorer that tells the two sets of cases apart, a ridge-penalised logistic line and boosted trees.

    The unchanged are weighted so that both sets weigh the same. Needs lightgbm (`bilat[analysis]`).
    """
    import lightgbm

    cases = np.concatenate([unchanged, changed])
    truth = np.concatenate([np.zeros(len(unchanged)), np.ones(len(changed))])
    weight = np.where(truth == 1, 1.0, len(changed) / len(unchanged))
    centre, scale = cases.mean(0), cases.std(0) + 1e-9
    inputs = np.concatenate([np.ones((len(cases), 1)), (cases - centre) / scale], axis=1)
    weights = np.zeros(inputs.shape[1])
    penalty = _PENALTY * np.eye(len(weights))
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ weights, -30, 30)))
        curvature = _products(inputs, weight * chance * (1 - chance)) + penalty
        slope = inputs.T @ (weight * (truth - chance)) - _PENALTY * weights
        weights = weights + np.linalg.solve(curvature, slope)
    trees = lightgbm.train(_TREES, lightgbm.Dataset(cases, truth, weight=weight), _ROUNDS_OF_TREES)
    return Scorer(centre, scale, weights, trees)


def _products(inputs: Floats, weight: Floats) -> Floats:
    """The weighted sums of products of inputs, (inputs, inputs).

    In blocks too small for the linear algebra library to put threads on: on a busy machine these wait for each other
    many times as long as one takes for the work.
    """
    short = -len(inputs) % _BLOCK
    whole = np.pad(inputs, ((0, short), (0, 0))).reshape(-1, _BLOCK, inputs.shape[1])
    weighted = whole * np.pad(weight, (0, short)).reshape(-1, _BLOCK, 1)
    return np.asarray((weighted.transpose(0, 2, 1) @ whole).sum(0))


def multiplied(counts: Floats, multiple: float, chance: np.random.Generator) -> Floats:
    """Counts as they might be, were the rate so many times as high: Poisson above 1, thinned below.

    Random, because a plain product leaves traces (no odd counts) that no real change would.
    """
    if multiple >= 1:
        return chance.poisson(counts * multiple).astype(float)
    return chance.binomial(counts.astype(int), multiple).astype(float)
