"""Documents coded on a Ray cluster: a pool like that of this machine's processes, results in the same order."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import shutil
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bilat.model import BilatError, Document, Part, When, mention_from_row, mention_to_row
from bilat.workspace.pool import Pool, Result, coding_room

LOCAL = "local"
# A round is one run over the cluster, about four minutes of work for each core; a block of it is some seconds of work.
_ROUND_A_CORE, _ROUND = 4_000_000, 200_000_000  # characters
_BLOCK_DOCUMENTS, _BLOCK_CHARACTERS = 128, 64_000


class ClusterPool:
    """Chunks go in; all that wait are coded in one round, by Ray Data, when the first result is asked for.

    The documents of a round lie in a folder as Parquet, in blocks; what is made of each block is put beside them as
    Parquet too, and read from there. Results of a round that was stopped are taken up by the next run. The folder
    need not be seen by the other machines. Raises BilatError where Ray gives up.
    """

    def __init__(self, module: str, cores: int, folder: Path) -> None:
        self._module = module
        self._cores = cores
        self._folder = folder
        self._coder = coding_room(module).coder_name()
        self._line: deque[list[tuple[str, Document]]] = deque()
        self._characters = 0  # in the line
        self._found = _left(folder / "out")

    def submit(self, chunk: Sequence[Document]) -> None:
        """Put a chunk at the end of the line."""
        self._line.append([(self._key(document), document) for document in chunk])
        self._characters += sum(len(document.text) for document in chunk)

    def full(self) -> bool:
        """Whether results must be taken out before more goes in."""
        return self._characters >= min(_ROUND_A_CORE * self._cores, _ROUND) or self._done()

    def waiting(self) -> int:
        """How many chunks are in the line."""
        return len(self._line)

    def take(self) -> list[Result]:
        """The results of the chunk at the head of the line; waits for them."""
        if not self._done():
            self._run()
        chunk = self._line.popleft()
        self._characters -= sum(len(document.text) for _, document in chunk)
        return [_result(self._found.pop(key)) for key, _ in chunk]

    def close(self) -> None:
        """Remove the folder: what it held is in the record."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _done(self) -> bool:
        return bool(self._line) and all(key in self._found for key, _ in self._line[0])

    def _key(self, document: Document) -> str:
        """What coding a document depends on."""
        return hashlib.sha256(f"{self._coder}\x1f{_packed(document)}".encode("utf-8", "surrogatepass")).hexdigest()

    def _run(self) -> None:
        import ray

        todo = {key: document for chunk in self._line for key, document in chunk if key not in self._found}
        kept = [{"key": key, "result": result} for key, result in self._found.items()]
        shutil.rmtree(self._folder, ignore_errors=True)
        for name in ("in", "out"):
            (self._folder / name).mkdir(parents=True)
        if kept:
            (self._folder / "out" / "kept").write_bytes(_parquet(kept))
        for number, rows in enumerate(_blocks(todo)):
            (self._folder / "in" / f"{number:06}.parquet").write_bytes(_parquet(rows))
        try:
            code_blocks(self._folder, self._module, self._cores)
        except ray.exceptions.RayError as error:
            raise BilatError(
                f"the cluster gave up ({type(error).__name__}); what was coded so far is kept: see to the cluster and "
                "run the same command again"
            ) from error
        self._found = _left(self._folder / "out")


def code_blocks(folder: Path, module: str, cores: int) -> None:
    """Code each Parquet file in `folder`/in into one in `folder`/out, on the cluster that Ray is connected to.

    The files travel through Ray's own store. Actors load their models once each; Ray Data hands one a block when it
    is done with those before, holds back where results are not taken away, and gives what a lost machine was at to
    another.
    """
    import ray

    blocks = [{"name": file.name, "file": file.read_bytes()} for file in sorted((folder / "in").iterdir())]
    made = ray.data.from_items(blocks, override_num_blocks=len(blocks)).map_batches(
        _Actor,
        fn_constructor_args=(module,),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=cores),
        num_cpus=1,
    )
    for row in made.iter_rows():
        half = folder / "half"
        half.write_bytes(row["file"])
        half.replace(folder / "out" / row["name"])


class _Actor:
    """What runs on the cluster: a worker process of ours, asked for one block after another.

    So the limits on time and memory hold on every machine.
    """

    def __init__(self, module: str) -> None:
        self._pool = Pool(module, 1)

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[Any]]:
        return {"name": list(batch["name"]), "file": [self._coded(bytes(file)) for file in batch["file"]]}

    def _coded(self, file: bytes) -> bytes:
        rows = _rows(file)
        self._pool.submit([_document(row["document"]) for row in rows])
        results = map(_result_row, self._pool.take())
        return _parquet([{"key": row["key"], "result": result} for row, result in zip(rows, results, strict=True)])


@contextmanager
def open_cluster(module: str, address: str, folder: Path) -> Iterator[ClusterPool]:
    """A pool on the cluster at an address, its blocks in a folder; `local` starts a cluster here, and ends it.

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
        pool = ClusterPool(module, max(1, _cores(ray)), folder)
        yield pool
        pool.close()
    finally:
        ray.shutdown()


def _cores(ray: Any) -> int:
    return int(ray.cluster_resources().get("CPU", 1))


def _blocks(todo: Mapping[str, Document]) -> Iterator[list[dict[str, str]]]:
    """Documents by their keys as rows, in blocks that go to an actor each."""
    block: list[dict[str, str]] = []
    size = 0
    for key, document in todo.items():
        block.append({"key": key, "document": _packed(document)})
        size += len(document.text)
        if len(block) == _BLOCK_DOCUMENTS or size >= _BLOCK_CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block


def _parquet(rows: Sequence[Mapping[str, str]]) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(list(rows)), out, compression="zstd")
    return out.getvalue()


def _rows(file: bytes) -> list[dict[str, str]]:
    from pyarrow import parquet

    rows: list[dict[str, str]] = parquet.read_table(io.BytesIO(file)).to_pylist()
    return rows


def _left(folder: Path) -> dict[str, str]:
    """The results in a folder, by their documents' keys."""
    return {row["key"]: row["result"] for file in sorted(folder.glob("*")) for row in _rows(file.read_bytes())}


def _packed(document: Document) -> str:
    return json.dumps(asdict(document))


def _document(packed: str) -> Document:
    row = json.loads(packed)
    row["published"] = When(**row["published"]) if row["published"] else None
    row["parts"] = tuple(Part(**part) for part in row["parts"])
    row |= {key: tuple(row[key]) for key in ("authors", "notes")}
    return Document(**row)


def _result_row(result: Result) -> str:
    row: dict[str, Any] = {"reason": result.reason, "detail": result.detail}
    row["published"] = asdict(result.published) if result.published else None
    row["mentions"] = [mention_to_row(mention) for mention in result.mentions]
    return json.dumps(row)


def _result(packed: str) -> Result:
    row = json.loads(packed)
    return Result(
        When(**row["published"]) if row["published"] else None,
        tuple(map(mention_from_row, row["mentions"])),
        row["reason"],
        row["detail"],
    )
