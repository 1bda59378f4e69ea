"""Who first reported it: agencies behind outlets, items of digests, chains of citations, and copies among many."""

from __future__ import annotations

import pytest

from bilat.matching import match, origins
from bilat.model import Document, Mention, Part
from made import by_id, document, event

ACT = "Russia sent wheat to Iran through the port of Anzali"


def digest(*items: str, day: str = "2024-05-20") -> Document:
    """A digest of items, each with its closing brackets as furniture, as the reader gives it."""
    text, parts = "", []
    for item in items:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + item
        parts += [Part(start, start + len(item), "item"), Part(start + item.index("("), start + len(item), "furniture")]
    return document(text, day, name=f"digest {day} {len(items)}", form="digest", parts=tuple(parts))


def sent(doc: Document, sentence: str, **more: object) -> Mention:
    return event(doc, sentence, "AID", "2024-05-19", **more)


def count(*mentions: Mention, docs: tuple[Document, ...]) -> list[tuple[int, int, int]]:
    """Reports, origins and documents of each row."""
    return [(h.reports, h.origins, h.documents) for h in match(mentions, by_id(docs), origins(docs))]


def test_two_digests_that_credit_one_agency_are_one_origin() -> None:
    a = digest(f"{ACT}. (Reuters)")
    b = digest(f"{ACT} on Sunday. (Reuters via Some Paper)", day="2024-05-21")
    assert count(sent(a, f"{ACT}."), sent(b, f"{ACT} on Sunday."), docs=(a, b)) == [(2, 1, 2)]


def test_two_items_of_one_digest_have_an_origin_each() -> None:
    a = digest(f"{ACT}. (AFP)", f"{ACT} on Sunday. (The Morning Paper)")
    b = digest(f"{ACT} on Sunday. (The Morning Paper)", day="2024-05-21")
    assert count(sent(a, f"{ACT}."), sent(b, f"{ACT} on Sunday."), docs=(a, b)) == [(2, 2, 2)]


def test_an_item_of_a_digest_and_the_agency_s_own_report_are_one_origin() -> None:
    item = digest(f"{ACT}. (BBC) (AP)")
    wire = document(f"{ACT} on Sunday.", origin="The Associated Press", outlet="The Daily Something")
    assert count(sent(item, f"{ACT}."), sent(wire, f"{ACT} on Sunday."), docs=(item, wire)) == [(2, 1, 2)]


@pytest.mark.parametrize(
    "sentence",
    [
        f"{ACT}, The Harbour Post revealed.",
        f"The Harbour Post reported that {ACT}.",
        f"{ACT}, according to The Harbour Post.",
        f"A think tank, citing The Harbour Post, wrote that {ACT}.",
        f"The Evening Herald, quoting The Harbour Post, said {ACT}.",
    ],
)
def test_a_chain_of_citations_leads_to_who_first_said_it(sentence: str) -> None:
    brief = document(sentence, outlet="A Foundation", name="brief")
    paper = document(
        f"{ACT} on Sunday, papers show.", outlet="The Harbour Post", origin="The Harbour Post", name="paper"
    )
    mentions = sent(brief, sentence), sent(paper, f"{ACT} on Sunday, papers show.")
    assert count(*mentions, docs=(brief, paper)) == [(2, 1, 2)]


def test_an_official_who_is_cited_makes_no_origin_of_the_outlet() -> None:
    a = document(f"{ACT}, according to The Interior Ministry.", outlet="The Harbour Post", name="a")
    b = document(f"{ACT}, the governor said.", outlet="The Evening Herald", name="b")
    mentions = sent(a, a.text), sent(b, b.text)
    assert count(*mentions, docs=(a, b)) == [(2, 2, 2)]


def test_a_rewrite_with_every_tenth_word_changed_is_one_origin_and_another_text_is_not() -> None:
    words = [
        f"{a}{b}" for a in ("mor", "tal", "ven", "sur", "kel") for b in ("ta", "gen", "lis", "dor", "min", "rak", "po")
    ]
    text = [words[(7 * n * n + 3 * n) % len(words)] + str(n % 9) for n in range(140)]
    rewrite = ["changed" if n % 10 == 4 else word for n, word in enumerate(text)]
    other = [words[(5 * n * n + n + 2) % len(words)] + str(n % 7) for n in range(140)]
    docs = [document(" ".join(t), name=str(n)) for n, t in enumerate((text, rewrite, other))]
    found = origins(docs)
    assert found[docs[0].id] == found[docs[1].id]
    assert found[docs[2].id] == docs[2].id
