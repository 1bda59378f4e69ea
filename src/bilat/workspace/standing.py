"""Whom a person stands for on a day: by the offices of the tables, else by what the record tells of offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bilat import actors
from bilat.ledgers import View
from bilat.model import Happening

_HEADS = ("head_of_state", "head_of_government", "supreme_leader")
_HELD = frozenset({"holds", "appointed", "interim"})
_FRESH = 366  # days for which it is held to be so that somebody was told to be in office


@dataclass(frozen=True, slots=True)
class Stood:
    """A person, the state or body that the person stood for on a day, and the office. `code` is empty where there was
    none that is known; `others` are the persons that the name may mean as well."""

    person: str
    code: str
    office: str
    day: str
    others: tuple[str, ...] = ()


class Standing:
    """Who stood for whom on an ISO day, as the view tells it."""

    def __init__(self, view: View, day: str) -> None:
        self.view, self.day = view, day

    def of(self, name: str) -> Stood | None:
        """Whom a person stood for on the day; None where no person is known by the name."""
        known = actors.offices_of(name)
        if held := [one for one in known if one.held_on(self.day) and one.acts]:
            return _of_table(held, self.day)
        told = [row for row in self._roles if _is_named(row.fields["person"].name, name)]
        gone = any(row.fields["status"] == "deceased" for row in told)
        # what the tables know to have ended is not held because an old text has it so
        ended = {one.kind for one in known if one.kind in _HEADS} | {one.office.lower() for one in known}
        late = [row for row in told if _seen(row) >= self._year_ago and not ended & _office(row)]
        if late and not gone and late[-1].fields["status"] in _HELD:
            row = late[-1]
            return Stood(row.fields["person"].name, row.fields["country"], row.fields["office"], self.day)
        if known:
            return Stood(known[-1].person, "", known[-1].office, self.day)
        if told:
            return Stood(told[-1].fields["person"].name, "", told[-1].fields["office"], self.day)
        return None

    @property
    def _year_ago(self) -> str:
        return (dt.date.fromisoformat(self.day) - dt.timedelta(days=_FRESH)).isoformat()

    @cached_property
    def _roles(self) -> Sequence[Happening]:
        """What the record tells of offices by the day, the latest last."""
        rows = [row for row in self.view.happenings("role") if row.fields.get("country") and row.fields.get("person")]
        return sorted((row for row in rows if _seen(row) <= self.day), key=lambda row: (_seen(row), row.id))


def _of_table(held: Iterable[actors.Office], day: str) -> Stood:
    """The highest of the offices that a name may mean."""
    ordered = sorted(held, key=lambda one: _HEADS.index(one.kind) if one.kind in _HEADS else len(_HEADS))
    first = ordered[0]
    heads = first.kind in _HEADS
    rivals = [one for one in ordered if not actors.same_person(one.person, first.person)]
    # a surname that a head bears along with others means the head
    others = dict.fromkeys(one.person for one in rivals if (one.kind in _HEADS) == heads)
    return Stood(first.person, first.country or first.org or "", first.office, day, tuple(others))


def _is_named(person: str, name: str) -> bool:
    """Whether some words are a person's full name, a longer or shorter form of it, or the surname alone."""
    words = actors.person_key(name).split()
    return actors.same_person(person, name) and (len(words) > 1 or words == actors.person_key(person).split()[-1:])


def _office(row: Happening) -> set[str]:
    """A told office by its name and by its kind."""
    kind = actors.office_of(row.fields["office"])
    return {row.fields["office"].lower(), *([kind.kind] if kind else [])}


def _seen(row: Happening) -> str:
    return str(row.fields.get("last_seen") or row.last or "")
