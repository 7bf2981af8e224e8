"""Who asks, and what: residents with notebooks of their own, one of them long, and the doctor of the clinic."""

import itertools
import json
import random
import secrets
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from boto3.dynamodb.conditions import Key

from local.stack.accounts import CLINIC
from local.tour.stack import Stack
from local.tour.story import CONFIRMATION_CODE, CONSENTS

# Days of the long notebook: ten years.
LONG = 3_650
# Seconds. A member of staff's token lasts ten minutes; local/tour/stack.py has it anew after five.
RENEWED_EVERY = 120
JST = timezone(timedelta(hours=9))


@dataclass(frozen=True)
class Kind:
    """One kind of request: how many of a hundred it is, and how often it may ask the table."""

    name: str
    share: int
    table_requests: int
    method: str = "GET"
    path: str = ""


KINDS = (
    Kind("get-today", 30, 10, path="/today"),
    Kind("get-resident", 10, 1),
    Kind("list-daily-records", 10, 2, path="/daily-records"),
    Kind("get-daily-trends", 10, 2, path="/trends?measure=weight_kg"),
    Kind("list-medications", 10, 2, path="/medications"),
    Kind("list-alarms", 10, 4, path="/alarms"),
    Kind("list-visits", 7, 2, path="/visits"),
    Kind("create-daily-record", 10, 2, method="POST", path="/daily-records"),
    Kind("open-notebook", 3, 7),
)


@dataclass
class Request:
    """What is sent."""

    kind: Kind
    method: str
    path: str
    token: str
    body: dict | None


class People:
    """The accounts of one run."""

    def __init__(self, stack: Stack, residents: int) -> None:
        self.stack = stack
        own = stack.account("resident")
        lengthen(stack, own["resident_id"])
        self._residents = [(own, own["resident_id"]), *(_resident(stack) for _ in range(residents - 1))]
        self._chance = random.Random(59)  # noqa: S311 - the same requests every time, and no secret
        # They last an hour (infra/identity.yaml).
        self._tokens = [stack.tokens(account)["AccessToken"] for account, _ in self._residents]
        self._doctor = stack.token("doctor")

    def keep_the_doctor_signed_in(self, over: threading.Event) -> None:
        """Signs the doctor in again until it is over. For a thread of its own: who sends requests must not wait for a sign-in."""
        while not over.wait(RENEWED_EVERY):
            self._doctor = self.stack.token("doctor")

    def request(self, kind: Kind, number: int | None = None) -> Request:
        """A request of this kind by anybody, or by one of the residents. The first one has the long notebook."""
        chosen = self._chance.randrange(len(self._residents)) if number is None else number
        if kind.name == "open-notebook":
            path = f"/v1/institutions/{CLINIC}/patients/{self._residents[0][1]}/notebook"
            return Request(kind, kind.method, path, self._doctor, None)
        path = f"/v1/residents/{self._residents[chosen][1]}{kind.path}"
        taken_at = datetime.now(JST).isoformat(timespec="seconds")
        body = {"taken_at": taken_at, "weight_kg": 58.2, "steps": 4321} if kind.method == "POST" else None
        return Request(kind, kind.method, path, self._tokens[chosen], body)


def _resident(stack: Stack) -> tuple[dict, str]:
    """A new account with a notebook."""
    account = {"email": f"load-{secrets.token_hex(6)}@example.jp", "password": f"Aa1-{secrets.token_urlsafe(18)}"}
    client_id, email = stack.summary["client_id"], account["email"]
    attributes = [{"Name": "email", "Value": email}]
    stack.cognito.sign_up(ClientId=client_id, Username=email, Password=account["password"], UserAttributes=attributes)
    stack.cognito.confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=CONFIRMATION_CODE)
    token = stack.tokens(account)["AccessToken"]
    made = stack.call("POST", "/v1/residents", token, {"display_name": "負荷", "consents": CONSENTS})
    return account, made.body["resident_id"]


def lengthen(stack: Stack, resident_id: str, a_day: int = 1) -> None:
    """Copies a value of the notebook over ten years, so many a day, with the administrator's rights: nobody may write so many."""
    partition = f"RES#{resident_id}"
    of_daily = Key("pk").eq(partition) & Key("sk").begins_with("DAILY#")
    model = stack.table.query(KeyConditionExpression=of_daily, Limit=1)["Items"][0]
    text, old = json.dumps(model, default=float), model["record_id"]
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with stack.table.batch_writer() as batch:
        for day, hour in itertools.product(range(1, LONG + 1), range(a_day)):
            record_id = str(uuid.UUID(int=7 << 76 | 8 << 60 | day << 8 | hour))
            taken = today - timedelta(days=day, hours=hour)
            at = taken.strftime("%Y-%m-%dT%H:%M:%S.000Z")
            item = json.loads(text.replace(old, record_id), parse_float=Decimal)
            taken_at = taken.astimezone(JST).isoformat(timespec="seconds")
            batch.put_item(Item=item | {"by_time": f"DAILY#{at}#{record_id}", "taken_at": taken_at})
