"""The record's laws and its answers, through its door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bilat.model import Actor, Coded, Document, Happening, Mention, Part, Reading, Refusal, When
from bilat.record import Record, split

CODER = "words 1"
PUTIN = Actor(
    "Vladimir Putin", country="RUS", sector="GOV", start=0, end=5, id="RUS:vladimir putin", office="President"
)
IRAN = Actor("Iran", country="IRN", start=3, end=7, id="IRN")
TEXTS = (
    "Moscow hosted an envoy of Tehran. They were speaking of rail and gas.",
    "Ankara praised the accord.\n\nBaku refused to sign it.",
    "“Nothing is settled,” the minister said on 19 May. 🕊 He left.",
)


def mention(document: Document, start: int, end: int, kind: str = "event", **fields: object) -> Mention:
    return Mention(
        doc=document.id,
        start=start,
        end=end,
        quote=document.text[start:end],
        kind=kind,
        fields=fields or {"type": "CONSULT", "source": (PUTIN,), "target": (IRAN,)},
        when=When("2024-05", "in May"),
        why="a test",
        confidence=0.7,
        coder=CODER,
    )


def code(document: Document, coder: str = CODER) -> Coded:
    """A stand-in for the coding room: one mention a sentence, which tells of all that coding depends on."""
    told = f"{document.title} {document.published} {document.form} {document.parts}"
    found = tuple(mention(document, a, b, "quote", speaker=PUTIN, content=told) for a, b in split(document.text))
    return Coded(Reading("-", document), document.published or When("2024-05-20/..", "since", "text"), found, coder)


def read(record: Record, batches: Iterable[Sequence[Reading]], coder: str = CODER) -> list[str]:
    """A stand-in for `bilat read`: each batch is coded before any of it is written, as a pool of processes does."""
    ends: list[str] = []
    for batch in batches:
        line = []
        for reading in batch:
            outcome = reading.outcome
            if isinstance(outcome, Refusal) or record.known(outcome, coder):
                line.append(Coded(reading))
            else:
                coded = code(record.effective(outcome), coder)
                line.append(
                    Coded(Reading(reading.source, coded.reading.outcome), coded.published, coded.mentions, coder)
                )
        ends += record.write(line)
    for reading in record.stale():
        coded = code(reading.outcome, coder)
        record.write([replace(coded, reading=reading)])
    return ends


dates = st.sampled_from(
    [None, When("2024-05-21", "21 May 2024"), When("2024-05", "May", "document"), When("2024-05-22", "", "document")]
)
documents = st.builds(
    Document,
    name=st.sampled_from(["a.txt", "b.html", "line/7"]),
    text=st.sampled_from(TEXTS),
    title=st.sampled_from([None, "", "A visit", "The accord"]),
    published=dates,
    authors=st.sampled_from([(), ("A. Writer",), ("B. Writer", "A. Writer")]),
    outlet=st.sampled_from([None, "The Courier"]),
    form=st.sampled_from(["article", "digest"]),
    parts=st.sampled_from(
        [(), (Part(0, 6, "title"),), (Part(0, 6, "heading"),), (Part(0, 4, "item"), Part(5, 9, "item"))]
    ),
    notes=st.sampled_from([(), ("7 bytes were not UTF-8",), ("no date",)]),
)
refusals = st.builds(
    Refusal,
    name=st.sampled_from(["a.txt", "bad\udce9.txt"]),
    status=st.sampled_from(["rejected", "failed", "truncated"]),
    reason=st.sampled_from(["empty", "language"]),
)
readings = st.builds(Reading, st.sampled_from(["in/a.txt", "in/b.jsonl:3", "-"]), documents | refusals)


def batched(items: Sequence[Reading], size: int) -> list[Sequence[Reading]]:
    return [items[i : i + size] for i in range(0, len(items), size)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(readings, min_size=1, max_size=7), st.integers(1, 4), st.integers(1, 4), st.randoms(use_true_random=False)
)
@example([Reading("-", Document("a", TEXTS[0], title=""))], 1, 1, None)
def test_the_record_depends_on_what_was_read_not_on_order_or_batches(items, one, other, random):
    shuffled = list(items)
    if random:
        random.shuffle(shuffled)
    with TemporaryDirectory() as folder:
        hashes = []
        for name, order, size in (("x", items, one), ("y", shuffled, other)):
            with Record.open(Path(folder, name)) as record:
                read(record, batched(order, size))
                assert record.stale() == []
                assert [line for line in record.check(deep=True) if "happenings" not in line] == []
                hashes.append(record.content_hash())
        assert hashes[0] == hashes[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(readings, min_size=1, max_size=6), st.integers(1, 4))
def test_reading_again_changes_nothing(items, size):
    with TemporaryDirectory() as folder, Record.open(Path(folder, "r")) as record:
        read(record, [[item] for item in items if isinstance(item.outcome, Refusal)])
        texts = [item for item in items if isinstance(item.outcome, Document)]
        read(record, batched(texts, size))
        before = record.content_hash(), record.revision(), list(record.ledger())
        ends = read(record, batched(texts, size))
        assert (record.content_hash(), record.revision(), list(record.ledger())) == before
        assert set(ends) <= {"known"}


@pytest.fixture
def record(tmp_path):
    with Record.open(tmp_path / "r.bilat") as opened:
        yield opened


def article(text: str = TEXTS[0], name: str = "a.txt", **details: object) -> Document:
    return Document(name, text, **details)  # type: ignore[arg-type]


def test_what_is_written_comes_back_whole(record):
    document = article(
        title="Half a pair \ud83d",
        published=When("2024-05-21", "21 May", "text"),
        authors=("A", "B"),
        outlet="Courier",
        origin="Wire",
        url="https://news.example/1",
        parts=(Part(0, 6, "title"),),
        notes=("x", "y"),
    )
    fields = {"source": (PUTIN,), "target": (), "status": "occurred", "count": 5, "joint": True, "intensity": -2.5}
    written = mention(document, 0, 33, "event", **fields)
    record.write([Coded(Reading("in/a.txt", document), document.published, (written,), CODER)])
    assert list(record.documents()) == [document]
    assert list(record.mentions()) == [written]


def test_nul_and_astral_characters_keep_their_offsets(record):
    document = article("Nul \x00 here. 🕊🕊 Peace came. Late")
    at = document.text.index("Peace")
    record.write([Coded(Reading("s", document), None, (mention(document, at, at + 11),), CODER)])
    assert record.check(deep=True) == ["happenings are older than the mentions: `bilat read` of anything matches again"]
    assert next(record.documents()).text == document.text
    assert [hit.sentence for hit in record.search("peace")] == ["🕊🕊 Peace came."]


def test_one_text_by_several_routes_is_one_document_with_all_names(record):
    ends = read(record, [[Reading(f"in/{name}", article(name=name)) for name in ("b", "a", "c")]])
    assert ends == ["ok", "duplicate", "duplicate"]
    assert [document.name for document in record.documents()] == ["a"]
    assert record.names(article().id) == ("a", "b", "c")
    assert record.counts().ledger == {"duplicate": 2, "ok": 1}


def test_a_text_is_known_only_to_its_coder_and_with_nothing_new(record):
    read(record, [[Reading("s", article(title="A visit"))]])
    assert record.known(article(title="A visit"), CODER)
    assert record.known(article(), CODER)
    assert not record.known(article(), "words 2")
    assert not record.known(article(published=When("2024")), CODER)
    assert not record.known(article(TEXTS[1]), CODER)


def test_a_new_coder_replaces_the_old_ones_mentions(record):
    read(record, [[Reading("s", article())]])
    old = {one.id for one in record.mentions()}
    fresh = mention(article(), 0, 6, "role", person=PUTIN, office="President", country="RUS", status="holds")
    ends = record.write([Coded(Reading("s", article()), None, (fresh,), "words 2")])
    assert ends == ("ok",)
    assert [one.id for one in record.mentions()] == [fresh.id]
    assert fresh.id not in old
    assert list(record.mentions(code="IRN")) == []


def test_what_was_coded_without_another_readings_date_is_to_be_coded_again(record):
    dated = article(published=When("2024-05-21", "", "document"))
    plain = code(article())
    record.write([code(dated), Coded(Reading("b", article()), plain.published, plain.mentions, CODER)])
    assert record.stale() == []
    other = code(article(title="A visit"))
    record.write([Coded(Reading("c", article(title="A visit")), other.published, other.mentions, CODER)])
    assert [(one.outcome.title, one.outcome.published) for one in record.stale()] == [("A visit", dated.published)]
    record.write([code(record.stale()[0].outcome)])
    assert record.stale() == []
    assert {one.fields["content"][:7] for one in record.mentions()} == {"A visit"}


def test_a_date_given_beats_one_found_and_a_narrow_one_beats_a_wide_one(record):
    found, wide, narrow = When("2024-05-21"), When("2024", "", "document"), When("2024-05-22", "", "document")
    for day in (found, wide, narrow):
        read(record, [[Reading("s", article(published=day))]])
        assert next(record.documents()).published == day
    read(record, [[Reading("s", article(published=wide))]])
    assert next(record.documents()).published == narrow


def test_a_document_without_a_date_has_the_coders(record):
    read(record, [[Reading("s", article())]])
    assert next(record.documents()).published == When("2024-05-20/..", "since", "text")
    assert record.effective(article()).published is None


def test_a_refusal_is_forgotten_once_the_input_can_be_read(record):
    read(record, [[Reading("in/a", Refusal("a", "rejected", "empty", "give it a text"))]])
    assert [(row.source, row.reason, row.detail, row.doc) for row in record.ledger("rejected")] == [
        ("in/a", "empty", "give it a text", None)
    ]
    read(record, [[Reading("in/a", article())]])
    assert [(row.status, row.doc) for row in record.ledger()] == [("ok", article().id)]


def test_mentions_are_found_by_kind_document_code_and_id(record):
    one, two = article(TEXTS[0]), article(TEXTS[1])
    met = mention(one, 0, 33, "meeting", participants=(PUTIN, IRAN))
    joined = mention(one, 34, 40, "membership", member=IRAN, org="SCO", status="joined")
    hoped = mention(two, 0, 6, "expectation", holder="author", about=("IRN", "TUR"), direction="grow")
    record.write(
        [Coded(Reading("1", one), None, (joined, met), CODER), Coded(Reading("2", two), None, (hoped,), CODER)]
    )
    assert list(record.mentions(doc=one.id)) == [met, joined]
    assert list(record.mentions(kind="expectation")) == [hoped]
    assert list(record.mentions(code="SCO")) == [joined]
    assert {m.kind for m in record.mentions(code="IRN")} == {"meeting", "membership", "expectation"}
    assert list(record.mentions(ids=[met.id, "nothing"])) == [met]
    assert list(record.mentions(ids=[])) == []
    assert [d.id for d in record.documents(ids=[two.id])] == [two.id]


def happening(name: str, first: str | None = None, last: str | None = None, **fields: object) -> Happening:
    return Happening(name, "event", fields, ("m1", "m2"), first, last, "in May", 2, 1, 1, 0.8, ("a note",))


def test_happenings_are_found_by_dyad_in_order_of_time(record):
    turkey = Actor("Ankara", country="TUR")
    rungs = ({"stage": "signed", "date": "2025-01-17", "mention": "m1", "by": (PUTIN,)},)
    items = [
        happening("c", "2024-05-01", "2024-05-31", source=(PUTIN,), target=(IRAN,)),
        happening("b", "2015-01-01", None, source=(IRAN,), target=(PUTIN, turkey), rungs=rungs),
        happening("a", source=(PUTIN,), target=(IRAN,)),
        happening("d", "2024-06-01", "2024-06-01", source=(IRAN, IRAN), target=()),
    ]
    record.replace_happenings(items, {})
    assert record.happenings("event", "IRN", "RUS") == [items[1], items[0], items[2]]
    assert record.happenings("event", "RUS", "IRN", since="2024-06-01") == [items[1]]
    assert record.happenings("event", until="2024-04-30") == [items[1]]
    assert record.happenings("event", "IRN", since="2024-06-01") == [items[1], items[3]]
    assert record.happenings("event", None, "TUR") == [items[1]]
    assert record.happenings("event", "TUR", "USA") == []
    assert record.happenings("meeting") == []


def test_matching_again_replaces_all_and_says_whether_it_is_of_today(record):
    read(record, [[Reading("s", article())]])
    assert not record.matched()
    revision = record.revision()
    read(record, [[Reading("t", article(TEXTS[1]))]])
    record.replace_happenings([happening("a", source=(PUTIN,))], {article().id: article().id}, revision)
    assert not record.matched()
    record.replace_happenings([happening("b", source=(PUTIN,))], {article(TEXTS[1]).id: "o"})
    assert record.matched()
    assert [one.id for one in record.happenings("event")] == ["b"]
    assert record.origins() == {article(TEXTS[1]).id: "o"}
    assert record.check(deep=True) == []


@pytest.mark.parametrize(
    "words", ['"', "NEAR(", "*", "rail OR", "words:rail", "rail AND gas ^ -", "", "a\0b", "\ud83d", "x " * 9999]
)
def test_no_search_is_an_error(record, words):
    read(record, [[Reading("s", article())]])
    assert isinstance(record.search(words), list)


def test_search_finds_sentences_by_any_form_of_their_words(record):
    read(record, [[Reading("s", article()), Reading("t", article(TEXTS[1]))]])
    (hit,) = record.search("rails speaks")
    assert (hit.doc, hit.sentence) == (article().id, "They were speaking of rail and gas.")
    assert article().text[hit.start : hit.end] == hit.sentence
    assert record.search("rail accord") == []
    assert record.search('"rail"') == [hit]
    assert len(record.search("the", limit=1)) <= 1


@given(st.text(alphabet=st.sampled_from('ab A.B!?"”\n\r\t 🕊é.'), max_size=300))
def test_sentences_lie_in_the_text_in_order_and_lose_only_white_space(text):
    spans = split(text)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)


def test_sentences_end_where_a_reader_would_end_them():
    text = (
        "Talks in the capital\n\nMr. Ivanov met Gen. J. K. Smith of the U.S. delegation on Jan. 17. “We agree.” "
        "He left! No. 2 stayed behind?\nA caption\nThe lines of this paragraph were broken by some editor of old\n"
        "at a fixed width. They go on."
    )
    assert [text[a:b] for a, b in split(text)] == [
        "Talks in the capital",
        "Mr. Ivanov met Gen. J. K. Smith of the U.S. delegation on Jan. 17.",
        "“We agree.”",
        "He left!",
        "No. 2 stayed behind?",
        "A caption",
        "The lines of this paragraph were broken by some editor of old\nat a fixed width.",
        "They go on.",
    ]


@pytest.mark.parametrize(
    "text", ["word " * 80_000, "x" * 400_000, "." * 200_000, "\n" * 200_000, "a.\n" * 60_000, '."' * 100_000]
)
def test_a_hostile_text_is_cut_into_sentences_of_bounded_length(text):
    assert all(end - start <= 1000 for start, end in split(text))
