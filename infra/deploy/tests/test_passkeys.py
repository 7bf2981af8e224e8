"""The switch of residents' passkeys: what user pool, its clients and the pages are with it and without."""

import pytest

from infra.deploy import pages, plan, transform

IDENTITY = plan.Stack("identity", plan.INFRA / "identity.yaml")
TEMPLATE = transform.parse(IDENTITY.template.read_text())
DOMAIN = "notebook.example"
OFF = {"Passkeys": "false", "WebDomain": DOMAIN}
ON = {"Passkeys": "true", "WebDomain": DOMAIN}
NOTHING = object()


def resolved(node, given: dict[str, str]):
    """A part of the template as CloudFormation sees it with these parameters; of what is not there, nothing."""
    if isinstance(node, list):
        return [part for part in (resolved(one, given) for one in node) if part is not NOTHING]
    if not isinstance(node, dict):
        return node
    match node:
        case {"Ref": name}:
            found = NOTHING if name == "AWS::NoValue" else given.get(name, name)
        case {"Fn::If": [name, chosen, other]}:
            found = resolved(chosen if resolved(TEMPLATE["Conditions"][name], given) else other, given)
        case {"Fn::Equals": [one, other]}:
            found = resolved(one, given) == resolved(other, given)
        case {"Fn::Not": [one]}:
            found = not resolved(one, given)
        case _:
            parts = {name: resolved(part, given) for name, part in node.items()}
            found = {name: part for name, part in parts.items() if part is not NOTHING}
    return found


def of(name: str, given: dict[str, str]) -> dict:
    return resolved(TEMPLATE["Resources"][name]["Properties"], given)


def outputs(given: dict[str, str]) -> dict[str, str]:
    """What the stack gives on; names stand for what only AWS knows."""
    listed = TEMPLATE["Outputs"].items()
    there = {k: v for k, v in listed if "Condition" not in v or resolved(TEMPLATE["Conditions"][v["Condition"]], given)}
    return {name: given.get(one["Value"].get("Ref"), name) for name, one in there.items()}


def told(given: dict[str, str]) -> dict:
    """What the pages are told of signing in."""
    values = {
        "MunicipalityCode": "432041",
        "MunicipalityName": "荒尾市",
        "IdentityAuthorizationEndpoint": "https://app.example/auth",
    }
    made = outputs(given) | {pages.PUSH_KEY: "B"}
    return pages.config(values, made, "ap-northeast-1", "https://pool.example", ("https://a.example", "https://b.example"))[
        "sign_in"
    ]


@pytest.mark.parametrize("env", ["local", "dev", "stage", "prod"])
def test_no_environment_has_passkeys_unless_they_are_asked_for(env):
    known = dict.fromkeys(plan.parameters_of(IDENTITY.template), "x")
    chosen = plan.parameters(IDENTITY, {name: value for name, value in known.items() if name not in ON}, plan.load(env).values)
    assert {name: chosen[name] for name in ON} == {"Passkeys": "false", "WebDomain": ""}


def test_without_them_there_is_no_trace_in_the_pool_and_none_in_what_pages_are_told():
    pool = of("UserPool", OFF)
    assert pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] == ["PASSWORD", "EMAIL_OTP"]
    assert not [name for name in pool if name.startswith("WebAuthn")]
    assert "PasskeyDomain" not in outputs(OFF)
    assert "passkey" not in str(told(OFF))


def test_with_them_pool_and_pages_name_residents_own_domain():
    pool = of("UserPool", ON)
    assert pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"] == ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
    assert (pool["WebAuthnRelyingPartyID"], pool["WebAuthnUserVerification"]) == (DOMAIN, "required")
    assert "ALLOW_USER_AUTH" in of("ResidentsClient", ON)["ExplicitAuthFlows"]
    assert told(ON)["passkey_domain"] == DOMAIN


@pytest.mark.parametrize("given", [OFF, ON], ids=["off", "on"])
def test_staff_cannot_choose_how_they_sign_in(given):
    assert of("StaffClient", given)["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"]


@pytest.mark.parametrize(("domain", "admitted"), [("", False), (DOMAIN, True)])
def test_they_are_refused_where_residents_have_no_domain_of_their_own(domain, admitted):
    rule = TEMPLATE["Rules"]["PasskeysHaveADomain"]
    given = {"Passkeys": "true", "WebDomain": domain}
    assert resolved(rule["RuleCondition"], given) is True
    assert [resolved(one["Assert"], given) for one in rule["Assertions"]] == [admitted]
    assert resolved(rule["RuleCondition"], {**given, "Passkeys": "false"}) is False


def test_switched_off_again_the_pages_hear_no_more_of_them():
    before = outputs(ON)
    assert "passkey_domain" in told(ON)
    assert pages.PASSKEYS not in plan.renewed(before, IDENTITY, outputs(OFF))


def test_the_domain_of_passkeys_is_that_of_residents_pages():
    todo = plan.load("prod", ON)
    web = plan.Stack("web", plan.INFRA / "web.yaml")
    assert {plan.known_parameters(stack, todo.values)["WebDomain"] for stack in (web, IDENTITY)} == {DOMAIN}
