"""What a workspace gives to other programs and to readers: exports and briefs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TextIO, overload

from bilat import actors, exports
from bilat.ledgers import View
from bilat.ontology import KINDS
from bilat.record import Record
from bilat.workspace.asked import UsageError, chosen_by, last_day
from bilat.workspace.rows import details, mentions_of, of_either
from bilat.workspace.whole import whole

Row = dict[str, Any]
Who = str | None
Day = str | None
BRIEFS = (*exports.BRIEFS, "json")


class Exporting:
    """The methods `export`, `export_rows` and `brief` of a workspace."""

    path: Path

    def export_rows(
        self, form: str, a: Who = None, b: Who = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> Iterator[Row]:
        """What an export holds, row by row; `form` is one of `bilat.exports.FORMS`."""
        with self._scope(a, b, since, until, as_of) as scope:
            yield from exports.rows(_form(form), scope)

    def export(
        self,
        form: str,
        out: str | Path | TextIO,
        a: Who = None,
        b: Who = None,
        since: Day = None,
        until: Day = None,
        as_of: Day = None,
    ) -> int:
        """Write an export to a file or an open stream; of all, of `a`, or of `a` and `b` together.

        A table is written as the file's name says: `.csv`, `.tsv`, `.jsonl` or `.parquet`. Returns the number of rows.
        A file is there whole or not at all.
        """
        wanted = _form(form)
        count = 0

        def seen() -> None:
            nonlocal count
            count += 1

        with self._scope(a, b, since, until, as_of) as scope:
            if isinstance(out, str | Path):
                if Path(out).resolve() == self.path.resolve():
                    raise UsageError(f"{out} is the record itself; name another file")
                with whole(Path(out)) as part:
                    exports.save(wanted, scope, part, Path(out).suffix.lower().lstrip("."), seen)
            else:
                out.writelines(exports.text(wanted, scope, seen))
        return count

    @overload
    def brief(  # type: ignore[overload-overlap]
        self, a: str, b: str, form: Literal["docx"], as_of: Day = None
    ) -> bytes: ...

    @overload
    def brief(self, a: str, b: str, form: str = "txt", as_of: Day = None) -> str: ...

    def brief(self, a: str, b: str, form: str = "txt", as_of: Day = None) -> str | bytes:
        """A brief on two states or bodies with numbered notes: `txt`, `md`, `html` (one page), `docx`, or `json`.

        All are texts, save `docx`, which is the file's bytes.
        """
        from bilat import reports

        if form == "docx" and find_spec("docx") is None:
            raise exports.MissingExtra('DOCX needs `pip install "bilat[exports]"`')
        if form not in BRIEFS:
            raise UsageError(f"there is no format called {form!r}; there are: {', '.join(BRIEFS)}")
        codes = actors.find_actor(a), actors.find_actor(b)
        if codes[0] == codes[1]:
            raise UsageError(f"{a} and {b} are the same: a brief is on two")
        with Record.read(self.path) as record:
            view = View(record, last_day(as_of))
            happenings = [one for kind in KINDS for one in of_either(view, kind, codes)]
            mentions = mentions_of(view, happenings)
            documents = {document.id: document for document in view.documents()}
            names = {doc: record.names(doc)[0] for doc in documents}
            made = reports.brief(*codes, happenings, mentions, documents, names, view.origins, view.until)
            made = reports.with_details(made, details(view, happenings))
        if form == "html":
            return reports.as_html(made, documents)
        if form == "docx":
            return reports.as_docx(made)
        if form == "json":
            return json.dumps(dataclasses.asdict(made), ensure_ascii=False, indent=2)
        return reports.as_markdown(made) if form == "md" else reports.as_text(made)

    @contextmanager
    def _scope(self, a: Who, b: Who, since: Day, until: Day, as_of: Day) -> Iterator[exports.Scope]:
        codes, first, last = chosen_by(a, b, since, until)
        with Record.read(self.path) as record:
            one, other = [*codes, None, None][:2]
            yield exports.Scope(View(record, last_day(as_of)), one, other, first, last)


def _form(name: str) -> exports.Form:
    if name not in exports.FORMS:
        raise UsageError(f"there is no format called {name!r}; there are: {', '.join(exports.FORMS)}")
    return exports.FORMS[name]
