"""Train the statistical layer of the coder: `measure/train_acts.py [--out FILE] [--folds N]`.

Learns from the items of `gold/acts.jsonl` of 2014 to 2021 (see `acts_data.py`), prints what cross-validation gives,
and writes the weights as plain arrays. The same labels and packages give the same weights.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

import bilat.coding.learnt as learning
from acts_data import Example, Item, examples, items, scenes, sentences
from bilat.coding.acts import acts, read_acts
from bilat.coding.learnt import NONE, grounds, learnt, type_of, vectors
from bilat.coding.lexicon import lexicon
from bilat.coding.parser import parser
from bilat.coding.revising import MODEL
from bilat.coding.scene import Scene
from bilat.coding.sides import Act

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src" / "bilat" / "coding" / "data" / "learnt.npz"
_RARE = 2  # a trait seen in fewer examples is not learnt
_RARE_NEAR = 8  # nor a word that stands near, in fewer than these
_STRENGTH = {"types": 0.5, "sides": 0.3}


def vocabulary(of: Sequence[Example]) -> dict[str, int]:
    """The traits that are learnt, by their column."""
    counts = Counter(trait for example in of for trait in example.traits)
    kept = sorted(t for t, k in counts.items() if k >= (_RARE_NEAR if t.startswith("b=") else _RARE))
    return {trait: n for n, trait in enumerate(kept)}


def matrix(of: Sequence[Example], index: dict[str, int], dense: bool) -> Any:
    """Examples by traits, then by the vectors of their words."""
    rows, columns = [], []
    for n, example in enumerate(of):
        for trait in example.traits:
            if trait in index:
                rows.append(n)
                columns.append(index[trait])
    sparse = csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(of), len(index)))
    if not dense:
        return sparse
    vocab = parser().vocab
    return hstack([sparse, csr_matrix(np.stack([vectors(vocab, e.traits) for e in of]))]).tocsr()


def fitted(of: Sequence[Example], dense: bool, strength: float) -> tuple[dict[str, int], Any]:
    """The regression of those examples, with its traits."""
    index = vocabulary(of)
    model = LogisticRegression(C=strength, max_iter=400)
    return index, model.fit(matrix(of, index, dense), [e.label for e in of])


def validated(of: Sequence[Example], dense: bool, strength: float, folds: int) -> tuple[Any, list[str], list[Example]]:
    """Probabilities of each example by a model that did not see its item."""
    keys = sorted({e.item for e in of})
    fold = {key: n % folds for n, key in enumerate(np.random.default_rng(0).permutation(keys))}
    chances, told, classes = [], [], sorted({e.label for e in of})
    for k in range(folds):
        test = [e for e in of if fold[e.item] == k]
        index, model = fitted([e for e in of if fold[e.item] != k], dense, strength)
        got = np.zeros((len(test), len(classes)), np.float32)
        got[:, [classes.index(c) for c in model.classes_]] = model.predict_proba(matrix(test, index, dense))
        chances.append(got)
        told += test
    return np.concatenate(chances), classes, told


def f1(right: int, found: int, gold: int) -> str:
    """Precision, recall and F1 in words."""
    p, r = right / max(1, found), right / max(1, gold)
    return f"precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def report(name: str, chances: Any, classes: list[str], told: Sequence[Example]) -> None:
    """What cross-validation gives at some thresholds of an act at all."""
    none = classes.index(NONE)
    gold = np.array([classes.index(e.label) for e in told])
    some = 1 - chances[:, none]
    best = np.where(np.arange(len(classes)) == none, 0, chances).argmax(axis=1)
    for threshold in (0.3, 0.4, 0.5, 0.6):
        read = np.where(some > threshold, best, none)
        right = int(((read == gold) & (gold != none)).sum())
        print(f"{name} at {threshold}: {f1(right, int((read != none).sum()), int((gold != none).sum()))}")
    if name == "types":
        rules = [next(t.partition("=")[2] for t in e.traits if t.startswith("r=")) for e in told]
        right = sum(r == e.label != NONE for r, e in zip(rules, told, strict=True))
        print(f"rules: {f1(right, sum(r != NONE for r in rules), int((gold != none).sum()))}")


def trust(of: Sequence[Item], path: Path, words: Sequence[Example], sides: Sequence[Example], rest: Any) -> Any:
    """The weights of the grounds of confidence: on each half of the items, by what the other half taught."""
    keys = sorted({item.key for item in of})
    half = {key: n % 2 for n, key in enumerate(np.random.default_rng(1).permutation(keys))}
    found: list[tuple[float, ...]] = []
    right: list[bool] = []
    for k in (0, 1):
        models = {
            name: fitted([e for e in all_ if half[e.item] != k], name == "types", _STRENGTH[name])
            for name, all_ in (("types", words), ("sides", sides))
        }
        written(path, models, rest, np.zeros(len(grounds(0.5, True, (), ())), np.float32))
        learnt.cache_clear()
        with mock.patch.object(learning, "WEIGHTS", path):
            for item, scene in scenes(once(i for i in of if half[i.key] == k)):
                free = list(item.events)
                for act in (act for sent in scene.sentences for act in acts(scene, sent)):
                    hit = next((e for e in free if same_act(e, act)), None)
                    if hit is not None:
                        free.remove(hit)
                    # The trust of zero weights is 0.5 throughout, so the grounds are worked out anew.
                    chance = type_of(act.sentence, act.token, *_as_read(scene, act))
                    given = chance[1] if chance[0] == act.type else chance[2] - chance[1]
                    found.append(grounds(given, act.rule != MODEL, act.source, act.target))
                    right.append(hit is not None)
        learnt.cache_clear()
    model = LogisticRegression(C=10.0, fit_intercept=False, max_iter=400).fit(np.array(found), right)
    chances = model.predict_proba(np.array(found))[:, 1]
    bins = np.clip((chances * 10).astype(int), 0, 9)
    error = sum(
        abs(chances[bins == b].mean() - np.array(right)[bins == b].mean()) * (bins == b).mean() for b in set(bins)
    )
    print(f"trust: {len(right)} acts, {np.mean(right):.3f} right, expected calibration error {error:.3f}")
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


def written(path: Path, models: dict[str, tuple[dict[str, int], Any]], carriers: Sequence[str], trusting: Any) -> None:
    """The weights as arrays of numbers and of UTF-8 bytes."""

    def text(of: Sequence[str]) -> Any:
        return np.frombuffer("\n".join(of).encode("utf-8"), dtype=np.uint8)

    arrays: dict[str, Any] = {"carriers": text(carriers), "trust": trusting}
    for name, (index, model) in models.items():
        weights = model.coef_.T
        arrays[f"{name}.classes"] = text([str(c) for c in model.classes_])
        arrays[f"{name}.traits"] = text(list(index))
        arrays[f"{name}.weights"] = weights[: len(index)].astype(np.float16)
        arrays[f"{name}.dense"] = weights[len(index) :].astype(np.float16)
        arrays[f"{name}.bias"] = model.intercept_.astype(np.float32)
    np.savez_compressed(path, **arrays)


def main(argv: Sequence[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--news", type=Path, default=ROOT.parent / "shared" / "news")
    ap.add_argument("--out", type=Path, default=WEIGHTS)
    ap.add_argument("--folds", type=int, default=5, help="0 leaves cross-validation out")
    options = ap.parse_args(argv)
    labelled = [item for item in items(options.news) if item.learnt] + sentences()
    first, _ = examples(labelled)
    counts = Counter(e.carrier for e in first if e.carrier)
    carriers = sorted({*lexicon().nouns, *(noun for noun, n in counts.items() if n > 1 and noun.isalpha())})
    words, sides = examples(labelled, carriers)
    print(f"{len(labelled)} items, {len(words)} words, {len(sides)} pairs of word and actor")
    if options.folds:
        for name, of in (("types", words), ("sides", sides)):
            report(name, *validated(of, name == "types", _STRENGTH[name], options.folds))
    models = {name: fitted(of, name == "types", _STRENGTH[name]) for name, of in (("types", words), ("sides", sides))}
    with tempfile.TemporaryDirectory() as scratch:
        trusting = trust(labelled, Path(scratch) / "half.npz", words, sides, carriers)
    written(options.out, models, carriers, trusting)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
