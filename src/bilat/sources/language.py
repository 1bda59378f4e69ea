"""Whether a text is English; a quick look at its words spares most texts the detector."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import cache
from importlib import resources

_SAMPLE = 600  # code points
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_WORD = re.compile(r"[^\W\d_]+")
# Words that are frequent in English and rare in any other language in Latin letters.
_ENGLISH = frozenset(
    ["the", "and", "that", "with", "which", "from", "said", "by", "have", "has", "were", "been", "their", "this", "his",
     "her", "would", "could", "after", "about", "into", "than", "they", "not"]
)  # fmt: skip
_ENOUGH_ENGLISH = 0.08
_FEWEST_WORDS = 6
_SURE = 0.8


def foreign(text: str) -> str | None:
    """The name of the language where a text is not English; absent where it is, or is too short to tell."""
    sample = _sample(text)
    letters = _LETTER.findall(sample)
    words = _WORD.findall(sample.lower())
    if not letters:
        return None
    other_script = len(_LATIN.findall(sample)) < 0.5 * len(letters)
    english = sum(w in _ENGLISH for w in words) >= _ENOUGH_ENGLISH * len(words)
    if not other_script and (english or len(words) < _FEWEST_WORDS):
        return None
    code, sure = _detector()(sample)
    if code == "en" or (not other_script and sure < _SURE):
        return "an unknown language" if other_script else None
    name = _names().get(code)
    return f"{name} ({code})" if name else f"an unknown language ({code})"


def _sample(text: str) -> str:
    """At most 600 characters, from three places, so that one quotation or heading does not decide."""
    if len(text) <= _SAMPLE:
        return text
    piece = _SAMPLE // 3
    starts = (len(text) // 10, len(text) // 2, len(text) * 4 // 5)
    return " ".join(text[at : at + piece] for at in starts)


@cache
def _detector() -> Callable[[str], tuple[str, float]]:
    # The import and the model take more than a second: only texts that do not look English pay for them.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify


@cache
def _names() -> dict[str, str]:
    table = resources.files(__package__).joinpath("languages.tsv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(table.splitlines(), delimiter="\t")}
