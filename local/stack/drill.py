"""Deploys as to AWS, with the real `sam`, to a stand-in that starts empty: what `make deploy` does is tried before it is needed."""

import os
import subprocess
import sys

from infra.deploy.build import host_architecture

from . import pages, up
from .processes import stop
from .settings import ROOT, Settings

GIVEN = {
    "Architecture": host_architecture(),
    "WebOrigin": "https://notebook.example.jp",
    "IdentityClientId": "RP00000001",
    "IdentityRedirectUri": "https://notebook.example.jp/start/card",
    "MailFrom": "no-reply@notebook.example",
    "MailIdentityArn": "arn:aws:ses:ap-northeast-1:000000000000:identity/notebook.example",
    "PushApplications": "ios=arn:aws:sns:ap-northeast-1:000000000000:app/APNS/n|android=",
}


class DrillFailed(Exception):
    """The deployment to AWS would not work. The message is what `sam` said last."""


def drill(settings: Settings) -> None:
    """Deploys twice. The second time nothing may be left to change."""
    up.clean(settings)
    settings.prepare()
    pages.build()
    access_key, secret_key = settings.administrator()
    up.standin_program(settings).start()
    environment = os.environ | {
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_ACCESS_KEY_ID": access_key,
        "AWS_SECRET_ACCESS_KEY": secret_key,
        "SAM_CLI_TELEMETRY": "0",
    }
    command = [sys.executable, "-m", "infra.deploy", "--env", "dev"]
    command += [part for name, value in GIVEN.items() for part in ("--set", f"{name}={value}")]
    try:
        for attempt, expected in enumerate(("Successfully created/updated stack", "No changes to deploy")):
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            stacks = done.stdout.count("== ")
            if done.returncode or done.stdout.count(expected) != stacks:
                raise DrillFailed(f"deployment {attempt + 1}:\n{done.stdout[-3000:]}\n{done.stderr[-1000:]}")
            print(f"deployment {attempt + 1}: {stacks} stacks, {expected.lower()}")
    finally:
        stop(settings.state, "standin")
