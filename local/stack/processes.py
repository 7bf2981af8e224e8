"""Starts, finds and stops the programs of a stack. Each has a pid file and a log in the stack's folder."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

INHERITED = ("PATH", "HOME", "LANG")


class NotStarted(Exception):
    """A program could not be started. The message says why and where its log is."""


@dataclass(frozen=True)
class Program:
    """One program of a stack."""

    name: str
    command: list[str]
    port: int
    ready: str  # an address that answers 200 as soon as the program works
    state: Path
    environment: dict[str, str] = field(default_factory=dict)
    directory: Path | None = None
    # Beside `port`.
    other_ports: tuple[int, ...] = ()

    @property
    def log(self) -> Path:
        """Its standard output and error."""
        return self.state / f"{self.name}.log"

    def start(self, patience: float = 30) -> bool:
        """Starts it unless it runs already, with the same settings. True if it was started now."""
        if running(self.state, self.name) and self._same() and _answers(self.ready):
            return False
        stop(self.state, self.name)
        taken = [port for port in (self.port, *self.other_ports) if _taken(port)]
        if taken:
            raise NotStarted(f"port {taken[0]} is taken by another program; choose others with PORT_BASE=… (now {self.name})")
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        noted = {"pid": process.pid, "born": _born(process.pid), "settings": self._settings()}
        _pid_file(self.state, self.name).write_text(json.dumps(noted))
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if process.poll() is not None:
                raise NotStarted(f"{self.name} ended at once with {process.returncode}; see {self.log}")
            if _answers(self.ready):
                return True
            time.sleep(0.05)
        raise NotStarted(f"{self.name} does not answer at {self.ready}; see {self.log}")

    def _settings(self) -> str:
        """A digest of what it is started with. The shell's own variables do not count."""
        own = {name: value for name, value in self.environment.items() if name not in INHERITED}
        return hashlib.sha256(json.dumps([self.command, own], sort_keys=True).encode()).hexdigest()

    def _same(self) -> bool:
        return json.loads(_pid_file(self.state, self.name).read_text()).get("settings") == self._settings()


def inherited() -> dict[str, str]:
    """What a program sees of the shell's variables."""
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


def running(state: Path, name: str) -> int | None:
    """The pid of a program that this stack started and that still lives."""
    file = _pid_file(state, name)
    if not file.exists():
        return None
    noted = json.loads(file.read_text())
    return noted["pid"] if noted["born"] == _born(noted["pid"]) != "" else None


def stop(state: Path, name: str, patience: float = 60) -> bool:
    """Ends a program in peace and waits until it is gone, so that its state is saved. True if there was one."""
    pid = running(state, name)
    if pid:
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + patience
        while running(state, name):
            if time.monotonic() > end:
                raise TimeoutError(f"{name} (pid {pid}) does not end; nothing was forced, because that would lose its state")
            time.sleep(0.05)
    _pid_file(state, name).unlink(missing_ok=True)
    return bool(pid)


def _pid_file(state: Path, name: str) -> Path:
    return state / f"{name}.pid"


def _born(pid: int) -> str:
    """When a process started, so that a reused pid is not mistaken for ours. Empty if there is none, or only its remains."""
    with suppress(OSError):
        os.waitpid(pid, os.WNOHANG)  # our own child's remains would look alive
    ps = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
    state, _, born = subprocess.run(ps, capture_output=True, text=True, check=False).stdout.strip().partition(" ")
    return "" if state.startswith("Z") else born.strip()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
