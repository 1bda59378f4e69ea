"""The words of questions: which only frame them, which stand for one another, which point to a kind of mention."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bilat.record import stems


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists by stem.

    `likes` gives the stems that may stand for one, itself among them; `acts` are the stems of what can be done, and
    `kinds` the kinds of mention that a stem points to.
    """

    frame: frozenset[str]
    likes: Mapping[str, frozenset[str]]
    spellings: Mapping[str, tuple[str, ...]]
    acts: frozenset[str]
    kinds: Mapping[str, frozenset[str]]


@cache
def vocabulary() -> Vocabulary:
    """The lists of `words.toml`."""
    lists = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    likes: dict[str, set[str]] = defaultdict(set)
    spellings: dict[str, str] = {}
    for group in (*lists["acts"], *lists["likes"]):
        several = {_stem(word): word for word in group.split()}
        spellings |= several
        for stem in several:
            likes[stem] |= set(several)
    for head, group in lists["wider"].items():
        several = {_stem(word): word for word in group.split()}
        spellings |= several
        likes[_stem(head)] |= {_stem(head), *several}
    kinds: dict[str, set[str]] = defaultdict(set)
    for kind, group in lists["kinds"].items():
        for word in group.split():
            kinds[_stem(word)].add(kind)
    return Vocabulary(
        frame=frozenset(stem for stem in stems(lists["frame"])),
        likes={stem: frozenset(group) for stem, group in likes.items()},
        spellings={stem: (word,) for stem, word in spellings.items()},
        acts=frozenset(_stem(word) for group in lists["acts"] for word in group.split()),
        kinds={stem: frozenset(found) for stem, found in kinds.items()},
    )


def _stem(word: str) -> str:
    return " ".join(stems(word))
