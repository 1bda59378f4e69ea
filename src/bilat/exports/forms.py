"""The list of formats: commands, documentation and the page's downloads are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A format of exports.

    `suffix` is that of a file that holds it, `media` its media type, `module` where in this room it is made, `extra`
    the extra of bilat that it needs. A `table` can also be written as CSV, tab-separated text, JSON Lines or Parquet,
    by the file's name; a `binary` one is no text. `reads` are programs that read it.
    """

    name: str
    suffix: str
    media: str
    module: str
    what: str
    reads: str
    table: bool = False
    binary: bool = False
    extra: str = ""


# In which a brief is written, with their media types.
BRIEFS: Mapping[str, str] = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# In which a table is written, by the suffix of the file, with their media types.
WAYS: Mapping[str, str] = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "parquet": "application/vnd.apache.parquet",
}
FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            "mentions", "jsonl", WAYS["jsonl"], "mentions",
            "a row for each mention, as the annotation guide has it, with id, coder and why",
            "pandas, polars, DuckDB, jq", table=True,
        ),
        Form(
            "events", "jsonl", WAYS["jsonl"], "events",
            "a row for each happening: type, sides, dates, place, counts, best sentence",
            "pandas, polars, DuckDB, jq", table=True,
        ),
        Form(
            "texts", "jsonl", WAYS["jsonl"], "texts",
            "the texts that offsets count in",
            "pandas, polars, DuckDB, jq", table=True,
        ),
        Form(
            "polecat", "tsv", WAYS["tsv"], "polecat",
            "events in POLECAT's 40 columns, then ours, a row for each source and target",
            "R, pandas, whatever reads POLECAT", table=True,
        ),
        Form(
            "panel", "csv", WAYS["csv"], "panel",
            "a row for each dyad and month, empty where nothing was read, 0 where nothing was found",
            "R, Stata, pandas", table=True,
        ),
        Form(
            "parquet", "parquet", WAYS["parquet"], "events",
            "the same as events, as Parquet with a schema",
            "DuckDB, pandas, polars, Arrow", table=True, binary=True, extra="exports",
        ),
        Form(
            "csl", "json", "application/vnd.citationstyles.csl+json", "csl",
            "the documents as CSL-JSON, to cite from",
            "Zotero, pandoc, citeproc",
        ),
        Form("bibtex", "bib", "application/x-bibtex", "bibtex", "the documents as BibTeX", "BibTeX, BibLaTeX, JabRef"),
        Form(
            "ris", "ris", "application/x-research-info-systems", "ris",
            "the documents as RIS",
            "EndNote, Mendeley, Zotero",
        ),
        Form(
            "timeline", "json", "application/json", "timeline",
            "dated happenings as slides for TimelineJS, each with its sentence",
            "TimelineJS",
        ),
        Form(
            "graphml", "graphml", "application/graphml+xml", "graphml",
            "who deals with whom, by quad class, as a network",
            "Gephi, networkx, igraph, Cytoscape",
        ),
        Form(
            "atom", "xml", "application/atom+xml", "atom",
            "new and changed rows as an Atom feed, the last 200",
            "feed readers",
        ),
        Form(
            "stix", "json", "application/stix+json;version=2.1", "stix",
            "a STIX 2.1 bundle: happenings as notes, denials as opinions, ids that stay the same",
            "OpenCTI, MISP, stix2",
        ),
        Form(
            "ftm", "jsonl", WAYS["jsonl"], "ftm",
            "FollowTheMoney entities: persons, offices, events, articles",
            "Aleph, followthemoney",
        ),
        Form(
            "sqlite", "sqlite", "application/vnd.sqlite3", "sqlite",
            "plain tables with keys between them and a search index, for Datasette",
            "Datasette, sqlite-utils, SQL", binary=True,
        ),
    )
}  # fmt: skip
