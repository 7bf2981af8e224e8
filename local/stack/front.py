"""The front server: what CloudFront is on AWS, for the two addresses of the pages on one machine.

Files of the build under the same headers, routes and times (infra/deploy/pages.py); `/v1/*` from the API; and, for what pages on
AWS ask Cognito itself, `/local/cognito`. It listens on the loopback alone and answers nobody who calls it by another name: a page
of elsewhere whose name is made to lead here (DNS rebinding) gets nothing.
"""

import argparse
import gzip
import hashlib
import json
import signal
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from infra.deploy import pages

LOOPBACK = "127.0.0.1"
SIGN_IN = "/local/cognito"
# The gateway's own limit, and what a sign-in never comes near to.
MOST_BODY, MOST_SIGN_IN = 10 * 1024 * 1024, 64 * 1024
MOST_ANSWER = 32 * 1024 * 1024
# What Cognito does for a page without any credentials of AWS.
OF_A_PAGE = frozenset(
    [
        *("InitiateAuth", "RespondToAuthChallenge", "GetTokensFromRefreshToken", "RevokeToken", "GlobalSignOut"),
        *("SignUp", "ConfirmSignUp", "ResendConfirmationCode", "ForgotPassword", "ConfirmForgotPassword", "ChangePassword"),
        *("GetUser", "GetUserAttributeVerificationCode", "UpdateUserAttributes", "VerifyUserAttribute", "DeleteUser"),
        *("AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference"),
    ]
)
# Of one connection and not of the message (RFC 9110, 7.6.1), and what CloudFront passes on in neither direction.
OF_ONE_CONNECTION = frozenset(
    [
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer"),
        *("transfer-encoding", "upgrade", "content-length", "expect", "host", "cookie", "set-cookie", "x-edge-key"),
    ]
)
COMPRESSED = ("text/", "application/json", "application/wasm", "application/manifest+json", "image/svg+xml")
LEAST_COMPRESSED = 1000


@dataclass(frozen=True)
class Front:
    """What both addresses serve."""

    api: str  # what `/v1/…` is added to
    cognito: str
    config: Path
    folder: Path = pages.BUILT

    def find(self, path: str) -> pages.Served | None:
        """The file behind a path, of those that a deployment would upload: no other can be reached, by whatever path."""
        if path == f"/{pages.CONFIG}":
            return pages.served(pages.CONFIG, self.config)
        return next((one for one in pages.built(self.folder) if f"/{one.path}" == path), None)


