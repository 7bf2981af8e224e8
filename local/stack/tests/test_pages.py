"""The pages are built where their sources changed, and where they are served is told to the others."""

import socket
import sys

import pytest

from infra.deploy import pages as served
from infra.deploy import plan
from local.stack import pages, up
from local.stack.processes import NotStarted, Program
from local.stack.settings import Settings


@pytest.fixture
def web(tmp_path, monkeypatch):
    """Sources, and a builder that notes when it builds."""
    (tmp_path / "src").mkdir()
    for name in ("index.html", "package-lock.json", "src/main.ts"):
        (tmp_path / name).write_text("1")
    monkeypatch.setattr(pages, "install", lambda folder: None)
    return tmp_path


def build(web, run=None):
    built = web / "build" / "pages"

    def builder(command, cwd, check):
        assert (command, cwd, check) == (["npm", "run", "--silent", "pages"], web, True)
        built.mkdir(exist_ok=True)
        for file in built.iterdir():
            file.unlink()
        (built / "index.html").write_text("built")

    return pages.build(web, built, run or builder)


def test_what_did_not_change_is_not_built_again(web):
    assert build(web) is True
    assert build(web) is False


@pytest.mark.parametrize("name", ["src/main.ts", "src/new.ts", "index.html", "package-lock.json", "public/icon.svg"])
def test_any_source_that_changed_is(web, name):
    build(web)
    (web / name).parent.mkdir(exist_ok=True)
    (web / name).write_text("2")
    assert build(web) is True


def test_a_file_that_moved_is_another(web):
    build(web)
    (web / "src" / "main.ts").rename(web / "src" / "other.ts")
    assert build(web) is True


def test_what_somebody_else_built_there_is_not_taken_for_ours(web):
    build(web)
    built = web / "build" / "pages"
    (built / ".built-from").unlink()  # as Vite empties the folder
    assert build(web) is True


def test_a_build_that_failed_leaves_no_mark(web):
    def fails(*_, **__):
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        build(web, fails)
    assert build(web) is True


def test_every_source_of_the_real_pages_is_looked_at():
    known = {path.split("/")[0] for path in pages.SOURCES}
    # Beside the sources: what is made, and what only checks and pictures read.
    others = {"build", "node_modules", "test", "e2e", "scripts", "components.html", "tsconfig.story.json", ".gitignore", ".npmrc"}
    assert {path.name for path in pages.WEB.iterdir()} <= known | others


def test_both_addresses_are_origins_of_their_own_beside_the_others(tmp_path):
    settings = Settings(tmp_path, 5000)
    ports = (settings.standin_port, settings.identity_port, settings.web_port, settings.staff_port)
    assert ports == (5000, 5001, 5002, 5003)
    assert (settings.web, settings.web_staff) == ("http://127.0.0.1:5002", "http://127.0.0.1:5003")
    assert settings.identity_return == "http://127.0.0.1:5002/start/card"


def test_the_front_server_is_stopped_first_and_told_where_everything_is(tmp_path):
    settings = Settings(tmp_path, 5000)
    program = up.front_program(settings, {"ApiId": "a1"})
    assert up.PROGRAMS[0] == program.name
    assert (program.port, program.other_ports) == (5002, (5003,))
    assert "--api=http://127.0.0.1:5000/_aws/execute-api/a1/$default" in program.command
    assert program.ready == "http://127.0.0.1:5002/config.json"


def test_a_taken_second_port_is_named(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        program = Program("front", [sys.executable], 1, "http://127.0.0.1:1/", tmp_path, other_ports=(port,))
        with pytest.raises(NotStarted, match=f"port {port} is taken"):
            program.start()


def test_pages_are_told_of_one_machine_as_of_a_deployment(tmp_path):
    outputs = {"UserPoolId": "ap-northeast-1_a", "ResidentsClientId": "r", "StaffClientId": "s"}
    todo = plan.Plan("p", "local", tmp_path, [], plan.load("local").values | {"IdentityAuthorizationEndpoint": "http://i/auth"})
    told = up._page_config(Settings(tmp_path, 5000), todo, outputs, "BKey")
    assert told["sign_in"]["endpoint"] == "/local/cognito"
    assert told["city"] == {"code": "432041", "name": "荒尾市", "phone": "0968-00-0005"}
    assert told["addresses"] == {"residents": "http://127.0.0.1:5002", "staff": "http://127.0.0.1:5003"}
    on_aws = served.config(
        todo.values, outputs | {served.PUSH_KEY: "BKey"}, "ap-northeast-1", "https://x", ("https://a", "https://b")
    )
    assert {part: list(on_aws[part]) for part in on_aws} == {part: list(told[part]) for part in told}
    assert on_aws["city"]["phone"] is None
    assert on_aws["push"] == told["push"] == {"public_key": "BKey"}
