"""Tests in lanes: each with a stack of its own, at the same time. One stack's requests wait for one another, so that two lanes
on two cores take little more than half of the time."""

import subprocess
import sys
import threading

from .settings import ROOT, Settings

# More than a stack has ports.
_PORTS_A_LANE = 10


def of_lane(settings: Settings, lane: int) -> Settings:
    """The stack of a lane, counted from 1."""
    return Settings(settings.state / f"lane-{lane}", settings.port_base + _PORTS_A_LANE * (lane - 1))


def run(settings: Settings, lanes: int, pytest: list[str]) -> int:
    """Runs all lanes of these tests; each line of theirs begins with its lane. Gives the worst of their exit codes."""
    running = [_start(of_lane(settings, lane), lane, lanes, pytest) for lane in range(1, lanes + 1)]
    readers = [threading.Thread(target=_show, args=(process, lane)) for lane, process in enumerate(running, 1)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    # A lane that was ended by a signal has a negative code.
    return max(abs(process.wait()) for process in running)


def _start(own: Settings, lane: int, lanes: int, pytest: list[str]) -> subprocess.Popen:
    options = ["--state", str(own.state), "--port-base", str(own.port_base), "--", *pytest, f"--lane={lane}/{lanes}"]
    command = [sys.executable, "-m", "local.stack", "test", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _show(process: subprocess.Popen, lane: int) -> None:
    for line in process.stdout or ():
        print(f"[{lane}] {line}", end="", flush=True)
