"""What happens behind the stage, with the stand-in's administrator's rights: the earlier tour's person is forgotten, the
poster's key is registered, and midnight comes. No function has a switch for any of it."""

import base64
import hashlib
import json
import struct
from datetime import datetime, timedelta, timezone

from boto3.dynamodb.conditions import Key
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from infra.operate import poster
from local.stack.settings import ROOT

from .stack import Stack

JST = timezone(timedelta(hours=9))
PERSONS = ROOT / "local" / "identity-provider" / "persons.json"


def person(card: str) -> dict:
    """Who holds a card of the identity provider's stand-in."""
    return next(found for found in json.loads(PERSONS.read_text()) if found["id"] == card)


def card_key(stack: Stack, card: str) -> dict[str, str]:
    """The key under which the table keeps to whom a card belongs: a hash of the provider's issuer and subject."""
    issuer, subject = stack.summary["identity_provider"].encode(), person(card)["sub"].encode()
    digest = hashlib.sha256(struct.pack(">Q", len(issuer)) + issuer + subject).digest()
    return {"pk": f"CARD#{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}", "sk": "LINK"}


def forget_holder(stack: Stack, card: str) -> str | None:
    """Forgets the person that a card belongs to, as if there had never been one. Returns who it was, if anybody."""
    key = card_key(stack, card)
    link = stack.table.get_item(Key=key, ConsistentRead=True).get("Item")
    if link is None:
        return None
    forget(stack, link["resident_id"])
    stack.table.delete_item(Key=key)
    return link["resident_id"]


def forget(stack: Stack, resident_id: str) -> None:
    """Removes a notebook and the accounts' items that lead to it."""
    own = partition(stack, f"RES#{resident_id}")
    doomed = list(own) + partition(stack, f"AUDIT#R#{resident_id}")
    for item in own:
        kind, _, rest = item["sk"].partition("#")
        if kind == "ACTOR":
            doomed += partition(stack, f"ACTOR#{rest}") + partition(stack, f"IDEM#{rest}")
        elif kind == "CHECKIN":
            institution, _, day = rest.partition("#")
            arrivals = partition(stack, f"INST#{institution}#{day}")
            doomed += [arrival for arrival in arrivals if arrival.get("resident_id") == resident_id]
        elif kind == "VISIT":
            doomed += partition(stack, f"VISITREF#{rest}")
    with stack.table.batch_writer() as batch:
        for item in doomed:
            batch.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})


def register_poster_key(stack: Stack) -> None:
    """Lets posters count that the key of the `data` stack signs, as `operate poster-key` does."""
    stack.table.put_item(Item=poster.public_item(stack.administrator.client("kms"), stack.outputs["PosterKeyArn"]))


def print_poster(stack: Stack, institution: str, city: str) -> str:
    """A poster as the city prints it: what a camera reads from it."""
    return poster.text(stack.administrator.client("kms"), stack.outputs["PosterKeyArn"], stack.summary["web"], institution, city)


def forge_poster(stack: Stack, institution: str, city: str, key: str | None = None) -> str:
    """A poster that names the city's key, or the one of this id, and is signed by another, which nobody keeps."""
    return poster.text(Forger(), key or stack.outputs["PosterKeyArn"], stack.summary["web"], institution, city)


class Forger:
    """Signs as KMS would, with a key of its own."""

    def sign(self, *, Message: bytes, **_) -> dict[str, bytes]:
        """A signature in DER, as KMS answers it."""
        return {"Signature": ec.generate_private_key(ec.SECP256R1()).sign(Message, ec.ECDSA(hashes.SHA256()))}


def let_midnight_pass(stack: Stack, resident_id: str, institution_code: str) -> None:
    """Makes today's grant yesterday's: what the table holds the day after a check-in, without waiting for it."""
    today = datetime.now(JST).date()
    yesterday = today - timedelta(days=1)
    key = {"pk": f"RES#{resident_id}", "sk": f"GRANT#{institution_code}#{today}"}
    grant = stack.table.get_item(Key=key, ConsistentRead=True)["Item"]
    earlier = {name: _a_day_earlier(grant[name]) for name in ("from", "until")}
    stack.table.put_item(Item=grant | earlier | {"sk": f"GRANT#{institution_code}#{yesterday}"})
    stack.table.delete_item(Key=key)


def _a_day_earlier(instant: str) -> str:
    return (datetime.fromisoformat(instant) - timedelta(days=1)).isoformat().replace("+00:00", "Z")


def partition(stack: Stack, pk: str) -> list[dict]:
    """All the items of a partition."""
    items, start = [], {}
    while True:
        page = stack.table.query(KeyConditionExpression=Key("pk").eq(pk), ConsistentRead=True, **start)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
