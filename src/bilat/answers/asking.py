"""A question to its answer: what the door of this room gives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bilat import actors
from bilat.answers.dating import dated_documents
from bilat.answers.deciding import answers
from bilat.answers.finding import find
from bilat.answers.passages import Passage
from bilat.answers.question import taken_apart
from bilat.answers.telling import ledger_lines, missing, told, when_of
from bilat.ledgers import View

ANSWERED, NOT_IN_RECORD = "answered", "not_in_record"
_MOST = 10  # pieces of evidence
_TOLD = 3  # sentences in the answer itself


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that bears on a question: `doc` is the document's name, `date` when it is of."""

    doc: str
    start: int
    end: int
    sentence: str
    date: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says to a question: `status` is `answered` or `not_in_record`; the best evidence first.

    Evidence of a `not_in_record` is what comes nearest.
    """

    question: str
    status: str
    answer: str
    evidence: tuple[Evidence, ...]


class Asker:
    """Answers questions from a view of a record; what is the same for every question is read once."""

    def __init__(self, view: View) -> None:
        """Questions are asked of this view, whose record stays open."""
        self._view = view
        self._names = view.names()
        self._persons: dict[str, list[str]] = defaultdict(list)
        for identity in view.record.persons():
            words = identity.partition(":")[2].split()
            if words:
                self._persons[actors.person_key(words[-1])].append(identity)

    def ask(self, text: str) -> Answer:
        """The answer to a question in plain English."""
        dated = dated_documents(text, self._view, self._names)
        if dated is not None:
            lines, pieces = dated
            return Answer(text, ANSWERED, "\n".join(lines), tuple(self._at(*piece) for piece in pieces[:_MOST]))
        question = taken_apart(text, self._persons)
        found = find(self._view, question)
        good = answers(found)
        best = found.passages[:_MOST]
        # what answers it stands before what only comes near
        best = [passage for passage in best if passage in good] + [passage for passage in best if passage not in good]
        evidence = [self._evidence(passage) for passage in best]
        if not good:
            return Answer(text, NOT_IN_RECORD, missing(found), tuple(evidence))
        lines = [told(passage, self._names[passage.doc]) for passage in good[:_TOLD]]
        lines += ledger_lines(self._view, found, good[:_TOLD])
        return Answer(text, ANSWERED, "\n".join(lines), tuple(evidence))

    def _evidence(self, passage: Passage) -> Evidence:
        return self._at(passage.block.document.id, *passage.span, passage.text, when_of(passage))

    def _at(self, doc: str, start: int, end: int, sentence: str, date: str) -> Evidence:
        return Evidence(self._names[doc], start, end, sentence, date)
