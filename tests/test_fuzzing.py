"""Every parser of ours on bytes of any kind, and on good files that were cut, doubled and broken."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzzing
import hard

EVENTS = b"Event Date\tSource\tRelation\tTarget\n2014-01-02\tRussia\tMake statement\tIran\n"
SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (b"LIMA (Reuters) - Peru signed. (BBC)\n\nBy Luz Campos\n3 September 2021\n\n", b"\xff\xfea\x00"),
    "page": (hard.page(1), hard.page(2, "<div><template><table><svg>")),
    "lines": (b'{"id": "a", "text": "Peru met Chile.", "published": "2024-05-21"}\r\n{"text": 5}\n',),
    "feed": (hard.rss([hard.item(1), hard.item(2)]), hard.atom(3), hard.json_feed(4)),
    "addresses": (b'<opml><body><outline xmlUrl="https://a.example/f"/></body></opml>',),
    "archive": (
        b"".join(hard.archive(1)[:3]),
        hard.zipped(hard.archive(1)[:3]),
        b"".join(hard.archive(1)[:3]).replace(b"charset=utf-8", b"charset=\x00tf-8"),
        b"".join(hard.archive(1)[:3]).replace(b"charset=utf-8", b"charset=rot13"),
        b"".join(hard.archive(1)[:3]).replace(b"WARC-Type: ", b"WARC-Type:\x00\n"),
    ),
    "pdf": (hard.pdf("Peru met Chile on Friday."), hard.looped_pdf()),
    "times": (b"on 3 May 2024, between 2019 and mid-2021, last week, 31 Feb 10000",),
    "events": (EVENTS, b"a,b,c\n1,2,3\n"),
    "search": (b'"grain" NEAR(a b) words:x * OR ^a',),
}


@st.composite
def broken(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """A good file with a few of its bytes cut out, doubled or put in place of others."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        a = draw(st.integers(0, len(data)))
        b = min(len(data), a + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from([b"", data[a:b] * 2, b"\x00", b"\xff\xfe", b"<", b"&#0;", "‮🙂".encode()]))
        data = data[:a] + piece + data[b:]
    return data


@pytest.mark.parametrize("name", fuzzing.TARGETS)
def test_no_bytes_break_a_parser(name: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(st.binary(max_size=200), broken(SEEDS[name])))
    def check(data: bytes) -> None:
        fuzzing.TARGETS[name](data)

    check()


def test_every_target_takes_its_seeds() -> None:
    assert SEEDS.keys() == fuzzing.TARGETS.keys()
    for name, seeds in SEEDS.items():
        for seed in seeds:
            fuzzing.TARGETS[name](seed)


@pytest.mark.skipif(find_spec("atheris") is not None, reason="atheris is there")
def test_fuzzing_without_atheris_says_what_to_install() -> None:
    file = Path(fuzzing.__file__).with_name("fuzz.py")
    done = subprocess.run([sys.executable, file, "text"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--group fuzz" in done.stderr
