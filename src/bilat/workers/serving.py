"""A worker process from within: it answers one call after another until its parent is gone."""

from __future__ import annotations

import importlib
import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from bilat.model import BilatError

_LONGEST = 500  # characters of an error that are passed on


def serve(line: int, memory: int, *setup: str) -> None:
    """Answer calls on a socket: `setup` first, then whatever is asked, within the memory given."""
    threading.Thread(target=_end_with_parent, args=(line,), daemon=True).start()
    _limit(memory)
    ours = Connection(line)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            if setup:
                _function(setup[0])(*setup[1:])
        except BilatError as error:
            ours.send(("missing", str(error)))
            return
        ours.send(("ready", None))
        while True:
            name, arguments = ours.recv()
            _answer(ours, name, arguments)


def _answer(line: Connection, name: str, arguments: tuple[Any, ...]) -> None:
    try:
        found = _function(name)(*arguments)
        if isinstance(found, Iterator):
            for item in found:
                line.send(("item", item))
            found = None
        line.send(("done", found))
    except MemoryError:
        line.send(("memory", None))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:
        line.send(("error", f"{type(error).__name__}: {error}"[:_LONGEST]))


def _function(name: str) -> Callable[..., Any]:
    module, function = name.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent(line: int) -> None:
    """End this worker when its parent is gone, even where the parent was killed and could say nothing."""
    hung_up = select.poll()
    hung_up.register(line, select.POLLHUP)
    while not hung_up.poll():
        pass
    os._exit(1)
