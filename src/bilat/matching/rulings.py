"""What persons ruled, found again in the mentions as they are now.

A ruling names mentions by anchors: document, kind, offsets and telling fields. The log is replayed from its newest row
to its oldest: an older ruling that would contradict a newer one is overruled, one whose mention is gone sleeps until a
coder finds it again. Both are told in the log, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from bilat.model import ENDINGS, Actor, Anchor, Mention, Ruling
from bilat.ontology import KINDS

PERSON = "person"
_LEAST_COMMON = 0.5  # of two spans, for a mention of another coder to be the one that was ruled on
_CHANGING = frozenset({"status", "intensity", "quad", "direct"})  # a better coder may set them otherwise


@dataclass(frozen=True, slots=True)
class Docket:
    """The rulings in force, as matching applies them.

    `groups` has for each mention ruled on the name of its group; mentions of one group are one happening. `apart` has
    for a group those that are another happening. `wrong` mentions count in none. `names` has for a person's id or
    spelling the id that it goes by, `strangers` the pairs of ids that are two persons. `notes` are for rows, by
    mention. `states` says for each ruling's number what became of it. `endings` has for a mention of an expectation the
    ruling on what came of it.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    strangers: frozenset[tuple[str, str]] = frozenset()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    states: Mapping[int, str] = field(default_factory=dict)
    endings: Mapping[str, Ruling] = field(default_factory=dict)


def anchor(mention: Mention) -> Anchor:
    """Where a mention stands and what it says: what finds it again after another coder."""
    return Anchor(mention.kind, mention.id, mention.doc, mention.start, mention.end, tuple(_said(mention)))


def spelling(actor: Actor) -> str:
    """An actor's name in the form of an id: one spelling of it."""
    return f"{actor.code or '?'}:{' '.join(actor.name.casefold().split())}"


def renamed(mention: Mention, docket: Docket) -> Mention:
    """A mention with its persons under the ids that rulings gave them."""
    if not docket.names:
        return mention
    fields = {name: _renamed(value, docket.names) for name, value in mention.fields.items()}
    return mention if fields == mention.fields else replace(mention, fields=fields)


def docket(rulings: Sequence[Ruling], mentions: Iterable[Mention]) -> Docket:
    """The log replayed. `mentions` are at least those of the documents that its anchors name."""
    standing, states = _standing(rulings)
    places: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        places[mention.doc, mention.kind].append(mention)
    things, persons = _Partition(), _Partition()
    wrong: set[str] = set()
    endings: dict[str, Ruling] = {}
    notes: dict[str, list[str]] = defaultdict(list)
    for ruling in reversed(standing):
        sides = [[_found(a, places[a.doc, a.kind], ruling.verdict) for a in s] for s in (ruling.left, ruling.right)]
        left, right = ([key for key in side if key] for side in sides)
        if not left or (ruling.right and not right):
            states[ruling.number] = "sleeps: no mention stands there now"
            continue
        if ruling.verdict in ENDINGS:
            newer = next((endings[key].number for key in left if key in endings), None)
            states[ruling.number] = f"overruled by {newer}" if newer else "in force"
            endings |= dict.fromkeys(left, ruling) if newer is None else {}
            continue
        partition = persons if ruling.left[0].kind == PERSON else things
        against = partition.enter(ruling, left, right)
        if against:
            states[ruling.number] = f"overruled by {against}"
            continue
        states[ruling.number] = "in force"
        if ruling.verdict == "wrong":
            wrong.update(left)
        told = f"ruled {ruling.verdict} by {ruling.by} on {ruling.at[:10]} (ruling {ruling.number})"
        for key in (*left, *right):
            notes[key].append(told)
    strangers = {(a, b) for a, others in persons.apart().items() for b in others}
    return Docket(
        groups=things.groups(),
        apart=things.apart(),
        wrong=frozenset(wrong),
        names=persons.groups(),
        strangers=frozenset(strangers),
        notes={key: tuple(reversed(lines)) for key, lines in notes.items()},
        states=states,
        endings=endings,
    )


