"""Where in a record the mentions stand that may tell of the same thing: a key and a day each.

A mention stands at its spots, and looks for others in its stretches. Both depend on the mention alone, and whoever is
seen by a mention sees it too; so a store that knows the spots finds all that a new mention may be joined to, without
reading the rest, in whatever order they came.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import product

from bilat.actors import person_key
from bilat.matching.rules import SLACK_DAYS
from bilat.matching.traits import DAY, MONTH, NONE, RECENT_DAYS, Side, Traits, is_mutual
from bilat.matching.words import codes_in, plain_words, title_stems, weight

TIMED = frozenset({"event", "meeting"})
_WIDEST = 400  # days, of what is dated at all
_LONGEST = 3  # days, of what is dated by the day
_GRAM = 4  # words
_TELLING = 0.5
Spot = tuple[int, int]  # key, day
Stretch = tuple[int, int, int]  # key, first and last day
Place = tuple[str, str]  # in a crowd: by likeness, then the mention's id


def spots(t: Traits) -> list[Spot]:
    """Where a mention stands."""
    kind = t.mention.kind
    if kind == "quote":
        return [(hashed(kind, part, key), 0) for part, key in _quote(t)]
    keys = _KEYS[kind](t)
    if kind not in TIMED:
        return [(hashed(kind, key), 0) for key in keys]
    grade, day = _stand(t)
    return [(hashed(kind, grade, key), day) for key in keys]


def stretches(t: Traits) -> list[Stretch]:
    """Where it looks for others."""
    kind = t.mention.kind
    if kind == "quote":
        other = {"first": "any", "any": "first", "at": "at"}
        return [(hashed(kind, other[part], key), 0, 0) for part, key in _quote(t)]
    keys = _KEYS[kind](t)
    if kind not in TIMED:
        return [(hashed(kind, key), 0, 0) for key in keys]
    return [(hashed(kind, grade, key), first, last) for key in keys for grade, first, last in _look(t)]


def likeness(t: Traits) -> tuple[int, ...]:
    """A number that is the same for most like sentences, to sort a crowd by: the least hashes of the telling words."""
    return tuple(sorted(zlib.crc32(w.encode()) for w in t.words if weight(w, False) > _TELLING)[:3])


def place_of(t: Traits) -> Place:
    """Where it stands in a crowd."""
    return "".join(f"{number:08x}" for number in likeness(t)), t.id


@lru_cache(maxsize=1 << 15)
def hashed(*parts: Hashable) -> int:
    """63 bits of a hash that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=8).digest(), "big") >> 1


def _stand(t: Traits) -> tuple[str, int]:
    if t.precision != NONE and t.low is not None:
        if t.precision != DAY:
            return "vague", t.low
        # a day that the text does not give is the day of telling: what is recalled was some days before
        told = t.mention.when is not None and t.mention.when.basis == "document"
        return ("recall" if told and (t.clause.recalls or t.clause.past) else "exact"), t.low
    return ("recent", t.published) if t.published is not None else ("never", 0)


def _look(t: Traits) -> list[tuple[str, int, int]]:
    grade, day = _stand(t)
    if grade == "never":
        return [("never", 0, 0)]
    high = day if grade == "recent" else t.high or day
    low = day - RECENT_DAYS if grade == "recent" else day
    near, far = SLACK_DAYS, RECENT_DAYS + SLACK_DAYS
    return [
        ("exact", low - (near if grade == "exact" else far) - _LONGEST, high + (near if grade == "exact" else far)),
        ("recall", low - far - _LONGEST, high + far),
        ("vague", low - far - _WIDEST, high + far),
        ("recent", low - far, high + far + RECENT_DAYS),
    ]


def _sided(which: str, s: Side) -> list[Hashable]:
    return [(which, code) for code in sorted(s.codes)]


def _event(t: Traits) -> list[Hashable]:
    kind = t.mention.fields["type"]
    if is_mutual(t.mention):
        return [(kind, key) for key in _pairs(t.sides[0])]
    # who acts is often left out: where there is a target, those who share it are compared
    return [(kind, key) for key in _sided("target", t.sides[1]) or _sided("source", t.sides[0]) or ["nobody"]]


def _pairs(s: Side) -> list[Hashable]:
    """The pairs within one side, each once; a single code is a pair with itself."""
    codes = sorted(s.codes)
    return [(x, y) for i, x in enumerate(codes) for y in codes[i + 1 :]] or [tuple(codes)]


def _meeting(t: Traits) -> list[Hashable]:
    return [(t.mention.fields.get("count"), pair) for pair in _pairs(t.sides[0])]


def _transfer(t: Traits) -> list[Hashable]:
    return list(product(sorted(t.sides[0].codes) or [""], sorted(t.sides[1].codes) or [""]))


def _agreement(t: Traits) -> list[Hashable]:
    names: list[Hashable] = [*sorted(title_stems(t.mention.fields["title"])), ("in", t.mention.doc)]
    if t.low is not None and t.precision <= MONTH:
        names.append((t.mention.fields["stage"], date.fromordinal(t.low).replace(day=1)))
    return list(product(_pairs(t.sides[0]), names))


def _claim(t: Traits) -> list[Hashable]:
    codes = sorted(codes_in(t.mention.fields["proposition"]))
    return [tuple(pair) for pair in product(codes, codes) if pair[0] < pair[1]] or [tuple(codes)]


def _expectation(t: Traits) -> list[Hashable]:
    holder = t.mention.fields["holder"]
    return [t.mention.doc if holder == "author" else person_key(holder)]


def _quote(t: Traits) -> Iterator[tuple[str, Hashable]]:
    """A quote within another has its first words there too, or stands in the same sentence."""
    words = plain_words(t.mention.fields["content"])
    speaker = sorted(t.sides[0].codes)
    yield "at", (t.mention.doc, t.mention.start)
    yield "first", (*speaker, words[:_GRAM])
    for gram in dict.fromkeys(words[i : i + _GRAM] for i in range(max(1, len(words) - _GRAM + 1))):
        yield "any", (*speaker, gram)


def _role(t: Traits) -> list[Hashable]:
    person = t.mention.fields["person"]
    surname = person_key(person.name).rpartition(" ")[2]
    return [(person.code, surname), *([person.id] if person.id else [])]


def _membership(t: Traits) -> list[Hashable]:
    return [(t.mention.fields["org"], *sorted(t.sides[0].codes))]


_KEYS: Mapping[str, Callable[[Traits], list[Hashable]]] = {
    "event": _event,
    "meeting": _meeting,
    "transfer": _transfer,
    "agreement": _agreement,
    "claim": _claim,
    "expectation": _expectation,
    "role": _role,
    "membership": _membership,
}


def twins(kind: str) -> Callable[[Traits], Hashable]:
    """What of a mention decides alone whom it is joined to: those that agree in it are one from the start."""
    return _TWINS.get(kind, lambda t: t.id)


def twin_key(t: Traits) -> int:
    """The same for a store."""
    return hashed(t.mention.kind, "twin", twins(t.mention.kind)(t))


def _role_twin(t: Traits) -> Hashable:
    person = t.mention.fields["person"]
    return person.id, person.name, person.code, t.mention.fields["office"]


_TWINS: Mapping[str, Callable[[Traits], Hashable]] = {
    "role": _role_twin,
    "membership": lambda t: (t.mention.fields["org"], tuple(sorted(t.sides[0].codes)), _named(t.sides)),
}


def _named(sides: Iterable[Side]) -> Hashable:
    return tuple((code, tuple(sorted(who))) for s in sides for code, who in sorted(s.named.items()))
