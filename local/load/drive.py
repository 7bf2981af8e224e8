"""Sends so many requests a second, whether or not earlier ones were answered, and counts what that cost."""

import http.client
import json
import os
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .people import KINDS, Kind, Request

PATIENCE = 30
# Requests that wait for their answers at once; those beyond wait here, and their waiting counts.
MOST_AT_ONCE = 64
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Outcome:
    """What became of the requests of a run."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter = field(default_factory=Counter)

    def quantile(self, share: float) -> float:
        """The time in seconds that this share of the requests stayed below, from when each was due."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def kinds() -> list[Kind]:
    """A hundred requests in an order that is the same every time and in which no kind comes in a row."""
    places = [(number / kind.share, kind) for kind in KINDS for number in range(kind.share)]
    return [kind for _, kind in sorted(places, key=lambda place: (place[0], place[1].name))]


class Driver:
    """Sends requests to one API over kept connections."""

    def __init__(self, api: str) -> None:
        self._base = urlsplit(api)
        self._own = threading.local()

    def send(self, request: Request) -> tuple[int, str]:
        """The status, and the problem's code where it is none of success."""
        headers = {"authorization": f"Bearer {request.token}", "accept-language": "ja"}
        data = None
        if request.body is not None:
            headers |= {"content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
            data = json.dumps(request.body).encode()
        if getattr(self._own, "connection", None) is None:
            self._own.connection = http.client.HTTPConnection(self._base.hostname, self._base.port, timeout=PATIENCE)
        try:
            self._own.connection.request(request.method, self._base.path + request.path, data, headers)
            answer = self._own.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self._own.connection = None
            raise
        return answer.status, "" if answer.status < 300 else text.decode(errors="replace")[:200]

    def run(self, rate: float, seconds: float, next_request: Callable[[Kind], Request], each_second: Callable[[], None]) -> Outcome:
        """Sends `rate` requests a second, each when it is due."""
        outcome, order, lock = Outcome(), deque(kinds()), threading.Lock()
        started = time.monotonic()

        def one(due: float, request: Request) -> None:
            try:
                status, said = self.send(request)
                wrong = f"{request.kind.name}: {status} {said}" if status >= 300 else ""
            except (OSError, http.client.HTTPException) as error:
                wrong = f"{request.kind.name}: {type(error).__name__}"
            with lock:
                outcome.seconds.append(time.monotonic() - due)
                if wrong:
                    outcome.errors[wrong] += 1

        with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
            for number in range(int(rate * seconds)):
                due = started + number / rate
                time.sleep(max(0.0, due - time.monotonic()))
                pool.submit(one, due, next_request(order[0]))
                order.rotate(-1)
                if number % max(1, int(rate)) == 0:
                    each_second()
        return outcome


class Processors:
    """The processor time of the functions: the children of the stand-in, of which some end on the way."""

    def __init__(self, parent: int) -> None:
        self._parent = parent
        self._seen: dict[int, float] = {}
        self.look()
        self._before = dict(self._seen)

    def look(self) -> None:
        """Notes what each has used so far."""
        for listed in Path(f"/proc/{self._parent}/task").glob("*/children"):
            for pid in _read(listed).split():
                spent = spent_by(int(pid))
                if spent is not None:
                    self._seen[int(pid)] = spent

    def spent(self) -> float:
        """Seconds since this was made."""
        self.look()
        return sum(self._seen.values()) - sum(self._before.values())


def spent_by(pid: int) -> float | None:
    """Seconds of a processor that a process has used so far; None where it has ended."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else None


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""  # it has ended
