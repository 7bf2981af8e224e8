"""Institutions and who works there, as the table keeps them (`table/items`): the city's own operations for them do not exist yet.

What is written here makes no audit entry. Who did it stands in CloudTrail, and in what the city keeps.
"""

import base64
import hashlib
import re
import secrets
import struct
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

KINDS = ("medical", "dental", "pharmacy", "visiting_nursing", "health_center", "city_office", "other")
ROLES = ("doctor", "nurse", "pharmacist", "public_health_nurse", "reception", "city_admin", "operator")


class NotWritten(Exception):
    """What was asked for would not be right. The message says what to do."""


def actor(issuer: str, sub: str) -> str:
    """The pseudonymous account id: 128 bits of SHA-256 over the length-prefixed issuer and subject, base64url."""
    parts = b"".join(struct.pack(">Q", len(part)) + part for part in (issuer.encode(), sub.encode()))
    return base64.urlsafe_b64encode(hashlib.sha256(parts).digest()[:16]).rstrip(b"=").decode()


def check_kana(kana: str) -> str:
    """The reading of an institution's name, by which people find it. Anything but katakana is refused."""
    if not re.fullmatch(r"[ァ-ヶー・　 0-9０-９]{1,120}", kana):
        raise NotWritten("--kana is the name in katakana, at most 120 letters: ミドリナイカクリニック")
    return kana


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
    kana: str
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


def takes_part(dynamodb, table: str, code: str) -> str:
    """The code of an institution that takes part. Any other is refused."""
    found = _get(dynamodb, table, f"INST#{check_code(code)}", "PROFILE")
    if found is None:
        raise NotWritten(f"{code} does not take part yet: `institution` first")
    if not found["active"]["BOOL"]:
        raise NotWritten(f"{code} was stopped: `institution` again, if it takes part again")
    return code


def poster_key_counts(dynamodb, table: str, kid: str) -> None:
    """Refuses a poster key whose posters nobody could check in with."""
    found = _get(dynamodb, table, "CITY", f"POSTERKEY#{kid}")
    if found is None or "not_after" in found:
        raise NotWritten(f"posters of the key {kid} do not count: `poster-key` first, or a new key if this one was withdrawn")


def has_notebook(dynamodb, table: str, account: str) -> bool:
    """Whether an account has opened a notebook of its own: residents do, staff cannot."""
    return _get(dynamodb, table, f"ACTOR#{account}", "SELF") is not None


def employ(dynamodb, table: str, items: list[dict]) -> None:
    """Writes that an account works at an institution (`staff_items`): for the first time, in another role, or again after a stop.

    All under conditions: the institution takes part, and nobody changed the work meanwhile. What ended earlier sign-ins stays.
    """
    staff, member = items
    before = _get(dynamodb, table, staff["pk"], staff["sk"])
    write = {"Put": {"TableName": table, "Item": tagged(staff), "ConditionExpression": "attribute_not_exists(pk)"}}
    if before:
        condition, values = "#r = :r AND active = :a", {":r": before["role"], ":a": before["active"]}
        write["Put"] |= {"Item": before | tagged(staff), "ConditionExpression": condition, "ExpressionAttributeValues": values}
        write["Put"]["ExpressionAttributeNames"] = {"#r": "role"}
        if "sessions_valid_from" in before:
            write["Put"]["ConditionExpression"] += " AND sessions_valid_from = :s"
            values[":s"] = before["sessions_valid_from"]
        else:
            write["Put"]["ConditionExpression"] += " AND attribute_not_exists(sessions_valid_from)"
    profile = {"TableName": table, "Key": _key(staff["pk"], "PROFILE"), "ConditionExpression": "active = :yes"}
    profile["ExpressionAttributeValues"] = {":yes": {"BOOL": True}}
    try:
        dynamodb.transact_write_items(
            TransactItems=[{"ConditionCheck": profile}, write, {"Put": {"TableName": table, "Item": tagged(member)}}]
        )
    except dynamodb.exceptions.TransactionCanceledException:
        raise NotWritten("somebody changed the institution or this work at the same moment: give the same command again") from None


def works_at(dynamodb, table: str, account: str) -> list[str]:
    """The codes of the institutions at which an account works now."""
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table,
        ConsistentRead=True,
        KeyConditionExpression="pk = :p AND begins_with(sk, :m)",
        ExpressionAttributeValues={":p": {"S": f"ACTOR#{account}"}, ":m": {"S": "MEMBER#"}},
    )
    codes = [item["institution_code"]["S"] for page in pages for item in page["Items"]]
    works = {code: _get(dynamodb, table, f"INST#{code}", f"STAFF#{account}") for code in codes}
    return [code for code, work in works.items() if work and work["active"]["BOOL"]]


def _get(dynamodb, table: str, pk: str, sk: str) -> dict | None:
    return dynamodb.get_item(TableName=table, Key=_key(pk, sk), ConsistentRead=True).get("Item")


def _key(pk: str, sk: str) -> dict:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


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
    if _get(dynamodb, table, "CITY", f"INSTITUTION#{code}"):
        _set(dynamodb, table, ("CITY", f"INSTITUTION#{code}"), active={"BOOL": False})


def end_sessions(dynamodb, table: str, *keys: tuple[str, str]) -> str:
    """Sign-ins older than now count no more for these relations, this work or this account. Returns the instant."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for key in keys:
        _set(dynamodb, table, key, sessions_valid_from={"S": now})
    return now


def end_all_sessions(dynamodb, table: str, account: str) -> str:
    """Sign-ins of an account from before count no more, wherever they reach, as if it had signed out everywhere itself; and its
    holder is told so by e-mail, by a notice that goes out within a minute (shared/platform/src/notice.rs).

    Returns the instant, a whole second that is over soon: a sign-in knows no finer time than the second of its making.
    """
    second = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    instant = second.isoformat().replace("+00:00", "Z")
    end = {
        "TableName": table,
        "Key": _key(f"ACTOR#{account}", "SESSIONS"),
        "UpdateExpression": "SET sessions_valid_from = :v",
        "ExpressionAttributeValues": {":v": {"S": instant}},
    }
    notice = {"notice_id": secrets.token_hex(16), "notice": "sessions_ended", "at": instant, "account": account}
    waiting = {"pk": "NOTICES", "sk": f"WAITING#{instant.replace('Z', '.000Z')}#{notice['notice_id']}"}
    told = {"TableName": table, "Item": tagged(waiting | notice)}
    dynamodb.transact_write_items(TransactItems=[{"Update": end}, {"Put": told}])
    return instant


def _set(dynamodb, table: str, key: tuple[str, str], **attribute: dict) -> None:
    """Sets one attribute of an item that is there."""
    ((name, value),) = attribute.items()
    pk, sk = key
    try:
        dynamodb.update_item(
            TableName=table,
            Key=_key(pk, sk),
            UpdateExpression="SET #n = :v",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeNames={"#n": name},
            ExpressionAttributeValues={":v": value},
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        raise NotWritten(f"there is no item {pk} / {sk}: compare the code and the account") from None
