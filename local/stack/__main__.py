"""`python -m local.stack up|down|clean|token|code|test|drill`: the project on this one machine.

`make up` and its neighbours call it.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from botocore.exceptions import ClientError, EndpointConnectionError

from infra.deploy.elf import WrongArchitecture
from infra.deploy.package import NotBuilt
from infra.deploy.plan import PlanError
from infra.deploy.standin import DeployFailed

from . import accounts, demo, lanes, totp
from . import up as stack
from .api import Refused
from .demo import NotSeeded
from .drill import DrillFailed, drill
from .processes import NotStarted
from .settings import DEFAULT_PORT_BASE, REGION, ROOT, Settings
from .sign_in import SignInFailed, client, sign_in

_SAID_IN_ONE_LINE = (
    *(NotBuilt, WrongArchitecture, PlanError, DeployFailed),
    *(NotStarted, NotSeeded, Refused, SignInFailed, DrillFailed, TimeoutError),
)


def main() -> int:
    """Parses the command line. A failure is one line that says what to do."""
    parser = argparse.ArgumentParser(prog="python -m local.stack", description=__doc__)
    parser.add_argument("action", choices=["up", "down", "clean", "token", "code", "test", "drill"])
    parser.add_argument("--state", type=Path, default=Path(os.environ.get("STATE") or ROOT / ".local"), help="the stack's folder")
    parser.add_argument("--port-base", type=int, default=int(os.environ.get("PORT_BASE") or DEFAULT_PORT_BASE))
    parser.add_argument("--user", help="token, code: the demo account")
    parser.add_argument("--email", help="token: any other account, with --password")
    parser.add_argument("--password")
    parser.add_argument("--totp-secret", help="token: of a member of staff, beside e-mail and password")
    parser.add_argument("--bare", action="store_true", help="up: without demo data")
    parser.add_argument("--lanes", type=int, default=1, help="test: so many stacks at once, each with its share of the tests")
    parser.epilog = "test: what stands after -- goes to pytest"
    own, pytest = _split(sys.argv[1:])
    arguments = parser.parse_args(own)
    settings = Settings(arguments.state.resolve(), arguments.port_base)
    try:
        if arguments.action == "up":
            _show(stack.up(settings, seed=not arguments.bare))
        elif arguments.action == "token":
            print(_token(settings, arguments))
        elif arguments.action == "code":
            print(totp.code(_secret(settings, arguments)))
        elif arguments.action == "drill":
            drill(settings)
        elif arguments.action == "test":
            return lanes.run(settings, arguments.lanes, pytest) if arguments.lanes > 1 else _test(settings, pytest)
        else:
            {"down": stack.down, "clean": stack.clean}[arguments.action](settings)
    except _SAID_IN_ONE_LINE as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What stands before and after `--`."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def _summary(settings: Settings) -> dict:
    if not settings.summary.exists():
        raise SignInFailed("nothing is up: run `make up` first")
    return json.loads(settings.summary.read_text())


def _secret(settings: Settings, arguments: argparse.Namespace) -> str:
    """What the authenticator app of a demo account holds."""
    account = _account(_summary(settings)["accounts"], arguments)
    if "totp_secret" not in account:
        raise SignInFailed(f"{account['email']} signs in without a code")
    return account["totp_secret"]


def _token(settings: Settings, arguments: argparse.Namespace) -> str:
    """A real sign-in, second factor included; only the access token leaves this function."""
    summary = _summary(settings)
    account = _account(summary["accounts"], arguments)
    client_id = summary["staff_client_id" if "totp_secret" in account else "client_id"]
    cognito = client(summary["cognito"], REGION)
    try:
        return sign_in(cognito, summary["user_pool_id"], client_id, account)["AccessToken"]
    except EndpointConnectionError:
        raise SignInFailed(f"nothing answers at {summary['cognito']}: run `make up` first") from None
    except ClientError as error:
        raise SignInFailed(f"the user pool refuses: {error.response['Error']['Message']}") from None


def _account(known: dict[str, dict], arguments: argparse.Namespace) -> dict:
    """The demo account that is named, or the one whose e-mail and password are given."""
    if arguments.email and arguments.password:
        given = {"email": arguments.email, "password": arguments.password}
        return given | ({"totp_secret": arguments.totp_secret} if arguments.totp_secret else {})
    if arguments.email or arguments.password:
        raise SignInFailed("email=… and password=… belong together: make token email=hanako@example.jp password=…")
    if arguments.user not in known:
        raise SignInFailed(f"user={arguments.user or ''} is not one of {', '.join(known)}; other accounts: email=… password=…")
    return known[arguments.user]


def _test(settings: Settings, arguments: list[str]) -> int:
    """Runs pytest against a stack of its own, fresh from nothing. HEALTH_NOTEBOOK_STACK names its stack.json."""
    stack.clean(settings)
    try:
        stack.up(settings)
        environment = {**os.environ, "HEALTH_NOTEBOOK_STACK": str(settings.summary)}
        command = [sys.executable, "-m", "pytest", "-q", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    finally:
        stack.down(settings)


def _show(summary: dict) -> None:
    """The addresses, and who may sign in where. Places stand last: their letters are wider than others."""
    print(f"\nResidents  {summary['web']}\nStaff      {summary['web_staff']}  (clinics, pharmacies, health centre, city hall)")
    print(f"API        {summary['api']}\n")
    rows = [("account", "role", "e-mail", "password", "")]
    for person in accounts.PEOPLE:
        known = summary["accounts"][person.name]
        place = demo.INSTITUTIONS[person.institution][0] if person.institution else ""
        rows.append((person.name, person.role or "", known["email"], known["password"], place))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print("\nStaff also need the six digits of their authenticator app: make code user=doctor")
    print("An access token: make token user=doctor")


if __name__ == "__main__":
    sys.exit(main())
