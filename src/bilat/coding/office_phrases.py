"""Where a text says what a person is: the phrases beside a name that may name an office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bilat.coding.names import Name
from bilat.coding.nouns import office_of
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FORMER = words("former")
INTERIM = frozenset({"interim", "acting", "caretaker", "provisional", "transitional"})
NEW = frozenset({"new", "newly", "appointed", "incoming", "named", "designate"})
PLAIN = words("plain")
_AFTERWARDS = frozenset(
    {"following", "after", "amid", "since", "during", "despite", "before", "until", "because", "due", "over", "from"}
)
_IN_WAKE = frozenset({"protest", "response", "wake", "favor", "favour", "order", "exchange", "return"})
_BESIDES = frozenset({"candidate", "nominee", "hopeful", "leader", "lawmaker", "contender", "rival"})
_POSTS = frozenset({"capacity", "role", "position", "tenure", "stint", "job", "term", "post"})
_LEAVES = frozenset({"resign", "leave", "quit", "lose", "vacate", "end"})
_WITHIN = frozenset({"of", "for", "to", "on", "in", "at"})


def phrases(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[tuple[int, int, str | None]]:
    """The phrases that may name an office of a person, as first and last token, with the state if a verb gives one."""
    left = _left_title(doc, name.first - 1, by_token)
    if left is not None:
        yield left, name.first - 1, None
    elif name.first > 1 and doc[name.first - 1].text == "," and name.first - 1 > doc[name.first].sent.start:
        # "Iran's envoy to Russia, Kazem Jalali": the parser hangs the name on Russia.
        left = _left_title(doc, name.first - 2, by_token)
        if left is not None and (doc[left].dep_ in ("det", "poss") or doc[left].tag_ == "PRP$"):
            yield left, name.first - 2, None
    head = doc[name.first : name.last + 1].root
    noun = head.head
    if head.dep_ == "appos" and noun.pos_ in ("NOUN", "PROPN") and noun.i < name.first and noun.i not in by_token:
        yield noun.left_edge.i, _np_end(noun, name.first - 1), None
    for child in head.children:
        if child.dep_ == "appos" and child.i > name.last and not _is_person(child, by_token):
            yield from _split(doc, child)
        elif child.dep_ == "relcl":
            yield from _relative(child)
    yield from _after_mark(doc, name, by_token)
    verb = head.head
    if head.dep_ in ("nsubj", "nsubjpass") and verb.pos_ in ("VERB", "AUX"):
        yield from _predicate(verb, head.dep_ == "nsubjpass")
    yield from _joins(doc, name, head)
    reelected = name.first > 2 and doc[name.first - 1].lower_ == "elect" and doc[name.first - 2].text == "-"
    status = "elected" if reelected else _makes(verb) if head.dep_ == "dobj" else None
    if status is not None:
        for prep in head.children:
            # "elect X as president": the parser may hang `as` on the name.
            for obj in prep.children if prep.dep_ == "prep" and prep.lower_ == "as" else ():
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status
    if status is not None and head.dep_ == "dobj":
        for child in verb.children:
            if child.dep_ in ("oprd", "attr") and child.i > name.last:
                yield child.left_edge.i, _np_end(child), status
            elif child.dep_ in ("xcomp", "ccomp") and child.lemma_ == "be":
                for obj in child.children:
                    if obj.dep_ == "attr":
                        yield obj.left_edge.i, _np_end(obj), status
            elif child.dep_ == "prep" and child.lower_ == "as":
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        yield obj.left_edge.i, _np_end(obj), status


_MAKES = {
    "appoint": "appointed", "name": "appointed", "nominate": "appointed", "make": "appointed", "designate": "appointed",
    "elect": "elected", "reelect": "elected", "recognize": "holds", "recognise": "holds", "choose": "appointed",
    "oust": "former", "dismiss": "former", "remove": "former", "replace": "former",
}  # fmt: skip


def _makes(verb: Token) -> str | None:
    """The state that a verb gives to the office of its object; `re-elect` falls apart in the parser's hands."""
    if verb.lemma_.lower() in ("re", "re-elect") and any(c.lower_ == "elect" for c in verb.subtree):
        return "elected"
    return _MAKES.get(verb.lemma_)


