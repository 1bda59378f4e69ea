"""What a meeting was: its form, its place, and how many there were in all."""

from __future__ import annotations

import re

from bilat.coding.clauses import passive
from bilat.coding.revising import MODEL
from bilat.coding.sides import Act
from bilat.coding.words import words

_MEETING_WORDS = words("meeting_words")
_MEETS = words("meets")

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {w: n for n, w in enumerate(_ONES, 1)} | {"once": 1, "twice": 2, "thrice": 3}
_TIMES = re.compile(
    r"\b(\d{1,3}|"
    + "|".join(_ONES)
    + r")\s+(?:times|meetings|summits|visits|phone calls|calls|rounds)\b|\b(twice|thrice)\b",
    re.I,
)
_COUNTED = frozenset({"meet", "hold", "visit", "speak", "talk", "travel", "be"})
_FORMS = (
    ("call", r"\b(?:call|phone[sd]?|telephon\w+|phone call)\b"),
    ("summit", r"\bsummit\b"),
    ("visit", r"\b(?:visit\w*|travel\w*|trip|tour\w*|arriv\w+|hosts?|hosted|welcom\w+|flew|flies|been to)\b"),
)


def is_meeting(act: Act) -> bool:
    """Whether an act of consulting is a meeting, visit or call; one that the statistical layer alone reads has to be
    told by a noun of that meaning, and to name both sides.
    """
    if act.rule == MODEL:
        return act.token.lemma_.lower() in _MEETS and _whole(act)
    if act.token.lemma_ == "fly" and (passive(act.token) or any(c.dep_ == "prt" for c in act.token.children)):
        return False  # who is flown out, or flies somebody in, does not visit
    together = act.joint and _whole(act)
    if act.token.lemma_ == "speak" and not together and not {c.lower_ for c in act.token.children} & {"with", "again"}:
        return False  # what was spoken about or to whom: often a speech, or the meeting told before
    thing = act.thing.lemma_ if act.thing is not None else ""
    return bool(_MEETING_WORDS & set(re.findall(r"[a-z]+", f"{act.words} {act.token.lemma_} {thing}".lower())))


def _whole(act: Act) -> bool:
    return len({a.code for a in (*act.source, *act.target) if a.code}) > 1


def form_of(act: Act) -> str:
    by = (o.text for p in act.token.children if p.lower_ in ("by", "on", "over") for o in p.children)
    words = f"{act.words} {act.thing.text if act.thing is not None else ''} {' '.join(by)}"
    for form, pattern in _FORMS:
        if re.search(pattern, words, re.I):
            return form
    codes = {a.code for a in (*act.source, *act.target)}
    orgs = any(a.org for a in (*act.source, *act.target))
    return "multilateral" if len(codes) > 2 or orgs or act.mode == "multilateral" else "talks"


def place_of_act(act: Act) -> str | None:
    """The place that a preposition hangs on the act or on its noun."""
    hosts = [act.token] + ([act.thing] if act.thing is not None else [])
    for host in hosts:
        for prep in host.children:
            if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "near"):
                for obj in prep.children:
                    name = act.sentence.parsed.by_token.get(obj.i)
                    if name is not None and (
                        name.kind in ("place", "state", "capital")
                        or (name.entry is not None and name.entry.kind == "place")
                    ):
                        return name.text
    return None


def count_of(act: Act) -> int | None:
    """How many meetings a sentence counts in all: `five times since 2021`."""
    found = _TIMES.search(act.sentence.span.text)
    if found is None or act.token.lemma_ not in _COUNTED:
        return None
    word = (found.group(1) or found.group(2)).lower()
    return int(word) if word.isdigit() else _NUMBERS[word]
