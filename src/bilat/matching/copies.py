"""Which documents are copies or rewrites of one report, or say that they come from one house."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rensa import RMinHash

from bilat.model import Document

_SHINGLE = 5  # words
_FEWEST = 20  # shingles; shorter texts are compared whole, for a dateline alone proves nothing
_BANDS, _ROWS = 64, 2
_LEAST_EQUAL = 8  # of the signature's 128 numbers
_SEED = 1
_ALIKE = 0.5  # of the shingles of both
_WITHIN = 0.7  # of the shingles of the shorter one
_CROWD = 50  # documents in one band that are compared with a new one
_NOT_BODY = frozenset({"furniture", "caption"})

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(the|a|an)\s+")


@dataclass(frozen=True, slots=True)
class _Sketch:
    document: Document
    digest: tuple[int, ...]


def origins(documents: Iterable[Document]) -> dict[str, str]:
    """The origin of each document, by document id: the smallest id among copies and reports of one house.

    Two documents are one origin where most of the shorter one's word sequences stand in the other, or where both
    name the same house as the one that reported (`From The Epoch Times`), or one is that house's own. Copies of
    copies belong together. The result does not depend on the order of the documents.
    """
    given = sorted({d.id: d for d in documents}.items())
    parent = {key: key for key, _ in given}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def join(a: str, b: str) -> None:
        low, high = sorted((find(a), find(b)))
        parent[high] = low

    for a, b in _copies(_sketch(d) for _, d in given):
        join(a, b)
    for keys in _houses(d for _, d in given).values():
        for key in keys[1:]:
            join(keys[0], key)
    return {key: find(key) for key, _ in given}


def _houses(documents: Iterable[Document]) -> dict[str, list[str]]:
    """The documents of each house that some document names as its origin."""
    declared: dict[str, list[str]] = defaultdict(list)
    printed: dict[str, list[str]] = defaultdict(list)
    for d in documents:
        if d.origin:
            declared[_house(d.origin)].append(d.id)
        elif d.outlet:
            printed[_house(d.outlet)].append(d.id)
    return {name: [*keys, *printed[name]] for name, keys in declared.items()}


def _house(name: str) -> str:
    return _ARTICLE.sub("", " ".join(_WORD.findall(name.casefold())))


def _body(document: Document) -> str:
    """The text without captions and page furniture, which articles of one outlet share."""
    out, at = [], 0
    for part in sorted(document.parts, key=lambda p: p.start):
        if part.role in _NOT_BODY and part.start >= at:
            out.append(document.text[at : part.start])
            at = part.end
    return "".join([*out, document.text[at:]])


def _shingles(document: Document) -> frozenset[str]:
    words = _WORD.findall(_body(document).casefold())
    found = frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))
    return found if len(found) >= _FEWEST else frozenset({" ".join(words)})


def _sketch(document: Document) -> _Sketch:
    hashed = RMinHash(_BANDS * _ROWS, _SEED)
    hashed.update(sorted(_shingles(document)))
    return _Sketch(document, tuple(hashed.digest()))


def _copies(sketches: Iterable[_Sketch]) -> Iterator[tuple[str, str]]:
    """The pairs that are copies; each document is compared with those that share a band of its signature."""
    bands: dict[tuple[int, ...], list[_Sketch]] = defaultdict(list)
    for sketch in sketches:
        near: dict[str, _Sketch] = {}
        for at in range(0, _BANDS * _ROWS, _ROWS):
            crowd = bands[(at, *sketch.digest[at : at + _ROWS])]
            near.update((other.document.id, other) for other in crowd[-_CROWD:])
            crowd.append(sketch)
        for key, other in near.items():
            if _may_be_copy(sketch, other) and _is_copy(sketch.document, other.document):
                yield sketch.document.id, key


def _may_be_copy(a: _Sketch, b: _Sketch) -> bool:
    """The estimate that the signatures give, so that chance neighbours are never cut into shingles again."""
    return sum(map(int.__eq__, a.digest, b.digest)) >= _LEAST_EQUAL


def _is_copy(a: Document, b: Document) -> bool:
    mine, yours = _shingles(a), _shingles(b)
    common = len(mine & yours)
    if common / (len(mine) + len(yours) - common) >= _ALIKE:
        return True
    # a digest quotes many reports: that one of them stands in it makes neither the other's copy
    return "digest" not in (a.form, b.form) and common / min(len(mine), len(yours)) >= _WITHIN
