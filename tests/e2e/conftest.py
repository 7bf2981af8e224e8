"""The stack that the tests run against: the one that HEALTH_NOTEBOOK_STACK names (`make e2e` starts one from nothing)."""

import json

import pytest

from local.stack.settings import ROOT
from local.tour.stack import Stack

from .routes import Route, routes_of


@pytest.fixture(scope="session")
def stack() -> Stack:
    """The running stack."""
    return Stack.running()


@pytest.fixture(scope="session")
def openapi() -> dict:
    """The contract."""
    return json.loads((ROOT / "infra" / "openapi.json").read_text())


@pytest.fixture(scope="session")
def routes(openapi, stack) -> list[Route]:
    """Every route of the contract, with ids of this stack in its path."""
    return routes_of(openapi, stack)
