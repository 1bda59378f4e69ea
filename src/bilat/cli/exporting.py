"""`bilat export` and `bilat brief`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import click

import bilat
from bilat.cli.options import as_json, as_of, print_json, record
from bilat.exports import BRIEFS, FORMS


def _formats() -> str:
    wide = max(map(len, FORMS)) + 2
    return "\n".join(f"    {form.name:<{wide}}{form.what}" for form in FORMS.values())


@click.command(
    help=f"""Write the record for other programs: all of it, what concerns A, or A and B together.

    \b
{_formats()}

    A table is written as FILE's name says: .csv, .tsv, .jsonl or .parquet. The others have one form each.

    \b
    Example:
      bilat export --record R --format mentions --out mentions.jsonl
      bilat export --record R --format events --out events.csv
      bilat export RUS IRN --record R --format panel --out panel.csv
    """,
    short_help="Write the record for other programs.",
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@record
@click.option("--format", "form", required=True, type=click.Choice(list(FORMS)), help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to; else printed.")
@click.option("--since", metavar="D", help="Only what may have been on or after this day, month or year.")
@click.option("--until", metavar="D", help="Only what may have been on or before this day, month or year.")
@as_of
@as_json
def export(
    a: str | None,
    b: str | None,
    record: Path,
    form: str,
    out: Path | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
    json_wanted: bool,
) -> None:
    """See `help` above."""
    space = bilat.open(record)
    asked = (a, b, since, until, as_of)
    if out is None and FORMS[form].binary:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / f"export.{FORMS[form].suffix}"
            space.export(form, whole, *asked)
            sys.stdout.buffer.write(whole.read_bytes())
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # half a surrogate pair, as files have it
    count = space.export(form, out or sys.stdout, *asked)
    if out and json_wanted:
        print_json({"rows": count, "out": str(out)})
    elif out:
        click.echo(f"{count:,} rows written to {out}", err=True)


@click.command()
@click.argument("a")
@click.argument("b")
@record
@click.option(
    "--format", "form", default="txt", show_default=True, type=click.Choice(list(BRIEFS)), help="Text or page."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to; else printed.")
@as_of
@as_json
def brief(a: str, b: str, record: Path, form: str, out: Path | None, as_of: str | None, json_wanted: bool) -> None:
    """A brief on A and B with numbered notes.

    What happened, meetings, agreements with their stage, contested claims with both sides, transfers, offices,
    memberships, who expects what, quotes; then what is contested, what rests on a single source, the sources, the
    notes. Each line has its notes; each note is a sentence with its document. With html it is one page, in which each
    note opens its sentence, highlighted in its article; docx is for word processors.

    \b
    Example:
      bilat brief RUS IRN --record R
      bilat brief Russia Iran --record R --format html > brief.html
      bilat brief Russia Iran --record R --format docx --out brief.docx
    """
    made: str | bytes = bilat.open(record).brief(a, b, "json" if json_wanted else form, as_of)
    content = made if isinstance(made, bytes) else f"{made}\n".encode("utf-8", "backslashreplace")
    if out is None:
        click.echo(made, nl=isinstance(made, str))
    elif out.resolve() == record.resolve():
        raise click.UsageError(f"{out} is the record itself; name another file")
    else:
        out.write_bytes(content)
