"""`python -m local.load`: a stack of its own, and 30 requests a second for ten minutes. Ends with 1 where a budget is missed."""

import argparse
import json
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from local.stack import up as stack
from local.stack.processes import running
from local.stack.settings import ROOT, Settings
from local.tour.stack import Stack

from .drive import Driver, Outcome, Processors, spent_by
from .people import KINDS, Kind, People

# Seconds: what is aimed at, and where a run fails.
P99_AIM, P99_MOST = 0.3, 0.6
# Milliseconds of a processor a request. Of the functions, in the quick profile that runs on one machine; and of the stand-in,
# whose one thread answers everything: at 33 ms it is full at 30 requests a second, however fast the functions are.
FUNCTIONS_MOST, STANDIN_MOST = 12.0, 27.0
RESIDENTS = 20


def main() -> int:
    """Starts, measures, stops."""
    parser = argparse.ArgumentParser(prog="python -m local.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("LOAD_SECONDS") or 600))
    parser.add_argument("--rate", type=float, default=30, help="requests a second")
    parser.add_argument("--state", type=Path, default=ROOT / "target" / "load")
    parser.add_argument("--port-base", type=int, default=int(os.environ.get("LOAD_PORT_BASE") or 4866))
    arguments = parser.parse_args()
    settings = Settings(arguments.state.resolve(), arguments.port_base)
    stack.clean(settings)
    try:
        stack.up(settings)
        return 0 if measure(settings, arguments.rate, arguments.seconds) else 1
    finally:
        stack.down(settings)


def measure(settings: Settings, rate: float, seconds: float) -> bool:
    """Counts the table's requests of each kind one by one, then sends all kinds together. Prints both; true if all holds."""
    running_stack = Stack.running(str(settings.summary))
    people, driver = People(running_stack, RESIDENTS), Driver(running_stack.summary["api"])
    counted = {kind.name: requests_of(settings, driver, people, kind) for kind in KINDS}
    wrong = [
        f"{kind.name} asks the table {counted[kind.name]} times, not {kind.table_requests}"
        for kind in KINDS
        if counted[kind.name] != kind.table_requests
    ]
    print("Requests to the table:", ", ".join(f"{name} {count}" for name, count in counted.items()))

    pid = running(settings.state, "standin")
    processors, standin = Processors(pid), spent_by(pid)
    over = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        renewed = pool.submit(people.keep_the_doctor_signed_in, over)
        try:
            outcome = driver.run(rate, seconds, people.request, processors.look)
        finally:
            over.set()
        renewed.result()
    wrong += missed(outcome, processors.spent(), spent_by(pid) - standin)
    print("\n".join(f"MISSED: {line}" for line in wrong) or "all kept")
    return not wrong


def missed(outcome: Outcome, functions: float, standin: float) -> list[str]:
    """What does not hold of a run, after printing its numbers. The times are seconds of a processor."""
    sent, p99 = max(1, len(outcome.seconds)), outcome.quantile(0.99)
    functions, standin = functions * 1000 / sent, standin * 1000 / sent
    p50, load = outcome.quantile(0.5), os.getloadavg()[0]
    print(
        f"{len(outcome.seconds)} requests, {outcome.errors.total()} errors; p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms "
        f"(aim {P99_AIM * 1000:.0f}, at most {P99_MOST * 1000:.0f}), milliseconds of a processor a request: "
        f"functions {functions:.2f}, stand-in {standin:.2f}; load of the machine {load:.1f}"
    )
    wrong = [f"{count} × {error}" for error, count in outcome.errors.most_common(20)]
    if not outcome.seconds:
        wrong.append("nothing was sent")
    if p99 > P99_MOST:
        wrong.append(f"p99 {p99 * 1000:.0f} ms")
    if functions > FUNCTIONS_MOST:
        wrong.append(f"functions: {functions:.2f} ms of a processor a request, at most {FUNCTIONS_MOST}")
    if standin > STANDIN_MOST:
        wrong.append(f"stand-in: {standin:.2f} ms of a processor a request, at most {STANDIN_MOST}")
    return wrong


def requests_of(settings: Settings, driver: Driver, people: People, kind: Kind) -> int:
    """How many requests to the table one of this kind makes in a long notebook: the fewest of some, for schedules tick too."""
    fewest = []
    for _ in range(5):
        before = table_requests(settings)
        status, said = driver.send(people.request(kind, number=0))
        if status >= 300:
            raise SystemExit(f"{kind.name}: {status} {said}")
        fewest.append(table_requests(settings) - before)
    return min(fewest)


def table_requests(settings: Settings) -> int:
    """What the stand-in's table was asked until now."""
    path = settings.state / "table-requests.json"
    path.unlink(missing_ok=True)
    os.kill(running(settings.state, "standin"), signal.SIGUSR2)
    end = time.monotonic() + 10
    while not path.exists():
        if time.monotonic() > end:
            raise SystemExit("the stand-in does not say how often its table was asked")
        time.sleep(0.005)
    return sum(json.loads(path.read_text()).values())


if __name__ == "__main__":
    sys.exit(main())
