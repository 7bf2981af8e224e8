"""How a stack's parameters are found."""

import subprocess

import pytest

from infra.deploy import package, plan, sam, standin

TEMPLATE = """
Parameters:
  TableName: { Type: String }
  WebOrigin: { Type: String }
  LogRetentionDays: { Type: Number, Default: 400 }
Resources: {}
"""


@pytest.fixture
def stack(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(TEMPLATE)
    return plan.Stack("one", path)


def test_an_output_wins_over_a_value_and_a_value_over_the_default(stack):
    outputs, values = {"TableName": "t", "WebOrigin": "o"}, {"WebOrigin": "v", "LogRetentionDays": "7", "Unknown": "x"}
    assert plan.parameters(stack, outputs, values) == {"TableName": "t", "WebOrigin": "o", "LogRetentionDays": "7"}


def test_a_default_is_passed_too_or_the_last_deployments_value_would_stay(stack):
    chosen = plan.parameters(stack, {"TableName": "t"}, {"WebOrigin": "v"})
    assert chosen == {"TableName": "t", "WebOrigin": "v", "LogRetentionDays": "400"}


def test_every_stack_is_checked_before_the_first_is_deployed(stack, tmp_path):
    second = plan.Stack("two", tmp_path / "two.yaml")
    second.template.write_text("Parameters:\n  Made: { Type: String }\n  MailFrom: { Type: String }\nResources: {}\n")
    stack.template.write_text(TEMPLATE + "Outputs:\n  Made: { Value: x }\n")
    todo = plan.Plan("p", "dev", tmp_path, [stack, second], {"TableName": "t", "WebOrigin": ""})
    with pytest.raises(plan.PlanError, match=r"stack one: WebOrigin\n  stack two: MailFrom\ngive them with SET"):
        plan.check(todo)
    plan.check(plan.through(plan.replace(todo, values={"TableName": "t", "WebOrigin": "o"}), "one"))
    with pytest.raises(plan.PlanError, match="there is no stack 'three', only one, two"):
        plan.through(todo, "three")


@pytest.mark.parametrize("env", ["dev", "stage", "prod"])
def test_what_is_missing_for_an_environment_is_named_at_once(env):
    todo = plan.load(env, {"WebOrigin": "https://x"})
    with pytest.raises(plan.PlanError) as refused:
        plan.check(todo)
    for name in ("MailFrom", "MailIdentityArn", "IdentityClientId", "IdentityRedirectUri"):
        assert name in str(refused.value)


def test_values_of_the_command_line_are_read_by_no_shell():
    push = "ios=arn:aws:sns:r:1:app/APNS/n|android=arn:aws:sns:r:1:app/GCM/n"
    given = plan.given(f"WebOrigin=https://x PushApplications={push} 'Name=a b|c; $(d)'")
    assert given == {"WebOrigin": "https://x", "PushApplications": push, "Name": "a b|c; $(d)"}
    for wrong in ("WebOrigin", "Web-Origin=x", "=x"):
        with pytest.raises(plan.PlanError, match="is no value"):
            plan.given(wrong)
    with pytest.raises(plan.PlanError, match="No closing quotation"):
        plan.given("Name='x")


def test_make_passes_a_value_with_a_pipe_on_as_it_is(tmp_path):
    push = "ios=arn:a|android=arn:b"
    (tmp_path / "python").write_text('#!/bin/sh\nprintf \'%s\\n\' "$SET" "$@"\n')
    (tmp_path / "python").chmod(0o755)
    made = [".venv/installed", "target/tools/aws/installed"]
    command = ["make", "-s", "deploy", "ENV=dev", f"SET=PushApplications={push} 'A=b c'", f"PY={tmp_path}/python"]
    old = [part for name in made for part in ("-o", name)]
    done = subprocess.run([*command, *old], cwd=plan.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"PushApplications={push} 'A=b c'", "-m", "infra.deploy", "--env", "dev"]


def test_a_parameter_that_no_template_has_is_refused():
    with pytest.raises(plan.PlanError, match="no template has a parameter WebOrigen"):
        plan.load("dev", {"WebOrigen": "https://x"})


def test_what_stands_counts_until_it_is_deployed_again(stack, tmp_path):
    second = plan.Stack("two", tmp_path / "two.yaml")
    second.template.write_text("Resources: {}\nOutputs:\n  WebOrigin: { Value: x }\n")
    todo = plan.Plan("p", "dev", tmp_path, [stack, second, stack])
    outputs = {"p-dev-two": {"WebOrigin": "w", "Gone": "g"}}
    assert plan.standing(todo, lambda one: outputs.get(todo.stack_name(one), {})) == {"WebOrigin": "w"}


def test_copies_that_cannot_be_deleted_are_made_of_real_people_only():
    with_vault = [env for env in ("local", "dev", "stage", "prod") if any(s.name == "backup" for s in plan.load(env).stacks)]
    assert with_vault == ["stage", "prod"]


def test_what_outlives_everything_is_protected_as_a_whole():
    assert {stack.name for stack in plan.load("prod").stacks if stack.protected} == {"data", "identity", "backup"}


def test_the_token_trigger_learns_its_clients_after_they_were_made():
    names = [stack.name for stack in plan.load("dev").stacks]
    assert [name for name in names if name in ("sign-in", "identity")] == ["sign-in", "identity", "sign-in"]


def test_a_parameter_without_a_value_stops_the_deployment(stack):
    with pytest.raises(plan.PlanError, match=r"stack one: .* TableName, WebOrigin"):
        plan.parameters(stack, {}, {})


def test_an_unknown_environment_is_named_with_the_known_ones():
    with pytest.raises(plan.PlanError, match="no environment 'moon', only dev, local, prod, stage"):
        plan.load("moon")


def test_a_missing_template_says_how_to_write_it(tmp_path):
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "x.toml").write_text("")
    listing = tmp_path / "stacks.toml"
    listing.write_text('project="p"\ncity="x"\n[[stack]]\nname="a"\ntemplate="generated/a.yaml"\n[env.local]\nartefacts="t"\n')
    with pytest.raises(plan.PlanError, match=r"a\.yaml: run `make infra`"):
        plan.load("local", path=listing)


