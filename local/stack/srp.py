"""The client's half of Cognito's SRP sign-in, as the web pages do it: the password never leaves the machine.

SRP-6a over the 3072-bit group of RFC 5054 with SHA-256, and Cognito's own key derivation ("Caldera Derived Key").
"""

import base64
import hashlib
import hmac
import os
from datetime import UTC, datetime

_N_HEX = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D"
    "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D"
    "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
)
_N = int(_N_HEX, 16)
_G = 2


def _padded(number: int) -> bytes:
    """Big-endian, with a leading zero byte where the first bit is set, as Cognito hashes its integers."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


_K = _hash(_padded(_N), _padded(_G))


class Srp:
    """One sign-in attempt."""

    def __init__(self) -> None:
        self._a = int.from_bytes(os.urandom(128), "big")
        self._public = pow(_G, self._a, _N)

    @property
    def srp_a(self) -> str:
        """`SRP_A` of InitiateAuth."""
        return f"{self._public:x}"

    def answer(self, challenge: dict[str, str], pool_id: str, password: str) -> dict[str, str]:
        """`ChallengeResponses` for PASSWORD_VERIFIER."""
        user = challenge["USER_ID_FOR_SRP"]
        pool = pool_id.split("_", 1)[1]
        server = int(challenge["SRP_B"], 16)
        u = _hash(_padded(self._public), _padded(server))
        identity = hashlib.sha256(f"{pool}{user}:{password}".encode()).digest()
        x = _hash(_padded(int(challenge["SALT"], 16)), identity)
        secret = pow(server - _K * pow(_G, x, _N), self._a + u * x, _N)
        prk = hmac.digest(_padded(u), _padded(secret), "sha256")
        key = hmac.digest(prk, b"Caldera Derived Key\x01", "sha256")[:16]
        now = datetime.now(UTC)
        stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
        block = base64.b64decode(challenge["SECRET_BLOCK"])
        message = pool.encode() + user.encode() + block + stamp.encode()
        return {
            "USERNAME": user,
            "TIMESTAMP": stamp,
            "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, message, "sha256")).decode(),
        }
