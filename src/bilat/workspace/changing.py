"""What a workspace tells of changes: steps, pulses, shock tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bilat.record import Record


class Changing:
    """The methods `changes` and `shock` of a workspace."""

    path: Path

    def changes(
        self, a: str, b: str, only: str | None = None, since: str | None = None, until: str | None = None
    ) -> dict[str, Any]:
        """Steps and pulses of two states or bodies; `only` is `cooperation` or `conflict`, both where absent."""
        from bilat.workspace.shocking import dyad_changes
        from bilat.workspace.space import _dyad, _first_day, _last_day

        codes = _dyad(a, b, "week")
        with Record.read(self.path) as record:
            return dyad_changes(record, *codes, only, _first_day(since), _last_day(until))

    def shock(self, a: str, b: str, on: str) -> dict[str, Any]:
        """Whether the events of two states or bodies changed on a day and stayed changed, tested against placebos."""
        from bilat.workspace.shocking import dyad_shock
        from bilat.workspace.space import UsageError, _dyad, _first_day, _last_day

        codes = _dyad(a, b, "week")
        day = _first_day(on)
        if day is None or day != _last_day(on):
            raise UsageError(f"{on!r} is no day; write 2024-05-19")
        with Record.read(self.path) as record:
            return dyad_shock(record, *codes, day)
