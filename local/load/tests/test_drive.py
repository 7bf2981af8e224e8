"""What the load run says of what it saw."""

import http.server
import os
import threading
import time
from collections import Counter

import pytest

from local.load.__main__ import missed
from local.load.drive import Driver, Outcome, Processors, kinds, spent_by
from local.load.people import KINDS, Request


class Slow(http.server.BaseHTTPRequestHandler):
    """Answers 200 after a while; 503 where it is asked to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        time.sleep(0.2)
        self.send_response(503 if self.path.endswith("refuse") else 200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


@pytest.fixture
def driver():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Driver(f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_a_hundred_requests_are_of_all_kinds_by_their_shares():
    assert Counter(kind.name for kind in kinds()) == {kind.name: kind.share for kind in KINDS}
    assert sum(kind.share for kind in KINDS) == 100


def test_requests_leave_when_they_are_due_whether_or_not_earlier_ones_were_answered(driver):
    started = time.monotonic()
    outcome = driver.run(40, 1, lambda kind: Request(kind, "GET", "/", "token", None), lambda: None)
    assert len(outcome.seconds) == 40
    # One after the other they would take eight seconds.
    assert time.monotonic() - started < 6
    assert not outcome.errors
    assert outcome.quantile(0.5) >= 0.2


def test_what_is_refused_and_what_does_not_answer_is_an_error(driver):
    outcome = driver.run(10, 0.5, lambda kind: Request(kind, "GET", "/refuse", "token", None), lambda: None)
    assert outcome.errors.total() == 5
    away = Driver("http://127.0.0.1:9")
    outcome = away.run(10, 0.5, lambda kind: Request(kind, "GET", "/", "token", None), lambda: None)
    assert outcome.errors.total() == 5


@pytest.mark.parametrize(
    ("outcome", "functions", "standin", "says"),
    [
        (Outcome([0.1] * 100), 0.1, 0.1, []),
        (Outcome([0.1] * 100, Counter({"get-today: 503": 1})), 0.1, 0.1, ["1 × get-today: 503"]),
        (Outcome([0.1] * 98 + [0.7] * 2), 0.1, 0.1, ["p99 700 ms"]),
        (Outcome([0.1] * 100), 2.0, 0.1, ["functions: 20.00 ms"]),
        (Outcome([0.1] * 100), 0.1, 4.0, ["stand-in: 40.00 ms"]),
        (Outcome(), 0.0, 0.0, ["nothing was sent"]),
    ],
)
def test_r59_errors_a_slow_hundredth_and_processor_time_fail_the_run(outcome, functions, standin, says):
    said = missed(outcome, functions, standin)
    assert len(said) == len(says)
    assert all(line.startswith(start) for line, start in zip(said, says, strict=True))


def test_the_processor_time_of_a_program_is_counted_while_it_lives():
    before = spent_by(os.getpid())
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    assert spent_by(os.getpid()) - before >= 0.1
    assert Processors(os.getpid()).spent() >= 0
