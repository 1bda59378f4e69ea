"""What a workspace tells of how relations go: coverage, series, steps, pulses, shock tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilat import actors
from bilat.ledgers import View
from bilat.model import DayCount
from bilat.record import Record
from bilat.workspace.asked import UsageError, dyad, first_day, last_day
from bilat.workspace.whole import whole

if TYPE_CHECKING:
    from bilat.measures import Coverage
    from bilat.workspace.measuring import Measured

Day = str | None


class Changing:
    """The methods of a workspace that count and measure over time.

    With `as_of` an imported event is known from its own day on, as nothing says when it was published.
    """

    path: Path

    def daily(self, a: str, b: str, since: Day = None, until: Day = None, as_of: Day = None) -> list[DayCount]:
        """Events between two states or bodies by origin, day, direction and act: what was imported, and what was read.

        Each origin is apart: `text` is what bilat read itself, the others are the formats of `import_`.
        """
        from bilat.workspace.counting import day_counts

        with Record.read(self.path) as record:
            return day_counts(
                View(record, last_day(as_of)),
                actors.find_actor(a),
                actors.find_actor(b),
                first_day(since),
                last_day(until),
            )

    def coverage(
        self, a: str, b: str, by: str = "week", since: Day = None, until: Day = None, as_of: Day = None
    ) -> list[Coverage]:
        """How much each origin tells of two states or bodies, by which names, and whether that is enough.

        `by` is the period of the series that is to be made: `day`, `week`, `month` or `quarter`.
        """
        from bilat.workspace.measuring import dyad_coverage

        codes = dyad(a, b, by)
        with Record.read(self.path) as record:
            return dyad_coverage(View(record, last_day(as_of)), *codes, by, first_day(since), last_day(until))

    def series(
        self, a: str, b: str, by: str = "month", since: Day = None, until: Day = None, as_of: Day = None
    ) -> Measured:
        """Counts, intensities, shares and latent levels of two states or bodies by period, each origin apart.

        What is not covered has no points, and its coverage says why.
        """
        from bilat.workspace.measuring import dyad_series

        codes = dyad(a, b, by)
        with Record.read(self.path) as record:
            return dyad_series(View(record, last_day(as_of)), *codes, by, first_day(since), last_day(until))

    def changes(
        self, a: str, b: str, only: str | None = None, since: Day = None, until: Day = None, as_of: Day = None
    ) -> dict[str, Any]:
        """Steps and pulses of two states or bodies; `only` is `cooperation` or `conflict`, both where absent."""
        from bilat.workspace.shocking import dyad_changes

        codes = dyad(a, b, "week")
        with Record.read(self.path) as record:
            return dyad_changes(View(record, last_day(as_of)), *codes, only, first_day(since), last_day(until))

    def shock(self, a: str, b: str, on: str, picture: str | Path | None = None, as_of: Day = None) -> dict[str, Any]:
        """Whether the events of two states or bodies changed on a day and stayed changed, tested against placebos.

        `picture` is a file, `.svg` or `.png`, to draw it in; there is none where the dyad is not covered.
        """
        from bilat import reports
        from bilat.workspace.shocking import dyad_shock

        codes = dyad(a, b, "week")
        day = first_day(on)
        if day is None or day != last_day(on):
            raise UsageError(f"{on!r} is no day; write 2024-05-19")
        if picture and Path(picture).suffix.lower() not in reports.PICTURES:
            raise UsageError(f"{picture} is no picture; name a file that ends in {' or '.join(reports.PICTURES)}")
        with Record.read(self.path) as record:
            found = dyad_shock(View(record, last_day(as_of)), *codes, day)
        if picture and found["status"] == "estimated":
            with whole(Path(picture)) as path:
                path.write_bytes(reports.shock_picture(found, Path(picture).suffix.lower()))
        return found

    def exits(self, manner: str | None = None, only: str | None = None, as_of: Day = None) -> dict[str, Any]:
        """How relations change on average when a head of state or government goes, by the manner of the exit.

        `manner` is one of `bilat.actors.MANNERS`, all where absent; `only` is `cooperation` or `conflict`.
        """
        from bilat.workspace.exiting import exit_effects

        if manner not in (None, *actors.MANNERS):
            raise UsageError(f"there is no manner called {manner!r}; there are: {', '.join(actors.MANNERS)}")
        with Record.read(self.path) as record:
            return exit_effects(View(record, last_day(as_of)), manner, only or "")
