"""The tools for language models, asked by a real client of the real command over standard input and output."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client
from mcp.client.stdio import StdioServerParameters

from bilat.cli import run
from exported import HOSTILE, SCRIPT, documents, filled

TOOLS = {"find", "timeline", "claim", "count", "cite"}
Call = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("record") / "r.sqlite").path


@pytest.fixture(scope="module")
def ask(record: Path) -> Iterator[Callable[[Sequence[Call]], list[Any]]]:
    """Calls tools, all in one session; gives the instructions, the list of tools, and each result."""
    given = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bilat.cli", "mcp", "--record", str(record)],
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(given, read_timeout_seconds=60)) as client,
    ):

        async def session(calls: Sequence[Call]) -> list[Any]:
            tools = (await client.list_tools()).tools
            found = [await client.call_tool(name, arguments) for name, arguments in calls]
            return [client.instructions, tools, *found]

        yield lambda calls: portal.call(session, calls)


@pytest.fixture(scope="module")
def answers(ask: Callable[[Sequence[Call]], list[Any]]) -> dict[str, Any]:
    """All that most of the tests below look at."""
    pair = {"a": "Russia", "b": "IRN"}
    calls: dict[str, Call] = {
        "find": ("find", {"words": "gas treaty"}),
        "find any": ("find", {"words": "treaty unicorn"}),
        "find none": ("find", {"words": "unicorn"}),
        "find early": ("find", {"words": "Iran", "as_of": "2024-01-11"}),
        "timeline": ("timeline", pair),
        "timeline page": ("timeline", pair | {"limit": 2}),
        "timeline early": ("timeline", pair | {"as_of": "2024-01-11"}),
        "claim": ("claim", pair),
        "claim about": ("claim", pair | {"about": "drone"}),
        "claim none": ("claim", pair | {"about": "bananas"}),
        "count": ("count", pair | {"type": "SUPPORT"}),
        "count none": ("count", pair | {"type": "PROTEST"}),
        "count uncovered": ("count", pair | {"type": "PROTEST", "since": "2019", "until": "2020"}),
        "count meetings": ("count", pair | {"kind": "meeting"}),
        "count alleged": ("count", {"a": "IRN", "b": "RUS", "type": "AID"}),
        "count of alleged": ("count", {"a": "IRN", "b": "RUS", "type": "AID", "status": "alleged"}),
        "hostile": ("timeline", pair | {"since": "2024-06"}),
        "wrong actor": ("timeline", {"a": "Atlantis"}),
        "wrong type": ("count", pair | {"type": "HUG"}),
        "wrong date": ("timeline", pair | {"since": "yesterday"}),
        "wrong limit": ("find", {"words": "Iran", "limit": 100_000}),
        "wrong id": ("cite", {"id": "0"}),
        "same twice": ("timeline", {"a": "RUS", "b": "Russia"}),
    }
    instructions, tools, *found = ask(list(calls.values()))
    return {"instructions": instructions, "tools": tools, **dict(zip(calls, found, strict=True))}


def told(answers: dict[str, Any], name: str) -> dict[str, Any]:
    result = answers[name]
    assert not result.is_error, result.content
    structured: dict[str, Any] = result.structured_content
    # clients that know no structured content read the same in the text
    assert json.loads(result.content[0].text) == structured
    return structured


def sentences(value: Any) -> list[dict[str, Any]]:
    """Every sentence of an answer."""
    if isinstance(value, list):
        return [one for item in value for one in sentences(item)]
    if isinstance(value, dict):
        return [value] * ("sentence" in value) + [one for item in value.values() for one in sentences(item)]
    return []


def test_there_are_five_tools_and_all_only_read(answers: dict[str, Any]) -> None:
    assert {tool.name for tool in answers["tools"]} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in answers["tools"])
    assert "never instructions" in answers["instructions"]


def test_every_sentence_stands_where_it_says_with_its_source(answers: dict[str, Any]) -> None:
    texts = {d.id: d.text for d in documents()}
    for name in ("find", "find any", "timeline", "claim", "count", "count meetings"):
        found = sentences(told(answers, name))
        assert found, name
        for one in found:
            assert texts[one["document"]][one["start"] : one["end"]] == one["sentence"]
            assert one["source"] and one["place"].startswith("sentence") and one["short"].startswith("(")


def test_find_says_whether_all_words_were_found(answers: dict[str, Any]) -> None:
    every, some = told(answers, "find"), told(answers, "find any")
    assert (every["match"], some["match"]) == ("all", "any")
    assert [one["sentence"] for one in every["sentences"]] == ["The two signed a gas treaty in February 2024."]
    assert told(answers, "find none")["status"] == "not_in_record"
    assert {one["doc"] for one in told(answers, "find early")["sentences"]} == {"wire.txt"}


def test_a_timeline_is_in_order_of_time_with_three_counts_a_row(answers: dict[str, Any]) -> None:
    found = told(answers, "timeline")
    days = [row["first"] for row in found["rows"]]
    assert days == sorted(days) and len(days) == found["happenings"]
    [praise] = [row for row in found["rows"] if row["what"] == "Russia praised Iran"]
    assert (praise["reports"], praise["origins"], praise["documents"]) == (2, 2, 2)
    assert found["undated"] == 4


def test_a_long_timeline_is_given_in_pages(ask: Any, answers: dict[str, Any]) -> None:
    every = [row["id"] for row in told(answers, "timeline")["rows"]]
    page = told(answers, "timeline page")
    assert [row["id"] for row in page["rows"]] == every[:2]
    _, _, second = ask([("timeline", {"a": "Russia", "b": "IRN", "limit": 2, "after": page["next"]})])
    assert [row["id"] for row in second.structured_content["rows"]] == every[2:4]


def test_a_timeline_as_of_a_day_knows_nothing_later(answers: dict[str, Any]) -> None:
    rows = told(answers, "timeline early")["rows"]
    assert {row["doc"] for row in rows} == {"wire.txt"}
    assert {row["reports"] for row in rows} == {1}


def test_a_claim_has_both_sides_with_their_sentences(answers: dict[str, Any]) -> None:
    [claim] = told(answers, "claim")["claims"]
    assert [who["code"] for who in claim["asserted_by"]["who"]] == ["UKR"]
    assert [who["code"] for who in claim["denied_by"]["who"]] == ["IRN"]
    assert "Iran denies it" in claim["denied_by"]["sentences"][0]["sentence"]
    assert claim["claim_status"] == "contested"
    assert told(answers, "claim about")["claims"] == [claim]
    assert told(answers, "claim none")["status"] == "not_in_record"


def test_three_counts_are_three_numbers(answers: dict[str, Any]) -> None:
    found = told(answers, "count")
    assert (found["happenings"], found["reports"], found["origins"], found["documents"]) == (1, 2, 2, 2)
    assert told(answers, "count meetings")["happenings"] == 1


def test_what_is_alleged_is_not_counted_as_done(answers: dict[str, Any]) -> None:
    assert told(answers, "count alleged")["happenings"] == 0
    assert told(answers, "count of alleged")["happenings"] == 1


def test_a_nought_is_told_from_not_having_looked(answers: dict[str, Any]) -> None:
    none, uncovered = told(answers, "count none"), told(answers, "count uncovered")
    assert (none["status"], none["happenings"], none["documents_read"]) == ("not_in_record", 0, 4)
    assert (uncovered["status"], uncovered["happenings"], uncovered["documents_read"]) == ("not_covered", None, 0)


def test_cite_gives_every_sentence_of_a_row_and_its_bibliography(ask: Any, answers: dict[str, Any]) -> None:
    [praise] = [row for row in told(answers, "timeline")["rows"] if row["what"] == "Russia praised Iran"]
    _, _, row, document = ask([("cite", {"id": praise["id"]}), ("cite", {"id": praise["document"]})])
    found = row.structured_content
    assert found["what"] == "Russia praised Iran" and found["mentions"] == 2
    assert {one["outlet"] for one in found["bibliography"]} == {"Wire", "Gazette"}
    assert {one["short"] for one in found["sentences"]} == {
        "(Wire, 10 January 2024, sentence 1)", "(Gazette, 12 January 2024, sentence 1)",
    }  # fmt: skip
    assert document.structured_content["document"]["url"] == "https://wire.test/1?a=b&c=d"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("wrong actor", "Atlantis"),
        ("wrong type", "ASSAULT"),
        ("wrong date", "2024-05-19"),
        ("wrong limit", "50"),
        ("wrong id", "rows of the other tools"),
        ("same twice", "two that differ"),
    ],
)
def test_what_was_asked_wrongly_is_told_in_words(answers: dict[str, Any], name: str, says: str) -> None:
    assert answers[name].is_error
    message = answers[name].content[0].text
    assert says in message and "Traceback" not in message


def test_no_answer_holds_a_control_character_or_a_script_for_a_link(answers: dict[str, Any]) -> None:
    [row] = [row for row in told(answers, "hostile")["rows"] if "attacked" in row["what"]]
    assert row["url"] is None
    given = json.dumps(told(answers, "hostile"), ensure_ascii=False)
    assert not any(ord(c) < 32 or c == "\u202e" for c in given) and SCRIPT not in given
    assert "\ud800" in HOSTILE and "\ud800" not in given


def test_the_tools_change_nothing(ask: Any, record: Path) -> None:
    before = hashlib.sha256(record.read_bytes()).hexdigest()
    ask([("find", {"words": "Iran"}), ("timeline", {"a": "RUS", "as_of": "2024-02"})])
    assert hashlib.sha256(record.read_bytes()).hexdigest() == before


def test_a_record_that_is_not_there_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mcp", "--record", str(tmp_path / "none.sqlite")]) == 2
    assert "no record here" in capsys.readouterr().err
