"""Functions that numba compiles, kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba

Function = Callable[..., Any]


def compiled(parallel: bool = False, fast: bool = False) -> Callable[[Function], Function]:
    """A decorator: machine code in place of a function of numbers and arrays, the same to the last bit on each run."""
    made: Callable[[Function], Function] = numba.njit(cache=True, parallel=parallel, nogil=True, fastmath=fast)
    return made
