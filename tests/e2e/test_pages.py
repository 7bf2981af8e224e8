"""The pages as one machine serves them: an address each for residents and staff, with the API and the sign-in behind both."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from infra.deploy import pages

ADDRESSES = ("web", "web_staff")
JSON = "application/x-amz-json-1.1"


def ask(url: str, data: bytes | None = None, **headers: str):
    """Status, headers and body, whatever comes back."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, sent), timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_route_is_its_own_entry_with_all_that_it_names(stack, name):
    at = stack.summary[name]
    status, headers, html = ask(f"{at}/a/route/of/the/pages")
    assert status == 200
    assert ("医療機関" in html.decode()) is (name == "web_staff")
    named = re.findall(r'(?:src|href)="(/[^"]+)"', html.decode())
    assert named
    for path in named:
        status, headers, _ = ask(at + path)
        # What has its content in its name is kept; the manifest and the icons are asked for anew.
        kept = "public, max-age=31536000, immutable" if path.startswith("/assets/") else "no-cache"
        assert (status, headers["cache-control"]) == (200, kept), path


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_api_is_behind_both_addresses_under_the_headers_of_the_pages(stack, name):
    at = f"{stack.summary[name]}/v1/me"
    status, headers, body = ask(at)
    assert (status, json.loads(body)) == (401, {"message": "Unauthorized"})
    for header, value in pages.headers().items():
        assert headers.get_all(header) == [value]
    account = "doctor" if name == "web_staff" else "resident"
    status, headers, body = ask(at, authorization=f"Bearer {stack.token(account)}")
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert json.loads(body) == stack.call("GET", "/v1/me", stack.token(account)).body


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_pages_are_told_is_of_this_stack(stack, name):
    told = json.loads(ask(f"{stack.summary[name]}/config.json")[2])
    assert told["addresses"] == {"residents": stack.summary["web"], "staff": stack.summary["web_staff"]}
    assert told["sign_in"]["user_pool_id"] == stack.summary["user_pool_id"]
    # The pool answers there as it does at its own address; what needs an administrator is not passed on.
    client = told["sign_in"]["staff_client_id" if name == "web_staff" else "residents_client_id"]
    at = stack.summary[name] + told["sign_in"]["endpoint"]
    asked = {"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": {"USERNAME": "a@example.jp", "SRP_A": "ab"}}
    for action, answered in (("InitiateAuth", (200, 400)), ("AdminGetUser", (403,)), ("ListUsers", (403,))):
        target = f"AWSCognitoIdentityProviderService.{action}"
        status, _, _ = ask(at, json.dumps(asked).encode(), content_type=JSON, x_amz_target=target)
        assert status in answered, action


def test_a_card_comes_back_to_the_page_that_waits_for_it(stack):
    resident = stack.account("resident")["resident_id"]
    started = stack.call("POST", f"/v1/residents/{resident}/identity-proofs", stack.token("resident"), {})
    assert started.status in (200, 201), started.body
    told = json.loads(ask(f"{stack.summary['web']}/config.json")[2])
    assert started.body["authorization_url"].startswith(told["identity"]["authorization_endpoint"] + "?")
    assert "redirect_uri=" + urllib.parse.quote(f"{stack.summary['web']}/start/card", safe="") in started.body["authorization_url"]
    assert ask(f"{stack.summary['web']}/start/card?code=a&state=b")[0] == 200
