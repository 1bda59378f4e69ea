"""Make the generated pages of docs/: make_docs.py [--check]

With --check nothing is written; exits 1 and names the pages that are out of date.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from bilat import exports, ontology
from bilat.cli import bilat

DOCS = Path(__file__).resolve().parent.parent / "docs"
TESTS = DOCS.parent / "tests"
TOOLS = DOCS.parent / "tools"


def command_page() -> str:
    """The help of every command, as Markdown."""
    out = ["# Commands", "", "Made from the commands' own help by `make docs`; do not edit.", ""]
    wide: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100, **bilat.context_settings}
    group = click.Context(bilat, info_name="bilat", **wide)
    out += ["## bilat", "", "```text", bilat.get_help(group), "```", ""]
    for name, command in bilat.commands.items():
        context = click.Context(command, parent=group, info_name=name, **wide)
        out += [f"## bilat {name}", "", "```text", command.get_help(context), "```", ""]
        for part, below in (command.commands if isinstance(command, click.Group) else {}).items():
            inner = click.Context(below, parent=context, info_name=part, **wide)
            out += [f"### bilat {name} {part}", "", "```text", below.get_help(inner), "```", ""]
    return "\n".join(out)


def hard_inputs_page() -> str:
    """What happens to each hard input, by the tests that show it."""
    rows = tomllib.loads((TESTS / "hard_inputs.toml").read_text(encoding="utf-8"))["row"]
    out = [
        "# Hard inputs and faults",
        "",
        "Made from `tests/hard_inputs.toml` by `make docs`; do not edit. A test sees to it that every test named here "
        "exists. For every row: the process lives, the input has one row in the ledger with a reason, its neighbours "
        "are read, and a second run adds nothing.",
        "",
        "| # | input or fault | what happens | shown by |",
        "| --- | --- | --- | --- |",
    ]
    for row in rows:
        shown = ", ".join(f"`{test.split('::')[1]}`" for test in row.get("tests", []))
        out.append(f"| {row['number']} | {row['input']} | {row.get('happens', 'not tested yet')} | {shown} |")
    return "\n".join(out) + "\n"


def exports_page() -> str:
    """Every format of `bilat export`, with its columns or fields."""
    out = [
        (TOOLS / "exports_head.md").read_text(encoding="utf-8"),
        "| format | what | read by | file |",
        "| --- | --- | --- | --- |",
    ]
    for form in exports.FORMS.values():
        file = ", ".join(f"`.{way}`" for way in exports.WAYS) if form.table and not form.binary else f"`.{form.suffix}`"
        out.append(f"| [`{form.name}`](#{form.name}) | {form.what} | {form.reads} | {file} |")
    for form in exports.FORMS.values():
        out += ["", f"## {form.name}", "", f"{form.what[0].upper()}{form.what[1:]}.", ""]
        out.append(f"Media type `{form.media}`. Read by {form.reads}.")
        if form.extra:
            out.append(f'Needs `pip install "bilat[{form.extra}]"`.')
        columns = exports.columns_of(form)
        if columns and form.binary:
            out += ["", "Columns as in `events`."]
        elif columns:
            out += ["", "| column | type | what |", "| --- | --- | --- |"]
            out += [f"| `{c.name}` | {c.what} | {c.label} |" for c in columns]
        else:
            out += ["", "| there | what |", "| --- | --- |"]
            out += [f"| {name} | {label} |" for name, label in exports.fields_of(form)]
    return "\n".join(out) + "\n"


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "cli.md": command_page(),
        "hard-inputs.md": hard_inputs_page(),
        "exports.md": exports_page(),
        "codebook.md": ontology.codebook(),
        "schema.json": json.dumps(ontology.json_schema(), indent=1, ensure_ascii=False) + "\n",
    }


def main() -> int:
    """0 where all is up to date or was written, 1 where --check found a page that is not."""
    made = pages()
    stale = [n for n, page in made.items() if not (DOCS / n).exists() or (DOCS / n).read_text(encoding="utf-8") != page]
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/{name} is out of date: run `make docs`")
        return bool(stale)
    for name in stale:
        (DOCS / name).write_text(made[name], encoding="utf-8")
        print(f"wrote docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
