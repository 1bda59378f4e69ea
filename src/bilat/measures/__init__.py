"""Measures of a relation: coverage, series, levels. They work on plain counts and know nothing of the record."""

from bilat.measures.coverage import LEAST, TEXT, Coverage, Named, Side, coverage, days_read, own_share
from bilat.measures.levels import Level, latent_level
from bilat.measures.periods import STEPS, edges, label, next_period, period_of, periods
from bilat.measures.series import (
    Agreement,
    Estimate,
    Point,
    Series,
    Tally,
    agreement,
    rank_correlation,
    series,
    tally,
    with_levels,
)

__all__ = [
    "LEAST",
    "STEPS",
    "TEXT",
    "Agreement",
    "Coverage",
    "Estimate",
    "Level",
    "Named",
    "Point",
    "Series",
    "Side",
    "Tally",
    "agreement",
    "coverage",
    "days_read",
    "edges",
    "label",
    "latent_level",
    "next_period",
    "own_share",
    "period_of",
    "periods",
    "rank_correlation",
    "series",
    "tally",
    "with_levels",
]
