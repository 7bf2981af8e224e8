"""The stack that the tests run against: the one that HEALTH_NOTEBOOK_STACK names (`make e2e` starts one from nothing)."""

import json

import pytest

from local.stack.settings import ROOT
from local.tour.stack import Stack

from .lanes import of_lane
from .routes import Route, routes_of


def pytest_addoption(parser: pytest.Parser) -> None:
    """One of several lanes that run at once (`python -m local.stack test --lanes 2`)."""
    parser.addoption("--lane", default="1/1", help="which of how many lanes: 1/2")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves the tests of this lane."""
    lane, lanes = (int(part) for part in config.getoption("--lane").split("/"))
    kept = of_lane([item.nodeid for item in items], lane, lanes)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


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
