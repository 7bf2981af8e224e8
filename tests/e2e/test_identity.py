"""The card proof through the deployed functions and the provider's stand-in: KMS signs, Cognito signs in, nothing is mocked."""

import json

import pytest

from local.stack.demo import RESIDENTS
from local.tour import stage

from .people import Resident, hold_card

# The demo residents hold these.
TAKEN = {card for _, card in RESIDENTS.values()}
CARDS = [found["id"] for found in json.loads(stage.PERSONS.read_text())]
OUTCOMES = {"tamana-taro": "outside_municipality", "gaiji-fumiko": "manual_review"}


@pytest.fixture
def resident(stack) -> Resident:
    """Somebody new."""
    return Resident(stack)


@pytest.mark.parametrize("card", [card for card in CARDS if card not in TAKEN])
def test_each_card_proves_what_stands_on_it(stack, resident, card):
    stage.forget_holder(stack, card)
    person = stage.person(card)
    answer = resident.prove(card)
    assert (answer.status, answer.body["status"]) == (200, OUTCOMES.get(card, "verified_resident"))
    shown = resident.call("GET", resident.own).body
    assert shown["identity"]["legal_name"] == person["name"]
    assert shown["identity"]["birth_date"].replace("-", "") == person["birthdate"].replace("-", "")
    assert shown["status"] == answer.body["status"]


def test_the_demo_residents_are_verified(stack):
    for name, (_, card) in RESIDENTS.items():
        shown = stack.call("GET", f"/v1/residents/{stack.account(name)['resident_id']}", stack.token(name)).body
        assert shown["status"] == "verified_resident"
        assert shown["identity"]["legal_name"] == stage.person(card)["name"]


def test_a_card_of_another_account_is_already_linked_and_tells_nothing_of_it(stack, resident):
    answer = resident.prove(RESIDENTS["resident"][1])
    assert answer.status == 200
    assert {name: value for name, value in answer.body.items() if value is not None} == {"status": "already_linked"}
    shown = resident.call("GET", resident.own).body
    assert shown["status"] == "unverified"
    assert shown["identity"].get("legal_name") is None


def test_the_same_card_again_proves_the_same_person(stack):
    name, (_, card) = "second_resident", RESIDENTS["second_resident"]
    token, own = stack.token(name), f"/v1/residents/{stack.account(name)['resident_id']}"
    proof = stack.call("POST", f"{own}/identity-proofs", token, {})
    answer = stack.call("POST", "/v1/identity-callbacks", token, hold_card(proof.body["authorization_url"], card))
    assert (answer.status, answer.body["status"]) == (200, "verified_resident")


def test_r20_a_cancelled_proof_changes_nothing_and_another_may_be_started(resident):
    proof = resident.call("POST", f"{resident.own}/identity-proofs", {})
    back = hold_card(proof.body["authorization_url"], "cancel")
    assert back.keys() >= {"error", "state"}
    answer = resident.call("POST", "/v1/identity-callbacks", back)
    assert (answer.status, answer.code) == (422, "proof_cancelled")
    assert resident.call("GET", resident.own).body["status"] == "unverified"
    assert resident.call("POST", f"{resident.own}/identity-proofs", {}).status == 201


def test_r20_what_the_card_brought_back_counts_once(stack, resident):
    stage.forget_holder(stack, "tamana-taro")
    back = resident.way_back("tamana-taro")
    assert resident.call("POST", "/v1/identity-callbacks", back).status == 200
    again = resident.call("POST", "/v1/identity-callbacks", back)
    assert (again.status, again.code) == (422, "invalid_state")


def test_r20_another_persons_answer_is_not_ones_own(stack, resident):
    """Whoever is handed a link with somebody else's code and state cannot use it, and neither can they with their own."""
    stage.forget_holder(stack, "tamana-taro")
    back, other = resident.way_back("tamana-taro"), Resident(stack)
    assert other.call("POST", "/v1/identity-callbacks", back).code == "invalid_state"
    own = other.way_back("tamana-taro")
    mixed = other.call("POST", "/v1/identity-callbacks", {"code": back["code"], "state": own["state"]})
    assert (mixed.status, mixed.code) in {(422, "proof_rejected"), (422, "invalid_state")}
    assert other.call("GET", other.own).body["status"] == "unverified"


@pytest.mark.parametrize("changes", [{"code": "made-up"}, {"state": "made-up"}, {"iss": "https://evil.example"}])
def test_r20_an_altered_answer_is_refused(stack, resident, changes):
    answer = resident.call("POST", "/v1/identity-callbacks", resident.way_back("tamana-taro") | changes)
    assert (answer.status, answer.code) in {(422, "proof_rejected"), (422, "invalid_state")}
    assert resident.call("GET", resident.own).body["status"] == "unverified"


def test_only_the_person_proves_a_notebooks_card(stack, resident):
    for name in ("second_resident", "doctor"):
        answer = stack.call("POST", f"{resident.own}/identity-proofs", stack.token(name), {})
        assert (answer.status, answer.code) == (404, "not_found")
