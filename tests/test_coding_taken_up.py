"""Who said what, who took up which office, and what met, arrived or was agreed, in turns that articles use."""

from __future__ import annotations

import pytest

from bilat.model import Mention
from coded import code, of


def quotes(text: str) -> list[tuple[str, str]]:
    return [(m.fields["speaker"].name, m.fields["content"]) for m in of("quote", code(text))]


def roles(text: str) -> set[tuple[str, str, str]]:
    return {(m.fields["person"].name, m.fields["office"], m.fields["status"]) for m in of("role", code(text))}


def codes(mention: Mention, field: str) -> set[str | None]:
    return {a.code for a in mention.fields[field]}


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ('Peru\'s Ana Quispe was blunter: "We will not sign that paper, now or ever."', "Ana Quispe", "We will not"),
        (
            "The freeze is no longer tied to the dam, the Kenyan government announced in May.",
            "Kenyan government",
            "The freeze",
        ),
        ("Kenya's foreign minister, Ali Noor, complained that nobody had asked him.", "Ali Noor", "nobody had"),
        (
            "Chadian jets bombed what the Sudanese government described as camps near Nyala.",
            "Sudanese government",
            "camps",
        ),
        ("A Rwandan government spokeswoman, Josiane Uwera, called the report a lie.", "Josiane Uwera", "called the"),
    ],
)
def test_whose_words_they_are(text: str, speaker: str, words: str) -> None:
    assert any(who.endswith(speaker) and said.startswith(words) for who, said in quotes(text)), quotes(text)


def test_per_cent_is_nobody_to_go_by() -> None:
    assert quotes("Iraq still hands over five per cent of its oil revenue to a fund.") == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Croatia's Jadranka Kosor spoke. She took over as prime minister from Ivo Sanader.",
         ("Jadranka Kosor", "prime minister", "holds")),
        ("Croatia's Jadranka Kosor spoke. She took over as prime minister from Ivo Sanader.",
         ("Ivo Sanader", "prime minister", "former")),
        ("Peru's Ana Quispe is a lawyer. She has been foreign minister for ten years.",
         ("Ana Quispe", "foreign minister", "holds")),
        ("Kenya, whose ambassador in Lima, Ali Noor, offered help, was thanked.",
         ("Ali Noor", "ambassador in Lima", "holds")),
    ],
)  # fmt: skip
def test_offices_taken_up_and_held(text: str, role: tuple[str, str, str]) -> None:
    assert role in roles(text), roles(text)


def test_an_ambassador_is_of_who_sends_and_not_of_the_place() -> None:
    text = "Kenya, whose ambassador in Lima, Ali Noor, offered help, was thanked."
    assert {m.fields["country"] for m in of("role", code(text))} == {"KEN"}


def test_a_state_after_a_name_is_whose_the_person_is() -> None:
    (call,) = of("meeting", code("India's Narendra Modi telephoned Aminul Haque of Bangladesh in August."))
    assert codes(call, "participants") == {"IND", "BGD"}
    assert call.fields["form"] == "call"


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Pakistani Foreign Secretary Salman Bashir is expected in Delhi on Wednesday.", {"PAK", "IND"}),
        ("Croatia's Ivo Maric and Slovenia's Peter Zupan met in Ljubljana.", {"HRV", "SVN"}),
        ("Iran's foreign minister called on Prime Minister Ali Noor of Pakistan.", {"IRN", "PAK"}),
        ("The foreign ministers of Iran and Pakistan spoke by telephone on Monday.", {"IRN", "PAK"}),
    ],
)
def test_who_meets_whom(text: str, participants: set[str]) -> None:
    assert participants in [codes(m, "participants") for m in of("meeting", code(text))]


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Peru and Chile initialled an investment treaty in June.", {"final"}),
        ("The pipeline deal signed by Iran and Pakistan in 2013 remains suspended.", {"signed", "suspended"}),
        ("The treaty on the Ganges between India and Bangladesh, in force since 1996, is old.", {"in_force"}),
        ("A free trade agreement between Iran and Pakistan has been under negotiation since 2016.", {"negotiating"}),
    ],
)
def test_the_stage_of_a_paper(text: str, stages: set[str]) -> None:
    assert {m.fields["stage"] for m in of("agreement", code(text))} == stages


def test_goods_that_arrive_were_sent() -> None:
    (moved,) = of("transfer", code("Three planeloads of medicines reached Khartoum from Cairo on Friday."))
    assert (codes(moved, "giver"), codes(moved, "receiver"), moved.fields["goods"]) == ({"EGY"}, {"SDN"}, "medicines")


def test_who_sits_in_a_parliament_is_no_member_of_the_body() -> None:
    assert of("membership", code("Tanja Novak, a Slovenian member of the European Parliament, spoke in Rome.")) == []
    (first, second) = of("membership", code("Croatia joined NATO together with Albania."))
    assert {first.fields["member"].country, second.fields["member"].country} == {"HRV", "ALB"}
