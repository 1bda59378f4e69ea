"""What a workspace forecasts, and how good that was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilat.ledgers import View
from bilat.record import Record
from bilat.workspace.asked import last_day, two

if TYPE_CHECKING:
    from bilat.workspace.wording import Wanted

Row = dict[str, Any]
Day = str | None


class Foreseeing:
    """The methods of a workspace that forecast and keep score."""

    path: Path

    def forecast(self, a: str, b: str, as_of: Day = None) -> list[Row]:
        """How often each thing will be between two in the next week, month and quarter, each origin apart, and why.

        It starts on the day after the last that was read, or after `as_of`, from what happened by then. Without
        `as_of` what was forecast is stored, for `forecast_scoreboard`.
        """
        from bilat import forecasting
        from bilat.workspace.forecasting import dyad_forecast

        forecasting.needed()
        codes = two(a, b)
        if as_of:
            with Record.read(self.path) as record:
                return dyad_forecast(record, *codes, last_day(as_of))[0]
        with Record.open(self.path, create=False) as record:
            rows, made = dyad_forecast(record, *codes)
            record.keep_forecasts(made)
        return rows

    def forecast_question(
        self, a: str, b: str, what: str, within: int = 30, least: int = 1, as_of: Day = None
    ) -> list[Row]:
        """The probability that there is at least so much of something within so many days, by each origin, and why.

        `what` is `all`, a quad class, a PLOVER type, `TYPE/mode`, `meeting`, `meeting/form` or `agreement/signed`.
        """
        from bilat.workspace.wording import Wanted

        return self._foresee(Wanted(*two(a, b), what, "both", least, within), as_of)

    def forecast_in_words(self, text: str, as_of: Day = None) -> list[Row]:
        """The same for a question in plain English: "Russia and Iran sign an agreement within 90 days".

        Persons may be named in place of states, by the offices that they hold on the last day that was read. Raises
        `bilat.model.BilatError` where it cannot be read, with what can be asked.
        """
        from bilat.workspace.forecasting import known_to
        from bilat.workspace.standing import Standing
        from bilat.workspace.wording import taken_apart

        until = last_day(as_of)
        with Record.read(self.path) as record:
            day = known_to(record, until)
            wanted = taken_apart(text, day, Standing(View(record, until), day).of)
        return self._foresee(wanted, as_of)

    def _foresee(self, wanted: Wanted, as_of: Day) -> list[Row]:
        from bilat import forecasting
        from bilat.workspace.forecasting import question

        forecasting.needed()
        with Record.read(self.path) as record:
            return question(record, wanted, last_day(as_of))

    def forecast_scoreboard(self, as_of: str | None = None) -> dict[str, Any]:
        """How good the forecasts were whose days have passed, beside what named holders expected.

        `tool` and `holders` hold the averages, `forecasts` and `expectations` every single one. As of a day it holds
        the forecasts from what had happened by then; without `as_of` those that can be closed are closed for good.
        """
        from bilat.workspace.scoring import scoreboard

        if as_of:
            return self.forecast_scoreboard_as_it_stands(as_of)
        with Record.open(self.path, create=False) as record:
            return scoreboard(record)

    def forecast_scoreboard_as_it_stands(self, as_of: str | None = None) -> dict[str, Any]:
        """The same as `forecast_scoreboard`, from a record that is only read: nothing is closed for good."""
        from bilat.workspace.scoring import as_it_stands

        with Record.read(self.path) as record:
            return as_it_stands(record, last_day(as_of) if as_of else None)

    def forecast_evaluate(self, path: str | Path, **options: Any) -> Row:
        """How well the test days of a table of events are forecast: see `bilat.forecasting.evaluate`."""
        from bilat import forecasting

        return forecasting.evaluate(path, **options)

    def forecast_learn(self, path: str | Path, model: str | Path, seed: int = 0) -> Row:
        """Learn events into a file that keeps what it knows: see `bilat.forecasting.learn`."""
        from bilat import forecasting

        return forecasting.learn(path, model, seed)

    def forecast_who(
        self, model: str | Path, relation: str, source: str | None = None, target: str | None = None
    ) -> Row:
        """Who comes next in a relation: see `bilat.forecasting.who`."""
        from bilat import forecasting

        return forecasting.who(model, relation, source, target)
