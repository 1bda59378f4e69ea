"""Whose somebody is whom no word places, and names that stand for two states or for one's leader."""

from __future__ import annotations

import pytest

from bilat.model import Mention
from coded import code


def events(text: str, **more: str) -> list[Mention]:
    return [m for m in code(text, **more) if m.kind == "event"]


def sides(mention: Mention) -> tuple[set[str | None], set[str | None]]:
    return {a.code for a in mention.fields["source"]}, {a.code for a in mention.fields["target"]}


@pytest.mark.parametrize(
    ("text", "type_", "source", "target"),
    [
        ("Cuba freed five dissidents on the eve of the papal visit.", "RETREAT", {"CUB"}, {"CUB"}),
        ("Police in Lima arrested six students.", "COERCE", {"PER"}, {"PER"}),
        ("The two Koreas held talks on Monday.", "CONSULT", {"KOR"}, {"PRK"}),
        ("The pope urged Rwandans to forgive.", "REQUEST", {"VAT"}, {"RWA"}),
        ("The Taoiseach will travel to London on Friday.", "CONSULT", {"IRL"}, {"GBR"}),
        ("Uzbek and Turkmen customs officers met their Afghan colleagues.", "CONSULT", {"UZB", "TKM"}, {"AFG"}),
    ],
)
def test_sides_that_no_name_gives(text: str, type_: str, source: set[str], target: set[str]) -> None:
    assert (type_, (source, target)) in [(m.fields["type"], sides(m)) for m in events(text)]


def test_a_person_by_name_is_not_given_the_only_state_of_the_sentence() -> None:
    (call,) = events("Arne Holm telephoned the Syrian president on Tuesday.")
    assert sides(call) == ({None}, {"SYR"})


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Japan will send troops to help rebuild Iraq.", "AID"),
        ("Chad sent troops to the Cameroonian border.", "MOBILIZE"),
        ("Burundi's army stopped the shelling of Rwandan villages.", "RETREAT"),
        ("Hamas dropped its objections to the Egyptian plan.", "CONCEDE"),
        ("Sudan has accepted an African Union peace plan.", "AGREE"),
    ],
)
def test_what_soldiers_are_sent_for_and_what_is_given_up(text: str, type_: str) -> None:
    assert [m.fields["type"] for m in events(text)] == [type_]


def test_a_film_that_is_shot_abroad_is_no_assault() -> None:
    assert events("The film was shot in Morocco and Jordan.") == []


def test_a_faith_is_no_minister_of_that_name() -> None:
    people = {
        a.name for m in code("A Sudanese court jailed a British teacher for insulting Islam.") for a in m.actors()
    }
    assert not any("Islam" in name for name in people)
