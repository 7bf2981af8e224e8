"""R-21: hostile tokens over HTTP on every route: all 401, from the gateway or from the function."""

import json
import time
from collections.abc import Iterator

import pytest

from local.tour.stack import Answer

from . import hostile, people

FEWEST = 60


@pytest.fixture(scope="module")
def forge(stack) -> hostile.Forge:
    """Forges from the demo resident's access token."""
    return hostile.Forge(stack, stack.token("resident"))


def ask(stack, route, headers: dict[str, str], query: str = "") -> Answer:
    """A request of the route that would be read if its token were believed."""
    sent = {"content-type": "application/json", "idempotency-key": "hostile"} | headers if route.needs_body else headers
    return stack.send(route.method, route.path + query, b"{}" if route.needs_body else None, sent)


def everything(forge, stack) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, headers and query of every hostile request."""
    of_the_sign_in = stack.tokens(stack.account("resident"))
    tokens = hostile.forged(forge) | hostile.genuinely_signed(forge) | hostile.other_kinds(forge, of_the_sign_in)
    for name, token in tokens.items():
        yield name, {"authorization": f"Bearer {token}"}, ""
    for name, (headers, query) in hostile.misplaced(forge.good).items():
        yield name, headers, query


def test_the_good_token_is_believed(stack, forge):
    answer = stack.call("GET", "/v1/me", forge.good)
    assert answer.status == 200
    assert answer.body["resident_id"] == stack.account("resident")["resident_id"]


def test_a_token_signed_with_the_key_in_the_stand_ins_folder_is_believed(stack, forge):
    """Else the tests of genuinely signed tokens would show nothing."""
    assert stack.call("GET", "/v1/me", forge.genuine()).status == 200


def test_r21_every_hostile_token_is_refused_on_every_route(stack, forge, routes):
    attempts = list(everything(forge, stack))
    assert len({name for name, _, _ in attempts}) == len(attempts) >= FEWEST
    believed = []
    # What needs no token reads none: `test_r21_a_route_without_an_account_believes_no_token`.
    for route in (route for route in routes if not route.is_public):
        for name, headers, query in attempts:
            answer = ask(stack, route, headers, query)
            if answer.status != 401:
                believed.append(f"{route.method} {route.template}: {name}: {answer.status}")
    assert believed == []


def test_r21_a_route_without_an_account_believes_no_token(stack, forge, routes):
    (public,) = [route for route in routes if route.is_public]
    answers = {(ask(stack, public, headers, query).status) for _, headers, query in everything(forge, stack)}
    answers |= {ask(stack, public, {"authorization": f"Bearer {forge.good}"}).status, ask(stack, public, {}).status}
    assert answers == {422}, "each is read as a body without a secret"


def test_r21_a_refusal_says_nothing_of_the_token(stack, forge, routes):
    shapes = set()
    for name, headers, query in everything(forge, stack):
        answer = ask(stack, routes[0], headers, query)
        if answer.headers["content-type"].startswith("application/problem+json"):
            problem = answer.body
            assert problem["code"] == "unauthenticated", name
            assert problem["status"] == 401, name
            problem.pop("request_id")
            shapes.add(json.dumps(problem, sort_keys=True))
        else:
            shapes.add(answer.text.decode())
    assert len(shapes) == 2, shapes


def test_r21_a_token_of_a_deleted_account_opens_nothing_of_another(stack):
    """It counts until it expires, as every signed token does; what it opens is the deleted account's own, which is nothing."""
    pool, administrator = stack.summary["user_pool_id"], stack.administrator.client("cognito-idp")
    account = {"email": "deleted@example.jp", "password": "Aa1-deleted-soon-0"}
    user = {"UserPoolId": pool, "Username": account["email"]}
    administrator.admin_create_user(**user, MessageAction="SUPPRESS", TemporaryPassword=account["password"])
    try:
        administrator.admin_set_user_password(**user, Password=account["password"], Permanent=True)
        token = stack.tokens(account)["AccessToken"]
    finally:
        administrator.admin_delete_user(**user)
    me = stack.call("GET", "/v1/me", token)
    assert (me.status, me.body["memberships"], me.body["family"], "resident_id" in me.body) == (200, [], [], False)
    foreign = f"/v1/residents/{stack.account('resident')['resident_id']}"
    assert stack.call("GET", foreign, token).code == "not_found"


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_r21_another_spelling_of_bearer_is_nobody_or_the_same_person(stack, forge, scheme):
    answer = stack.send("GET", "/v1/me", None, {"authorization": f"{scheme} {forge.good}"})
    assert answer.status in (200, 401)
    if answer.status == 200:
        assert answer.body["resident_id"] == stack.account("resident")["resident_id"]


def test_r21_two_authorization_headers_are_nobody_or_one_of_the_two(stack, forge):
    """Which of two counts is the gateway's to say; a mixture of both must not."""
    second = stack.token("second_resident")
    answer = stack.send("GET", "/v1/me", None, {"authorization": f"Bearer {forge.good}", "Authorization": f"Bearer {second}"})
    known = {stack.account(name)["resident_id"] for name in ("resident", "second_resident")}
    assert answer.status == 401 or answer.body["resident_id"] in known


def test_a_refreshed_token_is_of_the_old_sign_in_and_ends_with_it(stack):
    person = people.Resident(stack)
    tokens = stack.tokens(person.account)
    time.sleep(2.1)  # a sign-in is known by the second of its making
    given = {"ClientId": stack.summary["client_id"], "RefreshToken": tokens["RefreshToken"]}
    refreshed = stack.cognito.get_tokens_from_refresh_token(**given)["AuthenticationResult"]["AccessToken"]
    assert hostile.opened(refreshed, 1)["auth_time"] == hostile.opened(person.token, 1)["auth_time"]
    assert stack.call("GET", "/v1/me", refreshed).status == 200
    assert person.call("DELETE", "/v1/me/sessions").status in (200, 204)
    assert stack.call("GET", "/v1/me", refreshed).body["code"] == "session_ended"
