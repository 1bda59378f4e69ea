"""A document to its mentions: the embedded coder, rules as data over spaCy's parse."""

from bilat.coding.coder import Coder, bare, coder_name, load
from bilat.coding.lexicon import lexicon
from bilat.coding.parser import MODELS, ModelMissing, model_name

__all__ = ["MODELS", "Coder", "ModelMissing", "bare", "coder_name", "lexicon", "load", "model_name"]