def _standing(rulings: Sequence[Ruling]) -> tuple[list[Ruling], dict[int, str]]:
    """The rulings that nothing undoes, and what became of the others; an undoing may be undone."""
    undone: dict[int, int] = {}
    for ruling in reversed(rulings):
        if ruling.undoes is not None and ruling.number not in undone:
            undone[ruling.undoes] = ruling.number
    states = {number: f"undone by {by}" for number, by in undone.items()}
    states |= {r.number: "in force" for r in rulings if r.undoes is not None and r.number not in undone}
    return [r for r in rulings if r.undoes is None and r.number not in undone], states


class _Partition:
    """Groups that are one, and groups that are apart, entered from the newest ruling to the oldest."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, dict[str, int]] = defaultdict(dict)  # root -> other root -> ruling
        self._joined: dict[str, int] = {}  # root -> the newest ruling that joined it

    def enter(self, ruling: Ruling, left: Sequence[str], right: Sequence[str]) -> int | None:
        """Apply a ruling; returns the number of the newer one that stands against it, and then changes nothing."""
        match ruling.verdict:
            case "same":
                keys = [*left, *right]
                against = [self._apart[self._root(a)].get(self._root(b)) for a, b in product(keys, keys)]
                if newer := next(filter(None, against), None):
                    return newer
                for key in keys[1:]:
                    self._join(keys[0], key, ruling.number)
            case "different":
                for a, b in product(left, right):
                    if self._root(a) == self._root(b):
                        return self._joined.get(self._root(a), ruling.number)
                for a, b in product(left, right):
                    self._apart[self._root(a)].setdefault(self._root(b), ruling.number)
                    self._apart[self._root(b)].setdefault(self._root(a), ruling.number)
        return None

    def groups(self) -> dict[str, str]:
        return {key: self._root(key) for key in self._parent}

    def apart(self) -> dict[str, frozenset[str]]:
        return {root: frozenset(others) for root, others in self._apart.items() if others}

    def _root(self, key: str) -> str:
        self._parent.setdefault(key, key)
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def _join(self, a: str, b: str, number: int) -> None:
        # a person of no known state goes by the id that has one
        low, high = sorted((self._root(a), self._root(b)), key=lambda key: (key.startswith("?"), key))
        if low == high:
            return
        self._parent[high] = low
        self._joined.setdefault(low, number)
        for other, ruling in self._apart.pop(high, {}).items():
            self._apart[low].setdefault(other, ruling)
            self._apart[other][low] = self._apart[other].pop(high)


def _found(anchor: Anchor, there: Sequence[Mention], verdict: str) -> str | None:
    """The id of the mention that an anchor means now; None where none does, or several do alike."""
    if anchor.kind == PERSON:
        return anchor.id
    if any(mention.id == anchor.id for mention in there):
        return anchor.id
    # what was wrong is wrong only as long as it says the same
    near = [m for m in there if _common(anchor, m) >= _LEAST_COMMON and (verdict != "wrong" or _alike(anchor, m) == 1)]
    ranked = sorted(((_alike(anchor, m), _common(anchor, m), m.id) for m in near), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return ranked[0][2]


def _common(anchor: Anchor, mention: Mention) -> float:
    """The share of two spans that both hold."""
    both = min(anchor.end, mention.end) - max(anchor.start, mention.start)
    return both / (max(anchor.end, mention.end) - min(anchor.start, mention.start)) if both > 0 else 0.0


def _alike(anchor: Anchor, mention: Mention) -> float:
    """The share of what two mentions say that both say."""
    mine, yours = set(anchor.said), set(_said(mention))
    return len(mine & yours) / len(mine | yours) if mine | yours else 1.0


def _said(mention: Mention) -> Iterator[str]:
    for name, spec in KINDS[mention.kind].fields.items():
        if spec.optional or name in _CHANGING:
            continue
        value = mention.fields.get(name)
        for item in value if isinstance(value, tuple) else (value,):
            yield f"{name}={(item.code or item.id or item.name) if isinstance(item, Actor) else item}"


def _renamed(value: object, names: Mapping[str, str]) -> object:
    if isinstance(value, tuple):
        return tuple(_renamed(item, names) for item in value)
    if not isinstance(value, Actor):
        return value
    goes_by = names.get(spelling(value)) or names.get(value.id or "")
    if goes_by is None or goes_by == value.id:
        return value
    code = goes_by.partition(":")[0]
    # a person whose state the text does not tell has the one of the id that it goes by
    country = value.country or (code if not value.org and len(code) == 3 else None)
    return replace(value, id=goes_by, country=country)
