"""What was read of a unit as mentions, by the guide's fields and rules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bilat.actors import mixed_script
from bilat.coding.acts import acts
from bilat.coding.agreements import Paper, agreements, carried_on
from bilat.coding.claims import Contested, claims
from bilat.coding.contexts import contexts
from bilat.coding.counterparts import completed, settle
from bilat.coding.expectations import Expected, expectations
from bilat.coding.gatherings import count_of, form_of, is_meeting, place_of_act
from bilat.coding.homes import home_of
from bilat.coding.memberships import memberships
from bilat.coding.naming import key_of
from bilat.coding.nouns import office_of
from bilat.coding.parsed import Sentence
from bilat.coding.people import held_then
from bilat.coding.quotes import quotations
from bilat.coding.reported import Quotation
from bilat.coding.scene import Scene
from bilat.coding.sides import Act
from bilat.coding.standing import dead_persons, described
from bilat.coding.timing import Clock
from bilat.coding.transfers import Transfer, transfers
from bilat.coding.words import words
from bilat.dates import interval
from bilat.model import Actor, Document, Mention, When
from bilat.ontology import TYPES, intensity_of

_MET = frozenset({"occurred", "planned", "ongoing"})
_RANKS = words("ranks")
_NOT_SAID = words("belief") | {"allege", "maintain"}  # who thinks or charges so: an expectation or a claim
_NEAR_BY = 300  # characters; a denial further on is no part of the passage that carries the claim
_FAR = 3  # sentences back in which the paper stands that "it" means
_BACKGROUND_DAYS = 31


class Writer:
    """Collects the mentions of one document; a happening told twice is written once."""

    def __init__(self, document: Document, clock: Clock, published: When | None, coder: str) -> None:
        self._document = document
        self._id = document.id
        self._clock = clock
        self._published = interval(published.iso) if published else None
        self._coder = coder
        self._mentions: list[Mention] = []
        self._told: dict[tuple[Any, ...], dict[str | None, int]] = {}
        self._roles: dict[tuple[str, str], int] = {}
        self._titles: set[str] = set()
        self.states: tuple[str, ...] = ()

    def mentions(self) -> Iterator[Mention]:
        """What was written, in the order of the text."""
        yield from sorted(self._mentions, key=lambda m: (m.start, m.end, m.kind, m.id))

    # ------------------------------------------------------------------ units

    def unit(self, scene: Scene) -> None:
        """Write the mentions of an article or of one item."""
        self.states = self.states or scene.main_states()
        settle(scene)
        said = list(quotations(scene))
        for quotation in said:
            if quotation.direct or quotation.verb is None or quotation.verb.lemma_ not in _NOT_SAID:
                self._quote(quotation)
        dead = dead_persons(scene)
        told: list[Paper] = []
        for sent in scene.sentences:
            found = acts(scene, sent)
            for act in completed(scene, found):
                self._event(act, said)
            recent = [paper for paper in told if scene.place(sent) - scene.place(paper.sentence) <= _FAR]
            papers = [*agreements(scene, sent, found)]
            papers += carried_on(sent, [*recent, *papers])
            told += papers
            for paper in papers:
                self._agreement(paper, said)
            for belonging in memberships(scene, sent):
                when = self._clock.when(
                    sent,
                    belonging.token,
                    "past",
                    "occurred" if belonging.status in ("joined", "left", "applied") else "ongoing",
                )
                fields = {"member": belonging.member, "org": belonging.org, "status": belonging.status}
                self._add(
                    sent,
                    "membership",
                    fields,
                    when if belonging.status != "member" else None,
                    belonging.rule,
                    0.75,
                    self._voice(sent, belonging.token.idx, said),
                )
            for moved in transfers(scene, sent):
                self._transfer(moved, said)
        for claim in claims(scene):
            self._claim(claim)
        for expected in expectations(scene):
            self._expectation(scene, expected, said)
        for sent in sorted(scene.sentences, key=lambda s: s.parsed.block.start):
            self._offices(scene, sent, dead)
        for sent in scene.sentences:
            self._described(scene, sent)

    def title(self, scene: Scene) -> None:
        """A title holds expectations only."""
        for expected in expectations(scene, title=True):
            self._expectation(scene, expected, [])

    # ------------------------------------------------------------------ kinds

    def _event(self, act: Act, said: Sequence[Quotation]) -> None:
        sent = act.sentence
        status = act.reality.status or "occurred"
        when = self._clock.when(sent, act.token, act.reality.tense, status)
        sides = (_who(act.source), _who(act.target))
        both: Any = sides
        if act.type == "CONSULT":
            both = frozenset(key_of(a) for a in (*act.source, *act.target))
        elif act.type == "COOPERATE":
            both = frozenset(sides[0] | sides[1])
        key = (
            act.type,
            both,
            status in ("planned", "negated", "denied"),
            act.words
            if (act.type not in ("CONSULT", "SANCTION") and status != "ongoing") or act.type == "COOPERATE"
            else "",
        )
        if self._again(key, when, status == "ongoing"):
            return
        act = replace(act, source=held_then(act.source, when), target=held_then(act.target, when))
        voice = self._voice(sent, act.token.idx, said)
        if voice == "author" and act.teller is not None:
            voice = act.teller.name
        fields: dict[str, Any] = {"type": act.type, "source": act.source, "target": act.target, "status": status}
        if act.mode:
            fields["mode"] = act.mode
        place = place_of_act(act)
        if place:
            fields["place"] = place
        if act.joint:
            fields["joint"] = True
        row = TYPES[act.type]
        topics = contexts(sent.span.text)
        if topics:
            fields["contexts"] = topics
        fields["intensity"] = intensity_of(act.type, act.mode)
        fields["quad"] = row.quad
        fields["cameo"] = row.mode_cameo.get(act.mode or "", row.cameo)
        why = f"{act.words} [{act.rule}]"
        self._add(sent, "event", fields, when, why, act.confidence, voice)
        if act.type == "CONSULT" and status in _MET and is_meeting(act):
            self._meeting(act, when, voice)

    def _agreement(self, paper: Paper, said: Sequence[Quotation]) -> None:
        if paper.key in self._titles:
            return
        self._titles.add(paper.key)
        sent = paper.sentence
        when = self._clock.when(sent, paper.token, "future" if paper.stage == "proposed" else "past", "occurred")
        if paper.stage in ("proposed", "negotiating") and not self._clock.digest:
            when = when if when is not None and when.words else None
        fields = {"parties": paper.parties, "title": paper.title, "stage": paper.stage}
        voice = self._voice(sent, paper.token.idx, said)
        self._add(sent, "agreement", fields, when, paper.rule, paper.confidence, voice)

    def _transfer(self, moved: Transfer, said: Sequence[Quotation]) -> None:
        sent, status = moved.sentence, moved.reality.status or "occurred"
        when = self._clock.when(sent, moved.token, moved.reality.tense, status)
        fields: dict[str, Any] = {
            "giver": moved.giver, "receiver": moved.receiver, "goods": moved.goods, "status": status}  # fmt: skip
        if moved.quantity:
            fields["quantity"] = moved.quantity
        key = ("transfer", _who(moved.giver), _who(moved.receiver), moved.goods.lower())
        if self._again(key, when, status == "ongoing"):
            return
        why = f"{moved.rule} [goods]"
        self._add(sent, "transfer", fields, when, why, moved.confidence, self._voice(sent, moved.token.idx, said))

    def _claim(self, claim: Contested) -> None:
        fields: dict[str, Any] = {
            "proposition": claim.proposition, "asserted_by": claim.asserted_by, "denied_by": claim.denied_by,
            "status": claim.status,
        }  # fmt: skip
        sent = claim.sentence
        tense = "past" if claim.token.tag_ in ("VBD", "VBN") else "present"
        when = self._clock.when(sent, claim.token, tense, "occurred")
        start, end = sent.parsed.block.start + sent.span.start_char, sent.parsed.block.start + sent.span.end_char
        if claim.until is not None:  # who denies may do so in a later block, whose offsets are its own
            denied = claim.until.parsed.block.start + claim.until.span.end_char
            end = denied if denied - end <= _NEAR_BY else end
        self._put(start, end, "claim", fields, when, claim.rule, 0.6, "author")

    def _meeting(self, act: Act, when: When | None, voice: str) -> None:
        fields: dict[str, Any] = {"participants": act.source + act.target, "form": form_of(act)}
        place, count = place_of_act(act), count_of(act)
        if place:
            fields["place"] = place
        if count is not None:
            fields["count"] = count
        self._add(act.sentence, "meeting", fields, when, f"{act.words} [{act.rule}]", act.confidence, voice)

    def _quote(self, quotation: Quotation) -> None:
        text = self._document.text
        content = text[quotation.first : quotation.last]
        fields: dict[str, Any] = {"speaker": quotation.speaker, "content": content, "direct": quotation.direct}
        if quotation.audience is not None:
            fields["audience"] = quotation.audience
        when = self._clock.quoted(quotation.sentence, quotation.verb)
        self._put(
            quotation.start,
            quotation.end,
            "quote",
            fields,
            when,
            quotation.rule,
            quotation.confidence,
            quotation.voice or "author",
        )

    def _expectation(self, scene: Scene, expected: Expected, said: Sequence[Quotation]) -> None:
        sent = expected.sentence
        base = sent.parsed.block.start
        at = base + expected.token.idx
        holder, affiliation = "author", None
        teller = next((q for q in said if q.first <= at < q.last or (expected.hoped and q.start <= at < q.end)), None)
        person = teller.speaker if teller is not None else expected.believer
        if person is not None:
            holder = person.name
            fact = next((f for p in scene.people for f in p.facts if p.id == person.id), None)
            affiliation = fact.phrase if fact is not None else person.office
        fields: dict[str, Any] = {
            "holder": holder,
            "about": expected.about,
            "proposition": expected.proposition,
            "direction": expected.direction,
        }
        if affiliation:
            fields["affiliation"] = affiliation
        if expected.horizon:
            fields["horizon"] = expected.horizon
        when = self._clock.quoted(sent, teller.verb) if teller is not None and not teller.direct else None
        self._put(
            base + expected.first,
            base + expected.last,
            "expectation",
            fields,
            when,
            expected.rule,
            expected.confidence,
            holder,
        )

    def _offices(self, scene: Scene, sent: Sentence, dead: set[str]) -> None:
        for fact in sent.parsed.facts:
            if not sent.span.start <= fact.person.first < sent.span.end:
                continue
            person = scene.person_of(fact.person)
            if fact.office.lower() in _RANKS and any(f.office.lower() not in _RANKS for f in person.facts):
                continue  # "General X, the army chief": his post says more than his rank
            status = fact.status
            if status == "holds" and person.id in dead:
                status = "deceased"
            key = (person.id, _office_key(fact.office))
            if key in self._roles:
                self._upgrade(self._roles[key], status)
                continue
            start, end = sent.parsed.at(fact.person.first, fact.person.last)
            who = scene.person_actor(person, start, end)
            fields: dict[str, Any] = {"person": who, "office": fact.office, "status": status}
            at_home = not fact.org and (
                scene.item or (not scene.dyad() and fact.sector in ("GOV", "LEG", "MIL", "JUD"))
            )
            country = fact.country or (person.country if not fact.org else None)
            country = country or (home_of(scene, sent) if at_home else None)
            if fact.org and not country and who.country is not None:
                who = replace(who, country=None, org=fact.org)  # what he is for the body, whosever he is
            if country:
                if who.country is None and who.org is None:
                    who = replace(who, country=country, id=(who.id or "").replace("?", country, 1))
                fields["country"] = country
            when = (
                self._clock.when(sent, sent.parsed.doc[fact.person.last], "past", "occurred")
                if status in ("appointed", "elected")
                else None
            )
            self._roles[key] = len(self._mentions)
            self._add(
                sent,
                "role",
                fields,
                when,
                f"{fact.office} [{'title' if fact.last < fact.person.first else 'apposition'}]",
                0.8,
            )

    def _described(self, scene: Scene, sent: Sentence) -> None:
        for holder, office, kind, status in described(scene, sent):
            held = (office_of(key[1]) for key in self._roles if key[0] == holder.id)
            if kind in {h.kind for h in held if h is not None} and (kind != "other" or status == "former"):
                continue
            self._roles[(holder.id or "", _office_key(office))] = len(self._mentions)
            fields = {"person": holder, "office": office, "status": status, "country": holder.country}
            self._add(sent, "role", fields, None, f"{office} [description]", 0.5)

    def _upgrade(self, at: int, status: str) -> None:
        mention = self._mentions[at]
        if mention.fields["status"] == "holds" and status != "holds":
            self._mentions[at] = replace(mention, fields={**mention.fields, "status": status})

    # ------------------------------------------------------------------ common

    def _again(self, key: tuple[Any, ...], when: When | None, lasting: bool) -> bool:
        """Whether this act was told before, at the same date or without one."""
        dates = self._told.setdefault(key, {})
        iso = when.iso if when else None
        if dates and (iso is None or iso in dates):
            return True
        if None in dates and (lasting or self._clock.digest):
            # The first telling had no date: it is the one that the second telling gives.
            at = dates.pop(None)
            dates[iso] = at
            self._mentions[at] = replace(self._mentions[at], when=when, background=self._recalled(when))
            return True
        dates[iso] = len(self._mentions)
        return False

    def _voice(self, sent: Sentence, at: int, said: Iterable[Quotation]) -> str:
        place = sent.parsed.block.start + at
        for quotation in said:
            if quotation.first <= place < quotation.last:
                return quotation.speaker.name
            if quotation.voice is not None and quotation.sentence is sent:
                return quotation.voice
        return "author"

    def _add(
        self,
        sent: Sentence,
        kind: str,
        fields: dict[str, Any],
        when: When | None,
        why: str,
        confidence: float,
        voice: str = "author",
    ) -> None:
        base = sent.parsed.block.start
        self._put(base + sent.span.start_char, base + sent.span.end_char, kind, fields, when, why, confidence, voice)

    def _put(
        self,
        start: int,
        end: int,
        kind: str,
        fields: dict[str, Any],
        when: When | None,
        why: str,
        confidence: float,
        voice: str,
    ) -> None:
        notes = [a.name for a in Mention(self._id, 0, 0, "", kind, fields).actors() if mixed_script(a.name)]
        if notes:
            why = f"{why}; mixed script: {', '.join(notes)}"
        quote = self._document.text[start:end]
        self._mentions.append(
            Mention(
                self._id,
                start,
                end,
                quote,
                kind,
                fields,
                voice,
                when,
                self._recalled(when),
                why,
                round(max(0.05, min(0.95, confidence)), 2),
                self._coder,
            )
        )

    def _recalled(self, when: When | None) -> bool:
        """Whether a date lies more than a month before the document's."""
        if when is None or self._published is None or self._published.low is None:
            return False
        high = interval(when.iso).high
        return high is not None and self._published.low - high > dt.timedelta(days=_BACKGROUND_DAYS)


def _who(actors: Iterable[Actor]) -> frozenset[str]:
    return frozenset(a.code or a.name for a in actors)


def _office_key(office: str) -> str:
    return (
        re.sub(r"^(?:first|second) (?=prime|president)|\bof .*$", "", office.lower())
        .replace("defence", "defense")
        .strip()
    )
