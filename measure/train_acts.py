"""Train the statistical layer of the coder: `measure/train_acts.py [--out FILE]`.

Learns from the labelled items of `gold/acts.jsonl` of 2014 to 2021, from the project's own sentences (`acts_data.py`),
and from what a teacher said of news that nobody labelled (`taught.py`). First it learns without the fifth of the items
that the teacher did not see, prints how it does on that fifth, and fits the confidence there; then it learns from all
and writes the weights as plain arrays. The same labels and packages give the same weights.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import bilat.coding.learnt as learning
import soft
import taught
from acts_data import ONCE_FROM, Example, Item, carriers_of, examples, items, scenes, sentences
from bilat.coding.acts import acts, read_acts
from bilat.coding.learnt import NONE, grounds, learnt, type_of, vectors
from bilat.coding.lexicon import lexicon
from bilat.coding.parser import parser
from bilat.coding.revising import MODEL
from bilat.coding.scene import Scene
from bilat.coding.sides import Act

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "bilat" / "coding" / "data" / "learnt.npz"


@dataclass(frozen=True)
class Kind:
    """How one of the two regressions learns.

    A trait seen in fewer examples than `rare`, or a word that stands near in fewer than `near`, is not learnt;
    `worth` is the weight of what the teacher said beside a label's 1; with `agreed`, the mean of that and of what the
    labels alone teach is learnt.
    """

    classes: tuple[str, ...]
    dense: bool
    strength: float
    worth: float
    rare: int
    agreed: bool
    near: int = 20


@dataclass(frozen=True)
class Seen:
    """Traits by their column, and examples by these columns and by the vectors of their words."""

    index: dict[str, int]
    sparse: Any
    dense: Any


def seen(of: Sequence[tuple[str, ...]], index: dict[str, int], dense: bool) -> Seen:
    """Examples as the regressions take them, from their traits."""
    columns = [[index[trait] for trait in traits if trait in index] for traits in of]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    flat = np.concatenate([np.array(row, np.int64) for row in columns])
    sparse = csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(of), len(index)))
    vocab = parser().vocab
    wide = np.stack([vectors(vocab, t) for t in of]) if dense else np.zeros((len(of), 0))
    return Seen(index, sparse, wide.astype(np.float32))


def fitted(kind: Kind, of: Sequence[Example], more: Sequence[taught.Soft]) -> tuple[dict[str, int], soft.Model]:
    """The regression of labelled examples and of what the teacher said, with its traits."""
    rows = [*(e.traits for e in of), *(s.traits for s in more)]
    counts = Counter(trait for traits in rows for trait in traits)
    kept = sorted(t for t, k in counts.items() if k >= (kind.near if t.startswith("b=") else kind.rare))
    index = {trait: n for n, trait in enumerate(kept)}
    told = np.eye(len(kind.classes), dtype=np.float32)[[kind.classes.index(e.label) for e in of]]
    shape, many = seen(rows, index, kind.dense), len(of)
    said = np.array([s.chances for s in more], np.float32).reshape(-1, len(kind.classes))
    if kind.agreed:
        alone = soft.fitted(shape.sparse[:many], shape.dense[:many], told, np.ones(many), kind.strength)
        said = (said + alone.chances(shape.sparse[many:], shape.dense[many:])) / 2
    targets = np.concatenate([told, said])
    weights = np.concatenate([np.ones(many), np.full(len(more), kind.worth)])
    return index, soft.fitted(shape.sparse, shape.dense, targets, weights, kind.strength)


def chances(kind: Kind, model: tuple[dict[str, int], soft.Model], of: Sequence[tuple[str, ...]]) -> Any:
    """What a regression says of examples by their traits."""
    shape = seen(of, model[0], kind.dense)
    return model[1].chances(shape.sparse, shape.dense)


def f1(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1 in words."""
    p, r = right / max(1, found), right / max(1, gold)
    return f"precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def report(name: str, kind: Kind, given: Any, told: Sequence[Example]) -> None:
    """How probabilities of examples that were not learnt from do, at some thresholds of anything at all."""
    none = kind.classes.index(NONE)
    gold = np.array([kind.classes.index(e.label) for e in told])
    some = 1 - given[:, none]
    best = np.where(np.arange(len(kind.classes)) == none, 0, given).argmax(axis=1)
    for threshold in (0.3, 0.4, 0.5, 0.6):
        read = np.where(some > threshold, best, none)
        right = int(((read == gold) & (gold != none)).sum())
        print(f"{name} at {threshold}: {f1(right, int((read != none).sum()), int((gold != none).sum()))}", flush=True)


def judged(of: Iterable[Item]) -> Iterator[tuple[Scene, Act, bool]]:
    """Each act that the coder reads in labelled items, and whether it is right."""
    for item, scene in scenes(list(of)):
        free = list(item.events)
        for act in (act for sent in scene.sentences for act in acts(scene, sent)):
            hit = next((e for e in free if same_act(e, act)), None)
            if hit is not None:
                free.remove(hit)
            yield scene, act, hit is not None


