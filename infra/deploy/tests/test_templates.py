"""Rules that every template keeps, hand-written and generated, as CloudFormation sees them after the SAM transform."""

import pytest

from infra.deploy import plan, transform

ARCHITECTURE = {"Architecture": "arm64"}
RETAINED = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Cognito::UserPool", "AWS::Logs::LogGroup"}
# Other ids for the same people would be other accounts, or tokens that nobody accepts.
RETAINED |= {"AWS::Cognito::UserPoolClient", "AWS::Cognito::UserPoolGroup", "AWS::Backup::BackupVault"}
# Routes that nobody signs in for. The list may only shrink, or grow with a reason beside the entry.
OPEN_ROUTES = {
    # Nobody unconscious signs in: the secret of the card decides, and the route has a throttle of its own.
    "POST /v1/emergency-cards",
}


def stacks() -> list[plan.Stack]:
    """Those of stacks.toml that have something in them; a missing template fails below."""
    found = [plan.Stack(name, plan.INFRA / template) for name, template in dict.fromkeys(_listed())]
    return [s for s in found if s.template.exists() and transform.parse(s.template.read_text()).get("Resources")]


def _listed() -> list[tuple[str, str]]:
    return [(entry["name"], entry["template"]) for entry in plan.listing()["stack"]]


@pytest.fixture(params=stacks(), ids=lambda stack: stack.name)
def template(request) -> dict:
    """One transformed template."""
    source = transform.parse(request.param.template.read_text())
    code = dict.fromkeys(transform.functions(source), "s3://bucket/key")
    return transform.expand(source, code, ARCHITECTURE, "ap-northeast-1")


def of_type(template: dict, *types: str) -> dict[str, dict]:
    """A template's resources of some types."""
    return {name: resource for name, resource in template["Resources"].items() if resource["Type"] in types}


def statements(node) -> list[dict]:
    """Every policy statement anywhere below a node; the firewall's, which have no effect, are none."""
    if isinstance(node, dict):
        own = [s for s in listed(node.get("Statement", [])) if "Effect" in s]
        return own + [s for value in node.values() for s in statements(value)]
    return [s for value in node for s in statements(value)] if isinstance(node, list) else []


def listed(value) -> list:
    """A value that may stand alone or in a list."""
    return value if isinstance(value, list) else [value]


def test_every_stack_has_a_template():
    assert [name for name, path in _listed() if not (plan.INFRA / path).exists()] == []


@pytest.mark.parametrize("env", ["local", "dev", "stage", "prod"])
def test_every_parameter_finds_a_value_in_order(env):
    given_at_deployment = {"WebOrigin", "IdentityClientId", "IdentityRedirectUri", "MailFrom", "MailIdentityArn"}
    if env == "local":
        given_at_deployment |= {f"Identity{name}" for name in ("Issuer", "AuthorizationEndpoint", "TokenEndpoint")}
        given_at_deployment |= {f"Identity{name}" for name in ("UserinfoEndpoint", "JwksUri")}
    todo = plan.load(env, dict.fromkeys(given_at_deployment, "x"))
    outputs: dict[str, str] = {}
    for stack in todo.stacks:
        plan.parameters(stack, outputs, todo.values)
        outputs |= dict.fromkeys(transform.parse(stack.template.read_text()).get("Outputs") or {}, "x")


def test_r70_nothing_is_allowed_by_a_wildcard_action(template):
    for statement in statements(template):
        if statement["Effect"] == "Allow":
            assert "NotAction" not in statement
            for action in listed(statement["Action"]):
                assert "*" not in str(action), statement


def test_r70_nothing_is_allowed_on_every_resource(template):
    keys = of_type(template, "AWS::KMS::Key")
    own_key = [s for key in keys.values() for s in statements(key)]  # there, "*" means the key itself
    for statement in statements(template):
        if statement["Effect"] == "Allow" and "Resource" in statement and statement not in own_key:
            assert "NotResource" not in statement
            assert "*" not in listed(statement["Resource"]), statement


def test_no_statement_admits_everybody(template):
    for statement in statements(template):
        if statement["Effect"] == "Allow" and "Principal" in statement:
            principal = statement["Principal"]
            assert principal != "*"
            assert all(value != "*" for value in principal.values()), statement


def test_no_role_has_a_managed_policy(template):
    for role in of_type(template, "AWS::IAM::Role").values():
        assert not role["Properties"].get("ManagedPolicyArns")


def test_r70_every_route_names_the_authorizer(template):
    for name, route in of_type(template, "AWS::ApiGatewayV2::Route").items():
        properties = route["Properties"]
        if properties["RouteKey"] in OPEN_ROUTES:
            assert (properties["AuthorizationType"], "AuthorizerId" in properties) == ("NONE", False), name
        else:
            assert properties["AuthorizationType"] == "JWT", name
            assert properties["AuthorizerId"] == {"Ref": "AuthorizerId"}, name


def test_every_function_with_a_route_knows_the_digests_of_the_key_that_cloudfront_shows(template):
    for integration in of_type(template, "AWS::ApiGatewayV2::Integration").values():
        function = template["Resources"][integration["Properties"]["IntegrationUri"]["Fn::GetAtt"][0]]
        variables = function["Properties"]["Environment"]["Variables"]
        assert variables["EDGE_KEY_DIGESTS"] == {"Ref": "EdgeKeyDigests"}
        assert template["Parameters"]["EdgeKeyDigests"]["Default"] == ""


