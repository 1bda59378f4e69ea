"""How right a coder is: its mentions against gold in the annotation guide's format.

Knows nothing of any coder: both sides are rows of the guide's JSON Lines, so that whoever writes such rows can be
scored, and two who do can be compared.
"""

from bilat.evaluation.errors import ErrorRate, error_rates
from bilat.evaluation.gold import GoldError, located, rows_of
from bilat.evaluation.groups import region_of
from bilat.evaluation.scoring import Evaluation, evaluate
from bilat.evaluation.tallies import reliability
from bilat.evaluation.versus import compare

__all__ = [
    "ErrorRate",
    "Evaluation",
    "GoldError",
    "compare",
    "error_rates",
    "evaluate",
    "located",
    "region_of",
    "reliability",
    "rows_of",
]
