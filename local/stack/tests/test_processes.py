"""Starting and stopping a program."""

import socket
import sys

import pytest

from local.stack.processes import NotStarted, Program, running, stop

SERVER = """
import http.server, signal, sys
class Ok(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
def bye(*_):
    open("saved", "w").write("yes"); sys.exit(0)
signal.signal(signal.SIGTERM, bye)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ok).serve_forever()
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(state, port, code=SERVER):
    command = [sys.executable, "-c", code, str(port)]
    return Program("server", command, port, f"http://127.0.0.1:{port}/", state, directory=state)


def test_starts_once_and_stops_in_peace(tmp_path, port):
    server = program(tmp_path, port)
    assert server.start() is True
    assert server.start() is False
    assert running(tmp_path, "server")
    assert stop(tmp_path, "server") is True
    assert (tmp_path / "saved").read_text() == "yes"
    assert running(tmp_path, "server") is None
    assert stop(tmp_path, "server") is False


def test_other_settings_are_another_start(tmp_path, port):
    assert program(tmp_path, port).start() is True
    assert program(tmp_path, port, SERVER + "\n# changed").start() is True
    assert stop(tmp_path, "server") is True


def test_says_which_port_is_taken(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(NotStarted, match=f"port {port} is taken"):
            program(tmp_path, port).start()


def test_says_where_the_log_of_a_failed_start_is(tmp_path, port):
    with pytest.raises(NotStarted, match=r"ended at once with 3; see .*server\.log"):
        program(tmp_path, port, "raise SystemExit(3)").start()


def test_a_reused_pid_is_not_ours(tmp_path):
    (tmp_path / "server.pid").write_text('{"pid": 1, "born": "another day"}')
    assert running(tmp_path, "server") is None
    assert stop(tmp_path, "server") is False
