"""Interrupts for processes that tests start."""

from __future__ import annotations

import signal


def heeding_interrupts() -> None:
    """Let a process be interrupted though the tests themselves run where interrupts are ignored, as in background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
