"""Worker processes that can be killed: each call has limits on its time and its memory.

A parser or a coder that hangs, runs out of memory or crashes ends its own process, and costs the call that it was at.
"""

from bilat.workers.worker import Ended, Limits, Worker, wait

__all__ = ["Ended", "Limits", "Worker", "wait"]
