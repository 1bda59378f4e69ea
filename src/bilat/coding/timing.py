"""When an act took place: the time expression that belongs to it, counted from the document's date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilat.coding.lexicon import lexicon
from bilat.coding.parsed import Sentence
from bilat.dates import Expression, Interval, find, interval, resolve, to_iso
from bilat.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token


_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {word: n for n, word in enumerate(_NUMBERS, 1)} | {"one": 1}
_GAP = re.compile(rf"(?P<count>\d+|{'|'.join(_COUNTS)}) (?P<unit>day|week|month|year)s? (?P<side>after|before)$", re.I)
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}


_LATER = re.compile(
    rf"^(?P<count>\d+|{'|'.join(_COUNTS)}) (?P<unit>day|week|month|year)s? "
    r"(?P<side>later|after|afterwards|thereafter|earlier|before|previously|beforehand)$",
    re.I,
)
_THAT = re.compile(r"^(?:that|the same|that same) (?P<unit>day|morning|afternoon|evening|night|week|month|year)$", re.I)
_NEXT = re.compile(
    r"^(?:on )?the (?:next|following) (?P<unit>day|morning|afternoon|evening|night|week|month|year)$", re.I
)
_SAME_DAY = re.compile(
    r"^(?:(?:later|earlier) (?:in the|that|the same) day"
    r"|(?:(?:a few|some|several) )?hours (?:later|earlier|before|after))$",
    re.I,
)
_SINCE_THEN = re.compile(r"\bsince then\b", re.I)
_OF_THAT_YEAR = re.compile(r"^\s*(?:of|in) (?:that|the same) year\b", re.I)
_ASIDE = 4.0
_ANYWHERE = 99.0
_JOINED = 3.5  # how far a date of a verb that the act is joined to stands
_OF_WHAT = ("before", "after")
_GOES_ON = re.compile(r"\s+\w")  # "one month before the elections" counts from these
_OF = len(" of ")
_BACKWARDS = frozenset({"earlier", "before", "previously", "beforehand"})
_RELATIVE_TO_TOLD = re.compile(r"\b(?:previous|preceding|prior)\b", re.I)
_TOLD = frozenset({"occurred", "alleged", "negated", "denied"})


class Clock:
    """The dates of one document: its own date, and the last one told in each block."""

    def __init__(self, published: When | None, anchor: Interval | None, digest: bool) -> None:
        self.published = published
        self.anchor = anchor
        self.digest = digest
        self._found: dict[tuple[int, int], list[Expression]] = {}
        self._last: dict[int, When] = {}
        self._bases: dict[tuple[int, int], Interval | None] = {}
        self._story: When | None = None  # the date told last in the whole document, from which "a month later" counts

    def expressions(self, sent: Sentence) -> list[Expression]:
        """The time expressions of a sentence; offsets count in the sentence."""
        key = (id(sent.parsed), sent.span.start)
        if key not in self._found:
            found = find(sent.span.text)
            # "in June of that year" is one time: the June
            ends = [e.end for e in found if _OF_THAT_YEAR.match(sent.span.text[e.end :])]
            self._found[key] = [e for e in found if not any(0 <= e.start - end <= _OF for end in ends)]
        return self._found[key]

    def when(self, sent: Sentence, token: Token, tense: str, status: str | None) -> When | None:
        """The date of the act that a token tells of, or None where the text gives none."""
        apart = self._apart(sent, token)
        if apart is not None:
            return apart
        told = self._told(sent, token, tense, status)
        if told is not None:
            when, expression = told
            if expression.relation == "at" and not _of_report(sent, token, expression):
                self._last[id(sent.parsed)] = self._story = when
            return when
        if self.digest and self.published is not None and status in _TOLD and tense == "present":
            return When(self.published.iso, "", "document")
        if not self.digest and status in ("occurred", "negated") and (tense == "past" or token.tag_ == "VB"):
            last = self._last.get(id(sent.parsed))
            return _open(last) if last is not None and _SINCE_THEN.search(sent.span.text) else last
        return None

    def _told(self, sent: Sentence, token: Token, tense: str, status: str | None) -> tuple[When, Expression] | None:
        """The time expression that belongs to a token, with its days."""
        ahead = tense == "future" or status == "planned"
        left, far = self.expressions(sent), _ANYWHERE
        while (best := self._nearest(sent, token, left, self.digest and tense == "present", far)) is not None:
            iso = self._resolve(sent, best, "future" if ahead else "past")
            if iso is not None:
                return When(iso, best.words, "text"), best
            # "visited on 5 May and met X, days after the vote": the day of the verb that it is joined to
            left, far = [e for e in left if e is not best], _JOINED
        return None

    def _apart(self, sent: Sentence, token: Token) -> When | None:
        """`On 26 October, less than three weeks after X attacked Y`: the attack's days, counted from the main date."""
        for expression in self.expressions(sent):
            gap = _GAP.search(expression.words)
            if expression.rule != "loose" or gap is None:
                continue
            at = sent.span.start_char + expression.end
            clause = [t for t in sent.span if t.idx >= at - 1 and t.idx <= token.idx]
            if not clause or len(clause) > 8 or not any(t.i == token.i for t in clause):
                continue
            main = [e for e in self.expressions(sent) if e.rule != "loose"]
            iso = self._resolve(sent, main[0], "past") if main else None
            days = interval(iso) if iso else None
            if days is None or days.low is None or days.high is None:
                continue
            count = int(gap["count"]) if gap["count"].isdigit() else _COUNTS[gap["count"].lower()]
            size = dt.timedelta(days=count * _UNITS[gap["unit"].lower()])
            if gap["side"] == "after":
                exact = Interval(days.low - size, days.high)
            else:
                exact = Interval(days.low, days.high + size)
            return When(to_iso(exact), f"{expression.words} {main[0].words}", "text")
        return None

    def _resolve(self, sent: Sentence, expression: Expression, tense: str) -> str | None:
        """Against an open anchor ("on or after June 2021") a bare month or day is the one nearest to its start."""
        last = self._last.get(id(sent.parsed))
        if last is not None and _RELATIVE_TO_TOLD.search(expression.words):
            # "over the two previous years" counts from the day that was told of last, not from the document's.
            return resolve(expression, interval(last.iso), tense)
        rest = sent.span.text[expression.end :]
        loose = expression.rule == "loose" and not (
            _GOES_ON.match(rest) and expression.words.lower().endswith(_OF_WHAT)
        )
        if (loose or _OF_THAT_YEAR.match(rest)) and not self.digest:
            told = self._before(sent, expression)
            if told is not None and told.low is not None:
                last_day = dt.date(told.low.year, 12, 31)
                of_year = Interval(last_day, last_day)
                return _counted(expression.words, told) if loose else resolve(expression, of_year, "past")
        iso = resolve(expression, self.anchor, tense)
        if (
            iso is None
            or self.anchor is None
            or self.anchor.low is None
            or self.anchor.high is not None
            or tense == "future"
        ):
            return iso
        low = self.anchor.low
        other = resolve(expression, self.anchor, "future")
        if other is None:
            return iso
        far, near = (abs((interval(text).low or low) - low) for text in (iso, other))
        return other if near < far else iso

    def _before(self, sent: Sentence, expression: Expression) -> Interval | None:
        """The days named last before a time expression in its paragraph, else those of the act dated last."""
        key = (id(sent.parsed), sent.span.start_char + expression.start)
        if key not in self._bases:
            named = find(sent.parsed.doc.text[: key[1]])
            days = (
                resolve(e, self.anchor, "past") for e in reversed(named) if e.relation == "at" and e.rule != "loose"
            )
            iso = next((day for day in days if day is not None), self._story.iso if self._story is not None else None)
            self._bases[key] = interval(iso) if iso is not None else None
        return self._bases[key]

    def quoted(self, sent: Sentence, token: Token | None) -> When | None:
        """The date of a saying."""
        if token is not None:
            told = self._told(sent, token, "present" if self.digest else "past", "occurred")
            if told is not None:
                return told[0]
            if self.digest and self.published is not None:
                return When(self.published.iso, "", "document")
        return None if self.digest else self._last.get(id(sent.parsed))

    def _nearest(
        self, sent: Sentence, token: Token, found: Sequence[Expression], close: bool, far: float
    ) -> Expression | None:
        mine = _verbs_above(token)
        best: tuple[float, Expression] | None = None
        for expression in found:
            start = sent.span.start_char + expression.start
            span = sent.parsed.doc.char_span(start, sent.span.start_char + expression.end, alignment_mode="expand")
            if span is None:
                continue
            root = span.root
            if not self.digest and _of_a_thing(root, token):
                continue
            theirs = _verbs_above(root)
            if token in _chain(root):
                cost = 0.0
            elif mine and theirs and mine[0].i == theirs[0].i:
                cost = 1.0
            elif mine and theirs and theirs[0] in mine:
                cost = 2.0 + mine.index(theirs[0])
                if theirs[0].lemma_ in ("say", "tell", "report", "reveal", "announce", "write"):
                    cost += 2
            elif mine and theirs and mine[0] in theirs:
                cost = 3.0 + theirs.index(mine[0])
            else:
                cost = 7.0
            cost += abs(root.i - token.i) / 100
            if not self.digest:
                cost += 0.05 * _nouns_above(root) + (_ASIDE if _in_relative(root, token) else 0)
            if token.pos_ not in ("VERB", "AUX") and cost and expression.relation in ("since", "until"):
                continue
            if best is None or cost < best[0]:
                best = (cost, expression)
        # A digest's present tense is the digest's day: only a date of the very verb can say otherwise.
        if close and best is not None and (best[0] >= 1 or _past_event(sent, token, best[1])):
            return None
        if best is None or (best[0] >= 7 and len(found) > 1) or best[0] > far:
            return None
        if token.pos_ not in ("VERB", "AUX") and best[0] >= 3.5:
            return None
        return best[1]


