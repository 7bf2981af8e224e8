"""The command that builds what runs on AWS."""

import pytest

from infra.deploy import build, plan


@pytest.mark.parametrize(
    ("host", "arch", "cross"),
    [("x86_64", "arm64", ["--arm64"]), ("x86_64", "x86_64", []), ("arm64", "x86_64", ["--x86-64"]), ("arm64", "arm64", [])],
)
def test_another_processor_than_the_machines_own_is_named_to_cargo_lambda(monkeypatch, host, arch, cross):
    monkeypatch.setattr(build, "host_architecture", lambda: host)
    command = build.release_command(plan.load("dev"), ["resident"], arch)
    assert [part for part in command if part in ("--arm64", "--x86-64")] == cross
    assert command[:4] == ["cargo", "lambda", "build", "--release"]
