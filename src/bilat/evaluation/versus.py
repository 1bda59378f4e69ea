"""Two coders on one gold."""

from __future__ import annotations

from typing import Any

from bilat.evaluation.gold import GoldError
from bilat.evaluation.scoring import Evaluation
from bilat.evaluation.tallies import Tally, added

DRAWS = 2000
TAIL = 2.5  # per cent on each side: an interval of 95 %


def compare(one: Evaluation, than: Evaluation, seed: int = 0) -> dict[str, dict[str, Any]]:
    """How much higher the F1 of `one` is than that of `than`, a kind and part at a time.

    Each has both figures, their `difference`, and `low` and `high` of a paired bootstrap over documents: 2,000 times,
    as many documents as there are are drawn with replacement, the same for both (percentiles 2.5 and 97.5). One
    document has no interval. Raises `GoldError` where the two were not scored on the same documents.
    """
    import numpy as np

    if one.documents.keys() != than.documents.keys():
        raise GoldError("the two were scored on different documents: give both the same gold")
    names = list(one.documents)
    draws = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), DRAWS)
    compared = {}
    for figure in [name for name in next(iter(one.documents.values())) if name in one.scores or name in than.scores]:
        tallies = [[run.documents[name][figure] for name in names] for run in (one, than)]
        (f1, other) = (added(run).rates()[2] for run in tallies)
        drawn = [_f1(draws @ np.array(run, dtype=float)) for run in tallies]
        low, high = np.percentile(drawn[0] - drawn[1], [TAIL, 100 - TAIL])
        compared[figure] = {
            "f1": round(f1, 3),
            "than": round(other, 3),
            "difference": round(f1 - other, 3),
            "low": round(float(low), 3) if len(names) > 1 else None,
            "high": round(float(high), 3) if len(names) > 1 else None,
        }
    return compared


def _f1(counts: Any) -> Any:
    """F1 of rows of gold, found and hit; 0 where gold and found are empty."""
    import numpy as np

    gold, found, hit = (counts[:, Tally._fields.index(name)] for name in Tally._fields)
    return np.divide(2 * hit, gold + found, out=np.zeros_like(hit), where=gold + found > 0)