def _open(when: When) -> When:
    """From a day on: since then."""
    low = interval(when.iso).low
    return When(to_iso(Interval(low, None)), when.words, when.basis) if low is not None else when


def _counted(words: str, told: Interval) -> str | None:
    """The days of "two days later", "that same evening", "the next month", counted from what was told last."""
    if told.low is None or told.high is None:
        return None
    later, that, following = _LATER.match(words), _THAT.match(words), _NEXT.match(words)
    if _SAME_DAY.match(words):
        return to_iso(told) if told.low == told.high else None
    if later is not None:
        count = int(later["count"]) if later["count"].isdigit() else _COUNTS[later["count"].lower()]
        steps, unit = -count if later["side"].lower() in _BACKWARDS else count, later["unit"].lower()
    elif following is not None:
        steps, unit = 1, following["unit"].lower()
        unit = unit if unit in _UNITS else "day"
    elif that is not None:
        steps, unit = 0, that["unit"].lower()
    else:
        return None
    if unit not in ("month", "year"):
        if told.low != told.high:
            return None  # "two days later" than some day of a month
        first = told.low + dt.timedelta(days=steps * _UNITS.get(unit, 1))
        week = unit == "week" and later is None
        monday = first - dt.timedelta(days=first.weekday())
        return to_iso(Interval(monday, monday + dt.timedelta(days=6)) if week else Interval(first, first))
    month = (told.low.year, told.low.month) == (told.high.year, told.high.month)
    if unit == "month" and not month:
        return None
    months = told.low.year * 12 + told.low.month - 1 + steps * (1 if unit == "month" else 12)
    exact = unit == "month" or (later is not None and month)
    return f"{months // 12}-{months % 12 + 1:02d}" if exact else str(months // 12)


def _of_report(sent: Sentence, token: Token, expression: Expression) -> bool:
    """Whether a date is that of a saying around the act: `media reported on 26 April that`."""
    start = sent.span.start_char + expression.start
    span = sent.parsed.doc.char_span(start, sent.span.start_char + expression.end, alignment_mode="expand")
    verbs = _verbs_above(span.root) if span is not None else []
    return bool(verbs) and verbs[0].i != token.i and verbs[0].lemma_ in lexicon().speech_verbs


def _past_event(sent: Sentence, token: Token, expression: Expression) -> bool:
    """Whether `after`, `since` or a noun stands between a verb and a date."""
    start = sent.span.start_char + expression.start
    span = sent.parsed.doc.char_span(start, sent.span.start_char + expression.end, alignment_mode="expand")
    node = span.root if span is not None else token
    while node.i != token.i and node.dep_ != "ROOT":
        node = node.head
        if node.i != token.i and (
            node.lower_ in ("after", "following", "since", "over", "for") or node.pos_ in ("NOUN", "PROPN")
        ):
            return True
    return False


def _of_a_thing(date: Token, token: Token) -> bool:
    """Whether a date tells of when a thing is, and not the act: `discussed the deal of 2015`, `since the vote of May`.

    What is done at an occasion is done on its day: `offered talks in a speech of 31 July`.
    """
    noun = date.head.head if date.dep_ == "pobj" and date.head.lower_ == "of" else None
    if noun is None or noun.pos_ not in ("NOUN", "PROPN") or noun.ent_type_ == "DATE" or noun.i == token.i:
        return False
    return not (noun.dep_ == "pobj" and noun.head.lower_ in ("in", "at", "during", "on"))


def _nouns_above(date: Token) -> int:
    """How many nouns stand between a date and its verb: in "the first since the election of August", it is theirs."""
    return sum(t.pos_ in ("NOUN", "PROPN") and t.ent_type_ != "DATE" for t in _chain(date)[1:])


def _in_relative(date: Token, token: Token) -> bool:
    """Whether a date is told in a relative clause that the act stands outside of: "X, who has led since 2015, said"."""
    above = [t for t in date.ancestors if t.dep_ == "relcl"]
    return any(not (t.i == token.i or t.is_ancestor(token)) and token.i not in {h.i for h in t.children} for t in above)


def _chain(token: Token) -> list[Token]:
    chain = [token]
    while token.dep_ != "ROOT" and len(chain) < 30:
        token = token.head
        chain.append(token)
        if token.pos_ in ("VERB", "AUX"):
            break
    return chain


def _verbs_above(token: Token) -> list[Token]:
    found = [token] if token.pos_ in ("VERB", "AUX") else []
    while token.dep_ != "ROOT" and len(found) < 8:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            found.append(token)
    return found
