"""Bad input: one reading each with what is wrong, where, and what to do; good neighbours are read."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import Document, Reading, Refusal
from bilat.sources import MissingPath, Size, read, size

GOOD = "Peru and Ecuador signed an accord on the waters of their border river on Friday, the ministry said.\n" * 2
RUSSIAN = "Министр иностранных дел заявил в понедельник, что переговоры продолжатся в следующем месяце. " * 4


def refusal(tmp_path: Path, name: str, data: bytes) -> Refusal:
    """The refusal of one file, with good files before and behind it that must be read."""
    (tmp_path / "0.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "z.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / name).write_bytes(data)
    first, bad, last = read([tmp_path])
    assert isinstance(first.outcome, Document) and isinstance(last.outcome, Document)
    assert isinstance(bad.outcome, Refusal), bad.outcome
    assert bad.source == str(tmp_path / name) and bad.outcome.name == name
    return bad.outcome


def from_stdin(data: bytes) -> list[Reading]:
    return list(read([Path("-")], io.BytesIO(data)))


def document(data: bytes) -> Document:
    [reading] = from_stdin(data)
    assert isinstance(reading.outcome, Document), reading.outcome
    return reading.outcome


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.txt", gzip.compress(GOOD.encode()), "binary"),
        ("a.txt", b"text\x00\x00\x01more" * 9, "binary"),
        ("a.txt", bytes(range(1, 32)) * 40, "binary"),
        ("a.csv", b"a,b\n1,2\n", "type"),
        ("a.txt", GOOD.encode() * 30_000, "too_large"),
        ("a.html", b"<html><body><div id=root></div><p>Please enable JavaScript.</p></body></html>", "no_text"),
        ("a.txt", RUSSIAN.encode(), "language"),
        ("a.txt", RUSSIAN.encode("cp1251"), "language"),
        ("a.txt", RUSSIAN.encode("koi8-r"), "language"),
        ("a.txt", ("Der Minister reiste am Montag nach Wien, um über Gas zu reden. " * 3).encode(), "language"),
        ("a.txt", ("Le ministre a rencontré son homologue lundi à Paris et à Nice. " * 3).encode(), "language"),
        ("a.txt", ("وزیر خارجه روز دوشنبه با همتای خود در تهران دیدار و گفتگو کرد. " * 3).encode(), "language"),
    ],
)
def test_a_bad_file_is_refused_and_its_neighbours_are_read(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    found = refusal(tmp_path, name, data)
    assert (found.status, found.reason) == ("rejected", reason)
    assert found.detail and "\n" not in found.detail


def test_a_refusal_for_language_names_it(tmp_path: Path) -> None:
    assert "Russian (ru)" in refusal(tmp_path, "a.txt", RUSSIAN.encode()).detail


def test_english_with_a_foreign_quotation_is_read() -> None:
    assert document((GOOD + "“Договор подписан”, he said.\n" + GOOD).encode()).language == "en"


def test_a_missing_path_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    with pytest.raises(MissingPath, match="no such file"):
        read([tmp_path / "a.txt", tmp_path / "gone"])


def test_pipes_devices_links_and_loops_are_refused_without_hanging(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "broken.txt").symlink_to("nowhere")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "up").symlink_to("..")
    reasons = {r.outcome.name: r.outcome.reason for r in read([tmp_path]) if isinstance(r.outcome, Refusal)}
    assert reasons == {
        "pipe.txt": "device",
        "zero.txt": "device",
        "broken.txt": "unreadable",
        "self.txt": "unreadable",
        "folder/up": "loop",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    [reading] = read([tmp_path])
    assert isinstance(reading.outcome, Refusal) and reading.outcome.reason == "unreadable"


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    [reading] = read([tmp_path])
    assert isinstance(reading.outcome, Refusal) and reading.outcome.reason == "empty"


def test_names_are_paths_below_the_folder_given_and_the_order_is_theirs(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert [r.outcome.name for r in read([tmp_path])] == ["a.txt", "b/1.txt", "b/2.txt"]
    assert [r.outcome.name for r in read([tmp_path / "b" / "1.txt"])] == ["1.txt"]


def test_a_file_name_that_is_no_utf8_can_still_be_written(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(GOOD, encoding="utf-8")
    [reading] = read([tmp_path])
    assert reading.outcome.name == "\\xff.txt"
    reading.source.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("He said “no” to Müller’s deal, and the talks ended.".encode("cp1252"), "cp1252"),
        ("He said “no” to Müller’s deal, and the talks ended.".encode("utf-16"), None),
        ("He said no to the deal, and the talks ended.".encode("utf-16-le"), "utf-16-le"),
        ("He said “no” to Müller’s deal. ".encode() + b"The talks \xff ended.", "1 place"),
    ],
)
def test_other_encodings_are_read_and_noted(data: bytes, note: str | None) -> None:
    doc = document(data)
    assert "said" in doc.text and "ended" in doc.text
    assert bool(doc.notes) == (note is not None)
    assert note is None or note in doc.notes[0]


def test_a_mark_is_cut_off_and_line_ends_are_unified_before_offsets_count() -> None:
    doc = document(b"\xef\xbb\xbf" + f"Accord Signed in Lima\r\n\r\n{GOOD}".encode())
    assert doc.text == f"Accord Signed in Lima\n\n{GOOD}"
    assert (doc.parts[0].start, doc.parts[0].end) == (0, 21)


LINES = [
    (b"{broken", "json"),
    (b"[1, 2]", "json"),
    (b"[" * 100_000, "json"),
    (b'{"text": ' + b"9" * 5_000 + b"}", "json"),
    (b'{"id": "x"}', "missing_text"),
    (b'{"text": 5}', "wrong_type"),
    (b'{"text": null}', "wrong_type"),
    (b'{"text": ["a"]}', "wrong_type"),
    (b'{"text": "  "}', "empty"),
]


@pytest.mark.parametrize(("line", "reason"), LINES)
def test_a_bad_line_is_refused_with_its_number_and_the_rest_is_read(line: bytes, reason: str) -> None:
    good = json.dumps({"text": GOOD}).encode()
    first, bad, last = from_stdin(b"\n".join([good, line, b"", good]))
    assert isinstance(first.outcome, Document) and isinstance(last.outcome, Document)
    assert isinstance(bad.outcome, Refusal)
    assert (bad.outcome.status, bad.outcome.reason, bad.source) == ("rejected", reason, "-:2")
    assert "line 2" in bad.outcome.detail
    assert last.source == "-:4"


def test_a_last_line_that_is_cut_off_is_truncated() -> None:
    *_, cut = from_stdin(json.dumps({"text": GOOD}).encode() + b'\n{"text": "Peru and')
    assert isinstance(cut.outcome, Refusal) and cut.outcome.status == "truncated"


def test_a_line_too_long_is_refused_and_the_next_one_read() -> None:
    good = json.dumps({"text": GOOD}).encode()
    long, last = from_stdin(b'{"text": "' + b"x " * 16_000_000 + b'"}\n' + good)
    assert isinstance(long.outcome, Refusal) and long.outcome.reason == "too_large"
    assert isinstance(last.outcome, Document)


def test_json_lines_may_have_a_mark_wide_characters_and_carriage_returns() -> None:
    row = json.dumps({"id": "a", "text": GOOD}, ensure_ascii=False)
    for data in (b"\xef\xbb\xbf" + row.encode(), (row + "\r\n").encode(), row.encode("utf-16")):
        assert document(data).name == "a"


def test_lone_surrogates_and_zero_characters_are_replaced_without_moving_offsets() -> None:
    doc = document(b'{"text": "A\\ud800B\\u0000C ' + GOOD[:-2].replace("\n", " ").encode() + b'"}')
    assert doc.text.startswith("A\ufffdB\ufffdC ")
    assert any("2 characters" in note for note in doc.notes)


def test_fields_of_the_wrong_type_are_left_out_with_a_note() -> None:
    doc = document(
        json.dumps({"id": 7, "title": ["x"], "authors": "By Luz Campos and Juan Vera", "text": GOOD}).encode()
    )
    assert (doc.name, doc.title, doc.authors) == ("7", None, ("Luz Campos", "Juan Vera"))
    assert any("`title`" in note for note in doc.notes)


def test_kinds_are_told_by_content_where_the_name_does_not_say() -> None:
    assert document(json.dumps({"id": "a", "text": GOOD}).encode()).name == "a"
    assert "<p>" not in document(f"<!doctype html><html><body><p>{GOOD * 3}</p></body></html>".encode()).text


PARAGRAPH = f"<p>{GOOD * 3}</p>"
HOSTILE = {
    "deep": "<div>" * 300 + PARAGRAPH + "</div>" * 300 + "<p>The last words.</p>",
    "very deep": "<div>" * 100_000 + PARAGRAPH + "<p>The last words.</p>",
    "attributes": "<p " + " ".join(f'a{i}="<>"' for i in range(20_000)) + f">{GOOD * 3}</p><p>The last words.</p>",
    "options": "<select>" + "<option>x" * 200_000 + f"</select>{PARAGRAPH}<p>The last words.</p>",
    "marked sections": f"<![CDATA[x]]>{PARAGRAPH}<p>The last words.</p><![if foo",
    "open tags": PARAGRAPH + "<p>The last words.</p>" + "<a" * 100_000,
    "open comments": PARAGRAPH + "<p>The last words.</p>" + "<!--" * 100_000,
    "open quotes": PARAGRAPH + "<p>The last words.</p>" + "<a b='" * 50_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_is_read_in_full_and_in_time(kind: str) -> None:
    started = time.monotonic()
    doc = document(f"<!doctype html><html><body>{HOSTILE[kind]}".encode())
    assert "border river" in doc.text and "The last words." in doc.text
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "line", ["(" * 50_000, "=" * 50_000, "A" * 1_000_000, "(A" * 30_000, "Next\n" * 30_000, "- a\n" * 30_000]
)
def test_a_hostile_text_is_laid_out_in_time(line: str) -> None:
    started = time.monotonic()
    document(f"{GOOD}\n\n{line}\n\n{GOOD}".encode())
    assert time.monotonic() - started < 5


def test_size_counts_files_bytes_and_lines(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    (tmp_path / "b.jsonl").write_bytes(b"{}\n{}\n{}")
    (tmp_path / "broken").symlink_to("nowhere")
    assert size([tmp_path]) == Size(files=2, bytes=13, items=4)
    with pytest.raises(MissingPath):
        size([tmp_path / "gone"])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading_that_can_be_stored(data: bytes) -> None:
    for reading in from_stdin(data):
        if isinstance(reading.outcome, Document):
            reading.outcome.text.encode("utf-8")
        else:
            assert reading.outcome.detail


LINE = st.sampled_from(
    [
        "Peru and Ecuador Sign Accord",
        "By Luz Campos",
        "3 September 2021",
        "(Ana Ruiz/Andes Photo)",
        "Related",
        "Next",
        "",
        "Sign up for our newsletter",
        "Source: Andes Wire",
        GOOD.strip(),
        "Peru signs. (BBC)",
        "# Heading",
        "- item",
        "“Q,” he said.",
        "LIMA (Reuters) - Peru and Ecuador signed an accord on the river on Friday.",
        "Title: A Pact",
        "\u00a0",
        "🙂 𝔄 word",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=14))
def test_parts_lie_within_the_text_in_order_and_overlap_only_inside_items(lines: list[str]) -> None:
    text = "\n".join(lines)
    for reading in from_stdin(text.encode()):
        if not isinstance(reading.outcome, Document):
            continue
        doc = reading.outcome
        assert doc.text == text
        end = 0
        for part in doc.parts:
            assert 0 <= part.start < part.end <= len(text)
            assert text[part.start : part.end].strip()
            if part.role == "item":
                assert part.start >= end
                end = part.start
            else:
                assert part.start >= end
                end = part.end


def test_reading_is_the_same_each_time(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(f"Accord Number {i}\n\n{GOOD}", encoding="utf-8")
    assert list(read([tmp_path])) == list(read([tmp_path]))
