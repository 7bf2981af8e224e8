"""The gateway as deployed: its routes are the contract's, each names the authorizer, and what it says itself has a known shape."""

import pytest

from .routes import NOBODYS

PROBLEM = {"type", "title", "status", "code", "detail", "errors", "request_id"}
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def deployed(stack) -> dict[str, dict]:
    """The gateway's own routes, by key."""
    gateway = stack.administrator.client("apigatewayv2")
    pages = gateway.get_paginator("get_routes").paginate(ApiId=stack.outputs["ApiId"])
    return {route["RouteKey"]: route for page in pages for route in page["Items"]}


def test_r70_the_routes_are_those_of_the_contract(deployed, routes):
    assert set(deployed) == {f"{route.method} {route.template}" for route in routes}


def test_r70_every_route_names_the_authorizer_but_what_nobody_signs_in_for(stack, deployed, routes):
    public = {f"{route.method} {route.template}" for route in routes if route.is_public}
    assert public == {"POST /v1/emergency-cards"}
    authorizers = {(route["AuthorizationType"], route.get("AuthorizerId")) for key, route in deployed.items() if key not in public}
    assert authorizers == {("JWT", stack.outputs["AuthorizerId"])}
    assert {deployed[key].get("AuthorizationType", "NONE") for key in public} == {"NONE"}


def test_r70_the_authorizer_knows_one_issuer_and_two_clients(stack):
    gateway = stack.administrator.client("apigatewayv2")
    found = gateway.get_authorizer(ApiId=stack.outputs["ApiId"], AuthorizerId=stack.outputs["AuthorizerId"])
    assert found["JwtConfiguration"]["Issuer"] == stack.summary["issuer"]
    assert set(found["JwtConfiguration"]["Audience"]) == {stack.summary["client_id"], stack.summary["staff_client_id"]}
    assert found["IdentitySource"] == ["$request.header.Authorization"]


def test_every_function_answers_with_its_own_handler(stack, deployed, openapi):
    """The route leads to the operation of its name, and each has a role of its own."""
    gateway, functions = stack.administrator.client("apigatewayv2"), stack.administrator.client("lambda")
    names = {
        f"{m.upper()} {path}": found["operationId"] for path, methods in openapi["paths"].items() for m, found in methods.items()
    }
    roles = {}
    for key, route in deployed.items():
        integration = route["Target"].removeprefix("integrations/")
        uri = gateway.get_integration(ApiId=stack.outputs["ApiId"], IntegrationId=integration)["IntegrationUri"]
        function = functions.get_function_configuration(FunctionName=uri)
        assert function["Handler"] == names[key]
        roles[key] = function["Role"]
    assert len(set(roles.values())) == len(roles)


def test_r70_only_the_web_pages_may_ask_across_origins(stack):
    wanted = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}
    own = stack.send("OPTIONS", "/v1/me", None, wanted | {"origin": stack.summary["web"]})
    assert own.status in (200, 204)
    assert own.headers["access-control-allow-origin"] == stack.summary["web"]
    assert own.headers.get("access-control-allow-credentials", "false") == "false"
    for origin in ("https://evil.example", "null", stack.summary["web"] + ".evil.example", "http://127.0.0.1:1"):
        other = stack.send("OPTIONS", "/v1/me", None, wanted | {"origin": origin})
        assert other.headers.get("access-control-allow-origin") in (None, stack.summary["web"]), origin


def test_r25_an_answer_to_another_origin_does_not_allow_it(stack):
    answer = stack.send(
        "GET", "/v1/me", None, {"authorization": f"Bearer {stack.token('resident')}", "origin": "https://evil.example"}
    )
    assert answer.headers.get("access-control-allow-origin") in (None, stack.summary["web"])


def test_a_refusal_of_the_gateway_has_its_own_shape(stack):
    nowhere = stack.call("GET", "/v1/nowhere", stack.token("resident"))
    assert (nowhere.status, nowhere.body) == (404, {"message": "Not Found"})
    nobody = stack.call("GET", "/v1/me")
    assert (nobody.status, nobody.body) == (401, {"message": "Unauthorized"})


def test_a_success_and_a_problem_are_not_kept_by_anybody(stack):
    me = stack.call("GET", "/v1/me", stack.token("resident"))
    assert (me.status, me.headers["content-type"], me.headers["cache-control"]) == (200, "application/json", "no-store")
    gone = stack.call("GET", f"/v1/residents/{NOBODYS}", stack.token("resident"))
    assert (gone.status, gone.code, gone.headers["cache-control"]) == (404, "not_found", "no-store")
    assert set(gone.body) == PROBLEM


def test_r04_every_operation_with_a_body_refuses_an_unknown_field(stack, routes):
    """In the resident's and in the doctor's hands: whoever is let in so far is told, nobody is answered with a 5xx."""
    told = 0
    for route in routes:
        if not route.needs_body:
            continue
        for name in ("resident", "doctor"):
            answer = stack.call(route.method, route.path, stack.token(name), {"created_by_me": "019aa000"})
            assert answer.status in (403, 404, 422), f"{route.operation} as {name}: {answer.status}"
            assert answer.headers["content-type"] == "application/problem+json", route.operation
            assert answer.headers["cache-control"] == "no-store", route.operation
            told += answer.code == "unknown_field"
            assert "created_by_me" not in answer.body.get("detail", ""), route.operation
    assert told


@pytest.mark.parametrize(("language", "title"), [("ja", "サインイン"), ("en", "sign")])
def test_a_problem_speaks_the_persons_language(stack, language, title):
    id_token = stack.tokens(stack.account("resident"))["IdToken"]
    answer = stack.send("GET", "/v1/me", None, {"authorization": f"Bearer {id_token}", "accept-language": language})
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert title in answer.body["title"].lower()
