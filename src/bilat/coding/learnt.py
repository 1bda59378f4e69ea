"""The statistical layer: which type of act a word carries, who its sides are and whose (`measure/train_acts.py`).

Three logistic regressions, over the traits of `traits.py`, `paths.py` and `belonging.py`; the first sees the vectors of
the parser's model too. The weights are plain arrays and words, read without running anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from bilat.coding.parsed import Sentence
from bilat.coding.paths import around, link_traits, side_of
from bilat.coding.traits import candidate, traits
from bilat.model import Actor

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Token
    from spacy.vocab import Vocab

NONE = "NONE"
SEEN = ("w", "o", "x", "po")  # the traits whose words' vectors are seen
WEIGHTS = resources.files(__package__).joinpath("data/learnt.npz")
_WIDTH = 300


@dataclass(frozen=True)
class Regression:
    """A multinomial logistic regression: `weights` is (traits, classes), `dense` (vector widths, classes)."""

    classes: tuple[str, ...]
    index: dict[str, int]
    weights: NDArray[np.float32]
    dense: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __call__(self, found: Iterable[str], seen: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
        """The probability of each class."""
        rows = [at for at in map(self.index.get, found) if at is not None]
        score = self.bias + self.weights[rows].sum(axis=0)
        if seen is not None and self.dense.size:
            score = score + seen @ self.dense
        score = np.exp(score - score.max())
        return np.asarray(score / score.sum(), dtype=np.float32)


@dataclass(frozen=True)
class Learnt:
    """The regressions, and the nouns that may carry an act."""

    types: Regression
    sides: Regression
    homes: Regression  # whether somebody is of a state or body
    carriers: frozenset[str]
    trust: NDArray[np.float32]  # of `grounds`: how far an act as read is right


@cache
def learnt() -> Learnt:
    """The weights of the package, read once a process."""
    with WEIGHTS.open("rb") as file:
        held = np.load(file, allow_pickle=False)
        arrays = {name: held[name] for name in held.files}

    def words(name: str) -> list[str]:
        return bytes(arrays[name]).decode("utf-8").split("\n")

    def regression(name: str) -> Regression:
        return Regression(
            tuple(words(f"{name}.classes")),
            {trait: at for at, trait in enumerate(words(f"{name}.traits"))},
            arrays[f"{name}.weights"].astype(np.float32),
            arrays[f"{name}.dense"].astype(np.float32),
            arrays[f"{name}.bias"].astype(np.float32),
        )

    carriers = frozenset(words("carriers"))
    return Learnt(regression("types"), regression("sides"), regression("homes"), carriers, arrays["trust"])


def type_of(sent: Sentence, token: Token, read: str = NONE, rule: str = "") -> tuple[str, float, float]:
    """The likeliest type of act that a word carries, its probability, and that of an act at all.

    `read` and `rule` are what the rules made of the word.
    """
    found = [*traits(sent, token), *ruled(token.lemma_.lower(), read, rule)]
    chances = learnt().types(found, vectors(token.vocab, found))
    none = learnt().types.classes.index(NONE)
    some = 1.0 - float(chances[none])
    chances[none] = 0
    best = int(chances.argmax())
    return learnt().types.classes[best], float(chances[best]), some


def grounds(
    chance: float,
    ruled: bool,
    source: Sequence[Actor],
    target: Sequence[Actor],
    inferred: Mapping[tuple[int, int], float],
) -> tuple[float, ...]:
    """What tells how far an act as read is right, its sides too.

    `chance` is the probability of its type, `inferred` that of the states of those whom no word places, by offsets.
    """
    chance = min(max(chance, 0.01), 0.99)
    sides = (*source, *target)
    return (
        1.0,
        math.log(chance / (1 - chance)),
        float(ruled),
        float(bool(source)),
        float(bool(target)),
        float(all(a.code for a in sides)),
        float(len(sides) > 2),
        float(len({a.code for a in sides}) < len(sides)),
        sum(math.log(inferred.get((a.start or 0, a.end or 0), 1.0)) for a in sides),
    )


def trusted(found: Sequence[float]) -> float:
    """The probability that an act is right in type and sides, from its grounds: a logistic regression."""
    return float(1 / (1 + math.exp(-float(np.dot(learnt().trust, np.asarray(found, dtype=np.float32))))))


def ruled(lemma: str, read: str, rule: str) -> tuple[str, ...]:
    """What the rules say of a word, as traits."""
    return (f"r={read}", f"rr={read}|{rule}", f"rw={read}|{lemma}")


def is_candidate(sent: Sentence, token: Token) -> bool:
    """Whether a word may carry an act."""
    return candidate(sent, token, learnt().carriers)


def linked(
    sent: Sentence, trigger: Token, type_: str, read: tuple[Sequence[Actor], Sequence[Actor]] | None
) -> tuple[list[tuple[Token, float]], list[tuple[Token, float]]]:
    """The heads of the likely sources and targets of an act, each with its probability.

    `read` is the source and target that the rules gave it, None where they read no act.
    """
    sources: list[tuple[Token, float]] = []
    targets: list[tuple[Token, float]] = []
    classes = learnt().sides.classes
    s, g = classes.index("S"), classes.index("G")
    near = around(sent, trigger)
    for actor in near.heads:
        told = side_of(sent, actor, *read) if read is not None else "-"
        chances = learnt().sides(link_traits(sent, trigger, actor, type_, told, near))
        if chances[s] >= chances[g]:
            sources.append((actor, float(chances[s])))
        else:
            targets.append((actor, float(chances[g])))
    return sources, targets


def vectors(vocab: Vocab, found: Sequence[str]) -> NDArray[np.float32]:
    """The unit vectors of a word and of what stands around it, one after the other; zeros where there is none."""
    words: dict[str, str] = {}
    for trait in found:
        name, _, value = trait.partition("=")
        if name in SEEN and name not in words and value.islower():
            words[name] = value
    return np.concatenate([_vector(vocab, words.get(name, "")) for name in SEEN])


@lru_cache(maxsize=50_000)
def _vector(vocab: Any, word: str) -> NDArray[np.float32]:
    if not word or not vocab.has_vector(word):
        return np.zeros(_WIDTH, dtype=np.float32)
    vector = np.asarray(vocab.get_vector(word), dtype=np.float32)
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else np.zeros(_WIDTH, dtype=np.float32)
