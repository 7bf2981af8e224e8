"""The story, step by step. Each step does one thing as its person would, says what came back and fails where it is not so."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.stack import identity
from local.stack.accounts import CLINIC, OTHER_CLINIC

from . import alarms, chain, qr, stage
from .stack import Answer, Stack
from .stage import JST

# Whose card the tour's person holds to the reader: nobody else's, because their notebook is made anew with every tour.
CARD = "tour-harumi"
# The pool's confirmation code on the stand-in, whatever was mailed.
CONFIRMATION_CODE = "123456"
CITY = "432041"
OPENED = ["medication", "daily", "visits"]
NOTE = "血圧の薬はこのまま続けてください。二週間後にもう一度測りましょう。"
CONSENTS = [
    {"purpose": "use_of_notebook", "version": "2026-04"},
    {"purpose": "sharing_with_institutions", "version": "2026-11"},
]


class NotSo(Exception):
    """Something is not as the notebook promises. The message says what."""


def expect(answer: Answer, status: int, code: str | None = None) -> dict:
    """The body, where status and problem are as promised."""
    promised = f"{status} {code}" if code else str(status)
    if answer.status != status or (code and answer.code != code):
        if answer.status == 404 and answer.code is None:
            raise NotSo(f"promised {promised}, but the gateway has no such route: the operation is not deployed")
        raise NotSo(f"promised {promised}, but it answered {answer.status} {answer.text.decode(errors='replace')[:300]}")
    return answer.body


def so(holds: bool, promise: str) -> None:
    """Fails with the promise that does not hold."""
    if not holds:
        raise NotSo(f"not so: {promise}")


@dataclass(frozen=True)
class Step:
    """One step of the story: who does what, in Japanese and in English."""

    name: str
    ja: str
    en: str
    do: Callable[["Story"], str]


class Story:
    """One run through the story, with a person of its own."""

    def __init__(self, stack: Stack, card: str = CARD) -> None:
        self.stack = stack
        self.card = card
        self.account = {"email": f"tour-{secrets.token_hex(6)}@example.jp", "password": f"Aa1-{secrets.token_urlsafe(18)}"}
        self.resident_id = self.visit_id = ""

    def resident(self, method: str, path: str, body: object = None) -> Answer:
        """A request of the tour's person."""
        return self.stack.call(method, path, self.stack.tokens(self.account)["AccessToken"], body)

    def staff(self, name: str, method: str, path: str, body: object = None) -> Answer:
        """A request of a member of staff."""
        return self.stack.call(method, path, self.stack.token(name), body)

    @property
    def own(self) -> str:
        """The person's notebook."""
        return f"/v1/residents/{self.resident_id}"

    def at_clinic(self, code: str = CLINIC) -> str:
        """The person's notebook, from an institution's side."""
        return f"/v1/institutions/{code}/patients/{self.resident_id}"

    def sign_up(self) -> str:
        """Makes an account as anybody can, and signs in."""
        client_id = self.stack.summary["client_id"]
        email = self.account["email"]
        self.stack.cognito.sign_up(
            ClientId=client_id,
            Username=email,
            Password=self.account["password"],
            UserAttributes=[{"Name": "email", "Value": email}],
        )
        self.stack.cognito.confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=CONFIRMATION_CODE)
        me = expect(self.resident("GET", "/v1/me"), 200)
        so("resident_id" not in me, "a new account has no notebook")
        so(me["memberships"] == [] and me["family"] == [], "a new account works nowhere and has no family here")
        return f"{email}, no notebook yet"

    def create_notebook(self) -> str:
        """Opens a notebook and consents to its use."""
        made = expect(self.resident("POST", "/v1/residents", {"display_name": "はるみ", "consents": CONSENTS}), 201)
        so(made["status"] == "unverified", "a new notebook is unverified")
        self.resident_id = made["resident_id"]
        body = {"resident_id": self.resident_id, "institution_code": CLINIC, "sections": ["daily"], "purpose": "consultation"}
        expect(self.resident("POST", "/v1/check-ins", body), 403, "identity_proof_required")
        return f"{self.resident_id}, unverified: no check-in yet (403 identity_proof_required)"

    def prove_card(self) -> str:
        """Holds the card to the reader, at the stand-in of the Digital Authentication App."""
        proof = expect(self.resident("POST", f"{self.own}/identity-proofs", {}), 201)
        back = identity.read_card(proof["authorization_url"], self.card)
        proved = expect(self.resident("POST", "/v1/identity-callbacks", back), 200)
        so(proved["status"] == "verified_resident", f"the card proves a resident, and not {proved['status']}")
        expect(self.resident("POST", "/v1/identity-callbacks", back), 422, "invalid_state")
        shown = expect(self.resident("GET", self.own), 200)
        so(shown["identity"]["legal_name"] == stage.person(self.card)["name"], "the name is the one of the card")
        return f"verified_resident: {shown['identity']['legal_name']}; the same answer of the card a second time is refused"

    def scan_dispensing(self) -> str:
        """Scans the two QR symbols of a pharmacy's sheet."""
        parts = qr.symbols(datetime.now(JST).date())
        missing = expect(self.resident("POST", f"{self.own}/dispensings", {"parts": parts[:1]}), 422, "split_incomplete")
        so(missing.get("total") == 2, "it says that the sheet has two symbols")
        done = expect(self.resident("POST", f"{self.own}/dispensings", {"parts": parts}), 201)
        drugs = [drug["name"] for group in done["dispensings"][0]["groups"] for drug in group["drugs"]]
        so(drugs == ["アムロジピン錠５ｍｇ", "カロナール錠２００"], f"both medicines are read, and not {drugs}")
        so(not [alert for alert in done["alerts"] if alert["code"] == "patient_mismatch"], "the sheet is this person's")
        again = expect(self.resident("POST", f"{self.own}/dispensings", {"parts": parts}), 200)
        so(again["already_registered"] is True, "a second scan is recognised")
        return f"{'、'.join(drugs)}; one symbol alone: 422 split_incomplete; scanned again: already_registered"

    def record_blood_pressure(self) -> str:
        """Writes down today's blood pressure."""
        taken = datetime.now(JST).replace(microsecond=0).isoformat()
        values = {"systolic_mmhg": 138, "diastolic_mmhg": 86, "pulse_bpm": 72}
        expect(self.resident("POST", f"{self.own}/daily-records", {"taken_at": taken, "blood_pressure": values}), 201)
        kept = expect(self.resident("GET", f"{self.own}/daily-records"), 200)["items"]
        so([item["blood_pressure"] for item in kept] == [values], "the list shows what was written")
        return "138/86 mmHg, 72 bpm"

    def check_in(self) -> str:
        """Scans the clinic's poster and opens three sections."""
        stage.register_poster_key(self.stack)
        poster = stage.print_poster(self.stack, CLINIC, CITY)
        body = {"resident_id": self.resident_id, "sections": OPENED, "purpose": "consultation"}
        forged = stage.forge_poster(self.stack, CLINIC, CITY)
        expect(self.resident("POST", "/v1/check-ins", body | {"qr": forged}), 422, "invalid_poster")
        done = expect(self.resident("POST", "/v1/check-ins", body | {"qr": poster}), 201)
        so(done["institution"]["code"] == CLINIC, "the poster names the clinic")
        so(sorted(done["grant"]["sections"]) == sorted(OPENED), "only what was chosen is open")
        until = datetime.fromisoformat(done["grant"]["until"]).astimezone(JST)
        so((until.hour, until.minute, until.second) == (0, 0, 0), "it is open until midnight in Japan")
        self.visit_id = done["visit_id"]
        expect(self.resident("POST", "/v1/check-ins", body | {"qr": poster}), 200)
        return (
            f"{done['institution']['name']}, {done['reception_code']}, until {until:%H:%M} JST; a forged poster: 422 invalid_poster"
        )

    def list_patients(self) -> str:
        """The doctor looks who is here."""
        row = self._row()
        so(row["visit_id"] == self.visit_id and row["status"] == "waiting", "the person waits, once")
        so(row["legal_name"] == stage.person(self.card)["name"], "the list shows the name of the card")
        return f"{row['legal_name']}, {row['age']}, {row['status']}"

    def open_notebook(self) -> str:
        """The doctor opens the notebook and sees what was opened and nothing else."""
        opened = expect(self.staff("doctor", "GET", f"{self.at_clinic()}/notebook"), 200)
        sections = opened["sections"]
        so(set(sections) == set(OPENED), f"the opened sections and no other are there, and not {sorted(sections)}")
        so("アムロジピン" in str(sections["medication"]), "the medicine of today is there")
        so(sections["daily"][0]["blood_pressure"]["systolic_mmhg"] == 138, "the blood pressure of today is there")
        so(self._row()["status"] == "opened", "the list says that the notebook was opened")
        return f"{', '.join(sorted(sections))}; no profile, it was not opened"

    def write_note(self) -> str:
        """The doctor writes a note to the patient."""
        path = f"{self.at_clinic()}/visits/{self.visit_id}/notes"
        note = expect(self.staff("doctor", "POST", path, {"text": NOTE}), 201)
        return f"note {note['note_id']}"

    def other_clinic(self) -> str:
        """Another clinic's doctor tries, at the own door and at the neighbour's."""
        for code in (OTHER_CLINIC, CLINIC):
            expect(self.staff("other_doctor", "GET", f"{self.at_clinic(code)}/notebook"), 404, "not_found")
        path = f"{self.at_clinic(OTHER_CLINIC)}/visits/{self.visit_id}/notes"
        expect(self.staff("other_doctor", "POST", path, {"text": NOTE}), 404, "not_found")
        return "404 not_found, as if there were no such person"

    def read_note_and_log(self) -> str:
        """The person reads the note and who looked, and recomputes the chain of hashes."""
        visit = expect(self.resident("GET", f"{self.own}/visits/{self.visit_id}"), 200)
        so([note["text"] for note in visit["notes"]] == [NOTE], "the note is there for the person")
        log = expect(self.resident("GET", f"{self.own}/access-log?limit=100"), 200)
        so(log["verified"] is True, "the notebook itself finds its log whole")
        actions = ["add-note", "open-notebook", "finish-identity-proof"]
        so([item["action"] for item in log["items"]] == actions, "the log has both looks, the card proof and nothing else")
        actor = log["items"][0]["actor"]
        so(actor["role"] == "doctor" and actor["institution"]["code"] == CLINIC and actor["name"], "the log names who it was")
        newest = chain.verify(log["items"])
        return f"{actor['institution']['name']} {actor['name']}: open-notebook, add-note; recomputed here: {newest[:16]}… fits"

    def end_check_in(self) -> str:
        """The person ends the check-in; the doctor's next look is refused."""
        expect(self.resident("DELETE", f"/v1/check-ins/{self.visit_id}"), 204)
        expect(self.staff("doctor", "GET", f"{self.at_clinic()}/notebook"), 404, "not_found")
        so(self._row()["status"] == "ended", "the list says that the check-in is ended")
        log = expect(self.resident("GET", f"{self.own}/access-log"), 200)
        so(log["refused"][0]["institution"]["code"] == CLINIC, "the person is told of the refused look")
        return "the doctor's next request: 404 not_found; the person sees that it was tried"

    def check_in_again(self) -> str:
        """The person checks in again and opens less."""
        body = {"resident_id": self.resident_id, "institution_code": CLINIC, "sections": ["daily"], "purpose": "consultation"}
        again = expect(self.resident("POST", "/v1/check-ins", body), 200)
        so(again["visit_id"] == self.visit_id, "it is the same visit")
        sections = expect(self.staff("doctor", "GET", f"{self.at_clinic()}/notebook"), 200)["sections"]
        so(set(sections) == {"daily"}, f"only what was chosen now is open, and not {sorted(sections)}")
        return "the same visit, a new grant: daily only"

    def midnight(self) -> str:
        """The day ends."""
        stage.let_midnight_pass(self.stack, self.resident_id, CLINIC)
        expect(self.staff("doctor", "GET", f"{self.at_clinic()}/notebook"), 404, "not_found")
        log = expect(self.resident("GET", f"{self.own}/access-log?limit=100"), 200)
        looks = [item for item in log["items"] if item["actor"]["role"] == "doctor"]
        so(log["verified"] is True and len(looks) == 3, "three looks were allowed in all, and the log is whole")
        chain.verify(log["items"])
        return "the grant is of yesterday: 404 not_found; the log holds the three looks that were allowed"

    def ring(self) -> str:
        """Alarms ring at the topic within their minute; one that was taken early is silent; what was answered is kept."""
        listener = alarms.Listener(self.stack)
        try:
            due = alarms.next_minute()
            paths = {label: self._set_alarm(due, label) for label in ("taken", "skipped", "early", "missed")}
            record = self._set_alarm(due, "taken down", about="record")
            answer = {"status": "taken", "at": datetime.now(JST).isoformat(timespec="seconds")}
            expect(self.resident("PUT", self._dose(paths["early"], due), answer), 200)
            heard = listener.heard(self.resident_id, due + timedelta(seconds=alarms.PATIENCE), 4)
        finally:
            listener.close()
        rang = sorted(reminder["alarm_id"] for _, reminder in heard)
        expected = sorted([*(paths[name] for name in ("taken", "skipped", "missed")), record])
        so(rang == expected, f"three of four and the reminder to record rang once, and not {rang}")
        so(all(due <= at < due + timedelta(minutes=1) for at, _ in heard), "each within its minute, and not before")
        so(not any("taken" in json.dumps(reminder) for _, reminder in heard), "no notification names the label")
        stuck = alarms.stuck(self.stack)
        so(not stuck, f"the jobs get done what is asked of them, and not {stuck}")
        answer["at"] = datetime.now(JST).isoformat(timespec="seconds")
        expect(self.resident("PUT", self._dose(paths["taken"], due), answer), 200)
        expect(self.resident("PUT", self._dose(paths["skipped"], due), {"status": "skipped"}), 200)
        earlier = alarms.let_half_an_hour_pass(self.stack, self.resident_id, paths["missed"], due)
        days = f"from={earlier:%Y-%m-%d}&to={due:%Y-%m-%d}"
        kept = expect(self.resident("GET", f"{self.own}/intakes?{days}"), 200)["items"]
        status = {name: [item["status"] for item in kept if item["alarm_id"] == path] for name, path in paths.items()}
        promised = {"taken": ["taken"], "skipped": ["skipped"], "early": ["taken"], "missed": ["missed"]}
        so(all(promised[name][0] in found for name, found in status.items()), f"each ends as it should, and not {status}")
        delivered = next(item["delivery"] for item in kept if item["alarm_id"] == paths["taken"])
        so(delivered["delivered"] and not delivered["late"], "the list says that the notification went out in time")
        self._is_no_dose(record, due, kept)
        for path in (*paths.values(), record):
            expect(self.resident("DELETE", f"{self.own}/alarms/{path}"), 204)
        late = max((at - due).total_seconds() for at, _ in heard)
        return f"{due:%H:%M}: three and a reminder rang, the last heard after {late:.1f} s; taken, skipped, taken early, missed"

    def _is_no_dose(self, record: str, due: datetime, kept: list[dict]) -> None:
        """A reminder to record stands on the first screen and among no doses: there is nothing to take."""
        today = expect(self.resident("GET", f"{self.own}/today"), 200)
        shown = [(one["alarm_id"], one["time"]) for one in today["reminders"]]
        so(shown == [(record, f"{due:%H:%M}")], f"the first screen has the reminder alone, and not {shown}")
        so(all(item["alarm_id"] != record for item in [*kept, *today["doses"]]), "no list of doses knows of it")
        expect(self.resident("PUT", self._dose(record, due), {"status": "skipped"}), 404, "not_found")

    def _set_alarm(self, due: datetime, label: str, **more: str) -> str:
        made = expect(self.resident("POST", f"{self.own}/alarms", alarms.alarm(due, label) | more), 201)
        return made["alarm_id"]

    def _dose(self, alarm_id: str, due: datetime) -> str:
        """The path of one dose."""
        return f"{self.own}/intakes/{alarm_id}/{due:%Y-%m-%d}/{due:%H:%M}"

    def _row(self) -> dict:
        """The person's line in the clinic's list of today."""
        rows = expect(self.staff("doctor", "GET", f"/v1/institutions/{CLINIC}/patients"), 200)["items"]
        mine = [row for row in rows if row["resident_id"] == self.resident_id]
        so(len(mine) == 1, "the person stands in the clinic's list once")
        return mine[0]


