"""People for one test: accounts as residents and staff get them."""

import secrets
import subprocess
from urllib.parse import parse_qsl, urlsplit

from local.stack.identity import FOLDER
from local.tour.stack import Answer, Stack
from local.tour.story import CONFIRMATION_CODE, CONSENTS


class Resident:
    """A resident with a fresh account and a fresh notebook."""

    def __init__(self, stack: Stack, display_name: str = "試験") -> None:
        self.stack = stack
        self.account = account()
        email, client_id = self.account["email"], stack.summary["client_id"]
        attributes = [{"Name": "email", "Value": email}]
        password = self.account["password"]
        stack.cognito.sign_up(ClientId=client_id, Username=email, Password=password, UserAttributes=attributes)
        stack.cognito.confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=CONFIRMATION_CODE)
        made = self.call("POST", "/v1/residents", {"display_name": display_name, "consents": CONSENTS})
        assert made.status == 201, made
        self.resident_id = made.body["resident_id"]
        self.own = f"/v1/residents/{self.resident_id}"

    @property
    def token(self) -> str:
        """The access token."""
        return self.stack.tokens(self.account)["AccessToken"]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """A request of this person."""
        return self.stack.call(method, path, self.token, body, **headers)

    def way_back(self, card: str) -> dict[str, str]:
        """Holds a card to the reader: what the browser brings back."""
        proof = self.call("POST", f"{self.own}/identity-proofs", {})
        assert proof.status == 201, proof
        return hold_card(proof.body["authorization_url"], card)

    def prove(self, card: str) -> Answer:
        """The whole card proof."""
        return self.call("POST", "/v1/identity-callbacks", self.way_back(card))


def hold_card(authorization_url: str, card: str) -> dict[str, str]:
    """Goes through the provider's pages with a card, or cancels. Returns all that the browser brings back."""
    drive = ["node", "drive.mjs", authorization_url, card]
    done = subprocess.run(drive, cwd=FOLDER, check=True, capture_output=True, text=True, timeout=60)
    back = dict(parse_qsl(urlsplit(done.stdout.strip()).query))
    return {name: back[name] for name in ("code", "state", "error", "iss") if name in back}


def account() -> dict[str, str]:
    """An address that nobody has, and a password."""
    return {"email": f"e2e-{secrets.token_hex(6)}@example.jp", "password": f"Aa1-{secrets.token_urlsafe(18)}"}


def staff(stack: Stack) -> dict[str, str]:
    """A staff account as the city makes it, before its holder enrols a second factor."""
    made, pool = account(), stack.summary["user_pool_id"]
    administrator = stack.administrator.client("cognito-idp")
    user = {"UserPoolId": pool, "Username": made["email"]}
    administrator.admin_create_user(**user, MessageAction="SUPPRESS", TemporaryPassword=made["password"])
    administrator.admin_set_user_password(**user, Password=made["password"], Permanent=True)
    administrator.admin_add_user_to_group(**user, GroupName="staff")
    return made
