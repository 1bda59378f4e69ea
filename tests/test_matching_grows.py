"""A record that grows is matched as if it had been read at once."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat.matching import PERSON, anchor, grow, match, origins
from bilat.model import Anchor, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace import judging
from bilat.workspace.matching import match_again, rulings_in
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, by_id, document, event, told

WORDS = re.findall(
    r"\w+", "Moscow and Tehran spoke of drones, wheat, rail, gas and a treaty on the Caspian shore in May"
)
ACTORS = (RUSSIA, IRAN, CHINA, PUTIN, RAISI, LAVROV)
DAYS = (None, "2024", "2024-05", "2024-05-18", "2024-05-19", "2024-05-20", "2024-05-18/2024-05-20", "2023/..")


def article(chance: random.Random, number: int, coder: str = "one") -> Coded:
    """A document with up to four mentions, alike enough to others of its make to be joined; or their copy."""
    words = " ".join(chance.choices(WORDS, k=chance.randint(3, 40)))
    more = {"outlet": chance.choice(("A Paper", "B Paper"))} if chance.random() < 0.3 else {}
    if chance.random() < 0.1:
        more = {"origin": "A Paper"}
    day = chance.choice((None, "2024-05-19", "2024-05-20", "2024-05-21", "2024-06-30"))
    doc = document(f"{words} {number}.", day, name=f"n{number}", **more)
    return coded(chance, doc, coder)


def coded(chance: random.Random, doc: Document, coder: str) -> Coded:
    """What a coder finds in it."""
    found: dict[str, Mention] = {}
    for _ in range(chance.randint(0, 4)):
        when = chance.choice(DAYS)
        one = (chance.choice(ACTORS),)
        made: Mention
        match chance.choice(("event", "event", "meeting", "agreement", "quote", "role", "membership", "claim")):
            case "event":
                kind = chance.choice(("SUPPORT", "CONSULT"))
                made = event(doc, doc.text, kind, when, source=one, target=(chance.choice(ACTORS),))
            case "meeting":
                made = told(doc, doc.text, "meeting", when, participants=(*one, CHINA), form="talks")
            case "agreement":
                title, stage = (
                    chance.choice(("treaty", "gas treaty", "rail treaty")),
                    chance.choice(("drafted", "signed")),
                )
                made = told(doc, doc.text, "agreement", when, parties=(*one, IRAN), title=title, stage=stage)
            case "role":
                who = chance.choice((PUTIN, RAISI, LAVROV))
                made = told(
                    doc,
                    doc.text,
                    "role",
                    when,
                    person=who,
                    office=chance.choice(("President", "Minister")),
                    status="current",
                )
            case "membership":
                made = told(doc, doc.text, "membership", when, member=one[0], org="BRICS", status="member")
            case "claim":
                made = told(
                    doc, doc.text, "claim", when, proposition=f"Russia {chance.choice(WORDS)} drones of Iran",
                    asserted_by=one, denied_by=(), status="alleged",
                )  # fmt: skip
            case _:
                content = " ".join(doc.text.split()[:8])
                made = told(doc, doc.text, "quote", when, speaker=one[0], content=content, direct=True)
        found.setdefault(made.id, made)
    return Coded(Reading(doc.name, doc), doc.published, tuple(found.values()), coder)


def at_once(record: Record) -> tuple[list[object], dict[str, str]]:
    """The whole record matched anew: what it ought to hold."""
    documents = by_id(record.documents())
    from_all = origins(documents.values())
    rows = match(record.mentions(), documents, from_all, rulings_in(record))
    return sorted(rows, key=lambda h: h.id), from_all


def held(record: Record) -> tuple[list[object], dict[str, str]]:
    """What it holds."""
    kinds = record.counts().happenings
    return sorted((h for kind in kinds for h in record.each_happening(kind)), key=lambda h: h.id), record.origins()


def check(record: Record) -> None:
    match_again(record)
    assert held(record) == at_once(record)
    assert record.matched()


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_in_whatever_batches_it_is_read_the_outcome_is_that_of_reading_at_once(chance, batches) -> None:  # type: ignore[no-untyped-def]
    with TemporaryDirectory() as folder, Record.open(Path(folder) / "r") as record:
        number = 0
        for size in batches:
            record.write([article(chance, number + i) for i in range(size)])
            number += size
            check(record)
        assert record.check(deep=True) == []


def change(chance: random.Random, record: Record, number: int) -> None:
    """One of all that may happen to a record between two matchings."""
    texts = list(record.documents())
    ids = [(m.kind, m.id) for m in record.mentions()]
    match chance.choice(("read", "read", "code", "copy", "date", "rule", "rule", "undo", "persons", "withdraw")):
        case "code" if texts:
            doc = chance.choice(texts)
            record.write([coded(chance, doc, f"coder {number}")])
        case "copy" if texts:
            doc = chance.choice(texts)
            record.write(
                [coded(chance, replace(doc, text=f"{doc.text} Too.", name=f"c{number}", outlet="B Paper"), "one")]
            )
        case "date" if texts:
            record.write([Coded(Reading("again", replace(chance.choice(texts), outlet="A Paper", name="again")))])
        case "rule" if ids:
            kind, one = chance.choice(ids)
            others = [key for of, key in ids if of == kind and key != one]
            verdict = chance.choice(("same", "different", "wrong", "unsure"))
            if verdict == "wrong" or not others:
                judging.judge(record, "wrong", [one], "Ann")
            else:
                sides = ([one], [chance.choice(others)])
                anchors = [[anchor(m) for m in record.mentions(ids=side)] for side in sides]
                record.rule(verdict, "Ann", *anchors)
        case "undo" if rulings := [r.number for r in record.rulings() if r.undoes is None]:
            record.rule("undo", "Ann", (), (), chance.choice(rulings))
        case "persons":
            verdict, two = chance.choice(("same", "different")), chance.sample((PUTIN, RAISI, LAVROV), 2)
            record.rule(verdict, "Ann", *([Anchor(PERSON, str(one.id))] for one in two))
        case "withdraw" if texts:
            store = apsw.Connection(str(record.path))
            store.pragma("foreign_keys", True)
            store.execute("DELETE FROM document WHERE id = ?", (chance.choice(texts).id,))
            store.execute("UPDATE state SET revision = revision + 1")
            store.close()
        case _:
            record.write([article(chance, number * 100 + i) for i in range(chance.randint(1, 6))])


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(0, 40))
def test_after_every_change_the_outcome_is_that_of_reading_at_once(chance, begun) -> None:  # type: ignore[no-untyped-def]
    with TemporaryDirectory() as folder, Record.open(Path(folder) / "r") as record:
        record.write([article(chance, i) for i in range(begun)])
        for number in range(6):
            check(record)
            change(chance, record, number + 1)
        check(record)


@pytest.mark.parametrize("seed", range(3))
def test_crowds_that_grow_and_shrink_are_seen_as_at_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with Record.open(tmp_path / "r") as record:
        record.write([article(chance, i) for i in range(150)])
        for number in range(8):
            check(record)
            change(chance, record, number + 1)
        check(record)


@pytest.mark.parametrize("seed", range(3))
def test_very_many_changes_are_matched_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr("bilat.matching.growing._ROUND", 4)
    chance = random.Random(seed)
    with Record.open(tmp_path / "r") as record:
        record.write([article(chance, i) for i in range(80)])
        check(record)
        again = [coded(chance, doc, "another") for doc in chance.sample(list(record.documents()), 9)]
        record.write([*again, *(article(chance, 100 + i) for i in range(8))])
        with record.growing() as (kept, revision, matchings):
            growth = grow(kept, rulings_in(record))
        assert not growth.whole and growth.waiting == 13
        assert record.grow(growth, revision, matchings) and not record.matched()
        check(record)
        assert record.check(deep=True) == []
