"""Coding on a real Ray cluster of two nodes on this machine: the same record, though a node is lost."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from bilat.model import Document, Reading, When
from bilat.record import Record
from bilat.workspace import cluster as cluster_room
from bilat.workspace import read_into


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


def test_a_cluster_gives_the_same_record_though_a_node_is_killed(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_room, "_BLOCK_DOCUMENTS", 8)
    readings = [article(n, "SLOW" if n % 2 else "CRASH" if n == 100 else "") for n in range(200)]
    with Record.open(tmp_path / "here") as record:
        expected = read_into(record, readings, "stand_in_coder", 2)
    done: list[int] = []

    def kill_in_the_middle() -> None:
        out = tmp_path / "there.ray" / "out"
        while not done:
            if out.exists() and len(list(out.iterdir())) >= 3:
                cluster.remove_node(cluster.second, allow_graceful=False)
                done.append(len(list(out.iterdir())))
            time.sleep(0.05)

    killer = threading.Thread(target=kill_in_the_middle, daemon=True)
    killer.start()
    with Record.open(tmp_path / "there") as record:
        summary = read_into(record, readings, "stand_in_coder", 1, cluster=cluster.address)
    killer.join()
    assert done[0] < 200 / 8  # blocks
    assert summary.counts == expected.counts == {"ok": 199, "failed": 1}
    assert content(tmp_path / "there") == content(tmp_path / "here")
    assert not (tmp_path / "there.ray").exists()


def test_a_stopped_round_leaves_parquet_that_the_next_run_takes_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = [article(n) for n in range(40)]
    with Record.open(tmp_path / "here") as record:
        read_into(record, readings, "stand_in_coder", 1)
    coded: list[int] = []

    @contextmanager
    def pool_without_ray(module: str, address: str, folder: Path) -> Iterator[cluster_room.ClusterPool]:
        yield cluster_room.ClusterPool(module, 1, folder)

    def code_blocks(folder: Path, module: str, cores: int) -> None:
        actor = cluster_room._Actor(module)
        try:
            for file in sorted((folder / "in").iterdir()):
                coded.append(parquet.read_table(file).num_rows)
                made = actor({"name": [file.name], "file": [file.read_bytes()]})
                (folder / "out" / file.name).write_bytes(made["file"][0])
                if sum(coded) == 24:
                    raise KeyboardInterrupt
        finally:
            actor._pool.close()

    monkeypatch.setattr(cluster_room, "open_cluster", pool_without_ray)
    monkeypatch.setattr(cluster_room, "code_blocks", code_blocks)
    monkeypatch.setattr(cluster_room, "_BLOCK_DOCUMENTS", 8)
    with Record.open(tmp_path / "there") as record:
        with pytest.raises(KeyboardInterrupt):
            read_into(record, readings, "stand_in_coder", 1, cluster="none")
        assert record.counts().documents == 0
        assert read_into(record, readings[::-1], "stand_in_coder", 1, cluster="none").counts == {"ok": 40}
    assert coded == [8] * 5
    assert content(tmp_path / "there") == content(tmp_path / "here")
