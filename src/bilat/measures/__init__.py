"""Measures of a relation: coverage, series, levels. They work on plain counts and know nothing of the record."""

from bilat.measures import frames
from bilat.measures.changes import Change, corrected, joint_steps, pulses, steps
from bilat.measures.coverage import LEAST, TEXT, Coverage, Named, Side, coverage, days_read, own_share
from bilat.measures.exits import Moves, Turnover, turnover
from bilat.measures.levels import Level, latent_level
from bilat.measures.panel import Panel, panel
from bilat.measures.periods import STEPS, edges, label, next_period, period_of, periods
from bilat.measures.series import (
    Agreement,
    Binned,
    Estimate,
    Point,
    Series,
    Tally,
    agreement,
    binned,
    rank_correlation,
    series,
    with_levels,
)
from bilat.measures.shock import LEAST_DONORS, Design, Effect, donors_of, windows

__all__ = [
    "LEAST",
    "LEAST_DONORS",
    "STEPS",
    "TEXT",
    "Agreement",
    "Binned",
    "Change",
    "Coverage",
    "Design",
    "Effect",
    "Estimate",
    "Level",
    "Moves",
    "Named",
    "Panel",
    "Point",
    "Series",
    "Side",
    "Tally",
    "Turnover",
    "agreement",
    "binned",
    "corrected",
    "coverage",
    "days_read",
    "donors_of",
    "edges",
    "frames",
    "joint_steps",
    "label",
    "latent_level",
    "next_period",
    "own_share",
    "panel",
    "period_of",
    "periods",
    "pulses",
    "rank_correlation",
    "series",
    "steps",
    "turnover",
    "windows",
    "with_levels",
]
