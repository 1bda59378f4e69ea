"""Claims told in several documents, and quotes that may be one statement in several translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bilat.ledgers.remarks import Remark, Shelf, codes, shelf
from bilat.ledgers.view import View
from bilat.model import Happening
from bilat.record import stems

_ALIKE = 0.34  # of the rarer words of two charges
_RENDERED = 0.15  # of the words of two quotes with those around them: translations share few
_DAYS = 10  # between two tellings of one statement
_FEW = frozenset(
    stems(
        "the a an of in on to and or for with by at from as it its his her their that this is are was were be been has "
        "have had will would not no he she they we our your my i you said s who which had between both also more than"
    )
)


def claim_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row: `same_charge`, the rows alike in other documents; asserters, deniers and narrators with sentences."""
    every = view.happenings("claim")
    acts = [one for one in view.happenings("transfer") if one.fields.get("status") in ("occurred", "ongoing")]
    known = shelf(view, [*every, *acts])
    said = {one.id: _words(one.fields["proposition"]) for one in every}
    narrated = [(one, _words(_sentence(one, known))) for one in acts if _by_author(one, known)]
    out = {}
    for row in rows:
        same = [
            row,
            *(
                one
                for one in every
                if one.id != row.id and _like(said[row.id], said[one.id], _ALIKE) and _meet(row, one)
            ),
        ]
        fields: dict[str, Any] = {"same_charge": [one.id for one in same[1:]]}
        told = []
        for side, label in (("asserted_by", "Asserted"), ("denied_by", "Denied")):
            voices = [(actor.name, one) for one in same for actor in one.fields[side]]
            fields[f"{side}_in"] = [{"name": name, **known.cite(one.mentions[0])} for name, one in voices]
            if len(same) > 1 and voices:
                told.append(
                    (label, "; ".join(f"{name} [{known.cite(one.mentions[0])['doc']}]" for name, one in voices))
                )
        plain = [
            one
            for one, words in narrated
            if len(said[row.id] & words) >= 2 and codes(_people(one)) <= set(row.fields.get("about", ()))
        ]
        if plain:
            cited = [known.cite(one.mentions[0]) for one in plain]
            # goods that one sentence tells of are transfers of their own, and narrate the charge once
            fields["narrated_in"] = [one for n, one in enumerate(cited) if one not in cited[:n]]
            told.append(("Told as fact", "; ".join(dict.fromkeys(f"[{one['doc']}]" for one in cited))))
        out[row.id] = Remark(fields, tuple(told))
    return out


def quote_remarks(view: View, rows: Sequence[Happening]) -> dict[str, Remark]:
    """By row: `renderings`, the quotes of the same speaker elsewhere that are probably the same statement."""
    by_speaker: dict[str, list[Happening]] = defaultdict(list)
    for one in view.happenings("quote"):
        if one.fields["speaker"].id:
            by_speaker[one.fields["speaker"].id].append(one)
    pool = [one for row in rows for one in by_speaker.get(row.fields["speaker"].id or "", ())]
    known = shelf(view, pool)
    said = {one.id: _words(_sentence(one, known)) for one in pool if _sentence(one, known)}
    out = {}
    for row in rows:
        same = [
            one
            for one in by_speaker.get(row.fields["speaker"].id or "", ())
            if one.id != row.id and row.id in said and one.id in said and _may_be_one(row, one, known, said)
        ]
        if same:
            cited = [{"id": one.id, **known.cite(one.mentions[0])} for one in same]
            words = "; ".join(f"“{one.fields['content']}” [{known.cite(one.mentions[0])['doc']}]" for one in same)
            out[row.id] = Remark({"renderings": cited}, (("Probably the same statement", words),))
    return out


def _may_be_one(row: Happening, one: Happening, known: Shelf, said: dict[str, frozenset[str]]) -> bool:
    docs = [{known.mentions[i].doc for i in side.mentions if i in known.mentions} for side in (row, one)]
    if docs[0] & docs[1]:
        return False
    days = [known.told(side.mentions[0]) for side in (row, one)]
    near = days[0] is not None and days[1] is not None and abs(days[0] - days[1]).days <= _DAYS
    return near and _like(said[row.id], said[one.id], _RENDERED)


def _sentence(one: Happening, known: Shelf) -> str:
    mention = known.mentions.get(one.mentions[0])
    return mention.quote if mention is not None else ""


def _by_author(one: Happening, known: Shelf) -> bool:
    mention = known.mentions.get(one.mentions[0])
    return mention is not None and mention.voice == "author"


def _people(one: Happening) -> list[Any]:
    return [*one.fields.get("giver", ()), *one.fields.get("receiver", ())]


def _meet(row: Happening, one: Happening) -> bool:
    return len(set(row.fields.get("about", ())) & set(one.fields.get("about", ()))) >= 1


def _words(text: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(text) if stem not in _FEW and len(stem) > 2)


def _like(one: frozenset[str], other: frozenset[str], least: float) -> bool:
    return bool(one and other) and len(one & other) >= 2 and len(one & other) / len(one | other) >= least
