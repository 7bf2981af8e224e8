"""R-30: the contract by itself, and the deployed functions against it, with generated requests (schemathesis).

HEALTH_NOTEBOOK_CASES is how many an operation: 100 unless told; the long run takes 2,000.
"""

import json
import os
import threading
import uuid
from collections import Counter
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import schemathesis
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.core.failures import FailureGroup

from local.stack.accounts import CLINIC, HEALTH_CENTRE, PHARMACY
from local.stack.settings import ROOT
from local.tour import stage
from local.tour.story import CONSENTS

from .explore import explore
from .people import Resident

CASES = int(os.environ.get("HEALTH_NOTEBOOK_CASES", "100"))
DOCUMENT = json.loads((ROOT / "infra" / "openapi.json").read_text())
OPERATIONS = {described["operationId"]: (path, m) for path, ms in DOCUMENT["paths"].items() for m, described in ms.items()}
CARD = "yoshida-fumi"
STAFFS = "/v1/institutions/"
GOAL_OF_SAMPLE = "019aa000-0000-7000-8000-000000000012"
SECTIONS = ["profile", "medication", "daily", "visits"]
# Staff beside the doctor: where they work, and for what people come there.
GUESTS = {"pharmacist": (PHARMACY, "dispensing"), "public_health_nurse": (HEALTH_CENTRE, "health_guidance")}
# What succeeds once an account, with a code of the identity provider, with one that somebody reads out, or in the evening alone.
# The story of the tour succeeds with the first two, tests/family/ with the third, tests/visit/ with the last.
HARD_TO_GUESS = {"create-resident", "finish-identity-proof", "accept-invitation", "renew-check-in"}


def test_the_contract_is_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


