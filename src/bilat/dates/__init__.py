"""Time expressions of English news: where they stand in a text and which days they are."""

from bilat.dates.finding import Expression, find, header_dates, resolve
from bilat.dates.interval import DateError, Interval, interval, to_iso

__all__ = ["DateError", "Expression", "Interval", "find", "header_dates", "interval", "resolve", "to_iso"]
