"""The story of the tour, and what its people must not be able to do, on the deployed shape."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from botocore.exceptions import ClientError

from local.stack.accounts import CLINIC, OTHER_CLINIC
from local.stack.sign_in import sign_in
from local.tour import chain, stage
from local.tour.story import CARD, CITY, STEPS, NotSo, Story

from . import people
from .routes import NOBODYS

SECTIONS = ["profile", "medication", "daily", "visits"]


@pytest.fixture(scope="module")
def story(stack) -> Story:
    """The tour, told to its end: its person stays, checked in today, with yesterday's grant."""
    stage.forget_holder(stack, CARD)
    story = Story(stack)
    for step in STEPS:
        try:
            print(f"{step.name}: {step.do(story)}")
        except (NotSo, chain.Broken) as error:
            pytest.fail(f"{step.name}: {error}")
    return story


def check_in(story: Story, sections: list[str], **changes: object):
    """A check-in of the story's person at the clinic."""
    body = {"resident_id": story.resident_id, "institution_code": CLINIC, "sections": sections, "purpose": "consultation"}
    return story.resident("POST", "/v1/check-ins", body | changes)


def notebook(story: Story, name: str = "doctor", code: str = CLINIC):
    """The notebook, from staff's side."""
    return story.staff(name, "GET", f"{story.at_clinic(code)}/notebook")


def without_request_id(answer) -> tuple:
    """What tells two answers apart."""
    headers = {k: v for k, v in answer.headers.items() if k in ("content-type", "cache-control", "content-language", "etag")}
    return answer.status, headers, {name: value for name, value in answer.body.items() if name != "request_id"}


def test_the_tour_is_told_to_its_end(story):
    assert story.visit_id


def test_the_tour_can_be_told_again(stack, story):
    """Its person can be forgotten with all that leads to them. Only the institution's own log keeps that somebody looked."""
    other = people.Resident(stack)
    stage.forget(stack, other.resident_id)
    assert stage.partition(stack, f"RES#{other.resident_id}") == []
    me = other.call("GET", "/v1/me")
    assert "resident_id" not in me.body


def test_r10_a_new_check_in_opens_again_after_yesterdays_grant(story):
    assert check_in(story, ["daily", "visits"]).status == 200
    opened = notebook(story)
    assert opened.status == 200
    assert set(opened.body["sections"]) == {"daily", "visits"}
    until = datetime.fromisoformat(opened.body["grant"]["until"]).astimezone(stage.JST)
    assert (until.hour, until.minute) == (0, 0)


def test_r02_a_closed_notebook_answers_as_one_that_does_not_exist(story):
    missing = story.staff("doctor", "GET", f"/v1/institutions/{CLINIC}/patients/{NOBODYS}/notebook")
    closed = story.staff("doctor", "GET", f"/v1/institutions/{CLINIC}/patients/{_second(story)}/notebook")
    assert without_request_id(missing) == without_request_id(closed)
    assert missing.status == 404
    foreign = story.resident("GET", f"/v1/residents/{_second(story)}")
    assert without_request_id(foreign) == without_request_id(story.resident("GET", f"/v1/residents/{NOBODYS}"))


def _second(story: Story) -> str:
    return story.stack.account("second_resident")["resident_id"]


@pytest.mark.parametrize("name", ["other_doctor", "pharmacist", "public_health_nurse", "admin", "second_resident"])
def test_r07_nobody_but_the_clinic_opens_the_notebook(story, name):
    check_in(story, SECTIONS)
    for code in (CLINIC, OTHER_CLINIC):
        assert notebook(story, name, code).status == 404


def test_the_reception_sees_who_is_here_and_opens_nothing(story):
    check_in(story, SECTIONS)
    listed = story.staff("reception", "GET", f"/v1/institutions/{CLINIC}/patients")
    assert listed.status == 200
    assert story.resident_id in [row["resident_id"] for row in listed.body["items"]]
    assert notebook(story, "reception").status == 403


@pytest.mark.parametrize("name", ["doctor", "reception", "admin", "second_resident"])
def test_r03_a_residents_own_routes_are_closed_to_all_others(story, name):
    for path in ("", "/consents", "/daily-records", "/visits", "/access-log", f"/visits/{story.visit_id}"):
        answer = story.staff(name, "GET", story.own + path)
        assert (answer.status, answer.code) == (404, "not_found"), path


def test_r07_another_clinic_changes_no_note_and_the_resident_none_either(story):
    path = f"{story.at_clinic()}/visits/{story.visit_id}/notes"
    note = story.resident("GET", f"{story.own}/visits/{story.visit_id}").body["notes"][0]["note_id"]
    for name in ("other_doctor", "admin"):
        assert story.staff(name, "PUT", f"{path}/{note}", {"text": "x"}).status == 404
    assert story.resident("PUT", f"{path}/{note}", {"text": "x"}).status == 404
    assert story.resident("POST", path, {"text": "x"}).status == 404


