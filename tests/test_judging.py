"""Rulings by persons: they come before every score, and outlive re-reading, re-matching and a new coder."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bilat
from bilat.cli import run
from bilat.matching import anchor, docket, match, origins
from bilat.model import Actor, BilatError, Coded, Document, Happening, Mention, Reading, Ruling
from bilat.record import Record
from bilat.workspace import Workspace
from made import IRAN, PUTIN, RAISI, RUSSIA, by_id, document, event, person, told

SENTENCES = (
    "Moscow sent condolences to Tehran over the crash.",
    "Russia praised the new rail link to Iran.",
    "Vladimir Putin met Ebrahim Raisi in Sochi to talk of gas.",
)
DAYS = ("2024-05-20", "2024-05-12", "2023-01-09")


def texts() -> list[Document]:
    return [
        document(sentence, day, name=f"text {n}") for n, (sentence, day) in enumerate(zip(SENTENCES, DAYS, strict=True))
    ]


def support(doc: Document, **more: object) -> Mention:
    return event(doc, doc.text, "SUPPORT", doc.published.iso if doc.published else None, **more)


def store(path: Path, docs: Sequence[Document], mentions: Sequence[Mention], coder: str = "first") -> None:
    """Write what a coder gave into a record."""
    with Record.open(path) as record:
        for doc in docs:
            found = tuple(replace(m, coder=coder) for m in mentions if m.doc == doc.id)
            record.write([Coded(Reading(doc.name, doc), doc.published, found, coder)])


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A record of three texts with an event each, matched: three happenings."""
    docs = texts()
    store(tmp_path / "r", docs, [support(d) for d in docs])
    made = bilat.open(tmp_path / "r")
    made.read([_nothing(tmp_path)])
    return made


def _nothing(folder: Path) -> Path:
    """An empty folder: reading it only matches."""
    (folder / "none").mkdir(exist_ok=True)
    return folder / "none"


def groups(space: Workspace) -> set[frozenset[str]]:
    """Which documents' mentions are one happening."""
    with Record.read(space.path) as record:
        named = {m.id: record.names(m.doc)[0] for m in record.mentions()}
    return {frozenset(named[key] for key in row["mentions"]) for row in space.events()}


def apart(*names: str) -> set[frozenset[str]]:
    return {frozenset({name}) for name in names}


def ids(space: Workspace) -> list[str]:
    """The ids of the happenings by the name of their document."""
    return [row["id"] for row in sorted(space.events(), key=lambda row: str(row["doc"]))]


def test_what_is_ruled_the_same_is_one_row_and_says_who_ruled(space: Workspace) -> None:
    one, two, _ = ids(space)
    assert space.judge("same", one, two, by="Ann")["state"] == "in force"
    assert groups(space) == {frozenset({"text 0", "text 1"}), frozenset({"text 2"})}
    joined = next(row for row in space.events() if row["reports"] == 2)
    assert [note for note in joined["notes"] if "ruled same by Ann" in note]


def test_an_undone_ruling_has_no_effect_and_an_undone_undoing_has(space: Workspace) -> None:
    one, two, _ = ids(space)
    space.judge("same", one, two)
    space.judge_undo(1)
    assert groups(space) == apart("text 0", "text 1", "text 2")
    space.judge_undo(2)
    assert len(groups(space)) == 2
    assert [row["state"] for row in space.judge_log()] == ["in force", "undone by 3", "in force"]


def test_what_is_ruled_different_is_not_joined_by_any_score(tmp_path: Path) -> None:
    docs = [document(SENTENCES[0] + more, "2024-05-20", name=f"text {n}") for n, more in enumerate(("", " It mourns."))]
    store(tmp_path / "r", docs, [event(d, SENTENCES[0], "SUPPORT", "2024-05-20") for d in docs])
    space = bilat.open(tmp_path / "r")
    space.read([_nothing(tmp_path)])
    assert groups(space) == {frozenset({"text 0", "text 1"})}
    whole = space.events()[0]
    with pytest.raises(BilatError, match="two ids"):
        space.judge("different", whole["id"], whole["id"])
    space.judge("different", *whole["mentions"])
    assert groups(space) == apart("text 0", "text 1")


