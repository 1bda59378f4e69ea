"""The vocabulary: PLOVER's types and the guide's nine kinds of mention, as data.

Everything that names a kind, a type or a field (codebook, schema, headers, labels) is made from `ontology.toml`.
"""

from bilat.ontology.codebook import codebook, json_schema
from bilat.ontology.vocabulary import (
    COMMON,
    CONTEXTS,
    KINDS,
    QUADS,
    SECTORS,
    STATUSES,
    TYPES,
    VALUES,
    EventType,
    Field,
    Kind,
    intensity_of,
    problems,
)

__all__ = [
    "COMMON",
    "CONTEXTS",
    "KINDS",
    "QUADS",
    "SECTORS",
    "STATUSES",
    "TYPES",
    "VALUES",
    "EventType",
    "Field",
    "Kind",
    "codebook",
    "intensity_of",
    "json_schema",
    "problems",
]
