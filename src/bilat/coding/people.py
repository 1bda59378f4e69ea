"""The persons of one text: spellings joined, with the office and the state that text or table gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bilat.actors import Office, is_given_name, offices_of, person_key, reigning, same_person
from bilat.coding.names import Name
from bilat.coding.offices import OfficeFact
from bilat.dates import interval
from bilat.model import Actor, When

_RANKS = {
    kind: n for n, kind in enumerate(("head_of_state", "head_of_government", "supreme_leader", "foreign_minister"))
}
_YEARS = 3  # how long news goes on naming somebody by the bare surname
_STYLES = frozenset({"ayatollah", "sheikh", "sheik", "imam", "sultan", "emir", "mullah", "haji", "grand", "crown"})


@dataclass(slots=True)
class Person:
    """A person as this text knows him or her; filled while the text is read."""

    name: str
    facts: list[OfficeFact] = field(default_factory=list)
    table: tuple[Office, ...] = ()
    nation: str | None = None  # by a demonym beside the name: `Italian activist X`

    def add(self, spelling: str) -> None:
        if len(spelling.split()) > len(self.name.split()):
            self.name = spelling

    @property
    def country(self) -> str | None:
        for fact in self.facts:
            if fact.country:
                return fact.country
        if self.nation and not any(o.country == self.nation for o in self.table):
            return self.nation
        held = self.current()
        return held.country if held else (self.table[0].country if self.table else None)

    @property
    def org(self) -> str | None:
        if self.country:
            return None
        return next((fact.org for fact in self.facts if fact.org), None)

    @property
    def sector(self) -> str | None:
        for fact in self.facts:
            if fact.status not in ("former",):
                return fact.sector
        if self.table:
            return "GOV"
        return self.facts[0].sector if self.facts else None

    def current(self, day: str | None = None) -> Office | None:
        """The office of the table that was held on a day, else the last one begun."""
        if not self.table:
            return None
        if day:
            on = [o for o in self.table if o.first <= day and (o.last is None or day <= o.last)]
            if on:
                return on[0]
        return self.table[-1]

    def office(self, day: str | None = None) -> str | None:
        for fact in self.facts:
            if fact.status not in ("former",):
                return fact.office
        held = self.current(day)
        return held.office if held and day and held.first <= day and (held.last is None or day <= held.last) else None

    def kinds(self) -> set[str]:
        """Kinds of office that this person holds or held."""
        return {f.kind for f in self.facts} | {o.kind for o in self.table}

    @property
    def id(self) -> str:
        return f"{self.country or self.org or '?'}:{person_key(self.name)}"


class People:
    """The persons met so far in one unit of reference."""

    def __init__(self, day: str | None = None, states: frozenset[str] = frozenset()) -> None:
        self._all: list[Person] = []
        self._day = day
        self._states = states  # those that the unit names

    def __iter__(self) -> Iterator[Person]:
        return iter(self._all)

    def meet(self, name: Name) -> Person:
        """The person of a name: one already met, one of the table, or a new one."""
        words = name.text.split()
        for person in reversed(self._all):
            if person.name == name.text:
                return person
        for person in reversed(self._all):
            if same_person(person.name, name.text):
                person.add(name.text)
                if not person.table:
                    person.table = self._known(person.name)
                return person
        table = self._known(name.text)
        full = table[0].person if table and len(words) == 1 else name.text
        person = Person(full, table=table)
        self._all.append(person)
        return person

    def crown(self, person: Person, office: str) -> None:
        """Who is meant by `King Salman`: whoever of that name reigned on the day, in one of the unit's states first."""
        if person.table or len(person.name.split()) > 1 or self._day is None:
            return
        rows = reigning(person.name, office, self._day)
        here = [o for o in rows if o.country in self._states] or rows
        if len(here) == 1:
            person.table = tuple(here)

    def _known(self, text: str) -> tuple[Office, ...]:
        words = text.split()
        rows = offices_of(text) or (
            offices_of(" ".join(words[1:])) if len(words) > 1 and words[0].lower() in _STYLES else ()
        )
        if len(words) == 1:
            rows = tuple(o for o in rows if self._bare(o, text))
        if not rows:
            return ()
        if self._day:
            on = [o for o in rows if o.first <= self._day and (o.last is None or self._day <= o.last)]
            near = on or [o for o in rows if o.first <= self._day]
            if near:
                # Of two bearers of a surname, the head of state or government is meant.
                who = min(reversed(near), key=lambda o: _RANKS.get(o.kind, len(_RANKS))).person
                return tuple(o for o in rows if o.person == who)
            return ()
        countries = {(o.country, o.person) for o in rows}
        return tuple(rows) if len(countries) == 1 else ()

    def _bare(self, office: Office, word: str) -> bool:
        """Whether a name of one word may be a holder of the tables: "his brother Thomas" is no Prime Minister.

        Where the text does not name the state, it is only a surname that is no common given name, of somebody who
        leads or led it within `_YEARS`, or whose surname stands last.
        """
        if office.country in self._states:
            return True
        gone = office.last is not None and self._day is not None and int(office.last[:4]) + _YEARS < int(self._day[:4])
        last = person_key(office.person).endswith(person_key(word))
        return not is_given_name(word) and not gone and (last or office.kind != "other")


def first_day(iso: str | None) -> str | None:
    """The first day of an ISO date or range, as ISO."""
    if not iso:
        return None
    low = interval(iso).low
    return low.isoformat() if low else None


def held_then(actors: tuple[Actor, ...], when: When | None) -> tuple[Actor, ...]:
    """The actors with the office of the act's day, where the table knows what each held when."""
    day = first_day(when.iso) if when is not None and when.words else None
    if day is None:
        return actors
    return tuple(_held_on(a, day) if a.id and ":" in a.id else a for a in actors)


def _held_on(actor: Actor, day: str) -> Actor:
    rows = [o for o in offices_of(actor.name) if o.country == actor.country]
    held = [o for o in rows if o.held_on(day)]
    return replace(actor, office=held[0].office if held else None) if rows else actor
