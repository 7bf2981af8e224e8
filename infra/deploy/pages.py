"""The built pages as they are served: which files, as what, kept for how long, under which headers; and what they are told of
their city.

`make deploy` uploads them by these rules, and one machine's front server serves them by the same."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import plan

BUILT = plan.ROOT / "web" / "build" / "pages"
RULES = plan.INFRA / "web" / "headers.json"
RESIDENTS, STAFF, CONFIG, WORKER = "index.html", "staff.html", "config.json", "sw.js"
# What whoever holds an emergency card opens, at residents' address and apart from their pages.
EMERGENCY, EMERGENCY_PATH = "emergency.html", "/emergency"
# What names the other files of a build: put out after them, in this order, and asked for anew each time.
ENTRIES = (CONFIG, RESIDENTS, EMERGENCY, STAFF, WORKER)
# An uncompressed point of P-256, and what stands before it in a public key (RFC 5480).
POINT = 65
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
# Where the card's provider sends a person back to.
CARD_RETURN = "/start/card"


class NoPages(Exception):
    """What should be served is not there, or not of a kind that can be."""


@dataclass(frozen=True)
class Served:
    """One file of the build."""

    path: str  # below the origin, without the first slash
    file: Path
    type: str
    kept: str  # Cache-Control


def rules() -> dict:
    """headers.json as it stands."""
    return json.loads(RULES.read_text())


def headers(sign_in: str = "") -> dict[str, str]:
    """The headers of every answer. `sign_in` is where pages sign in, if not at their own origin."""
    between = {"content-security-policy": "; ", "permissions-policy": ", "}
    listed = rules()["every answer"].items()
    texts = {name: value if isinstance(value, str) else between[name].join(value) for name, value in listed}
    return {name: text.replace(" ${SignIn}", f" {sign_in}" if sign_in else "") for name, text in texts.items()}


def built(folder: Path | None = None) -> list[Served]:
    """Every file of the build that is served, in the order in which it is put out."""
    folder = folder or BUILT
    if not all((folder / entry).is_file() for entry in (RESIDENTS, EMERGENCY, STAFF)):
        raise NoPages("the pages are not built: run `make build`")
    found = [file for file in folder.rglob("*") if file.is_file()]
    # Vite's own notes stand in a folder that begins with a dot.
    paths = {file.relative_to(folder).as_posix(): file for file in found}
    paths = {path: file for path, file in paths.items() if not any(part.startswith(".") for part in path.split("/"))}
    known = rules()
    return sorted((served(path, file, known) for path, file in paths.items()), key=order)


def order(one: Served) -> tuple[int, str]:
    """What is named by others comes before them."""
    return (ENTRIES.index(one.path) + 1 if one.path in ENTRIES else 0, one.path)


def served(path: str, file: Path, known: dict | None = None) -> Served:
    """A file under the rules of headers.json."""
    known = known or rules()
    kind = known["types"].get(file.suffix)
    if kind is None:
        raise NoPages(f"{path}: headers.json has no type for {file.suffix or 'a name without an ending'}")
    kept = next(value for prefix, value in known["kept"].items() if path.startswith(prefix))
    return Served(path, file, kind, kept)


def entry_or_file(path: str, entry: str) -> str:
    """What stands behind a path: what has no dot is a route of the entry's, and no entry answers on the other's origin. The viewer
    functions of web.yaml are the same rule."""
    if entry == RESIDENTS and path == EMERGENCY_PATH:
        return f"/{EMERGENCY}"
    return f"/{entry}" if "." not in path or path.endswith(".html") else path


PUSH_KEY = "PushKey"
# The output of identity.yaml that is there only where residents may sign in by passkeys.
PASSKEYS = "PasskeyDomain"


def config(values: Mapping[str, str], outputs: Mapping[str, str], region: str, sign_in: str, addresses: tuple[str, str]) -> dict:
    """What pages are told of the deployment that they are part of; read by web/src/config.ts. Nothing in it is secret. Beside the
    outputs of the stacks stands what `push_key` made of one of them, as `PUSH_KEY`. Passkeys are named where
    the pool has them."""
    passkeys = {"passkey_domain": outputs[PASSKEYS]} if PASSKEYS in outputs else {}
    return {
        "city": {
            "code": values["MunicipalityCode"],
            "name": values["MunicipalityName"],
            "phone": values.get("ContactPhone") or None,
        },
        "addresses": dict(zip(("residents", "staff"), addresses, strict=True)),
        "sign_in": {
            "endpoint": sign_in,
            "region": region,
            "user_pool_id": outputs["UserPoolId"],
            "residents_client_id": outputs["ResidentsClientId"],
            "staff_client_id": outputs["StaffClientId"],
            **passkeys,
        },
        "identity": {"authorization_endpoint": values["IdentityAuthorizationEndpoint"]},
        "push": {"public_key": outputs[PUSH_KEY]},
    }


def push_key(kms, arn: str) -> str:
    """What browsers register for: the public half of the key that signs for push services, as they want it (RFC 8292, 3.2)."""
    written = kms.get_public_key(KeyId=arn)["PublicKey"]
    point = written[-POINT:]
    if written[:-POINT] != SPKI or point[0] != 4:
        raise NoPages(f"{arn} is no key of P-256")
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def sign_in_endpoint(region: str) -> str:
    """Where pages sign in on AWS."""
    return f"https://cognito-idp.{region}.amazonaws.com"
