"""What the deployment asks of AWS, with a cloud that answers from a list."""

from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from infra.deploy import aws, plan, sam

ENOUGH = {"AccountLimit": {"ConcurrentExecutions": 1000}}


class Account:
    """Every service of an account in one."""

    def __init__(self, stacks=(), limit=1000, production=True, unconfirmed=()):
        self.stacks = {name: {"StackName": name, "StackStatus": status, "Outputs": []} for name, status in stacks}
        self.limit, self.production, self.unconfirmed = limit, production, set(unconfirmed)
        self.deleted, self.protected = [], []

    def describe_stacks(self, StackName):
        if StackName not in self.stacks:
            raise ClientError(
                {"Error": {"Code": "ValidationError", "Message": f"Stack {StackName} does not exist"}}, "DescribeStacks"
            )
        return {"Stacks": [self.stacks[StackName]]}

    def get_paginator(self, _):
        return self

    def paginate(self):
        return [{"Stacks": list(self.stacks.values())}]

    def get_waiter(self, _):
        return self

    def wait(self, StackName):
        assert StackName not in self.stacks

    def delete_stack(self, StackName):
        self.deleted.append(StackName)
        del self.stacks[StackName]

    def describe_stack_resources(self, StackName):
        table = {"LogicalResourceId": "Table", "PhysicalResourceId": "t-1", "ResourceStatus": "DELETE_FAILED"}
        return {"StackResources": [table, {"LogicalResourceId": "Key", "ResourceStatus": "DELETE_COMPLETE"}]}

    def list_change_sets(self, StackName):
        old = {"ExecutionStatus": "AVAILABLE", "CreationTime": datetime.now(UTC) - timedelta(days=1)}
        new = {"ExecutionStatus": "AVAILABLE", "CreationTime": datetime.now(UTC) + timedelta(seconds=1)}
        return {"Summaries": [old, new] if StackName in self.unconfirmed else [old]}

    def update_termination_protection(self, StackName, EnableTerminationProtection):
        assert EnableTerminationProtection
        self.protected.append(StackName)

    def get_account_settings(self):
        return {"AccountLimit": {"ConcurrentExecutions": self.limit}}

    def get_account(self):
        return {"ProductionAccessEnabled": self.production}


@pytest.fixture
def todo(tmp_path):
    stacks = []
    for name, text in (("data", "Outputs:\n  Made: { Value: x }\n"), ("use", "Parameters:\n  Made: { Type: String }\n")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(text + "Resources: {}\n")
        stacks.append(plan.Stack(name, path, protected=name == "data"))
    return plan.Plan("p", "dev", tmp_path, stacks)


def deploy(todo, account):
    """The calls of `sam`, with what was said; a deployed stack stands and has its output."""
    calls, said = [], []

    def run(call, check):
        assert check
        name = call[call.index("--stack-name") + 1]
        calls.append(call)
        made = [{"OutputKey": "Made", "OutputValue": f"by {name}"}]
        account.stacks[name] = {"StackName": name, "StackStatus": "CREATE_COMPLETE", "Outputs": made}

    sam.deploy(todo, aws.Cloud("dev", lambda service: account), run=run, say=said.append)
    return calls, said


def test_outputs_are_passed_on_and_what_outlives_is_protected(todo):
    account = Account()
    calls, _ = deploy(todo, account)
    assert 'Made="by p-dev-data"' in calls[1]
    assert account.protected == ["p-dev-data"]


def test_stacks_are_looked_for_where_sam_makes_them():
    assert {aws.region(env) for env in ("dev", "stage", "prod")} == {"ap-northeast-1"}
    asked = []
    aws.boto3.client, before = lambda service, region_name: asked.append(region_name), aws.boto3.client
    try:
        aws.Cloud("prod")
    finally:
        aws.boto3.client = before
    assert set(asked) == {"ap-northeast-1"}


def test_a_no_to_sams_question_stops_the_deployment(todo):
    account = Account(unconfirmed=["p-dev-data"])
    with pytest.raises(sam.NotConfirmed, match="p-dev-data was not confirmed"):
        deploy(todo, account)
    assert "p-dev-use" not in account.stacks
    assert account.protected == []


def test_what_a_failed_first_creation_left_is_removed_and_what_stood_is_not(todo):
    account = Account([("p-dev-data", "UPDATE_ROLLBACK_COMPLETE"), ("p-dev-use", "ROLLBACK_COMPLETE")])
    _, said = deploy(todo, account)
    assert account.deleted == ["p-dev-use"]
    assert any("p-dev-use was never created" in line for line in said)


@pytest.mark.parametrize("status", ["ROLLBACK_FAILED", "DELETE_FAILED", "CREATE_FAILED", "UPDATE_ROLLBACK_FAILED"])
def test_a_stuck_stack_is_left_to_a_person_with_the_names_of_what_stays(todo, status):
    account = Account([("p-dev-data", status)])
    with pytest.raises(aws.Refused, match=r"p-dev-data is .*: Table \(t-1\)\. Look at it first"):
        deploy(todo, account)
    assert account.deleted == []


def test_nobody_deploys_into_a_deployment(todo):
    with pytest.raises(aws.Refused, match="somebody else is deploying"):
        deploy(todo, Account([("p-dev-data", "UPDATE_IN_PROGRESS")]))


def test_an_account_is_one_environments(todo):
    account = Account([("other-stack", "CREATE_COMPLETE"), ("p-prod-data", "CREATE_COMPLETE")])
    with pytest.raises(aws.Refused, match="p-prod-data of another environment"):
        deploy(todo, account)
    deploy(todo, Account([("p-dev-data", "CREATE_COMPLETE"), ("pp-prod-data", "CREATE_COMPLETE")]))


def test_a_new_accounts_concurrency_is_refused_with_the_request_that_raises_it(todo):
    with pytest.raises(aws.Refused, match=r"runs 10 functions at once.*request-service-quota-increase .*L-B99A9384"):
        deploy(todo, Account(limit=10))
    assert aws.needed_concurrency(plan.load("dev")) <= 1000


def test_the_mail_sandbox_is_said_and_refused_in_production(todo):
    _, said = deploy(todo, Account(production=False))
    assert any("sandbox" in line for line in said)
    with pytest.raises(aws.Refused, match="sandbox"):
        aws.Cloud("prod", lambda service: Account(production=False)).check(plan.replace(todo, env="prod"))


def test_a_missing_value_of_any_stack_stops_before_the_first_call(todo):
    todo.stacks[1].template.write_text("Parameters:\n  Missing: { Type: String }\nResources: {}\n")
    account = Account()
    with pytest.raises(plan.PlanError, match="stack use: Missing"):
        deploy(todo, account)
    assert account.stacks == {}
