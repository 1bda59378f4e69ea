"""Papers and charges that are called by the same words, and are not one."""

from __future__ import annotations

import pytest

from bilat.matching import match, origins
from bilat.model import Actor
from made import CHINA, IRAN, RUSSIA, by_id, document, told

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
