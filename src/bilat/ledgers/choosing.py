"""Which happenings belong to one actor, or to two together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from bilat import actors
from bilat.ledgers.view import View
from bilat.model import Happening

# An office or a seat is one state's: of two states, what either has is shown.
OF_ONE = frozenset({"role", "membership"})
# What is said of A and B by a third is theirs too.
TOLD_OF = frozenset({"quote", "claim", "expectation"})


def chosen(
    view: View, kind: str, codes: Sequence[str], since: str | None = None, until: str | None = None
) -> list[Happening]:
    """Happenings of a kind that concern each of up to two codes, in the record's order; all where none is given.

    `since` and `until` are ISO days.
    """
    if len(codes) == 2 and kind in OF_ONE:
        either = {one.id for code in codes for one in view.happenings(kind, code, None, since, until)}
        return [one for one in view.happenings(kind, None, None, since, until) if one.id in either]
    if codes and kind in TOLD_OF:
        return _told_of(view, view.happenings(kind, None, None, since, until), kind, codes)
    a, b = (*codes, None, None)[:2]
    return view.happenings(kind, a, b, since, until)


def _told_of(view: View, happenings: Iterable[Happening], kind: str, codes: Iterable[str]) -> list[Happening]:
    """Those in which each code takes part, or is named in the words of a mention."""
    left = list(happenings)
    for code in codes:
        among = {one.id for one in view.happenings(kind, code)}
        unsure = [identity for one in left if one.id not in among for identity in one.mentions]
        named = {mention.id for mention in view.mentions(ids=unsure) if _naming(code).search(mention.quote)}
        left = [one for one in left if one.id in among or not named.isdisjoint(one.mentions)]
    return left


@cache
def _naming(code: str) -> re.Pattern[str]:
    """Finds any name of a state or body in a text."""
    forms = [form for form, entries in actors.lexicon().items() if any(code in (e.country, e.org) for e in entries)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?!\w)")
