"""Generated requests: valid and invalid ones of an operation's schema, each answered as the contract says and never with a 5xx."""

from collections.abc import Callable

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def explore(operation, send: Callable[[schemathesis.Case], object], cases: int) -> int:
    """Sends generated requests and fails at one that is answered wrongly, with the smallest that was found. Returns how many."""
    sent = 0
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @settings(
            max_examples=max(cases // 2, 1),
            deadline=None,
            database=None,
            derandomize=True,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def attempt(case) -> None:
            nonlocal sent
            sent += 1
            case.validate_response(send(case), checks=CHECKS)

        try:
            attempt()
        except Unsatisfiable:
            # Nothing about a request without parameters can be wrong.
            assert mode is GenerationMode.NEGATIVE
    return sent
