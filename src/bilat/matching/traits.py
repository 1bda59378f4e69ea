"""What of a mention counts when it is compared with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bilat.actors import person_key
from bilat.dates import interval
from bilat.matching.clauses import Clause, clause
from bilat.matching.reporters import Item, item_at, items_of, origin_of
from bilat.matching.rulings import Docket, renamed
from bilat.matching.words import bodies, codes_in, figures, proper_stems, stems, telling
from bilat.model import Actor, Document, Mention, When
from bilat.ontology import TYPES

# How exactly a mention is dated, from a day or two to not at all.
DAY, MONTH, WIDE, NONE = range(4)
RECENT_DAYS = 7  # how far back lies what a report tells without a date
_DAYS_AT_MOST = ((DAY, 3), (MONTH, 45), (WIDE, 400))


@dataclass(frozen=True, slots=True)
class Side:
    """Who stands on one side of a mention: their codes, and below each code the persons and groups named."""

    codes: frozenset[str]
    named: Mapping[str, frozenset[str]]


@dataclass(frozen=True, eq=False)
class Traits:
    """A mention with what is compared. Days are proleptic ordinals; `low` and `high` are absent where open.

    `items` are those of its document, and `printer` who reported that.
    `mention` has its persons under the ids that rulings gave them, `id` is that of the mention as it was coded;
    `strangers` are the pairs of ids that were ruled to be two persons. `item` is where its item of a digest begins.
    What only a comparison needs is worked out when it is asked for: most mentions are compared with none.
    """

    mention: Mention
    id: str
    sides: tuple[Side, ...]
    precision: int
    low: int | None
    high: int | None
    published: int | None
    place: str
    items: tuple[Item, ...]
    printer: str
    strangers: frozenset[tuple[str, str]] = frozenset()
    item: int = 0

    @cached_property
    def origin(self) -> str:
        """Who first reported it."""
        return origin_of(self.mention, self.items, {self.mention.doc: self.printer})

    @cached_property
    def clause(self) -> Clause:
        """The clause round its deciding word."""
        return clause(self.mention)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of its sentence's telling words, without the persons' names."""
        return telling(self.mention.quote) - self._people

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of all names in the sentence, those of persons too."""
        return proper_stems(self.mention.quote)

    @cached_property
    def proper(self) -> frozenset[str]:
        """The stems of the names in the sentence that are no person's."""
        return self.names - self._people

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that tell one happening from another."""
        return figures(self.words)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The telling words with all names."""
        return self.words | self.names

    @cached_property
    def order(self) -> tuple[object, ...]:
        """By this a rule is given two mentions: the more exactly dated, the fuller one first."""
        people = sum(len(who) for s in self.sides for who in s.named.values())
        return (self.precision, self.low or 0, -people, -len(self.words), self.id)

    @cached_property
    def _people(self) -> frozenset[str]:
        # people are compared as people; a town that stands for its state stays among the words
        return frozenset(w for a in self.mention.actors() if identity(a) for w in stems(a.name))


@lru_cache(maxsize=1 << 16)
def days(iso: str) -> tuple[int | None, int | None]:
    """The first and last day of an ISO date or range, as ordinals."""
    span = interval(iso)
    return (span.low.toordinal() if span.low else None, span.high.toordinal() if span.high else None)


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> str:
    return person_key(name)


def identity(actor: Actor) -> str:
    """Which person, group or organ an actor is below its code: empty for the state or body itself."""
    if actor.id:
        return "" if actor.id == actor.code else actor.id
    return "" if actor.code and actor.code in codes_in(actor.name) else _key(actor.name)


def side(actors: Iterable[Actor]) -> Side:
    """The side that these actors make."""
    named: dict[str, set[str]] = {}
    known = bodies()
    for actor in actors:
        who = identity(actor)
        # an actor without a code stands for itself, so that unknown groups are not all one
        people = named.setdefault(actor.code or who, set())
        # an organ is no second person: a ministry and its minister may have done one thing
        if who and who not in known:
            people.add(who)
    return Side(frozenset(named), {code: frozenset(who) for code, who in named.items()})


def span(t: Traits) -> tuple[int | None, int | None]:
    """The days that it may be of: those that it gives, else those before it was told."""
    if t.precision != NONE or t.published is None:
        return t.low, t.high
    return t.published - RECENT_DAYS, t.published


def is_mutual(mention: Mention) -> bool:
    """True where an event's sides may be told in either order."""
    return bool(TYPES[mention.fields["type"]].symmetric or mention.fields.get("joint"))


def _sides(mention: Mention) -> tuple[Side, ...]:
    f = mention.fields
    match mention.kind:
        case "event":
            both = (f["source"], f["target"])
            return (side(both[0] + both[1]),) if is_mutual(mention) else (side(both[0]), side(both[1]))
        case "transfer":
            return side(f["giver"]), side(f["receiver"])
        case "meeting":
            return (side(f["participants"]),)
        case "agreement":
            return (side(f["parties"]),)
        case "membership":
            return (side((f["member"],)),)
        case "role":
            return (side((f["person"],)),)
        case "quote":
            return (side((f["speaker"],)),)
        case _:
            return ()


def _precision(low: int | None, high: int | None) -> int:
    if low is None or high is None:
        return NONE
    return next((grade for grade, most in _DAYS_AT_MOST if high - low < most), NONE)


@dataclass(frozen=True, slots=True)
class Told:
    """What of a document counts for its mentions: the day on which it was told, as an ordinal, and its items."""

    published: int | None = None
    items: tuple[Item, ...] = ()


def told_of(document: Document) -> Told:
    """The same of a document."""
    low, high = days(document.published.iso) if document.published else (None, None)
    return Told(low if low is not None else high, items_of(document))


_UNTOLD = Told()


def traits(
    mention: Mention, told: Mapping[str, Told], rulings: Docket, printed: Mapping[str, str] | None = None
) -> Traits:
    """What counts of a mention; `told` has its document, by id, and `printed` the documents' origins."""
    coded, mention = mention, renamed(mention, rulings)
    when: When | None = mention.when
    low, high = days(when.iso) if when else (None, None)
    document = told.get(mention.doc, _UNTOLD)
    item = item_at(document.items, mention.start)
    return Traits(
        mention=mention,
        id=coded.id,
        sides=_sides(mention),
        precision=_precision(low, high),
        low=low,
        high=high,
        published=document.published,
        place=str(mention.fields.get("place") or "").casefold(),
        items=document.items,
        printer=(printed or {}).get(mention.doc, mention.doc),
        strangers=rulings.strangers,
        item=item.start if item else 0,
    )
