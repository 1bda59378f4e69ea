"""A workspace: one record, and all that can be done with it."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from bilat import actors
from bilat.ledgers import View
from bilat.record import Record, restore
from bilat.workspace import judging
from bilat.workspace.asked import UsageError, first_day, last_day
from bilat.workspace.changing import Changing
from bilat.workspace.exporting import Exporting
from bilat.workspace.foreseeing import Foreseeing
from bilat.workspace.listing import Listing
from bilat.workspace.matching import match_again
from bilat.workspace.rows import rows

if TYPE_CHECKING:
    from bilat.workspace.importing import ImportOutcome
    from bilat.workspace.importing import Progress as Importing
    from bilat.workspace.reading import Progress, Summary

Row = dict[str, Any]
Who = str | None
Day = str | None
CODERS = {"embedded": "bilat.coding"}


class Workspace(Listing, Changing, Foreseeing, Exporting):
    """The record at `path`, read and written by methods that have the names of the commands.

    Each call opens the file and closes it again; the object itself holds nothing but the path. Every method raises
    `BilatError`, with a message that says what to do, where its arguments or the record do not allow it.

    `a` and `b` are states or bodies, as codes or names; `since` and `until` are ISO dates of any precision.
    `as_of` too: only what documents said that were published by then, as if nothing later had been read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(
        self,
        paths: Iterable[str | Path],
        workers: int | None = None,
        coder: str = "embedded",
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
        ray: str | None = None,
    ) -> Summary:
        """Read articles into the record: files, folders, JSON Lines, or `-` for `stdin`; then match what was said.

        What the record holds already is not coded again. `workers` is the number of processes that code, as many as
        there are cores where absent; `ray` is the address of a Ray cluster that codes instead, or `local`. `progress`
        is called with a `Step` after each input. `KeyboardInterrupt` may stop it anywhere: the same call goes on.
        """
        # Here, because these load the parser and the HTML reader, which nothing else needs.
        from bilat import sources
        from bilat.workspace.reading import read_into

        if coder not in CODERS:
            raise UsageError(f"there is no coder called {coder!r}; there is: {', '.join(CODERS)}")
        with Record.open(self.path) as record:
            readings = sources.read([Path(p) for p in paths], stdin)
            summary = read_into(record, readings, CODERS[coder], workers or os.cpu_count() or 1, progress, ray)
            if not record.matched():
                match_again(record)
        return summary

    def import_(self, paths: Iterable[str | Path], form: str, progress: Importing | None = None) -> list[ImportOutcome]:
        """Import files of events that others coded; `form` is one of `bilat.sources.coded.FORMATS`.

        Each file goes on after the last line that the record holds of it; a file that it holds whole is passed over.
        `progress` is called with an `ImportStep` now and then. `KeyboardInterrupt` may stop it anywhere.
        """
        from bilat.sources import coded
        from bilat.workspace.importing import import_into

        if form not in coded.FORMATS:
            raise UsageError(f"there is no format called {form!r}; there are: {', '.join(coded.FORMATS)}")
        with Record.open(self.path) as record:
            return import_into(record, [Path(p) for p in paths], form, progress)

    def ask(self, question: str, as_of: Day = None) -> Row:
        """What the record says to a question in plain English: `status`, `answer` and `evidence`, the best first.

        `status` is `answered`, or `not_in_record`; the evidence is then what comes nearest. An evidence has `doc`,
        `start`, `end`, `sentence` and `date`.
        """
        return next(self.ask_all([question], as_of))

    def ask_all(self, questions: Iterable[str], as_of: Day = None) -> Iterator[Row]:
        """The answers to several questions, in their order, as `ask` gives them."""
        from bilat.answers import Asker

        with Record.read(self.path) as record:
            asker = Asker(View(record, last_day(as_of)))
            for question in questions:
                yield dataclasses.asdict(asker.ask(question))

    def judge(self, verdict: str, *ids: str, by: str | None = None) -> Row:
        """Rule that two mentions, happenings or persons are the `same`, `different`, `unsure`, or that one is `wrong`.

        The ruling goes into a log that only grows, with who (`by`, else the user's name) and when; it comes before
        every score whenever mentions are matched. Returns its row of the log.
        """
        with Record.open(self.path, create=False) as record:
            return judging.judge(record, verdict, ids, by)

    def judge_undo(self, ruling: int, by: str | None = None) -> Row:
        """Take a ruling back, by a row of its own; an undoing can be undone. Returns that row."""
        with Record.open(self.path, create=False) as record:
            return judging.undo(record, ruling, by)

    def judge_log(self) -> list[Row]:
        """Every ruling, the oldest first, with its `state`: in force, undone, overruled by a newer one, or asleep."""
        with Record.read(self.path) as record:
            return judging.log(record)

    def news(self, a: str, b: str, since: str, as_of: str | None = None, clock: str = "read") -> list[Row]:
        """What the record holds of two states or bodies that it did not before `since`: rows as the lists have them.

        Each row also has `news`: `new`, `contested` (now, and not before), `corrected`, or `ruled` on by a person; with
        `changes`, a field's value before and after, and `because`, the sentences that brought it. `clock` says which
        date of a document counts, when it was `read` or `published`; nothing later than `as_of` counts at all.
        """
        from bilat.workspace import news

        if clock not in news.CLOCKS:
            raise UsageError(f"there is no clock called {clock!r}; there are: {', '.join(news.CLOCKS)}")
        codes = actors.find_actor(a), actors.find_actor(b)
        begin = since if "T" in since else first_day(since) or since
        end = as_of if as_of is None or "T" in as_of else last_day(as_of)
        with Record.read(self.path) as record:
            found = news.news(record, codes, begin, end, clock)
            told_of = rows(View(record), [happening for _, happening in found])
            return [{**told, **row} for (told, _), row in zip(found, told_of, strict=True)]

    def eval(
        self,
        gold: Iterable[str | Path],
        export: str | Path | None = None,
        than: str | Path | None = None,
        texts: str | Path | None = None,
        seed: int = 0,
    ) -> Row:
        """Score the record against gold in the annotation guide's format; or `export`, a file of any coder's mentions.

        `scores`, `shares`, `reliability`, `by` region, sector and type, and all that was `missed` and `invented`.
        `than` is another record or file: `compared` then has the differences on the same gold, with bootstrap
        intervals (`seed`). `texts` is the folder of the documents, for gold without offsets and no record.
        """
        from bilat.workspace.evaluating import evaluated

        paths = [None if path is None else Path(path) for path in (than, texts)]
        run, compared = evaluated([Path(p) for p in gold], Path(export or self.path), paths[0], seed, paths[1], _export)
        return run.row() | ({"compared": compared} if compared is not None else {})

    def serve(self, port: int = 8765, told: Callable[[str], None] = print) -> None:
        """Show the record as pages on this machine, until interrupted; `told` gets the address. Port 0 is any."""
        from bilat.workspace import serving

        serving.serve(self, port, told)

    def mcp(self) -> None:
        """Answer a language model's client on standard input and output (Model Context Protocol), until it ends."""
        from bilat.workspace import serving

        serving.speak(self.path)

    def doctor(self) -> dict[str, Any]:
        """How much the record holds (`counts`), and what is wrong with it (`problems`, a line each; none is well)."""
        with Record.read(self.path) as record:
            return {"counts": dataclasses.asdict(record.counts()), "problems": record.check(deep=True)}

    def watch(
        self, target: str, allow_private: bool = False, pause: float = 1.0, progress: Progress | None = None
    ) -> Iterator[Summary]:
        """Read what is new in feeds (an OPML file, an address) or a folder: one round for each summary asked for."""
        from bilat.workspace.watching import rounds

        return rounds(self.path, target, CODERS["embedded"], os.cpu_count() or 1, allow_private, pause, progress)

    def backup(self, out: str | Path) -> None:
        """Copy the record as it is now to the file `out`: whole, though others write to it meanwhile."""
        with Record.read(self.path) as record:
            record.backup(out)

    def restore(self, backup: str | Path) -> Path | None:
        """Put a backup in the record's place; what was there before is kept under the name that is returned."""
        return restore(Path(backup).absolute(), self.path.absolute())


def _export(path: Path, form: str) -> Iterator[Row]:
    return Workspace(path).export_rows(form)
