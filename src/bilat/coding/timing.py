"""When an act took place: the time expression that belongs to it, counted from the document's date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilat.coding.scene import Sentence
from bilat.dates import Expression, Interval, find, interval, resolve
from bilat.model import When

if TYPE_CHECKING:
    from spacy.tokens import Token


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
        best = self._nearest(sent, token, self.expressions(sent), self.digest and tense == "present")
        if best is not None:
            iso = self._resolve(best, "future" if tense == "future" or status == "planned" else "past")
            if iso is not None:
                when = When(iso, best.words, "text")
                self._last[id(sent.parsed)] = when
                return when
        if (
            self.digest
            and self.published is not None
            and status in ("occurred", "alleged", "negated", "denied")
            and tense == "present"
        ):
            return When(self.published.iso, "", "document")
        if (
            not self.digest
            and status in ("occurred", "negated")
            and best is None
            and (tense == "past" or token.tag_ == "VB")
        ):
            return self._last.get(id(sent.parsed))
        return None

    def _resolve(self, expression: Expression, tense: str) -> str | None:
        """Against an open anchor ("on or after June 2021") a bare month or day is the one nearest to its start."""
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
        if token is None:
            return self._last.get(id(sent.parsed))
        return self.when(sent, token, "past" if not self.digest else "present", "occurred")

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
            if best is None or cost < best[0]:
                best = (cost, expression)
        # A digest's present tense is the digest's day: only a date of the very verb can say otherwise.
        if close and best is not None and (best[0] >= 1 or _past_event(sent, token, best[1])):
            return None
        if best is None or (best[0] >= 7 and len(found) > 1):
            return None
        if token.pos_ not in ("VERB", "AUX") and best[0] >= 3:
            return None
        return best[1]


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