def trust(of: Sequence[Item]) -> Any:
    """The weights of the grounds of confidence: how often acts read with such grounds are right."""
    found: list[tuple[float, ...]] = []
    right: list[bool] = []
    for scene, act, hit in judged(of):
        # The trust of zero weights is 0.5 throughout, so the grounds are worked out anew.
        chance = type_of(act.sentence, act.token, *_as_read(scene, act))
        given = chance[1] if chance[0] == act.type else chance[2] - chance[1]
        found.append(grounds(given, act.rule != MODEL, act.source, act.target, scene.inferred))
        right.append(hit)
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=400).fit(np.array(found), right)
    shares = model.predict_proba(np.array(found))[:, 1]
    bins = np.clip((shares * 10).astype(int), 0, 9)
    error = sum(
        abs(shares[bins == b].mean() - np.array(right)[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    )
    print(f"trust: {len(right)} acts, {np.mean(right):.3f} right, expected calibration error {error:.3f}", flush=True)
    return model.coef_[0].astype(np.float32)


def _as_read(scene: Scene, act: Act) -> tuple[str, str]:
    """Type and rule of the rules' own reading of an act's word."""
    own = next((a for a in read_acts(scene, act.sentence) if a.token.i == act.token.i), None)
    return (own.type, own.rule) if own is not None else (NONE, "")


def same_act(event: Mapping[str, Any], act: Act) -> bool:
    """Whether a labelled act and one that was read agree in type and in the codes of both sides."""
    source, target = ({a["code"] for a in event[side]} for side in ("source", "target"))
    found = {a.code for a in act.source}, {a.code for a in act.target}
    either = event["type"] in ("CONSULT", "COOPERATE") and source | target == found[0] | found[1]
    return bool(event["type"] == act.type and ((source, target) == found or either))


def once(of: Iterable[Item]) -> list[Item]:
    """Each item by one labeller."""
    return list({item.key: item for item in of}.values())


@contextmanager
def instead(path: Path) -> Iterator[None]:
    """The coder with other weights."""
    learnt.cache_clear()
    with mock.patch.object(learning, "WEIGHTS", path):
        yield
    learnt.cache_clear()


def written(
    path: Path,
    kinds: Mapping[str, Kind],
    models: Mapping[str, tuple[dict[str, int], soft.Model]],
    carriers: Sequence[str],
    trusting: Any,
) -> None:
    """The weights as arrays of numbers and of UTF-8 bytes."""

    def text(of: Sequence[str]) -> Any:
        return np.frombuffer("\n".join(of).encode("utf-8"), dtype=np.uint8)

    arrays: dict[str, Any] = {"carriers": text(carriers), "trust": trusting}
    for name, (index, model) in models.items():
        arrays[f"{name}.classes"] = text(kinds[name].classes)
        arrays[f"{name}.traits"] = text(list(index))
        arrays[f"{name}.weights"] = model.weights.astype(np.float16)
        arrays[f"{name}.dense"] = model.dense.astype(np.float16)
        arrays[f"{name}.bias"] = model.bias
    np.savez_compressed(path, **arrays)


def main(argv: Sequence[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--news", type=Path, default=ROOT.parent / "shared" / "news")
    ap.add_argument("--out", type=Path, default=WEIGHTS)
    options = ap.parse_args(argv)
    labelled = [item for item in items(options.news) if item.learnt] + sentences()
    carriers = carriers_of(labelled)
    words, sides, homes = examples(labelled, carriers)
    print(
        f"{len(labelled)} items, {len(words)} words, {len(sides)} pairs of word and actor, {len(homes)} homes",
        flush=True,
    )
    said = taught.load()
    soft_words, soft_sides = taught.soft_examples(
        list(taught.news_items(options.news, ONCE_FROM)), said, frozenset({*lexicon().nouns, *carriers})
    )
    print(f"and what the teacher said of {len(soft_words)} words and {len(soft_sides)} pairs", flush=True)
    kinds = {
        "types": Kind(said.types, dense=True, strength=1.0, worth=0.5, rare=4, agreed=False),
        "sides": Kind(taught.SIDES, dense=False, strength=0.5, worth=0.3, rare=6, agreed=True),
        "homes": Kind((NONE, "1"), dense=False, strength=0.4, worth=0.0, rare=1, agreed=False),
    }
    own = {"types": words, "sides": sides, "homes": homes}
    more = {"types": soft_words, "sides": soft_sides, "homes": []}

    def learn(without: frozenset[str]) -> dict[str, tuple[dict[str, int], soft.Model]]:
        return {n: fitted(k, [e for e in own[n] if e.item not in without], more[n]) for n, k in kinds.items()}

    tried = learn(said.aside)
    for name, kind in kinds.items():
        told = [e for e in own[name] if e.item in said.aside]
        report(name, kind, chances(kind, tried[name], [e.traits for e in told]), told)
    fifth = once(item for item in labelled if item.key in said.aside)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "tried.npz"
        written(path, kinds, tried, carriers, np.zeros(len(grounds(0.5, True, (), (), {})), np.float32))
        with instead(path):
            trusting = trust(fifth)
        written(path, kinds, tried, carriers, trusting)
        with instead(path):
            hits = [hit for _, _, hit in judged(fifth)]
    print(f"whole acts of that fifth: {f1(sum(hits), len(hits), sum(len(item.events) for item in fifth))}", flush=True)
    written(options.out, kinds, learn(frozenset()), carriers, trusting)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
