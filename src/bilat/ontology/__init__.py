"""The vocabulary: PLOVER's types and the guide's nine kinds of mention, as data.

Everything that names a kind, a type or a field (codebook, schema, headers, labels) is made from `ontology.toml`.
"""

from bilat.ontology.cameo import cameo_acts, cameo_named, cameo_of, plover_act
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
    "cameo_acts",
    "cameo_named",
    "cameo_of",
    "codebook",
    "intensity_of",
    "json_schema",
    "plover_act",
    "problems",
]