def _joins(doc: Doc, name: Name, head: Token) -> Iterator[tuple[int, int, str | None]]:
    """`in his capacity as X`, `then as Y`, `to be the new X`: an office that a verb or noun hands to a person."""
    verb = head.head
    if head.dep_ == "dobj" and _makes(verb) is not None:
        for child in verb.children:
            if child.dep_ in ("xcomp", "ccomp", "advcl") and child.lemma_ == "be":
                for obj in child.children:
                    if obj.dep_ == "attr":
                        yield obj.left_edge.i, _np_end(obj), _makes(verb)
    owner = head.dep_ == "poss" and verb.dep_ in ("nsubj", "nsubjpass")
    if owner:
        verb = verb.head
    if (owner or head.dep_ in ("nsubj", "nsubjpass")) and verb.pos_ in ("VERB", "AUX"):
        for noun in verb.subtree:
            if noun.lemma_ not in _POSTS:
                continue
            if not any(c.dep_ == "poss" and c.lower_ in ("his", "her") for c in noun.children):
                continue
            for prep in noun.children:
                for obj in prep.children if prep.dep_ == "prep" and prep.lower_ == "as" else ():
                    if obj.dep_ == "pobj":
                        yield obj.left_edge.i, _np_end(obj), "former" if verb.lemma_ in _LEAVES else None


def _is_person(token: Token, by_token: dict[int, Name]) -> bool:
    return token.i in by_token and by_token[token.i].kind == "person"


def _left_title(doc: Doc, at: int, by_token: dict[int, Name]) -> int | None:
    """Where the title before a name starts, or None where there is none."""
    sent_start = doc[at + 1].sent.start
    best = None
    i = at
    while i >= sent_start and at - i < 12:
        token = doc[i]
        if i in by_token and by_token[i].kind == "person" and (i + 1 > at or doc[i + 1].text not in ("'s", "'")):
            break
        if token.pos_ in ("AUX", "SCONJ", "PRON") and token.tag_ != "PRP$":
            break
        if (token.pos_ == "VERB" and token.tag_ != "VBN") or token.ent_type_ in ("DATE", "TIME"):
            break
        if token.is_punct and token.text not in ("-", "–", "'", "."):
            break
        if token.pos_ == "CCONJ" and not (best is not None and i + 1 == best):
            break
        if token.pos_ == "CCONJ":
            break
        if token.pos_ == "ADP" and token.lower_ not in _WITHIN:
            break
        if token.pos_ == "ADP" and best is not None:
            break
        if token.pos_ not in ("ADP", "CCONJ", "PART") or token.text in ("'s", "'"):
            phrase = doc[i : at + 1].text
            if best is not None or office_of(phrase) is not None:
                best = i
        if token.pos_ == "DET" and best is None and doc[i - 1].lower_ in ("of", "for") and i - 1 > sent_start:
            i -= 1
            continue  # "Leader of the Opposition Jane Roe"
        if token.pos_ == "DET" or token.tag_ == "PRP$":
            break
        i -= 1
    return best if best is None else _own(doc, best, at, by_token)


def _own(doc: Doc, first: int, last: int, by_token: dict[int, Name]) -> int:
    """Where a title really starts: not with nouns of the clause before it, nor with what befell its holder.

    `agents hunt al Qaeda leader`, `a pact Homeland Security Secretary`, `fugitive former president`.
    """
    end = head_of(doc, first, last)
    capital_last = doc[end].text[0].isupper()
    for i in range(end - 1, first - 1, -1):
        if doc[i].lower_ in ("pro", "anti") and doc[i + 1].text == "-" and i + 3 <= end:
            return i + 3  # "pro-Russian leader": whom somebody is for is not whose leader he is
        low = doc[i].text.islower() and doc[i].pos_ in ("NOUN", "VERB", "ADJ")
        after = by_token.get(i + 1)
        named = after is not None and after.first == i + 1 and after.last < end and after.kind != "person"
        capital = end - i > 1 and all(t.text[0].isupper() for t in doc[i + 1 : end + 1])
        if i == end - 1 and capital_last and doc[i].lemma_ in _BESIDES:
            return end  # "presidential candidate Senator X"
        if low and doc[i].lower_ not in PLAIN | FORMER | INTERIM | NEW and (named or capital):
            return i + 1
        if doc[i + 1].lower_ in FORMER | INTERIM and low:
            return i + 1
    return first


