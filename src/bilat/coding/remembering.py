"""Parts of speech and lemmas by memory: what the pipeline's rules say of a word form is asked once.

The model's attribute ruler tries some two hundred patterns on every token, and all but a handful look at one token
alone: its form, its tag and its dependency. So what ruler and lemmatizer made of such a triple holds wherever it comes
again. Texts in which a pattern over several tokens matches go the long way. The result is the pipeline's own, token
by token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "remembered"
_MOST = 200_000  # triples: memory stays flat over millions of texts
_GAP = "/"  # between forms that have nothing to do with each other


def remember(nlp: Language) -> Language:
    """Put the memory in the place of the pipeline's attribute ruler and lemmatizer, and hold the latter two in it."""
    from spacy.language import Language as Factory

    memory = _Memory(nlp)
    Factory.component(NAME, func=memory)
    nlp.add_pipe(NAME, after="lemmatizer")
    for replaced in memory.replaced:
        nlp.disable_pipe(replaced)
    return nlp


class _Memory:
    """Triples of form, tag and dependency with what they come to."""

    replaced = ("attribute_ruler", "lemmatizer")

    def __init__(self, nlp: Language) -> None:
        from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
        from spacy.matcher import Matcher

        self._vocab = nlp.vocab
        self._steps: list[Any] = [nlp.get_pipe(name) for name in self.replaced]
        self._asked = [ORTH, TAG, DEP]
        self._told = [POS, MORPH, LEMMA]
        self._ruled = [TAG, DEP, POS, MORPH]
        self._wide = Matcher(nlp.vocab, validate=False)
        for number, rule in enumerate(self._steps[0].patterns):
            wide = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            if wide:
                self._wide.add(str(number), wide)
        # Of a triple: part of speech, features and lemma, and tag and dependency where the rules change them.
        self._known: dict[tuple[int, ...], tuple[int, int, str, tuple[int, int] | None]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, features and lemma of every token."""
        if not len(doc):
            return doc
        if self._wide(doc, allow_missing=True):
            return self._long_way(doc)
        import numpy as np

        triples = [tuple(row) for row in doc.to_array(self._asked).tolist()]
        known = self._known
        new = [i for i, triple in enumerate(triples) if triple not in known]
        if len(known) + len(new) > _MOST:
            return self._long_way(doc)
        if new:
            self._learn({triples[i]: i for i in new}, doc)
        found = [known[triple] for triple in triples]
        add = self._vocab.strings.add  # a lemma's text may have gone with the memory zone that it was made in
        told = [(pos, morph, add(lemma)) for pos, morph, lemma, _ in found]
        values: Any = np.array(told, dtype=np.uint64)
        doc.from_array(self._told, values)
        for i, (_, _, _, changed) in enumerate(found):
            if changed is not None:
                doc[i].tag, doc[i].dep = changed
        return doc

    def _long_way(self, doc: Doc) -> Doc:
        for step in self._steps:
            doc = step(doc)
        return doc

    def _learn(self, at: dict[tuple[int, ...], int], doc: Doc) -> None:
        """Ask the rules for forms that are not known, each standing apart from the others."""
        from spacy.tokens import Doc as Made

        words: list[str] = []
        tags: list[str] = []
        deps: list[str] = []
        for i in at.values():
            words += [doc[i].text, _GAP]
            tags += [doc[i].tag_, "SYM"]
            deps += [doc[i].dep_, "punct"]
        made = Made(self._vocab, words=words, tags=tags, deps=deps, heads=[0] * len(words))
        self._long_way(made)
        rows = made.to_array(self._ruled).tolist()
        for place, triple in enumerate(at):
            tag, dep, pos, morph = rows[2 * place]
            changed = (tag, dep) if (tag, dep) != triple[1:] else None
            self._known[triple] = (pos, morph, made[2 * place].lemma_, changed)
