"""What keeps apart acts, papers and charges that are told in the same words."""

from __future__ import annotations

import re

from bilat.matching.comparing import cosine, gap, same_text
from bilat.matching.traits import RECENT_DAYS, Traits, identity, side
from bilat.matching.words import PASSING, codes_in, figures, proper_stems, stems, title_numbers, title_stems

_ONE_MORE = re.compile(r"\b(?:another|a (?:second|third|fourth|fresh|further|separate))\s+(?:[\w-]+\s+){0,2}$", re.I)
_NUMBERED = re.compile(r"(?:an?|the) (second|third|fourth|fifth|sixth)\b", re.IGNORECASE)
_PAPERS = re.compile(
    r"\b(?:agreements|treaties|deals|pacts|accords|memoranda|contracts|documents|arrangements|conventions)\b", re.I
)
_ONE_WORD = 0.7  # the share that it has of two titles with but one word in common


def other_clause(a: Traits, b: Traits) -> bool:
    """True where one sentence tells of two acts: one clause hangs on the other, or stands beside it, or a person or
    group acts in one and is acted on in the other.

    "Militants kill six after police shot one" is two; an attack "that killed six" has them for its target too.
    """
    (mine, yours), (mine_hit, yours_hit) = ([_named(t, which) for t in (a, b)] for which in ("source", "target"))
    turned = [mine.keys() & yours_hit.keys(), yours.keys() & mine_hit.keys()]
    if all(turned) or any({**mine, **yours}[name] for names in turned for name in names):
        return True
    x, y = a.clause, b.clause
    alike = bool(mine_hit) and mine_hit.keys() == yours_hit.keys()
    if gap(a, b) and not (alike and x.start == y.start):
        return True  # one clause has a day of its own
    if a.mention.start != b.mention.start or x.start == y.start:
        return False
    if x.part != y.part:
        return True
    hung = [t for t in (a, b) if t.clause.recalls]
    if any(t.mention.quote[t.clause.start :].casefold().startswith("who") for t in hung):
        return True
    return bool(hung) and not alike


def _named(t: Traits, which: str) -> dict[str, str]:
    """Who stands on a side of an event, in the words of the sentence, and which person or group each is."""
    return {actor.name: identity(actor) for actor in t.mention.fields.get(which, ())}


def other_paper(a: Traits, b: Traits, common: frozenset[str]) -> bool:
    """True where two titles share words and may still name two papers.

    Those are numbers that differ ("a 72-hour ceasefire", "a 12-hour ceasefire"), one word in common and no party, and
    what one pair of states makes many of, such as ceasefires, told of a week and more apart.
    """
    mine, yours = (title_numbers(t.mention.fields["title"]) for t in (a, b))
    if mine and yours and mine.isdisjoint(yours):
        return True
    if same_text(a, b):
        return False
    shared = len(a.sides[0].codes & b.sides[0].codes)
    if _another(a) != _another(b):
        return True
    if common <= PASSING:
        return not shared or a.published is None or b.published is None or abs(a.published - b.published) > RECENT_DAYS
    if a.clause.fresh or b.clause.fresh:
        return True
    # "the nuclear deal" of one state is none of its papers on nuclear weapons
    return len(common) < 2 and (not shared or (shared < 2 and cosine(*_titles(a, b)) < _ONE_WORD))


def _another(t: Traits) -> bool:
    """True where the sentence says that this paper is one more of its kind: "another ceasefire deal"."""
    before, found, _ = t.mention.quote.partition(t.mention.fields["title"])
    return bool(found) and _ONE_MORE.search(before) is not None


def other_reference(a: Traits, b: Traits) -> bool:
    """True where "the deal" in one text is not what was named before: several papers, or one of another date."""
    if any(_PAPERS.search(t.mention.fields["title"]) for t in (a, b)):
        return True
    dated = [t for t in (a, b) if t.mention.when and t.mention.when.basis == "text"]
    same_stage = a.mention.fields["stage"] == b.mention.fields["stage"]
    return len(dated) == 2 and same_stage and (gap(a, b) or 0) > 0


def one_more(a: Traits, b: Traits) -> bool:
    """True where one names an actor by number, "a second woman", and the other names persons, or another number."""
    for which in ("source", "target"):
        mine, yours = _named(a, which), _named(b, which)
        numbers = [{m[1].casefold() for name in names if (m := _NUMBERED.match(name))} for names in (mine, yours)]
        if numbers[0] != numbers[1] and (all(numbers) or any((yours if numbers[0] else mine).values())):
            return True
    return False


def _titles(a: Traits, b: Traits) -> tuple[frozenset[str], frozenset[str]]:
    return title_stems(a.mention.fields["title"]), title_stems(b.mention.fields["title"])


def other_charge(a: Traits, b: Traits) -> bool:
    """True where two propositions share words and may still be two: other numbers, or nobody named in both."""
    one, two = a.mention.fields["proposition"], b.mention.fields["proposition"]
    mine, yours = figures(stems(one)), figures(stems(two))
    if mine and yours and mine.isdisjoint(yours):
        return True
    named = (codes_in(one) & codes_in(two)) | (proper_stems(one) & proper_stems(two)) | (_parties(a) & _parties(b))
    return not named and not same_text(a, b)


def _parties(t: Traits) -> frozenset[str]:
    fields = t.mention.fields
    return side((*fields["asserted_by"], *fields["denied_by"])).codes
