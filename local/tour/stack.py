"""The running stack as a client sees it: addresses and accounts from stack.json, tokens, plain HTTP."""

import http.client
import json
import os
import time
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from infra.deploy.standin import Standin
from local.stack.settings import ROOT
from local.stack.sign_in import client, sign_in

PATIENCE = 30
# Seconds that tokens are used: those of staff end after ten minutes.
TOKENS_KEPT = 300


class NotUp(Exception):
    """There is no stack to walk through."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: bytes

    @property
    def body(self) -> dict:
        """The JSON of the body; empty where there is none."""
        return json.loads(self.text) if self.text else {}

    @property
    def code(self) -> str | None:
        """The problem's code, where a function answered with a problem."""
        return self.body.get("code") if self.headers.get("content-type", "").startswith("application/problem+json") else None


@dataclass
class Stack:
    """One stack, by its stack.json."""

    path: Path
    _tokens: dict[str, dict] = field(default_factory=dict)
    _since: dict[str, float] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    @classmethod
    def running(cls, path: str | None = None) -> "Stack":
        """The one that HEALTH_NOTEBOOK_STACK names, else the one of `make up`."""
        found = Path(
            path or os.environ.get("HEALTH_NOTEBOOK_STACK") or Path(os.environ.get("STATE") or ROOT / ".local") / "stack.json"
        )
        if not found.exists():
            raise NotUp(f"{found} is not there: run `make up` first")
        return cls(found)

    @cached_property
    def summary(self) -> dict:
        """What stack.json says."""
        return json.loads(self.path.read_text())

    @property
    def folder(self) -> Path:
        """The stack's folder."""
        return self.path.parent

    @cached_property
    def cognito(self):
        """The user pool as a browser reaches it: without credentials."""
        return client(self.summary["cognito"], self.summary["region"])

    @cached_property
    def administrator(self) -> Standin:
        """The stand-in with its administrator's key, which lies in the stack's folder. AWS's own people have no such door."""
        key = json.loads((self.folder / "administrator.json").read_text())
        return Standin(self.summary["cognito"], self.summary["region"], key["access_key"], key["secret_key"])

    @cached_property
    def outputs(self) -> dict[str, str]:
        """The outputs of all the deployed stacks."""
        stacks = self.administrator.client("cloudformation").describe_stacks()["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for stack in stacks for output in stack.get("Outputs", [])}

    @property
    def table(self):
        """The table, with the administrator's rights."""
        return self.administrator.resource("dynamodb").Table(self.outputs["TableName"])

    def account(self, name: str) -> dict:
        """A demo account."""
        return self.summary["accounts"][name]

    def tokens(self, account: dict) -> dict:
        """AccessToken, IdToken and RefreshToken of a real sign-in; one sign-in an account, and another before they end."""
        email = account["email"]
        if time.monotonic() - self._since.get(email, -TOKENS_KEPT) >= TOKENS_KEPT:
            client_id = self.summary["staff_client_id" if "totp_secret" in account else "client_id"]
            self._tokens[email] = sign_in(self.cognito, self.summary["user_pool_id"], client_id, account)
            self._since[email] = time.monotonic()
        return self._tokens[email]

    def token(self, name: str) -> str:
        """The access token of a demo account."""
        return self.tokens(self.account(name))["AccessToken"]

    def call(self, method: str, path: str, token: str | None = None, body: object = None, **headers: str) -> Answer:
        """One request, whatever comes back. `_` in a header's name stands for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            sent["authorization"] = f"Bearer {token}"
        if body is not None:
            sent |= {"content-type": "application/json"}
            sent.setdefault("idempotency-key", str(uuid.uuid4()))
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self.send(method, path, data, sent)

    def send(self, method: str, path: str, data: bytes | None, headers: dict[str, str]) -> Answer:
        """One request exactly as given, over a connection that is kept."""
        base = urlsplit(self.summary["api"])
        for attempt in (1, 2):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(base.hostname, base.port, timeout=PATIENCE)
            try:
                self._connection.request(method, base.path + path, data, headers)
                response = self._connection.getresponse()
                return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
            except (http.client.HTTPException, ConnectionError):
                # The other side may have closed a connection that lay idle; a request on a new one is not repeated.
                self._connection.close()
                self._connection = None
                if attempt == 2:
                    raise
        raise AssertionError
