"""The demo accounts: made in the user pool as the city would make them, with random passwords and real TOTP enrolment."""

import secrets
from dataclasses import dataclass

from infra.operate import enrolment

from .settings import REGION, Settings
from .sign_in import client
from .totp import code


@dataclass(frozen=True)
class Person:
    """Who a demo account is."""

    name: str
    institution: str | None = None
    role: str | None = None

    @property
    def staff(self) -> bool:
        """Staff sign in with a second factor, through their own client."""
        return self.role is not None


# Made up, with right check digits: prefecture 43, fee table (1 medical, 4 pharmacy, 0 the city's own offices), institution.
CLINIC, OTHER_CLINIC, PHARMACY = "4310400017", "4310400025", "4340400011"
HEALTH_CENTRE, CITY_HALL = "4300400019", "4300400027"

PEOPLE = [
    Person("resident"),
    Person("second_resident"),
    Person("doctor", CLINIC, "doctor"),
    Person("other_doctor", OTHER_CLINIC, "doctor"),
    Person("pharmacist", PHARMACY, "pharmacist"),
    Person("public_health_nurse", HEALTH_CENTRE, "public_health_nurse"),
    Person("nurse", CLINIC, "nurse"),
    Person("reception", CLINIC, "reception"),
    Person("admin", CITY_HALL, "city_admin"),
    Person("operator", CITY_HALL, "operator"),
]


def ensure(settings: Settings, administrator, outputs: dict[str, str]) -> dict[str, dict]:
    """Every demo account, by name. An account that can sign in is left as it is."""
    path = settings.state / "accounts.json"
    accounts = settings.remember("accounts", dict)
    for person in PEOPLE:
        known = accounts.get(person.name)
        if not (known and known.get("pool") == outputs["UserPoolId"] and known.get("complete")):
            accounts[person.name] = _make(settings, administrator, outputs, person)
            settings.write(path, accounts)
        elif person.staff and not known.get("marked"):
            # Enrolled before the mark was there.
            enrolment.complete(administrator, outputs["UserPoolId"], known["email"])
            accounts[person.name] = known | {"marked": True}
            settings.write(path, accounts)
    return accounts


def _make(settings: Settings, administrator, outputs: dict[str, str], person: Person) -> dict:
    pool = outputs["UserPoolId"]
    account = {"email": f"{person.name.replace('_', '-')}@example.jp", "password": _password()}
    user = {"UserPoolId": pool, "Username": account["email"]}
    try:
        make = _staff if person.staff else _resident
        account |= make(settings, administrator, outputs, account)
    except administrator.exceptions.UsernameExistsException:
        # Half made by an interrupted run: begin again, for an enrolled secret cannot be read back.
        administrator.admin_delete_user(**user)
        return _make(settings, administrator, outputs, person)
    if person.staff:
        account["institution_code"] = person.institution
    attributes = administrator.admin_get_user(**user)["UserAttributes"]
    account["sub"] = next(a["Value"] for a in attributes if a["Name"] == "sub")
    return account | {"pool": pool, "complete": True}


def _resident(_settings: Settings, administrator, outputs: dict[str, str], account: dict) -> dict:
    user = {"UserPoolId": outputs["UserPoolId"], "Username": account["email"]}
    attributes = [{"Name": "email", "Value": account["email"]}, {"Name": "email_verified", "Value": "true"}]
    administrator.admin_create_user(**user, MessageAction="SUPPRESS", TemporaryPassword=_password(), UserAttributes=attributes)
    administrator.admin_set_user_password(**user, Password=account["password"], Permanent=True)
    return {}


def _staff(settings: Settings, administrator, outputs: dict[str, str], account: dict) -> dict:
    """As the city enrols them: a temporary password, their own instead, an authenticator app, and the mark."""
    pool, temporary = outputs["UserPoolId"], _password()
    enrolment.invite(administrator, pool, account["email"], temporary)
    invited = {"email": account["email"], "password": temporary, "new_password": account["password"]}
    public = client(settings.endpoint, REGION)
    secret = enrolment.add_app(public, pool, outputs["StaffClientId"], invited, code)
    enrolment.complete(administrator, pool, account["email"])
    return {"totp_secret": secret, "marked": True}


def _password() -> str:
    """Random, and of every kind of character that the pool's policy asks for."""
    return f"Aa1-{secrets.token_urlsafe(18)}"
