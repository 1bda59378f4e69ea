"""How far an act is real: negated, planned, alleged, denied, ongoing; and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilat.coding.lexicon import lexicon
from bilat.coding.nouns import noun_sectors
from bilat.coding.words import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FUTURE = frozenset({"will", "'ll", "shall", "wo"})
_MAYBE = words("maybe")
_IF = frozenset({"if", "unless", "whether", "should", "until", "lest"})
_POISED = words("poised")
_FORESEES = words("foresees")
_CLAIMS = words("claims")
_PAPERS = words("status_papers")
_ISSUES = words("issues")
# What is done for years rather than on a day: in the perfect it tells of a practice.
# "visited Moscow to discuss": what follows is the errand, not a further act.
_ERRANDS = frozenset({"visit", "travel", "come", "go", "fly", "meet", "gather", "arrive", "send", "return", "convene"})
_HABITS = words("habits")
_WHEN = frozenset({"after", "when", "since", "before", "as", "while", "because", "although", "though", "once"})
_OFFICIAL = frozenset({"GOV", "MIL", "LEG", "JUD", "OPP", "REB"})
_PERSONS = frozenset({"he", "she", "they", "we"})
_CONTACTS = frozenset({"telephone", "phone", "call", "write", "cable", "ring"})
_COURTESIES = frozenset({"thank", "congratulate", "condole", "apologize", "apologise", "complain", "protest", "praise"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NEVER = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})


@dataclass(frozen=True, slots=True)
class Reality:
    """A reading of an act: its status (absent where it is only imagined), tense, and the verb of who says so."""

    status: str | None
    tense: str  # past, present, future
    teller: Token | None = None
    negated: bool = False
    blocked: bool = False  # it is the complement of an act of its own ("refused to")


def reality(token: Token) -> Reality:
    """The reading of the act that a verb or noun tells of."""
    lex = lexicon()
    verb = token
    noun = token.pos_ not in ("VERB", "AUX")
    if noun:
        while verb.pos_ not in ("VERB", "AUX") and verb.dep_ != "ROOT":
            verb = verb.head
    status: str | None = "occurred"
    tense = "present"
    negated = False
    teller = None
    low = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod", "mark")}
    if not noun or verb.dep_ != "ROOT" or verb.pos_ in ("VERB", "AUX"):
        tense = _tense(verb, low)
    if any(
        c.dep_ == "neg" or (c.dep_ in ("det", "advmod", "preconj") and c.lower_ in _NEVER)
        for c in verb.children
        if not noun or c.dep_ == "neg"
    ):
        negated = True
    if any(c.dep_ == "det" and c.lower_ == "no" for c in token.children) or _no_longer(verb):
        negated = True
    if not noun:
        for child in verb.children:
            if child.dep_ in ("dobj", "nsubj", "nsubjpass") and any(
                g.dep_ == "det" and g.lower_ == "no" for g in child.children
            ):
                negated = True
    if low & _MAYBE == {"would"} and _is_told(verb):
        status, tense = "planned", "future"
    elif low & _MAYBE:
        status = None
    elif low & _FUTURE or _going_to(verb):
        status, tense = "planned", "future"
    elif "be" in {c.lemma_ for c in verb.children if c.dep_ == "aux"} and verb.tag_ == "VBG":
        status = "ongoing"
        if any(c.dep_ == "aux" and c.tag_ == "VBD" for c in verb.children):
            tense = "past"
    if (
        status == "occurred"
        and not noun
        and verb.lemma_ in _HABITS
        and verb.tag_ in ("VBN", "VBP", "VBZ")
        and not any(c.dep_ == "auxpass" for c in verb.children)
        and (verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve") for c in verb.children))
    ):
        status = "ongoing"
    if noun and status == "occurred" and token.dep_ == "dobj" and verb.lemma_ in _FORESEES:
        status, tense = "planned", "future"  # "plans a visit", "envisages closer ties"
    if low & _IF or _is_asked(verb):
        status = None
    node = verb
    depth = 0
    while node.dep_ != "ROOT" and depth < 8:
        depth += 1
        head = node.head
        if node.dep_ == "prep" or node.dep_ in ("pobj", "agent"):
            node = head
            continue
        if node.dep_ in ("xcomp", "ccomp") and head.pos_ in ("VERB", "ADJ", "AUX"):
            effect = effect_of(head, head.lemma_)
            infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children)
            if head.pos_ == "ADJ" or head.lower_ in _POISED:
                if infinitive and head.lower_ in ("ready", "willing", "prepared"):
                    return Reality(None, "future", blocked=True)
                if infinitive:
                    status, tense = ("planned", "future") if status else (None, "future")
            elif infinitive or node.dep_ == "xcomp":
                if effect in ("AGREE", "REJECT", "THREATEN", "REQUEST"):
                    return Reality(None, "future", blocked=True)
                if effect == "planned":
                    status, tense = "planned" if status else None, "future"
                elif effect == "negated":
                    negated = True
                elif infinitive and head.lemma_ == "be" and _is_somebody(head):
                    status, tense = "planned" if status else None, "future"  # "he is to travel"
                elif infinitive and head.lemma_ in _CONTACTS and node.lemma_ in _COURTESIES:
                    tense = "past" if head.tag_ == "VBD" else tense
                elif infinitive and head.lemma_ in _ERRANDS:
                    status = None
                elif (
                    effect is None
                    and infinitive
                    and head.lemma_ not in lex.speech_verbs
                    and head.lemma_ not in ("be", "see", "help")
                ):
                    status = "planned" if status else None
                tense = tense if effect != "transparent" else _tense(head, set())
                if effect == "transparent" and head.lemma_ in ("continue", "keep", "remain"):
                    status = "ongoing" if status else None
            elif effect in ("REQUEST", "THREATEN") and head.lemma_ != "tell":
                return Reality(None, "future", blocked=True)
            if any(c.dep_ == "neg" for c in head.children) and (infinitive or node.dep_ == "xcomp"):
                negated = True
            if head.lemma_ == "deny" and node.dep_ in ("ccomp", "xcomp"):
                status = "denied" if status else None
                teller = teller or head
            elif head.lemma_ in _CLAIMS:
                status = "alleged" if status else None
                teller = teller or head
            elif node.dep_ == "ccomp" and (head.lemma_ in lex.speech_verbs):
                teller = teller or head
            if infinitive or node.dep_ == "xcomp":
                if {c.lower_ for c in head.children if c.dep_ == "aux"} & (_MAYBE):
                    status = None
                elif {c.lower_ for c in head.children if c.dep_ == "aux"} & _FUTURE and status:
                    status, tense = "planned", "future"
        elif node.dep_ == "pcomp":
            up = head.head
            if up.lemma_ in ("accuse", "suspect", "blame", "charge") and head.lower_ in ("of", "for", "with"):
                status = "alleged" if status else None
                teller = teller or up
            elif head.lower_ == "without":
                negated = True
            elif (
                up.pos_ == "NOUN"
                and up.lemma_ not in lex.nouns
                and up.lemma_
                not in ("effort", "campaign", "practice", "luck", "honor", "honour", "pleasure", "privilege")
            ):
                status = None
            elif up.lemma_ in ("commitment", "pledge", "promise", "readiness"):
                return Reality(None, "future", blocked=True)
            elif head.lower_ in ("for", "about", "before", "against") and up.lemma_ not in (
                "praise",
                "thank",
                "condemn",
                "criticize",
            ):
                status = None if head.lower_ != "before" else status
            node = up if up.pos_ in ("VERB", "AUX") else head
            continue
        elif node.dep_ == "advcl" or node.dep_ == "acl":
            if any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children):
                # A purpose or a noun's infinitive: what somebody means to do.
                if node.dep_ == "acl" and lex.nouns.get(head.lemma_) is not None:
                    return Reality(None, "future", blocked=True)
                if node.dep_ == "acl" and head.lemma_ in _PAPERS and head.head.lemma_ in _ISSUES:
                    pass
                elif head.lemma_ in _CONTACTS and node.lemma_ in _COURTESIES:
                    tense = "past" if head.tag_ == "VBD" else tense  # "telephoned him to thank him": and did so
                elif node.dep_ == "acl" and head.lemma_ in ("effort", "campaign", "drive"):
                    status = "ongoing" if status else None
                else:
                    status, tense = None, "future"
            marks = {c.lower_ for c in node.children if c.dep_ in ("mark", "advmod")}
            if marks & _IF:
                status = None
            elif marks & _WHEN and node.dep_ == "advcl":
                # "failed to agree after Russia vetoed it": a clause of time or reason has its own reality.
                break
        elif node.dep_ == "conj" and head.tag_ == "VB" and node.tag_ in _FINITE and head.dep_ in ("xcomp", "advcl"):
            # "vowed to fight and ruled out a truce": the parser joins what is told to what is vowed.
            head = head.head
        elif node.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
            aux = {c.lower_ for c in node.children if c.dep_ in ("aux", "nsubj", "nsubjpass")}
            if not aux:
                upper = {c.lower_ for c in head.children if c.dep_ in ("aux", "mark")}
                if upper & _MAYBE or upper & _IF:
                    status = None
                elif upper & _FUTURE and status:
                    status, tense = "planned", "future"
                elif "to" in upper and node.tag_ == "VB":
                    node = head
                    continue
        node = head
    if noun and negated and token.dep_ not in ("dobj", "nsubjpass"):
        negated = any(c.dep_ == "det" and c.lower_ == "no" for c in token.children) or (
            token.dep_ == "attr" and _no_longer(verb)
        )
    if negated and status is not None:
        status = "denied" if status == "denied" else "negated"
    return Reality(status, tense, teller, negated)


def effect_of(verb: Token, lemma: str) -> str | None:
    """What a verb makes of the act in its complement (`[matrix]` of the lexicon), its particle counted: `rule out`."""
    told = lexicon().matrix
    phrasal = (f"{lemma}_{c.lemma_.lower()}" for c in verb.children if c.dep_ == "prt")
    return next((told[key] for key in (*phrasal, lemma) if key in told), None)


def _is_somebody(verb: Token) -> bool:
    """Whether a verb's subject is a name, an official or a pronoun, not a thing that is thought: "the aim is to"."""
    who = (c for c in verb.children if c.dep_ == "nsubj")
    return any(c.pos_ == "PROPN" or c.lower_ in _PERSONS or noun_sectors().get(c.lemma_) in _OFFICIAL for c in who)


