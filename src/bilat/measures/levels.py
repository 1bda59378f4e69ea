"""The level behind a series of counts: a state-space model with its credible interval.

Counts are negative binomial around a level whose logarithm walks at random:

    count[t] ~ NegativeBinomial(mean = exposure[t] * exp(x[t]), size = r)
    x[t] = x[t - 1] + Normal(0, q)

The path is found by Newton's method on its posterior, which has one top, as both densities are log-concave; its
spread is the Laplace approximation there (Durbin and Koopman, Time Series Analysis by State Space Methods, 2012,
ch. 10; Rue, Martino and Chopin 2009 for the same with sparse precision matrices). `q` and `r` are those of the highest
approximate marginal likelihood, under weak priors that pull towards a level that stays and counts that are Poisson
(Simpson and others 2017). The interval takes `q` and `r` as known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float64]
_NORMAL_95 = 1.959964
_FIRST_SPREAD = 2.0  # standard deviation of the first level's logarithm around that of the mean rate
_WALK_RATE = 3.0  # P(standard deviation of a step > 1) = exp(-3) = 0.05
_SIZE_RATE = 3.0  # P(1 / sqrt(r) > 1) = 0.05
_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Level:
    """The level in each period (events a period at exposure 1) with the ends of its 95 % credible interval.

    `walk` is the standard deviation of a step of the log level, `dispersion` is 1 / r (0 is Poisson).
    """

    level: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    walk: float
    dispersion: float


def latent_level(counts: Sequence[float], exposure: Sequence[float]) -> Level:
    """The level behind `counts`, one a period; a period of exposure 0 was not observed.

    `exposure` is how much was read in a period relative to the average period. Needs scipy (`bilat[analysis]`).
    """
    from scipy.optimize import minimize

    y, e = np.asarray(counts, float), np.asarray(exposure, float)
    y = np.where(e > 0, y, 0.0)
    mean = float(np.log(max(y.sum(), 0.5) / e.sum()))

    last = np.full(len(y), mean)  # the next path is near the last one

    def loss(given: _Array) -> float:
        nonlocal last
        walk, spread = np.exp(given)
        last, _, evidence = _path(y, e, mean, walk**2, 1 / spread**2, last)
        # priors on the standard deviations, with the Jacobian of their logarithms
        return float(-(evidence - _WALK_RATE * walk - _SIZE_RATE * spread + given.sum()))

    found: Any = minimize(
        loss,
        np.log([0.2, 0.3]),
        method="Nelder-Mead",
        bounds=[(-7.0, 1.5), (-6.0, 1.5)],
        options={"xatol": 0.05, "fatol": 0.02, "maxiter": 120},
    )
    walk, spread = np.exp(found.x)
    path, precision, _ = _path(y, e, mean, walk**2, 1 / spread**2, last)
    sd = np.sqrt(_variances(precision))
    low, high = np.exp(path - _NORMAL_95 * sd), np.exp(path + _NORMAL_95 * sd)
    return Level(tuple(np.exp(path).tolist()), tuple(low.tolist()), tuple(high.tolist()), float(walk), float(spread**2))


def _path(y: _Array, e: _Array, mean: float, q: float, r: float, begin: _Array) -> tuple[_Array, _Array, float]:
    """The likeliest path of log levels, the Cholesky factor of its precision (banded), and the log evidence."""
    from scipy.linalg import cho_solve_banded, cholesky_banded
    from scipy.special import gammaln

    n = len(y)
    prior = np.full(n, 2 / q)
    prior[0] = 1 / q + 1 / _FIRST_SPREAD**2
    prior[-1] = 1 / q
    if n == 1:
        prior[0] = 1 / _FIRST_SPREAD**2
    off = -1 / q

    def pull(x: _Array) -> _Array:
        shifted = x - mean
        out = prior * shifted
        out[1:] += off * shifted[:-1]
        out[:-1] += off * shifted[1:]
        return np.asarray(out)

    def height(x: _Array) -> float:
        m = e * np.exp(x)
        likelihood = y * np.log(np.where(e > 0, m, 1.0)) - (y + r) * np.log(r + m) + r * np.log(r)
        return float(likelihood.sum() - 0.5 * ((x - mean) @ pull(x)))

    x = begin
    banded = np.zeros((2, n))
    banded[1, :-1] = off
    now = height(x)
    for _ in range(_MOST_STEPS):
        m = e * np.exp(x)
        slope = r * (y - m) / (r + m) - pull(x)
        banded[0] = prior + (y + r) * r * m / (r + m) ** 2
        step = cho_solve_banded((cholesky_banded(banded, lower=True), True), slope)
        size = min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        while (new := height(x + size * step)) < now - 1e-9 and size > 1e-6:
            size /= 2
        x, done, now = x + size * step, new - now < 1e-7, new
        if done:
            break
    m = e * np.exp(x)
    banded[0] = prior + (y + r) * r * m / (r + m) ** 2
    factor = cholesky_banded(banded, lower=True)
    constant = float((gammaln(y + r) - gammaln(r) - gammaln(y + 1)).sum())
    prior_log = -0.5 * ((n - 1) * np.log(q) + 2 * np.log(_FIRST_SPREAD))
    return x, factor, now + constant + float(prior_log - np.log(factor[0]).sum())


def _variances(factor: _Array) -> _Array:
    """The diagonal of the inverse of a tridiagonal matrix, from its banded Cholesky factor."""
    diagonal, below = factor[0], factor[1]
    out = np.empty_like(diagonal)
    out[-1] = 1 / diagonal[-1] ** 2
    for t in range(len(diagonal) - 2, -1, -1):
        out[t] = (1 + below[t] ** 2 * out[t + 1]) / diagonal[t] ** 2
    return np.asarray(out)
