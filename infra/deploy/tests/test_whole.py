"""Every template on a stand-in, with programs that do nothing: what it makes of them, and that operators' commands work."""

import dataclasses
import shutil

import pytest

from infra.deploy import plan, standin
from infra.deploy.build import contexts, host_architecture
from infra.operate import __main__ as operate
from infra.operate import chains, environment, pause, people

GIVEN = {
    "Architecture": host_architecture(),
    "WebOrigin": "https://notebook.example",
    "IdentityClientId": "RP00000001",
    "IdentityRedirectUri": "https://notebook.example/start/card",
    **{f"Identity{name}": "https://app.example" for name in ("Issuer", "AuthorizationEndpoint", "TokenEndpoint")},
    **{f"Identity{name}": "https://app.example" for name in ("UserinfoEndpoint", "JwksUri")},
}


@pytest.fixture(scope="module")
def there(target, tmp_path_factory):
    """All stacks of one machine under a name of their own."""
    artefacts = tmp_path_factory.mktemp("artefacts")
    todo = dataclasses.replace(plan.load("local", GIVEN), project="whole", artefacts=artefacts)
    for name in contexts(todo):
        (artefacts / name).mkdir()
        shutil.copy("/bin/true", artefacts / name / "bootstrap")
    touched: list[str] = []
    standin.deploy(target, todo, touched.append)
    assert len(touched) == len(todo.stacks)
    standin.deploy(target, todo, touched.append)
    assert len(touched) == len(todo.stacks), "a second deployment changes nothing"
    found = environment.Environment("local", target.client, None)
    found.todo = todo
    return found


def test_the_token_trigger_knows_the_clients(there):
    names = [name for name in there.resources(pause.FUNCTION) if "IssueToken" in name]
    variables = there.client("lambda").get_function_configuration(FunctionName=names[0])["Environment"]["Variables"]
    assert variables["STAFF_CLIENT_ID"] == there.output("StaffClientId")
    assert variables["RESIDENTS_CLIENT_ID"] == there.output("ResidentsClientId")


def test_the_pool_sends_as_the_city(there):
    mail = there.client("cognito-idp").describe_user_pool(UserPoolId=there.output("UserPoolId"))["UserPool"]["EmailConfiguration"]
    assert mail["From"] == there.todo.values["MailFrom"]
    assert mail["ConfigurationSet"] == there.output("MailConfigurationSetName")


def test_every_variable_of_the_operators_has_a_value(there, capsys):
    operate._variables(there, None)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("=")[0].removeprefix("export ") for line in lines] == list(environment.VARIABLES)


def test_everything_stops_and_runs_again(there):
    functions = there.resources(pause.FUNCTION)
    assert len(functions) > 40
    pause.pause(there, say=lambda line: None)
    limits = [
        there.client("lambda").get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"] for name in functions
    ]
    assert set(limits) == {0}
    pause.resume(there, say=lambda line: None)
    mappings = there.resources(pause.MAPPING)
    assert len(mappings) == 4
    assert {there.client("lambda").get_event_source_mapping(UUID=mapping)["State"] for mapping in mappings} == {"Enabled"}


def test_chains_are_verified_and_an_institution_begins(there, capsys):
    everything = type("Given", (), {"chain": None, "table": None})
    with pytest.raises(chains.NoChain, match="no chain at all"):
        operate._verify(there, everything)
    people.put(*there.table(), [{"pk": "AUDIT#I#4310400017", "sk": "HEAD", "seq": 0, "hash": chains.GENESIS}])
    assert operate._verify(there, everything) == 0
    said = {"code": "4310400017", "name": "n", "kana": "エヌ", "kind": "medical", "address": "a", "phone": "p", "unlisted": False}
    given = type("Given", (), said)
    operate._institution(there, given)
    operate._poster_key(there, given)
    given.web = "https://notebook.example/"
    operate._poster(there, given)
    assert "https://notebook.example/check-in#ey" in capsys.readouterr().out
