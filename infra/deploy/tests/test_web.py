"""The pages as CloudFront serves them: the same headers, routes and times as on one machine, and no more than is meant."""

import json
import re
import subprocess

import pytest

from infra.deploy import pages, plan, transform

TEMPLATE = transform.parse((plan.INFRA / "web.yaml").read_text())
EDGE = transform.parse((plan.INFRA / "edge.yaml").read_text())
API = transform.parse((plan.INFRA / "api.yaml").read_text())
SIGN_IN = "https://cognito-idp.${AWS::Region}.amazonaws.com"
BOTH = {"Residents": pages.RESIDENTS, "Staff": pages.STAFF}


def properties(name: str) -> dict:
    return TEMPLATE["Resources"][name]["Properties"]


def distribution(name: str) -> dict:
    return properties(name)["DistributionConfig"]


def of_the_template() -> dict[str, str]:
    """The headers of the policy, as CloudFront writes them."""
    config = properties("Headers")["ResponseHeadersPolicyConfig"]
    security, custom = dict(config["SecurityHeadersConfig"]), config["CustomHeadersConfig"]["Items"]
    assert set(config) == {"Name", "SecurityHeadersConfig", "CustomHeadersConfig"}
    assert all(part["Override"] is True for part in [*security.values(), *custom])
    text, names = security.pop("ContentSecurityPolicy")["ContentSecurityPolicy"]["Fn::Sub"]
    assert names == {"SignIn": {"Fn::Sub": SIGN_IN}}
    transport = security.pop("StrictTransportSecurity")
    assert transport["Preload"] is False
    assert security.pop("ContentTypeOptions") == {"Override": True}
    found = {
        "content-security-policy": text.replace("${SignIn}", SIGN_IN),
        "strict-transport-security": f"max-age={transport['AccessControlMaxAgeSec']}"
        + ("; includeSubDomains" if transport["IncludeSubdomains"] else ""),
        "x-content-type-options": "nosniff",
        "x-frame-options": security.pop("FrameOptions")["FrameOption"],
        "referrer-policy": security.pop("ReferrerPolicy")["ReferrerPolicy"],
    }
    assert not security
    return found | {item["Header"]: item["Value"] for item in custom}


def test_cloudfront_and_the_front_server_send_the_same_headers():
    assert of_the_template() == pages.headers(SIGN_IN)


def test_the_policy_allows_what_is_meant_and_nothing_inline():
    policy = dict(part.split(" ", 1) for part in pages.headers(SIGN_IN)["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["connect-src"] == f"'self' {SIGN_IN}"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    # Whatever is not named here is `default-src 'none'`.
    assert not any(word in text for text in policy.values() for word in ("unsafe-inline", "'unsafe-eval'", "*", "data:", "http:"))
    features = dict(part.split("=") for part in pages.headers()["permissions-policy"].split(", "))
    assert {name for name, who in features.items() if who != "()"} == {
        "camera",
        "clipboard-write",
        "publickey-credentials-create",
        "publickey-credentials-get",
        "screen-wake-lock",
    }
    assert {who for who in features.values()} == {"()", "(self)"}


def test_trusted_types_are_those_that_the_pages_make():
    sources = [file.read_text() for ending in ("ts", "tsx") for file in (plan.ROOT / "web" / "src").rglob(f"*.{ending}")]
    made = {name for text in sources for name in re.findall(r"createPolicy\(\s*[\"'`]([^\"'`]+)", text)}
    assert sum(text.count("createPolicy(") for text in sources) == len(made), "a policy's name stands where it is made"
    (allowed,) = re.findall(r"trusted-types ([^;]*)$", pages.headers()["content-security-policy"])
    assert set(allowed.split()) == (made or {"'none'"})


PATHS = [
    "/",
    "/record/new",
    "/start/card",
    "/c",
    "/index.html",
    "/staff.html",
    "/x.html",
    "/emergency",
    "/emergency/",
    "/emergency.html",
    "/emergency/x",
    "/assets/a-1.js",
    "/sw.js",
    "/config.json",
]
PATHS += ["/assets", "/v1", "/a.b/c", "/%2e%2e/x", "/.vite/parts.json"]


@pytest.mark.parametrize("name", BOTH)
def test_a_route_leads_to_the_entry_by_the_same_rule_as_on_one_machine(name):
    (association,) = distribution(name)["DefaultCacheBehavior"]["FunctionAssociations"]
    assert association == {"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": [f"{name}Entry", "FunctionARN"]}}
    code = properties(f"{name}Entry")["FunctionCode"]
    events = json.dumps([{"request": {"uri": path}} for path in PATHS])
    script = f"{code}\nprocess.stdout.write(JSON.stringify({events}.map((event) => handler(event).uri)));"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [pages.entry_or_file(path, BOTH[name]) for path in PATHS]
    assert distribution(name)["DefaultRootObject"] == BOTH[name]


def test_both_addresses_differ_in_their_entry_and_their_domain_alone():
    text = json.dumps(TEMPLATE["Resources"]["Staff"])
    for staff, residents in (
        ("StaffDomain", "WebDomain"),
        ("staff.html", "index.html"),
        ("Staff", "Residents"),
        ("staff", "residents"),
    ):
        assert staff in text
        text = text.replace(staff, residents)
    assert json.loads(text) == TEMPLATE["Resources"]["Residents"]


@pytest.mark.parametrize("name", BOTH)
def test_every_answer_is_encrypted_and_under_the_headers_and_every_request_passes_the_firewall(name):
    made = distribution(name)
    assert made["WebACLId"] == {"Ref": "EdgeAclArn"}
    assert made["PriceClass"] == "PriceClass_200"
    assert made["IPV6Enabled"] is True
    for behaviour in [made["DefaultCacheBehavior"], *made["CacheBehaviors"]]:
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "Headers"}
        assert behaviour["ViewerProtocolPolicy"] in ("redirect-to-https", "https-only")
    own, _ = made["ViewerCertificate"]["Fn::If"][1:]
    assert own["MinimumProtocolVersion"] == "TLSv1.2_2021"
    pages_origin, api_origin = made["Origins"]
    assert pages_origin["OriginAccessControlId"] == {"Ref": "OriginAccess"}
    assert api_origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    # An answer of the API is its own: no page of ours stands in for a 403 or a 404, and none is kept for the next who asks.
    codes = {400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504}
    assert made["CustomErrorResponses"] == [{"ErrorCode": code, "ErrorCachingMinTTL": 0} for code in sorted(codes)]


