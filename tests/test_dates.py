"""What time expressions of English news mean: written intervals, and expressions by example."""

from __future__ import annotations

import pytest

from bilat.dates import DateError, Interval, find, header_dates, interval, resolve, to_iso

TUESDAY = interval("2024-05-21")


def read(text: str, tense: str | None = "past", anchor: Interval | None = TUESDAY) -> list[tuple[str, str | None]]:
    return [(e.words, resolve(e, anchor, tense)) for e in find(text)]


def only(text: str, tense: str | None = "past", anchor: Interval | None = TUESDAY) -> str | None:
    found = read(text, tense, anchor)
    assert len(found) == 1, found
    return found[0][1]


@pytest.mark.parametrize(
    ("iso", "low", "high"),
    [
        ("2024-05-19", "2024-05-19", "2024-05-19"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2015/2024", "2015-01-01", "2024-12-31"),
        ("2015/..", "2015-01-01", "None"),
        ("../2015", "None", "2015-12-31"),
        ("2024-05-19/2024-05-20", "2024-05-19", "2024-05-20"),
    ],
)
def test_an_iso_date_is_the_days_it_names(iso: str, low: str, high: str) -> None:
    assert (str(interval(iso).low), str(interval(iso).high)) == (low, high)
    assert to_iso(interval(iso)) == iso


@pytest.mark.parametrize(
    "wrong", ["", "..", "../..", "2024-13", "2024-02-30", "24", "May 2024", "2024/2015", "0000", "2024-00", "2024-1-1"]
)
def test_what_is_no_date_is_refused_with_a_message(wrong: str) -> None:
    with pytest.raises(DateError, match=r"is not a date|open at both|is later than"):
        interval(wrong)


def test_a_range_is_written_at_the_coarsest_precision_that_loses_nothing() -> None:
    assert to_iso(interval("2022-09-01/2022-12-31")) == "2022-09/2022-12"
    assert to_iso(interval("2024-01-01/2024-12-31")) == "2024"
    assert to_iso(interval("2024-01-01/2024-05-20")) == "2024-01-01/2024-05-20"
    assert to_iso(interval("2015-01-01/..")) == "2015/.."


# Nineteen expressions that date libraries were measured on: a text of Tuesday 21 May 2024, past tense.
TABLE = [
    ("On Sunday at 10 p.m.", "2024-05-19"),
    ("on Sunday", "2024-05-19"),
    ("Last July", "2023-07"),
    ("early this year", "2024-01/2024-04"),
    ("In February", "2024-02"),
    ("in late March", "2024-03-21/2024-03-31"),
    ("last week", "2024-05-13/2024-05-19"),
    ("October 11, 2024", "2024-10-11"),
    ("less than three weeks after", None),
    ("since 2015", "2015/.."),
    ("May 19", "2024-05-19"),
    ("In December", "2023-12"),
    ("On October 26", "2023-10-26"),
    ("On July 6", "2023-07-06"),
    ("late 2022", "2022-09/2022-12"),
    ("Days earlier", None),
    ("two days ago", "2024-05-19"),
    ("yesterday", "2024-05-20"),
    ("over the past decade", "2014/2024"),
]


@pytest.mark.parametrize(("words", "iso"), TABLE)
def test_the_nineteen_measured_expressions_are_right(words: str, iso: str | None) -> None:
    assert read(f"{words}, the envoys of both states spoke.") == [(words, iso)]


PAST = [
    ("over the two previous years", "2022/2024"),
    ("for the past five years", "2019/2024"),
    ("in the last three months", "2024-02/2024-05"),
    ("in the past 24 hours", "2024-05-20/2024-05-21"),
    ("in the last year", "2023-05/2024-05"),
    ("last year", "2023"),
    ("this month", "2024-05"),
    ("last quarter", "2024-01/2024-03"),
    ("last Tuesday", "2024-05-14"),
    ("last Sunday", "2024-05-19"),
    ("on Tuesday", "2024-05-21"),
    ("last weekend", "2024-05-18/2024-05-19"),
    ("over the weekend", "2024-05-18/2024-05-19"),
    ("last summer", "2023-06/2023-08"),
    ("last winter", "2023-12/2024-02"),
    ("last spring", "2023-03/2023-05"),
    ("the summer of 2022", "2022-06/2022-08"),
    ("this past July", "2023-07"),
    ("in May last year", "2023-05"),
    ("early March 2023", "2023-03-01/2023-03-10"),
    ("mid-2022", "2022-05/2022-08"),
    ("mid-to-late 2022", "2022-05/2022-12"),
    ("the late 1990s", "1996/1999"),
    ("in the 1990s", "1990/1999"),
    ("the 21st century", "2001/2100"),
    ("at the end of last year", "2023-11/2023-12"),
    ("the first half of 2024", "2024-01/2024-06"),
    ("the first nine months of 2023", "2023-01/2023-09"),
    ("the second week of April", "2024-04-08/2024-04-14"),
    ("Q3 2023", "2023-07/2023-09"),
    ("earlier this week", "2024-05-20/2024-05-21"),
    ("earlier this month", "2024-05-01/2024-05-21"),
    ("earlier in the day", None),
    ("the following day", None),
    ("the same year", None),
    ("a year earlier", None),
    ("in recent weeks", None),
    ("a few days ago", None),
    ("that August", None),
    ("that August 5, 2021", "2021-08-05"),
    ("nearly two years ago", "2022"),
    ("18 months ago", "2022-11"),
    ("twenty-five years ago", "1999"),
    ("over a decade ago", "../2014"),
    ("about two weeks ago", "2024-05-04/2024-05-10"),
    ("less than two weeks ago", "2024-05-07/2024-05-21"),
    ("5,000 years ago", None),
    ("two days after May 17, 2024", "2024-05-19"),
    ("this morning", "2024-05-21"),
    ("last night", "2024-05-20"),
    ("overnight", "2024-05-20/2024-05-21"),
    ("the day before yesterday", "2024-05-19"),
    ("the 3rd of March", "2024-03-03"),
    ("19–20 May", "2024-05-19/2024-05-20"),
    ("May 19-20", "2024-05-19/2024-05-20"),
    ("May 19 and 20, 2023", "2023-05-19/2023-05-20"),
    ("May 30-June 2, 2022", "2022-05-30/2022-06-02"),
    ("17-Jan-2025", "2025-01-17"),
    ("19.05.2024", "2024-05-19"),
    ("05/06/2024", None),
    ("25/12/2023", "2023-12-25"),
    ("Sunday, May 19, 2024", "2024-05-19"),
    ("Tuesday (May 21)", "2024-05-21"),
    ("between 2015 and 2020", "2015/2020"),
    ("from May to July 2022", "2022-05/2022-07"),
    ("from December to February", "2023-12/2024-02"),
    ("between Friday and Sunday", "2024-05-17/2024-05-19"),
    ("December 2022 to February 2023", "2022-12/2023-02"),
    ("from 2015 onwards", "2015/.."),
    ("since December", "2023-12/.."),
    ("since the beginning of the year", "2024/.."),
    ("before May 19", "../2024-05-18"),
    ("after May 19", "2024-05-20/.."),
    ("until 2020", "../2020"),
    ("2015-16", "2015/2016"),
    ("on New Year’s Eve", "2023-12-31"),
    ("February 29", "2024-02-29"),
    ("at noon on Friday", "2024-05-17"),
    ("in the early hours of Monday", "2024-05-20"),
    ("On the evening of May 19", "2024-05-19"),
]


@pytest.mark.parametrize(("words", "iso"), PAST)
def test_an_expression_in_the_past_tense(words: str, iso: str | None) -> None:
    assert only(f"It happened, he said: {words}.") == iso


FUTURE = [
    ("in December", "2024-12"),
    ("on Sunday", "2024-05-26"),
    ("next Sunday", "2024-05-26"),
    ("next Tuesday", "2024-05-28"),
    ("this coming Friday", "2024-05-24"),
    ("next month", "2024-06"),
    ("next July", "2024-07"),
    ("in two weeks", "2024-06-04"),
    ("in five years’ time", "2029"),
    ("within 10 days", "2024-05-21/2024-05-31"),
    ("in the next three years", "2024/2027"),
    ("later this year", "2024-05-21/2024-12-31"),
    ("by the end of the year", "2024-05-21/2024-12-31"),
    ("until July 2025", "2024-05-21/2025-07-31"),
    ("before the end of the year", "2024-05-21/2024-12-31"),
    ("before next spring", "2024-05-21/2025-02-28"),
    ("by late June", "2024-05-21/2024-06-30"),
    ("from January 1", "2025-01-01"),
    ("on May 19", "2025-05-19"),
    ("this weekend", "2024-05-25/2024-05-26"),
    ("tomorrow", "2024-05-22"),
]


@pytest.mark.parametrize(("words", "iso"), FUTURE)
def test_an_expression_in_the_future_tense(words: str, iso: str) -> None:
    assert only(f"They will meet {words}.", "future") == iso


@pytest.mark.parametrize(
    ("words", "iso"),
    [("In December", "2023-12"), ("on Sunday", "2024-05-19"), ("On July 6", "2023-07-06"), ("by December", "../2024")],
)
def test_without_a_tense_bare_names_look_back_and_deadlines_look_ahead(words: str, iso: str) -> None:
    assert only(words, None) == iso


@pytest.mark.parametrize(
    "words", ["next week", "tomorrow", "in two weeks", "in the next year", "by the end of the year"]
)
def test_the_past_tense_never_takes_a_time_to_come(words: str) -> None:
    assert only(words, "past") is None


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,000 troops and 5,000 people defied Resolution 2231.",
        "An F-16, a Su-35 and a MiG-2000 flew over.",
        "The blast killed 2014 people.",
        "It cost $2000, or about 1900 euros; over 2000 came.",
        "A 15-year-old and a three-day visit, for the first time in five years.",
        "At 2000 GMT it stopped; Vision 2030 was praised.",
        "Black Friday, the Sunday Times, Russia Today and Theresa May.",
        "They may march to the coast; the March on Rome; today's world.",
        "After the fall of Kabul the envoy asked for more time.",
        "A show like Saturday Night Live, seen on the Mail on Sunday site.",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_a_count_after_a_month_is_no_day_unless_on_stands_before() -> None:
    assert read("In October 12 civilians died.") == [("In October", "2023-10")]
    assert read("On October 12 civilians died.") == [("On October 12", "2023-10-12")]


def test_a_year_reads_as_one_beside_a_name_or_after_in() -> None:
    assert read("The 2017 elections, a 2021 agreement.") == [("2017", "2017"), ("2021", "2021")]
    assert read("In 2014 people took to the streets.") == [("In 2014", "2014")]


def test_may_and_march_are_months_only_where_something_says_so() -> None:
    assert [w for w, _ in read("May said in May that a March meeting may come; March 3 was free.")] == [
        "in May",
        "March",
        "March 3",
    ]


def test_no_break_spaces_count_as_spaces() -> None:
    assert only("on\u00a0May\u00a019,\u00a02023") == "2023-05-19"
    assert only("on 19\u202fMay\u00a02023") == "2023-05-19"


def test_the_relation_tells_how_the_time_stands() -> None:
    texts = ["in 2015", "since 2015", "until 2015", "before 2015", "after 2015", "between 2013 and 2015", "post-2015"]
    assert [find(t)[0].relation for t in texts] == ["at", "since", "until", "before", "after", "between", "after"]


def test_a_day_that_only_says_which_event_carries_no_relation() -> None:
    expression = find("after Monday’s vote")[0]
    assert (expression.words, expression.relation) == ("Monday", "at")
    assert [(e.words, e.relation) for e in find("since the 2015 deal")] == [("2015", "at")]


def test_without_an_anchor_only_absolute_times_resolve() -> None:
    assert only("on 19 May 2024", anchor=None) == "2024-05-19"
    assert only("in late 2022", anchor=None) == "2022-09/2022-12"
    for words in ("on Sunday", "in December", "two days ago", "last year", "early this year", "yesterday"):
        assert only(words, anchor=None) is None
        assert not find(words)[0].absolute


def test_relative_times_count_from_the_start_of_an_open_anchor() -> None:
    assert only("two days ago", anchor=interval("2024-05-20/..")) == "2024-05-18"


def test_a_long_anchor_gives_only_what_all_its_days_agree_on() -> None:
    assert only("last year", anchor=interval("2024-05")) == "2023"
    assert only("on Sunday", anchor=interval("2024-05")) is None


def test_paragraphs_are_not_read_across() -> None:
    assert read("The talks were his last\n\nJuly 2022 was hot.") == [("July 2022", "2022-07")]


@pytest.mark.parametrize(
    "line",
    [
        "By A. Writer | 21 May 2024",
        "| May 21, 2024",
        "May 21, 2024 | Brief",
        "Published: 2024-05-21T08:00:00Z",
        "Updated Tue, 21 May 2024 10:32 GMT",
        "MOSCOW, 21 MAY 2024 (Agency) -",
        "Tuesday, May\u00a021, 2024",
        "21.05.2024",
    ],
)
def test_a_header_gives_its_full_date(line: str) -> None:
    dates = header_dates(line)
    assert [resolve(d, None, None) for d in dates] == ["2024-05-21"]
    assert all(line[d.start : d.end] == d.words for d in dates)


def test_a_header_without_a_year_gives_none() -> None:
    assert header_dates("MOSCOW, May 21 (Agency) - In 2024 the two states") == []
