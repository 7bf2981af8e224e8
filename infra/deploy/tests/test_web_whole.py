"""The pages' stacks on a stand-in, first without domains, then with them: what becomes of them, and that pages are put out."""

import dataclasses
import json
from types import SimpleNamespace

import pytest

from infra.deploy import edge, pages, plan, publish, standin

GIVEN = {
    "WebOrigin": "https://notebook.example",
    "Issuer": "https://pool.example",
    "ResidentsClientId": "residents",
    "StaffClientId": "staff",
    "UserPoolId": "ap-northeast-1_a",
    "IdentityAuthorizationEndpoint": "https://app.example/auth",
    "IdentityRedirectUri": "https://notebook.example/start/card",
}
DOMAINS = {
    "ApiDomain": "api.notebook.example",
    "ApiCertificateArn": "arn:aws:acm:ap-northeast-1:000000000000:certificate/0",
    "WebDomain": "notebook.example",
    "StaffDomain": "staff.notebook.example",
    "WebCertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/1",
}
STACKS = ("data", "api", "edge", "web")


@pytest.fixture(scope="module", params=[{}, DOMAINS], ids=["without domains", "with domains"])
def there(request, target, tmp_path_factory):
    """Outputs, and how they came to be."""
    stacks = [plan.Stack(name, plan.INFRA / f"{name}.yaml") for name in STACKS]
    # The API of another test has this template's id.
    api = tmp_path_factory.mktemp("api") / "api.yaml"
    api.write_text(stacks[1].template.read_text().replace('"0432041a"', '"0432041b"'))
    stacks[1] = dataclasses.replace(stacks[1], template=api)
    todo = plan.Plan("web", "dev", plan.ROOT, stacks, plan.load("dev").values | GIVEN | request.param)
    first = dataclasses.replace(todo, stacks=stacks[:2])
    outputs = standin.deploy(target, first, lambda line: None)
    if "EdgeKeyArn" in outputs:
        todo.values.update(edge.parameters(target.client("secretsmanager"), outputs["EdgeKeyArn"]))
    return SimpleNamespace(todo=todo, outputs=standin.deploy(target, todo, lambda line: None), target=target, own=request.param)


def made(there, name):
    """A distribution's settings."""
    config = there.target.client("cloudfront").get_distribution(Id=there.outputs[f"{name}Distribution"])
    return config["Distribution"]["DistributionConfig"]


def test_the_domains_are_theirs_or_cloudfronts_own(there):
    if there.own:
        assert there.outputs["WebAddress"] == "https://notebook.example"
        assert made(there, "Staff")["Aliases"]["Items"] == ["staff.notebook.example"]
        assert made(there, "Residents")["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
        assert there.outputs["ApiOrigin"] == "api.notebook.example"
    else:
        assert there.outputs["WebAddress"] == f"https://{there.outputs['ResidentsTarget']}"
        assert there.outputs["ApiOrigin"] == f"{there.outputs['ApiId']}.execute-api.ap-northeast-1.amazonaws.com"
    api = there.target.client("apigatewayv2").get_api(ApiId=there.outputs["ApiId"])
    assert bool(api.get("DisableExecuteApiEndpoint")) is bool(there.own)


def test_cloudfront_shows_the_newest_key_where_there_is_one(there):
    for name in ("Residents", "Staff"):
        origins = {origin["Id"]: origin for origin in made(there, name)["Origins"]["Items"]}
        shown = origins["api"].get("CustomHeaders", {}).get("Items", [])
        assert origins["pages"].get("CustomHeaders", {}).get("Items", []) == []
        if there.own:
            key = there.target.client("secretsmanager").get_secret_value(SecretId=there.outputs["EdgeKeyArn"])["SecretString"]
            assert shown == [{"HeaderName": "x-edge-key", "HeaderValue": key}]
            assert len(key) == 64
        else:
            assert shown == []


def test_the_pages_are_put_out_into_them(there, tmp_path, monkeypatch):
    (tmp_path / "assets").mkdir()
    for path in ("index.html", "emergency.html", "staff.html", "assets/a-1.js"):
        (tmp_path / path).write_text(path)
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    cloud = SimpleNamespace(client=there.target.client, region="ap-northeast-1")
    said = []
    publish.publish(there.todo, cloud, there.outputs | GIVEN, said.append)
    publish.publish(there.todo, cloud, there.outputs | GIVEN, said.append)
    assert [line for line in said if line.startswith("pages")][-1] == "pages: 4 of 5 files uploaded"
    s3, bucket = there.target.client("s3"), there.outputs["PagesBucketName"]
    asset = s3.get_object(Bucket=bucket, Key="assets/a-1.js")
    assert asset["CacheControl"] == "public, max-age=31536000, immutable"
    assert json.loads(s3.get_object(Bucket=bucket, Key="config.json")["Body"].read())["city"]["code"] == "432041"
    for name in ("Residents", "Staff"):
        found = there.target.client("cloudfront").list_invalidations(DistributionId=there.outputs[f"{name}Distribution"])
        assert found["InvalidationList"]["Quantity"] >= 2
