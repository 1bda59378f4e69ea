"""Who stands behind a killing, and against whom a crowd protests, where no side of the verb says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bilat.coding.belonging import ACTING
from bilat.coding.clauses import objects_of
from bilat.coding.lexicon import lexicon
from bilat.coding.nouns import noun_sectors
from bilat.coding.parsed import Sentence
from bilat.coding.scene import Scene
from bilat.coding.sides import actors_behind, behind
from bilat.model import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token


def rulers(scene: Scene, sent: Sentence, verb: Token, source: Sequence[Actor]) -> tuple[Actor, ...]:
    """Against whom a protest goes that has no `against`: the government or head that its clause names."""
    names = {a.name for a in source}
    against = (one for token in verb.subtree for one in objects_of(token, ("against",)))
    for one in against:
        found = tuple(a for a in actors_behind(scene, sent, one) if a.code and a.name not in names)
        if found:
            return found
    for token in verb.subtree:
        named = sent.parsed.by_token.get(token.i)
        ruler = named.kind == "person" if named is not None else noun_sectors().get(token.lemma_.lower()) == "GOV"
        if ruler and token.i > verb.i and token.dep_ in ("pobj", "dobj", "poss"):
            found = tuple(a for a in scene.side(sent, token) if a.name not in names)
            if found:
                return found
    return ()


def cause(scene: Scene, sent: Sentence, verb: Token, who: Token | None, used: set[int]) -> tuple[Actor, ...] | None:
    """Who stands behind a killing: None where it is nobody's act, empty where nobody is named."""
    lex = lexicon()
    hosts: list[Token] = []
    if who is not None:
        if noun_sectors().get(who.lemma_.lower()) in ACTING or (
            who.i in sent.parsed.by_token
            and sent.parsed.by_token[who.i].kind in ("person", "state", "group", "organ", "demonym", "body", "capital")
        ):
            return ()
        hosts.append(who)
    for child in verb.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in (
            "in",
            "by",
            "after",
            "during",
            "from",
            "with",
            "amid",
            "near",
            "following",
            "at",
        ):
            hosts.extend(o for o in child.children if o.dep_ == "pobj")
        elif child.dep_ == "advcl":
            hosts.append(child)
    if verb.dep_ in ("advcl", "relcl", "acl", "conj"):
        hosts.append(verb.head)
    for joined in (c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB"):
        # "are killed and others injured in an attack": the attack is both verbs' cause.
        for child in joined.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("in", "by", "after", "during", "when"):
                hosts.extend(o for o in child.children if o.dep_ == "pobj")
    for host in hosts:
        near = {
            host.lemma_.lower(),
            *(
                c.lemma_.lower()
                for c in host.children
                if c.dep_ in ("compound", "amod", "nmod", "nsubj", "nsubjpass", "dobj")
            ),
        }
        if near & lex.violence:
            used.add(host.i)  # the attack in which they were killed is this very act
            return behind(scene, sent, host)
        if near & lex.accident:
            return None
    return None
