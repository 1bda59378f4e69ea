"""What the pages need of a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

Row = dict[str, Any]


class Desk(Protocol):
    """The methods of `bilat.workspace.Workspace` that pages call, with its arguments."""

    path: Path

    def news(self, a: str, b: str, since: str, as_of: str | None = None, clock: str = "read") -> list[Row]: ...

    def series(
        self, a: str, b: str, by: str = "month", since: str | None = None, until: str | None = None,
        as_of: str | None = None,
    ) -> Any: ...  # fmt: skip

    def changes(
        self, a: str, b: str, only: str | None = None, since: str | None = None, until: str | None = None,
        as_of: str | None = None,
    ) -> Row: ...  # fmt: skip

    def ask(self, question: str, as_of: str | None = None) -> Row: ...

    def brief(self, a: str, b: str, form: str = "txt", as_of: str | None = None) -> Any: ...

    def judge(self, verdict: str, *ids: str, by: str | None = None) -> Row: ...

    def judge_undo(self, ruling: int, by: str | None = None) -> Row: ...

    def judge_log(self) -> list[Row]: ...

    def forecast_scoreboard_as_it_stands(self, as_of: str | None = None) -> Row: ...
