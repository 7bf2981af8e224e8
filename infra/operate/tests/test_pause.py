"""Stopping and starting: the order of it, and on a stand-in what it leaves."""

import shutil

import pytest

from infra.deploy import plan, standin
from infra.deploy.build import host_architecture
from infra.operate import pause

STACK = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Architecture: { Type: String }
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../../target/lambda/one/
      Runtime: provided.al2023
      Handler: one
      Role: !GetAtt Role.Arn
      Architectures: [!Ref Architecture]
  Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { FunctionName: !Ref Function, EventSourceArn: !GetAtt Queue.Arn, BatchSize: 1 }
  Minute:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 minute)
      Targets: [{ Id: one, Arn: !GetAtt Function.Arn }]
"""


class There:
    """An environment of one stack on a stand-in."""

    def __init__(self, target, name):
        self.client, self.name = target.client, name

    def resources(self, kind):
        found = self.client("cloudformation").list_stack_resources(StackName=self.name)["StackResourceSummaries"]
        return [r["PhysicalResourceId"] for r in found if r["ResourceType"] == kind]


@pytest.fixture
def there(target, tmp_path):
    (tmp_path / "one.yaml").write_text(STACK)
    (tmp_path / "one").mkdir()
    shutil.copy("/bin/true", tmp_path / "one" / "bootstrap")
    todo = plan.Plan("pause", "local", tmp_path, [plan.Stack("one", tmp_path / "one.yaml")], {"Architecture": host_architecture()})
    standin.deploy(target, todo, lambda line: None)
    return There(target, "pause-local-one")


def states(there):
    """Rule, mapping, and what the function may run at once."""
    (rule,), (mapping,), (function,) = (there.resources(kind) for kind in (pause.RULE, pause.MAPPING, pause.FUNCTION))
    limit = there.client("lambda").get_function_concurrency(FunctionName=function).get("ReservedConcurrentExecutions")
    rule = there.client("events").describe_rule(Name=rule.rpartition("/")[2])["State"]
    return rule, there.client("lambda").get_event_source_mapping(UUID=mapping)["State"], limit


def test_everything_stops_and_runs_again(there):
    before = states(there)
    assert before == ("ENABLED", "Enabled", None)
    pause.pause(there, say=lambda line: None)
    assert states(there) == ("DISABLED", "Disabled", 0)
    pause.pause(there, say=lambda line: None)
    pause.resume(there, say=lambda line: None)
    assert states(there) == before


class Recording:
    """Every service in one, which notes what is asked of it; the mapping stops only at the third look."""

    def __init__(self, stuck=False):
        self.calls, self.looks, self.stuck = [], 0, stuck

    def client(self, _):
        return self

    def resources(self, kind):
        return [{pause.RULE: "rule", pause.MAPPING: "mapping", pause.FUNCTION: "function"}[kind]]

    def get_event_source_mapping(self, UUID):
        self.looks += 1
        return {"State": "Disabled" if self.looks > 2 and not self.stuck else "Disabling"}

    def __getattr__(self, name):
        return lambda **_: self.calls.append(name)


def test_the_sources_stand_still_before_a_function_is_stopped():
    recording = Recording()
    pause.pause(recording, say=lambda line: None, sleep=lambda _: None)
    assert recording.calls == ["disable_rule", "update_event_source_mapping", "put_function_concurrency"]
    assert recording.looks == 3
    recording.calls.clear()
    pause.resume(recording, say=lambda line: None)
    assert recording.calls == ["delete_function_concurrency", "update_event_source_mapping", "enable_rule"]


def test_a_source_that_does_not_stop_leaves_the_functions_alone():
    recording = Recording(stuck=True)
    with pytest.raises(pause.StillRunning):
        pause.sources_off(recording, say=lambda line: None, patience=0, sleep=lambda _: None)
    assert "put_function_concurrency" not in recording.calls
