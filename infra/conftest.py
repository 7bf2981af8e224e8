"""What several tests need: a stand-in of AWS of their own."""

import socket

import pytest

from infra.deploy import standin
from local.stack import up
from local.stack.processes import stop
from local.stack.settings import REGION, Settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """The folder and the port of the stand-in, which runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(tmp_path_factory.mktemp("stack"), port)
    settings.prepare()
    up.standin_program(settings).start()
    yield settings
    stop(settings.state, "standin")


@pytest.fixture(scope="session")
def target(settings):
    """The stand-in, as its administrator."""
    return standin.Standin(settings.endpoint, REGION, *settings.administrator())