class Player:
    """Sends generated requests as somebody who may do most of it: a verified resident, or the doctor where they checked in."""

    def __init__(self, stack) -> None:
        self.stack = stack
        stage.forget_holder(stack, CARD)
        self.person = Resident(stack)
        self.session = requests.Session()
        self.seen: Counter[str] = Counter()
        assert self.person.prove(CARD).body == {"status": "verified_resident"}
        self.ids = {"resident_id": self.person.resident_id, "code": CLINIC, "institution_code": CLINIC}
        self.relative = self._relative()
        self._member()
        tokens = (self.person.token, *(self.stack.token(name) for name in ("doctor", *GUESTS)))
        self.actors = [self.stack.call("GET", "/v1/me", token).body["actor_id"] for token in tokens]

    def _relative(self) -> str:
        """Somebody whose medicines they may manage, as an accepted invitation would make it."""
        relative, actor = Resident(self.stack), self.person.call("GET", "/v1/me").body["actor_id"]
        own = stage.partition(self.stack, f"RES#{self.person.resident_id}")
        relation = next(item for item in own if item["sk"] == f"ACTOR#{actor}")
        family = {"pk": f"RES#{relative.resident_id}", "kind": "family", "scopes": {"medication": "manage"}}
        self.stack.table.put_item(Item=relation | family)
        return relative.resident_id

    def _member(self) -> None:
        """Somebody who may see the notebook, as an accepted invitation would make them."""
        self.ids["other_id"] = "member-of-the-family-00"
        own = stage.partition(self.stack, f"RES#{self.person.resident_id}")
        relation = next(item for item in own if item["sk"].startswith("ACTOR#") and item["kind"] == "self")
        relation |= {"sk": f"ACTOR#{self.ids['other_id']}", "kind": "family", "scopes": {"medication": "see", "daily": "see"}}
        kin = {"pk": relation["sk"], "sk": f"KIN#{self.person.resident_id}", "resident_id": self.person.resident_id}
        kin |= {"display_name": "x", "since": "2026-11-01T00:00:00Z"}
        for item in (relation, {name: relation[name] for name in ("kind", "state", "scopes")} | kin):
            self.stack.table.put_item(Item=item)

    def prepare(self) -> None:
        """What the paths name must be there again after generated deletions, and the notebook open after a generated end."""
        self._lift_limits()
        self._member()
        call, own = self.person.call, self.person.own
        call("PUT", f"{own}/consents", {"consents": CONSENTS})
        call("PUT", f"{own}/primary-care-institutions/{CLINIC}")
        body = {"resident_id": self.person.resident_id, "institution_code": CLINIC, "sections": SECTIONS, "purpose": "consultation"}
        at_clinic = call("POST", "/v1/check-ins", body).body["visit_id"]
        note = f"/v1/institutions/{CLINIC}/patients/{self.person.resident_id}/visits/{at_clinic}/notes"
        self.ids["note_id"] = self.stack.call("POST", note, self.stack.token("doctor"), {"text": "x"}).body["note_id"]
        self._guidance(call)
        self._dispense(call)
        record = call("POST", f"{own}/daily-records", {"taken_at": "2026-11-01T07:00:00+09:00", "mood": 3})
        self.ids["record_id"] = record.body["record_id"]
        by_hand = call(
            "POST", f"{own}/visits", {"visited_on": "2026-11-01", "institution_name": "x", "reason": "x", "status": "done"}
        )
        self._appointment(call, own)
        self._prepare_medicines(call, own)
        self._invitation(call, own)
        self.secret = call("POST", f"{own}/emergency-card").body["secret"]
        self.visits = {True: at_clinic, False: by_hand.body["visit_id"]}

    def _guidance(self, call) -> None:
        """One of the health centre, under a check-in there; generated ones fill the day."""
        self._forget("GUIDANCECOUNT#")
        path = self._checked_in(call, "public_health_nurse", "health_guidance")
        said = {"channel": "office", "topic": "x", "text": "x", "goals": ["x"], "next_on": None}
        written = self.stack.call("POST", f"{path}/health-guidance", self.stack.token("public_health_nurse"), said)
        self.ids["guidance_id"] = written.body["guidance_id"]
        listed = call("GET", f"{self.person.own}/health-guidance").body["items"]
        self.ids["goal_id"] = listed[0]["goals"][0]["goal_id"]

    def _dispense(self, call) -> None:
        """What the pharmacy registered: another each time, as the one before may have been taken back."""
        path = self._checked_in(call, "pharmacist", "medication")
        handed = {"dispensed_on": "2026-11-01", "groups": [{"drugs": [{"name": f"x {uuid.uuid4()}"}]}]}
        written = self.stack.call("POST", f"{path}/dispensings", self.stack.token("pharmacist"), handed)
        self.dispensed = written.body["dispensings"][0]["id"]

    def _checked_in(self, call, guest: str, section: str) -> str:
        """The address of the person where this one of the staff works, after a check-in there."""
        code, purpose = GUESTS[guest]
        body = {"resident_id": self.person.resident_id, "institution_code": code, "sections": [section], "purpose": purpose}
        call("POST", "/v1/check-ins", body)
        return f"/v1/institutions/{code}/patients/{self.person.resident_id}"

    def _guest(self, path: str) -> str | None:
        """Who may do most of it, where that is not the doctor."""
        parts = {"/dispensing": "pharmacist", "/health-guidance": "public_health_nurse"}
        return next((name for part, name in parts.items() if path.startswith(STAFFS) and part in path), None)

    def _token(self, path: str) -> str:
        """Of whoever may do most of it."""
        return self.stack.token(self._guest(path) or "doctor") if path.startswith(STAFFS) else self.person.token

    def _appointment(self, call, own: str) -> None:
        """One of next week; generated ones, of which there may be so many, go."""
        for item in stage.partition(self.stack, f"RES#{self.person.resident_id}"):
            if item["sk"].startswith("VISIT#") and item["status"] == "planned":
                self.stack.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})
        self.next_week = (datetime.now(stage.JST) + timedelta(days=7)).date().isoformat()
        written = {"on": self.next_week, "time": "09:00", "kind": "dental", "institution_name": "x"}
        self.ids["appointment_id"] = call("POST", f"{own}/appointments", written).body["appointment_id"]

    def _forget(self, kind: str) -> None:
        """What the notebook has of this kind."""
        for item in stage.partition(self.stack, f"RES#{self.person.resident_id}"):
            if item["sk"].startswith(kind):
                self.stack.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})

    def _invitation(self, call, own: str) -> None:
        """One that nobody has accepted; generated ones fill the family."""
        self._forget("INVITED#")
        call("POST", f"{own}/invitations", {"relation": "family", "scopes": {"daily": "see"}})
        self.ids["invitation_id"] = call("GET", f"{own}/family").body["invitations"][0]["invitation_id"]

    def _prepare_medicines(self, call, own: str) -> None:
        """Two medicines with the alert that they raise, a sheet, an alarm with a dose late today, a device, and a watcher."""
        today = datetime.now(stage.JST).date().isoformat()
        typed = {"dispensed_on": "2026-11-01", "groups": [{"drugs": [{"name": "アムロジピン錠"}]}]}
        for name in ("medication_id", "linked_to"):
            self.ids[name] = call("POST", f"{own}/medications", typed).body["entry"]["id"]
        listed = call("GET", f"{own}/medications?from=2026-11-01").body
        alert = (listed["alerts"] + listed["known_alerts"])[0]
        self.ids["alert_id"], self.alerted = alert["alert_id"], alert["medication_ids"]
        symbol = f"JAHISTC08,1\r\n4,{uuid.uuid4()},20261101,2\r\n"
        self.ids["sheet_id"] = call("POST", f"{own}/dispensings", {"parts": [{"text": symbol}]}).body["sheet_id"]
        for alarm in call("GET", f"{own}/alarms").body["items"]:
            call("DELETE", f"{own}/alarms/{alarm['alarm_id']}")
        alarm = call("POST", f"{own}/alarms", {"label": "x", "times": ["23:59"], "from": today})
        self.ids |= {"alarm_id": alarm.body["alarm_id"], "date": today, "time": "23:59"}
        self.now = datetime.now(stage.JST).isoformat(timespec="seconds")
        logged = call("POST", f"{own}/intakes", {"alarm_id": self.ids["alarm_id"], "taken_at": self.now, "amount": 1})
        self.ids["intake_id"] = logged.body["intake_id"]
        self.ids |= {"device_id": "019aa000-0000-7000-8000-00000000d001", "actor_id": call("GET", "/v1/me").body["actor_id"]}
        call("PUT", f"/v1/me/devices/{self.ids['device_id']}", {"platform": "ios", "token": "x"})
        call("PUT", f"{own}/missed-dose-watch", {"agreed": True})

    def try_example(self, operation: str) -> None:
        """The contract's own example of a body, once: generated ones seldom fit all the rules at once."""
        path, method = OPERATIONS[operation]
        content = DOCUMENT["paths"][path][method].get("requestBody", {}).get("content", {}).get("application/json", {})
        if "example" not in content:
            return
        # The example's person and institution are of the sample city.
        own = {"resident_id": self.person.resident_id, "institution_code": CLINIC, "linked_to": self.ids["linked_to"]}
        own |= {"to": self.relative, "medication_ids": self.alerted, "alarm_id": self.ids["alarm_id"], "taken_at": self.now}
        own |= {"secret": self.secret, "on": self.next_week}
        written = json.loads(json.dumps(content["example"]).replace(GOAL_OF_SAMPLE, self.ids["goal_id"]))
        example = written | {name: value for name, value in own.items() if name in content["example"]}
        token = self._token(path)
        for name, value in self.known(path).items():
            path = path.replace(f"{{{name}}}", value)
        self.seen[f"{self.stack.call(method.upper(), path, token, example).status}"] += 1

    def known(self, path: str) -> dict[str, str]:
        """Ids that are there, by their names in a path."""
        is_at_clinic = path.startswith((STAFFS, "/v1/check-ins")) or path.endswith("/receipt")
        guest = "public_health_nurse" if "/guidance-offices/" in path else self._guest(path)
        place = {"code": GUESTS[guest][0], "institution_code": GUESTS[guest][0]} if guest else {}
        ids = self.ids | {"visit_id": self.visits[is_at_clinic]} | place
        return ids | {"medication_id": self.dispensed} if path.startswith(STAFFS) else ids

    def send(self, case: schemathesis.Case):
        """One request. Well-formed ids become ids that are there, seven times of eight; a limit is lifted and asked again."""
        for name, value in (case.path_parameters or {}).items():
            known = self.known(case.operation.path)
            if name in known and _is_lucky(value):
                case.path_parameters[name] = known[name]
        token = self._token(case.operation.path)
        response = self._ask(case, token)
        if response.status_code == 429:
            self._lift_limits()
            response = self._ask(case, token)
        self.seen[f"{response.status_code}"] += 1
        return response

    def _ask(self, case: schemathesis.Case, token: str):
        headers = {"Authorization": f"Bearer {token}"}
        return case.call(base_url=self.stack.summary["api"], session=self.session, headers=headers, timeout=30)

    def _lift_limits(self) -> None:
        for actor in self.actors:
            for item in stage.partition(self.stack, f"ACTOR#{actor}"):
                # A sign-in that generated requests have ended goes on as well.
                if item["sk"].startswith("LIMIT#") or item["sk"] == "SESSIONS":
                    self.stack.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})
        for item in stage.partition(self.stack, f"RES#{self.person.resident_id}"):
            is_over = item["sk"].startswith("ALARM#") and item["alarm"].get("ended")
            if item["sk"].startswith(("NOTECOUNT#", "GUIDANCECOUNT#", "DISPENSEDCOUNT#")) or is_over:
                self.stack.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})


