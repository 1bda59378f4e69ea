"""When two mentions tell of one paper, charge, forecast, quotation, office or membership: of what stands."""

from __future__ import annotations

from bilat.actors import same_person
from bilat.matching.comparing import ENOUGH, NO, SURE, cosine, fit, gap, overlap, people, same_span, same_text
from bilat.matching.telling_apart import other_charge, other_paper, other_reference
from bilat.matching.traits import MONTH, RECENT_DAYS, Traits
from bilat.matching.words import codes_in, office_stems, plain_words, stems_without_names, title_stems

# Stages that are reached on one day: two such days far apart are two agreements.
_POINTS = frozenset({"signed", "ratified", "in_force", "ended"})
_SAME_RUNG_DAYS = 60
_TELLING_WORDS = 5  # of a quotation; fewer may be said twice
_LONG_AFTER = 60  # days


def agreement(a: Traits, b: Traits) -> float:
    """Same parties and a title of the same distinctive words; two signings far apart are two agreements."""
    if not fit(a.sides[0], b.sides[0]):
        return NO
    mine, yours = (title_stems(t.mention.fields["title"]) for t in (a, b))
    f, g = a.mention.fields, b.mention.fields
    if not (mine and yours):
        # "the deal", after its name was given; "a treaty" that both signed on that day
        told = f["stage"] == g["stage"] and f["stage"] in _POINTS and gap(a, b) == 0 and b.precision <= MONTH
        if not (a.sides[0].codes or b.sides[0].codes):
            return NO  # "the contract" of nobody who is named
        both = len(a.sides[0].codes & b.sides[0].codes) > 1
        if told and both:
            return ENOUGH + 1
        return ENOUGH if same_text(a, b) and not other_reference(a, b) else NO
    far = f["stage"] == g["stage"] and f["stage"] in _POINTS and (gap(a, b) or 0) > _SAME_RUNG_DAYS
    common = overlap(mine, yours)
    return NO if far or common < 0.6 or other_paper(a, b, mine & yours) else SURE * common


def _proposition(a: Traits, b: Traits, needed: float) -> float:
    one, two = a.mention.fields["proposition"], b.mention.fields["proposition"]
    if one == two:
        return SURE
    common = cosine(stems_without_names(one), stems_without_names(two))
    if common < needed:
        return NO
    return SURE * common if cosine(codes_in(one), codes_in(two)) >= 0.5 else NO


def claim(a: Traits, b: Traits) -> float:
    """The same charge in much the same words, about the same states; another number makes another charge.

    "They deny any wrongdoing" is a charge of its own in every document, unless both name a party, state or place.
    What is said long after needs more of the words: missiles are fired again.
    """
    long_after = abs((a.published or 0) - (b.published or 0)) > _LONG_AFTER
    return NO if other_charge(a, b) else _proposition(a, b, 0.7 if long_after else 0.5)


def expectation(a: Traits, b: Traits) -> float:
    """The same holder expects the same in nearly the same words."""
    return _proposition(a, b, 0.75)


def quote(a: Traits, b: Traits) -> float:
    """The same words, or words that stand whole in the other's: renderings that differ are never joined."""
    if people(a.sides[0], b.sides[0]) is None:
        return NO
    mine, yours = (plain_words(t.mention.fields["content"]) for t in (a, b))
    if mine == yours:
        # a few words, such as "his departure from", may be said on any day
        near = same_text(a, b) or abs((a.published or 0) - (b.published or 0)) <= RECENT_DAYS
        return SURE if near or len(mine) >= _TELLING_WORDS else NO
    shorter, longer = sorted((mine, yours), key=len)
    within = f" {' '.join(shorter)} " in f" {' '.join(longer)} "
    return SURE if within and (len(shorter) >= _TELLING_WORDS or same_span(a, b)) else NO


def role(a: Traits, b: Traits) -> float:
    """The same person in the same office, whatever it is called."""
    (mine, my_mark), (yours, your_mark) = (office_stems(t.mention.fields["office"]) for t in (a, b))
    if my_mark != your_mark or (mine != yours and overlap(mine, yours) < 1):
        return NO
    p, q = a.mention.fields["person"], b.mention.fields["person"]
    if (p.id, q.id) in a.strangers:
        return NO
    return SURE if (p.id is not None and p.id == q.id) or same_person(p.name, q.name) else NO


def membership(a: Traits, b: Traits) -> float:
    """One row a member and body."""
    return SURE if a.sides[0] == b.sides[0] else NO