class Refused(Exception):
    """What is not passed on."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


class Handler(BaseHTTPRequestHandler):
    """One connection to one of the addresses."""

    protocol_version = default_request_version = "HTTP/1.1"
    server: "Address"
    timeout = 75
    # Small answers must not wait for the acknowledgement of the one before.
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        """As the library does it, for every method: which of them count depends on the path."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
            elif len(self.raw_requestline) > 65536:
                self.requestline, self.request_version, self.command = "", "", ""
                self.send_error(414)
            elif self.parse_request():
                self._answer()
        except (TimeoutError, ConnectionError):
            # Nobody listens any more, perhaps in the middle of an answer: nothing can follow on this connection.
            self.close_connection = True

    def _answer(self) -> None:
        try:
            path = self._path()
            if path.startswith("/v1/"):
                self._pass_on(self.server.front.api + self.path, MOST_BODY)
            elif path == SIGN_IN:
                self._sign_in()
            else:
                self._file(pages.entry_or_file(path, self.server.entry))
        except Refused as refused:
            # What came behind the head may not have been read: the connection cannot be used again.
            self.close_connection = True
            self._say(refused.status, str(refused), refused.headers)
            self._hang_up()
        except pages.NoPages as absent:
            self._say(503, str(absent), {})

    def _path(self) -> str:
        """The path, as it was asked for: what is written with % is never taken for another letter."""
        hosts = self.headers.get_all("host", [])
        if hosts != [self.server.name]:
            raise Refused(421, f"this is http://{self.server.name}, and answers to no other name")
        path = self.path.partition("?")[0]
        climbs = {".", ".."} & set(unquote(path).replace("\\", "/").split("/"))
        if not path.startswith("/") or climbs or not all("!" <= letter <= "~" for letter in self.path):
            raise Refused(400, "Bad Request")
        return path

    def _file(self, path: str) -> None:
        if self.command not in ("GET", "HEAD"):
            raise Refused(405, "Method Not Allowed", allow="GET, HEAD")
        found = self.server.front.find(path)
        if found is None or not found.file.is_file():
            self._drain()
            self._say(404, "Not Found", {})
            return
        self._drain()
        body = found.file.read_bytes()
        headers = {"content-type": found.type, "cache-control": found.kept}
        if found.type.startswith(COMPRESSED) and len(body) >= LEAST_COMPRESSED:
            headers["vary"] = "accept-encoding"
            if _takes_gzip(self.headers.get("accept-encoding", "")):
                body, headers["content-encoding"] = _compressed(body), "gzip"
        headers["etag"] = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
        if self.headers.get("if-none-match") == headers["etag"]:
            self._send(304, headers, None)
        else:
            self._send(200, headers, body)

    def _sign_in(self) -> None:
        # One of each, and no more: what is read here and what the pool reads must be the same.
        targets, types = (self.headers.get_all(name, []) for name in ("x-amz-target", "content-type"))
        service, _, action = (targets[0] if len(targets) == 1 else "").partition(".")
        if self.command != "POST":
            raise Refused(405, "Method Not Allowed", allow="POST")
        if service != "AWSCognitoIdentityProviderService" or action not in OF_A_PAGE:
            raise Refused(403, "Forbidden")
        if types != ["application/x-amz-json-1.1"]:
            raise Refused(415, "Unsupported Media Type")
        self._pass_on(self.server.front.cognito + "/", MOST_SIGN_IN, only=("content-type", "x-amz-target"))

    def _pass_on(self, address: str, most: int, only: tuple[str, ...] | None = None) -> None:
        body = self._body(most)
        target = urlsplit(address)
        connection = HTTPConnection(target.hostname or LOOPBACK, target.port, timeout=60)
        try:
            connection.putrequest(
                self.command, target.path + (f"?{target.query}" if target.query else ""), skip_accept_encoding=True
            )
            for name, value in _end_to_end(self.headers.items(), self.headers.get("connection", "")):
                if only is None or name.lower() in only:
                    connection.putheader(name, value)
            if body or self.command in ("POST", "PUT", "PATCH"):
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body or None)
            answer = connection.getresponse()
            content = answer.read(MOST_ANSWER + 1)
            if len(content) > MOST_ANSWER:
                raise HTTPException("the answer is too long")
        except TimeoutError:
            self._say(504, "Gateway Timeout", {})
            return
        except (OSError, HTTPException, ValueError):
            self._say(502, "Bad Gateway", {})
            return
        finally:
            connection.close()
        headers = _end_to_end(answer.getheaders(), answer.headers.get("connection", ""))
        # Who hangs up while this is sent gets no second answer behind it.
        self._send(answer.status, _joined(headers), content if _has_body(answer.status) else None)

    def _body(self, most: int) -> bytes:
        """What is sent with the request, which says itself how long it is."""
        lengths = self.headers.get_all("content-length", [])
        if self.headers.get("transfer-encoding") is not None:
            raise Refused(411, "Length Required")
        if not lengths:
            return b""
        if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            raise Refused(400, "Bad Request")
        digits = lengths[0].lstrip("0")
        # Python reads no number of thousands of digits.
        if len(digits) > len(str(most)) or int(digits or "0") > most:
            raise Refused(413, "Request Entity Too Large")
        length = int(digits or "0")
        body = self.rfile.read(length)
        if len(body) < length:
            raise Refused(400, "Bad Request")
        return body

    def _hang_up(self) -> None:
        """Reads on for a moment: who is cut off while sending may never see the answer."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(1)
            for _ in range(MOST_ANSWER // 65536):
                if not self.connection.recv(65536):
                    return

    def _drain(self) -> None:
        """A file needs no body; one that came all the same is read, so that it is not taken for the next request."""
        self._body(LEAST_COMPRESSED)

    def _say(self, status: int, message: str, headers: dict[str, str]) -> None:
        body = json.dumps({"message": message}).encode()
        self._send(status, {"content-type": "application/json", "cache-control": "no-store", **headers}, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes | None) -> None:
        """An answer, with the headers of every answer in place of any of these names."""
        every = pages.headers()
        self.send_response(status)
        for name, value in {**{k: v for k, v in headers.items() if k.lower() not in every}, **every}.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("content-length", str(len(body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if body and self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library itself finds wrong with a request, under our headers."""
        self.close_connection = True
        self._say(int(code), self.responses.get(code, ("Bad Request", ""))[0], {})

    def version_string(self) -> str:
        """What stands in `server`."""
        return "front"

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down: paths name people."""


class Address(ThreadingHTTPServer):
    """One of the two addresses."""

    daemon_threads = True

    def __init__(self, front: Front, port: int, entry: str) -> None:
        super().__init__((LOOPBACK, port), Handler)
        self.front, self.entry = front, entry
        self.name = f"{LOOPBACK}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Without the library's question for the machine's own name, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]


def _end_to_end(headers, named: str) -> list[tuple[str, str]]:
    """The headers of the message: without those of this connection, which it may name itself."""
    own = OF_ONE_CONNECTION | {name.strip().lower() for name in named.split(",")}
    return [(name, value) for name, value in headers if name.lower() not in own and name.lower() not in ("date", "server")]


def _joined(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Headers that stand several times as one, as they may be (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
    return found


def _has_body(status: int) -> bool:
    return status >= 200 and status not in (204, 304)


def _takes_gzip(accepted: str) -> bool:
    """Whether `gzip` stands in an `Accept-Encoding`, and not with a weight of nothing."""
    parts = [part.replace(" ", "").lower().split(";q=") for part in accepted.split(",")]
    return any(part[0] == "gzip" and (len(part) == 1 or part[1].strip("0.") != "") for part in parts)


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def main() -> None:
    """Serves both addresses until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m local.stack.front", description=__doc__)
    parser.add_argument("--residents-port", type=int, required=True)
    parser.add_argument("--staff-port", type=int, required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--cognito", required=True)
    parser.add_argument("--config", type=Path, required=True)
    given = parser.parse_args()
    front = Front(given.api, given.cognito, given.config)
    both = [Address(front, given.residents_port, pages.RESIDENTS), Address(front, given.staff_port, pages.STAFF)]
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    for address in both:
        threading.Thread(target=address.serve_forever, daemon=True).start()
    ended.wait()


if __name__ == "__main__":
    main()
