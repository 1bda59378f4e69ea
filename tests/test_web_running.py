"""The server's processes: they answer on one socket, and end together however the first ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from site_served import fill

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="who started whom is read from /proc")


def others_of(pid: int) -> list[int]:
    """The processes that one started, when there is one for each core, up to four."""
    wanted = min(4, len(os.sched_getaffinity(0))) - 1
    end = time.monotonic() + 10
    found: list[int] = []
    while len(found) < wanted and time.monotonic() < end:
        found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
        time.sleep(0.05)
    assert len(found) == wanted
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_first(tmp_path: Path, how: signal.Signals) -> None:
    fill(tmp_path / "r.sqlite")
    command = [sys.executable, "-m", "bilat.cli", "serve", "--record", str(tmp_path / "r.sqlite"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None and server.stderr is not None
        address = server.stdout.readline().split()[0]
        others = others_of(server.pid)
        answers = [httpx.get(address, timeout=30).status_code for _ in range(12)]
        assert answers == [200] * 12
        server.send_signal(how)
        server.wait(15)
        end = time.monotonic() + 10
        while (left := [pid for pid in others if Path(f"/proc/{pid}").exists()]) and time.monotonic() < end:
            time.sleep(0.05)
        assert not left
        assert "Traceback" not in server.stderr.read()
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, timeout=5)
