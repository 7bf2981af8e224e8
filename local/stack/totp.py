"""Time-based one-time passwords (RFC 6238, SHA-1, 30 s, 6 digits): what an authenticator app shows."""

import base64
import hmac
import struct
import time

STEP = 30


def code(secret: str, at: float | None = None) -> str:
    """The code of a base32 secret at a Unix time (default: now)."""
    counter = int((time.time() if at is None else at) // STEP)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack_from(">I", digest, offset)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"
