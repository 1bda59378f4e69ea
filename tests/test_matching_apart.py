"""Acts, papers and charges that are told in the same words, and are not one."""

from __future__ import annotations

from typing import Any

import pytest

from bilat.matching import match, origins
from bilat.model import Actor
from made import CHINA, IRAN, LAVROV, PUTIN, RUSSIA, by_id, document, event, person, told

Parties = tuple[Actor, ...]
BOTH = (RUSSIA, IRAN)


def papers(first: tuple[str, str, Parties], second: tuple[str, str, Parties]) -> int:
    """How many agreements two reports tell of: title, day of publication and parties of each."""
    docs, mentions = [], []
    texts = ("There was talk of the {} in the capital.", "Envoys spent all Monday with lawyers over their {}.")
    for text, (title, day, parties) in zip(texts, (first, second), strict=True):
        doc = document(text.format(title), day)
        docs.append(doc)
        mentions.append(told(doc, doc.text, "agreement", parties=parties, title=title, stage="negotiating"))
    return len(list(match(mentions, by_id(docs), origins(docs))))


def charges(first: tuple[str, Parties], second: tuple[str, Parties]) -> int:
    """How many charges two reports tell of: proposition and who denies it, of each."""
    docs, mentions = [], []
    for number, (proposition, deniers) in enumerate((first, second)):
        doc = document(f"{proposition} So said paper number {number}.", f"2024-05-2{number}")
        docs.append(doc)
        mentions.append(
            told(doc, doc.text, "claim", proposition=proposition, asserted_by=(), denied_by=deniers, status="contested")
        )
    return len(list(match(mentions, by_id(docs), origins(docs))))


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        (("settlement", "2024-05-01", ()), ("settlement", "2024-05-02", ()), 2),
        (("fishery accord", "2024-05-01", ()), ("fishery accord", "2024-05-02", ()), 2),
        (("fishery accord", "2024-05-01", BOTH), ("fishery accord", "2025-03-01", BOTH), 1),
        (("ceasefire", "2024-05-01", BOTH), ("ceasefire", "2024-05-03", BOTH), 1),
        (("ceasefire", "2024-05-01", BOTH), ("ceasefire", "2024-05-30", BOTH), 2),
        (("preliminary accord", "2024-05-01", BOTH), ("preliminary treaty", "2024-05-02", BOTH), 2),
        (("72-hour ceasefire", "2024-05-01", BOTH), ("12-hour ceasefire", "2024-05-02", BOTH), 2),
        (("$14.7 billion gas settlement", "2024-05-01", BOTH), ("$7.2 billion gas settlement", "2024-05-02", BOTH), 2),
        (
            ("Treaty on the Ban of Nuclear Weapons", "2024-05-01", (RUSSIA, CHINA)),
            ("nuclear deal", "2024-05-02", (RUSSIA, IRAN)),
            2,
        ),
    ],
)
def test_one_title_is_one_paper_only_where_parties_numbers_and_days_allow_it(
    first: tuple[str, str, Parties], second: tuple[str, str, Parties], rows: int
) -> None:
    assert papers(first, second) == papers(second, first) == rows


@pytest.mark.parametrize(
    ("first", "second", "rows"),
    [
        (("It did no wrong.", (RUSSIA,)), ("It did no wrong.", (CHINA,)), 2),
        (("It did no wrong.", (RUSSIA,)), ("It did no wrong.", (RUSSIA,)), 1),
        (("No group has claimed credit.", ()), ("No group has claimed credit.", ()), 2),
        (("Its army killed 200 fighters in Iran.", ()), ("Its army killed 300 fighters in Iran.", ()), 2),
        (("Its army killed 200 fighters in Iran.", ()), ("The army killed 200 fighters in Iran.", ()), 1),
    ],
)
def test_one_charge_needs_somebody_named_in_both_and_no_other_number(
    first: tuple[str, Parties], second: tuple[str, Parties], rows: int
) -> None:
    assert charges(first, second) == charges(second, first) == rows


Act = tuple[str, dict[str, Any]]
REBELS = Actor("rebels", "IRN", sector="REB")
GUARDS = Actor("guards", "IRN", sector="MIL")


