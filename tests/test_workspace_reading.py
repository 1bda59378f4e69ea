"""The way into the record, with a stand-in for the coder and the real record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from bilat import sources
from bilat.model import BilatError, Document, Reading, Refusal, When
from bilat.record import Record
from bilat.workers import Limits, Worker
from bilat.workspace import Step, Summary, pool, read_into, reading
from interrupts import heeding_interrupts

HERE = Path(__file__).parent


def article(number: int, more: str = "") -> Reading:
    text = f"Officials of Russia met their colleagues for the {number}th time. {more}"
    return Reading(f"{number}.txt", Document(f"{number}.txt", text, published=When("2024-05-21", "", "document")))


def read(path: Path, readings: Iterable[Reading], workers: int = 2) -> Summary:
    with Record.open(path) as record:
        return read_into(record, readings, "stand_in_coder", workers)


def content(path: Path) -> str:
    with Record.read(path) as record:
        return record.content_hash()


def test_every_article_gives_its_mention(tmp_path: Path) -> None:
    summary = read(tmp_path / "r", map(article, range(150)))
    assert summary.counts == {"ok": 150}
    assert summary.mentions == 150
    with Record.read(tmp_path / "r") as record:
        assert {mention.doc for mention in record.mentions()} == {document.id for document in record.documents()}


def test_workers_do_not_change_the_record(tmp_path: Path) -> None:
    readings = [article(n % 150) for n in range(180)]
    for workers in (1, 2, 3):
        read(tmp_path / str(workers), readings, workers)
    assert content(tmp_path / "1") == content(tmp_path / "2") == content(tmp_path / "3")


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    read(tmp_path / "r", map(article, range(140)))
    before = content(tmp_path / "r")
    summary = read(tmp_path / "r", map(article, range(140)))
    assert summary.counts == {"known": 140}
    assert summary.mentions == 0
    assert content(tmp_path / "r") == before


def test_one_text_under_two_names_is_one_document(tmp_path: Path) -> None:
    first = article(1)
    assert isinstance(first.outcome, Document)
    second = Reading("copy.txt", Document("copy.txt", first.outcome.text, published=first.outcome.published))
    summary = read(tmp_path / "r", [first, second])
    assert summary.counts == {"ok": 1, "duplicate": 1}
    with Record.read(tmp_path / "r") as record:
        assert record.names(first.outcome.id) == ("1.txt", "copy.txt")


@pytest.mark.parametrize("late_first", [False, True])
def test_a_date_that_a_second_reading_tells_reaches_the_mentions(tmp_path: Path, late_first: bool) -> None:
    text = "Russia received a guest."
    undated, dated = Document("a", text), Document("b", text, published=When("2023-02-01", "", "document"))
    both = [Reading("b", dated), Reading("a", undated)] if late_first else [Reading("a", undated), Reading("b", dated)]
    read(tmp_path / "r", both)
    with Record.read(tmp_path / "r") as record:
        (mention,) = record.mentions()
        assert mention.when == When("2023-02-01", "", "document")
        assert record.stale() == []


def test_a_refusal_is_told_and_its_neighbours_are_read(tmp_path: Path) -> None:
    refused = Reading("x.txt", Refusal("x.txt", "rejected", "empty", "the file is empty"))
    steps: list[Step] = []
    with Record.open(tmp_path / "r") as record:
        summary = read_into(record, [article(1), refused, article(2)], "stand_in_coder", 1, steps.append)
    assert summary.counts == {"ok": 2, "rejected": 1}
    assert summary.problems == (Step("x.txt", "rejected", "empty", "the file is empty"),)
    assert [step.source for step in steps] == ["1.txt", "x.txt", "2.txt"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_the_coder_fails_on_costs_only_itself(tmp_path: Path, workers: int) -> None:
    readings = [article(n, "FAULT" if n == 20 else "") for n in range(140)]
    summary = read(tmp_path / "r", readings, workers)
    assert summary.counts == {"ok": 139, "failed": 1}
    assert summary.problems[0].source == "20.txt"
    assert "RuntimeError: a fault" in summary.problems[0].detail


def test_what_is_left_out_and_names_that_two_texts_share_are_told(tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "Peru met Chile."}, {"id": "a", "text": "Chile met Peru."}]
    lines.append({"id": "b", "published": "31 Feb 2024", "text": "They spoke of rail."})
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with Record.open(tmp_path / "r") as record:
        summary = read_into(record, sources.read([tmp_path / "x.jsonl"]), "stand_in_coder", 1)
    assert summary.counts == {"ok": 3}
    assert ["its name 'a'" in step.detail for step in summary.remarks[:-1]] == [True] * (len(summary.remarks) - 1)
    assert "31 Feb 2024" in summary.remarks[-1].detail
    assert len(summary.remarks) >= 2


def test_an_article_that_failed_is_tried_again(tmp_path: Path) -> None:
    read(tmp_path / "r", [article(1, "FAULT")])
    assert read(tmp_path / "r", [article(1, "FAULT")]).counts == {"failed": 1}


@pytest.mark.parametrize(
    ("word", "reason", "workers"),
    [("CRASH", "crash", 1), ("ABORT", "crash", 2), ("HOARD", "memory", 2), ("HANG", "timeout", 1)],
)
def test_an_article_that_ends_its_worker_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, reason: str, workers: int
) -> None:
    monkeypatch.setattr(pool, "LIMITS", Limits(3.0, 400_000_000))
    readings = [article(n, word if n == 105 else "") for n in range(120)]
    summary = read(tmp_path / "r", readings, workers)
    assert summary.counts == {"ok": 119, "failed": 1}
    [problem] = summary.problems
    assert (problem.source, problem.reason) == ("105.txt", reason)
    with Record.read(tmp_path / "r") as record:
        assert [row.source for row in record.ledger("failed")] == ["105.txt"]


def test_an_article_that_ends_its_worker_is_not_tried_for_ever(tmp_path: Path) -> None:
    readings = [article(1, "CRASH"), article(2)]
    for _ in range(2):
        assert "not tried again" not in read(tmp_path / "r", readings, 1).problems[0].detail
    summary = read(tmp_path / "r", readings, 1)
    assert summary.counts == {"failed": 1, "known": 1}
    assert "not tried again" in summary.problems[0].detail
    with Record.read(tmp_path / "r") as record:
        assert [(row.status, row.reason) for row in record.ledger("failed")] == [("failed", "crash")]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="lists processes as Linux does")
def test_a_worker_killed_from_without_costs_nothing(tmp_path: Path) -> None:
    killed = []
    steps = 0

    def kill_one(step: Step) -> None:  # far enough apart that none is at the same document
        nonlocal steps
        steps += 1
        workers = _children()
        if len(killed) < 3 and steps > 60 * len(killed) and workers:
            os.kill(workers[0], signal.SIGKILL)
            killed.append(workers[0])

    with Record.open(tmp_path / "r") as record:
        summary = read_into(record, (article(n, "SLOW") for n in range(200)), "stand_in_coder", 2, kill_one)
    assert summary.counts == {"ok": 200}
    assert len(killed) == 3


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="lists processes as Linux does")
@pytest.mark.parametrize(("kills", "ends"), [(2, {"ok": 3}), (9, None)])
def test_a_worker_killed_while_it_starts_is_started_again_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kills: int, ends: dict[str, int] | None
) -> None:
    start, started = Worker.start, []

    def start_and_die(worker: Worker) -> None:
        before = worker.pid
        start(worker)
        if worker.pid != before and len(started) < kills:
            started.append(worker.pid)
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)

    monkeypatch.setattr(Worker, "start", start_and_die)
    if ends is None:
        with pytest.raises(BilatError, match="did not start"):
            read(tmp_path / "r", map(article, range(3)), 1)
        assert len(started) == pool.FALSE_STARTS
    else:
        assert read(tmp_path / "r", map(article, range(3)), 1).counts == ends


def _children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="lists processes as Linux does")
@pytest.mark.parametrize(("articles", "most"), [(60, 1), (160, 3)])
def test_a_second_worker_starts_only_where_there_is_work_for_it(tmp_path: Path, articles: int, most: int) -> None:
    seen: set[int] = set()
    with Record.open(tmp_path / "r") as record:
        readings = (article(n, "SLOW") for n in range(articles))
        read_into(record, readings, "stand_in_coder", 3, lambda step: seen.update(_children()))
    assert len(seen) == most


def test_only_a_bounded_number_of_articles_is_taken_ahead(tmp_path: Path) -> None:
    taken = written = most = 0

    def source() -> Iterable[Reading]:
        nonlocal taken, most
        for n in range(1_500):
            taken += 1
            most = max(most, taken - written)
            yield article(n)

    def count(step: Step) -> None:
        nonlocal written
        written += 1

    with Record.open(tmp_path / "r") as record:
        read_into(record, source(), "stand_in_coder", 2, count)
    assert written == 1_500
    assert most <= (2 * pool.AHEAD + 1) * reading.CHUNK_DOCUMENTS


SLOW_RUN = """
import sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
from test_workspace_reading import article
from bilat.record import Record
from bilat.workspace import read_into
if __name__ == "__main__":
    readings = (article(n, "SLOW" if n > 32 else "") for n in range(320))
    with Record.open({record!r}) as record:
        read_into(record, readings, "stand_in_coder", 2, lambda step: print(step.source, flush=True))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_a_stopped_run_leaves_no_process_and_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "run.py"
    script.write_text(SLOW_RUN.format(tests=str(HERE), record=str(tmp_path / "r")), encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=heeding_interrupts,
    )  # fmt: skip
    assert run.stdout is not None
    for _ in range(16):
        run.stdout.readline()
    if how is signal.SIGINT:  # a terminal sends it to the whole group
        os.killpg(run.pid, how)
    else:
        run.send_signal(how)
    run.wait(timeout=20)
    _wait_until_gone(run.pid)
    with Record.read(tmp_path / "r") as record:
        assert [problem for problem in record.check(deep=True) if "matches again" not in problem] == []
        kept = record.counts().documents
    assert 16 <= kept < 320
    summary = read(tmp_path / "r", [article(n, "SLOW" if n > 32 else "") for n in range(320)])
    assert summary.counts == {"known": kept, "ok": 320 - kept}


def _wait_until_gone(group: int) -> None:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker outlived its parent")
