"""Events in words: the phrase that fits type, mode and cue, in the form that the status asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bilat.model import Actor, Happening, Mention
from bilat.ontology import TYPES
from bilat.reports.wording import actors, capital, clean, is_plural, place

_SPOKEN = frozenset({"AGREE", "REQUEST", "THREATEN", "REJECT", "ACCUSE", "CONCEDE"})
# Verbs that say nothing of what is done: "sent his condolences".
_LIGHT = re.compile(r"\b(send|sent|give|gave|express|convey|extend|offer|deliver|pay|paid|voice)", re.IGNORECASE)
UNNAMED = "unnamed actors"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to tell a type; `phrases.toml` says what each field means."""

    base: str
    past: str
    third: str
    to: str
    alone: str
    tell: bool
    mode: str | None
    cue: re.Pattern[str] | None


@cache
def _phrases() -> Mapping[str, Sequence[Phrase]]:
    data = tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))
    return {
        name: [
            Phrase(
                base=row["verb"][0],
                past=row["verb"][1],
                third=row["verb"][2],
                to=row["to"],
                alone=row["alone"],
                tell=row.get("tell", False),
                mode=row.get("mode"),
                cue=re.compile(rf"\b(?:{row['cue']})", re.IGNORECASE) if "cue" in row else None,
            )
            for row in data[name]
        ]
        for name in TYPES
    }


def phrase(event: Happening, best: Mention) -> Phrase:
    """The first phrase that fits an event: by its mode, or by the words that made the coder decide."""
    decided = best.why.partition(" [")[0]
    if not decided or (event.fields["type"] == "SUPPORT" and _LIGHT.search(decided)):
        decided = f"{decided} {best.quote}"
    mode = event.fields.get("mode")
    for found in _phrases()[event.fields["type"]]:
        if found.mode is not None and found.mode != mode:
            continue
        if found.cue is None or found.cue.search(decided):
            return found
    raise AssertionError(f"phrases.toml has no last phrase for {event.fields['type']}")


def verb(found: Phrase, status: str, plural: bool) -> str:
    """The verb in the form that a status asks for."""
    match status:
        case "ongoing":
            return found.base if plural else found.third
        case "planned":
            return f"{'are' if plural else 'is'} to {found.base}"
        case "negated":
            return f"did not {found.base}"
        case "alleged" | "denied":
            return f"allegedly {found.past}"
        case _:
            return found.past


def event_in_words(event: Happening, best: Mention) -> tuple[str, bool]:
    """An event as a sentence, and whether the phrase says too little without the report's own words."""
    source: tuple[Actor, ...] = event.fields["source"]
    target: tuple[Actor, ...] = event.fields["target"]
    found = phrase(event, best)
    does = verb(found, event.fields["status"], is_plural(source) or not source)
    told = [capital(actors(source) or UNNAMED), does]
    told += [found.to, actors(target)] if target else [found.alone]
    # where words were spoken says little, and "invited him in Kazan" would say the wrong thing
    where = "" if event.fields["type"] in _SPOKEN else place(event.fields.get("place", ""))
    return clean(" ".join(told) + where), found.tell
