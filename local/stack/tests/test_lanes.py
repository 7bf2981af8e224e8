"""Each test runs in exactly one lane."""

import pytest

from tests.e2e.lanes import of_lane

OPENAPI = "tests/e2e/test_openapi.py"
TESTS = [
    *(f"tests/e2e/test_story.py::test_{place}" for place in range(9)),
    *(f"tests/e2e/test_iam.py::test_{place}" for place in range(4)),
    f"{OPENAPI}::test_the_contract_is_openapi_3_1",
    *(f"{OPENAPI}::test_r30_generated_requests_are_answered_as_the_contract_says[operation-{place}]" for place in range(77)),
]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_every_test_is_in_exactly_one_lane_and_the_lanes_are_about_equal(lanes):
    shares = [of_lane(TESTS, lane, lanes) for lane in range(1, lanes + 1)]
    assert sorted(test for share in shares for test in share) == sorted(TESTS)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_a_file_stays_together():
    stories = [sum("test_story" in test for test in of_lane(TESTS, lane, 2)) for lane in (1, 2)]
    assert sorted(stories) == [0, 9]


@pytest.mark.parametrize("lane", [0, 3])
def test_a_lane_that_is_none_is_refused(lane):
    with pytest.raises(ValueError, match="no lane"):
        of_lane(TESTS, lane, 2)
