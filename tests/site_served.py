"""A record made by hand and a site on it, served on loopback, for the tests of the pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

import bilat
from bilat import web
from bilat.model import Actor, Coded, Reading
from bilat.record import Record
from bilat.workspace import Workspace
from made import CHINA, IRAN, LAVROV, RUSSIA, document, event, told

# signs outside the basic plane, a script that runs from right to left, no-break spaces: offsets are code points
STRANGE = (
    "🛰️🇷🇺 Envoys.\n\nРоссия и ایران: السلام عليكم. "
    "Russia\u00a0signed a pact with Iran on 3\u00a0May 2024 👍🏽.\n\nLavrov met envoys of Iran."
)
HOSTILE = '<script>document.title="owned"</script><img src=x onerror="document.title=1">{{ 7*7 }}'


@dataclass(frozen=True)
class Served:
    """A site and the workspace behind it."""

    url: str
    space: Workspace
    ids: dict[str, str]


def fill(path: Path) -> dict[str, str]:
    """A small record of Russia, Iran and China; returns the documents' ids by name."""
    strange = document(STRANGE, "2024-05-04", name="strange.txt", title="Strange signs", outlet="Wire")
    other = document(
        "Russia signed a pact with Iran on 3 May 2024. Ukraine says Iran sent drones to Russia. Iran denies it.",
        "2024-05-05", name="other.txt", title="A pact", outlet="Gazette",
    )  # fmt: skip
    hostile = document(
        f"{HOSTILE} Russia praised Iran.", "2022-02-01", name="=hostile", title=HOSTILE, outlet=HOSTILE,
        url="javascript:alert(1)", authors=(HOSTILE,),
    )  # fmt: skip
    late = document("China warned Russia in 2023.", "2024-06-01", name="late.txt", title="Late")
    ukraine = Actor("Ukraine", "UKR", sector="GOV", id="UKR")
    pact = "Russia\u00a0signed a pact with Iran on 3\u00a0May 2024"
    batches = {
        strange: (
            event(strange, pact, "AGREE", "2024-05-03", words="3\u00a0May 2024"),
            told(strange, "Lavrov met envoys of Iran.", "meeting", "2024-05-03",
                 participants=(LAVROV, IRAN), form="talks"),
        ),
        other: (
            event(other, "Russia signed a pact with Iran on 3 May 2024.", "AGREE", "2024-05-03"),
            told(
                other, "Ukraine says Iran sent drones to Russia. Iran denies it.", "claim",
                proposition="Iran sent drones to Russia",
                asserted_by=(ukraine, Actor("some officials")), denied_by=(IRAN, RUSSIA), status="contested",
            ),
        ),
        hostile: (event(hostile, f"{HOSTILE} Russia praised Iran.", "SUPPORT", "2022-01"),),
        late: (event(late, "China warned Russia in 2023.", "THREATEN", "2023", source=(CHINA,), target=(RUSSIA,)),),
    }  # fmt: skip
    with Record.open(path) as record:
        record.write([Coded(Reading(d.name, d), d.published, found, "by hand") for d, found in batches.items()])
    bilat.open(path).read([])
    return {d.name: d.id for d in batches}


def rows_of(client: httpx.Client, address: str, limit: int = 1) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    path, _, query = address.partition("#")[0].partition("?")
    following, rows = f"{path}.json?{query}{'&' if query else ''}limit={limit}", []
    while following:
        shown = client.get(following).json()
        rows += shown["rows"]
        following = shown.get("next", "")
    return rows


@contextmanager
def served(path: Path) -> Iterator[Served]:
    """The site on a record of `fill`, on a free port."""
    ids = fill(path)
    space = bilat.open(path)
    site = web.bound(0)
    server = uvicorn.Server(uvicorn.Config(web.application(space, site.hosts), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [site.socket]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield Served(site.address.rstrip("/"), space, ids)
    finally:
        server.should_exit = True
        thread.join(10)