def _np_end(head: Token, limit: int | None = None) -> int:
    """The last token of a noun phrase, less relative clauses and appositions."""
    last = head.i
    for child in head.rights:
        if child.dep_ not in ("prep", "case", "compound", "nmod") or child.lower_ in _AFTERWARDS:
            break
        if child.lower_ == "in" and any(o.lemma_ in _IN_WAKE for o in child.children):
            break
        last = max(last, child.right_edge.i)
    return last if limit is None else min(last, limit)


def _split(doc: Doc, head: Token) -> Iterator[tuple[int, int, str | None]]:
    """An apposition and what is joined to it by `and`."""
    last = _np_end(head)
    inner = [c for t in doc[head.i : last + 1] for c in t.children if c.dep_ == "conj" and head.i < c.i <= last]
    cut = [c for c in inner if office_of(doc[c.left_edge.i : _np_end(c) + 1].text) is not None]
    if cut:
        yield head.left_edge.i, cut[0].left_edge.i - 2, None
        for c in cut:
            yield c.left_edge.i, _np_end(c), None
    else:
        yield head.left_edge.i, last, None
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"):
            yield child.left_edge.i, _np_end(child), None


def _relative(verb: Token) -> Iterator[tuple[int, int, str | None]]:
    """`whom X has ousted as minister`, `who was president`, `who served as envoy`."""
    status = None
    if verb.lemma_ in ("oust", "dismiss", "fire", "sack", "remove", "depose", "replace", "serve"):
        status = "former"
    elif verb.lemma_ in ("appoint", "name", "elect", "nominate"):
        status = "elected" if verb.lemma_ == "elect" else "appointed"
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status
        elif child.dep_ == "attr":
            yield child.left_edge.i, _np_end(child), "former" if verb.tag_ == "VBD" else None


def _predicate(verb: Token, passive: bool) -> Iterator[tuple[int, int, str | None]]:
    status = {
        "appoint": "appointed", "name": "appointed", "elect": "elected", "reelect": "elected", "re-elect": "elected",
        "become": "appointed", "swear": "appointed", "inaugurate": "appointed", "install": "appointed",
        "resign": "former", "oust": "former", "dismiss": "former", "sack": "former", "remove": "former",
        "be": None, "serve": None, "remain": None,
    }  # fmt: skip
    if verb.lemma_ not in status or any(c.dep_ == "neg" for c in verb.children):
        return
    if not passive and verb.lemma_ in _MAKES:
        return
    if verb.lemma_ == "resign":
        for one in (o for c in verb.children if c.dep_ == "prep" and c.lower_ == "from" for o in c.children):
            if one.dep_ == "pobj" and one.lemma_ not in _POSTS:
                yield one.left_edge.i, _np_end(one), "former"
    for child in verb.children:
        if child.dep_ in ("attr", "oprd"):
            yield child.left_edge.i, _np_end(child), status[verb.lemma_]
        elif child.dep_ == "prep" and child.lower_ == "as":
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield obj.left_edge.i, _np_end(obj), status[verb.lemma_]


def _after_mark(doc: Doc, name: Name, by_token: dict[int, Name]) -> Iterator[tuple[int, int, str | None]]:
    """`X, title of Y,` and `— X, Senior Fellow` where the parse does not show the apposition."""
    at = name.last + 1
    if at >= len(doc) - 1 or doc[at].text not in (",", "–", "—", "("):
        return
    first = at + 1
    last = first
    while last < len(doc) and not (
        doc[last].text in (",", ";", "–", "—", ")", ".", ":")
        or (doc[last].pos_ in ("VERB", "AUX") and doc[last].tag_ != "VBN")
    ):
        last += 1
    if any(
        _is_person(doc[i], by_token) and doc[i + 1].text not in ("'s", "'")
        for i in range(first, last)
        if i + 1 < len(doc)
    ):
        return
    closed = last >= len(doc) or doc[last].text in (",", ";", "–", "—", ")", ".", ":")
    if (
        closed
        and 0 < last - first <= 14
        and doc[first].pos_ not in ("PRON", "SCONJ", "ADP", "CCONJ", "VERB", "AUX")
        and not _is_person(doc[first], by_token)
    ):
        yield first, last - 1, None


def head_of(doc: Doc, first: int, last: int) -> int:
    """The noun that a phrase turns on: the last one before its first preposition."""
    for i in range(first, last + 1):
        if doc[i].pos_ == "ADP" and i > first:
            return i - 1
    return last
