"""The counts that a record carries on, against its rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.model import Actor, Coded, Happening, Reading
from bilat.record import Record
from made import CHINA, IRAN, RUSSIA, document, event

STATES = (CHINA, IRAN, RUSSIA)
DAYS = [(date(2023, 11, 1) + timedelta(days=n)).isoformat() for n in range(120)]
days = st.one_of(st.none(), st.sampled_from(DAYS))
spans = st.tuples(days, days).map(lambda pair: tuple(sorted(pair)) if all(pair) else pair)


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    first, last = draw(spans)
    a, b = draw(st.sampled_from(list(combinations(STATES, 2))))
    status = draw(st.sampled_from(("occurred", "planned")))
    quad = draw(st.sampled_from(("verbal_cooperation", "material_conflict")))
    fields = {"type": "CONSULT", "source": (a,), "target": (b,), "status": status, "quad": quad, "intensity": 1.0}
    number = 2 * draw(st.integers(0, 2**60))  # a record's numbers are the upper 63 bits of ids
    return Happening(f"{number:016x}", "event", fields, (f"{number:016x}",), first, last, "", 1, 1, 1)


def _pairs(one: Happening) -> tuple[str, str]:
    codes: set[str] = set()
    for field in ("source", "target"):
        actors: tuple[Actor, ...] = one.fields[field]
        codes |= {str(actor.code) for actor in actors}
    a, b = sorted(codes)
    return a, b


def _within(one: Happening, since: str | None, until: str | None) -> bool:
    """Whether it may have been in the span: what has a last day only, on any day before that."""
    if not (since or until):
        return True
    low, high = one.first or "0000", one.last or "9999"
    return bool(one.first or one.last) and (not since or high >= since) and (not until or low <= until)


def _month(one: Happening) -> str:
    """The month of a happening that is known to it: as a reader of its dates would say."""
    return one.first[:7] if one.first and one.last and one.first[:7] == one.last[:7] else ""


def _in_turn(found: list[Happening]) -> list[str]:
    """The last first, those without a date at the end."""
    return [one.id for one in sorted(found, key=lambda one: (one.first or one.last or "", one.id), reverse=True)]


@given(
    st.lists(happenings(), unique_by=lambda one: one.id, max_size=12),
    st.lists(happenings(), unique_by=lambda one: one.id, max_size=12),
    spans,
)
@settings(max_examples=30, deadline=None)
def test_counts_are_those_of_the_rows_as_they_come_and_go(
    before: list[Happening], after: list[Happening], span: tuple[str | None, str | None]
) -> None:
    with TemporaryDirectory() as folder, Record.open(Path(folder) / "r.sqlite") as record:
        record.replace_happenings(before, {})
        record.replace_happenings(after, {})
        assert record.counts().happenings == ({"event": len(after)} if after else {})
        for a, b in combinations(("CHN", "IRN", "RUS"), 2):
            own = [one for one in after if _pairs(one) == (a, b)]
            assert record.counted(a, b).get("event", 0) == len(own)
            assert record.counted(a, b, *span).get("event", 0) == sum(_within(one, *span) for one in own)
            months = Counter((_month(one), one.fields["quad"], one.fields["status"]) for one in own)
            assert {tuple(row[:3]): row.happenings for row in record.months(a, b)} == months
            shown = _in_turn([one for one in own if _within(one, *span)])
            assert [one.id for one in record.page("event", a, b, *span)] == shown
            assert {one.id for one in record.happenings("event", a, b, *span)} == set(shown)
            for month, quad, status in months:
                named = month or "unknown"
                rows = record.page("event", a, b, quad=quad, status=status, month=named)
                assert len(rows) == months[month, quad, status] and {_month(one) for one in rows} == {month}
        told = Counter(
            (*_pairs(one), one.fields["quad"])
            for one in after
            if one.fields["status"] == "occurred" and _within(one, *span)
        )
        assert {tuple(row[:3]): row.happenings for row in record.ties(*span)} == told


def test_what_is_read_and_read_again_is_counted_once(tmp_path: Path) -> None:
    told = document("Russia praised Iran. Iran praised Russia.", name="a.txt")
    one, other = event(told, "Russia praised Iran.", "SUPPORT"), event(told, "Iran praised Russia.", "SUPPORT")
    path = tmp_path / "r.sqlite"
    with Record.open(path) as record:
        record.write([Coded(Reading("a.txt", told), told.published, (one, other), "first")])
        assert record.counts().mentions == {"event": 2}
        record.write([Coded(Reading("a.txt", told), told.published, (one,), "second")])
        assert record.counts().mentions == {"event": 1}
        assert record.counts().sentences == record.count_sentences() == 2
        assert not any("counts" in line for line in record.check())
    apsw.Connection(str(path)).execute("UPDATE tally SET number = 7 WHERE what = 'mention'")
    with Record.open(path) as record:
        assert any("counts of mentions" in line for line in record.check())


def test_a_whole_kind_is_listed_in_order_of_time_page_by_page(tmp_path: Path) -> None:
    found = [
        Happening(f"{2 * n:016x}", "event", {"quad": "", "status": ""}, (f"{n:016x}",), day, day, "", 1, 1, 1)
        for n, day in enumerate([DAYS[3], None, DAYS[1], DAYS[1], DAYS[9]])
    ]
    with Record.open(tmp_path / "r.sqlite") as record:
        record.replace_happenings(found, {})
        seen: list[str] = []
        while page := record.page_of_kind("event", seen[-1] if seen else None, 2):
            seen += [one.id for one in page]
    assert [int(one, 16) // 2 for one in seen] == [4, 0, 3, 2, 1]
