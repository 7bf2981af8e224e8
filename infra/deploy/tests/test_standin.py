"""The deployment against a running stand-in."""

import shutil

import pytest

from infra.deploy import elf, plan, standin
from infra.deploy.build import host_architecture

DATA = """
Parameters:
  Name: { Type: String }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
      Tags: [{ Key: name, Value: !Ref Name }]
Outputs:
  TableName: { Value: !Ref Table }
"""
EARLY = """
Parameters:
  Late: { Type: String, Default: "" }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Sub "late ${Late}" } }
Outputs:
  Name: { Value: !GetAtt Topic.TopicName }
"""
LATE = """
Parameters:
  Name: { Type: String }
Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  Late: { Value: !GetAtt Topic.TopicName }
"""
FUNCTION = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Architecture: { Type: String, Default: arm64 }
  TableName: { Type: String }
Resources:
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
      Environment: { Variables: { TABLE_NAME: !Ref TableName } }
Outputs:
  FunctionName: { Value: !Ref Function }
"""


@pytest.fixture
def todo(tmp_path, request):
    """Two stacks under a name of the test's own, and a program of this machine."""
    (tmp_path / "data.yaml").write_text(DATA)
    (tmp_path / "one.yaml").write_text(FUNCTION)
    (tmp_path / "one").mkdir()
    shutil.copy("/bin/true", tmp_path / "one" / "bootstrap")
    stacks = [plan.Stack("data", tmp_path / "data.yaml"), plan.Stack("one", tmp_path / "one.yaml")]
    values = {"Name": "a", "Architecture": host_architecture()}
    return plan.Plan(request.node.name.replace("_", "-"), "local", tmp_path, stacks, values)


def deployed(target, todo, **values) -> list[str]:
    """The stacks that a deployment touches."""
    said: list[str] = []
    standin.deploy(target, plan.Plan(todo.project, todo.env, todo.artefacts, todo.stacks, todo.values | values), said.append)
    return [line.split(":")[0].strip() for line in said]


def test_only_what_changed_is_touched(target, todo):
    assert deployed(target, todo) == ["data", "one"]
    assert deployed(target, todo) == []
    assert deployed(target, todo, Name="b") == ["data"]
    (todo.artefacts / "one" / "bootstrap").write_bytes((todo.artefacts / "one" / "bootstrap").read_bytes() + b"\0")
    assert deployed(target, todo, Name="b") == ["one"]
    assert deployed(target, todo, Name="b") == []


def test_outputs_reach_the_functions(target, todo):
    outputs = standin.deploy(target, todo, lambda line: None)
    function = target.client("lambda").get_function_configuration(FunctionName=outputs["FunctionName"])
    assert function["Environment"]["Variables"]["TABLE_NAME"] == outputs["TableName"]
    assert function["Architectures"] == [host_architecture()]


def test_a_failure_names_the_resource_and_the_next_try_can_succeed(target, todo):
    todo.stacks[1].template.write_text(FUNCTION.replace("AWS::IAM::Role", "AWS::Nobody::Knows"))
    with pytest.raises(standin.DeployFailed, match=r"-local-one: .*AWS::Nobody::Knows"):
        deployed(target, todo)
    todo.stacks[1].template.write_text(FUNCTION.replace("Principal:", "NotPrincipal:"))
    with pytest.raises(standin.DeployFailed, match=r"-local-one: ROLLBACK_COMPLETE\n  Role \(AWS::IAM::Role\): "):
        deployed(target, todo)
    todo.stacks[1].template.write_text(FUNCTION)
    assert deployed(target, todo) == ["one"]


def test_a_program_for_another_processor_is_refused_before_its_stack_is_touched(target, todo):
    other = "arm64" if host_architecture() == "x86_64" else "x86_64"
    with pytest.raises(elf.WrongArchitecture):
        deployed(target, todo, Architecture=other)
    assert deployed(target, todo) == ["one"]


def test_a_stack_that_is_listed_twice_takes_what_a_later_one_made_and_then_keeps_it(target, todo):
    todo.stacks[0].template.write_text(EARLY)
    todo.stacks[1].template.write_text(LATE)
    todo.stacks.append(todo.stacks[0])
    todo.values.pop("Name")
    assert deployed(target, todo) == ["data", "one", "data"]
    assert deployed(target, todo) == []
