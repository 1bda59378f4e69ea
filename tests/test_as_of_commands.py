"""Every command that lists, counts, briefs or answers takes `--as-of` and obeys it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import bilat
from bilat.cli import run
from bilat.cli.app import bilat as commands
from bilat.model import Coded, Reading
from bilat.record import Record
from made import IRAN, LAVROV, PUTIN, RAISI, RUSSIA, document, event, told
from test_answers import AUTUMN, SPRING, made

# They change the record or keep it, serve it (each page and tool takes the day), or score or learn from a file.
NOT_ASKED = {
    "read", "import", "watch", "serve", "mcp", "doctor", "backup", "restore", "eval",
    "judge same", "judge different", "judge wrong", "judge unsure", "judge borne-out", "judge not-borne-out",
    "judge overtaken", "judge undo", "judge log",
    "forecast evaluate", "forecast learn", "forecast who",
}  # fmt: skip
DAY = "2023-12"
LISTS = ["events", "quotes", "claims", "meetings", "agreements", "memberships", "roles", "transfers", "expectations"]
ASKED = [
    *([name] for name in LISTS),
    *([name, "RUS", "IRN"] for name in ("coverage", "series")),
    ["ask", "Who signed the wheat treaty this winter?"],
]


def leaves(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def test_every_command_that_is_asked_takes_the_day() -> None:
    found = dict(leaves(commands))
    without = {name for name, command in found.items() if all("--as-of" not in p.opts for p in command.params)}
    assert without == NOT_ASKED


LATE = document(
    "Russia and Iran have said and done one thing of every kind this winter.", "2024-02-01", name="late.txt"
)
EVERY: dict[str, dict[str, Any]] = {
    "quote": {"speaker": LAVROV, "content": "one thing of every kind", "direct": True},
    "claim": {
        "proposition": "Russia owes Iran wheat.",
        "asserted_by": (IRAN,),
        "denied_by": (RUSSIA,),
        "status": "contested",
    },
    "meeting": {"participants": (PUTIN, RAISI), "form": "talks"},
    "agreement": {"parties": (RUSSIA, IRAN), "title": "wheat treaty", "stage": "signed"},
    "membership": {"member": IRAN, "org": "BRICS", "status": "joined"},
    "role": {"person": LAVROV, "office": "Foreign Minister", "country": "RUS", "status": "holds"},
    "transfer": {"giver": (RUSSIA,), "receiver": (IRAN,), "goods": "wheat", "status": "occurred"},
    "expectation": {
        "holder": "Sergey Lavrov",
        "about": ("RUS", "IRN"),
        "proposition": "Trade will grow.",
        "direction": "grow",
    },
}


def record_of(path: Path, late: bool) -> Path:
    made(path, (SPRING, AUTUMN))
    if late:
        mentions = [told(LATE, LATE.text, kind, "2024-01-30", **fields) for kind, fields in EVERY.items()]
        mentions.append(event(LATE, LATE.text, "AID", "2024-01-30"))
        with Record.open(path) as record:
            record.write([Coded(Reading(LATE.name, LATE), LATE.published, tuple(mentions), "by hand")])
        bilat.open(path).read([])
    return path


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A record with a late document that tells of one thing of every kind, and one without it."""
    folder = tmp_path_factory.mktemp("as_of_commands")
    return record_of(folder / "whole.sqlite", late=True), record_of(folder / "early.sqlite", late=False)


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked[0])
def test_what_is_asked_as_of_a_day_is_what_was_known_then(
    asked: list[str], records: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    def printed(record: Path, *more: str) -> Any:
        assert run([*asked, "--record", str(record), "--json", *more]) == 0
        return json.loads(capsys.readouterr().out)

    whole, early = records
    assert printed(whole, "--as-of", DAY) == printed(early)
    assert printed(whole) != printed(early), "this would not see a leak"
