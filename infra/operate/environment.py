"""An environment as its operators reach it: on AWS with the credentials of the surroundings, or the stack of this machine."""

import os
from pathlib import Path

import boto3

from infra.deploy import aws, plan
from infra.deploy.standin import Standin
from local.stack.settings import DEFAULT_PORT_BASE, REGION, ROOT, Settings


class NotThere(Exception):
    """What a command needs does not stand. The message says what to do."""


# What the operators' documents call the outputs of the stacks.
VARIABLES = {
    "TABLE": "TableName",
    "TABLE_ARN": "TableArn",
    "DATA_KEY": "DataKeyArn",
    "ASSERTION_KEY": "AssertionKeyArn",
    "POSTER_KEY": "PosterKeyArn",
    "WEB_PUSH_KEY": "WebPushKeyArn",
    "POOL": "UserPoolId",
    "ISSUER": "Issuer",
    "STAFF_CLIENT": "StaffClientId",
    "RESIDENTS_CLIENT": "ResidentsClientId",
    "API_ID": "ApiId",
    "ACCESS_LOG": "AccessLogName",
    "OPERATORS_TOPIC": "OperatorsTopicArn",
    "COLLECT_FAILED": "AlarmCollectFailedArn",
    "NOTIFY_FAILED": "AlarmNotifyFailedArn",
    "FOLLOW_UP_FAILED": "AlarmFollowUpFailedArn",
    "MAIL_FAILED": "AlarmMailFailedArn",
    "MAIL_QUEUE": "AlarmMailQueueArn",
    "PUSH_FEEDBACK_ROLE": "PushFeedbackRoleArn",
}


class Environment:
    """One environment's stacks."""

    def __init__(self, env: str, client, endpoint: str | None = None) -> None:
        self.todo = plan.load(env)
        self.client = client
        self.endpoint = endpoint
        self._cloud = aws.Cloud(env, client) if env != "local" else None
        self._stacks = client("cloudformation")

    def stack_names(self) -> list[str]:
        """CloudFormation's names of the stacks, each once, in order of deployment."""
        return list(dict.fromkeys(self.todo.stack_name(stack) for stack in self.todo.stacks))

    def outputs(self) -> dict[str, str]:
        """All outputs of all stacks that stand."""
        found: dict[str, str] = {}
        for page in self._stacks.get_paginator("describe_stacks").paginate():
            for stack in page["Stacks"]:
                if stack["StackName"] in self.stack_names():
                    found |= {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])}
        return found

    def output(self, name: str) -> str:
        """One output."""
        found = self.outputs()
        if name not in found:
            raise NotThere(f"no stack of {self.todo.env} has the output {name}: deploy it first, or use the right account")
        return found[name]

    def resources(self, kind: str) -> list[str]:
        """The physical ids of all resources of a type, in the stacks that stand."""
        found = []
        for name in self.stack_names():
            try:
                pages = self._stacks.get_paginator("list_stack_resources").paginate(StackName=name)
                found += [
                    r["PhysicalResourceId"] for page in pages for r in page["StackResourceSummaries"] if r["ResourceType"] == kind
                ]
            except self._stacks.exceptions.ClientError as error:
                if "does not exist" not in str(error):
                    raise
        return found

    def table(self):
        """The table, in boto3's low style."""
        return self.client("dynamodb"), self.output("TableName")


def of(env: str, state: Path | None = None) -> Environment:
    """The environment of this name; `local` is the stack of this machine, whose folder `state` names."""
    if env != "local":
        region = aws.region(env)
        return Environment(env, lambda service: boto3.client(service, region_name=region))
    folder = state or Path(os.environ.get("STATE") or ROOT / ".local")
    settings = Settings(folder.resolve(), int(os.environ.get("PORT_BASE") or DEFAULT_PORT_BASE))
    if not settings.summary.exists():
        raise NotThere("nothing is up on this machine: run `make up` first")
    target = Standin(settings.endpoint, REGION, *settings.administrator())
    return Environment("local", target.client, settings.endpoint)
