"""What holds of matching whatever it is given."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.matching import match, origins
from bilat.model import Document, Mention
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, by_id, document, event, told

WORDS = "Moscow and Tehran spoke of drones, wheat, rail, gas and a treaty on the Caspian shore"
DAYS = (None, "2024", "2024-05", "2024-05-18", "2024-05-19", "2024-05-20", "2024-05-18/2024-05-20", "2023/..")
ACTORS = (RUSSIA, IRAN, CHINA, PUTIN, RAISI, LAVROV)

actors = st.lists(st.sampled_from(ACTORS), min_size=1, max_size=2, unique=True).map(tuple)


@st.composite
def records(draw: st.DrawFn) -> tuple[list[Document], list[Mention]]:
    """A few documents with a few mentions each, alike enough to be joined."""
    docs, mentions = [], []
    for n in range(draw(st.integers(1, 5))):
        words = " ".join(draw(st.lists(st.sampled_from(WORDS.split()), min_size=3, max_size=9)))
        doc = document(f"{words} {n}.", draw(st.sampled_from((None, "2024-05-19", "2024-05-21"))))
        docs.append(doc)
        for _ in range(draw(st.integers(0, 3))):
            when = draw(st.sampled_from(DAYS))
            match draw(st.sampled_from(("event", "meeting", "agreement", "quote"))):
                case "event":
                    status = draw(st.sampled_from(("occurred", "denied", "planned")))
                    kind = draw(st.sampled_from(("SUPPORT", "CONSULT")))
                    made = event(doc, doc.text, kind, when, source=draw(actors), target=draw(actors), status=status)
                case "meeting":
                    made = told(doc, doc.text, "meeting", when, participants=draw(actors), form="talks")
                case "agreement":
                    stage = draw(st.sampled_from(("drafted", "signed")))
                    title = draw(st.sampled_from(("treaty", "gas treaty", "gas and rail treaty")))
                    made = told(doc, doc.text, "agreement", when, parties=draw(actors), title=title, stage=stage)
                case _:
                    made = told(
                        doc, doc.text, "quote", when, speaker=draw(st.sampled_from(ACTORS)), content=words, direct=True
                    )
            mentions.append(made)
    return docs, mentions


@settings(deadline=None, max_examples=150)
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(record, random) -> None:  # type: ignore[no-untyped-def]
    docs, mentions = record
    expected = list(match(mentions, by_id(docs), origins(docs)))
    random.shuffle(docs)
    random.shuffle(mentions)
    assert list(match(mentions, by_id(docs), origins(docs))) == expected


@settings(deadline=None, max_examples=100)
@given(records())
def test_every_mention_stands_in_one_happening_of_its_kind(record) -> None:  # type: ignore[no-untyped-def]
    docs, mentions = record
    rows = list(match(mentions, by_id(docs), origins(docs)))
    placed = [key for h in rows for key in h.mentions]
    assert sorted(placed) == sorted({m.id for m in mentions})
    kinds = {m.id: m.kind for m in mentions}
    assert all(kinds[key] == h.kind for h in rows for key in h.mentions)
    assert len({h.id for h in rows}) == len(rows)


@settings(deadline=None, max_examples=100)
@given(records())
def test_counts_and_confidence_keep_their_bounds(record) -> None:  # type: ignore[no-untyped-def]
    docs, mentions = record
    for h in match(mentions, by_id(docs), origins(docs)):
        assert h.reports == len(h.mentions)
        assert 1 <= h.origins <= h.reports
        assert 1 <= h.documents <= h.reports
        assert 0 <= h.confidence <= 0.99
        assert h.first is None or h.last is None or h.first <= h.last


@settings(deadline=None, max_examples=50)
@given(records())
def test_a_second_copy_of_every_mention_adds_nothing(record) -> None:  # type: ignore[no-untyped-def]
    docs, mentions = record
    once = list(match(mentions, by_id(docs), origins(docs)))
    assert list(match([*mentions, *mentions], by_id(docs), origins([*docs, *docs]))) == once
