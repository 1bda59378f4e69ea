"""The labelled items of `gold/acts.jsonl` as examples for the statistical layer of the coder.

Each line of that file is an item of a digest of ../shared/news by document and offsets, with the labels of one
annotator: the act's type and status, where its words stand, and where its sides stand with their codes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import labels
from bilat.coding.acts import read_acts
from bilat.coding.belonging import belongings
from bilat.coding.blocks import blocks
from bilat.coding.learnt import NONE, ruled
from bilat.coding.lexicon import lexicon
from bilat.coding.parsed import Sentence, parse_block
from bilat.coding.parser import parser
from bilat.coding.paths import around, link_traits, side_of
from bilat.coding.scene import Scene
from bilat.coding.sides import Act, anybody
from bilat.coding.traits import candidate, traits
from bilat.model import Actor, Document, When

if TYPE_CHECKING:
    from spacy.tokens import Token

LABELS = Path(__file__).with_name("gold") / "acts.jsonl"
SENTENCES = Path(__file__).with_name("gold") / "sentences.jsonl"
ONCE_FROM = "2022"  # items of this year and later are scored once, not learnt from


@dataclass(frozen=True)
class Item:
    """A labelled item: its text and, by offsets in it, its acts."""

    doc: str
    day: str
    start: int
    text: str
    by: str
    stratum: str
    events: tuple[Mapping[str, Any], ...]

    @property
    def key(self) -> str:
        return f"{self.doc}:{self.start}"

    @property
    def learnt(self) -> bool:
        """Whether it may be learnt from."""
        return self.day < ONCE_FROM


@dataclass(frozen=True)
class Example:
    """What is seen of a word or of a word and an actor, and what it is."""

    item: str
    learnt: bool
    text: str  # of the sentence
    starts: tuple[int, ...]  # in it: of the word, or of the word and the actor
    type: str  # of the act whose sides are asked for; none where the type is
    traits: tuple[str, ...]
    label: str
    carrier: str | None = None  # the noun that carries the act


def items(news: Path, path: Path = LABELS) -> list[Item]:
    """The labelled items with their texts, one a labeller."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = labels.texts(news, {row["doc"] for row in rows})

    def moved(at: Sequence[int], start: int) -> tuple[int, int]:
        return at[0] - start, at[1] - start

    found = []
    for row in rows:
        start, digest = row["start"], texts[row["doc"]]
        acts = tuple(
            {
                **event,
                "at": moved(event["at"], start),
                "source": [{**side, "at": moved(side["at"], start)} for side in event["source"]],
                "target": [{**side, "at": moved(side["at"], start)} for side in event["target"]],
            }
            for event in row["events"]
        )
        text = digest["text"][start : row["end"]]
        found.append(Item(row["doc"], digest["published"][:10], start, text, row["by"], row["stratum"], acts))
    return found


