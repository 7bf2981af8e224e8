"""The stand-in of the Digital Authentication App: how it is started, and how a demo person holds a card to it."""

import base64
import json
import subprocess
from urllib.parse import parse_qs, urlsplit

from .packages import install
from .processes import Program, inherited
from .settings import ROOT, Settings

FOLDER = ROOT / "local" / "identity-provider"
CLIENT_ID = "RP00000001"


def program(settings: Settings, kms, assertion_key: str) -> Program:
    """The provider. It knows the public half of the KMS key with which the functions sign their assertions."""
    install(FOLDER)
    public = kms.get_public_key(KeyId=assertion_key)["PublicKey"]
    return Program(
        name="identity-provider",
        command=["node", "server.mjs"],
        port=settings.identity_port,
        ready=f"http://127.0.0.1:{settings.identity_port}/health",
        state=settings.state,
        directory=FOLDER,
        environment={
            **inherited(),
            "IDP_ISSUER": settings.identity,
            "IDP_CLIENT_ID": CLIENT_ID,
            "IDP_REDIRECT_URI": settings.identity_return,
            "IDP_CLIENT_JWKS": json.dumps(jwk(public, key_id=assertion_key.rpartition("/")[2])),
        },
    )


def jwk(public: bytes, key_id: str) -> dict[str, str]:
    """A P-256 public key (DER, SubjectPublicKeyInfo: its last 64 bytes are the point) as a JWK under its KMS key id."""
    x, y = public[-64:-32], public[-32:]
    text = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (x, y)]
    return {"kty": "EC", "crv": "P-256", "x": text[0], "y": text[1], "alg": "ES256", "use": "sig", "kid": key_id}


def read_card(authorization_url: str, card: str) -> dict[str, str]:
    """Goes through the provider's pages with a card of persons.json. Returns `code` and `state` of the way back."""
    drive = ["node", "drive.mjs", authorization_url, card]
    done = subprocess.run(drive, cwd=FOLDER, check=True, capture_output=True, text=True, timeout=60)
    answer = parse_qs(urlsplit(done.stdout.strip()).query)
    return {name: answer[name][0] for name in ("code", "state")}
