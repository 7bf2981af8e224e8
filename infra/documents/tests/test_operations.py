"""The list of operations is what the contract says today, and names files that there are."""

import pytest

from infra.deploy import plan
from infra.documents import operations


def test_the_list_of_operations_is_fresh():
    assert operations.DOCUMENT.read_text() == operations.written(operations.contract()), "run make infra"


def test_every_operation_has_one_line_with_the_file_of_its_handler():
    contract = operations.contract()
    listed = list(operations.rows(contract))
    assert len(listed) == sum(len(methods) for methods in contract["paths"].values())
    assert [row.handler for row in listed if not (plan.ROOT / row.handler).is_file()] == []
    lines = operations.written(contract).splitlines()
    assert [row.name for row in listed if lines.count(row.line()) != 1] == []


@pytest.mark.parametrize(
    "operation",
    [
        {"operationId": "get-me", "tags": ["resident"], "description": "Says who one is."},
        {"operationId": "get-me", "tags": [], "description": "Says who one is.\n\nWho: nobody."},
        {"operationId": "get-me", "tags": ["nowhere"], "description": "Says who one is.\n\nWho: nobody."},
    ],
)
def test_an_operation_that_does_not_say_who_or_where_is_refused(operation):
    with pytest.raises(ValueError, match="context"):
        operations.written({"paths": {"/v1/me": {"get": operation}}})
