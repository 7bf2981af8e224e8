"""`python -m local.load.narrow`: trends over ten years, five values a day, with a processor's share of 128 MB.

A stack of its own, as the load has, with this one function built as it is deployed. Its process is held to 128/1769 of a processor
by the kernel (Lambda gives a whole one at 1,769 MB), while the stand-in is not: what is timed is the whole request. For root on
Linux with version 1 of cgroups; it ends with 1 where a line takes longer than a second, or the process has had more than 128 MB."""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from infra.deploy import plan
from infra.deploy.build import target
from local.stack import up as stack
from local.stack.processes import running
from local.stack.settings import ROOT, Settings
from local.tour.stack import Stack

from .drive import spent_by
from .people import lengthen

PROGRAM, OPERATION = "daily", "get-daily-trends"
MEGABYTES, WHOLE = 128, 1769
# Microseconds: how often the kernel deals out the share.
PERIOD = 20_000
MOST_SECONDS, TIMES = 1.0, 11
# Letters of an answer with 120 months in it.
LEAST = 120 * 50
ALL = ("weight_kg", "temperature_c", "systolic_mmhg", "diastolic_mmhg", "pulse_bpm", "steps", "mood")


def main() -> int:
    """Starts, measures, stops."""
    parser = argparse.ArgumentParser(prog="python -m local.load.narrow", description=__doc__)
    parser.add_argument("--state", type=Path, default=ROOT / "target" / "load")
    parser.add_argument("--port-base", type=int, default=4866)
    arguments = parser.parse_args()
    settings = Settings(arguments.state.resolve(), arguments.port_base)
    stack.clean(settings)
    try:
        deployed_as_on_aws()
        stack.up(settings)
        return measure(settings)
    finally:
        stack.down(settings)
        # The next `make functions` lays the tests' own program there again.
        (artefact() / "built-from").unlink(missing_ok=True)


def artefact() -> Path:
    """Where the packager looks for the program."""
    return plan.load("local").artefacts / PROGRAM


def deployed_as_on_aws() -> None:
    """Lays the release profile's program in place of the tests' own."""
    subprocess.run(["cargo", "build", "--quiet", "--release", "--locked", "--package", PROGRAM], cwd=ROOT, check=True)
    shutil.copy(target() / "release" / PROGRAM, artefact() / "bootstrap")


def measure(settings: Settings) -> int:
    """Prints how long lines of one measure and of all take; 0 if all holds."""
    running_stack = Stack.running(str(settings.summary))
    account = running_stack.account("resident")
    token = running_stack.tokens(account)["AccessToken"]
    lengthen(running_stack, account["resident_id"], a_day=5)

    def line(measures: tuple[str, ...], bucket: str) -> float:
        query = "&".join([*(f"measure={name}" for name in measures), f"bucket={bucket}", f"from={ten_years_ago()}"])
        begun = time.monotonic()
        answer = running_stack.call("GET", f"/v1/residents/{account['resident_id']}/trends?{query}", token)
        seconds = time.monotonic() - begun
        if answer.status != 200 or len(str(answer.body)) < LEAST:
            raise SystemExit(f"no line of ten years: {answer.status}, {len(str(answer.body))} letters")
        return seconds

    # The months are summed up by the first lines, which take as long as they take.
    first = line(ALL, "month")
    while line(ALL, "month") > first / 2:
        first = line(ALL, "month")
    pid = function(settings)
    slowest = 0.0
    with narrow(pid):
        for measures, bucket in ((ALL[:1], "month"), (ALL[2:3], "month"), (ALL[:1], "week"), (ALL, "month")):
            before = spent_by(pid) or 0.0
            seconds = statistics.median(line(measures, bucket) for _ in range(TIMES))
            own = ((spent_by(pid) or 0.0) - before) / TIMES
            print(f"{len(measures)} measures by the {bucket}: {seconds * 1000:.0f} ms, {own * 1000:.1f} ms of a processor")
            slowest = max(slowest, seconds)
    most = highest(pid)
    print(f"memory of the process at most {most:.1f} MB")
    return 0 if slowest <= MOST_SECONDS and most <= MEGABYTES else 1


def ten_years_ago() -> str:
    """The first day of a line of ten years."""
    now = time.gmtime()
    return f"{now.tm_year - 10}-{now.tm_mon:02}-{min(now.tm_mday, 28):02}"


def function(settings: Settings) -> int:
    """The process that serves the operation: the child of the stand-in that was last started for it."""
    standin = Path(f"/proc/{running(settings.state, 'standin')}/task")
    children = [int(pid) for listed in standin.glob("*/children") for pid in listed.read_text().split()]
    for pid in sorted(children, reverse=True):
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        if f"_HANDLER={OPERATION}".encode() in environment:
            return pid
    raise SystemExit(f"no process serves {OPERATION}")


@contextmanager
def narrow(pid: int):
    """Holds a process to the share, and lets it go."""
    group = Path("/sys/fs/cgroup/cpu/health-notebook-narrow")
    group.mkdir(exist_ok=True)
    (group / "cpu.cfs_period_us").write_text(str(PERIOD))
    (group / "cpu.cfs_quota_us").write_text(str(PERIOD * MEGABYTES // WHOLE))
    (group / "cgroup.procs").write_text(str(pid))
    try:
        yield
    finally:
        (group.parent / "cgroup.procs").write_text(str(pid))
        group.rmdir()


def highest(pid: int) -> float:
    """The most memory that a process has had, in MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) / 1000


if __name__ == "__main__":
    sys.exit(main())
