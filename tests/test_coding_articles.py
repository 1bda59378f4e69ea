"""What an article about two states leaves unsaid, and what is read in a text of one sentence."""

from __future__ import annotations

from coded import code, of

ARTICLE = """Kenya and Somalia remain at odds over the sea border. Kenyan ships left Kismayo in May, and Somali boats \
returned.

{}

Somalia's parliament will debate the matter, Somali and Kenyan officials said."""


def told(kind: str, sentence: str) -> list[tuple[object, ...]]:
    """The mentions of that kind in a sentence of the article, as the codes of their sides."""
    text = ARTICLE.format(sentence)
    at = text.index(sentence)
    return [
        tuple(tuple(actor.code for actor in side) for side in sides(mention.fields))
        for mention in of(kind, code(text))
        if at <= mention.start < at + len(sentence)
    ]


def sides(fields: dict) -> list:  # type: ignore[type-arg]
    names = [("source", "target"), ("giver", "receiver"), ("member",), ("person",)]
    found = next(some for some in names if some[0] in fields)
    return [fields[name] if isinstance(fields[name], tuple) else (fields[name],) for name in found]


def test_an_act_without_a_target_goes_against_the_other_state() -> None:
    assert told("event", "Somalia recalled its ambassador in June.") == [(("SOM",), ("KEN",))]
    assert told("event", "Mogadishu sued its neighbour in 2014.") == [(("SOM",), ("KEN",))]


def test_where_a_third_state_is_named_nothing_is_filled_in() -> None:
    found = told("event", "Somalia dismissed the offer of Ethiopian envoys.")
    assert ("SOM",) in [source for source, _ in found]
    assert not any("KEN" in target for _, target in found)


def test_both_sides_are_the_two_states_of_the_article() -> None:
    found = told("event", "Ethiopia, Uganda and Egypt urged both sides to withdraw.")
    assert (("ETH", "UGA", "EGY"), ("SOM", "KEN")) in [(s, tuple(sorted(t, reverse=True))) for s, t in found]


def test_a_minister_without_a_state_is_of_the_one_that_does_not_stand_in_what_is_said() -> None:
    assert told("role", "Foreign Minister Abdi Warsame accused Kenya of theft.") == [(("SOM",),)]
    assert told("role", "In Nairobi, Interior Minister Peter Otieno promised calm.") == [(("KEN",),)]


def test_both_are_members() -> None:
    found = told("membership", "Both countries belong to the African Union.")
    assert sorted(found) == [(("KEN",),), (("SOM",),)]


def test_goods_without_a_receiver_go_to_the_other_state() -> None:
    assert told("transfer", "Nairobi has delivered 20 tonnes of maize.") == [(("KEN",), ("SOM",))]


def test_an_expert_expects_something_of_the_two() -> None:
    sentence = "Halima Noor, an analyst, expects the dispute to drag on."
    (found,) = [
        m for m in of("expectation", code(ARTICLE.format(sentence))) if sentence in m.quote or m.quote in sentence
    ]
    assert sorted(found.fields["about"]) == ["KEN", "SOM"]


def test_who_speaks_after_a_quotation_is_nobody_in_it() -> None:
    sentence = '"Farah has won everything," she told reporters.'
    text = ARTICLE.format(f"Somali analyst Halima Noor doubts the talks. {sentence}")
    (quote,) = [m for m in of("quote", code(text)) if "Farah" in m.fields["content"]]
    assert quote.fields["speaker"].name == "Halima Noor"


def test_any_two_members_are_not_the_two_states() -> None:
    assert told("membership", "Two members of the European Union objected.") == []
    assert told("membership", "The two members of the European Union, France and Spain, objected.") == []
    found = told("membership", "The two members of the African Union objected.")
    assert sorted(found) == [(("KEN",),), (("SOM",),)]


def test_a_side_that_is_filled_in_is_told_as_such() -> None:
    text = ARTICLE.format("Somalia recalled its ambassador in June.\n\nNairobi has delivered 20 tonnes of maize.")
    filled = {m.kind: m.why for m in code(text) if "recalled" in m.quote or (m.kind == "transfer")}
    assert "counterpart" in filled["event"]
    assert "counterpart" in filled["transfer"]
    (plain,) = [m for m in of("event", code(ARTICLE.format("Somalia sued Kenya in 2014."))) if "sued" in m.quote]
    assert "counterpart" not in plain.why


def test_a_text_of_one_sentence_is_read_more_boldly_than_a_sentence_among_others() -> None:
    sentence = "Nepal's minister flattered India's envoy."
    assert len(of("event", code(sentence))) == 1
    assert of("event", code(f"The harbour lies on the coast. {sentence}")) == []


def test_a_reference_that_is_joined_to_the_subject_asks_for_itself_only_once() -> None:
    for subject in ("Uganda and the two countries", "Uganda, the country and the two sides", "Uganda and the country"):
        assert code(ARTICLE.format(f"{subject} signed a treaty in June."))
