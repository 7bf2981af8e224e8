"""Tokens that must not be believed.

Most are what somebody without the pool's key can make. Some are signed with that very key, which on this machine lies in
the stand-in's folder: they show what stands behind the signature.
"""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from local.tour.stack import Stack

EVIL = "https://evil.example"


def base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(value: object) -> str:
    """A header or a set of claims; text goes in as it is."""
    return base64url(value.encode() if isinstance(value, str) else json.dumps(value).encode())


def opened(token: str, place: int) -> dict:
    """A part of a token."""
    text = token.split(".")[place]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@dataclass
class Forge:
    """Makes tokens from a good one."""

    stack: Stack
    good: str
    _other: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))

    @property
    def header(self) -> dict:
        """The good token's header."""
        return opened(self.good, 0)

    @property
    def claims(self) -> dict:
        """The good token's claims."""
        return opened(self.good, 1)

    @cached_property
    def pool_key(self) -> rsa.RSAPrivateKey:
        """The pool's own key, out of the stand-in's folder. A test below proves that it is the one."""
        path = self.stack.folder / "standin" / "cognito-pool-keys" / f"{self.stack.summary['user_pool_id']}-access.pem"
        return serialization.load_pem_private_key(path.read_bytes(), password=None)

    def rs256(self, header: object, claims: object, key: rsa.RSAPrivateKey | None = None, digest=None) -> str:
        """RSA with SHA-256, or another digest; with another key than the pool's unless told."""
        signed = f"{part(header)}.{part(claims)}"
        signature = (key or self._other).sign(signed.encode(), padding.PKCS1v15(), digest or hashes.SHA256())
        return f"{signed}.{base64url(signature)}"

    def genuine(self, header: dict | None = None, without: tuple[str, ...] = (), **changes: object) -> str:
        """Signed with the pool's key, as nobody outside can."""
        claims = {name: value for name, value in (self.claims | changes).items() if name not in without}
        return self.rs256(self.header | (header or {}), claims, self.pool_key)

    def pss(self) -> str:
        """PS256 with the pool's key."""
        signed = f"{part(self.header | {'alg': 'PS256'})}.{part(self.claims)}"
        salted = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
        return f"{signed}.{base64url(self.pool_key.sign(signed.encode(), salted, hashes.SHA256()))}"

    def hmac(self, secret: bytes, alg: str = "HS256") -> str:
        """Symmetric: with something public as the secret."""
        signed = f"{part(self.header | {'alg': alg})}.{part(self.claims)}"
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[alg]
        return f"{signed}.{base64url(hmac.digest(secret, signed.encode(), digest))}"

    def elliptic(self) -> str:
        """ES256 under the pool's key id."""
        signed = f"{part(self.header | {'alg': 'ES256'})}.{part(self.claims)}"
        key = ec.generate_private_key(ec.SECP256R1())
        r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"

    def jwk(self, key: rsa.RSAPrivateKey | None = None) -> dict:
        """A public key, under the pool's key id."""
        numbers = (key or self._other).public_key().public_numbers()
        n, e = (base64url(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (numbers.n, numbers.e))
        return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.header["kid"], "n": n, "e": e}


def public_forms(key: rsa.RSAPrivateKey) -> dict[str, bytes]:
    """What a confused verifier might take for a shared secret."""
    public = key.public_key()
    encoding, form = serialization.Encoding, serialization.PublicFormat
    pem = public.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo)
    modulus = public.public_numbers().n.to_bytes(256, "big")
    return {
        "PEM": pem,
        "PEM without its last newline": pem.rstrip(),
        "PKCS#1 PEM": public.public_bytes(encoding.PEM, form.PKCS1),
        "DER": public.public_bytes(encoding.DER, form.SubjectPublicKeyInfo),
        "modulus": modulus,
        "modulus as text": base64url(modulus).encode(),
        "nothing": b"",
        "one zero byte": b"\0",
    }


