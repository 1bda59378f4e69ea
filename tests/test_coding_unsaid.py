"""Sides and days that a sentence of an article leaves unsaid, and names that a parse ties in a knot."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from bilat import coding
from bilat.model import Document, Mention, When
from coded import code, of, sides

ARTICLE = """Kenya and Somalia remain at odds over the sea border. Kenyan ships left Kismayo on May 2, and Somali boats
returned.

{}

Somalia's parliament will debate the matter, Somali and Kenyan officials said."""


def read(sentence: str) -> list[Mention]:
    """The events of a sentence of the article."""
    text = ARTICLE.format(sentence)
    at = text.index(sentence)
    return [m for m in of("event", code(text)) if at <= m.start < at + len(sentence)]


def told(sentence: str) -> list[tuple[str, set[str | None], set[str | None]]]:
    """The same as type, sources and targets."""
    return [(m.fields["type"], *sides(m)) for m in read(sentence)]


def test_a_passive_that_names_nobody_was_done_by_the_other_state() -> None:
    assert told("Two Kenyan jets were intercepted near Lamu.") == [("COERCE", {"SOM"}, {"KEN"})]
    assert told("Somali diplomats were expelled in June.") == [("SANCTION", {"KEN"}, {"SOM"})]


def test_who_does_a_thing_to_each_other_does_it_both_ways() -> None:
    found = told("Kenyan and Somali troops shelled each other.")
    assert sorted(found, key=str) == [("ASSAULT", {"KEN"}, {"SOM"}), ("ASSAULT", {"SOM"}, {"KEN"})]


def test_a_crowd_that_names_nobody_protests_against_its_own_rulers() -> None:
    assert told("In Nairobi, thousands of students rallied on Friday.") == [("PROTEST", {"KEN"}, {"KEN"})]


def test_him_is_not_who_does_it() -> None:
    found = told("President Ruto met President Mohamud of Somalia. Mr. Ruto had invited him to Nairobi.")
    assert ("REQUEST", {"KEN"}, {"SOM"}) in found
    assert ("REQUEST", {"KEN"}, {"KEN"}) not in found


def test_their_armies_are_two() -> None:
    found = told("Mr. Ruto and Mr. Mohamud signed a pact. Since then their armies have trained together.")
    assert ("COOPERATE", {"KEN"}, {"SOM"}) in found or ("COOPERATE", {"SOM"}, {"KEN"}) in found


def test_what_a_state_says_that_another_did_to_it_is_alleged_and_an_accusation() -> None:
    found = read("Somalia alleges that Kenya shelled Kismayo.")
    assert ("ACCUSE", {"SOM"}, {"KEN"}) in [(m.fields["type"], *sides(m)) for m in found]
    assert {m.fields["status"] for m in found if m.fields["type"] == "ASSAULT"} <= {"alleged"}


def test_to_say_nothing_is_no_refusal() -> None:
    assert told("The Kenyan government declined to comment.") == []
    assert not any(kind == "REQUEST" for kind, *_ in told("A Somali official asked not to be named."))
    assert ("REJECT", {"KEN"}, {"SOM"}) in told("The Kenyan government declined to meet Somali envoys.")


def test_an_offer_is_an_agreement_and_no_aid() -> None:
    assert [kind for kind, *_ in told("Kenya offered electricity.")] == ["AGREE"]


def test_a_vow_of_harm_is_a_threat() -> None:
    assert told("Kenya vowed to crush any Somali incursion.") == [("THREATEN", {"KEN"}, {"SOM"})]
    assert [kind for kind, *_ in told("Kenya promised not to attack Somali ports.")] == ["AGREE"]


def test_who_is_called_a_colleague_is_of_the_state_that_stands_before() -> None:
    found = told("The Kenyan minister, Alfred Mutua, telephoned his Somali colleague, Abshir Omar, to thank him.")
    assert sorted(found) == [("CONSULT", {"KEN"}, {"SOM"}), ("SUPPORT", {"KEN"}, {"SOM"})]
    assert told("Kenyan officials met their Somali counterparts.") == [("CONSULT", {"KEN"}, {"SOM"})]