@pytest.mark.parametrize("name", BOTH)
def test_the_api_is_asked_each_time_with_all_that_the_page_sent_and_no_cookie(name):
    (behaviour,) = distribution(name)["CacheBehaviors"]
    assert behaviour["PathPattern"] == "/v1/*"
    cache = properties(behaviour["CachePolicyId"]["Ref"])["CachePolicyConfig"]
    assert cache["MinTTL"] == cache["DefaultTTL"] == cache["MaxTTL"] == 0
    sent = properties(behaviour["OriginRequestPolicyId"]["Ref"])["OriginRequestPolicyConfig"]
    assert sent["HeadersConfig"] == {"HeaderBehavior": "allExcept", "Headers": ["Host"]}
    assert sent["CookiesConfig"] == {"CookieBehavior": "none"}
    assert sent["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert set(behaviour["AllowedMethods"]) >= set(API["Resources"]["Api"]["Properties"]["CorsConfiguration"]["AllowMethods"])


def test_nothing_is_kept_for_longer_than_it_says_itself():
    cache = properties("PagesCache")["CachePolicyConfig"]
    assert (cache["MinTTL"], cache["DefaultTTL"], cache["MaxTTL"]) == (0, 0, 31536000)
    assert pages.rules()["kept"] == {"assets/": "public, max-age=31536000, immutable", "": "no-cache"}


def test_the_bucket_is_read_through_the_two_addresses_alone():
    allowed = [s for s in properties("PagesBucketPolicy")["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    assert {s["Action"] for s in allowed} == {"s3:GetObject", "s3:ListBucket"}
    for statement in allowed:
        assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        sources = [arn["Fn::Sub"] for arn in statement["Condition"]["StringEquals"]["aws:SourceArn"]]
        assert [arn.rpartition("/")[2] for arn in sources] == ["${Residents}", "${Staff}"]


def test_the_firewall_stands_where_cloudfronts_do_and_keeps_nothing_of_a_request():
    (stack,) = [stack for stack in plan.load("prod").stacks if stack.name == "edge"]
    assert stack.region == "us-east-1"
    acl = EDGE["Resources"]["EdgeAcl"]["Properties"]
    assert acl["Scope"] == "CLOUDFRONT"
    managed = [r["Statement"]["ManagedRuleGroupStatement"] for r in acl["Rules"] if "OverrideAction" in r]
    assert {group["Name"] for group in managed} == {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}
    assert sum("RateBasedStatement" in rule["Statement"] for rule in acl["Rules"]) == 1
    for rule in [acl, *acl["Rules"]]:
        assert rule["VisibilityConfig"]["SampledRequestsEnabled"] is False
    assert [resource["Type"] for resource in EDGE["Resources"].values()] == ["AWS::WAFv2::WebACL"]


def test_with_a_domain_of_the_apis_own_nothing_answers_at_the_gateways_and_cloudfront_shows_its_key():
    made = API["Resources"]
    assert made["Api"]["Properties"]["DisableExecuteApiEndpoint"] == {"Fn::If": ["OwnDomain", True, False]}
    assert made["EdgeKey"]["Condition"] == made["Domain"]["Condition"] == made["Mapping"]["Condition"] == "OwnDomain"
    for name in BOTH:
        (_, api_origin) = distribution(name)["Origins"]
        condition, sent, _ = api_origin["OriginCustomHeaders"]["Fn::If"]
        assert condition == "WithEdgeKey"
        value = {"Fn::Sub": "{{resolve:secretsmanager:${EdgeKeyArn}:SecretString:::${EdgeKeyVersion}}}"}
        assert sent == [{"HeaderName": "x-edge-key", "HeaderValue": value}]


def test_every_file_of_a_build_has_a_type_and_vites_notes_are_not_served(tmp_path):
    for path in (
        "index.html",
        "emergency.html",
        "staff.html",
        "sw.js",
        "assets/a-1.js",
        "icon.svg",
        ".vite/parts.json",
        ".built-from",
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    found = [one.path for one in pages.built(tmp_path)]
    assert found == ["assets/a-1.js", "icon.svg", "index.html", "emergency.html", "staff.html", "sw.js"]
    (tmp_path / "notes.doc").write_text("x")
    with pytest.raises(pages.NoPages, match=r"notes\.doc: headers\.json has no type for \.doc"):
        pages.built(tmp_path)


def test_pages_that_are_not_built_are_named(tmp_path):
    with pytest.raises(pages.NoPages, match="run `make build`"):
        pages.built(tmp_path)
