"""The parser made faster says of every token what the model's own pipeline says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from bilat.coding.parser import parser, stock_parser

FORMS = (
    "Kenya There is was it you I have had do does doin' ol' gon na gotta let 's can't ain't C'mon y'all her his that "
    "which once well troops signed signing left lying better an 'em n't accused 12 % - — Ministers' saw leaves "
    "New York United Nations Security Council Salva Kiir Juba on 3 May 2019 . Nile Bank of the Court"
)
WORDS = [*FORMS.split(), "\n", "\t"]


def told(doc: Doc) -> list[tuple[str, ...]]:
    """What stands at each token."""
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.ent_iob_, t.ent_type_, t.head.text) for t in doc]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), min_size=1, max_size=4))
def test_what_was_asked_once_holds_in_every_text(texts: list[str]) -> None:
    """In a text and again later, when the strings of the first time are gone."""
    whole = [told(doc) for doc in stock_parser().pipe(texts)]
    for _ in range(2):
        with parser().memory_zone():
            assert [told(doc) for doc in parser().pipe(texts)] == whole


def test_entities_that_are_found_at_once_are_those_of_the_walk() -> None:
    texts = [
        "Salva Kiir met the United Nations Security Council in New York on 3 May 2019.",
        "\n Bank of Juba \n\n Court of",
        "",
        "The East African Community",
        "On Monday the foreign ministers of Kenya and Uganda signed the Nile Basin Agreement. Nairobi denied it.",
    ]
    whole = [told(doc) for doc in stock_parser().pipe(texts)]
    assert {row[6] for row in whole[0]} >= {"B", "I", "O"}
    assert [told(doc) for doc in parser().pipe(texts)] == whole
    assert [told(doc) for doc in parser().pipe(texts, batch_size=1)] == whole
    assert [told(parser()(text)) for text in texts] == whole


def test_what_goes_beyond_the_size_of_the_memory_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bilat.coding.remembering._MOST", 12)
    remembering = parser.__wrapped__()
    for text in ("Kenyan ministers met.", "Kenyan ministers met and there was no word on the old border of Lamu."):
        assert told(remembering(text)) == told(stock_parser()(text))
