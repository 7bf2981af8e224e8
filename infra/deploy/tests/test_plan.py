"""How a stack's parameters are found."""

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


def test_a_default_is_left_to_the_template(stack):
    assert plan.parameters(stack, {"TableName": "t"}, {"WebOrigin": "v"}) == {"TableName": "t", "WebOrigin": "v"}


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


def test_aws_deployment_passes_outputs_on_and_stops_at_a_failure(stack, tmp_path):
    second = plan.Stack("two", tmp_path / "two.yaml")
    second.template.write_text("Parameters:\n  Made: { Type: String }\nResources: {}\n")
    todo = plan.Plan("p", "dev", tmp_path, [stack, second], {"TableName": "t", "WebOrigin": "o"})
    calls = []
    sam.deploy(todo, run=lambda call, check: calls.append(call), outputs_of=lambda name: {"Made": name}, say=lambda line: None)
    assert 'Made="p-dev-one"' in calls[1]


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