def forged(forge: Forge) -> dict[str, str]:
    """What anybody can make: the signature is absent, another's or of another text."""
    header, claims = forge.header, forge.claims
    head, body, seal = forge.good.split(".")
    tokens = {}
    for alg in ("none", "None", "NONE", "nOnE", ""):
        tokens[f"alg {alg!r}, unsigned"] = f"{part(header | {'alg': alg})}.{body}."
        tokens[f"alg {alg!r}, with the old signature"] = f"{part(header | {'alg': alg})}.{body}.{seal}"
    tokens["alg null"] = f"{part(header | {'alg': None})}.{body}."
    tokens["no alg"] = f"{part({'kid': header['kid']})}.{body}."
    for name, secret in public_forms(forge.pool_key).items():
        tokens[f"HS256 by the public key as {name}"] = forge.hmac(secret)
    jwk = json.dumps(forge.jwk(forge.pool_key)).encode()
    tokens |= {"HS256 by the JWK": forge.hmac(jwk), "HS384": forge.hmac(jwk, "HS384"), "HS512": forge.hmac(jwk, "HS512")}
    tokens["RS256 by another key with the same kid"] = forge.rs256(header, claims)
    tokens["RS512 by another key"] = forge.rs256(header | {"alg": "RS512"}, claims, digest=hashes.SHA512())
    tokens["PS256 by the pool's key"] = forge.pss()
    tokens["ES256"] = forge.elliptic()
    kids = {
        "a path": "../../../../dev/null",
        "a device": "/dev/null",
        "SQL": "x' UNION SELECT 'secret' --",
        "a command": "key|/usr/bin/id",
        "an address": f"{EVIL}/key",
        "empty": "",
        "null": None,
        "a list with the right one": [header["kid"]],
        "an object": {"kid": header["kid"]},
        "a number": 1,
        "true": True,
        "NUL at the end": header["kid"] + "\0",
        "in lower case": header["kid"].lower(),
        "very long": "k" * 4_000,
    }
    for name, kid in kids.items():
        tokens[f"kid: {name}"] = forge.rs256(header | {"kid": kid}, claims)
    tokens["no kid"] = forge.rs256({"alg": "RS256"}, claims)
    injected = {
        "jku": f"{EVIL}/jwks.json",
        "x5u": f"{EVIL}/cert.pem",
        "jwk": forge.jwk(),
        "x5c": [base64.b64encode(b"not a certificate").decode()],
        "crit": ["exp"],
        "b64": False,
        "zip": "DEF",
        "cty": "JWT",
        "enc": "A256GCM",
    }
    for name, value in injected.items():
        tokens[f"header {name}"] = forge.rs256(header | {name: value}, claims)
    tokens["header jku and jwk with a kid of its own"] = forge.rs256(
        {"alg": "RS256", "kid": "own", "jku": f"{EVIL}/jwks.json", "jwk": forge.jwk() | {"kid": "own"}}, claims
    )
    for claim, value in (("sub", "019aa000-0000-7000-8000-000000000000"), ("exp", 4_102_444_800), ("second_factor", "totp")):
        tokens[f"{claim} altered under the old signature"] = f"{head}.{part(claims | {claim: value})}.{seal}"
    tokens["groups added under the old signature"] = f"{head}.{part(claims | {'cognito:groups': ['staff']})}.{seal}"
    return tokens | _mangled(forge)


def _mangled(forge: Forge) -> dict[str, str]:
    """No tokens any more, or of two."""
    head, body, seal = forge.good.split(".")
    flipped = ("B" if seal[100] == "A" else "A").join((seal[:100], seal[101:]))
    twice = '{"alg":"none",' + json.dumps(forge.header)[1:]
    return {
        "empty signature": f"{head}.{body}.",
        "no signature": f"{head}.{body}",
        "signature cut by one character": f"{head}.{body}.{seal[:-1]}",
        "signature cut in half": f"{head}.{body}.{seal[: len(seal) // 2]}",
        "one character of the signature altered": f"{head}.{body}.{flipped}",
        "signature twice": f"{head}.{body}.{seal}{seal}",
        "signature of zeros": f"{head}.{body}.{base64url(bytes(256))}",
        "payload cut": f"{head}.{body[:-4]}.{seal}",
        "header and payload exchanged": f"{body}.{head}.{seal}",
        "two dots together": f"{head}..{body}.{seal}",
        "a dot before": f".{forge.good}",
        "a dot after": f"{forge.good}.",
        "five parts, as an encrypted one": f"{head}.{seal}.{body}.{body}.{seal}",
        "one word": "token",
        "only dots": "..",
        "no JSON": f"{part('not json')}.{part('not json')}.{seal}",
        "header is a list": f"{part([])}.{body}.{seal}",
        "header is null": f"{part(None)}.{body}.{seal}",
        "claims are a list": f"{head}.{part([])}.{seal}",
        "claims are a text": f"{head}.{part(json.dumps('claims'))}.{seal}",
        "header with alg twice": f"{part(twice)}.{body}.{seal}",
        "not base64": f"{head}.!!!!.{seal}",
        "two tokens": f"{forge.good},{forge.good}",
        "null": "null",
        "undefined": "undefined",
        "oversized": f"{head}.{part({'padding': 'x' * 6_000} | forge.claims)}.{seal}",
    }


