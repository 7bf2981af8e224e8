"""Which tests run in which lane."""

# The one test that is run for each operation by itself; whatever else a file holds stays together, because its tests share
# what they set up.
_BY_ITSELF = "::test_r30_generated_requests_are_answered_as_the_contract_says["


def of_lane(tests: list[str], lane: int, lanes: int) -> set[str]:
    """The tests of a lane, counted from 1: each test is in exactly one. Whole files go where there is least so far, then the
    tests of single operations fill up, in turn."""
    if not 1 <= lane <= lanes:
        raise ValueError(f"there is no lane {lane} of {lanes}")
    shares: list[list[str]] = [[] for _ in range(lanes)]
    files: dict[str, list[str]] = {}
    single = [test for test in tests if _BY_ITSELF in test]
    for test in tests:
        if _BY_ITSELF not in test:
            files.setdefault(test.split("::")[0], []).append(test)
    for together in sorted(files.values(), key=len, reverse=True):
        min(shares, key=len).extend(together)
    for test in single:
        min(shares, key=len).append(test)
    return set(shares[lane - 1])
