"""What puts the pages out, with a bucket and an edge that note what they are asked."""

import json

import pytest

from infra.deploy import aws, pages, plan, publish

OUTPUTS = {
    "PagesBucketName": "b",
    "ResidentsDistribution": "R",
    "StaffDistribution": "S",
    "WebAddress": "https://notebook.example",
    "StaffAddress": "https://staff.notebook.example",
    "UserPoolId": "ap-northeast-1_a",
    "ResidentsClientId": "r",
    "StaffClientId": "s",
    "WebPushKeyArn": "arn:aws:kms:ap-northeast-1:000000000000:key/browsers",
}


class Edge:
    """Bucket, edge and key in one."""

    key = pages.SPKI + b"\x04" + bytes(64)

    def __init__(self, keys=()):
        self.keys, self.put, self.invalidated = list(keys), [], []

    def get_paginator(self, name):
        assert name == "list_objects_v2"
        return self

    def paginate(self, Bucket):
        assert Bucket == "b"
        return [{}, {"Contents": [{"Key": key} for key in self.keys]}]

    def get_public_key(self, KeyId):
        assert KeyId == OUTPUTS["WebPushKeyArn"]
        return {"PublicKey": self.key}

    def put_object(self, **given):
        self.put.append(given)

    def create_invalidation(self, DistributionId, InvalidationBatch):
        assert InvalidationBatch["Paths"]["Quantity"] == len(InvalidationBatch["Paths"]["Items"])
        self.invalidated.append((DistributionId, InvalidationBatch["Paths"]["Items"], len(self.put)))


@pytest.fixture(autouse=True)
def built(tmp_path, monkeypatch):
    """A small build."""
    (tmp_path / "assets").mkdir()
    for path in ("index.html", "emergency.html", "staff.html", "sw.js", "icon.svg", "assets/a-1.js", "assets/b-2.css"):
        (tmp_path / path).write_text(path)
    monkeypatch.setattr(pages, "BUILT", tmp_path)
    return tmp_path


@pytest.fixture
def todo(tmp_path):
    values = {
        "MunicipalityCode": "432041",
        "MunicipalityName": "荒尾市",
        "IdentityAuthorizationEndpoint": "https://app.example/auth",
    }
    return plan.Plan("p", "dev", tmp_path, [], values | {"IdentityRedirectUri": "https://notebook.example/start/card"})


def put_out(todo, edge):
    said = []
    publish.publish(todo, aws.Cloud("dev", lambda service: edge), OUTPUTS, said.append)
    return said


def test_what_is_named_comes_before_what_names_it(todo):
    edge = Edge()
    put_out(todo, edge)
    keys = [given["Key"] for given in edge.put]
    assert set(keys[:3]) == {"assets/a-1.js", "assets/b-2.css", "icon.svg"}
    assert keys[3:] == ["config.json", "index.html", "emergency.html", "staff.html", "sw.js"]
    assert {given["Bucket"] for given in edge.put} == {"b"}


def test_each_goes_out_as_what_it_is_and_for_as_long_as_it_counts(todo):
    edge = Edge()
    put_out(todo, edge)
    sent = {given["Key"]: (given["ContentType"], given["CacheControl"], given["Body"]) for given in edge.put}
    assert sent["assets/a-1.js"] == ("text/javascript; charset=utf-8", "public, max-age=31536000, immutable", b"assets/a-1.js")
    for path in ("index.html", "emergency.html", "staff.html", "sw.js", "icon.svg", "config.json"):
        assert sent[path][1] == "no-cache", path


def test_the_pages_are_told_of_their_deployment(todo):
    edge = Edge()
    put_out(todo, edge)
    (told,) = [json.loads(given["Body"]) for given in edge.put if given["Key"] == "config.json"]
    # What web/src/config.ts is tested with.
    assert told == json.loads((plan.INFRA / "web" / "config.example.json").read_text())


def test_what_stands_with_its_content_in_its_name_is_not_sent_again_and_nothing_is_taken_away(todo):
    edge = Edge(["assets/a-1.js", "assets/of-last-week.js", "index.html", "icon.svg"])
    put_out(todo, edge)
    assert [given["Key"] for given in edge.put] == [
        "assets/b-2.css",
        "icon.svg",
        "config.json",
        "index.html",
        "emergency.html",
        "staff.html",
        "sw.js",
    ]
    assert not hasattr(edge, "delete_object")  # it could not even be asked


def test_the_entries_are_asked_for_anew_at_both_addresses_once_everything_is_out(todo):
    edge = Edge()
    put_out(todo, edge)
    paths = ["/config.json", "/index.html", "/emergency.html", "/staff.html", "/sw.js"]
    assert edge.invalidated == [("R", paths, len(edge.put)), ("S", paths, len(edge.put))]


def test_a_card_that_would_come_back_to_another_page_is_said(todo):
    assert not any("way back" in line for line in put_out(todo, Edge()))
    other = plan.replace(todo, values=todo.values | {"IdentityRedirectUri": "https://notebook.example/identity/callback"})
    assert any("the page that waits for it is https://notebook.example/start/card" in line for line in put_out(other, Edge()))


def test_pages_that_are_not_built_stop_a_deployment_that_comes_as_far(todo, built):
    (built / "index.html").unlink()
    whole = plan.load("dev")
    with pytest.raises(pages.NoPages, match="run `make build`"):
        publish.is_due(whole)
    assert publish.is_due(plan.through(whole, "data")) is False


def test_the_pages_come_after_everything_that_they_ask():
    names = [stack.name for stack in plan.load("prod").stacks]
    assert names[-2:] == ["edge", publish.STACK]


def test_pages_are_told_what_browsers_register_for_and_never_another_kind_of_key(todo):
    edge = Edge()
    put_out(todo, edge)
    told = json.loads(next(given["Body"] for given in edge.put if given["Key"] == "config.json"))
    assert told["push"] == {"public_key": "BA" + "A" * 85}
    edge.key = b"\x30" + edge.key
    with pytest.raises(pages.NoPages, match="no key of P-256"):
        put_out(todo, edge)
