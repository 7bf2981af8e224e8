"""The key that CloudFront shows: which versions count at which moment of a rotation."""

import hashlib

import pytest

from infra.deploy import aws, edge, plan, sam
from infra.deploy.tests.test_aws import Account

ARN = "arn:aws:secretsmanager:ap-northeast-1:000000000000:secret:EdgeKey-a"


class Secrets:
    """One secret with its newest two versions."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, *keys):
        self.keys = list(keys)

    def get_secret_value(self, SecretId, VersionStage="AWSCURRENT"):
        assert SecretId == ARN
        place = ("AWSCURRENT", "AWSPREVIOUS").index(VersionStage)
        if place >= len(self.keys):
            raise self.exceptions.ResourceNotFoundException
        return {"SecretString": self.keys[-1 - place], "VersionId": f"id-of-{self.keys[-1 - place]}"}


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def test_functions_take_the_two_newest_and_cloudfront_sends_the_newest():
    assert edge.parameters(Secrets("a"), ARN) == {"EdgeKeyDigests": digest("a"), "EdgeKeyVersion": "id-of-a"}
    made = edge.parameters(Secrets("a", "b", "c"), ARN)
    assert made == {"EdgeKeyDigests": f"{digest('c')}|{digest('b')}", "EdgeKeyVersion": "id-of-c"}


class With(Account):
    """An account whose API has a key, or has none any more."""

    def __init__(self, key, standing=()):
        super().__init__(standing)
        self.key, self.secrets = key, Secrets("a")

    def get_secret_value(self, **given):
        return self.secrets.get_secret_value(**given)

    exceptions = Secrets.exceptions


@pytest.fixture
def todo(tmp_path):
    api, use = tmp_path / "api.yaml", tmp_path / "use.yaml"
    api.write_text("Outputs:\n  EdgeKeyArn: { Value: x }\nResources: {}\n")
    names = ("EdgeKeyArn", "EdgeKeyDigests", "EdgeKeyVersion")
    use.write_text("Parameters:\n" + "".join(f"  {name}: {{ Type: String, Default: '' }}\n" for name in names) + "Resources: {}\n")
    return plan.Plan("p", "dev", tmp_path, [plan.Stack("api", api), plan.Stack("use", use, region="us-east-1")])


def deploy(todo, account):
    calls = []

    def run(call, check):
        calls.append(call)
        name = call[call.index("--stack-name") + 1]
        made = [{"OutputKey": "EdgeKeyArn", "OutputValue": ARN}] if account.key and name == "p-dev-api" else []
        account.stacks[name] = {"StackName": name, "StackStatus": "CREATE_COMPLETE", "Outputs": made}

    sam.deploy(todo, aws.Cloud("dev", lambda service: account), run=run, say=lambda line: None)
    return calls


def test_what_comes_after_the_api_is_told_of_its_key(todo):
    _, call = deploy(todo, With(key=True))
    assert f'EdgeKeyDigests="{digest("a")}"' in call
    assert 'EdgeKeyVersion="id-of-a"' in call


def test_a_key_that_was_taken_away_is_told_to_nobody(todo):
    account = With(key=True)
    deploy(todo, account)
    account.key = False
    _, call = deploy(todo, account)
    assert {part for part in call if part.startswith("EdgeKey")} == {'EdgeKeyArn=""', 'EdgeKeyDigests=""', 'EdgeKeyVersion=""'}


def test_a_stack_of_another_region_is_deployed_and_looked_for_there(todo):
    first, second = deploy(todo, With(key=False))
    assert "--region" not in first
    assert second[second.index("--region") + 1] == "us-east-1"
    cloud = aws.Cloud("dev")
    assert cloud.at(todo.stacks[0]) is cloud
    assert cloud.at(todo.stacks[1]).region == "us-east-1"
    assert cloud.at(todo.stacks[1]).client("cloudformation").meta.region_name == "us-east-1"
