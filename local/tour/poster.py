"""A poster as the city would print it: the institution's code, signed (JWT, RFC 7519; ES256, RFC 7518 3.4).

The city's operation that makes posters is not there yet, so the key pair is made here and its public half is put where
the functions look for it. The private half is forgotten with the process.
"""

import base64
import json
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

KEY_ID = "tour"


def base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Printer:
    """Signs posters with a key of its own."""

    def __init__(self, key_id: str = KEY_ID) -> None:
        self.key_id = key_id
        self._key = ec.generate_private_key(ec.SECP256R1())

    def public(self) -> dict:
        """The item that the functions verify with."""
        point = self._key.public_key().public_numbers()
        x, y = (base64url(number.to_bytes(32, "big")) for number in (point.x, point.y))
        return {"pk": "CITY", "sk": f"POSTERKEY#{self.key_id}", "kid": self.key_id, "x": x, "y": y, "schema_version": 1}

    def poster(self, web: str, institution_code: str, city: str) -> str:
        """What a camera reads from the poster: a web address with the token behind `#`, which browsers do not send."""
        header = {"alg": "ES256", "kid": self.key_id, "typ": "poster+jwt"}
        claims = {"iss": "health-notebook", "sub": institution_code, "city": city, "iat": int(time.time())}
        signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{web}/c#{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
