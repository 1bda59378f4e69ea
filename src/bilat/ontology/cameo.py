"""CAMEO's codes, each with its name, its Goldstein value and the PLOVER type and mode that it answers to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from bilat.model import Act
from bilat.ontology.vocabulary import TYPES, intensity_of


@cache
def cameo_acts() -> Mapping[str, Act]:
    """Every CAMEO code with what it stands for.

    Sources: CAMEO's own codebook for the names, the Goldstein scale as published for CAMEO, and the table of PLOVER's
    README for the types; the modes are our reading of PLOVER's manual.
    """
    _, *lines = resources.files(__package__).joinpath("cameo.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return MappingProxyType({row[0]: _act(*row) for row in rows})


def _act(code: str, name: str, goldstein: str, kind: str, mode: str) -> Act:
    if not kind:
        return Act(code, name, goldstein=float(goldstein))
    return Act(code, name, kind, mode, TYPES[kind].quad, float(goldstein), intensity_of(kind, mode or None))


def plover_act(kind: str, mode: str = "", code: str = "", name: str = "") -> Act:
    """An act that is given as a PLOVER type; a mode that PLOVER does not know keeps the type's intensity."""
    label = f"{kind}/{mode}" if mode else kind
    return Act(code or label, name or label, kind, mode, TYPES[kind].quad, None, intensity_of(kind, mode or None))


def cameo_of(code: str) -> Act | None:
    """The act of a CAMEO code; of the code above it where a data set has one digit more than the codebook."""
    acts = cameo_acts()
    digits = code.strip()
    return acts.get(digits) or (acts.get(digits[:-1]) if len(digits) > 2 else None)


def cameo_named(name: str) -> Act | None:
    """The act that CAMEO calls so; case, hyphens and commas do not count.

    Where a root and its first code share a name (13 and 130, `Threaten`) it is the latter, which data sets use.
    """
    return _by_name().get(_plain(name))


@cache
def _by_name() -> Mapping[str, Act]:
    found: dict[str, Act] = {}
    for code in sorted(cameo_acts(), key=lambda code: (len(code) < 3, code)):
        found.setdefault(_plain(cameo_acts()[code].name), cameo_acts()[code])
    return found


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[a-z]+", name.lower()))
