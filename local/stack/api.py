"""The notebook's HTTP API as a demo account uses it."""

import json
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass


class Refused(Exception):
    """The API answered with a problem."""

    def __init__(self, call: str, status: int, problem: dict) -> None:
        super().__init__(f"{call}: {status} {problem.get('code') or problem.get('message')} {problem.get('detail') or ''}".rstrip())
        self.status = status
        self.problem = problem

    @property
    def no_route(self) -> bool:
        """The gateway itself does not know the path: the operation is not deployed."""
        return self.status == 404 and "code" not in self.problem


@dataclass(frozen=True)
class Api:
    """The API, seen by one signed-in account."""

    base: str
    token: str

    def get(self, path: str) -> dict:
        """Reads."""
        return self.call("GET", path)

    def post(self, path: str, body: dict) -> dict:
        """Creates, or does."""
        return self.call("POST", path, body)

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        """One request. Raises Refused unless the answer is 2xx."""
        headers = {"authorization": f"Bearer {self.token}", "accept-language": "ja"}
        if body is not None:
            headers |= {"content-type": "application/json", "idempotency-key": str(uuid.uuid4())}
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            text = error.read()
            raise Refused(f"{method} {path.split('?', maxsplit=1)[0]}", error.code, json.loads(text) if text else {}) from None