def _is_lucky(value: object) -> bool:
    try:
        return uuid.UUID(str(value)).int % 8 != 0
    except ValueError:
        return sum(str(value).encode()) % 8 != 0


@pytest.fixture(scope="module")
def player(stack) -> Player:
    """Somebody with a notebook, checked in."""
    return Player(stack)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_r30_generated_requests_are_answered_as_the_contract_says(player, operation):
    path, method = OPERATIONS[operation]
    player.prepare()
    player.seen.clear()
    player.try_example(operation)
    sent = explore(schemathesis.openapi.from_dict(DOCUMENT)[path][method], player.send, CASES)
    assert sent >= 1
    print(f"{operation}: {sent} requests, {dict(player.seen)}")
    # Where everything was refused at the door, nothing behind it was tried.
    assert operation in HARD_TO_GUESS or any(status.startswith("2") for status in player.seen), dict(player.seen)


class Planted(BaseHTTPRequestHandler):
    """A server with two bugs: it falls over a long name, and forgets a field that it promised."""

    def do_POST(self) -> None:
        """Answers."""
        try:
            name = json.loads(self.rfile.read(int(self.headers["content-length"]))).get("name", "")
            fell = self.path == "/falls" and len(name) > 3
            self._answer(500 if fell else 200, {"error": "internal"} if fell else {} if self.path == "/forgets" else {"id": "1"})
        except (ValueError, AttributeError, TypeError):
            self._answer(422, {"error": "invalid"})

    def _answer(self, status: int, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_) -> None:
        """Says nothing."""


def planted(path: str) -> dict:
    """The contract of the server with the bugs."""
    problem = {"type": "object", "required": ["error"]}
    made = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    body = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    schemas = {"200": made, "422": problem, "500": problem}
    answers = {status: {"description": status, "content": {"application/json": {"schema": s}}} for status, s in schemas.items()}
    operation = {"requestBody": {"required": True, "content": {"application/json": {"schema": body}}}, "responses": answers}
    return {"openapi": "3.1.0", "info": {"title": "planted", "version": "1"}, "paths": {path: {"post": operation}}}


@pytest.mark.parametrize(
    ("path", "found"), [("/falls", "Server error"), ("/forgets", '"id" is a required property'), ("/whole", None)]
)
def test_the_generated_requests_find_a_planted_bug(path, found):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Planted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    operation = schemathesis.openapi.from_dict(planted(path))[path]["post"]
    try:
        if found is None:
            assert explore(operation, lambda case: case.call(base_url=base), 100) >= 50
            return
        with pytest.raises(FailureGroup) as raised:
            explore(operation, lambda case: case.call(base_url=base), 100)
        message = " ".join(str(failure.message) + failure.title for failure in raised.value.exceptions)
        assert found in message, message
    finally:
        server.shutdown()
        server.server_close()
