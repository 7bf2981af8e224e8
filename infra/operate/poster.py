"""Posters: what a clinic's QR code says, signed with the poster key of the `data` stack, and the item with which it is verified."""

import base64
import json
import time

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key


def base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key_id(key: str) -> str:
    """The `kid` of a KMS key: the last part of its ARN."""
    return key.rpartition("/")[2]


def public_item(kms, key: str) -> dict:
    """The item of the table that the functions verify posters with."""
    point = load_der_public_key(kms.get_public_key(KeyId=key)["PublicKey"]).public_numbers()
    x, y = (base64url(number.to_bytes(32, "big")) for number in (point.x, point.y))
    return {"pk": "CITY", "sk": f"POSTERKEY#{key_id(key)}", "kid": key_id(key), "x": x, "y": y, "schema_version": 1}


def text(kms, key: str, web: str, institution: str, city: str) -> str:
    """What a camera reads: an address with the token behind `#`, which browsers do not send (`shared/records/src/poster.rs`)."""
    header = {"alg": "ES256", "kid": key_id(key), "typ": "poster+jwt"}
    claims = {"iss": "health-notebook", "sub": institution, "city": city, "iat": int(time.time())}
    signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
    # KMS answers DER; a token has the two numbers one after the other (RFC 7518, 3.4).
    made = kms.sign(KeyId=key, Message=signed.encode(), MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256")
    r, s = decode_dss_signature(made["Signature"])
    return f"{web}/check-in#{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
