"""Institutions, staff and posters, written as the functions read them."""

import json
import re

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from infra.deploy import plan
from infra.operate import people, poster


@pytest.fixture(scope="module")
def table(target):
    dynamodb = target.client("dynamodb")
    keys = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]
    types = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    dynamodb.create_table(TableName="people", KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST")
    return dynamodb, "people"


def decoded(part):
    return poster.base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def item(table, pk, sk):
    dynamodb, name = table
    return dynamodb.get_item(TableName=name, Key={"pk": {"S": pk}, "sk": {"S": sk}}).get("Item")


def test_a_code_with_a_slip_is_refused():
    assert people.check_code("4310400017") == "4310400017"
    for wrong in ("4310400018", "431040001", "43104000170", "431040001x", ""):
        with pytest.raises(people.NotWritten, match="check digit"):
            people.check_code(wrong)


def test_a_reading_is_katakana():
    for kana in ("ミドリナイカクリニック", "アラオシ ホケンセンター", "ダイ2クリニック"):
        assert people.check_kana(kana) == kana
    for wrong in ("", "みどり", "緑内科", "midori", "ア" * 121):
        with pytest.raises(people.NotWritten, match="katakana"):
            people.check_kana(wrong)


def test_an_institution_and_its_staff_begin_and_end(table):
    people.put(*table, people.institution_items(people.Institution("4310400017", "みどり", "ミドリ", "medical", "荒尾市", "0968")))
    people.put(*table, people.staff_items("4310400017", "acc", "doctor", "緑川"))
    assert item(table, "CITY", "INSTITUTION#4310400017")["active"] == {"BOOL": True}
    assert item(table, "ACTOR#acc", "MEMBER#4310400017")["role"] == {"S": "doctor"}
    people.stop_staff(*table, "4310400017", "acc")
    assert item(table, "INST#4310400017", "STAFF#acc")["active"] == {"BOOL": False}
    now = people.end_sessions(*table, ("INST#4310400017", "STAFF#acc"))
    assert item(table, "INST#4310400017", "STAFF#acc")["sessions_valid_from"] == {"S": now}
    instant = people.end_all_sessions(*table, "acc")
    assert item(table, "ACTOR#acc", "SESSIONS")["sessions_valid_from"] == {"S": instant}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", instant)
    dynamodb, name = table
    (told,) = dynamodb.query(TableName=name, KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "NOTICES"}})[
        "Items"
    ]
    said = {name: told[name]["S"] for name in ("notice", "at", "account")}
    assert said == {"notice": "sessions_ended", "at": instant, "account": "acc"}
    assert told["sk"]["S"] == f"WAITING#{instant[:-1]}.000Z#{told['notice_id']['S']}"
    people.stop_institution(*table, "4310400017")
    for key in (("INST#4310400017", "PROFILE"), ("CITY", "INSTITUTION#4310400017")):
        assert item(table, *key)["active"] == {"BOOL": False}


def test_an_institutions_kinds_and_roles_are_the_domains():
    source = plan.ROOT / "shared" / "notebook" / "src"
    for words, name, file in ((people.KINDS, "InstitutionKind", "institution.rs"), (people.ROLES, "Role", "access/role.rs")):
        body = (source / file).read_text().split(f"pub enum {name} {{")[1].split("}")[0]
        known = [line.strip(" ,") for line in body.splitlines() if line.strip()[:1].isupper()]
        assert sorted(word.replace("_", "") for word in words) == sorted(word.lower() for word in known)


def test_stopping_somebody_who_is_not_there_says_so_and_writes_nothing(table):
    with pytest.raises(people.NotWritten, match="there is no item INST#4310400025 / STAFF#nobody"):
        people.stop_staff(*table, "4310400025", "nobody")
    assert item(table, "INST#4310400025", "STAFF#nobody") is None


def test_an_unlisted_institution_can_be_stopped_too(table):
    city_hall = people.Institution("4300400027", "市役所", "シヤクショ", "city_office", "荒尾市", "0968")
    people.put(*table, people.institution_items(city_hall, listed=False))
    people.stop_institution(*table, "4300400027")
    assert item(table, "CITY", "INSTITUTION#4300400027") is None


def test_a_poster_is_signed_by_the_key_that_its_item_verifies(target):
    kms = target.client("kms")
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    known = poster.public_item(kms, key)
    address, token = poster.text(kms, key, "https://notebook.example", "4310400017", "432041").split("#")
    assert address == "https://notebook.example/check-in"
    header, claims, signature = token.split(".")
    assert json.loads(decoded(header)) == {"alg": "ES256", "kid": known["kid"], "typ": "poster+jwt"}
    assert set(json.loads(decoded(claims))) == {"iss", "sub", "city", "iat"}
    x, y = (int.from_bytes(decoded(known[name])) for name in ("x", "y"))
    r, s = (int.from_bytes(half) for half in (decoded(signature)[:32], decoded(signature)[32:]))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    public.verify(encode_dss_signature(r, s), f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