def _is_asked(verb: Token) -> bool:
    """Whether a sentence asks if its verb's act is so: "did she help?", not "why did she help?"."""
    if verb.dep_ != "ROOT" or "?" not in {t.text for t in verb.sent[-2:]}:
        return False
    who = next((c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    before = [c for c in verb.children if who is not None and c.i < who]
    return any(c.dep_ in ("aux", "auxpass") for c in before) and not any(
        c.tag_ in ("WRB", "WP", "WDT", "WP$") for c in verb.sent if c.i < verb.i
    )


def _no_longer(verb: Token) -> bool:
    return any(c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in verb.children)


def _is_told(verb: Token) -> bool:
    """Whether `would` is what somebody said will be: in what was said in the past, under no condition."""
    head = verb.head
    if verb.dep_ != "ccomp" or head.lemma_ not in lexicon().speech_verbs or head.tag_ not in ("VBD", "VBN"):
        return False
    return not any(c.dep_ == "mark" and c.lower_ in _IF for v in (verb, head) for a in v.children for c in a.children)


def _going_to(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and verb.head.lower_ == "going" and any(c.lower_ == "to" for c in verb.children)


def _tense(verb: Token, low: set[str]) -> str:
    if low & _FUTURE:
        return "future"
    if verb.tag_ == "VBD" or any(
        c.dep_ in ("aux", "auxpass") and (c.tag_ == "VBD" or c.lemma_ == "have") for c in verb.children
    ):
        return "past"
    if verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children):
        return "past"
    if (
        verb.tag_ == "VBG"
        and verb.head.pos_ in ("VERB", "AUX")
        and verb.head.i != verb.i
        and verb.dep_ in ("advcl", "xcomp", "pcomp")
    ):
        return _tense(verb.head, {c.lower_ for c in verb.head.children if c.dep_ == "aux"})
    return "present"
