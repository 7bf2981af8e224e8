"""The front server: what it serves, passes on and refuses, and under which headers."""

import gzip
import http.client
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infra.deploy import pages
from local.stack import front

TARGET, JSON = "AWSCognitoIdentityProviderService", "application/x-amz-json-1.1"


class Behind(BaseHTTPRequestHandler):
    """The stand-in behind the front server: says what reached it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("content-length", 0))
        self.server.seen.append((self.command, self.path, self.headers, self.rfile.read(length)))
        status = int(self.headers.get("x-answer", 200))
        body = b"" if status in (204, 304) or self.command == "HEAD" else b'{"here":true}'
        self.send_response(status)
        for name, value in (
            ("content-type", "application/json"),
            ("etag", '"7"'),
            ("cache-control", "no-store"),
            ("content-security-policy", "default-src *"),
            ("set-cookie", "a=b"),
            ("keep-alive", "timeout=5"),
            ("connection", "x-of-this-connection"),
            ("x-of-this-connection", "1"),
            ("access-control-allow-origin", "http://elsewhere"),
        ):
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


def serving(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


@pytest.fixture
def behind():
    server = serving(ThreadingHTTPServer(("127.0.0.1", 0), Behind))
    server.seen = []
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def made(tmp_path, behind):
    """A small build, both addresses, and what is beside the build and must not be reached."""
    folder = tmp_path / "pages"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text("<p>residents</p>")
    (folder / "emergency.html").write_text("<p>emergency</p>")
    (folder / "staff.html").write_text("<p>staff</p>")
    (folder / "sw.js").write_text("self")
    (folder / "assets" / "index-Ab12.js").write_text("const a = 1;\n" * 500)
    (folder / "assets" / "read-Ab12.wasm").write_bytes(b"\0asm")
    (folder / ".vite" / "parts.json").write_text("{}")
    (tmp_path / "secret.json").write_text("{}")
    (tmp_path / "told.json").write_text('{"city": {}}')
    base = f"http://127.0.0.1:{behind.server_address[1]}"
    served = front.Front(f"{base}/_aws/execute-api/id/$default", base, tmp_path / "told.json", folder)
    both = [serving(front.Address(served, 0, entry)) for entry in (pages.RESIDENTS, pages.STAFF)]
    yield both
    for address in both:
        address.shutdown()
        address.server_close()


@pytest.fixture
def residents(made):
    return made[0]


def ask(address, path, method="GET", body=None, **headers):
    """Status, headers by their small names, body."""
    connection = http.client.HTTPConnection("127.0.0.1", address.server_address[1], timeout=10)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def raw(address, text: bytes) -> bytes:
    """What comes back for these very bytes."""
    with socket.create_connection(("127.0.0.1", address.server_address[1]), timeout=10) as wire:
        wire.sendall(text)
        wire.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: wire.recv(65536), b""))


def test_each_address_has_its_own_entry_for_every_route(made):
    residents, staff = made
    for path in ("/", "/record/new", "/start/card?code=a&state=b", "/index.html", "/staff.html", "/assets"):
        assert ask(residents, path)[2] == b"<p>residents</p>", path
        assert ask(staff, path)[2] == b"<p>staff</p>", path
    assert ask(residents, "/emergency")[2] == b"<p>emergency</p>"
    assert ask(staff, "/emergency")[2] == b"<p>staff</p>"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        *(("/", "GET", 200), ("/assets/index-Ab12.js", "GET", 200), ("/config.json", "GET", 200), ("/absent.js", "GET", 404)),
        *(("/", "POST", 405), ("/v1/me", "GET", 200), ("/v1/me", "DELETE", 200), ("/local/cognito", "GET", 405)),
        *(("/", "BREW", 405), ("/%2e%2e/x", "GET", 400), ("/v1/../x", "GET", 400)),
    ],
)
def test_every_answer_has_every_header(residents, path, method, status):
    answered, headers, _ = ask(residents, path, method)
    assert answered == status
    for name, value in pages.headers().items():
        assert headers[name] == value
    assert "set-cookie" not in headers
    assert headers["server"] == "front"


def test_what_the_library_itself_refuses_has_every_header(residents):
    for text in (b"nonsense\r\n\r\n", b"GET / HTTP/7.5\r\n\r\n", b"GET /\r\n\r\n", b"GET /" + b"a" * 70000 + b" HTTP/1.1\r\n\r\n"):
        head = raw(residents, text).decode("latin-1").lower()
        assert head.startswith(("http/1.1 4", "http/1.1 5")), head[:60]
        assert "content-security-policy: default-src 'none'" in head
        assert "<html" not in head


def test_where_pages_sign_in_at_their_own_origin_nothing_else_is_named(residents):
    assert "connect-src 'self';" in ask(residents, "/")[1]["content-security-policy"]
    assert "connect-src 'self' https://pool;" in pages.headers("https://pool")["content-security-policy"]


def test_what_has_its_content_in_its_name_is_kept_and_the_rest_is_asked_for_anew(residents):
    kept = {path: ask(residents, path)[1]["cache-control"] for path in ("/assets/index-Ab12.js", "/", "/sw.js", "/config.json")}
    assert kept.pop("/assets/index-Ab12.js") == "public, max-age=31536000, immutable"
    assert set(kept.values()) == {"no-cache"}


def test_files_have_their_types(residents):
    types = {path: ask(residents, path)[1]["content-type"] for path in ("/", "/assets/index-Ab12.js", "/assets/read-Ab12.wasm")}
    assert list(types.values()) == ["text/html; charset=utf-8", "text/javascript; charset=utf-8", "application/wasm"]


def test_text_is_compressed_for_whom_it_may_be(residents):
    _, headers, body = ask(residents, "/assets/index-Ab12.js", accept_encoding="br, gzip;q=0.5")
    assert (headers["content-encoding"], headers["vary"]) == ("gzip", "accept-encoding")
    assert gzip.decompress(body) == b"const a = 1;\n" * 500
    for refused in ("br", "gzip;q=0", "identity"):
        assert "content-encoding" not in ask(residents, "/assets/index-Ab12.js", accept_encoding=refused)[1]


def test_what_is_known_already_is_not_sent_again(residents):
    tag = ask(residents, "/")[1]["etag"]
    status, headers, body = ask(residents, "/", if_none_match=tag)
    assert (status, body, headers["etag"]) == (304, b"", tag)
    assert headers["content-security-policy"]


def test_head_is_get_without_its_body(residents):
    status, headers, body = ask(residents, "/", "HEAD")
    assert (status, body, headers["content-length"]) == (200, b"", str(len("<p>residents</p>")))


@pytest.mark.parametrize(
    "path",
    [
        *("/../secret.json", "/assets/../../secret.json", "/%2e%2e/secret.json", "/..%2fsecret.json", "/..%5csecret.json"),
        *("//secret.json", "/.vite/parts.json", "/.built-from", "/assets/.", "/./secret.json", "/told.json"),
    ],
)
def test_nothing_but_the_build_is_reached(residents, path):
    answer = raw(residents, f"GET {path} HTTP/1.1\r\nhost: {residents.name}\r\n\r\n".encode())
    assert answer.split()[1] in (b"400", b"404"), answer[:100]


def test_who_calls_it_by_another_name_gets_nothing(residents, behind):
    port = residents.server_address[1]
    names = ("evil.example", f"evil.example:{port}", f"localhost:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}")
    for host in names:
        for path in ("/", "/v1/me", "/config.json"):
            assert ask(residents, path, host=host)[0] == 421, host
    for text in ("", f"host: {residents.name}\r\nhost: evil.example\r\n"):
        assert raw(residents, f"GET / HTTP/1.1\r\n{text}\r\n".encode()).split()[1] == b"421"
    assert raw(residents, f"GET http://evil.example/ HTTP/1.1\r\nhost: {residents.name}\r\n\r\n".encode()).split()[1] == b"400"
    assert behind.seen == []


def test_it_listens_on_the_loopback_alone(made):
    assert {address.server_address[0] for address in made} == {"127.0.0.1"}


def test_the_api_is_asked_as_the_page_asked(residents, behind):
    body = json.dumps({"名前": "花子"}).encode()
    given = {"authorization": "Bearer t", "content_type": "application/json", "idempotency_key": "k", "if_match": '"3"'}
    status, headers, content = ask(residents, "/v1/residents/a%20b?x=1&x=%E3%81%82", "POST", body, **given)
    (method, path, seen, sent) = behind.seen[0]
    assert (method, path, sent) == ("POST", "/_aws/execute-api/id/$default/v1/residents/a%20b?x=1&x=%E3%81%82", body)
    assert {name: seen[name.replace("_", "-")] for name in given} == given
    assert seen["host"] == f"127.0.0.1:{behind.server_address[1]}"
    assert (status, content, headers["etag"], headers["cache-control"]) == (200, b'{"here":true}', '"7"', "no-store")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("status", [200, 204, 304, 404, 503])
def test_every_method_and_status_passes(residents, behind, method, status):
    answered, _, body = ask(residents, "/v1/x", method, x_answer=str(status))
    assert answered == status
    assert behind.seen[0][0] == method
    assert bool(body) == (method != "HEAD" and status not in (204, 304))


def test_what_belongs_to_one_connection_is_not_passed_on(residents, behind):
    own = {"connection": "x-mine", "x-mine": "1", "te": "trailers", "keep-alive": "timeout=9", "upgrade": "h2c"}
    own |= {"proxy-authorization": "Basic x", "cookie": "a=b", "x-edge-key": "forged"}
    status, headers, _ = ask(residents, "/v1/me", "GET", None, **own, accept_language="ja")
    seen = behind.seen[0][2]
    assert status == 200
    assert not any(name in seen for name in own)
    assert seen["accept-language"] == "ja"
    assert not any(name in headers for name in ("keep-alive", "x-of-this-connection", "set-cookie"))
    assert headers["content-security-policy"] == pages.headers()["content-security-policy"]


def test_a_body_is_bounded_and_says_how_long_it_is(residents, behind):
    head = f"POST /v1/x HTTP/1.1\r\nhost: {residents.name}\r\n"
    for lines, status in (
        ("transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"411"),
        ("content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        ("content-length: 5\r\ncontent-length: 6\r\n\r\nhello!", b"400"),
        ("content-length: -1\r\n\r\n", b"400"),
        ("content-length: +5\r\n\r\nhello", b"400"),
        ("content-length: 9\r\n\r\nhello", b"400"),
        (f"content-length: {front.MOST_BODY + 1}\r\n\r\n", b"413"),
        (f"content-length: {'9' * 5000}\r\n\r\n", b"413"),
    ):
        answer = raw(residents, (head + lines).encode())
        assert answer.split()[1] == status, lines
        assert answer.count(b"HTTP/1.1 ") == 1, "what followed was taken for another request"
    assert behind.seen == []
    assert ask(residents, "/v1/x", "POST", b"x" * front.MOST_BODY)[0] == 200
    assert ask(residents, "/v1/x", "POST", b"x" * (front.MOST_BODY + 1))[0] == 413
    assert len(behind.seen) == 1


def test_connections_are_kept(residents):
    connection = http.client.HTTPConnection("127.0.0.1", residents.server_address[1], timeout=10)
    wires = set()
    for path in ("/", "/v1/me", "/absent.js", "/config.json"):
        connection.request("GET", path)
        connection.getresponse().read()
        wires.add(connection.sock.getsockname())
    assert len(wires) == 1


def test_what_does_not_answer_is_said_so(tmp_path, made):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{unused.getsockname()[1]}"
    made[0].front = front.Front(nobody, nobody, tmp_path / "told.json", made[0].front.folder)
    status, headers, body = ask(made[0], "/v1/me")
    assert (status, json.loads(body)) == (502, {"message": "Bad Gateway"})
    assert headers["content-security-policy"]


def test_pages_that_are_not_built_are_said_so(tmp_path, made):
    made[0].front = front.Front("http://127.0.0.1:1", "http://127.0.0.1:1", tmp_path / "told.json", tmp_path / "nothing")
    status, headers, body = ask(made[0], "/")
    assert status == 503
    assert "not built" in json.loads(body)["message"]
    assert headers["content-security-policy"]


def test_a_page_signs_in_at_its_own_origin(residents, behind):
    given = {"x-amz-target": f"{TARGET}.InitiateAuth", "content-type": JSON, "authorization": "AWS4 x"}
    assert ask(residents, "/local/cognito", "POST", b"{}", **given)[0] == 200
    ((method, path, seen, sent),) = behind.seen
    assert (method, path, sent, seen["x-amz-target"]) == ("POST", "/", b"{}", f"{TARGET}.InitiateAuth")
    assert "authorization" not in seen


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ((f"{TARGET}.AdminGetUser", JSON, b"{}"), 403),
        (("DynamoDB_20120810.Scan", JSON, b"{}"), 403),
        (("", JSON, b"{}"), 403),
        ((f"{TARGET}.InitiateAuth", "text/plain", b"{}"), 415),
        ((f"{TARGET}.InitiateAuth", JSON, b"x" * (front.MOST_SIGN_IN + 1)), 413),
    ],
)
def test_nothing_else_of_the_stand_in_is_reached_that_way(residents, behind, sent, status):
    target, kind, body = sent
    assert ask(residents, "/local/cognito", "POST", body, **{"x-amz-target": target, "content-type": kind})[0] == status
    assert ask(residents, "/local/cognito/x", "POST", b"{}")[0] == 405
    assert behind.seen == []


def test_what_is_checked_is_all_that_the_pool_is_sent(residents, behind):
    head = f"POST /local/cognito HTTP/1.1\r\nhost: {residents.name}\r\ncontent-length: 2\r\nconnection: close\r\n"
    for twice in (
        f"x-amz-target: {TARGET}.GetUser\r\nx-amz-target: {TARGET}.ListUsers\r\ncontent-type: {JSON}\r\n",
        f"x-amz-target: {TARGET}.GetUser\r\ncontent-type: {JSON}\r\ncontent-type: text/plain\r\n",
    ):
        assert raw(residents, f"{head}{twice}\r\n{{}}".encode()).split(b" ", 2)[1] in (b"403", b"415")
    assert behind.seen == []


def test_who_hangs_up_in_the_middle_of_an_answer_gets_no_second_one(residents, behind, monkeypatch):
    sent = []

    def breaks(handler, status, headers, content):
        sent.append(status)
        raise BrokenPipeError

    monkeypatch.setattr(front.Handler, "_send", breaks)
    assert raw(residents, f"GET /v1/me HTTP/1.1\r\nhost: {residents.name}\r\n\r\n".encode()) == b""
    assert sent == [200]
