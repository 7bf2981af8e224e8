"""What the deployment asks of AWS beside `sam`: what stands, what a failed first try left, what must hold before the first call."""

import re
import tomllib
from datetime import datetime

import boto3
from botocore.exceptions import ClientError

from . import plan, transform

SAMCONFIG = plan.ROOT / "samconfig.toml"

# Concurrent executions that people's calls need beside the queues' functions: docs/deploy.md has the arithmetic.
API_CONCURRENCY = 500

_NEVER_STOOD = "ROLLBACK_COMPLETE"
_STUCK = ("CREATE_FAILED", "ROLLBACK_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED")


class Refused(Exception):
    """The account or a stack is not in a state in which a deployment may begin or go on. The message says what to do."""


def region(env: str) -> str:
    """The region of an environment: samconfig.toml's, so that `sam` and this program speak of the same stacks."""
    return tomllib.loads(SAMCONFIG.read_text())[env]["deploy"]["parameters"]["region"]


class Cloud:
    """One account in one region."""

    def __init__(self, env: str, client=None, where: str | None = None) -> None:
        self.env, self.region, self._given = env, where or region(env), client
        self._stacks = self.client("cloudformation")

    def client(self, service: str):
        """A client of a service in this region."""
        return self._given(service) if self._given else boto3.client(service, region_name=self.region)

    def at(self, stack: plan.Stack) -> "Cloud":
        """The same account in the stack's region."""
        return Cloud(self.env, self._given, stack.region) if stack.region else self

    def find(self, name: str) -> dict | None:
        """A stack's description, or nothing."""
        try:
            stack = self._stacks.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack

    def outputs(self, name: str) -> dict[str, str]:
        """A stack's outputs; none where it does not stand."""
        stack = self.find(name) or {}
        return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}

    def make_room(self, name: str, say=print) -> None:
        """Removes what a failed first creation left: such a stack can only be deleted. Nothing that ever stood is touched."""
        stack = self.find(name)
        if stack is None:
            return
        status = stack["StackStatus"]
        if status == _NEVER_STOOD:
            say(f"   {name} was never created ({status}): removed")
            self._stacks.delete_stack(StackName=name)
            self._stacks.get_waiter("stack_delete_complete").wait(StackName=name)
        elif status in _STUCK:
            left = [
                f"{r['LogicalResourceId']} ({r.get('PhysicalResourceId') or 'not made'})"
                for r in self._stacks.describe_stack_resources(StackName=name)["StackResources"]
                if r["ResourceStatus"].endswith("_FAILED")
            ]
            raise Refused(
                f"{name} is {status}; what could not be removed: {', '.join(left) or 'see its events'}. Look at it first: something"
                f" that is protected from deletion may hold data. docs/deploy.md, 'A stack that is stuck', has the commands"
            )
        elif status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
            raise Refused(f"{name} is {status}: somebody else is deploying. Wait until it has ended, then give the same command")

    def is_unconfirmed(self, name: str, since: datetime) -> bool:
        """Whether a change set was made since then and not carried out: `sam` ends well when its question is answered with no."""
        sets = self._stacks.list_change_sets(StackName=name)["Summaries"]
        return any(s.get("ExecutionStatus") == "AVAILABLE" and s["CreationTime"] >= since for s in sets)

    def protect(self, name: str) -> None:
        """Switches the stack's termination protection on."""
        self._stacks.update_termination_protection(StackName=name, EnableTerminationProtection=True)

    def check(self, todo: plan.Plan, say=print) -> None:
        """Refuses an account that is another environment's, or too small."""
        pages = self._stacks.get_paginator("describe_stacks").paginate()
        names = [stack["StackName"] for page in pages for stack in page["Stacks"] if stack["StackStatus"] != "DELETE_COMPLETE"]
        other = [n for n in names if re.match(rf"{re.escape(todo.project)}-(?!{todo.env}-)\w+-", n)]
        if other:
            raise Refused(
                f"this account has the stack {other[0]} of another environment. Alarms and metrics are the account's: one account"
                f" an environment. Use the credentials of the account for {todo.env}"
            )
        needed = needed_concurrency(todo)
        found = self.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
        if found < needed:
            raise Refused(
                f"this account runs {found} functions at once, and {needed} are needed. New accounts begin with 10. Ask for 1000:"
                f" aws service-quotas request-service-quota-increase --region {self.region} --service-code lambda"
                f" --quota-code L-B99A9384 --desired-value 1000"
            )
        if not self.client("sesv2").get_account().get("ProductionAccessEnabled"):
            sandbox = (
                "SES is in its sandbox: it sends to verified addresses only, so nobody else can sign up. docs/deploy.md, 'E-mail'"
            )
            if todo.env == "prod":
                raise Refused(sandbox)
            say(f"   {sandbox}")


def needed_concurrency(todo: plan.Plan) -> int:
    """Executions at once: every queue's functions, and what people call."""
    at_once = 0
    for stack in todo.stacks:
        template = transform.parse(stack.template.read_text())
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Lambda::EventSourceMapping":
                name = resource["Properties"]["ScalingConfig"]["MaximumConcurrency"]["Ref"]
                at_once += int(todo.values.get(name, template["Parameters"][name]["Default"]))
    return at_once + API_CONCURRENCY
