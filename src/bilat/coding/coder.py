"""A document to its mentions: every block is parsed once, every unit of reference read in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING

from bilat.coding.blocks import Block, blocks
from bilat.coding.datelines import home_of_dispatch
from bilat.coding.dating import date_of
from bilat.coding.parsed import Parsed, parse_block
from bilat.coding.parser import model_name, parser, passing, stock_parser
from bilat.coding.scene import Scene
from bilat.coding.timing import Clock
from bilat.coding.writing import Writer
from bilat.dates import interval
from bilat.model import Document, Mention, When

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULES = "6"  # the version of the rules and the weights: a change of what they read changes it
_BATCH = 256  # blocks that are parsed at once: many short ones take a quarter less time than few
_CHARACTERS = 64_000  # and no more than so many, one block at least: memory grows with them


def coder_name() -> str:
    """The embedded coder's name and version with the parser model that it uses."""
    return f"embedded-{RULES}/{model_name()}"


class Coder:
    """The embedded coder with its loaded parser."""

    def __init__(self, nlp: Language, name: str) -> None:
        self._nlp = nlp
        self.name = name

    def code_all(self, documents: Iterable[Document]) -> Iterator[tuple[When | None, tuple[Mention, ...]]]:
        """For each document, in order: its date (given or inferred) and its mentions."""
        docs = list(documents)
        todo = [(block, n) for n, document in enumerate(docs) for block in blocks(document)]
        with passing(self._nlp, sum(len(block.text) for block, _ in todo)):
            parsed = chain.from_iterable(
                self._nlp.pipe(((b.text, (b, n)) for b, n in batch), as_tuples=True, batch_size=_BATCH)
                for batch in _batches(todo)
            )
            by_document = groupby(parsed, key=lambda row: row[1][1])
            at = 0
            for n, rows in by_document:
                for missing in docs[at:n]:
                    yield missing.published, ()
                at = n + 1
                yield self._code(docs[n], [(block, doc) for doc, (block, _) in rows])
            for missing in docs[at:]:
                yield missing.published, ()

    def _code(self, document: Document, rows: Sequence[tuple[Block, Doc]]) -> tuple[When | None, tuple[Mention, ...]]:
        body = [parse_block(block, doc) for block, doc in rows if block.role == "body"]
        titles = [parse_block(block, doc) for block, doc in rows if block.role == "title"]
        published = document.published or date_of(document, body)
        anchor = interval(published.iso) if published is not None else None
        day = anchor.low.isoformat() if anchor is not None and anchor.low is not None else None
        clock = Clock(published, anchor, document.form == "digest")
        writer = Writer(document, clock, published, self.name)
        home = home_of_dispatch(document)
        for unit in _units(body, document.form == "digest"):
            scene = Scene(unit, day, item=document.form == "digest", home=home)
            writer.unit(scene)
        for parsed in titles:
            writer.title(Scene([parsed], day, writer.states))
        return published, tuple(writer.mentions())


def _batches(todo: Iterable[tuple[Block, int]]) -> Iterator[list[tuple[Block, int]]]:
    batch: list[tuple[Block, int]] = []
    characters = 0
    for row in todo:
        if batch and (len(batch) == _BATCH or characters + len(row[0].text) > _CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(row)
        characters += len(row[0].text)
    if batch:
        yield batch


def _units(body: Sequence[Parsed], digest: bool) -> Iterator[list[Parsed]]:
    if not digest:
        if body:
            yield list(body)
        return
    for _, group in groupby(body, key=lambda p: p.block.item):
        yield list(group)


def load() -> Coder:
    """The embedded coder, its parser loaded; raises `ModelMissing` with what to install."""
    return Coder(parser(), coder_name())


def bare(texts: Iterable[str], batch_size: int = _BATCH) -> int:
    """Run the bare parser over texts and count the tokens: the yardstick of speed."""
    return sum(len(doc) for doc in stock_parser().pipe(texts, batch_size=batch_size))
