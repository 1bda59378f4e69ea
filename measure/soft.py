"""A multinomial logistic regression whose targets are probabilities, each example with a weight of its own.

Scikit-learn's takes classes only. The loss is the cross-entropy with the targets plus |weights|^2 / (2 * strength),
as there, minimised by L-BFGS from zero; the same data gives the same weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize


@dataclass(frozen=True)
class Model:
    """Weights of sparse traits (traits, classes), of dense ones (widths, classes; none without), and the bias."""

    weights: Any
    dense: Any
    bias: Any

    def chances(self, sparse: Any, dense: Any) -> Any:
        """The probability of each class, (examples, classes)."""
        return _softmax(_scores(sparse, dense, self.weights, self.dense, self.bias))


def fitted(sparse: Any, dense: Any, targets: Any, weights: Any, strength: float, rounds: int = 120) -> Model:
    """The regression of `targets` (examples, classes) on `sparse` (examples, traits) and `dense` (examples, widths)."""
    traits, widths, classes = sparse.shape[1], dense.shape[1], targets.shape[1]
    turned = sparse.T.tocsr()
    weights = np.asarray(weights, np.float32)[:, None]

    def parts(theta: Any) -> tuple[Any, Any, Any]:
        table = theta[:-classes].reshape(traits + widths, classes)
        return table[:traits], table[traits:], theta[-classes:]

    def loss(theta: Any) -> tuple[float, Any]:
        own, seen, bias = parts(theta.astype(np.float32))
        chances = _softmax(_scores(sparse, dense, own, seen, bias))
        off = weights * (chances - targets)
        slope = np.empty(theta.shape, np.float64)
        table = slope[:-classes].reshape(traits + widths, classes)
        table[:traits] = turned @ off
        table[traits:] = dense.T @ off
        slope[:-classes] += theta[:-classes] / strength
        slope[-classes:] = off.sum(axis=0)
        entropy = -(weights * targets * np.log(chances + 1e-12)).sum(dtype=np.float64)
        return float(entropy + 0.5 * (theta[:-classes] ** 2).sum() / strength), slope

    start = np.zeros((traits + widths + 1) * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxfun": 2 * rounds})
    return Model(*(part.astype(np.float32) for part in parts(found.x)))


def _scores(sparse: Any, dense: Any, own: Any, seen: Any, bias: Any) -> Any:
    scores = sparse @ own + bias
    return scores + dense @ seen if dense.shape[1] else scores


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