@pytest.mark.parametrize(
    ("sentence", "first", "second", "rows"),
    [
        # a bomb and what it did
        (
            "A bomb in Rasht that killed six guards was laid by rebels.",
            ("bomb [model]", {"source": (), "target": (GUARDS,)}),
            ("kill [verb]", {"source": (REBELS,), "target": (GUARDS,)}),
            1,
        ),
        # an attack, and one before it
        (
            "Rebels bombed a barracks in Rasht hours after guards killed a herdsman.",
            ("bomb [verb]", {"source": (REBELS,), "target": ()}),
            ("kill [verb]", {"source": (), "target": (IRAN,)}),
            2,
        ),
        (
            "Shells killed nine people in Rasht; rebels shot a guard.",
            ("kill [verb]", {"source": (), "target": (IRAN,)}),
            ("shoot [verb]", {"source": (REBELS,), "target": ()}),
            2,
        ),
        # who attacked was killed
        (
            "The rebels died in a raid on the guards.",
            ("die [verb]", {"source": (), "target": (REBELS,)}),
            ("raid [noun]", {"source": (REBELS,), "target": (GUARDS,)}),
            2,
        ),
        # an act in the past form of an irregular verb stands in its own clause
        (
            "Guards, who were held in Rasht, have been killed.",
            ("hold [verb]", {"source": (), "target": (GUARDS,)}),
            ("kill [verb]", {"source": (REBELS,), "target": (GUARDS,)}),
            2,
        ),
    ],
)
def test_one_sentence_may_tell_of_two_acts(sentence: str, first: Act, second: Act, rows: int) -> None:
    doc = document(sentence)
    mentions = [event(doc, sentence, "ASSAULT", "2024-05-20", why=why, **sides) for why, sides in (first, second)]
    for order in (mentions, mentions[::-1]):
        assert len(list(match(order, by_id([doc]), {}))) == rows


def test_a_second_accuser_is_not_the_one_who_was_named() -> None:
    a = document("A second woman accused Lavrov of fraud over the Enzeli port.", "2024-05-20")
    b = document("Jane Roe, who accused Lavrov of fraud over the Enzeli port, left.", "2024-05-21")
    other = Actor("A second woman", "IRN")
    for first, rows in ((other, 2), (person("Jane Roe", "IRN"), 1)):
        mentions = [
            event(doc, doc.text, "ACCUSE", "2024-05-20", source=(who,), target=(LAVROV,))
            for doc, who in ((a, first), (b, person("Jane Roe", "IRN")))
        ]
        assert len(list(match(mentions, by_id([a, b]), {}))) == rows


def test_another_ceasefire_is_not_the_last_one_but_a_copy_is() -> None:
    texts = ("They agreed on a ceasefire.", "Another ceasefire was agreed.", "Again: Another ceasefire was agreed.")
    docs = [document(text, f"2024-05-2{day}") for day, text in enumerate(texts)]
    mentions = [told(doc, doc.text, "agreement", parties=BOTH, title="ceasefire", stage="final") for doc in docs]
    assert len(list(match(mentions, by_id(docs), {}))) == 2


def test_the_agreement_of_another_date_is_not_the_one_named_before() -> None:
    text = "They signed a rail treaty on May 3. The agreement was signed on January 9."
    doc = document(text)
    named = told(doc, text[:35], "agreement", "2024-05-03", parties=BOTH, title="rail treaty", stage="signed")
    for day, rows in (("2024-01-09", 2), ("2024-05-03", 1)):
        later = told(doc, text[36:], "agreement", day, parties=BOTH, title="agreement", stage="signed")
        assert len(list(match([named, later], by_id([doc]), {}))) == rows


def test_a_few_words_said_years_apart_are_two_sayings() -> None:
    docs = [
        document(f"Putin announced his departure from office {n}.", day)
        for n, day in ((1, "2014-05-01"), (2, "2016-05-01"))
    ]
    mentions = [told(doc, doc.text, "quote", speaker=PUTIN, content="his departure", direct=False) for doc in docs]
    assert len(list(match(mentions, by_id(docs), {}))) == 2


def test_two_clauses_of_two_days_are_two_acts() -> None:
    text = "A court fined the man, convicted last month."
    doc = document(text)
    for day, rows in (("2024-04", 2), ("2024-05", 1)):
        acts = (("2024-05-20", "fine [verb]", (RUSSIA,)), (day, "convict [verb]", ()))
        mentions = [
            event(doc, text, "SANCTION", when, why=why, source=judge, target=(PUTIN,)) for when, why, judge in acts
        ]
        assert len(list(match(mentions, by_id([doc]), {}))) == rows
