"""Whether what was found answers a question, or the record does not hold it.

A question is answered by one passage that says, with what stands around it, enough of what was asked. Four things
rule a passage out, whatever else it says: somebody or something that the question names is not there; what was asked
for is not done there; it is only hoped for, planned or denied; it is of another time, or gives no number where one
was asked for.
"""

from __future__ import annotations

import re

from bilat.answers.finding import Found, gives_number, in_time, means
from bilat.answers.passages import CARRIED, Passage
from bilat.answers.question import Question, Term
from bilat.record import stems

_LOOKED_AT = 10
_ENOUGH = 0.62  # of the weight of all terms
_TO_SAY_YES = 0.7  # the same, where it is asked whether something was so
_FAR = 0.2  # what a word anywhere in the document is worth
_HERE = 0.3  # a name said in the sentence, beside it, or meant in it
_NAMING = frozenset({"actor", "name", "quoted", "thing"})
_MODAL = re.compile(
    r"\b(?:will|would|may|might|could|should|hopefully|hopes?|hoped|plans?|planned|planning|expect(?:s|ed)?|likely|"
    r"slated|scheduled|due|if|intends?|wants?|waiting|not|never|no|denie[sd]|want(?:s|ed)?|propos(?:es|ed)|ready|must|"
    r"ha(?:s|ve) to|about to|is to|are to|was to|were to|forecasts?|predicts?|invitation|invited|"
    r"appl(?:y|ies|ied|ications?)|bids?|block(?:s|ed)?|refus(?:es?|ed)|reject(?:s|ed)?|halt(?:s|ed)?|ban(?:s|ned)?|"
    r"prevent(?:s|ed)?|cancel(?:s|l?ed)?|suspend(?:s|ed)?)\b|n[’']t\b",
    re.IGNORECASE,
)
_SUCCESSION = re.compile(r"\b(?:became|become|succeeded|replaced|successor|took over)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_COUNTED = re.compile(r"\bhow many ([^\W_]+)", re.IGNORECASE)
_BEFORE = 7  # words
_BESIDE = 0.45  # named in the sentence before or after
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|the (?:two|three|four|pair|leaders?|presidents?|ministers?|sides?))\b", re.I
)
_PAST = re.compile(r"^(?:did|was|were|has|have|had)\b|\b(?:did|was|were|has|have|had|became)\b", re.IGNORECASE)


def answers(found: Found) -> list[Passage]:
    """The passages among the best that answer the question; none where the record does not hold it."""
    question = found.question
    if not question.terms:
        return []
    return [passage for passage in found.passages[:_LOOKED_AT] if _does(passage, found)]


def _does(passage: Passage, found: Found) -> bool:
    question = found.question
    asked = [i for i, term in enumerate(question.terms) if i not in question.aside and term.kind != "holder"]
    said = sum(found.weights[i] * _near(passage, i, question) for i in asked)
    enough = _TO_SAY_YES if "whether" in question.asks else _ENOUGH
    if said < enough * sum(found.weights[i] for i in asked):
        return False
    if any(passage.around.get(i, 0.0) < CARRIED for i in asked if question.terms[i].kind == "thing"):
        return False
    if any(passage.around.get(i, 0.0) < _HERE for i in asked if question.terms[i].kind in _NAMING):
        return False
    if _SUCCESSION.search(question.main) and "role" in question.kinds and not _succeeds(passage, question):
        return False
    if not _of_whom(passage, question):
        return False
    return _done(passage, question) and _in_time(passage, question) and _counts(passage, question)


def _near(passage: Passage, i: int, question: Question) -> float:
    """How well a term is said here or nearby; a thing that is only named far off is another thing."""
    share = passage.around.get(i, 0.0)
    if question.terms[i].kind in _NAMING:
        return min(1.0, 2 * share)  # "he" and "the two" are who was named before
    return share if share > _FAR else 0.0


def _of_whom(passage: Passage, question: Question) -> bool:
    """Whether a passage tells of the subject of the question: by name, or by a pronoun right after the name."""
    if question.subject is None or question.subject in question.aside or question.subject in passage.holds:
        return True
    near = passage.around.get(question.subject, 0.0) >= _BESIDE
    return near and "whether" not in question.asks and _PRONOUN.search(passage.text) is not None


def _done(passage: Passage, question: Question) -> bool:
    """Whether what is asked to have been done stands in the sentence as done."""
    acts = [i for i, term in enumerate(question.terms) if term.kind == "act" and i not in question.aside]
    if not acts:
        return True
    if not any(i in passage.holds for i in acts):
        return False
    if "expectation" in question.kinds and "whether" not in question.asks:
        return True
    if not _PAST.search(question.text):
        return True
    return any(_is_done(passage, question.terms[i]) for i in acts)


def _is_done(passage: Passage, term: Term) -> bool:
    """Whether some word of a sentence says that it was done: none of hope, plan or denial stands close before it."""
    words = [(m.start(), " ".join(stems(m.group()))) for m in _WORD.finditer(passage.text)]
    for place, (start, stem) in enumerate(words):
        if stem in term.forms and not _is_noun(passage.text, start, stem, term):
            first = words[max(0, place - _BEFORE)][0]
            if not _MODAL.search(passage.text[first:start]):
                return True
    return False


def _is_noun(text: str, start: int, stem: str, term: Term) -> bool:
    """Whether what looks like a form of "signed" is "a sign of"."""
    return term.words.endswith("ed") and re.match(rf"{stem} of\b", text[start:], re.IGNORECASE) is not None


def _succeeds(passage: Passage, question: Question) -> bool:
    """Whether it gives a holder of the office that is not the one whom the question names already."""
    named = question.of("name")
    codes = {code for term in question.of("actor") for code in term.codes}
    for mention in passage.mentions:
        if mention.kind == "role" and mention.fields["status"] != "former":
            person = mention.fields["person"]
            new = not any(means(term, person.code, person.name, person.id) for term in named)
            if new and (not codes or mention.fields.get("country") in codes):
                return True
    return False


def _in_time(passage: Passage, question: Question) -> bool:
    """Whether it is of a time that is asked about; "was it signed in 2024?" is answered by any day of signing."""
    if not question.spans or ("whether" in question.asks and "agreement" in question.kinds):
        return True
    return any(in_time(passage, span) for span in question.spans)


def _counts(passage: Passage, question: Question) -> bool:
    """Whether a number stands there, where one was asked for, and what it is to be a number of."""
    if "how many" not in question.asks:
        return True
    counted = _COUNTED.search(question.text)
    things = [
        i for i, term in enumerate(question.terms) if counted and term.kind == "word" and term.words == counted[1]
    ]
    return gives_number(passage) and all(passage.around.get(i, 0.0) >= _BESIDE for i in things)
