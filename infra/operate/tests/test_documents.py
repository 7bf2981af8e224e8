"""The operators' documents: every command is one that there is, and every variable has been given a value before."""

import re
import shlex
import subprocess

import boto3
import botocore.session
import pytest
from botocore import xform_name

from infra.deploy import plan
from infra.operate import __main__ as operate
from infra.operate.environment import VARIABLES

DOCUMENTS = ["deploy.md", "restore.md", "rotate.md", "respond.md"]
# What a reader has at hand: who or what it is about. Each document says so where it is used.
AT_HAND = {"EMAIL", "CODE", "RESIDENT", "ACTOR", "APPLICATION", "STACK", "KEY", "POINT", "AWS_REGION", "ENV"}
GLOBAL = {"region", "query", "output", "query-string"}
SESSION = botocore.session.get_session()


def text(name: str) -> str:
    return (plan.ROOT / "docs" / name).read_text()


def commands(name: str) -> list[str]:
    """Every command of a document: the lines of its indented blocks, and what stands in backquotes, continued lines joined."""
    blocks, lines = [], text(name).replace("\\\n", " ").splitlines()
    for line in lines:
        if line.startswith(("    ", "       ")):
            blocks.append(line.strip())
    inline = re.findall(r"`((?:aws|operate) [^`]+)`", " ".join(line for line in lines if not line.startswith("    ")))
    return blocks + inline


def words(command: str) -> list[str]:
    return shlex.split(command.replace("…", "X"), comments=True)


def calls(name: str, program: str) -> list[list[str]]:
    """The words of each call of a program, also within `$( … )` and loops."""
    found = []
    for command in commands(name):
        for start in re.finditer(rf"(?:^|[;(]\s*|do ){program} ", command):
            rest = command[start.start() :].lstrip(";( ").removeprefix("do ")
            if start.group().startswith("("):
                rest = rest.split(")")[0]
            split = words(rest.split("; done")[0])
            ends = [place for place, word in enumerate(split) if word in ("|", ">", "&&")]
            found.append(split[: ends[0]] if ends else split)
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_call_of_aws_is_an_operation_with_such_parameters(name):
    for call in calls(name, "aws"):
        service, operation = call[1], call[2]
        client = boto3.client(service, region_name="ap-northeast-1")
        if operation == "wait":
            assert call[3].replace("-", "_") in client.waiter_names, call
            continue
        known = {xform_name(api).replace("_", "-"): api for api in client.meta.service_model.operation_names}
        assert operation in known, call
        model = client.meta.service_model.operation_model(known[operation])
        flags = {flag.removeprefix("--").removeprefix("no-") for flag in call if flag.startswith("--")}
        members = {xform_name(member).replace("_", "-") for member in model.input_shape.members}
        # Flags that are a member's two values: --deletion-protection-enabled.
        assert flags - GLOBAL <= members, (operation, flags - GLOBAL - members)
        needed = {xform_name(member).replace("_", "-") for member in model.input_shape.required_members}
        assert needed <= flags, (operation, needed - flags)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_call_of_operate_is_a_command_with_what_it_needs(name, monkeypatch):
    asked = []
    monkeypatch.setattr(operate.environment, "of", lambda env, state: None)
    for command, (_, needed) in operate.COMMANDS.items():
        monkeypatch.setitem(operate.COMMANDS, command, (lambda there, given: asked.append(given.command), needed))
    for call in calls(name, "operate"):
        if len(call) == 2 and operate.COMMANDS[call[1]][1]:
            continue  # only named in a sentence
        assert operate.main(["--env", "dev", *call[1:]]) == 0, call


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_variable_is_one_of_the_stacks_or_was_given_before(name):
    given = set(VARIABLES) | AT_HAND | set(re.findall(r"`([A-Z_]+)=", text(name)))
    for command in commands(name):
        given |= set(re.findall(r"(?:^|[\s;`])(?:export )?([A-Z_]+)=", command)) | set(re.findall(r"for (\w+) in", command))
        used = set(re.findall(r"\$\{?([A-Za-z_]+)", command))
        assert used <= given, (command, used - given)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_block_is_read_by_a_shell(name):
    blocks = re.findall(r"(?:^(?:    |       ).*\n)+", text(name), flags=re.MULTILINE)
    for block in blocks:
        lines = block.replace("…", "X")
        checked = subprocess.run(["bash", "-n"], input=lines, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, (block, checked.stderr)