def sentences(path: Path = SENTENCES) -> list[Item]:
    """The project's own sentences, written to have what digests lack; each line holds its text and its acts."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        text = row["text"]

        def at(words: str, text: str = text) -> tuple[int, int]:
            start = text.index(words)
            return start, start + len(words)

        def sides(told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
            return [{"at": at(side["text"]), "code": side["code"]} for side in told]

        acts = tuple(
            {**e, "at": at(e["words"]), "source": sides(e["source"]), "target": sides(e["target"])}
            for e in row["events"]
        )
        found.append(Item("sentences", "2015-06-01", number, text, "author", "own", acts))
    return found


def carriers_of(of: Sequence[Item]) -> list[str]:
    """The nouns that may carry an act: those of the rules, and those that carry two labelled acts or more."""
    words, _, _ = examples(of)
    counts = Counter(word.carrier for word in words if word.carrier)
    return sorted({*lexicon().nouns, *(noun for noun, n in counts.items() if n > 1 and noun.isalpha())})


def scenes(of: Sequence[Item]) -> Iterator[tuple[Item, Scene]]:
    """Each item parsed, as the coder reads it."""
    documents = [Document(i.key, i.text, published=When(i.day, i.day, "text"), form="digest") for i in of]
    todo = [(block, n) for n, document in enumerate(documents) for block in blocks(document)]
    parsed = parser().pipe(((b.text, (b, n)) for b, n in todo), as_tuples=True, batch_size=32)
    for n, rows in groupby(parsed, key=lambda row: row[1][1]):
        body = [parse_block(block, doc) for doc, (block, _) in rows if block.role == "body"]
        if body:
            yield of[n], Scene(body, of[n].day, item=True)


def examples(of: Sequence[Item], carriers: Iterable[str] = ()) -> tuple[list[Example], list[Example], list[Example]]:
    """Examples of words (label: type of act), of a word with an actor (S or G), of an actor with a state (1)."""
    nouns = frozenset(lexicon().nouns) | frozenset(carriers)
    words: list[Example] = []
    sides: list[Example] = []
    homes: list[Example] = []
    for item, scene in scenes(of):
        for sent in scene.sentences:
            read = {act.token.i: act for act in reversed(read_acts(scene, sent))}
            told = _told(item, sent, frozenset(read))
            for event, trigger in told:
                sides += _sides(item, scene, sent, event, trigger, read.get(trigger.i))
                homes += _homes(item, scene, sent, event)
            label = {trigger.i: event["type"] for event, trigger in reversed(told)}
            for token in sent.span:
                if candidate(sent, token, nouns) or token.i in label or token.i in read:
                    act = read.get(token.i)
                    lemma = token.lemma_.lower()
                    rule = ruled(lemma, act.type if act else NONE, act.rule if act else "")
                    words.append(
                        Example(
                            item.key,
                            item.learnt,
                            sent.span.text,
                            (token.idx - sent.span.start_char,),
                            "",
                            tuple(dict.fromkeys((*traits(sent, token), *rule))),
                            label.get(token.i, NONE),
                            lemma if token.i in label and token.pos_ not in ("VERB", "AUX") else None,
                        )
                    )
    return words, sides, homes


def _homes(item: Item, scene: Scene, sent: Sentence, event: Mapping[str, Any]) -> Iterator[Example]:
    """An example for each labelled actor whom the words give no state or body, and each that its item names."""
    base = sent.parsed.block.start
    found: dict[str, list[tuple[Mapping[str, Any], tuple[Actor, ...]]]] = {"source": [], "target": []}
    for side, told in found.items():
        for label in event[side]:
            tokens = _within(sent, base, label["at"])
            if tokens:
                head = sent.parsed.doc[tokens[0].i : tokens[-1].i + 1].root
                told.append((label, scene.one(sent, head) or (anybody(sent, head),)))
    for side, other in (("source", "target"), ("target", "source")):
        others = [actor for _, actors in found[other] for actor in actors]
        for label, actors in found[side]:
            for actor in () if any(a.code for a in actors) else actors[:1]:
                for code, seen in belongings(scene, sent, actor, others):
                    is_of = "1" if code == label["code"] else NONE
                    yield Example(item.key, item.learnt, sent.span.text, (), event["type"], seen, is_of)


def _told(item: Item, sent: Sentence, read: frozenset[int]) -> list[tuple[Mapping[str, Any], Token]]:
    """The labelled acts of a sentence with the word that carries each: what the rules took, else the words' root."""
    base = sent.parsed.block.start
    found = []
    for event in item.events:
        tokens = _within(sent, base, event["at"])
        if tokens:
            root = sent.parsed.doc[tokens[0].i : tokens[-1].i + 1].root
            taken = [t for t in tokens if t.i in read]
            found.append((event, taken[0] if taken and root.i not in read else root))
    return found


def _within(sent: Sentence, base: int, at: Sequence[int]) -> list[Token]:
    return [t for t in sent.span if base + t.idx < at[1] and at[0] < base + t.idx + len(t.text)]


def _sides(
    item: Item, scene: Scene, sent: Sentence, event: Mapping[str, Any], trigger: Token, read: Act | None
) -> Iterator[Example]:
    base = sent.parsed.block.start
    own = {t.i for t in _within(sent, base, event["at"])}
    near = around(sent, trigger)
    for actor in near.heads:
        if actor.i in own:
            continue
        start, end = base + actor.idx, base + actor.idx + len(actor.text)
        codes = {a.code for a in scene.one(sent, actor) if a.code} if actor.tag_ == "PRP" else set()

        word = actor.text if actor.pos_ == "PROPN" else ""

        def stands(side: str, start: int = start, end: int = end, codes: set[str] = codes, word: str = word) -> bool:
            # Labels name whom a pronoun stands for, not the pronoun, and a person once by the full name.
            return any(
                (s["at"][0] < end and start < s["at"][1])
                or s["code"] in codes
                or (word and word in item.text[s["at"][0] : s["at"][1]].split())
                for s in event[side]
            )

        label = "S" if stands("source") else "G" if stands("target") else NONE
        told = side_of(sent, actor, read.source, read.target) if read is not None else "-"
        yield Example(
            item.key,
            item.learnt,
            sent.span.text,
            (trigger.idx - sent.span.start_char, actor.idx - sent.span.start_char),
            event["type"],
            tuple(link_traits(sent, trigger, actor, event["type"], told, near)),
            label,
        )
