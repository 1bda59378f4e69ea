"""ACLED's CSV: battles, explosions, violence against civilians, protests, riots, strategic developments.

ACLED's first actor is no attacker: its order says little of who began. It is kept as source all the same, as there is
nothing better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from bilat.model import Act, ImportedEvent
from bilat.ontology import plover_act
from bilat.sources.coded.cells import Malformed, day_of, text_of, who

Row = Callable[[int, list[str]], ImportedEvent]
_NAMES = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2")
# Our reading of ACLED's codebook: event type, or event type and sub-type -> PLOVER type and mode; none is no act.
_ACTS: Mapping[tuple[str, str], tuple[str, str] | None] = {
    ("battles", ""): ("ASSAULT", ""),
    ("battles", "armed clash"): ("ASSAULT", "firearms"),
    ("explosions/remote violence", ""): ("ASSAULT", "explosives"),
    ("explosions/remote violence", "air/drone strike"): ("ASSAULT", "aerial"),
    ("explosions/remote violence", "shelling/artillery/missile attack"): ("ASSAULT", "heavy-weapons"),
    ("explosions/remote violence", "suicide bomb"): ("ASSAULT", "suicide-attack"),
    ("explosions/remote violence", "chemical weapon"): ("ASSAULT", "unconventional"),
    ("violence against civilians", ""): ("ASSAULT", ""),
    ("violence against civilians", "abduction/forced disappearance"): ("ASSAULT", "abduct"),
    ("violence against civilians", "sexual violence"): ("ASSAULT", "sexual"),
    ("protests", ""): ("PROTEST", "demo"),
    ("riots", ""): ("PROTEST", "riot"),
    ("strategic developments", ""): None,
    ("strategic developments", "agreement"): ("AGREE", ""),
    ("strategic developments", "arrests"): ("COERCE", "arrest"),
    ("strategic developments", "disrupted weapons use"): ("COERCE", "seize"),
    ("strategic developments", "looting/property destruction"): ("COERCE", "seize"),
    ("strategic developments", "headquarters or base established"): ("MOBILIZE", "troops"),
    ("strategic developments", "non-violent transfer of territory"): ("RETREAT", "withdraw"),
}


def row(head: Sequence[str]) -> Row | None:
    """For ACLED's header."""
    try:
        key, when, kind, below, actor1, actor2 = map(head.index, _NAMES)
    except ValueError:
        return None

    def read(line: int, cells: list[str]) -> ImportedEvent:
        if len(cells) != len(head):
            raise Malformed(f"{len(cells)} columns and not {len(head)}")
        day, iso = day_of(cells[when])
        act = _act(cells[kind].strip(), cells[below].strip())
        one, other = text_of(cells[actor1]), text_of(cells[actor2])
        if not one and not other:
            raise Malformed("both actors are missing")
        code, way = who(one, iso)
        other_code, other_way = who(other, iso)
        return ImportedEvent(line, day, one, other, code, other_code, way, other_way, act, text_of(cells[key]))

    return read


@lru_cache(maxsize=1024)
def _act(kind: str, below: str) -> Act:
    general = (kind.lower(), "")
    if general not in _ACTS:
        raise Malformed(f"{kind[:40]!r} is no event type of ACLED")
    found = _ACTS.get((kind.lower(), below.lower()), _ACTS[general])
    label = f"{kind}/{below}" if below else kind
    return plover_act(*found, code=label, name=label) if found else Act(label, label)
