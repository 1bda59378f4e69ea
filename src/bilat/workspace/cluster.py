"""Documents coded on a Ray cluster: a pool like that of this machine's processes, results in the same order."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from bilat.model import BilatError, Document, Part, When, mention_from_row, mention_to_row
from bilat.workspace.pool import Pool, Result

LOCAL = "local"
_CHUNKS_A_CORE = 32  # in one run over the cluster: about a minute and a half of work for each core


class ClusterPool:
    """Chunks go in; all that wait are coded at once, by Ray Data, when the first result is asked for.

    Each actor holds a worker of ours, loaded once: so the limits on time and memory hold on every machine, and what a
    lost machine was at is done by another. Raises BilatError where Ray gives up.
    """

    def __init__(self, module: str, cores: int) -> None:
        self._module = module
        self._cores = cores
        self._line: deque[Sequence[Document]] = deque()
        self._done: deque[list[Result]] = deque()

    def submit(self, chunk: Sequence[Document]) -> None:
        """Put a chunk at the end of the line."""
        self._line.append(chunk)

    def full(self) -> bool:
        """Whether results must be taken out before more goes in."""
        return bool(self._done) or len(self._line) >= _CHUNKS_A_CORE * self._cores

    def waiting(self) -> int:
        """How many chunks are in the line."""
        return len(self._line) + len(self._done)

    def take(self) -> list[Result]:
        """The results of the chunk at the head of the line; waits for them."""
        if not self._done:
            self._run()
        return self._done.popleft()

    def _run(self) -> None:
        import ray

        rows = [{"number": number, "chunk": _packed(chunk)} for number, chunk in enumerate(self._line)]
        try:
            made = ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
                _Actor,
                fn_constructor_args=(self._module,),
                batch_size=1,
                compute=ray.data.ActorPoolStrategy(min_size=1, max_size=self._cores),
                num_cpus=1,
            )
            results = {int(row["number"]): str(row["results"]) for row in made.iter_rows()}
        except ray.exceptions.RayError as error:
            raise BilatError(
                f"the cluster gave up ({type(error).__name__}); what was read so far is kept: see to the cluster and "
                "run the same command again"
            ) from error
        self._done.extend(_results(results[number]) for number in range(len(rows)))
        self._line.clear()


class _Actor:
    """What runs on the cluster: a worker process of ours, asked for one chunk after another."""

    def __init__(self, module: str) -> None:
        self._pool = Pool(module, 1)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        found = []
        for chunk in batch["chunk"]:
            self._pool.submit([_document(row) for row in json.loads(str(chunk))])
            found.append(json.dumps([_result_row(result) for result in self._pool.take()]))
        return {"number": list(batch["number"]), "results": found}


@contextmanager
def open_cluster(module: str, address: str) -> Iterator[ClusterPool]:
    """A pool on the cluster at an address; `local` starts one on this machine, and ends it.

    Raises BilatError where the extra is missing or the cluster cannot be reached.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    try:
        import ray
        import ray.data
    except ImportError:
        raise BilatError('coding on a cluster needs an extra: pip install "bilat[ray]"') from None
    here: dict[str, Any] = {}
    if address.startswith("127."):
        here = {"_node_ip_address": address.split(":")[0]}
    if address == LOCAL:
        paths = os.pathsep.join(path for path in sys.path if path)
        here = {"_node_ip_address": "127.0.0.1", "runtime_env": {"env_vars": {"PYTHONPATH": paths}}}
    try:
        ray.init(
            address=address, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR, **here
        )  # "local" is Ray's own word for a cluster of one's own
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise BilatError(
            f"there is no Ray cluster at {address} ({str(error)[:200]}); start one, or say --ray local"
        ) from None
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield ClusterPool(module, max(1, _cores(ray)))
    finally:
        ray.shutdown()


def _cores(ray: Any) -> int:
    return int(ray.cluster_resources().get("CPU", 1))


def _packed(chunk: Sequence[Document]) -> str:
    return json.dumps([asdict(document) for document in chunk])


def _document(row: dict[str, Any]) -> Document:
    row["published"] = When(**row["published"]) if row["published"] else None
    row["parts"] = tuple(Part(**part) for part in row["parts"])
    row |= {key: tuple(row[key]) for key in ("authors", "notes")}
    return Document(**row)


def _result_row(result: Result) -> dict[str, Any]:
    row: dict[str, Any] = {"reason": result.reason, "detail": result.detail}
    row["published"] = asdict(result.published) if result.published else None
    row["mentions"] = [mention_to_row(mention) for mention in result.mentions]
    return row


def _results(packed: str) -> list[Result]:
    return [
        Result(
            When(**row["published"]) if row["published"] else None,
            tuple(map(mention_from_row, row["mentions"])),
            row["reason"],
            row["detail"],
        )
        for row in json.loads(packed)
    ]
