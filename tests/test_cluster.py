"""Coding on a real Ray cluster of two nodes on this machine: the same record, though a node is lost."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bilat.model import Document, Reading, When
from bilat.record import Record
from bilat.workspace import read_into

pytest.importorskip("ray")


def article(number: int, more: str = "") -> Reading:
    text = f"Officials of Russia met their colleagues for the {number}th time. {more}"
    return Reading(f"{number}.txt", Document(f"{number}.txt", text, published=When("2024-05-21", "", "document")))


def content(path: Path) -> str:
    with Record.read(path) as record:
        return record.content_hash()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    patch = pytest.MonkeyPatch()
    patch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)]))
    patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    node = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    made = Cluster(initialize_head=True, head_node_args={"node_ip_address": "127.0.0.2", **node})
    made.second = made.add_node(node_ip_address="127.0.0.2", **node)
    yield made
    made.shutdown()
    patch.undo()


def test_a_cluster_gives_the_same_record_though_a_node_is_killed(cluster: Any, tmp_path: Path) -> None:
    readings = [article(n, "SLOW" if n % 2 else "CRASH" if n == 100 else "") for n in range(240)]
    with Record.open(tmp_path / "here") as record:
        expected = read_into(record, readings, "stand_in_coder", 2)

    def kill() -> None:
        time.sleep(8)
        cluster.remove_node(cluster.second, allow_graceful=False)

    killer = threading.Thread(target=kill)
    killer.start()
    with Record.open(tmp_path / "there") as record:
        summary = read_into(record, readings, "stand_in_coder", 1, cluster=cluster.address)
    killer.join()
    assert summary.counts == expected.counts == {"ok": 239, "failed": 1}
    assert content(tmp_path / "there") == content(tmp_path / "here")
