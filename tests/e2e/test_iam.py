"""Least privilege as enforced: a function's role allows what its operation says it touches, and the stack refuses the rest."""

import base64
import json
import time
import urllib.request
import uuid

import pytest

PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def functions(stack):
    """The stack's functions, by what they do."""
    lambdas = stack.administrator.client("lambda")
    pages = lambdas.get_paginator("list_functions").paginate()
    return {function["Handler"]: function for page in pages for function in page["Functions"]}


class Probe:
    """A function with the program and settings of one operation and the role of another."""

    def __init__(self, stack, program: dict, role: str) -> None:
        self.lambdas = stack.administrator.client("lambda")
        self.name = f"probe-{uuid.uuid4().hex[:8]}"
        code = self.lambdas.get_function(FunctionName=program["FunctionArn"])["Code"]["Location"]
        self.lambdas.create_function(
            FunctionName=self.name,
            Runtime=program["Runtime"],
            Architectures=program["Architectures"],
            Handler=program["Handler"],
            Role=role,
            Code={"ZipFile": _download(code)},
            Environment=program["Environment"],
            Timeout=program["Timeout"],
        )

    def __enter__(self) -> "Probe":
        end = time.monotonic() + PATIENCE_SECONDS
        while self.lambdas.get_function_configuration(FunctionName=self.name)["State"] != "Active":
            assert time.monotonic() < end, "the probe does not become active"
            time.sleep(0.05)
        return self

    def __exit__(self, *_) -> None:
        self.lambdas.delete_function(FunctionName=self.name)

    def ask(self, event: dict) -> tuple[dict, str]:
        """What it answers, and the end of its log. A busy stand-in may answer before it has the log: then it is asked again."""
        for _ in range(5):
            done = self.lambdas.invoke(FunctionName=self.name, Payload=json.dumps(event).encode(), LogType="Tail")
            answer, log = json.loads(done["Payload"].read()), _log(done.get("LogResult", ""))
            if log:
                break
        return answer, log


def _download(location: str) -> bytes:
    """A function's zip."""
    with urllib.request.urlopen(location, timeout=30) as answer:
        return answer.read()


def _log(text: str) -> str:
    """The end of a log, as Invoke hands it over."""
    return base64.b64decode(text).decode(errors="replace")


def get_me(stack) -> dict:
    """The gateway's event of GET /v1/me by the demo resident."""
    claims = {
        "iss": stack.summary["issuer"],
        "sub": "probe",
        "token_use": "access",
        "client_id": stack.summary["client_id"],
        "auth_time": str(int(time.time())),
        "origin_jti": "probe",
    }
    http = {"method": "GET", "path": "/v1/me", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "probe"}
    context = {"accountId": "0", "apiId": "probe", "domainName": "probe", "domainPrefix": "probe", "http": http}
    context |= {"requestId": "probe", "routeKey": "GET /v1/me", "stage": "$default", "time": "", "timeEpoch": 0}
    context |= {"authorizer": {"jwt": {"claims": claims, "scopes": None}}}
    event = {"version": "2.0", "routeKey": "GET /v1/me", "rawPath": "/v1/me", "rawQueryString": "", "headers": {}}
    return event | {"requestContext": context, "isBase64Encoded": False}


def test_with_its_own_role_the_probe_works(stack, functions):
    """Else the refusals below would show nothing."""
    program = functions["get-me"]
    with Probe(stack, program, program["Role"]) as probe:
        answer, log = probe.ask(get_me(stack))
    assert answer["statusCode"] == 200, log
    assert json.loads(answer["body"])["memberships"] == []


def test_a_function_is_refused_what_its_operation_does_not_touch(stack, functions):
    """get-me reads the table; the token trigger's role does not reach it."""
    with Probe(stack, functions["get-me"], functions["issue-token"]["Role"]) as probe:
        answer, log = probe.ask(get_me(stack))
    assert answer["statusCode"] == 503, log
    assert "AccessDenied" in log
    assert json.loads(answer["body"])["code"] == "unavailable"
    assert "not authorized" not in answer["body"]
    assert "AccessDenied" not in answer["body"]


def test_only_those_may_sign_whose_operation_signs(stack, functions):
    """The key that authenticates the notebook to the identity provider: in the roles of the card proof's operations only. That for
    browsers' push services: in those of the jobs that send."""
    iam = stack.administrator.client("iam")
    signing = set()
    for handler, function in functions.items():
        role = function["Role"].rpartition("/")[2]
        policies = iam.list_role_policies(RoleName=role)["PolicyNames"]
        for policy in policies:
            document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            for statement in document["Statement"]:
                actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
                assert not [action for action in actions if "*" in action], f"{handler}: {actions}"
                if "kms:Sign" in actions:
                    signing.add((handler, statement["Resource"]))
    card, browsers = stack.outputs["AssertionKeyArn"], stack.outputs["WebPushKeyArn"]
    assert signing == {
        ("start-identity-proof", card),
        ("finish-identity-proof", card),
        ("notify-alarms", browsers),
        ("follow-up-alarms", browsers),
    }


def test_no_role_reaches_another_table(stack, functions):
    """As the policies stand on the stack: the table, its index, and nothing else of DynamoDB."""
    iam, own = stack.administrator.client("iam"), stack.outputs["TableArn"]
    for handler, function in functions.items():
        role = function["Role"].rpartition("/")[2]
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            for statement in iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]["Statement"]:
                actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
                if any(action.startswith("dynamodb:") for action in actions):
                    resources = [statement["Resource"]] if isinstance(statement["Resource"], str) else statement["Resource"]
                    assert set(resources) <= {own, f"{own}/index/by_time"}, f"{handler}: {resources}"