def test_a_wrong_mention_counts_in_no_row_and_unsure_only_leaves_a_note(space: Workspace) -> None:
    one, two, three = ids(space)
    space.judge("unsure", one, two, by="Ann")
    assert groups(space) == apart("text 0", "text 1", "text 2")
    assert all(any("unsure" in note for note in row["notes"]) for row in space.events() if row["id"] != three)
    space.judge("wrong", three)
    assert groups(space) == apart("text 0", "text 1")
    assert space.doctor()["problems"] == []


def test_a_newer_ruling_goes_before_an_older_one(space: Workspace) -> None:
    one, two, three = ids(space)
    mentions = [row["mentions"][0] for row in sorted(space.events(), key=lambda row: str(row["doc"]))]
    space.judge("same", one, two)
    space.judge("same", mentions[1], three)
    space.judge("different", mentions[0], mentions[2])
    assert groups(space) == {frozenset({"text 0"}), frozenset({"text 1", "text 2"})}
    assert [row["state"] for row in space.judge_log()] == ["overruled by 3", "in force", "in force"]


def test_rulings_outlive_a_new_coder_where_a_like_mention_stands(space: Workspace, tmp_path: Path) -> None:
    one, two, three = ids(space)
    space.judge("same", one, two)
    space.judge("wrong", three)
    docs = texts()
    # the new coder finds the first two with a mode and one actor more exactly, and codes the third otherwise
    again = [support(docs[0], mode="relations"), support(docs[1], target=(RAISI,))]
    store(space.path, docs, [*again, event(docs[2], docs[2].text, "CONSULT", "2023-01-09")], "second")
    space.read([_nothing(tmp_path)])
    assert groups(space) == {frozenset({"text 0", "text 1"}), frozenset({"text 2"})}
    states = [row["state"] for row in space.judge_log()]
    assert states == ["in force", "sleeps: no mention stands there now"]
    # it wakes when a coder finds the wrong mention again
    store(space.path, docs, [support(d, place="Sochi") for d in docs], "third")
    space.read([_nothing(tmp_path)])
    assert groups(space) == {frozenset({"text 0", "text 1"})}
    assert [row["state"] for row in space.judge_log()] == ["in force", "in force"]


def test_spellings_of_a_person_are_joined_and_parted(tmp_path: Path) -> None:
    doc = document("Ali Tafti is envoy. Aly Teftee is envoy. A. Tafti is envoy to Moscow.", name="a text")
    first, second = person("Ali Tafti", "IRN", key="ali tafti"), person("Aly Teftee", "IRN", key="ali tefti")
    third = person("A. Tafti", "IRN", key="a tafti")
    roles = [
        told(doc, f"{who.name} is envoy", "role", person=who, office="envoy", country="IRN", status="holds")
        for who in (first, second, third)
    ]
    store(tmp_path / "r", [doc], roles)
    space = bilat.open(tmp_path / "r")
    space.read([_nothing(tmp_path)])

    def held() -> list[tuple[str, int]]:
        return sorted((row["person"]["name"], row["reports"]) for row in space.roles("IRN"))

    before = held()
    space.judge("same", "IRN:ali tafti", "IRN:Aly Teftee")
    joined = held()
    assert (len(joined), sum(n for _, n in joined)) == (len(before) - 1, 3)
    space.judge_undo(1)
    assert held() == before
    space.judge("different", "IRN:ali tafti", "IRN:a. tafti")
    assert ("A. Tafti", 1) in held()
    with pytest.raises(BilatError, match="names nobody"):
        space.judge("same", "IRN:nobody at all", "IRN:ali tafti")