def test_an_envoy_who_is_called_in_is_reproached() -> None:
    assert told("President Ruto called in the Somali ambassador on Friday.") == [("ACCUSE", {"KEN"}, {"SOM"})]


def test_goods_are_no_side_and_what_is_called_for_is_not_yet() -> None:
    assert not any("drones" in a.name for m in read("Kenya gave material help to drones.") for a in m.fields["target"])
    found = told("The UN envoy called for closer cooperation between Kenya and Somalia.")
    assert found == [("REQUEST", {"UN"}, {"KEN", "SOM"})]


def test_outsiders_mediate_between_the_two() -> None:
    assert told("Egypt has mediated since April.") == [("CONSULT", {"EGY"}, {"KEN", "SOM"})]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Kenya sued Somalia on 3 March 2022. Two days later Somalia recalled its ambassador.", "2022-03-05"),
        ("Kenya sued Somalia in March 2022. A month later Somalia recalled its ambassador.", "2022-04"),
        ("Kenya sued Somalia on 3 March 2022. Somalia recalled its ambassador the same evening.", "2022-03-03"),
        ("Kenya sued Somalia in 2019. Somalia recalled its ambassador in June of that year.", "2019-06"),
    ],
)
def test_days_count_from_what_was_told_before(sentence: str, day: str) -> None:
    (recalled,) = [m for m in read(sentence) if m.fields["type"] == "SANCTION"]
    assert recalled.when is not None
    assert recalled.when.iso == day


def test_a_name_that_governs_what_its_first_word_belongs_to_is_read_to_the_end() -> None:
    """The parse of `Nerwick Quay harbour`, in which the name holds the harbour, and the harbour half of the name."""
    words = ["Nerwick", "Quay", "harbour", "attacked", "Somalia", "."]
    heads = [2, 3, 1, 3, 3, 3]
    deps = ["compound", "nsubj", "nmod", "ROOT", "dobj", "punct"]
    tags = ["NNP", "NNP", "NN", "VBD", "NNP", "."]
    pos = ["PROPN", "PROPN", "NOUN", "VERB", "PROPN", "PUNCT"]

    @Language.component("a_knot")
    def knot(doc: Doc) -> Doc:
        lemmas = [w.lower() for w in words[:3]] + ["attack", "Somalia", "."]
        made = Doc(doc.vocab, words, heads=heads, deps=deps, tags=tags, pos=pos, lemmas=lemmas)
        made._context = doc._context
        made.ents = [Span(made, 0, 2, "FAC"), Span(made, 4, 5, "GPE")]
        return made

    nlp = spacy.blank("en")
    nlp.add_pipe("a_knot")
    text = " ".join(words)
    document = Document("a knot", text, published=When("2023-05-16", "2023-05-16", "document"))
    ((_, found),) = coding.Coder(nlp, "a knot").code_all([document])
    assert all(text[m.start : m.end] == m.quote for m in found)


def test_what_a_third_state_charges_one_of_the_two_with_may_be_done_to_anybody() -> None:
    assert told("Egypt accused Kenya of sheltering rebels.") == [("ACCUSE", {"EGY"}, {"KEN"})]
    assert ("AID", {"KEN"}, {"SOM"}) in told("Somalia accused Kenya of sheltering rebels.")


def test_papers_that_are_handed_over_are_no_release() -> None:
    assert told("Kenya's president handed over the draft of a treaty.") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Both belong to the African Union.", {("KEN", "member"), ("SOM", "member")}),
        ("All the parties are members of the African Union.", {("KEN", "member"), ("SOM", "member")}),
        ("Both states sit in the African Union.", {("KEN", "member"), ("SOM", "member")}),
        ("Kenya walked out of the African Union in 1984.", {("KEN", "left")}),
        ("Kenya applied to join the European Union.", {("KEN", "applied")}),
    ],
)
def test_members_are_those_that_the_article_is_about(sentence: str, wanted: set[tuple[str, str]]) -> None:
    found = of("membership", code(ARTICLE.format(sentence)))
    assert {(m.fields["member"].code, m.fields["status"]) for m in found} == wanted


def test_who_arrests_for_belonging_does_not_belong() -> None:
    assert (
        of("membership", code(ARTICLE.format("Kenyan police held two men on suspicion of belonging to Hamas."))) == []
    )