def test_r13_many_check_ins_at_once_are_one_visit(story):
    token = story.stack.tokens(story.account)["AccessToken"]
    body = {"resident_id": story.resident_id, "institution_code": OTHER_CLINIC, "sections": ["daily"], "purpose": "consultation"}

    def once(_: int):
        # A connection of its own.
        return replace(story.stack, _connection=None).call("POST", "/v1/check-ins", token, body)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(12)))
    assert {answer.status for answer in answers} <= {200, 201}
    assert [answer.status for answer in answers].count(201) == 1
    assert len({answer.body["visit_id"] for answer in answers}) == 1
    rows = story.staff("other_doctor", "GET", f"/v1/institutions/{OTHER_CLINIC}/patients").body["items"]
    assert [row["resident_id"] for row in rows].count(story.resident_id) == 1


def test_r11_a_tampered_or_foreign_poster_opens_nothing(story):
    stage.register_poster_key(story.stack)
    good, elsewhere = (stage.print_poster(story.stack, CLINIC, city) for city in (CITY, "131016"))
    head, _, seal = good.rpartition(".")
    flipped = f"{head}.{'A' if seal[0] != 'A' else 'B'}{seal[1:]}"
    forged, unknown = (stage.forge_poster(story.stack, CLINIC, CITY, key) for key in (None, "unknown"))
    for qr in (flipped, forged, unknown, head, "https://evil.example/c", elsewhere):
        answer = check_in(story, ["daily"], qr=qr, institution_code=None)
        assert (answer.status, answer.code) == (422, "invalid_poster")
        assert qr not in answer.text.decode()
    assert check_in(story, ["daily"], qr=good, institution_code=None).status == 200


def test_r50_the_same_key_is_the_same_effect(story):
    taken = datetime.now(stage.JST).replace(microsecond=0).isoformat()
    token, path = story.stack.tokens(story.account)["AccessToken"], f"{story.own}/daily-records"
    same = {"idempotency_key": "e2e-same-key-of-this-test"}
    first = story.stack.call("POST", path, token, {"taken_at": taken, "steps": 4321}, **same)
    again = story.stack.call("POST", path, token, {"taken_at": taken, "steps": 4321}, **same)
    assert (first.status, first.body) == (again.status, again.body)
    other = story.stack.call("POST", path, token, {"taken_at": taken, "steps": 1234}, **same)
    assert (other.status, other.code) == (422, "idempotency_mismatch")
    kept = [item for item in story.resident("GET", path).body["items"] if item.get("steps") == 4321]
    assert len(kept) == 1


def test_r41_a_changed_entry_of_the_log_is_named(story):
    partition = f"AUDIT#R#{story.resident_id}"
    key = {"pk": partition, "sk": "E#000000000002"}
    entry = story.stack.table.get_item(Key=key)["Item"]
    story.stack.table.put_item(Item=entry | {"role": "nurse"})
    try:
        log = story.resident("GET", f"{story.own}/access-log?limit=100")
        assert (log.status, log.body["verified"], log.body["first_bad"]) == (200, False, 2)
        with pytest.raises(chain.Broken, match="entry 2"):
            chain.verify(log.body["items"])
    finally:
        story.stack.table.put_item(Item=entry)
    whole = story.resident("GET", f"{story.own}/access-log?limit=100").body
    assert whole["verified"] is True
    chain.verify(whole["items"])


def test_r41_the_log_is_verified_here_over_all_its_pages(story):
    items, cursor = [], ""
    while True:
        page = story.resident("GET", f"{story.own}/access-log?limit=2{cursor}").body
        items += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(items) > 2
    chain.verify(items)


def test_staff_without_a_second_factor_do_nothing(stack):
    """Cognito gives them a token, for enrolling one; no operation for staff takes it."""
    token = sign_in(stack.cognito, stack.summary["user_pool_id"], stack.summary["staff_client_id"], people.staff(stack))[
        "AccessToken"
    ]
    for path in ("/v1/me", f"/v1/institutions/{CLINIC}/patients", f"/v1/institutions/{CLINIC}/patients/{NOBODYS}/notebook"):
        answer = stack.call("GET", path, token)
        assert (answer.status, answer.code) == (403, "totp_required"), path


@pytest.mark.parametrize(("name", "client"), [("resident", "staff_client_id"), ("staff", "client_id")])
def test_each_kind_of_account_has_its_own_door(stack, name, client):
    account = people.staff(stack) if name == "staff" else stack.account(name)
    with pytest.raises(ClientError, match="UserLambdaValidationException"):
        sign_in(stack.cognito, stack.summary["user_pool_id"], stack.summary[client], account)


def test_a_wrong_password_and_a_wrong_code_are_refused(stack):
    pool, doctor = stack.summary["user_pool_id"], stack.account("doctor")
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        sign_in(stack.cognito, pool, stack.summary["client_id"], stack.account("resident") | {"password": "Aa1-wrong-password"})
    with pytest.raises(ClientError, match="CodeMismatchException"):
        sign_in(stack.cognito, pool, stack.summary["staff_client_id"], doctor | {"totp_secret": "A" * 32})
