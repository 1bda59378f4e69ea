"""A question in plain English taken apart: whom and what it names, when, and what kind of answer it wants."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bilat import actors, dates
from bilat.answers.words import vocabulary
from bilat.record import stems

# Several words that mean one, and would each be looked for.
_IDIOMS = (
    (re.compile(r"\b(?:take|takes|took|taken|taking) part\b", re.IGNORECASE), "participated"),
    (re.compile(r"\bface[ -]to[ -]face\b|\bin person\b", re.IGNORECASE), ""),
    (re.compile(r"\b(?:take|takes|took|taken|taking) place\b", re.IGNORECASE), "happened"),
    (re.compile(r"\bat odds\b", re.IGNORECASE), "disagree"),
    (re.compile(r"\b(?:part|role) (?=(?:did|does|do|has|have)\b)(.*?)\bplay(?:ed)?\b", re.IGNORECASE), r"\1"),
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_PART = re.compile(r"[^\W_]+(?:[’'.][^\W_]+)*")
_QUOTED = re.compile(r"[“\"‘]([^“”\"]{3,200}?)[”\"’](?!\w)")
_MOST_FORMS = 24
_LONGEST_NAME = 5  # words
_WHOLE = frozenset({"state", "demonym", "capital", "seat", "body", "group", "collective"})


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a question names.

    `kind` is `actor` (a state, body or group), `name` (a person whom the record knows), `thing` (whatever else has a
    name of its own), `quoted` (words in quotation marks), `act` (something done), `holder` (who held the office asked
    about) or `word`. `forms` are the ways to
    say it, each as stems with a space between them; `exact` are those of the question's own words; `codes` an actor's.
    `phrases` are the forms as a search takes them.
    """

    words: str
    kind: str
    forms: frozenset[str]
    exact: frozenset[str]
    phrases: tuple[str, ...]
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `main` is its text without a second part such as ", and who denies it". `asks` is what it wants: any of `who`,
    `when`, `where`, `how many`, `how much`, `why`, `what`, `whether`.
    `spans` are the stretches of days that it names. `kinds` are the kinds of mention that its words point to.
    `aside` are the numbers of the terms in a clause such as "as Jalali hoped" or ", and who denies it", which an
    answer can do without.
    `beside` are those that only say after or before what it was. `subject` is the number of the term that follows
    "did" or "has": who did what is asked. `inventory` says that it asks for all of a kind: "which deals does the
    record name".
    """

    text: str
    main: str
    terms: tuple[Term, ...]
    asks: frozenset[str]
    spans: tuple[dates.Interval, ...]
    kinds: frozenset[str]
    aside: frozenset[int]
    subject: int | None
    beside: frozenset[int]
    inventory: bool

    def of(self, *kinds: str) -> list[Term]:
        """Its terms of these kinds."""
        return [term for term in self.terms if term.kind in kinds]


def taken_apart(text: str, known: Mapping[str, Sequence[str]]) -> Question:
    """The question in a text. `known` gives the ids of the record's persons by the key of their last name."""
    text = " ".join(text.split())
    for idiom, plain in _IDIOMS:
        text = idiom.sub(plain, text)
    covered: list[tuple[int, int]] = []
    terms: list[Term] = []
    spans = []
    for span, found in _times(text):
        covered.append(span)
        if found is not None:
            spans.append(found)
    for quoted in _QUOTED.finditer(text):
        terms.append(_plain("quoted", quoted[1], [quoted[1]]))
        covered.append(quoted.span())
    tokens = [m for m in _tokens(text) if not any(a < m.end() and m.start() < b for a, b in covered)]
    terms += _named(text, tokens, known)
    found_stems = frozenset(stems(text))
    words = vocabulary()
    terms = _each_once(terms)
    clauses = [said[0] for aside in (_ASIDE, _SECOND) if (said := aside.search(text))]
    return Question(
        text=text,
        main=_SECOND.sub("", text),
        terms=tuple(terms),
        asks=_asks(text),
        spans=tuple(spans),
        kinds=frozenset(kind for stem in found_stems for kind in words.kinds.get(stem, ())),
        aside=frozenset(
            i
            for i, term in enumerate(terms)
            if any(_says(clause, term) and not _says(text.replace(clause, ""), term) for clause in clauses)
        ),
        subject=_subject(text, terms),
        inventory=_INVENTORY.search(text) is not None,
        beside=frozenset(
            i
            for i, term in enumerate(terms)
            if any(term.words in c[0] for c in _BESIDE.finditer(text)) and len(terms) > 2
        ),
    )


def _says(text: str, term: Term) -> bool:
    return re.search(rf"\b{re.escape(term.words)}\b", text) is not None