STEPS = [
    Step("sign-up", "住民がアカウントを作り、サインインする", "A resident makes an account and signs in", Story.sign_up),
    Step("notebook", "手帳を作り、利用に同意する", "They open a notebook and consent", Story.create_notebook),
    Step("card", "マイナンバーカードで本人を確認する", "They prove who they are with the card", Story.prove_card),
    Step("scan", "薬局の二つのQRコードを読み取る", "They scan a pharmacy's two QR codes", Story.scan_dispensing),
    Step("daily", "今日の血圧を記録する", "They record today's blood pressure", Story.record_blood_pressure),
    Step("check-in", "診療所のポスターでチェックインする", "They check in by the clinic's poster", Story.check_in),
    Step("list", "医師が今日の受診者を見る", "The doctor looks who is here today", Story.list_patients),
    Step("open", "医師が開かれた項目だけを見る", "The doctor sees what was opened, and no more", Story.open_notebook),
    Step("note", "医師が患者へのメモを書く", "The doctor writes a note to the patient", Story.write_note),
    Step("other-clinic", "ほかの診療所の医師には見えない", "Another clinic's doctor finds nothing", Story.other_clinic),
    Step(
        "log",
        "本人がメモと閲覧の記録を読み、自分で検算する",
        "They read the note and verify the log themselves",
        Story.read_note_and_log,
    ),
    Step("end", "本人がチェックインを終える", "They end the check-in", Story.end_check_in),
    Step("again", "もう一度、少ない項目でチェックインする", "They check in again and open less", Story.check_in_again),
    Step("alarm", "アラームが時刻どおりに鳴り、飲んだかどうかを記録する", "Alarms ring, doses are answered", Story.ring),
    Step("midnight", "日付が変わると閲覧できなくなる", "Midnight closes the notebook", Story.midnight),
]
