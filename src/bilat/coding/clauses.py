"""Who stands where around a verb: subject, object and prepositions, through passives, relatives and infinitives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECT_CONTROL = words("object_control")
_MODIFIERS = frozenset({"compound", "nmod", "amod"})
_ADRIFT = frozenset({"npadvmod", "dep"})
_STATES = frozenset({"GPE", "NORP", "ORG"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})


def passive(verb: Token) -> bool:
    """Whether the verb's grammatical subject is who or what it is done to."""
    for child in verb.children:
        if child.dep_ in ("auxpass", "nsubjpass", "agent"):
            return True
        if child.dep_ == "nsubj":
            return False
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "amod") or (verb.dep_ == "advcl" and not _has_aux(verb)):
        return not any(c.dep_ == "dobj" for c in verb.children)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not _has_aux(verb):
        return passive(verb.head)
    if verb.dep_ == "ROOT" and not _has_aux(verb):
        return not any(c.dep_ == "dobj" for c in verb.children)
    return False


def _has_aux(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)


def subject(verb: Token, depth: int = 0) -> Token | None:
    """The noun that is the verb's grammatical subject, its own or the one that it shares."""
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if own:
        # The one next to the verb: a headline's fragment before it is often taken for a second subject.
        # "A crash in Beheira, Egypt kills": but a state after a comma is the end of a place.
        left = [c for c in own if c.i < verb.i]
        if left and own[-1].left_edge.i == verb.i + 1 and verb.nbor(-1).text in (",", '"'):
            return own[-1]  # "Seven were hurt, one of them badly, said X"
        if len(left) > 1 and left[-1].i > 1 and left[-1].nbor(-1).text == "," and left[-1].nbor(-2).pos_ == "PROPN":
            left = left[:-1]
        child = left[-1] if left else own[0]
        return verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
    if verb.tag_ in ("VBP", "VBZ", "VBD") and verb.i > 0:
        # "British police arrest six": the parser takes a headline's subject for a modifier of its verb.
        before = verb.nbor(-1)
        noun = before.head.i == verb.i and before.pos_ in ("NOUN", "PROPN")
        if noun and (before.dep_ in _MODIFIERS or (before.dep_ in _ADRIFT and before.ent_type_ in _STATES)):
            return before
    if depth > 6 or verb.dep_ == "ROOT":
        return None
    head = verb.head
    if verb.dep_ in ("conj", "parataxis"):
        return subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else None
    if verb.dep_ in ("xcomp", "ccomp") and head.pos_ in ("VERB", "AUX", "ADJ"):
        if head.lemma_ in _OBJECT_CONTROL or verb.dep_ == "ccomp":
            for child in head.children:
                if child.dep_ in ("dobj", "dative") or (child.dep_ == "nsubjpass" and head.lemma_ in _OBJECT_CONTROL):
                    return child
            if head.lemma_ in ("call", "appeal"):
                for obj in objects_of(head, ("on", "upon", "for", "to")):
                    return obj
            if verb.dep_ == "ccomp":
                return None
        return subject(head, depth + 1)
    if verb.dep_ == "acomp":
        return subject(head, depth + 1)  # "is due to meet", for `due`
    if verb.dep_ == "advcl":
        return subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else None
    if verb.dep_ == "acl":
        if verb.tag_ in ("VBG", "VBN"):
            return head
        return subject(_governor(head), depth + 1) if _governor(head) is not None else None  # type: ignore[arg-type]
    if verb.dep_ == "pcomp":
        up = head.head
        if head.lower_ in ("of", "for") and up.lemma_ in (
            "accuse",
            "suspect",
            "blame",
            "convict",
            "charge",
            "condemn",
            "criticize",
            "criticise",
        ):
            for child in up.children:
                if child.dep_ in ("dobj", "nsubjpass"):
                    return child
        while up.pos_ not in ("VERB", "AUX") and up.dep_ != "ROOT":
            up = up.head
        return subject(up, depth + 1) if up.pos_ in ("VERB", "AUX") else None
    return None


def _governor(token: Token) -> Token | None:
    while token.dep_ != "ROOT":
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return None


def direct_object(verb: Token) -> Token | None:
    """The verb's direct object, its own, a relative's antecedent, or the one of the verb joined to it."""
    for child in verb.children:
        if child.dep_ == "dobj":
            if child.lower_ in _RELATIVE and verb.dep_ == "relcl":
                return verb.head
            return child
    if verb.dep_ == "relcl" and not passive(verb) and subject(verb) is not verb.head:
        return verb.head
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and child.i > verb.i
            and not any(c.dep_ in ("nsubj", "prep", "ccomp", "xcomp") for c in verb.children if c.i > verb.i)
        ):
            for grand in child.children:
                if grand.dep_ == "dobj":
                    return grand
    return None


def patient(verb: Token) -> Token | None:
    """Who or what it is done to: the object, or the subject of a passive."""
    return subject(verb) if passive(verb) else direct_object(verb)


def agent(verb: Token) -> Token | None:
    """Who does it: the subject, or the `by` of a passive."""
    if not passive(verb):
        return subject(verb)
    for head in (verb, retained(verb)):
        for child in head.children if head is not None else ():
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                for obj in child.children:
                    if obj.dep_ == "pobj":
                        return obj
    return None


def retained(verb: Token) -> Token | None:
    """What a passive keeps as its object, its subject being who gets it: "was granted a loan"."""
    return next((c for c in verb.children if c.dep_ == "dobj"), None) if passive(verb) else None


def objects_of(head: Token, prepositions: tuple[str, ...] | frozenset[str]) -> Iterator[Token]:
    """The nouns after these prepositions below a verb or noun, also where one preposition stands under another."""
    for child in head.children:
        if child.dep_ in ("prep", "dative", "agent", "prt", "advmod") and child.lower_ in prepositions:
            found = False
            for obj in child.children:
                if obj.dep_ in ("pobj", "pcomp"):
                    found = True
                    yield obj
                elif obj.dep_ == "prep":
                    for deep in obj.children:
                        if deep.dep_ == "pobj":
                            found = True
                            yield deep
            if not found and child.dep_ == "prt":
                continue


def prepositions(head: Token) -> set[str]:
    """The prepositions that stand right below a verb or noun."""
    return {c.lower_ for c in head.children if c.dep_ in ("prep", "agent", "dative", "prt")}


def complement(verb: Token) -> Token | None:
    """The verb's clause or infinitive."""
    for child in verb.children:
        verbal = child.pos_ in ("VERB", "AUX") or any(c.dep_ == "aux" for c in child.children)
        if child.dep_ in ("xcomp", "ccomp") and child.i > verb.i and verbal:
            return child
    return None


def within(head: Token) -> Iterator[Token]:
    """The tokens below a verb, without going down into other clauses."""
    for child in head.children:
        if child.dep_ in ("ccomp", "advcl", "relcl", "conj", "parataxis") and child.pos_ in ("VERB", "AUX"):
            continue
        yield child
        yield from within(child)