def test_r70_cors_names_one_origin_and_the_stage_throttles_and_logs(template):
    for api in of_type(template, "AWS::ApiGatewayV2::Api").values():
        cors = api["Properties"]["CorsConfiguration"]
        assert cors["AllowOrigins"] == [{"Ref": "WebOrigin"}]
        assert not any("*" in cors[key] for key in ("AllowMethods", "AllowHeaders", "ExposeHeaders"))
        assert cors["AllowCredentials"] is False
    for stage in of_type(template, "AWS::ApiGatewayV2::Stage").values():
        settings = stage["Properties"]["DefaultRouteSettings"]
        assert settings["ThrottlingRateLimit"]
        assert settings["ThrottlingBurstLimit"]
        condition, own, otherwise = stage["Properties"]["RouteSettings"]["Fn::If"]
        assert template["Conditions"][condition]
        assert otherwise == {"Ref": "AWS::NoValue"}
        assert set(own) == OPEN_ROUTES, "what asks for no token is throttled by itself"
        assert all(one["ThrottlingRateLimit"] and one["ThrottlingBurstLimit"] for one in own.values())
        log = stage["Properties"]["AccessLogSettings"]["Format"]
        assert not any(word in log for word in ("$context.path", "sourceIp", "userAgent", "authorizer", "claims"))


def test_r71_what_holds_data_is_retained(template):
    for name, resource in of_type(template, *RETAINED).items():
        assert resource["UpdateReplacePolicy"] == "Retain", name
        # What a first creation that failed had made goes again, or its name would be taken at the next try.
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name


def test_nothing_that_is_retained_has_a_fixed_name(template):
    for name, resource in of_type(template, *RETAINED - {"AWS::Cognito::UserPoolGroup", "AWS::Cognito::UserPoolClient"}).items():
        names = [v for k, v in resource["Properties"].items() if k in ("TableName", "BucketName", "LogGroupName", "UserPoolName")]
        assert all("AWS::StackId" in str(value) for value in names), name


def test_routes_of_one_api_are_made_one_after_another(template):
    integrations = of_type(template, "AWS::ApiGatewayV2::Integration")
    routes = of_type(template, "AWS::ApiGatewayV2::Route")
    before = [listed(integration["DependsOn"])[0] for integration in integrations.values() if "DependsOn" in integration]
    assert len(before) == max(len(integrations) - 1, 0)
    assert len(set(before)) == len(before)
    assert set(before) <= set(routes)


def test_an_identity_that_is_a_domain_has_a_sender(template):
    for pool in of_type(template, "AWS::Cognito::UserPool").values():
        mail = pool["Properties"]["EmailConfiguration"]
        assert mail["EmailSendingAccount"] == "DEVELOPER"
        assert mail["From"] == {"Ref": "MailFrom"}


def test_no_route_is_a_metric_of_its_own(template):
    for stage in of_type(template, "AWS::ApiGatewayV2::Stage").values():
        assert not stage["Properties"]["DefaultRouteSettings"].get("DetailedMetricsEnabled")


def test_r71_the_table_can_be_restored_and_not_be_deleted(template):
    for table in of_type(template, "AWS::DynamoDB::Table").values():
        properties = table["Properties"]
        assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
        assert properties["DeletionProtectionEnabled"] is True
        assert properties["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["DataKey", "Arn"]}


def test_r71_buckets_are_closed_encrypted_and_tls_only(template):
    buckets = of_type(template, "AWS::S3::Bucket")
    policies = [policy["Properties"] for policy in of_type(template, "AWS::S3::BucketPolicy").values()]
    for name, bucket in buckets.items():
        assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert bucket["Properties"]["BucketEncryption"], name
        assert bucket["Properties"]["LifecycleConfiguration"]["Rules"], name
        denials = [
            s for policy in policies if policy["Bucket"] == {"Ref": name} for s in statements(policy) if s["Effect"] == "Deny"
        ]
        assert any(s["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} for s in denials), name


def test_log_groups_are_encrypted_and_end(template):
    for name, group in of_type(template, "AWS::Logs::LogGroup").items():
        assert group["Properties"]["KmsKeyId"] == {"Ref": "DataKeyArn"}, name
        assert group["Properties"]["RetentionInDays"], name


def test_every_stack_stays_far_from_the_limit_of_500_resources(template):
    assert len(template["Resources"]) <= 400


def test_r71_copies_of_the_table_cannot_be_deleted_and_have_a_key_of_their_own():
    template = transform.parse((plan.INFRA / "backup.yaml").read_text())
    (vault,) = of_type(template, "AWS::Backup::BackupVault").values()
    lock = vault["Properties"]["LockConfiguration"]
    assert lock["ChangeableForDays"]  # without it an administrator may take the lock away
    assert vault["Properties"]["EncryptionKeyArn"] == {"Fn::GetAtt": ["BackupKey", "Arn"]}
    (made,) = of_type(template, "AWS::Backup::BackupPlan").values()
    for rule in made["Properties"]["BackupPlan"]["BackupPlanRule"]:
        assert lock["MinRetentionDays"] <= rule["Lifecycle"]["DeleteAfterDays"] <= lock["MaxRetentionDays"]
