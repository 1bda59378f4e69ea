"""A record made by hand for the tests of exports, with texts that would harm a careless reader."""

from __future__ import annotations

from pathlib import Path

import bilat
from bilat.model import Actor, Coded, Document, Mention, Reading
from bilat.record import Record
from bilat.workspace import Workspace
from made import CHINA, IRAN, LAVROV, PUTIN, RAISI, RUSSIA, document, event, told

UKRAINE = Actor("Ukraine", "UKR", sector="GOV", id="UKR")
# a formula, markup of four kinds, a terminal's escape, a character that XML has not, half a surrogate pair
HOSTILE = (
    '=HYPERLINK("http://x.test")\t<script>alert(1)</script>&amp; ]]> {\\input{x}} %$#_^~\x1b[31m\x00\x0b\ufffe \ud800'
)
FORMULA = "=1+1"
SCRIPT = "javascript:alert(1)"


def documents() -> dict[Document, tuple[Mention, ...]]:
    """Documents of January, March and June 2024 (none of February and April), with what they tell."""
    wire = document(
        "Russia praised Iran on 9 January 2024. Putin met Raisi in Tehran on 8 January 2024.",
        "2024-01-10", name="wire.txt", title="Praise, and talks", outlet="Wire", url="https://wire.test/1?a=b&c=d",
        authors=("Ann Author", "Bo Byline"),
    )  # fmt: skip
    gazette = document(
        "On 9 January 2024 Moscow had warm words for Tehran. Lavrov is foreign minister of Russia.",
        "2024-01-12", name="gazette.txt", title="Warm words", outlet="Gazette", url="https://gazette.test/2",
    )  # fmt: skip
    march = document(
        "Ukraine says Iran sent drones to Russia. Iran denies it. Iran joined the SCO in 2023. "
        "The two signed a gas treaty in February 2024. China warned Russia in November 2023. "
        "Trade will grow. Putin said: We are friends. Iran gave Russia drones. Russia is to visit Iran.",
        "2024-03-05", name="march.txt", title="Drones",
    )  # fmt: skip
    hostile = document(
        "Russia did not attack Iran. Iran fired at Russia on 3 June 2024.",
        "2024-06-04", name="=hostile.txt", title=HOSTILE, outlet=FORMULA, url=SCRIPT, authors=(HOSTILE,),
    )  # fmt: skip
    rogue = Actor(FORMULA, "IRN", sector="MIL", id="IRN:rogue", office=HOSTILE)
    sentence = "Ukraine says Iran sent drones to Russia. Iran denies it."
    return {
        wire: (
            event(wire, "Russia praised Iran on 9 January 2024.", "SUPPORT", "2024-01-09"),
            event(
                wire, "Putin met Raisi in Tehran on 8 January 2024.", "CONSULT", "2024-01-08",
                source=(PUTIN, RAISI), target=(), place="Tehran", mode="visit", contexts=("diplomatic",), joint=True,
            ),
            told(wire, "Putin met Raisi in Tehran on 8 January 2024.", "meeting", "2024-01-08",
                 participants=(PUTIN, RAISI), form="visit", place="Tehran"),
        ),
        gazette: (
            event(gazette, "On 9 January 2024 Moscow had warm words for Tehran.", "SUPPORT", "2024-01-09"),
            told(gazette, "Lavrov is foreign minister of Russia.", "role", "2024-01-12", basis="document",
                 person=LAVROV, office="foreign minister", country="RUS", status="holds"),
        ),
        march: (
            told(march, sentence, "claim", proposition="Iran sent drones to Russia",
                 asserted_by=(UKRAINE,), denied_by=(IRAN,), status="contested"),
            event(march, "Ukraine says Iran sent drones to Russia.", "AID", source=(IRAN,), target=(RUSSIA,),
                  status="alleged"),
            told(march, "Iran joined the SCO in 2023.", "membership", "2023", member=IRAN, org="SCO", status="joined"),
            told(march, "The two signed a gas treaty in February 2024.", "agreement", "2024-02",
                 parties=(RUSSIA, IRAN), title="gas treaty", stage="signed"),
            event(march, "The two signed a gas treaty in February 2024.", "AGREE", "2024-02"),
            event(march, "China warned Russia in November 2023.", "THREATEN", "2023-11",
                  source=(CHINA,), target=(RUSSIA,)),
            told(march, "Trade will grow.", "expectation", holder="author", about=("RUS", "IRN"),
                 proposition="Trade will grow", direction="grow", horizon="2025"),
            told(march, "Putin said: We are friends.", "quote", speaker=PUTIN, content="We are friends", direct=True),
            told(march, "Iran gave Russia drones.", "transfer", giver=(IRAN,), receiver=(RUSSIA,), goods="drones",
                 status="alleged"),
            event(march, "Russia is to visit Iran.", "CONSULT", status="planned"),
        ),
        hostile: (
            event(hostile, "Russia did not attack Iran.", "ASSAULT", "2024-06-01", status="negated"),
            event(hostile, "Iran fired at Russia on 3 June 2024.", "ASSAULT", "2024-06-03",
                  source=(rogue,), target=(RUSSIA,), place=FORMULA),
            told(hostile, "Iran fired at Russia on 3 June 2024.", "role", person=rogue, office=HOSTILE,
                 country="IRN", status="holds"),
        ),
    }  # fmt: skip


def filled(path: Path) -> Workspace:
    """The workspace on a record of those documents."""
    with Record.open(path) as record:
        given = [Coded(Reading(d.name, d), d.published, found, "by hand") for d, found in documents().items()]
        record.write(given)
    space = bilat.open(path)
    space.read([])  # matches what was written
    return space
