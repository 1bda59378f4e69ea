"""The statistical layer: what the rules alone do not read, what an act rests on, and weights that run nothing."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from coded import code

MODEL_ONLY = (("The murder of a Maltese journalist shocks Europe.", "ASSAULT", "MLT"),)


@pytest.mark.parametrize(("sentence", "type_", "state"), MODEL_ONLY)
def test_an_act_without_a_frame_of_its_own_is_read_and_says_that_the_model_read_it(
    sentence: str, type_: str, state: str
) -> None:
    (event,) = [m for m in code(sentence, form="digest") if m.kind == "event"]
    states = {actor.code for side in ("source", "target") for actor in event.fields[side]}
    assert (event.fields["type"], states) == (type_, {state})
    assert event.why.endswith("[model]")


def test_a_rule_that_reads_an_act_is_named_and_the_act_keeps_its_sides() -> None:
    (event,) = [m for m in code("Japan donates ambulances to Fiji.") if m.kind == "event"]
    assert [a.code for a in event.fields["source"]] == ["JPN"]
    assert [a.code for a in event.fields["target"]] == ["FJI"]
    assert "[verb]" in event.why


def test_confidence_is_higher_where_more_speaks_for_an_act() -> None:
    plain = next(m for m in code("Japan condemns North Korea.", form="digest") if m.kind == "event")
    unsure = next(
        m for m in code("The murder of a Maltese journalist shocks Europe.", form="digest") if m.kind == "event"
    )
    assert 0 < unsure.confidence < plain.confidence < 1


def test_the_weights_are_arrays_and_words_that_cannot_run() -> None:
    with resources.files("bilat.coding").joinpath("data/learnt.npz").open("rb") as file:
        held = np.load(file, allow_pickle=False)
        kinds = {held[name].dtype.kind for name in held.files}
    assert kinds <= {"f", "u"}


def test_weather_and_sport_are_no_acts() -> None:
    told = "A typhoon strikes the northern Philippines. Brazil defeats Chile in the final of the football cup."
    assert [m for m in code(told) if m.kind == "event"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Nepal lies between India and China.",
        "Portugal and Spain share a long border.",
        "Kenya and Ethiopia produce fine coffee.",
        "Serbia plays Croatia in the final on Sunday.",
    ],
)
def test_a_text_of_one_sentence_that_tells_of_no_act_stays_empty(sentence: str) -> None:
    assert [m for m in code(sentence) if m.kind == "event"] == []
