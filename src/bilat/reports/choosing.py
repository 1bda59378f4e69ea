"""Which happenings a brief on two states tells, each in one section only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilat.actors import same_person
from bilat.model import Actor, Document, Happening, Mention

_ON_THE_PAIR = 3  # happenings of both states that make an article one about them
_ACTS = ("event", "meeting", "agreement", "claim", "transfer", "expectation")
# Events that a section of their own tells in more detail.
_TOLD_AS = {"CONSULT": "meeting", "AID": "transfer", "COOPERATE": "transfer", "SUPPORT": "agreement"}


@dataclass(frozen=True, slots=True)
class Material:
    """What a brief is made from: happenings with their mentions and the documents that these stand in."""

    mentions: Mapping[str, Mention]
    documents: Mapping[str, Document]
    names: Mapping[str, str]

    def of(self, happening: Happening) -> list[Mention]:
        """A happening's mentions, the best first."""
        return [self.mentions[key] for key in happening.mentions if key in self.mentions]


def parties(happening: Happening) -> frozenset[str]:
    """The codes of all whom a happening is about."""
    found = {a.code for a in people(happening) if a.code}
    return frozenset(found | set(happening.fields.get("about", ())))


def people(happening: Happening) -> list[Actor]:
    """Every actor in a happening's fields."""
    values = happening.fields.values()
    return [a for value in values for a in (value if isinstance(value, tuple) else (value,)) if isinstance(a, Actor)]


def choose(a: str, b: str, happenings: Iterable[Happening], material: Material) -> dict[str, list[Happening]]:
    """The happenings of a brief on `a` and `b` by kind.

    Acts, claims and expectations are told where both states take part; quotes where one of them speaks of the other
    or in an article about both; offices and memberships of the two, for people whom the brief names. Under `told`
    are the events that a meeting, transfer or agreement of the same sentence tells already.
    """
    pair = frozenset((a, b))
    kinds: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        kinds[happening.kind].append(happening)
    chosen = {kind: [h for h in kinds[kind] if pair <= parties(h)] for kind in _ACTS}
    on_pair = _articles(chosen, material)
    events = chosen["event"]
    chosen["event"] = _untold(chosen, material)
    untold = {h.id for h in chosen["event"]}
    chosen["told"] = [h for h in events if h.id not in untold]
    chosen["quote"] = [h for h in kinds["quote"] if _speaks(h, pair, on_pair, material)]
    named = [p for rows in chosen.values() for h in rows for p in people(h)]
    chosen["role"] = [h for h in kinds["role"] if _holds(h, pair, named, on_pair, material)]
    chosen["membership"] = [h for h in kinds["membership"] if parties(h) & pair]
    return chosen


def _articles(chosen: Mapping[str, Sequence[Happening]], material: Material) -> frozenset[str]:
    """The articles about both states; a digest is about everything."""
    count = Counter(doc for rows in chosen.values() for h in rows for doc in {m.doc for m in material.of(h)})
    documents = material.documents
    return frozenset(
        doc for doc, n in count.items() if n >= _ON_THE_PAIR and doc in documents and documents[doc].form != "digest"
    )


def _untold(chosen: Mapping[str, Sequence[Happening]], material: Material) -> list[Happening]:
    """The events that no other section tells from the same sentence."""
    told: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for kind in set(_TOLD_AS.values()):
        for h in chosen[kind]:
            for m in material.of(h):
                told[(kind, m.doc)].append(m)

    def is_told(event: Happening) -> bool:
        kind = _TOLD_AS.get(event.fields["type"])
        return kind is not None and any(
            m.start < n.end and n.start < m.end for m in material.of(event) for n in told[(kind, m.doc)]
        )

    return [h for h in chosen["event"] if not is_told(h)]


def _speaks(quote: Happening, pair: frozenset[str], on_pair: frozenset[str], material: Material) -> bool:
    about = parties(quote)
    if quote.fields["speaker"].code in pair:
        return pair <= about or any(m.doc in on_pair for m in material.of(quote))
    return pair <= about


def _holds(
    role: Happening, pair: frozenset[str], named: Sequence[Actor], on_pair: frozenset[str], material: Material
) -> bool:
    person: Actor = role.fields["person"]
    if person.code not in pair:
        return False
    if any(m.doc in on_pair for m in material.of(role)):
        return True
    return any(who.code == person.code and is_same(who, person) for who in named)


def is_same(one: Actor, other: Actor) -> bool:
    """True for one person under two spellings."""
    if one.id is not None and one.id == other.id:
        return True
    return one.code == other.code and same_person(one.name, other.name)
