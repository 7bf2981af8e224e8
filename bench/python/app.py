"""The operation get-resident as the SDK's documentation says to write it: the client outside of the handler, kept
connections, the standard retry mode, Powertools' logger for the line of the log."""

import base64
import hashlib
import json
import os
import re
import time
from datetime import datetime

import boto3
from aws_lambda_powertools import Logger
from boto3.dynamodb.types import TypeDeserializer
from botocore.config import Config

logger = Logger(service="get-resident")
client = boto3.client("dynamodb", config=Config(retries={"mode": "standard", "max_attempts": 3}, tcp_keepalive=True))
deserialize = TypeDeserializer().deserialize
TABLE = os.environ["TABLE_NAME"]
ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOST_ROUNDS = 5
SELF_REPORTED = ["kana", "alias", "romaji"]
cold = True


class Problem(Exception):
    """A refusal."""

    def __init__(self, status, code):
        super().__init__(code)
        self.status, self.code = status, code


def handler(event, _context):
    """Answers one event of the gateway."""
    global cold
    started = time.perf_counter()
    try:
        version, body = get_resident(event)
        status, headers = 200, {"content-type": "application/json", "etag": f'"{version}"'}
    except Problem as problem:
        status, headers = problem.status, {"content-type": "application/problem+json"}
        body = {"status": problem.status, "code": problem.code}
    logger.info(
        "request",
        extra={
            "function_request_id": event["requestContext"]["requestId"],
            "operation": "get-resident",
            "status": status,
            "cold_start": cold,
            "LatencyMs": (time.perf_counter() - started) * 1000,
        },
    )
    cold = False
    body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return {"statusCode": status, "headers": {**headers, "cache-control": "no-store"}, "body": body}


def get_resident(event):
    """The person and the version of what is shown."""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    actor, residents, signed_in_at = caller(claims)
    if event.get("queryStringParameters"):
        raise Problem(422, "unknown_field")
    resident = (event.get("pathParameters") or {}).get("resident_id", "")
    if not ID.fullmatch(resident):
        raise Problem(404, "not_found")

    profile_key = (f"RES#{resident}", "PROFILE")
    relation_key = (f"RES#{resident}", f"ACTOR#{actor}")
    head_key = (f"AUDIT#R#{resident}", "HEAD")
    sessions_key = (f"ACTOR#{actor}", "SESSIONS")
    items = read([profile_key, relation_key, head_key, sessions_key])

    if not counts(items.get(sessions_key, {}), signed_in_at):
        raise Problem(401, "session_ended")
    relation = items.get(relation_key)
    if not residents or relation is None or not allows(relation, signed_in_at):
        raise Problem(404, "not_found")
    person = items.get(profile_key)
    if person is None:
        raise Problem(404, "not_found")
    body = {name: person[name] for name in ("display_name", "status", "identity", "profile")}
    body["identity"]["self_reported"] = SELF_REPORTED
    return person["version"], body


def caller(claims):
    """The account's pseudonym, whether it came through the residents' client, and when it signed in."""
    residents = claims.get("client_id") == os.environ["RESIDENTS_CLIENT_ID"]
    known = residents or claims.get("client_id") == os.environ["STAFF_CLIENT_ID"]
    if claims.get("token_use") != "access" or not known or not claims.get("iss") or not claims.get("sub"):
        raise Problem(401, "unauthenticated")
    try:
        signed_in_at = float(claims.get("auth_time"))
    except (TypeError, ValueError):
        raise Problem(401, "unauthenticated") from None
    return digest(claims["iss"], claims["sub"]), residents, signed_in_at


def digest(*parts):
    """The first 128 bits of a SHA-256 over length-prefixed parts, base64url."""
    sha256 = hashlib.sha256()
    for part in parts:
        octets = part.encode()
        sha256.update(len(octets).to_bytes(8, "big") + octets)
    return base64.urlsafe_b64encode(sha256.digest()[:16]).rstrip(b"=").decode()


def read(keys):
    """The items under these keys."""
    wanted, found, rounds = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys], {}, 0
    while wanted:
        if rounds == MOST_ROUNDS:
            raise Problem(503, "unavailable")
        rounds += 1
        answer = client.batch_get_item(RequestItems={TABLE: {"Keys": wanted, "ConsistentRead": True}})
        for item in answer["Responses"].get(TABLE, []):
            plain = {name: deserialize(value) for name, value in item.items()}
            found[plain["pk"], plain["sk"]] = plain
        wanted = answer.get("UnprocessedKeys", {}).get(TABLE, {}).get("Keys", [])
    return found


def counts(item, signed_in_at):
    """Whether a sign-in of that time was not ended."""
    valid_from = item.get("sessions_valid_from")
    return valid_from is None or signed_in_at >= datetime.fromisoformat(valid_from).timestamp()


def allows(relation, signed_in_at):
    """Whether the relation reaches the profile now."""
    in_scope = relation["kind"] == "self" or (relation["kind"] == "family" and "profile" in relation.get("scopes", {}))
    return relation["state"] == "active" and counts(relation, signed_in_at) and in_scope
