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

    def expressions(self, sent: Sentence) -> list[Expression]:
        """The time expressions of a sentence; offsets count in the sentence."""
        key = (id(sent.parsed), sent.span.start)
        if key not in self._found:
            self._found[key] = find(sent.span.text)
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
                self._last[id(sent.parsed)] = when
            return when
        if self.digest and self.published is not None and status in _TOLD and tense == "present":
            return When(self.published.iso, "", "document")
        if not self.digest and status in ("occurred", "negated") and (tense == "past" or token.tag_ == "VB"):
            return self._last.get(id(sent.parsed))
        return None

    def _told(self, sent: Sentence, token: Token, tense: str, status: str | None) -> tuple[When, Expression] | None:
        """The time expression that belongs to a token, with its days."""
        best = self._nearest(sent, token, self.expressions(sent), self.digest and tense == "present")
        if best is None:
            return None
        ahead = tense == "future" or status == "planned"
        iso = self._resolve(sent, best, "future" if ahead else "past")
        return (When(iso, best.words, "text"), best) if iso is not None else None

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

    def quoted(self, sent: Sentence, token: Token | None) -> When | None:
        """The date of a saying."""
        if token is not None:
            told = self._told(sent, token, "present" if self.digest else "past", "occurred")
            if told is not None:
                return told[0]
            if self.digest and self.published is not None:
                return When(self.published.iso, "", "document")
        return None if self.digest else self._last.get(id(sent.parsed))

    def _nearest(self, sent: Sentence, token: Token, found: Sequence[Expression], close: bool) -> Expression | None:
        mine = _verbs_above(token)
        best: tuple[float, Expression] | None = None
        for expression in found:
            start = sent.span.start_char + expression.start
            span = sent.parsed.doc.char_span(start, sent.span.start_char + expression.end, alignment_mode="expand")
            if span is None:
                continue
            root = span.root
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
            if token.pos_ not in ("VERB", "AUX") and cost and expression.relation in ("since", "until"):
                continue
            if best is None or cost < best[0]:
                best = (cost, expression)
        # A digest's present tense is the digest's day: only a date of the very verb can say otherwise.
        if close and best is not None and (best[0] >= 1 or _past_event(sent, token, best[1])):
            return None
        if best is None or (best[0] >= 7 and len(found) > 1):
            return None
        if token.pos_ not in ("VERB", "AUX") and best[0] >= 3.5:
            return None
        return best[1]


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