def test_one_person_under_two_ids_is_one_actor_of_a_row() -> None:
    docs = texts()[:2]
    unknown = Actor("V. Putin", id="?:v putin")
    mentions = [
        event(d, d.text, "SUPPORT", "2024-05-20", source=(who,)) for d, who in zip(docs, (PUTIN, unknown), strict=True)
    ]
    same = Ruling(1, "same", "Ann", "2024-06-01", (anchor(mentions[0]),), (anchor(mentions[1]),))
    persons = replace(
        same,
        number=2,
        left=(replace(same.left[0], kind="person", id="?:v putin"),),
        right=(replace(same.right[0], kind="person", id="RUS:vladimir putin"),),
    )
    found = docket([same, persons], mentions)
    (row,) = match(mentions, by_id(docs), origins(docs), found)
    assert [(a.id, a.country) for a in row.fields["source"]] == [("RUS:vladimir putin", "RUS")]


def test_the_log_cannot_be_changed(space: Workspace) -> None:
    space.judge("wrong", ids(space)[0])
    raw = apsw.Connection(str(space.path))
    for command in ("UPDATE ruling SET by = 'x'", "DELETE FROM ruling"):
        with pytest.raises(apsw.ConstraintError, match="never"):
            raw.execute(command)


def test_wrong_uses_say_what_to_do(space: Workspace) -> None:
    one, two, _ = ids(space)
    for verdict, wrongly, said in (
        ("same", ("f" * 16, one), "no mention, happening or person"),
        ("same", (one,), "two ids"),
        ("wrong", (one, two), "one id"),
        ("maybe", (one, two), "same, different, wrong, unsure"),
    ):
        with pytest.raises(BilatError, match=said):
            space.judge(verdict, *wrongly)
    with pytest.raises(BilatError, match="judge log"):
        space.judge_undo(7)
    space.judge("same", one, two)
    space.judge_undo(1)
    with pytest.raises(BilatError, match="undone by 2 already"):
        space.judge_undo(1)


def test_the_command_does_what_the_method_does(space: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, _ = ids(space)
    path = str(space.path)
    assert run(["judge", "same", one, two, "--record", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["by"] == getpass.getuser()
    assert run(["judge", "undo", "1", "--record", path, "--by", "Bea"]) == 0
    assert "Bea: undo ruling 1 [in force]" in capsys.readouterr().out
    assert run(["judge", "log", "--record", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == space.judge_log()
    assert run(["judge", "wrong", "no-such-id", "--record", path]) == 2


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Document], list[Mention], list[Ruling]]:
    """Texts of one sentence each, some on one day, and rulings on pairs of their mentions."""
    docs = [document(f"{draw(st.sampled_from(SENTENCES))} {n}") for n in range(draw(st.integers(2, 6)))]
    mentions = [
        event(
            d,
            d.text,
            "SUPPORT",
            draw(st.sampled_from(DAYS)),
            source=(draw(st.sampled_from((RUSSIA, PUTIN))),),
            target=(IRAN,),
        )
        for d in docs
    ]
    log = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        verdict = draw(st.sampled_from(("same", "different", "wrong", "unsure")))
        a, b, *_ = draw(st.permutations(mentions))
        log.append(Ruling(number, verdict, "x", "2024-06-01", (anchor(a),), () if verdict == "wrong" else (anchor(b),)))
    return docs, mentions, log


@settings(deadline=None, max_examples=100)
@given(cases(), st.randoms(use_true_random=False))
def test_every_ruling_in_force_holds_in_the_rows(case, random) -> None:  # type: ignore[no-untyped-def]
    docs, mentions, log = case
    found = docket(log, mentions)
    random.shuffle(mentions)
    rows = list(match(mentions, by_id(docs), origins(docs), found))
    where: dict[str, Happening] = {key: row for row in rows for key in row.mentions}
    for ruling in log:
        if found.states[ruling.number] != "in force":
            continue
        a = where.get(ruling.left[0].id)
        b = where.get(ruling.right[0].id) if ruling.right else None
        if ruling.verdict == "wrong":
            assert a is None
        elif a and b and ruling.verdict in ("same", "different"):
            assert (a.id == b.id) == (ruling.verdict == "same")
    assert found.states[log[-1].number] == "in force"