def genuinely_signed(forge: Forge) -> dict[str, str]:
    """The pool's own signature on claims that do not count here."""
    now = int(time.time())
    pool = forge.claims["iss"]
    return {
        "expired": forge.genuine(exp=now - 1, iat=now - 3_601),
        "expired long ago": forge.genuine(exp=1),
        "exp 0": forge.genuine(exp=0),
        "exp negative": forge.genuine(exp=-1),
        "not yet valid": forge.genuine(nbf=now + 3_600),
        "issued in the future": forge.genuine(iat=now + 3_600),
        "another pool": forge.genuine(iss=f"{pool}x"),
        "another pool's region": forge.genuine(iss=pool.replace("ap-northeast-1.", "us-east-1.")),
        "issuer with a slash": forge.genuine(iss=f"{pool}/"),
        "issuer over http": forge.genuine(iss=pool.replace("https://", "http://")),
        "issuer of somebody else": forge.genuine(iss=EVIL),
        "issuer as a list": forge.genuine(iss=[pool]),
        "no issuer": forge.genuine(without=("iss",)),
        "another client": forge.genuine(client_id="4j0example0another0client"),
        "no client": forge.genuine(without=("client_id",)),
        "client empty": forge.genuine(client_id=""),
        "aud of another": forge.genuine(aud="another"),
        "aud a list of others": forge.genuine(aud=["another", EVIL]),
        "aud ours, client another": forge.genuine(aud=[forge.claims["client_id"]], client_id="another"),
        "aud an empty list": forge.genuine(aud=[]),
        "no sub": forge.genuine(without=("sub",)),
        "sub empty": forge.genuine(sub=""),
        "token_use id": forge.genuine(**{"token_use": "id"}),
        "token_use missing": forge.genuine(without=("token_use",)),
        "token_use in capitals": forge.genuine(**{"token_use": "ACCESS"}),
        "token_use a list": forge.genuine(token_use=["access"]),
        "no time of sign-in": forge.genuine(without=("auth_time",)),
        "no times at all": forge.genuine(without=("exp", "iat", "auth_time")),
    }


def other_kinds(forge: Forge, tokens: dict) -> dict[str, str]:
    """Real ones of the same sign-in that are no access tokens."""
    return {"ID token": tokens["IdToken"], "refresh token": tokens["RefreshToken"]}


def misplaced(good: str) -> dict[str, tuple[dict[str, str], str]]:
    """A good token where nobody should look: headers and query."""
    return {
        "nowhere": ({}, ""),
        "empty header": ({"authorization": ""}, ""),
        "Bearer and nothing": ({"authorization": "Bearer "}, ""),
        "as a cookie": ({"cookie": f"Authorization=Bearer {good}; access_token={good}"}, ""),
        "in the query": ({}, f"?access_token={good}&authorization=Bearer%20{good}&token={good}"),
        "in x-access-token": ({"x-access-token": good, "x-amz-security-token": good}, ""),
        "in x-forwarded-authorization": ({"x-forwarded-authorization": f"Bearer {good}"}, ""),
        "in proxy-authorization": ({"proxy-authorization": f"Bearer {good}"}, ""),
        "as Basic": ({"authorization": "Basic " + base64.b64encode(f"{good}:".encode()).decode()}, ""),
        "as Basic with the token itself": ({"authorization": f"Basic {good}"}, ""),
        "as Token": ({"authorization": f"Token {good}"}, ""),
        "Bearer twice": ({"authorization": f"Bearer Bearer {good}"}, ""),
        "in quotes": ({"authorization": f'Bearer "{good}"'}, ""),
        "as a parameter": ({"authorization": f"Bearer token={good}"}, ""),
        "two in one header": ({"authorization": f"Bearer {good}, Bearer {good}"}, ""),
        "white space inside": ({"authorization": f"Bearer {good[:40]} {good[40:]}"}, ""),
        "a claim of the gateway's own": ({"x-amzn-request-context": '{"authorizer":{"jwt":{"claims":{"sub":"x"}}}}'}, ""),
    }
