"""Institutions and who works there, as the table keeps them (`table/items`): the city's own operations for them do not exist yet.

What is written here makes no audit entry. Who did it stands in CloudTrail, and in what the city keeps.
"""

import base64
import hashlib
import struct
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

KINDS = ("medical", "dental", "pharmacy", "visiting_nursing", "health_center", "city_office", "other")
ROLES = ("doctor", "nurse", "pharmacist", "public_health_nurse", "reception", "city_admin", "operator")


class NotWritten(Exception):
    """What was asked for would not be right. The message says what to do."""


def actor(issuer: str, sub: str) -> str:
    """The pseudonymous account id: 128 bits of SHA-256 over the length-prefixed issuer and subject, base64url."""
    parts = b"".join(struct.pack(">Q", len(part)) + part for part in (issuer.encode(), sub.encode()))
    return base64.urlsafe_b64encode(hashlib.sha256(parts).digest()[:16]).rstrip(b"=").decode()


def check_code(code: str) -> str:
    """A code of ten digits (保険医療機関コード), whose last is a check digit (modulus 10, weights 2 and 1)."""
    digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(code)) if digit.isdigit()]
    if len(code) != 10 or len(digits) != 10 or sum(digit // 10 + digit % 10 for digit in digits) % 10:
        raise NotWritten(f"{code} is no code of ten digits with a right check digit: compare it with the institution's papers")
    return code


@dataclass(frozen=True)
class Institution:
    """An institution as the city registers it."""

    code: str
    name: str
    kind: str
    address: str
    phone: str


def institution_items(institution: Institution, listed: bool = True) -> list[dict]:
    """An institution that takes part; where it is `listed`, people can choose it."""
    item = {**asdict(institution), "active": True, "schema_version": 1}
    made = [{"pk": f"INST#{institution.code}", "sk": "PROFILE", **item}]
    return made + ([{"pk": "CITY", "sk": f"INSTITUTION#{institution.code}", **item}] if listed else [])


def staff_items(code: str, account: str, role: str, name: str) -> list[dict]:
    """That an account works at an institution, seen from both."""
    staff = {"role": role, "name": name, "active": True, "schema_version": 1}
    member = {"institution_code": code, "role": role, "schema_version": 1}
    return [
        {"pk": f"INST#{code}", "sk": f"STAFF#{account}", **staff},
        {"pk": f"ACTOR#{account}", "sk": f"MEMBER#{code}", **member},
    ]


def tagged(item: dict) -> dict:
    """An item with DynamoDB's type tags."""
    tags = {bool: lambda v: {"BOOL": v}, int: lambda v: {"N": str(v)}, str: lambda v: {"S": v}}
    return {name: tags[type(value)](value) for name, value in item.items()}


def put(dynamodb, table: str, items: list[dict]) -> None:
    """Writes items that belong together: all or none."""
    puts = [{"Put": {"TableName": table, "Item": tagged(item)}} for item in items]
    dynamodb.transact_write_items(TransactItems=puts)


def stop_staff(dynamodb, table: str, code: str, account: str) -> None:
    """Ends a member of staff's work, from the next request on. The item stays: the log takes the name from it."""
    _set(dynamodb, table, (f"INST#{code}", f"STAFF#{account}"), active={"BOOL": False})


def stop_institution(dynamodb, table: str, code: str) -> None:
    """Ends an institution's part: its staff find nothing, nobody can check in there and nobody chooses it."""
    _set(dynamodb, table, (f"INST#{code}", "PROFILE"), active={"BOOL": False})
    key = {"pk": {"S": "CITY"}, "sk": {"S": f"INSTITUTION#{code}"}}
    if dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item"):
        _set(dynamodb, table, ("CITY", f"INSTITUTION#{code}"), active={"BOOL": False})


def end_sessions(dynamodb, table: str, *keys: tuple[str, str]) -> str:
    """Sign-ins older than now count no more for these relations, this work or this account. Returns the instant."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for key in keys:
        _set(dynamodb, table, key, sessions_valid_from={"S": now})
    return now


def _set(dynamodb, table: str, key: tuple[str, str], **attribute: dict) -> None:
    """Sets one attribute of an item that is there."""
    ((name, value),) = attribute.items()
    pk, sk = key
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": pk}, "sk": {"S": sk}},
            UpdateExpression="SET #n = :v",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#n": name},
            ExpressionAttributeValues={":v": value},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        raise NotWritten(f"there is no item {pk} / {sk}: compare the code and the account") from None
