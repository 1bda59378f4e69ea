"""What a teacher said of the news that nobody labelled: soft labels for the statistical layer (`gold/taught.npz`).

The teacher (`teacher.py`) gives each word that may carry an act a probability of each type, and each actor near a word
that may well carry one a probability of each side. They are kept by document, item, sentence and offset, without any
text, as whole numbers of 255.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from acts_data import Item, scenes
from bilat.coding.acts import read_acts
from bilat.coding.learnt import NONE, ruled
from bilat.coding.parsed import Sentence
from bilat.coding.paths import around, link_traits, side_of
from bilat.coding.sides import Act
from bilat.coding.traits import candidate, traits

TAUGHT = Path(__file__).with_name("gold") / "taught.npz"
SIDES = (NONE, "S", "G")
_SHORTEST = 6  # words of an item
_WHOLE = 255

Place = tuple[str, int]  # an item, and a sentence of it


@dataclass(frozen=True)
class Soft:
    """Traits of a word, or of a word and an actor, and the probability of each class."""

    traits: tuple[str, ...]
    chances: Any  # (classes,), summing to one


@dataclass(frozen=True)
class Taught:
    """The teacher's probabilities: of types by word, of sides by word and actor (by where they start).

    `aside` has the labelled items that the teacher did not see, by their keys.
    """

    types: tuple[str, ...]
    aside: frozenset[str]
    words: Mapping[Place, Mapping[int, Any]]
    pairs: Mapping[Place, Mapping[tuple[int, int], tuple[str, Any]]]


def news_items(news: Path, before: str) -> Iterator[Item]:
    """The items of all digests before a year, without labels."""
    for path in sorted(news.glob("*.jsonl")):
        if path.stem >= before:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            start = 0
            for text in row["text"].split("\n"):
                if len(text.split()) >= _SHORTEST:
                    yield Item(row["id"], row["published"][:10], start, text, "none", "news", ())
                start += len(text) + 1


def soft_examples(of: Sequence[Item], taught: Taught, nouns: frozenset[str]) -> tuple[list[Soft], list[Soft]]:
    """What is seen of each word and pair that the teacher spoke of, with what it said."""
    words: list[Soft] = []
    sides: list[Soft] = []
    for item, scene in scenes(of):
        for number, sent in enumerate(scene.sentences):
            said = taught.words.get((item.key, number), {})
            read = {act.token.i: act for act in reversed(read_acts(scene, sent))} if said else {}
            for token in sent.span if said else ():
                chances = said.get(token.idx - sent.span.start_char)
                if chances is not None and (candidate(sent, token, nouns) or token.i in read):
                    act = read.get(token.i)
                    rule = ruled(token.lemma_.lower(), act.type if act else NONE, act.rule if act else "")
                    words.append(Soft(tuple(dict.fromkeys((*traits(sent, token), *rule))), chances))
            sides += _sides(sent, taught.pairs.get((item.key, number), {}), read)
    return words, sides


def _sides(sent: Sentence, said: Mapping[tuple[int, int], tuple[str, Any]], read: Mapping[int, Act]) -> Iterator[Soft]:
    base = sent.span.start_char
    triggers = {start for start, _ in said}
    for trigger in sent.span if said else ():
        if trigger.idx - base not in triggers:
            continue
        near = around(sent, trigger)
        act = read.get(trigger.i)
        for actor in near.heads:
            told = said.get((trigger.idx - base, actor.idx - base))
            if told is not None:
                side = side_of(sent, actor, act.source, act.target) if act is not None else "-"
                yield Soft(tuple(link_traits(sent, trigger, actor, told[0], side, near)), told[1])


def save(taught: Taught, path: Path = TAUGHT) -> None:
    """Keep them as plain arrays."""
    places = sorted({*taught.words, *taught.pairs})
    at = {place: n for n, place in enumerate(places)}
    words = [(at[p], start, c) for p in places for start, c in sorted(taught.words.get(p, {}).items())]
    pairs = [(at[p], *starts, t, c) for p in places for starts, (t, c) in sorted(taught.pairs.get(p, {}).items())]
    np.savez_compressed(
        path,
        types=_text(taught.types),
        aside=_text(sorted(taught.aside)),
        items=_text([key for key, _ in places]),
        sentences=np.array([number for _, number in places], np.uint16),
        word_at=np.array([row[:2] for row in words], np.uint32),
        word_chances=_whole([row[2] for row in words]),
        pair_at=np.array([row[:3] for row in pairs], np.uint32),
        pair_types=np.array([taught.types.index(row[3]) for row in pairs], np.uint8),
        pair_chances=_whole([row[4] for row in pairs]),
    )


def load(path: Path = TAUGHT) -> Taught:
    """Read what `save` kept."""
    with path.open("rb") as file:
        held = np.load(file, allow_pickle=False)
        arrays = {name: held[name] for name in held.files}
    types = tuple(_words(arrays["types"]))
    places = list(zip(_words(arrays["items"]), arrays["sentences"].tolist(), strict=True))
    words: dict[Place, dict[int, Any]] = {}
    for (place, start), chances in zip(arrays["word_at"].tolist(), _shares(arrays["word_chances"]), strict=True):
        words.setdefault(places[place], {})[start] = chances
    pairs: dict[Place, dict[tuple[int, int], tuple[str, Any]]] = {}
    rows = zip(arrays["pair_at"].tolist(), arrays["pair_types"].tolist(), _shares(arrays["pair_chances"]), strict=True)
    for (place, trigger, actor), type_, chances in rows:
        pairs.setdefault(places[place], {})[(trigger, actor)] = (types[type_], chances)
    return Taught(types, frozenset(_words(arrays["aside"])), words, pairs)


def _text(of: Iterable[str]) -> Any:
    return np.frombuffer("\n".join(of).encode("utf-8"), dtype=np.uint8)


def _words(of: Any) -> list[str]:
    return bytes(of).decode("utf-8").split("\n")


def _whole(chances: Sequence[Any]) -> Any:
    return np.rint(np.stack(chances).astype(np.float64) * _WHOLE).astype(np.uint8)


def _shares(of: Any) -> Any:
    shares = of.astype(np.float32)
    return shares / shares.sum(axis=1, keepdims=True)
