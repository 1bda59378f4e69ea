"""The lexicon of acts: `data/acts.toml` (words) and `data/turns.toml` (turns of phrase) as lookups."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from bilat.coding.words import words as shared_words


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a verb or noun: the act's type and where its sides stand (see `acts.toml`)."""

    type: str
    target: tuple[str, ...]
    mode: str | None = None
    objects: frozenset[str] = frozenset()
    objects_as: frozenset[str] = frozenset()  # may stand anywhere below the verb
    aims: frozenset[str] = frozenset()  # verbs of what it is done for: `sent troops to help`
    withs: frozenset[str] = frozenset()  # the preposition's noun
    preps: frozenset[str] = frozenset()
    source_words: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()  # not with one of these as object
    not_near: frozenset[str] = frozenset()  # not in a sentence with one of these
    flags: frozenset[str] = frozenset()
    free: str = "never"

    @property
    def bound(self) -> bool:
        """Whether it needs more than its word."""
        return bool(self.objects or self.objects_as or self.aims or self.preps or self.withs or self.source_words)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames by lemma, bound ones first."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, Frame]
    light: frozenset[str]
    matrix: Mapping[str, str]  # lemma -> AGREE, REJECT, THREATEN, REQUEST, planned, transparent, negated, claimed
    accident: frozenset[str]
    violence: frozenset[str]
    speech_verbs: frozenset[str]
    speech_nouns: frozenset[str]
    irregular: Mapping[str, str] = field(default_factory=dict)


_FLAGS = (
    "swap",
    "bare",
    "weak",
    "joint",
    "violent",
    "military",
    "needs_xcomp",
    "actor_target",
    "threat_only",
    "protesters",
    "swap_subject",
    "blast",
    "crowd",
    "in_person",
    "by_somebody",
)


def _frame(row: Mapping[str, Any]) -> Frame:
    def words(key: str) -> frozenset[str]:
        listed = row.get(key, "").split()
        shared = (shared_words(word[1:]) for word in listed if word[0] == "@")
        return frozenset(word for word in listed if word[0] != "@").union(*shared)

    return Frame(
        type=row["type"],
        target=tuple(row["target"].split()),
        mode=row.get("mode"),
        objects=words("objects"),
        objects_as=words("objects_as"),
        aims=words("aims"),
        withs=words("withs"),
        preps=words("preps"),
        source_words=words("source_words"),
        unless=words("unless"),
        not_near=words("not_near"),
        flags=frozenset(f for f in _FLAGS if row.get(f)),
        free=row.get("free", "never"),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """The one lexicon, read once a process."""
    data, turns = _read("acts"), _read("turns")
    verbs: dict[str, list[Frame]] = {}
    for row in [*turns["verb"], *data["verb"]]:
        frame = _frame(row)
        for lemma in dict.fromkeys(row["lemmas"].split()):
            verbs.setdefault(lemma, []).append(frame)
    nouns: dict[str, Frame] = {}
    for row in data["noun"]:
        frame = _frame(row)
        for lemma in row["lemmas"].split():
            nouns.setdefault(lemma, frame)
    return Lexicon(
        verbs={lemma: tuple(sorted(frames, key=lambda f: not f.bound)) for lemma, frames in verbs.items()},
        nouns=nouns,
        light=frozenset(data["light"]["verbs"].split()),
        matrix={
            lemma: effect
            for effect, lemmas in data["matrix"].items()
            for lemma in (lemmas.split() if effect != "allow" else ())
        },
        accident=frozenset(data["accident"]["words"].split()),
        violence=frozenset(data["violence"]["words"].split()),
        speech_verbs=frozenset(data["speech"]["verbs"].split()),
        speech_nouns=frozenset(data["speech"]["nouns"].split()),
        irregular=data["irregular"],
    )
