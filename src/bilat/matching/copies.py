"""Which documents are copies or rewrites of one report, or say that they come from one house."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from bilat.matching.arrays import beside, distinct
from bilat.model import Document

_SHINGLE = 5  # words
_FEWEST = 20  # shingles; shorter texts are compared whole, for a dateline alone proves nothing
_BANDS, _ROWS = 64, 2
_LEAST_EQUAL = 8  # of the signature's 128 numbers
_SEED = 1
_ALIKE = 0.3  # of the shingles of both
_ALIKE_DIGESTS = 0.5
_WITHIN = 0.7  # of the shingles of the shorter one
_CROWD = 50  # documents in one band that are compared with a new one
_PART = 10_000  # pairs that are compared at a time
_NOT_BODY = frozenset({"furniture", "caption"})

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"^(the|a|an)\s+")


@dataclass(frozen=True, slots=True)
class Print:
    """What of a document decides whose copy it is: its signature, 128 numbers, and the houses it names, or ''."""

    signature: bytes
    declared: str
    printed: str


class Prints:
    """The fingerprints of many documents in the order of their ids: 512 bytes each, and what they name."""

    def __init__(self, count: int) -> None:
        self.keys: list[str] = []
        self.declared: list[str] = []
        self.printed: list[str] = []
        self._signatures = np.empty((count, _BANDS * _ROWS), dtype=np.uint32)

    @property
    def signatures(self) -> NDArray[np.uint32]:
        """A row of 128 numbers a document."""
        return self._signatures[: len(self.keys)]

    def add(self, key: str, one: Print) -> None:
        """The next document; no more than were told of at first."""
        self._signatures[len(self.keys)] = np.frombuffer(one.signature, dtype=np.uint32)
        self.keys.append(key)
        self.declared.append(one.declared)
        self.printed.append(one.printed)

    def __iter__(self) -> Iterator[tuple[str, Print]]:
        """Each id with its fingerprint."""
        names = zip(self.declared, self.printed, strict=True)
        for key, signature, (declared, printed) in zip(self.keys, self.signatures, names, strict=True):
            yield key, Print(signature.tobytes(), declared, printed)


def fingerprint(document: Document) -> Print:
    """What is kept of a document, so that copies of it are found without its text."""
    declared = _house(document.origin) if document.origin else ""
    printed = _house(document.outlet) if document.outlet and not document.origin else ""
    return Print(_signatures([document]).tobytes(), declared, printed)


def origins(documents: Iterable[Document]) -> dict[str, str]:
    """The origin of each document, by document id: the smallest id among copies and reports of one house.

    Two documents are one origin where most of the shorter one's word sequences stand in the other, or where both
    name the same house as the one that reported (`From The Epoch Times`), or one is that house's own. Copies of
    copies belong together. The result does not depend on the order of the documents.
    """
    given = {d.id: d for d in documents}
    prints = Prints(len(given))
    for key in sorted(given):
        prints.add(key, fingerprint(given[key]))
    return origins_of(prints, lambda a, b: is_copy(sequences(given[a]), sequences(given[b])))


def origins_of(prints: Prints, copied: Callable[[str, str], bool]) -> dict[str, str]:
    """The same from what is kept of the documents; `copied` says of two ids, the smaller first, whether one is a copy.

    It is asked of likely pairs alone, and always of the same ones whatever the order of the documents.
    """
    keys = prints.keys
    parent = {key: key for key in keys}

    def find(key: str) -> str:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def join(a: str, b: str) -> None:
        low, high = sorted((find(a), find(b)))
        parent[high] = low

    for a, b in _likely(prints.signatures):
        if copied(keys[a], keys[b]):
            join(keys[a], keys[b])
    for together in _houses(prints).values():
        for key in together[1:]:
            join(together[0], key)
    return {key: find(key) for key in keys}


def _houses(prints: Prints) -> dict[str, list[str]]:
    """The documents of each house that some document names as its origin."""
    declared: dict[str, list[str]] = defaultdict(list)
    printed: dict[str, list[str]] = defaultdict(list)
    for key, named, printer in zip(prints.keys, prints.declared, prints.printed, strict=True):
        if named:
            declared[named].append(key)
        elif printer:
            printed[printer].append(key)
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
    found = frozenset(map(" ".join, zip(*(words[at:] for at in range(_SHINGLE)), strict=False)))
    return found if len(found) >= _FEWEST else frozenset({" ".join(words)})


def _signatures(documents: Sequence[Document]) -> NDArray[np.uint32]:
    """A row of 128 numbers a document, 512 bytes each: all that is kept of a text while copies are looked for."""
    rows = np.empty((len(documents), _BANDS * _ROWS), dtype=np.uint32)
    for at, document in enumerate(documents):
        hashed = RMinHash(_BANDS * _ROWS, _SEED)
        hashed.update(list(_shingles(document)))
        rows[at] = hashed.digest()
    return rows


def near_copies(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """The pairs of documents, by their places, of which one is a copy of the other or holds most of it.

    MinHash with bands (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3): documents that share a
    band of their signature are compared, first by signature, then by their word sequences. Of a crowd that shares a
    band each is compared with the next few alone. Takes 0.5 GB for a million documents, besides their texts.
    """
    for a, b in _likely(_signatures(documents)):
        if is_copy(sequences(documents[a]), sequences(documents[b])):
            yield a, b


def _likely(rows: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """The pairs of signatures that may be copies, each once, by their places."""
    seen = np.empty(0, dtype=np.int64)  # a pair in one number
    for at in range(0, _BANDS * _ROWS, _ROWS):
        band = rows[:, at].astype(np.uint64) << np.uint64(32) | rows[:, at + 1].astype(np.uint64)
        order = np.argsort(band, kind="stable")
        sorted_ = band[order]
        found = []
        for step in range(1, _CROWD + 1):
            same = np.flatnonzero(sorted_[step:] == sorted_[:-step])
            if not same.size:
                break
            one, other = order[same], order[same + step]
            found.append(np.minimum(one, other) * len(rows) + np.maximum(one, other))
        if not found:
            continue
        pairs = beside(distinct(np.concatenate(found)), seen)  # those that no band before had
        for part in np.array_split(pairs, len(pairs) // _PART + 1):
            one, other = np.divmod(part, len(rows))
            # the estimate that the signatures give, so that chance neighbours are never cut into shingles again
            likely = np.count_nonzero(rows[one] == rows[other], axis=1) >= _LEAST_EQUAL
            yield from zip(one[likely].tolist(), other[likely].tolist(), strict=True)
        seen = np.sort(np.concatenate([seen, pairs]))


@dataclass(frozen=True, slots=True)
class Sequences:
    """What of a document is compared word for word: its sequences of five words, and whether it is a digest."""

    held: frozenset[str]
    digest: bool


def sequences(document: Document) -> Sequences:
    """The same of a document."""
    return Sequences(_shingles(document), document.form == "digest")


def is_copy(a: Sequences, b: Sequences) -> bool:
    """True where most of one text's word sequences stand in the other."""
    common = len(a.held & b.held)
    alike = common / (len(a.held) + len(b.held) - common)
    if a.digest or b.digest:  # it quotes many reports: that one stands in it makes neither the other's copy
        return alike >= _ALIKE_DIGESTS
    return alike >= _ALIKE or common / min(len(a.held), len(b.held)) >= _WITHIN
