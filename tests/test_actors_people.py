"""Names of persons and the offices they held."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilat import actors

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Raisi", "Ebrahim Raisi"),
        ("Ebrahim Raisi", "Ibrahim Raeisi"),
        ("Jalali", "Jalili"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sisi"),
        ("Hossein Amir-Abdollahian", "Amirabdollahian"),
        ("Muammar Gaddafi", "Moammar Qadhafi"),
        ("RECEP TAYYIP ERDOĞAN", "Erdogan"),
        ("J. Kerry", "John Kerry"),
        ("Xi", "Xi Jinping"),
    ],
)
def test_spellings_of_one_person_match(a: str, b: str) -> None:
    assert actors.same_person(a, b)
    assert actors.same_person(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ali Khamenei", "Ali Larijani"),
        ("Sergei Ivanov", "Igor Ivanov"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("Ali", "Ali Khamenei"),
        ("Bill Clinton", "Hillary Clinton"),
        ("", "Ali"),
    ],
)
def test_different_persons_do_not_match(a: str, b: str) -> None:
    assert not actors.same_person(a, b)


def test_a_composed_and_a_decomposed_name_have_one_key() -> None:
    assert actors.person_key("Erdog\u0306an") == actors.person_key("Erdo\u011fan") == "erdogan"


def test_a_zero_width_joiner_does_not_split_a_name() -> None:
    assert actors.person_key("Pu\u200dtin") == actors.person_key("Putin")


@pytest.mark.parametrize(
    ("name", "mixed"), [("Vladimir \u0420utin", True), ("Vladimir Putin", False), ("Путин", False)]
)
def test_lookalike_letters_are_flagged(name: str, mixed: bool) -> None:
    assert actors.mixed_script(name) is mixed


@given(st.text(max_size=40))
def test_case_and_spaces_do_not_count_in_a_key(name: str) -> None:
    assert actors.person_key(f"  {name.casefold()} ") == actors.person_key(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_sameness_has_no_direction(a: str, b: str) -> None:
    assert actors.same_person(a, b) == actors.same_person(b, a)


@pytest.mark.parametrize(
    ("country", "kind", "day", "person"),
    [
        ("IRN", "head_of_state", "2023-01-01", "Ebrahim Raisi"),
        ("IRN", "supreme_leader", "2010-06-01", "Ali Khamenei"),
        ("RUS", "head_of_state", "2010-06-01", "Dmitry Medvedev"),
        ("RUS", "head_of_government", "2010-06-01", "Vladimir Putin"),
        ("RUS", "foreign_minister", "2015-01-01", "Sergei Lavrov"),
        ("USA", "head_of_government", "2003-03-20", "George W. Bush"),
        ("GBR", "foreign_minister", "2003-03-20", "Jack Straw"),
        ("SDN", "head_of_state", "2005-01-01", "Omar al-Bashir"),
        ("ETH", "head_of_government", "2020-11-04", "Abiy Ahmed"),
        ("ISR", "defence_minister", "2023-10-07", "Yoav Gallant"),
    ],
)
def test_an_office_is_held_by_whom_it_was(country: str, kind: str, day: str, person: str) -> None:
    assert [o.person for o in actors.offices(country, kind, day)] == [person]


def test_offices_are_found_by_full_name_by_name_and_surname() -> None:
    assert {o.country for o in actors.offices_of("Lavrov")} == {"RUS"}
    assert {o.person for o in actors.offices_of("MBS")} == {"Mohammed bin Salman"}
    assert {o.person for o in actors.offices_of("Hassan Rohani")} == {"Hassan Rouhani"}
    assert {o.org for o in actors.offices_of("Nasrallah")} == {"HEZBOLLAH"}
    assert {o.person for o in actors.offices_of("Clinton")} == {"Bill Clinton", "Hillary Clinton"}


def test_a_surname_that_many_bear_names_nobody() -> None:
    assert actors.offices_of("Kim") == ()


@given(st.sampled_from(actors.codes()), st.dates().map(str))
def test_every_office_given_was_held_on_that_day(code: str, day: str) -> None:
    for kind in ("head_of_state", "head_of_government", "foreign_minister", "defence_minister"):
        assert all(o.held_on(day) for o in actors.offices(code, kind, day))


def test_every_row_of_the_tables_has_dates_in_order_and_a_source() -> None:
    rows = [
        o
        for code in actors.codes()
        for kind in ("head_of_state", "other")
        for o in actors.offices(code, kind, "2012-06-01")
    ]
    assert len(rows) > 500
    for office in rows:
        assert office.source
        assert not office.first or DAY.fullmatch(office.first)
        assert office.last is None or DAY.fullmatch(office.last)
        assert office.last is None or office.first[: len(office.last)] <= office.last