def _each_once(terms: Iterable[Term]) -> list[Term]:
    """The terms, those that mean the same made one."""
    out: dict[frozenset[str], Term] = {}
    for term in terms:
        known = out.get(term.forms)
        if known is None:
            out[term.forms] = term
        else:
            act = known if known.kind == "act" else term
            phrases = tuple(dict.fromkeys((*known.phrases, *term.phrases)))
            out[term.forms] = replace(act, exact=known.exact | term.exact, phrases=phrases)
    return list(out.values())


def _tokens(text: str) -> list[re.Match[str]]:
    """The words, those with a hyphen cut where a state or body stands before it (`Russia-Iran`, `Iranian-made`)."""
    forms = actors.lexicon()
    out: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if word.group() not in forms and word.group().split("-")[0] in forms:
            out += _PART.finditer(text, *word.span())
        else:
            out.append(word)
    return out


def _times(text: str) -> Iterable[tuple[tuple[int, int], dates.Interval | None]]:
    """The dates that a question names; "last" and "now" in it name none."""
    for found in dates.find(text):
        if not found.absolute:
            continue
        when = dates.resolve(found, None, "past")
        try:
            yield (found.start, found.end), dates.interval(when) if when else None
        except dates.DateError:
            continue


def _named(text: str, tokens: Sequence[re.Match[str]], known: Mapping[str, Sequence[str]]) -> list[Term]:
    out: list[Term] = []
    i = 0
    while i < len(tokens):
        length, codes = _actor_at(text, tokens, i)
        if length:
            out.append(_actor(text[tokens[i].start() : tokens[i + length - 1].end()], codes))
        else:
            length = _name_length(text, tokens, i)
            if length:
                out.append(_name([t.group() for t in tokens[i : i + length]], known))
            else:
                length = 1
                out += _common(tokens[i].group(), _is_verb(text, tokens[i]))
        i += length
    return out


def _actor_at(text: str, tokens: Sequence[re.Match[str]], i: int) -> tuple[int, frozenset[str]]:
    """How many words from here name a state, body or group, and whose codes they are."""
    forms = actors.lexicon()
    for length in range(min(_LONGEST_NAME, len(tokens) - i), 0, -1):
        said = text[tokens[i].start() : tokens[i + length - 1].end()]
        said = re.sub(r"[’']s$|[’']$", "", said)
        found = forms.get(said) or (forms.get("the " + said) if said[:1].isupper() else None)
        if found and not said.islower():
            kept = frozenset(e.country or e.org or "" for e in found if e.kind in _WHOLE) - {""}
            if kept:
                return length, kept
    return 0, frozenset()


def _name_length(text: str, tokens: Sequence[re.Match[str]], i: int) -> int:
    """How many words from here are a name: capitals that no sentence start explains."""
    length = 0
    while i + length < len(tokens):
        word = tokens[i + length].group()
        starts = i + length == 0 or text[: tokens[i + length].start()].rstrip()[-1:] in ".?!"
        if not word[:1].isupper() or (starts and set(stems(word)) <= vocabulary().frame) or word in _MONTHS_AND_I:
            break
        if length and text[tokens[i + length - 1].end() : tokens[i + length].start()].strip():
            break
        length += 1
        if re.search(r"[’']s$", word):
            break
    return length


def _subject(text: str, terms: Sequence[Term]) -> int | None:
    for i, term in enumerate(terms):
        if term.kind in ("actor", "name") and re.search(rf"{_AUXILIARY} (?:the )?{re.escape(term.words)}", text, re.I):
            return i
    return None


_INVENTORY = re.compile(
    r"\b(?:which|what|list|how many)\b.*\b(?:record|articles?|documents?|texts?|corpus)\b", re.IGNORECASE
)
_BESIDE = re.compile(r"(?<=[^,?] )(?:after|before|since|when|while|until)\b[^,?]*")
_AUXILIARY = r"\b(?:did|does|do|has|have|had|was|were|is|are|will)"
_ASIDE = re.compile(
    r",? as [^,?]*\b(?:hoped|expected|predicted|forecast|said|announced|planned|promised|claimed)\b[^,?]*"
)
# "Who was expelled, and why?": what answers the first answers something.
_SECOND = re.compile(
    r"(?<=\w),? and (?:by |for |to |since |at |in )?(?:who|whom|whose|what|when|where|why|how|which|"
    r"did|does|is|was|were|has|have|says)\b.*"
)
_MONTHS_AND_I = frozenset(["I"])


