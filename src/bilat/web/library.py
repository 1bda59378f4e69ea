"""Vega's JavaScript, from the package that carries it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock

from bilat.web.errors import Problem

_SNIPPET = "window.vegaEmbed = vegaEmbed; window.vega = vega;"
_BUNDLE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle(sys.argv[1]).encode())"


_IMPORTING = Lock()


def load() -> None:
    """Load what charts and measures need, by one thread: two that begin at once may find half of numpy."""
    with _IMPORTING:
        _loaded()


@cache
def _loaded() -> None:
    for name in ("numpy", "altair"):
        if importlib.util.find_spec(name) is not None:
            importlib.import_module(name)
    if "altair" in sys.modules:
        # each part of a chart is else held against the schema as it is made, ten times what the chart costs
        sys.modules["altair.utils.schemapi"].disable_debug_mode()


@cache
def library() -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one script. Bundling takes seconds, so it is kept in the user's cache."""
    try:
        version = metadata.version("vl-convert-python")
    except metadata.PackageNotFoundError:
        raise Problem(503, 'charts need `pip install "bilat[web]"`') from None
    key = hashlib.sha256(f"{version} {_SNIPPET}".encode()).hexdigest()[:16]
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bilat"
    kept = folder / f"vega-{key}.js"
    if kept.is_file():
        return kept.read_bytes()
    # in a process of its own, because bundling would stop every other thread here
    made = subprocess.run([sys.executable, "-c", _BUNDLE, _SNIPPET], capture_output=True, check=True).stdout
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(made)
        part.replace(kept)
    except OSError:
        pass  # a cache that cannot be written costs the next start some seconds
    return made