def test_another_city_is_another_file(tmp_path, monkeypatch):
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "umi.toml").write_text('[municipality]\nname = "海町"\nprefixes = ["東県海町", "海町"]\nopen = true\n')
    listing = tmp_path / "stacks.toml"
    listing.write_text('project="p"\ncity="arao"\nstack=[]\n[env.local]\nartefacts="t"\n')
    monkeypatch.setenv("HEALTH_NOTEBOOK_CITY", "umi")
    assert plan.load("local", path=listing).values == {
        "MunicipalityName": "海町",
        "MunicipalityPrefixes": "東県海町|海町",
        "MunicipalityOpen": "true",
    }


def test_sam_gets_values_with_spaces_and_quotes_whole(stack):
    todo = plan.Plan("p", "dev", stack.template.parent, [stack])
    call = sam.command(todo, stack, {"B": 'a "b" c', "A": "1"})
    assert call[-3:] == ["--parameter-overrides", 'A="1"', 'B="a \\"b\\" c"']
    assert "p-dev-one" in call


def test_the_zip_of_one_program_is_always_the_same_and_executable(tmp_path):
    folder = tmp_path / "daily"
    folder.mkdir()
    (folder / "bootstrap").write_bytes(b"\x7fELF program")
    one = package.artefact(tmp_path, "../../target/lambda/daily/")
    assert one.context == "daily"
    assert one.zip() == one.zip()
    assert one.key == f"daily/{one.digest}.zip"
    with pytest.raises(package.NotBuilt):
        package.artefact(tmp_path, "../../target/lambda/visit/")


def test_a_change_of_program_or_parameter_is_a_change_of_the_stack(stack, tmp_path):
    program = package.Artefact("daily", tmp_path, "one")
    other = package.Artefact("daily", tmp_path, "two")
    first = standin._digest(stack, {"A": "1"}, {"F": program})
    assert first == standin._digest(stack, {"A": "1"}, {"F": program})
    assert first != standin._digest(stack, {"A": "2"}, {"F": program})
    assert first != standin._digest(stack, {"A": "1"}, {"F": other})
