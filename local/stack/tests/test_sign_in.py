"""One-time passwords, and SRP against its own other half."""

import base64
import hashlib
import hmac
import os

import pytest

from local.stack import srp, totp


# RFC 6238, appendix B, SHA-1, the last six of its eight digits.
@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_totp_gives_the_codes_of_the_rfc(at, shown):
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert totp.code(secret, at) == shown


def test_totp_takes_a_secret_without_padding():
    assert totp.code("MFRGGZDF", 0) == totp.code("MFRGGZDF", 29) != totp.code("MFRGGZDF", 30)


def server_key(attempt: srp.Srp, password: str) -> tuple[dict, bytes]:
    """The pool's half: a challenge, and the key it expects the client to reach."""
    salt, b = os.urandom(16), int.from_bytes(os.urandom(64), "big")
    x = srp._hash(srp._padded(int.from_bytes(salt, "big")), hashlib.sha256(f"poolmika:{password}".encode()).digest())
    verifier = pow(srp._G, x, srp._N)
    public = (srp._K * verifier + pow(srp._G, b, srp._N)) % srp._N
    a_public = int(attempt.srp_a, 16)
    u = srp._hash(srp._padded(a_public), srp._padded(public))
    secret = pow(a_public * pow(verifier, u, srp._N), b, srp._N)
    prk = hmac.digest(srp._padded(u), srp._padded(secret), "sha256")
    block = base64.b64encode(os.urandom(16)).decode()
    challenge = {"USER_ID_FOR_SRP": "mika", "SRP_B": f"{public:x}", "SALT": salt.hex(), "SECRET_BLOCK": block}
    return challenge, hmac.digest(prk, b"Caldera Derived Key\x01", "sha256")[:16]


@pytest.mark.parametrize(("typed", "agrees"), [("right", True), ("wrong", False)])
def test_srp_agrees_on_a_key_only_with_the_right_password(typed, agrees):
    for _ in range(3):
        attempt = srp.Srp()
        challenge, key = server_key(attempt, "right")
        answer = attempt.answer(challenge, "region_pool", typed)
        message = b"poolmika" + base64.b64decode(challenge["SECRET_BLOCK"]) + answer["TIMESTAMP"].encode()
        expected = base64.b64encode(hmac.digest(key, message, "sha256")).decode()
        assert (answer["PASSWORD_CLAIM_SIGNATURE"] == expected) is agrees
