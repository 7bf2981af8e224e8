"""Demo data.

Institutions and memberships go straight into the table: the city's operations for them do not exist yet. Everything else
enters through the API, as its people would enter it, one step after the other; a step that was done is not done again.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from infra.deploy.standin import Standin
from infra.operate.people import Institution, actor, institution_items, staff_items

from . import identity, records
from .accounts import CITY_HALL, CLINIC, HEALTH_CENTRE, OTHER_CLINIC, PEOPLE, PHARMACY
from .api import Api, Refused
from .settings import REGION, Settings
from .sign_in import client, sign_in

INSTITUTIONS = {
    CLINIC: ("みどり内科クリニック", "ミドリナイカクリニック", "medical", "熊本県荒尾市宮内出目1-1", "0968-00-0001"),
    OTHER_CLINIC: ("ありあけ整形外科", "アリアケセイケイゲカ", "medical", "熊本県荒尾市増永2-2", "0968-00-0002"),
    PHARMACY: ("はまかぜ薬局", "ハマカゼヤッキョク", "pharmacy", "熊本県荒尾市大島3-3", "0968-00-0003"),
    HEALTH_CENTRE: ("荒尾市保健センター", "アラオシホケンセンター", "health_center", "熊本県荒尾市下井手4-4", "0968-00-0004"),
    CITY_HALL: ("荒尾市役所", "アラオシヤクショ", "city_office", "熊本県荒尾市宮内出目390", "0968-00-0005"),
}

STAFF_NAMES = {
    "doctor": "緑川 一郎",
    "other_doctor": "有明 次郎",
    "pharmacist": "浜風 三枝",
    "public_health_nurse": "保田 春子",
    "nurse": "看田 六花",
    "reception": "受川 四葉",
    "admin": "市原 五月",
    "operator": "運上 七海",
}

# What the family calls them, and the card (identity-provider/persons.json) that each holds to the reader.
RESIDENTS = {"resident": ("花子", "arao-hanako"), "second_resident": ("健一", "arao-kenichi")}

CONSENTS = [
    {"purpose": "use_of_notebook", "version": "2026-04"},
    {"purpose": "sharing_with_institutions", "version": "2026-11"},
]


class NotSeeded(Exception):
    """The demo data and the functions disagree."""


@dataclass
class Seeding:
    """What the steps share."""

    settings: Settings
    outputs: dict[str, str]
    people: dict[str, dict]

    def __post_init__(self) -> None:
        self._signed_in: dict[str, Api] = {}
        self._path = self.settings.state / "demo.json"
        done = self.settings.remember("demo", dict)
        # The steps of another pool's people are not those of these.
        self._done: dict = done if done.get("pool") == self.outputs["UserPoolId"] else {"pool": self.outputs["UserPoolId"]}

    def as_person(self, name: str) -> Api:
        """The API with this account's token."""
        if name not in self._signed_in:
            account = self.people[name]
            client_id = self.outputs["StaffClientId" if "totp_secret" in account else "ResidentsClientId"]
            cognito = client(self.settings.endpoint, REGION)
            token = sign_in(cognito, self.outputs["UserPoolId"], client_id, account)["AccessToken"]
            base = f"{self.settings.endpoint}/_aws/execute-api/{self.outputs['ApiId']}/$default"
            self._signed_in[name] = Api(base, token)
        return self._signed_in[name]

    def once(self, step: str, do: Callable) -> None:
        """Does a step unless it was done, and remembers its answer. One that is not deployed yet is left for later."""
        if step in self._done:
            return
        try:
            self._done[step] = do()
        except Refused as refused:
            if not refused.no_route:
                raise
            print(f"  demo data: {step} waits, {refused}")
            return
        self.settings.write(self._path, self._done)

    def answer(self, step: str):
        """What a step answered, or nothing if it was not done."""
        return self._done.get(step)


def ensure(settings: Settings, target: Standin, outputs: dict[str, str], people: dict[str, dict]) -> None:
    """Adds what is missing, and each resident's id to the accounts."""
    seeding = Seeding(settings, outputs, people)
    made = items(outputs, people)
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:12]
    seeding.once(f"institutions {digest}", lambda: _put(target, outputs["TableName"], made))
    for person in PEOPLE:
        if person.staff:
            seeding.once(f"work of {person.name}", lambda name=person.name: _works(seeding.as_person(name)))
    for name, (display_name, card) in RESIDENTS.items():
        seeding.once(f"notebook of {name}", lambda name=name, shown=display_name: _notebook(seeding.as_person(name), shown))
        resident_id = seeding.answer(f"notebook of {name}")
        if resident_id:
            people[name]["resident_id"] = resident_id
            seeding.once(f"card of {name}", lambda name=name, card=card: _prove(seeding.as_person(name), people[name], card))
    records.add(seeding)


def items(outputs: dict[str, str], people: dict[str, dict]) -> list[dict]:
    """Institutions, who works there, and the city's directory, as the table keeps them."""
    made = []
    for code, (name, kana, kind, address, phone) in INSTITUTIONS.items():
        made += institution_items(Institution(code, name, kana, kind, address, phone), listed=code != CITY_HALL)
    for person in PEOPLE:
        if person.staff:
            account = actor(outputs["Issuer"], people[person.name]["sub"])
            made += staff_items(person.institution, account, person.role, STAFF_NAMES[person.name])
    return made


def _put(target: Standin, table: str, made: list[dict]) -> int:
    with target.resource("dynamodb").Table(table).batch_writer() as batch:
        for item in made:
            batch.put_item(Item=item)
    return len(made)


def _works(api: Api) -> list[dict]:
    """Where a member of staff works, as the API sees it: the seeded items are the ones that it reads."""
    memberships = api.get("/v1/me")["memberships"]
    if not memberships:
        raise NotSeeded("the API does not see the seeded memberships: the table's keys or the account ids have changed")
    return memberships


def _notebook(api: Api, display_name: str) -> str:
    """The account's own notebook, made if there is none."""
    me = api.get("/v1/me")
    return me.get("resident_id") or api.post("/v1/residents", {"display_name": display_name, "consents": CONSENTS})["resident_id"]


def _prove(api: Api, account: dict, card: str) -> str:
    """The card proof: to the provider, choose the card, and back with the code."""
    proof = api.post(f"/v1/residents/{account['resident_id']}/identity-proofs", {})
    return api.post("/v1/identity-callbacks", identity.read_card(proof["authorization_url"], card))["status"]