def _actor(said: str, codes: frozenset[str]) -> Term:
    forms = sorted({form for code in codes for form in _forms_of(code)})
    return _plain("actor", said, forms[: _MOST_FORMS * len(codes)], codes)


@cache
def _forms_of(code: str) -> tuple[str, ...]:
    """What a state, body or group is called where that is nobody else's name."""
    found = []
    for form, entries in actors.lexicon().items():
        whose = {e.country or e.org for e in entries if e.kind in _WHOLE}
        if whose == {code} and len(entries) == 1:
            found.append(form)
    return tuple(sorted(found, key=lambda form: (len(form), form))[:_MOST_FORMS])


def _name(words: Sequence[str], known: Mapping[str, Sequence[str]]) -> Term:
    """A name: by its last word, in every spelling of it that the record has."""
    bare = [re.sub(r"[’']s$|[’']$", "", word) for word in words]
    last = bare[-1]
    persons = known.get(actors.person_key(last), ())
    spelt = [last, *(identity.split()[-1] for identity in persons)]
    # whoever leads a state is meant by "the Russian leader"
    codes = frozenset(code for code, _, who in (p.partition(":") for p in persons) if _leads(code, who))
    return _plain(
        "name" if persons else "thing", " ".join(bare), spelt, codes if len(codes) == 1 else frozenset(), exact=[last]
    )


# What stands before "death" or "meeting" where it is a thing and not something done.
_DETERMINER = re.compile(r"(?:\b(?:the|a|an|his|her|their|its|this|that|of|each|which|what)|[’']s?) $")
_ONE_BEFORE = re.compile(r"[^\W_]+ $")
_PARTICIPLE = re.compile(r"ed$|^(?:sold|sent|met|held|won|lost|made|bought|built|begun|begin|land|meet)$")


def _is_verb(text: str, word: re.Match[str]) -> bool:
    """Whether a word of a question says what was done, and is no noun: "the crash", "the rescue planes"."""
    before = text[: word.start()]
    if _DETERMINER.search(before):
        return False
    return bool(_PARTICIPLE.search(word.group())) or not _DETERMINER.search(_ONE_BEFORE.sub("", before))


def _common(word: str, done: bool) -> list[Term]:
    words = vocabulary()
    bare = re.sub(r"[’']s$|[’']$", "", word)
    stem = " ".join(stems(bare))
    if not stem or all(part in words.frame for part in stem.split()):
        return []
    group = words.likes.get(stem, frozenset({stem}))
    phrases = sorted({bare, *(spelling for like in group for spelling in words.spellings.get(like, ()))})
    kind = "act" if done and stem in words.acts else "word"
    return [Term(bare, kind, group | {stem}, frozenset({stem}), tuple(phrases))]


def _plain(
    kind: str,
    said: str,
    phrases: Iterable[str],
    codes: frozenset[str] = frozenset(),
    exact: Iterable[str] | None = None,
) -> Term:
    phrases = tuple(dict.fromkeys(phrases))
    forms = frozenset(" ".join(stems(phrase)) for phrase in phrases) - {""}
    own = forms if exact is None else frozenset(" ".join(stems(phrase)) for phrase in exact)
    return Term(said, kind, forms, own, phrases, codes)


def _leads(code: str, person: str) -> bool:
    return any(office.country == code and office.kind in _HEADS for office in actors.offices_of(person))


_HEADS = frozenset({"head_of_state", "head_of_government"})
_ASKS = (
    ("how many", r"\bhow many\b|\bhow often\b|\bnumber of\b|\bhow much\b|\bvalue of\b|\bworth\b|\bamount\b"),
    ("who", r"\bwho\b|\bwhom\b|\bwhose\b|\bby whom\b"),
    ("when", r"\bwhen\b|\bon what (?:date|day)\b|\bwhat date\b|\b(?:what|which) (?:year|month|day)\b|\bsince when\b"),
    ("where", r"\bwhere\b|\bin (?:what|which) (?:city|place|country|town)\b"),
    ("why", r"\bwhy\b|\bfor what reason\b"),
    ("what", r"\bwhat\b|\bwhich\b"),
    ("how", r"\bhow\b(?! many| much| often)"),
)
_WHETHER = re.compile(r"^(?:did|do|does|was|were|is|are|has|have|had|will|would|can|could|should)\b", re.IGNORECASE)


def _asks(text: str) -> frozenset[str]:
    found = {name for name, pattern in _ASKS if re.search(pattern, text, re.IGNORECASE)}
    if _WHETHER.match(text):
        found.add("whether")
    return frozenset(found)


def days(span: dates.Interval) -> tuple[date, date]:
    """An interval's first and last day; an open end lies far off."""
    return span.low or date.min, span.high or date.max
