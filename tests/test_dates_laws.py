"""Laws of dates: what must hold for every interval, anchor and text, and that reading takes linear time."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat.dates import Interval, find, interval, resolve, to_iso

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = [date(2000, 1, 3 + number).strftime("%A") for number in range(7)]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return draw(st.sampled_from([Interval(first, last), Interval(None, last), Interval(first, None)]))


VOCABULARY = """on in since until by before after between and from to the last this next past coming early mid late of
    May March 3 19 20th 2015 2,000 2015-16 Sunday Friday, week weeks year years days ago earlier later two a several
    July Dec. - – ' ’s at 10 p.m. night weekend spring winter end beginning first half 1990s today . month Q3 9/11
    people over more than two-year-old 19-20 Christmas Day 31 February 29 decade century same previous"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\u00a0", "\n\n"])
TEXTS = st.lists(WORDS, max_size=25).map(" ".join)


@given(intervals())
def test_an_interval_survives_being_written(span: Interval) -> None:
    assert interval(to_iso(span)) == span


@given(st.one_of(TEXTS, st.text()))
def test_offsets_are_exact_and_in_order(text: str) -> None:
    found = find(text)
    assert all(text[e.start : e.end] == e.words and e.start <= e.core < e.end for e in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(TEXTS, st.one_of(st.none(), intervals()), st.sampled_from(["past", "present", "future", None]))
def test_whatever_is_resolved_is_a_date(text: str, anchor: Interval | None, tense: str | None) -> None:
    for expression in find(text):
        iso = resolve(expression, anchor, tense)
        assert iso is None or interval(iso)


@given(TEXTS, DAYS)
def test_the_past_tense_never_resolves_after_the_anchor(text: str, day: date) -> None:
    anchor = Interval(day, day + timedelta(1))
    for expression in find(text):
        iso = resolve(expression, anchor, "past")
        low = interval(iso).low if iso else None
        assert expression.absolute or low is None or low <= day + timedelta(1)


@given(TEXTS)
def test_absolute_expressions_do_not_depend_on_the_anchor(text: str) -> None:
    for expression in find(text):
        if expression.absolute and expression.relation == "at":
            seen = {resolve(expression, Interval(day, day), "past") for day in (date(1999, 1, 1), date(2024, 5, 21))}
            assert "earlier" in expression.words or "later" in expression.words or len(seen) == 1


def one(words: str, day: date, tense: str) -> Interval:
    (expression,) = find(words)
    iso = resolve(expression, Interval(day, day), tense)
    assert iso
    return interval(iso)


@given(st.integers(0, 6), DAYS, st.sampled_from(["past", "future"]))
def test_a_weekday_is_that_weekday_less_than_a_week_away(number: int, day: date, tense: str) -> None:
    span = one(f"on {WEEKDAYS[number]}", day, tense)
    assert span.low == span.high and span.low and span.low.weekday() == number
    assert 0 <= (day - span.low).days * (1 if tense == "past" else -1) < 7


@given(st.integers(1, 12), DAYS)
def test_a_bare_month_is_that_month_within_a_year(number: int, day: date) -> None:
    back, ahead = one(f"in {MONTHS[number - 1]}", day, "past"), one(f"in {MONTHS[number - 1]}", day, "future")
    assert back.low and back.low.month == number and 0 <= (day - back.low).days < 366
    assert ahead.high and ahead.high.month == number and 0 <= (ahead.high - day).days < 397


@given(DAYS, st.sampled_from(["%d %B", "%B %d"]))
def test_a_bare_date_looks_back_to_its_own_day(day: date, form: str) -> None:
    anchor = day + timedelta(200)
    span = one(f"on {day.strftime(form)}", anchor, "past")
    assert span.low and (span.low.month, span.low.day) == (day.month, day.day) and span.low <= anchor


@given(DAYS, st.integers(0, 3000))
def test_days_ago_is_that_many_days(day: date, count: int) -> None:
    assert one(f"{count + 1} days ago", day, "past") == interval((day - timedelta(count + 1)).isoformat())


@given(
    DAYS, st.sampled_from(["early", "mid", "late"]), st.sampled_from(["2022", "May 2022", "this year", "last month"])
)
def test_a_part_lies_within_its_whole(day: date, part: str, whole: str) -> None:
    inner, outer = one(f"{part} {whole}", day, "present"), one(whole, day, "present")
    assert outer.low and outer.high and inner.low and inner.high
    assert outer.low <= inner.low <= inner.high <= outer.high and inner != outer


@pytest.mark.parametrize(
    "piece",
    ["on Sunday ", "May 19-20, ", "2015-", "between ", "from May to ", "the ", "\n ", "1,", "early ", "a week ", "May-",
     "12345", "of the end ", "earlier ", "two ", "xMay", "p.m. ", "- ", "twenty-", "12 and "],
)  # fmt: skip
def test_reading_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        text = "2015 " + piece * times
        runs = []
        for _ in range(3):
            begun = time.process_time()
            find(text)
            runs.append(time.process_time() - begun)
        return min(runs)

    small, large = seconds(1000), seconds(4000)
    assert large < 8 * small + 0.05, f"{small:.4f} s for 1,000 and {large:.4f} s for 4,000 of {piece!r}"


def test_a_sentence_without_a_time_is_passed_over_quickly() -> None:
    text = "The foreign ministers of both states signed a memorandum on trade, the ministry said after the talks ended."
    runs = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(200):
            find(text)
        runs.append((time.process_time() - begun) / 200)
    assert min(runs) < 300e-6, "five times slower than it should be"
