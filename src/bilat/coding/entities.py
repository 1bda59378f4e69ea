"""Named entities in one pass: what the model's own recogniser finds, without its walk from token to token.

The recogniser is a transition system: outside an entity, its scores of a token depend on that token alone, so they are
worked out for all tokens of a batch at once. Only inside an entity do they depend on where it began; there, two moves
are allowed (it goes on, or ends here), and they are compared token by token. The weights, the constraints (no entity
runs over a sentence's start or begins on white space) and the outcome are the recogniser's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "entities"
REPLACED = "ner"
_FEATURES = 3  # the token, the first of the open entity, the one before


def at_once(nlp: Language) -> Language:
    """Put the one pass in the place of the pipeline's recogniser, where the latter is of the form that it follows."""
    from spacy.language import Language as Factory

    model = nlp.get_pipe(REPLACED).model  # type: ignore[attr-defined]
    if not model.has_ref("upper") or model.get_ref("lower").get_dim("nF") != _FEATURES or model.attrs["unseen_classes"]:
        return nlp
    Factory.component(NAME, func=_Recogniser(nlp))
    nlp.add_pipe(NAME, after=REPLACED)
    nlp.disable_pipe(REPLACED)
    return nlp


class _Recogniser:
    """The recogniser's weights and moves as arrays."""

    def __init__(self, nlp: Language) -> None:
        import numpy as np

        pipe: Any = nlp.get_pipe(REPLACED)
        model = pipe.model
        self._tok2vec, self._lower = model.get_ref("tok2vec"), model.get_ref("lower")
        self._bias: Any = self._lower.get_param("b")
        self._upper: Any = np.ascontiguousarray(model.get_ref("upper").get_param("W").T)
        self._upper_bias: Any = model.get_ref("upper").get_param("b")
        names = [pipe.moves.get_class_name(n).partition("-") for n in range(pipe.moves.n_moves)]
        self._moves: list[tuple[str, str]] = [(kind, label) for kind, _, label in names]
        place = {move: n for n, move in enumerate(self._moves)}
        self._inner = {label: (place["I", label], place["L", label]) for kind, label in self._moves if kind == "B"}
        kinds = np.array([kind for kind, _ in self._moves])
        # A unit without a label is for entities that are blocked beforehand; nothing blocks any here.
        self._never: Any = np.array([kind in "IL" or (kind, label) == ("U", "") for kind, label in self._moves])
        self._begins: Any = kinds == "B"
        self._names: Any = np.isin(kinds, ("B", "U"))

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of a document."""
        self._set([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32, **_: object) -> Iterator[Doc]:
        """Set the entities of documents, so many at once."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._set(batch)
            yield from batch

    def _set(self, batch: list[Doc]) -> None:
        import numpy as np
        from spacy.attrs import IS_SPACE, SENT_START

        docs = [doc for doc in batch if len(doc)]
        if not docs:
            return
        cached: Any = self._lower.predict(self._tok2vec.predict(docs))  # row 0 stands for no token
        first, none = cached[1:, 0], cached[0]
        # Added up in the order of the model's own loop, so that the sums are the same.
        outside = self._scores(first + none[1] + none[2])
        asked: Any = np.concatenate([doc.to_array([SENT_START, IS_SPACE]) for doc in docs])
        lengths = np.array([len(doc) for doc in docs])
        no_next = np.append(asked[1:, 0] == 1, True)
        no_next[np.cumsum(lengths) - 1] = True
        outside[:, self._never] = -np.inf
        outside[np.ix_(no_next, self._begins)] = -np.inf
        outside[np.ix_(asked[:, 1] == 1, self._names)] = -np.inf
        best = outside.argmax(axis=1).tolist()
        begun = 0
        for doc in docs:
            self._annotate(doc, begun, best, no_next, cached)
            begun += len(doc)

    def _annotate(self, doc: Doc, begun: int, best: list[int], no_next: Any, cached: Any) -> None:
        from spacy.tokens import Span

        found = []
        at = begun
        end = begun + len(doc)
        while at < end:
            kind, label = self._moves[best[at]]
            start = at
            if kind == "B":
                at += 1
                while not no_next[at] and self._goes_on(cached, at, start, label):
                    at += 1
            if kind != "O":
                found.append(Span(doc, start - begun, at + 1 - begun, label=label))
            at += 1
        doc.set_ents(found)

    def _goes_on(self, cached: Any, at: int, start: int, label: str) -> bool:
        """Whether the entity that began at `start` goes on after the token at `at`."""
        inside, last = self._inner[label]
        scores = self._scores((cached[at + 1, 0] + cached[start + 1, 1] + cached[at, 2])[None])[0]
        # The model takes the first of the best: equal scores go to the move that comes first.
        return bool(scores[inside] >= scores[last] if inside < last else scores[inside] > scores[last])

    def _scores(self, sums: Any) -> Any:
        """Scores of the moves, of sums of features in the shape (tokens, hidden, pieces)."""
        hidden = (sums + self._bias).max(axis=2)
        return hidden @ self._upper + self._upper_bias
